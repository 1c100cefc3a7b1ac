package weave

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
)

// grid finds the edges of curves near a place.
type grid struct {
	curves []*strand
	min    geom.Vec
	cell   float64
	nx, ny int
	*gridding
}

// gridding is the memory of a grid.
type gridding struct {
	edges []gridEdge // of all curves, in their order
	own   []int32    // by curve: its first edge; one more at the end
	first []int32    // by cell: where its edges begin
	in    []int32    // the edges in all cells
	query int32      // how often it was asked what is around a place
	seen  []int32    // by edge: when it was last met: most lie in several cells
	all   []listing  // while it is filled: every edge with every cell in which it may lie
}

// gridEdge is an edge of a curve, from a to b.
type gridEdge struct {
	a, b        geom.Vec
	curve, edge int32
}

// listing says that an edge lies in a cell.
type listing struct{ cell, edge int32 }

// grids are the memories that are not in use.
var grids par.Spare[gridding]

// Sizes of the grid, in millimetres and cells.
const (
	leastCell = 0.8
	mostCells = 1 << 17
)

// newGrid returns the grid of curves, which must not change; free it when all is done.
func newGrid(curves []*strand) grid {
	g := grid{curves: curves, cell: leastCell, min: geom.V(math.Inf(1), math.Inf(1)), gridding: grids.Get()}
	far := geom.V(math.Inf(-1), math.Inf(-1))
	g.edges, g.own = g.edges[:0], g.own[:0]
	for c, s := range curves {
		g.own = append(g.own, int32(len(g.edges)))
		for k, p := range s.at {
			g.min = geom.V(min(g.min.X, p.X), min(g.min.Y, p.Y))
			far = geom.V(max(far.X, p.X), max(far.Y, p.Y))
			if k > 0 {
				g.edges = append(g.edges, gridEdge{s.at[k-1], p, int32(c), int32(k - 1)})
			}
		}
	}
	g.own = append(g.own, int32(len(g.edges)))
	g.seen, g.query = zeros(g.seen, len(g.edges)), 0
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

// free gives g's memory back; g is of no use then.
func (g *grid) free() { grids.Put(g.gridding) }

// zeros returns n zeros, in the memory of s where they fit.
func zeros(s []int32, n int) []int32 {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// fill sorts the edges into the cells, by counting.
func (g *grid) fill() {
	all := g.all[:0]
	for i := range g.edges {
		all = g.list(all, int32(i))
	}
	g.all = all
	g.first, g.in = zeros(g.first, g.nx*g.ny+1), slices.Grow(g.in[:0], len(all))[:len(all)]
	for _, l := range all {
		g.first[l.cell]++
	}
	sum := int32(0)
	for i, n := range g.first {
		sum += n
		g.first[i] = sum
	}
	for _, l := range slices.Backward(all) {
		g.first[l.cell]--
		g.in[g.first[l.cell]] = l.edge
	}
}

// list appends edge i with each of its cells to all.
func (g *grid) list(all []listing, i int32) []listing {
	e := &g.edges[i]
	along := g.curves[e.curve].along[e.edge:]
	n := int((along[1]-along[0])/g.cell) + 1
	x0, y0 := g.cellOf(e.a)
	last := int32(-1)
	for k := 1; k <= n; k++ {
		x1, y1 := g.cellOf(e.a.To(e.b, float64(k)/float64(n)))
		for y := min(y0, y1); y <= max(y0, y1); y++ {
			for x := min(x0, x1); x <= max(x0, x1); x++ {
				if cell := int32(y*g.nx + x); cell != last {
					all, last = append(all, listing{cell, i}), cell
				}
			}
		}
		x0, y0 = x1, y1
	}
	return all
}

// cellOf returns the column and row of p.
func (g *grid) cellOf(p geom.Vec) (x, y int) {
	return g.column(p.X-g.min.X, g.nx), g.column(p.Y-g.min.Y, g.ny)
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
			for _, k := range g.in[g.first[cell]:g.first[cell+1]] {
				e := &g.edges[k]
				if e.curve == i || e.curve == j || int(e.curve) >= n {
					continue
				}
				if apartBy(p, q, e.a, e.b) && apartBy(e.a, e.b, p, q) {
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
	g.query++
	var from, to int32 // the edges of that one
	if but >= 0 {
		from, to = g.own[but], g.own[but+1]
	}
	x0, x1, y0, y1 := g.span(p, p, reach)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			cell := y*g.nx + x
			for _, i := range g.in[g.first[cell]:g.first[cell+1]] {
				if g.seen[i] == g.query || i >= from && i < to {
					continue
				}
				g.seen[i] = g.query
				out = g.edges[i].keep(out, p, reach)
			}
		}
	}
	return out
}

// keep puts the place of e nearest to p into list, where it is within reach.
func (e *gridEdge) keep(list []near, p geom.Vec, reach float64) []near {
	a, b := e.a, e.b
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
