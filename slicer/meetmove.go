package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// How edges are moved, in mm.
const (
	// meetTol is the gap or overlap of two edges that is none: hairlines, which rounding and
	// thinning leave.
	meetTol = 0.02
	// meetLook is how far apart places are looked at first, and lookBack how many spots before
	// the first and after the last of them.
	meetLook, lookBack = 0.35, 4
	// meetLeast to meetArea mm2, meetShare of the square of its width, is what a bead's edge must
	// leave or lay twice in a row to be worth a bend of the stroke, and meetPeak how far apart edges
	// must be somewhere: with half of it the places are no better and printers a percent slower.
	meetLeast, meetArea, meetShare, meetPeak = 0.08, 0.16, 0.35, 0.1
	// meetReach is how far beyond its edge a bead looks for the next one, and meetNear how far it
	// looks first: mostly there it is.
	meetReach, meetNear = 1.2, 0.1
	// meetMost is by how much an edge may be moved.
	meetMost = 0.3
	// leastMove is what is not worth a point: a half of what thinning may do.
	leastMove = 0.003
	// meetEase is the way on which a movement sets in: printers take it at full speed.
	meetEase = 0.5
	// meetFade is the way from a tight turn, which stays, on which it sets in besides.
	meetFade = 0.2
)

// wish tells how far the edges of track i are to move outwards, half of what they are from the
// next one's, and reports whether any are. A few places are looked at first, then those
// around where something is.
func (m *meeting) wish(i int) bool {
	t := &m.tracks[i]
	m.wishes = append(m.wishes[:0], make([]wish, len(t.spots))...)
	last, any, open := -1, false, false // the last place looked at; whether something is there
	for k := range t.spots {
		q := &t.spots[k]
		if q.heat != hot || q.tight || last >= 0 && q.along-t.spots[last].along < meetLook {
			continue
		}
		there := m.look(i, k)
		if last >= 0 && (there || open) {
			m.lookBetween(i, last, k)
		} else if there {
			m.lookBetween(i, max(0, k-lookBack), k)
		}
		last, open, any = k, there, any || there
	}
	if open {
		m.lookBetween(i, last, min(len(t.spots), last+lookBack))
	}
	if !any {
		return false
	}
	l, r := m.worth(t, 0), m.worth(t, 1)
	return l || r
}

// lookBetween looks at the spots of track i between two.
func (m *meeting) lookBetween(i, from, to int) {
	t, last := &m.tracks[i], from
	for k := from + 1; k < to; k++ {
		q := &t.spots[k]
		switch w := &m.wishes[last]; {
		case q.heat != hot || q.tight:
		case w.known && q.along-t.spots[last].along < meetPitch/2:
			m.wishes[k] = *w
		default:
			m.look(i, k)
			last = k
		}
	}
}

// look sets the wish at spot k of track i, and reports whether there is one.
func (m *meeting) look(i, k int) bool {
	t, w := &m.tracks[i], &m.wishes[k]
	if w.known {
		return w.large()
	}
	edge, _ := t.chord(k)
	w.known = true
	w.by[0], w.held[0] = m.gap(i, &t.spots[k], edge)
	w.by[1], w.held[1] = m.gap(i, &t.spots[k], edge.Mul(-1))
	return w.large()
}

// large reports whether w alone is worth something.
func (w *wish) large() bool { return max(math.Abs(w.by[0]), math.Abs(w.by[1])) > meetPeak/2 }

// gap returns what the edge of q in a direction, that to a strip 2 wide, is to move, and whether it
// is the outline.
func (m *meeting) gap(track int, q *spot, edge geom.Vec) (want float64, held bool) {
	half := edge.Len()
	d := edge.Mul(1 / half)
	half *= q.width / 2
	r := ray{q.at, d, track, q.along, ownShare * q.width}
	u, what := m.cast(r, half+meetNear)
	if what == noEdge {
		u, what = m.cast(r, half+meetReach)
	}
	g := u - half
	switch {
	case what == outlineEdge:
		return 0, true
	case what == noEdge || math.Abs(g) < meetTol:
		return 0, false
	case what == endEdge:
		return g, false // it does not come nearer
	}
	return g / 2, false
}

// stretch is a row of spots whose edges on one side all leave a gap, or all overlap.
type stretch struct {
	from, to int // spots from <= k < to
	worth    bool
}

