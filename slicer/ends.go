package slicer

import (
	"github.com/visiere/visiere/geom"
)

// How ends and short loops are tried, in mm where nothing else is said.
const (
	// endBy is by how much ends move at a time, endWorth by how much the price must fall for it, in squares of the widest
	// bead's width: it makes a travel longer. They are tried where a share of endShare of the 3 x 3 pixels before them,
	// 0.044 mm2, is left, or is laid twice, and first of all as often as endFirst.
	endBy, endWorth, endShare, endFirst = 0.1, 0.023, 0.35, 8
	// endAside is how far aside of its middle, in its widths, it is looked what is before an end.
	endAside = 0.3
	// endReach is on which way spots go back with an end that has come too near to the next one.
	endReach = 0.5
	// endNear is how near that may be, endAlone a reach within which an end moves alone.
	endNear, endAlone = 0.001, 1e-9
	// loopMost is the length of the longest strokes that are taken as loops, loopWorth by how much the price must fall for
	// what they do, in squares of the widest bead's width, loopLeast how short they become, in their widths.
	loopMost, loopWorth, loopLeast = 4, 0.001, 2
)

// loopMoves are what loops do: by how much they grow around their middle, and by how much they become wider, mm.
var loopMoves = [...]struct{ size, wider float64 }{
	{0.5, 0}, {2, 0}, {0.8, 0}, {1.25, 0}, {1, 0.1}, {1, -0.1}, {1, 0.03}, {1, -0.03}, {0.9, 0}, {1.1, 0},
}

// endsAt lets an end of a stroke that is at c go on or back as far as that pays.
func (s *settler) endsAt(c *candidate) {
	for range endFirst {
		if !s.tryEnd(&s.tracks[c.track], c) {
			return
		}
	}
}

// tryEnd tries to let an end of t go on or back.
func (s *settler) tryEnd(t *track, c *candidate) bool {
	n := c.spot + 1
	switch last := len(t.spots) - 1; {
	case t.closed || c.spot > 0 && c.spot < last:
		return false
	case c.spot > 0:
		n = last - 1
	}
	q := &t.spots[c.spot]
	ahead := q.at.Sub(t.spots[n].at)
	far := ahead.Len()
	if far < endNear {
		return false
	}
	ahead = ahead.Mul(1 / far)
	for _, aside := range [...]float64{0, endAside, -endAside} {
		at := q.at.Add(ahead.Left().Mul(aside * q.width))
		m := move{dir: ahead, middle: q.along, reach: endAlone, worth: float64(endWorth * s.most * s.most)}
		switch {
		case s.share(s.at(at.Step(ahead, settleOff))) > endShare:
			m.by = endBy
		case s.share(s.at(at.Step(ahead, -settleOff))) < -endShare:
			m.by = -endBy
			if far < 1.5*endBy {
				m.reach = endReach
			}
		default:
			continue
		}
		return s.moved(c, m)
	}
	return false
}

// tryLoop tries to let a short closed stroke, from its first candidate, grow or shrink, or become wider or less wide.
func (s *settler) tryLoop(t *track, c *candidate) bool {
	last := len(t.spots) - 1
	if !t.closed || c.spot != 1 || t.length() > loopMost || !s.amissBeside(t) {
		return false
	}
	for _, m := range loopMoves {
		if s.looped(t, ribbon{c.track, 1, last}, m.size, m.wider) {
			return true
		}
	}
	return false
}

// length returns how long t is now, mm.
func (t *track) length() (mm float64) {
	for k := 1; k < len(t.spots); k++ {
		mm += t.spots[k].at.Dist(t.spots[k-1].at)
	}
	return mm
}

// amissBeside reports whether something is amiss beside t.
func (s *settler) amissBeside(t *track) bool {
	for k := range t.spots {
		for side := range 2 {
			if s.amiss(&t.spots[k], side) != 0 {
				return true
			}
		}
	}
	return false
}

// looped lets t, whose strips are r, grow around its middle and become wider, mm, and reports whether that lowers the price by
// what it is worth; else it leaves t as it was.
func (s *settler) looped(t *track, r ribbon, size, wider float64) bool {
	if size < 1 && float64(size*t.length()) < float64(loopLeast*t.spots[0].width) {
		return false
	}
	s.was = s.strips(s.was[:0], r)
	s.saved = append(s.saved[:0], t.spots...)
	var middle geom.Vec
	for k := r.from; k <= r.to; k++ {
		middle = middle.Step(t.spots[k].at, 1/float64(r.to))
	}
	for k := range t.spots {
		q := &t.spots[k]
		q.at, q.width, q.moved = middle.To(q.at, size), s.width(q, wider), true
	}
	t.edges(0, r.to)
	return s.settled(t, r, 0, float64(loopWorth*s.most*s.most))
}
