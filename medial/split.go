package medial

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
)

const (
	// splitOver is the length, in nominal widths, of an edge of the axis that is split where
	// the radius changes on it.
	splitOver = 0.4
	// splitRise is the least such change, in nominal widths.
	splitRise = 0.02
)

// split adds vertices on long edges of bands on which the radius changes, as between two
// corners of a peg's foot, so that layouts change with it; where it is steep they are a neck.
// Counts are chosen and feet are not set yet.
func (c *counts) split() {
	s, nominal := c.skeleton, c.width.nominal
	n, id := int32(len(s.vertices)), int32(len(s.corner))
	cuts := room(s.desk.cuts, len(s.corner))
	s.desk.cuts = cuts
	added := 0
	for i := range n {
		for k, j := range s.links[i] {
			if j < i || j >= n || c.count[i] == c.count[j] || !s.vertices[i].central || !s.vertices[j].central {
				continue
			}
			h := int(3*i) + k
			parts := s.partsOf(h, float64(splitOver*nominal), float64(splitRise*nominal))
			if parts < 2 {
				continue
			}
			e := min(h, s.twin[h])
			cuts[e] = cut{int32(len(s.vertices)), id, int32(parts), i}
			s.cutEdge(h, parts)
			c.grade(i, j, int(cuts[e].vertex))
			c.neck(i, j, cuts[e].vertex, int32(parts-1))
			id += int32(parts)
			added += parts - 1
		}
	}
	if added > 0 {
		s.cutTours(cuts, 2*added)
	}
}

// cut is an edge of the axis in several parts.
type cut struct {
	vertex, edge int32 // the first new vertex, the first part's number
	parts        int32 // 0: not cut
	from         int32 // the old vertex beside the first new one
}

// partsOf returns into how many parts the edge of half-edge h is split.
func (s *skeleton) partsOf(h int, over, rise float64) int {
	v, w := &s.vertices[h/3], &s.vertices[s.twin[h]/3]
	l := v.at.Dist(w.at)
	if l <= over {
		return 1
	}
	_, r := s.onEdge(h, 0.5)
	if math.Abs(r-v.radius) < rise && math.Abs(r-w.radius) < rise {
		return 1
	}
	return int(math.Ceil(l / over))
}

// onEdge returns the place on the axis at about a share of the edge of half-edge h, and its
// distance from the walls.
func (s *skeleton) onEdge(h int, t float64) (at geom.Vec, radius float64) {
	a, b := int32(s.corner[h]), int32(s.corner[after(h)])
	at = s.vertices[h/3].at.To(s.vertices[s.twin[h]/3].at, t)
	for range 3 {
		p, q := at.Sub(s.outline.foot(a, at)), at.Sub(s.outline.foot(b, at))
		d, e := p.Len(), q.Len()
		g := p.Unit().Sub(q.Unit())
		if g2 := g.Dot(g); g2 > 0.1 {
			at = at.Sub(g.Mul((d - e) / g2))
		}
	}
	return at, min(s.outline.foot(a, at).Dist(at), s.outline.foot(b, at).Dist(at))
}

// cutEdge puts parts - 1 vertices on the edge of half-edge h.
func (s *skeleton) cutEdge(h, parts int) {
	i, j := int32(h/3), int32(s.twin[h]/3)
	before := i
	first := int32(len(s.vertices))
	for k := 1; k < parts; k++ {
		at, r := s.onEdge(h, float64(k)/float64(parts))
		next := first + int32(k)
		if k == parts-1 {
			next = j
		}
		now := int32(len(s.vertices))
		s.vertices = append(s.vertices, vertex{at: at, radius: r, central: true, root: now})
		s.links = append(s.links, [3]int32{before, next, none})
		before = now
	}
	s.links[i][h%3] = first
	s.links[j][s.twin[h]%3] = before
}

// grade gives the vertices from first on, which are between i and j, counts that go from i's
// to j's: each the cheapest that is left. Odd ones between have no room for a middle bead.
func (c *counts) grade(i, j int32, first int) {
	now, to := c.count[i], c.count[j]
	step := int32(1)
	if to < now {
		step = -1
	}
	for k := first; k < len(c.vertices); k++ {
		best := now
		for n := now; n != to; {
			if n += step; n != to && n&1 == 1 {
				continue
			}
			if c.costs(k, n) < c.costs(k, best) {
				best = n
			}
		}
		now = best
		c.count = append(c.count, now)
	}
}

// neckRise is the least rise of the radius, in nominal widths, on an edge's steep part that is
// a neck.
const neckRise = 0.8

// neck makes a neck, as findCentral's, of those of the n vertices from first on, which are
// between i and j, that are on a steep climb: beads that begin there lie as deep as in the wide
// band above and close one after the other where they meet, while counts that change every half
// a width would tangle them. It begins where those that go on below have room.
func (c *counts) neck(i, j, first, n int32) {
	low, high, v, step := i, j, first, int32(1)
	if c.vertices[i].radius > c.vertices[j].radius {
		low, high, v, step = j, i, first+n-1, -1
	}
	top := c.vertices[high].radius
	above := c.width.layout(int(c.count[high]), float64(c.count[high]), top)
	for ; n > 0 && (c.rise(low, v) < noise || c.vertices[v].radius < above.edge(int(c.count[low]/2), c.width.nominal)); n-- {
		low, v = v, v+step
	}
	if n == 0 || top-c.vertices[v].radius < float64(neckRise*c.width.nominal) {
		return
	}
	for ; n > 0; n-- {
		c.vertices[v].central, c.vertices[v].root, c.count[v] = false, high, 0
		v += step
	}
}

// costs returns the price of n beads at vertex i, per mm; none fit where it is too thin.
func (c *counts) costs(i int, n int32) float64 {
	w := 2 * c.vertices[i].radius
	if (n == 0) != (w < c.width.thin) {
		return math.Inf(1)
	}
	if n == 0 {
		return 0
	}
	off := steady.Log(w/c.width.nominal) - logOf(n)
	return price(off) + float64(strainPrice*c.width.strain(off, n))
}

// cutTours adds the ribs of the new vertices to the tours.
func (s *skeleton) cutTours(cuts []cut, added int) {
	out := slices.Grow(s.desk.split[:0], len(s.ribs)+added)
	for t, tour := range s.tours {
		first := len(out)
		for _, r := range tour {
			if r.cross < 0 || cuts[r.cross].parts == 0 {
				out = append(out, r)
				continue
			}
			c := cuts[r.cross]
			vertex, edge, step := c.vertex, c.edge, int32(1)
			if r.vertex != c.from {
				vertex, edge, step = c.vertex+c.parts-2, c.edge+c.parts-1, -1
			}
			r.cross = edge
			out = append(out, r)
			for k := int32(1); k < c.parts; k++ {
				edge += step
				out = append(out, rib{vertex: vertex, foot: r.foot, cross: edge})
				vertex += step
			}
		}
		s.tours[t] = out[first:len(out):len(out)]
	}
	s.desk.split, s.ribs = s.ribs, out
}