// worth drops the wishes of a side of t for places that are too small, but for those beside larger
// ones, and reports whether any are left.
func (m *meeting) worth(t *track, side int) bool {
	w, any := m.wishes, false
	m.rows = m.rows[:0]
	for i := 0; i < len(w); {
		k, area, peak := i, 0.0, 0.0
		for k < len(w) && float64(w[k].by[side]*w[i].by[side]) > 0 {
			g := math.Abs(w[k].by[side])
			area, peak = area+float64(g*t.share(k)), max(peak, g)
			k++
		}
		if k > i {
			width := t.spots[(i+k)/2].width
			least := max(meetLeast, min(meetArea, meetShare*width*width))
			large := area >= least/2 && peak >= meetPeak/2
			m.rows, any = append(m.rows, stretch{i, k, large}), any || large
		}
		i = max(k, i+1)
	}
	for n, s := range m.rows {
		before := n > 0 && m.rows[n-1].worth && t.spots[s.from].along-t.spots[m.rows[n-1].to-1].along < meetEase
		after := n+1 < len(m.rows) && m.rows[n+1].worth && t.spots[m.rows[n+1].from].along-t.spots[s.to-1].along < meetEase
		for k := s.from; k < s.to; k++ {
			by := &w[k].by[side]
			if *by = max(-meetMost, min(meetMost, *by)); !s.worth && !before && !after {
				*by = 0
			}
		}
	}
	return any
}

// share returns the way that spot k stands for.
func (t *track) share(k int) float64 {
	return (t.spots[min(len(t.spots)-1, k+1)].along - t.spots[max(0, k-1)].along) / 2
}

// move moves t's edges as far as they wish and widths from least to most, mm, allow.
func (m *meeting) move(t *track, least, most float64) {
	m.ease(t)
	for k := range t.spots {
		q := &t.spots[k]
		w := &m.wishes[k]
		if math.Abs(m.l[k])+math.Abs(m.r[k]) < leastMove || w.held[0] && w.held[1] {
			continue
		}
		if q.move(m.lefts[k], m.l[k], m.r[k], w, min(least, q.width), max(most, q.width)) {
			m.found = append(m.found, q.at)
		}
	}
}

// move moves q's left and right edge outwards, or as far as a width from least to most
// allows. An edge on the outline stays. It reports whether the width was much in the way.
func (q *spot) move(left geom.Vec, l, r float64, w *wish, least, most float64) bool {
	if w.held[0] {
		l = 0
	}
	if w.held[1] {
		r = 0
	}
	width := max(least, min(most, q.width+l+r))
	e := width - (q.width + l + r)
	switch {
	case e == 0:
	case w.held[0]:
		r += e
	case w.held[1]:
		l += e
	case w.known:
		l, r = l+e/2, r+e/2
	default: // either edge may be the outline
		f := 1 + e/(l+r)
		l, r = float64(l*f), float64(r*f)
	}
	q.at, q.width, q.moved = q.at.Add(left.Mul((l-r)/2)), width, true
	return math.Abs(e) > meetRest
}

// ease sets m's movements to t's wishes, set in along meetEase and none at tight turns.
func (m *meeting) ease(t *track) {
	m.l, m.r, m.lefts = m.l[:0], m.r[:0], m.lefts[:0]
	a := 0
	for i := range t.spots {
		q := &t.spots[i]
		for q.along-t.spots[a].along > meetEase {
			a++
		}
		l, r, left := 0.0, 0.0, geom.Vec{}
		if q.heat > cold && !q.tight {
			l, r = m.eased(t, a, i)
		}
		if l != 0 || r != 0 {
			left, _ = t.chord(i)
			left = left.Unit()
		}
		m.l, m.r, m.lefts = append(m.l, l), append(m.r, r), append(m.lefts, left)
	}
}

// eased returns by how much the edges of spot i move: the mean of the wishes around it, from spot a
// on, the nearer the more, and less where a tight turn is near.
func (m *meeting) eased(t *track, a, i int) (l, r float64) {
	q, sum, fade := &t.spots[i], 0.0, meetFade
	for k := a; k < len(t.spots); k++ {
		p := &t.spots[k]
		d := math.Abs(p.along - q.along)
		if d > meetEase {
			break
		}
		if p.tight {
			fade = min(fade, d)
		}
		w := float64((meetEase - d) * t.share(k))
		l, r, sum = l+float64(w*m.wishes[k].by[0]), r+float64(w*m.wishes[k].by[1]), sum+w
	}
	f := fade / meetFade / max(sum, 1e-9)
	return l * f, r * f
}
