package polygon

import (
	"slices"

	"github.com/visiere/visiere/geom"
)

// ClipLine returns the parts of an open polyline inside r, in order along it. r must be
// in normal form. To clip several polylines, ask a Locator.
func ClipLine(pts []geom.Point, r Region) [][]geom.Point { return NewLocator(r).ClipLine(pts) }

// ClipLine returns the parts of an open polyline inside the region, in order along it.
// Parts along the boundary count as on one side or the other. The result has its own
// memory.
func (l *Locator) ClipLine(pts []geom.Point) [][]geom.Point {
	c := lineClip{locator: l}
	for i := 1; i < len(pts); i++ {
		if pts[i] != pts[i-1] {
			c.segment(pts[i-1], pts[i])
		}
	}
	out := make([][]geom.Point, len(c.starts))
	for i, from := range c.starts {
		to := len(c.pts)
		if i+1 < len(c.starts) {
			to = c.starts[i+1]
		}
		out[i] = c.pts[from:to:to]
	}
	return out
}

// lineClip gathers the parts of one polyline: part i is pts[starts[i]:starts[i+1]].
type lineClip struct {
	locator *Locator
	pts     []geom.Point
	starts  []int
	cuts    []float64
	known   bool // inside is right for the end of the last segment
	inside  bool
}

// segment adds the parts of ab. Where no edge is near, all of it is on the side where
// the last segment ended.
func (c *lineClip) segment(a, b geom.Point) {
	if !c.cut(a, b) {
		if !c.known {
			c.inside, c.known = c.locator.Contains(a), true
		}
		if c.inside {
			c.append(a, b)
		}
		return
	}
	from, was := a, false
	for i := 1; i < len(c.cuts); i++ {
		to := a.Lerp(b, c.cuts[i])
		if to == from {
			continue
		}
		c.inside = c.locator.Contains(a.Lerp(b, (c.cuts[i-1]+c.cuts[i])/2))
		switch {
		case c.inside && was:
			c.pts[len(c.pts)-1] = to
		case c.inside:
			c.append(from, to)
		}
		from, was = to, c.inside
	}
	c.known = true
}

// cut sets cuts to the shares of the way from a to b at which it crosses an edge, with 0
// and 1, sorted. It reports whether there is any edge near.
func (c *lineClip) cut(a, b geom.Point) (near bool) {
	c.cuts = append(c.cuts[:0], 0)
	c.locator.near(a, b, func(e rowEdge) bool {
		near = true
		p, q := e.a(), e.b()
		if (geom.Cross(a, b, p) > 0) == (geom.Cross(a, b, q) > 0) {
			return true
		}
		d1, d2 := geom.Cross(p, q, a), geom.Cross(p, q, b)
		if (d1 > 0) != (d2 > 0) {
			c.cuts = append(c.cuts, float64(d1)/(float64(d1)-float64(d2)))
		}
		return true
	})
	if len(c.cuts) > 2 {
		slices.Sort(c.cuts)
	}
	c.cuts = append(c.cuts, 1)
	return near
}

// append adds the part from a to b, which continues the last one if that ends at a.
func (c *lineClip) append(a, b geom.Point) {
	n := len(c.pts)
	if n == 0 || c.pts[n-1] != a || len(c.starts) == 0 {
		c.starts = append(c.starts, n)
		c.pts = append(c.pts, a)
	}
	c.pts = append(c.pts, b)
}
