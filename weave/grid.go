package weave

import "math"

// grid finds the edges of curves near a place.
type grid struct {
	curves []*strand
	min    vec
	cell   float64
	nx, ny int
	first  []int32 // by cell: where its edges begin
	edges  []gridEdge
}

type gridEdge struct{ curve, edge int32 }

// Sizes of the grid, in millimetres and cells.
const (
	leastCell = 0.8
	mostCells = 1 << 17
)

func newGrid(curves []*strand) grid {
	g := grid{curves: curves, cell: leastCell, min: vec{math.Inf(1), math.Inf(1)}}
	far := vec{math.Inf(-1), math.Inf(-1)}
	for _, c := range curves {
		for _, p := range c.at {
			g.min = vec{min(g.min.x, p.x), min(g.min.y, p.y)}
			far = vec{max(far.x, p.x), max(far.y, p.y)}
		}
	}
	if len(curves) == 0 {
		return g
	}
	size := far.sub(g.min)
	for (size.x/g.cell+1)*(size.y/g.cell+1) > mostCells {
		g.cell *= 2
	}
	g.nx, g.ny = int(size.x/g.cell)+1, int(size.y/g.cell)+1
	g.fill()
	return g
}

// fill sorts the edges into the cells, by counting.
func (g *grid) fill() {
	g.first = make([]int32, g.nx*g.ny+1)
	g.eachCell(func(cell int, _ gridEdge) { g.first[cell+1]++ })
	for i := 1; i < len(g.first); i++ {
		g.first[i] += g.first[i-1]
	}
	g.edges = make([]gridEdge, g.first[len(g.first)-1])
	next := append([]int32{}, g.first...)
	g.eachCell(func(cell int, e gridEdge) {
		g.edges[next[cell]] = e
		next[cell]++
	})
}

// eachCell calls f for every edge with every cell in which it may lie.
func (g *grid) eachCell(f func(cell int, e gridEdge)) {
	for c, s := range g.curves {
		for k := 0; k+1 < len(s.at); k++ {
			n := int((s.along[k+1]-s.along[k])/g.cell) + 1
			a, last := s.at[k], -1
			for i := 1; i <= n; i++ {
				b := s.at[k].to(s.at[k+1], float64(i)/float64(n))
				g.cover(a, b, 0, func(cell int) {
					if cell != last {
						f(cell, gridEdge{int32(c), int32(k)})
					}
					last = cell
				})
				a = b
			}
		}
	}
}

// cover calls f with the cells of the box around a and b, grown by by.
func (g *grid) cover(a, b vec, by float64, f func(cell int)) {
	x0, x1 := g.column(min(a.x, b.x)-by-g.min.x, g.nx), g.column(max(a.x, b.x)+by-g.min.x, g.nx)
	y0, y1 := g.column(min(a.y, b.y)-by-g.min.y, g.ny), g.column(max(a.y, b.y)+by-g.min.y, g.ny)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			f(y*g.nx + x)
		}
	}
}

func (g *grid) column(d float64, n int) int { return min(n-1, max(0, int(d/g.cell))) }

// near is the place of a curve nearest to another place.
type near struct {
	curve int32
	edge  int32
	t     float64 // share of the edge
	at    vec
	dist  float64
}

// around returns the nearest place of every curve but one within reach of p, in the order
// in which the grid meets them. out is overwritten.
func (g *grid) around(p vec, reach float64, but int32, out []near) []near {
	out = out[:0]
	g.cover(p, p, reach, func(cell int) {
		for _, e := range g.edges[g.first[cell]:g.first[cell+1]] {
			if e.curve == but {
				continue
			}
			s := g.curves[e.curve]
			a, b := s.at[e.edge], s.at[e.edge+1]
			if min(a.x, b.x) > p.x+reach || max(a.x, b.x) < p.x-reach || min(a.y, b.y) > p.y+reach || max(a.y, b.y) < p.y-reach {
				continue
			}
			at, t := onSegment(p, a, b)
			if d := at.sub(p); d.dot(d) <= reach*reach {
				out = keepNearest(out, near{e.curve, e.edge, t, at, d.len()})
			}
		}
	})
	return out
}

// keepNearest puts n into list in place of a farther place of the same curve.
func keepNearest(list []near, n near) []near {
	for i := range list {
		if list[i].curve == n.curve {
			if n.dist < list[i].dist {
				list[i] = n
			}
			return list
		}
	}
	return append(list, n)
}

// along returns how far along its curve n is.
func (g *grid) along(n near) float64 {
	s := g.curves[n.curve]
	return s.along[n.edge] + float64(n.t*(s.along[n.edge+1]-s.along[n.edge]))
}
