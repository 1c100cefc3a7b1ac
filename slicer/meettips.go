package slicer

import "math"

// A tip is a tight turn, of a loop or a link, by more than tipTurn radians within meetWindow to both
// sides.
const (
	tipTurn = 1.8
	// tipMost is by how much, mm, a place of a tip goes outwards at most, and tipEase the way, mm, along
	// which it follows its neighbours.
	tipMost, tipEase = 0.2, 0.3
	// tipShare is how much of a gap to what does not come nearer, or comes too, as another tip, a tip takes.
	tipShare = 0.5
	// tipArea is how much more a tip must leave outside than it lays twice there, mm2, and tipPeak how
	// far out, mm, it must go somewhere, to be worth it.
	tipArea, tipPeak = 0.03, 0.05
)

// outward lets tips go outwards, as wide as they are, into what they leave there, and reports
// whether any did: they are round, and what they turn before need not be.
func (m *meeting) outward() bool {
	any := false
	for i := range m.tracks {
		q := m.tracks[i].spots
		for k := 0; k < len(q); k++ {
			from := k
			for k < len(q) && q[k].tip && q[k].heat == hot && q[k].left == q[from].left {
				k++
			}
			if k > from {
				any = m.outwardAt(i, from, k) || any
				k--
			}
		}
	}
	return any
}

// outwardAt lets the tip that is spots from <= k < to of track i go outwards, and reports whether it
// does.
func (m *meeting) outwardAt(i, from, to int) bool {
	t := &m.tracks[i]
	m.l, m.lefts = m.l[:0], m.lefts[:0]
	area := 0.0
	for k := from; k < to; k++ {
		q := &t.spots[k]
		out, _ := t.chord(k)
		if q.left {
			out = out.Mul(-1)
		}
		half, by := out.Len(), 0.0
		out = out.Mul(1 / half)
		half *= q.width / 2
		u, what := m.cast(ray{q.at, out, i, q.along, ownShare * q.width}, half+meetReach)
		if what != noEdge && what != outlineEdge {
			by = max(-tipMost, min(tipMost, u-half))
		}
		if what == endEdge && by > 0 {
			by *= tipShare
		}
		area += float64(by * t.share(k))
		m.l, m.lefts = append(m.l, by), append(m.lefts, out)
	}
	if m.r = m.r[:0]; area < tipArea {
		return false
	}
	peak := 0.0
	for k := from; k < to; k++ {
		by := m.outwardMean(t, from, to, k)
		m.r, peak = append(m.r, by), max(peak, by)
	}
	if peak < tipPeak {
		return false
	}
	for k, by := range m.r {
		if q := &t.spots[from+k]; by > leastMove && !(t.closed && (from+k == 0 || from+k == len(t.spots)-1)) {
			q.at, q.moved = q.at.Add(m.lefts[k].Mul(by)), true
		}
	}
	return true
}

// outwardMean returns by how much spot k of the tip from <= k < to goes outwards: the mean of the gaps
// around it, the nearer the more.
func (m *meeting) outwardMean(t *track, from, to, k int) float64 {
	sum, all := 0.0, 0.0
	for j := from; j < to; j++ {
		if w := float64((tipEase - math.Abs(t.spots[j].along-t.spots[k].along)) * t.share(j)); w > 0 {
			sum, all = sum+float64(w*m.l[j-from]), all+w
		}
	}
	return max(0, sum/max(all, 1e-9))
}
