package slicer

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

const (
	// endLeast is how far, in its widths, an end goes on at least, and endMost how far, mm, at most.
	endLeast, endMost = 0.19, 1.0
	// endOut is how far an end must be within another bead, mm, to go back.
	endOut = 0.2
	// endBack is how far behind an end, mm, is looked from, and endAside how far from its middle
	// line to both sides, in its widths.
	endBack, endAside = 0.3, 0.35
)

// lengthen lets the ends of open strokes go on to what is before them, or back to where it
// begins, and reports whether any did.
func (m *meeting) lengthen() bool {
	any := false
	for i := range m.tracks {
		t := &m.tracks[i]
		if t.closed {
			continue
		}
		for _, atEnd := range [...]bool{false, true} {
			switch by, ahead := m.free(i, atEnd); {
			case by > endLeast*t.end(atEnd).width:
				t.lengthen(atEnd, ahead.Mul(by))
				any = true
			case by < -endOut:
				any = t.shorten(atEnd, -by) || any
			}
		}
	}
	return any
}

// end returns t's first or last spot.
func (t *track) end(last bool) *spot {
	if last {
		return &t.spots[len(t.spots)-1]
	}
	return &t.spots[0]
}

// free returns how far, mm, an end of track i may go on, less than 0 where it must go back, and
// the direction: so far that it leaves as much as it lays twice, where two of three rays from it
// meet something.
func (m *meeting) free(i int, atEnd bool) (by float64, ahead geom.Vec) {
	q := m.tracks[i].spots
	e, back := 0, 1
	if atEnd {
		e, back = len(q)-1, -1
	}
	if q[e].heat != hot {
		return 0, geom.Vec{}
	}
	k := e
	for n := 0; n < len(q)-1 && math.Abs(q[k].along-q[e].along) < endBack; n++ {
		k += back
	}
	ahead = q[e].at.Sub(q[k].at).Unit()
	var ways [3]float64
	for n, aside := range [...]float64{-endAside, 0, endAside} {
		from := q[e].at.Sub(ahead.Mul(endBack)).Add(ahead.Left().Mul(aside * q[e].width))
		u, what := m.cast(ray{from, ahead, i, q[e].along, endBack + q[e].width}, endBack+endMost)
		if ways[n] = max(0, u) - endBack; what == noEdge {
			ways[n] = math.Inf(1)
		}
	}
	slices.Sort(ways[:])
	if by = (ways[0] + ways[1] + min(ways[2], endMost)) / 3; math.IsInf(by, 1) {
		return 0, ahead
	}
	return by, ahead
}

// lengthen adds a spot beyond an end of t.
func (t *track) lengthen(atEnd bool, by geom.Vec) {
	if atEnd {
		q := t.spots[len(t.spots)-1]
		q.at, q.along, q.moved = q.at.Add(by), q.along+by.Len(), true
		t.spots = append(t.spots, q)
		return
	}
	q := t.spots[0]
	q.at, q.along, q.moved = q.at.Add(by), q.along-by.Len(), true
	t.spots = slices.Insert(t.spots, 0, q)
}

// shorten takes what is within by mm of an end off t, where as much again remains.
func (t *track) shorten(atEnd bool, by float64) bool {
	q := t.spots
	if q[len(q)-1].along-q[0].along < 2*by {
		return false
	}
	if !atEnd {
		k := 1
		for q[k].along-q[0].along < by {
			k++
		}
		q[k-1] = q[k-1].to(&q[k], q[0].along+by)
		t.spots = q[k-1:]
		return true
	}
	k, last := len(q)-2, q[len(q)-1].along
	for last-q[k].along < by {
		k--
	}
	q[k+1] = q[k+1].to(&q[k], last-by)
	t.spots = q[:k+2]
	return true
}

// to returns the spot on the way from q to r that is the given way along, moved there.
func (q spot) to(r *spot, along float64) spot {
	f := (along - q.along) / (r.along - q.along)
	q.at, q.width, q.along, q.moved = q.at.To(r.at, f), q.width+float64(f*(r.width-q.width)), along, true
	return q
}
