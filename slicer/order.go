package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// order appends l's strands to out in printing order, island by island, from the
// innermost loops to the outline (or from the outline inwards, where the process says
// so), then the fill, always to the nearest strand next, and gives each its travel.
func (s *Slicer) order(l *layer, out []toolpath.Path, strands []strand) []toolpath.Path {
	if len(strands) == 0 {
		return out
	}
	c := s.newComb(l.region)
	at, begun := end(out)
	for n, isl := range byIsland(l.region, strands) {
		if n == 0 && !begun {
			at = s.entry(isl, l.spread())
		}
		for _, level := range s.byDepth(isl) {
			for len(level) > 0 {
				k := nearest(level, at)
				p := s.start(level[k], at, l.spread())
				if len(out) > 0 {
					p.Travel = c.travel(at, p.Points[0])
				}
				out = append(out, p)
				at = p.Points[len(p.Points)-1]
				level = append(level[:k], level[k+1:]...)
			}
		}
	}
	return out
}

// byIsland divides the strands among r's islands.
func byIsland(r polygon.Region, strands []strand) [][]strand {
	islands := r.Islands()
	if len(islands) < 2 {
		return [][]strand{strands}
	}
	out := make([][]strand, len(islands))
	for _, st := range strands {
		k := islandOf(islands, st.path.Points[0])
		out[k] = append(out[k], st)
	}
	return out
}

// islandOf returns the index of the island that holds p, or whose outline is nearest.
func islandOf(islands []polygon.Region, p geom.Point) int {
	best, dist := 0, math.Inf(1)
	for i, isl := range islands {
		if isl.Contains(p) {
			return i
		}
		for k, b := range isl[0] {
			a := isl[0][(k+len(isl[0])-1)%len(isl[0])]
			if d := geom.SegmentDistance(p, a, b); d < dist {
				best, dist = i, d
			}
		}
	}
	return best
}

// byDepth divides an island's strands into those laid one after the other, fixed ones one
// by one at the end.
func (s *Slicer) byDepth(isl []strand) [][]strand {
	deepest := -1
	for _, st := range isl {
		if st.depth < fillDepth {
			deepest = max(deepest, st.depth)
		}
	}
	out := make([][]strand, deepest+2)
	for _, st := range isl {
		if st.fixed {
			out = append(out, []strand{st})
			continue
		}
		k := deepest - st.depth
		if s.process.ExternalFirst {
			k = st.depth
		}
		if st.depth == fillDepth {
			k = deepest + 1
		}
		out[k] = append(out[k], st)
	}
	return out
}

// entry returns where an island is best begun: at the seam of its outline.
func (s *Slicer) entry(isl []strand, spread float64) geom.Point {
	for _, st := range isl {
		if st.depth == 0 && st.path.Closed() {
			return s.seamed(st.path, st.path.Points[0], spread).Points[0]
		}
	}
	if len(isl) == 0 {
		return geom.Point{}
	}
	return isl[0].path.Points[0]
}

// nearest returns the index of the strand that can be begun nearest to at.
func nearest(strands []strand, at geom.Point) int {
	best, dist := 0, math.Inf(1)
	for i := range strands {
		pts := strands[i].path.Points
		d := math.Inf(1)
		if strands[i].path.Closed() {
			for _, p := range pts {
				d = min(d, p.Dist(at))
			}
		} else {
			d = min(pts[0].Dist(at), pts[len(pts)-1].Dist(at))
		}
		if d < dist {
			best, dist = i, d
		}
	}
	return best
}

// start returns st's path begun where it should be: an open one at its end nearest to
// at, an outline at its seam, another loop at the point nearest to at.
func (s *Slicer) start(st strand, at geom.Point, spread float64) toolpath.Path {
	p := st.path
	switch {
	case st.fixed:
	case !p.Closed():
		if pts := p.Points; pts[len(pts)-1].Dist(at) < pts[0].Dist(at) {
			p.Points, p.Widths = reversed(pts), reversed(p.Widths)
		}
	case st.depth == 0:
		p = s.seamed(p, at, spread)
	default:
		k, d := 0, math.Inf(1)
		for i, q := range p.Points {
			if e := q.Dist(at); e < d {
				k, d = i, e
			}
		}
		p = turned(p, k)
	}
	return p
}

// reversed returns a reversed copy of v; nil for nil.
func reversed[T any](v []T) []T {
	if v == nil {
		return nil
	}
	out := make([]T, len(v))
	for i, x := range v {
		out[len(v)-1-i] = x
	}
	return out
}

// turned returns the closed path p begun at its point k.
func turned(p toolpath.Path, k int) toolpath.Path {
	n := len(p.Points) - 1
	if k %= n; k == 0 {
		return p
	}
	p.Points = append(append(make([]geom.Point, 0, n+1), p.Points[k:n]...), p.Points[:k+1]...)
	if p.Widths != nil {
		p.Widths = append(append(make([]float64, 0, n+1), p.Widths[k:n]...), p.Widths[:k+1]...)
	}
	return p
}
