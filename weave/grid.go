package weave

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
)

// grid finds the edges of curves near a place.
type grid struct {
	curves []*strand
	min    geom.Vec
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
	g := grid{curves: curves, cell: leastCell, min: geom.V(math.Inf(1), math.Inf(1))}
	far := geom.V(math.Inf(-1), math.Inf(-1))
	for _, c := range curves {
		for _, p := range c.at {
			g.min = geom.V(min(g.min.X, p.X), min(g.min.Y, p.Y))
			far = geom.V(max(far.X, p.X), max(far.Y, p.Y))
		}
	}
	if len(curves) == 0 {
		return g
	}
	size := far.Sub(g.min)
	for (size.X/g.cell+1)*(size.Y/g.cell+1) > mostCells {
		g.cell *= 2
	}
	g.nx, g.ny = int(size.X/g.cell)+1, int(size.Y/g.cell)+1
	g.fill()
	return g
}

// fill sorts the edges into the cells, by counting.
func (g *grid) fill() {
	m := grids.Get()
	defer grids.Put(m)
	m.cells, m.edges = m.cells[:0], m.edges[:0]
	for c, s := range g.curves {
		for k := 0; k+1 < len(s.at); k++ {
			g.list(m, s, gridEdge{int32(c), int32(k)})
		}
	}
	g.first, g.edges = make([]int32, g.nx*g.ny+1), make([]gridEdge, len(m.cells))
	for _, cell := range m.cells {
		g.first[cell]++
	}
	sum := int32(0)
	for i, n := range g.first {
		sum += n
		g.first[i] = sum
	}
	for i := len(m.cells) - 1; i >= 0; i-- {
		cell := m.cells[i]
		g.first[cell]--
		g.edges[g.first[cell]] = m.edges[i]
	}
}

// gridding is the memory of filling a grid: every edge with every cell in which it may lie.
type gridding struct {
	cells []int32
	edges []gridEdge
}

// grids are the memories that are not in use.
var grids par.Spare[gridding]

// list lists the cells of edge e of s.
func (g *grid) list(m *gridding, s *strand, e gridEdge) {
	n := int((s.along[e.edge+1]-s.along[e.edge])/g.cell) + 1
	a, last := s.at[e.edge], int32(-1)
	for i := 1; i <= n; i++ {
		b := s.at[e.edge].To(s.at[e.edge+1], float64(i)/float64(n))
		x0, x1, y0, y1 := g.span(a, b, 0)
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				if cell := int32(y*g.nx + x); cell != last {
					m.cells, m.edges, last = append(m.cells, cell), append(m.edges, e), cell
				}
			}
		}
		a = b
	}
}

// span returns the first and last column and row of the box around a and b, grown by by.
func (g *grid) span(a, b geom.Vec, by float64) (x0, x1, y0, y1 int) {
	return g.column(min(a.X, b.X)-by-g.min.X, g.nx), g.column(max(a.X, b.X)+by-g.min.X, g.nx),
		g.column(min(a.Y, b.Y)-by-g.min.Y, g.ny), g.column(max(a.Y, b.Y)+by-g.min.Y, g.ny)
}

func (g *grid) column(d float64, n int) int { return min(n-1, max(0, int(d/g.cell))) }

// crosses reports whether the straight from p to q crosses one of the first n curves other
// than i and j.
func (g *grid) crosses(p, q geom.Vec, n int, i, j int32) bool {
	x0, x1, y0, y1 := g.span(p, q, 0)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			cell := y*g.nx + x
			for _, e := range g.edges[g.first[cell]:g.first[cell+1]] {
				if e.curve == i || e.curve == j || int(e.curve) >= n {
					continue
				}
				s := g.curves[e.curve]
				if a, b := s.at[e.edge], s.at[e.edge+1]; apartBy(p, q, a, b) && apartBy(a, b, p, q) {
					return true
				}
			}
		}
	}
	return false
}

// apartBy reports whether a and b are on different sides of the line through p and q.
func apartBy(p, q, a, b geom.Vec) bool {
	d := q.Sub(p)
	return d.Cross(a.Sub(p)) > 0 != (d.Cross(b.Sub(p)) > 0)
}

// near is the place of a curve nearest to another place.
type near struct {
	curve int32
	edge  int32
	t     float64 // share of the edge
	at    geom.Vec
	dist  float64
}

// around returns the nearest place of every curve but one within reach of p, in the order
// in which the grid meets them. out is overwritten.
func (g *grid) around(p geom.Vec, reach float64, but int32, out []near) []near {
	out = out[:0]
	x0, x1, y0, y1 := g.span(p, p, reach)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			cell := y*g.nx + x
			for _, e := range g.edges[g.first[cell]:g.first[cell+1]] {
				if e.curve != but {
					out = g.keep(out, p, reach, e)
				}
			}
		}
	}
	return out
}

// keep puts the place of edge e nearest to p into list, where it is within reach.
func (g *grid) keep(list []near, p geom.Vec, reach float64, e gridEdge) []near {
	s := g.curves[e.curve]
	a, b := s.at[e.edge], s.at[e.edge+1]
	if min(a.X, b.X) > p.X+reach || max(a.X, b.X) < p.X-reach || min(a.Y, b.Y) > p.Y+reach || max(a.Y, b.Y) < p.Y-reach {
		return list
	}
	at, t := onSegment(p, a, b)
	d := at.Sub(p)
	if d2 := d.Dot(d); d2 > reach*reach {
		return list
	}
	return keepNearest(list, near{e.curve, e.edge, t, at, d.Len()})
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
