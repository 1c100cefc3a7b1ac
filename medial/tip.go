package medial

import "slices"

// DotLength is the length, in its widths, up to which an open bead is not worth a start and a stop.
const DotLength = 0.5

const (
	// tipFoot is the longest piece, in the lone bead's widths, with which the wall bead turns there.
	tipFoot = 1.25
	// tipDeep is how far beyond that piece, in its lengths, the tip is at least: in blunter ones, as at
	// 0.6 mm on brussels-888, nothing was won and motion took longer.
	tipDeep = 0.8
)

// isDot reports whether d is no longer than DotLength of its widest.
func isDot(d []dab) bool {
	if len(d) == 0 {
		return true
	}
	length, width := 0.0, 0.0
	for _, e := range d {
		length, width = max(length, e.at.Dist(d[len(d)-1].at), e.at.Dist(d[0].at)), max(width, e.width)
	}
	return length <= float64(DotLength*width)
}

// goesIntoTip lets the wall bead that turns before the short lone bead d, along st, go on to the
// end of it and back, and reports whether there is one that does.
func (c *counts) goesIntoTip(walls []Bead, st stroke, d []dab) bool {
	first, last := st.vertices[0], st.vertices[len(st.vertices)-1]
	foot, tip := d[0], d[len(d)-1]
	switch a, b := c.nothingBeyond(first), c.nothingBeyond(last); {
	case a == b || c.walls[first] > 0 || c.walls[last] > 0:
		return false
	case a:
		foot, tip = tip, foot
	}
	for _, e := range d { // the axis may step back at its end
		if e.at.Dist(foot.at) > tip.at.Dist(foot.at) {
			tip = e
		}
	}
	for i := range walls {
		if b := &walls[i]; b.Outer && b.Closed && b.goTo(c.skeleton, foot, tip) {
			return true
		}
	}
	return false
}

// nothingBeyond reports whether no neighbour of vertex i has a wall bead, as at the end of a tip.
func (c *counts) nothingBeyond(i int32) bool {
	walls := int32(0)
	c.neighbours(i, func(j int32) { walls = max(walls, c.walls[j]) })
	return walls == 0
}

// goTo lets the closed bead b go to the tip and back from a short piece beside foot, beyond which
// the tip is by tipDeep or more, and reports whether it does.
func (b *Bead) goTo(s *skeleton, foot, tip dab) bool {
	n := len(b.Points)
	for i, p := range b.Points {
		p, q := p.Sub(s.origin).Vec(), b.Points[(i+1)%n].Sub(s.origin).Vec()
		along := q.Sub(p)
		l := along.Len()
		if l == 0 || l > float64(tipFoot*foot.width) {
			continue
		}
		t := foot.at.Sub(p).Dot(along) / float64(l*l)
		off := along.Cross(foot.at.Sub(p)) / l
		deep := along.Cross(tip.at.Sub(p)) / l
		if t < 0 || t > 1 || off*deep <= 0 || off*off > float64(foot.width*foot.width) || deep*deep < tipDeep*tipDeep*l*l {
			continue
		}
		k := i + 1
		b.Points = slices.Insert(b.Points, k, tip.at.Point().Add(s.origin))
		b.Widths = slices.Insert(b.Widths, k, nm(tip.width))
		return true
	}
	return false
}
