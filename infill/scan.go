package infill

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// frame is the plane turned so that its lines lie along X.
type frame struct{ sin, cos float64 }

func newFrame(angle float64) frame {
	s, c := steady.Sincos(angle)
	return frame{s, c}
}

// into returns p as the frame sees it.
func (f frame) into(p geom.Point) geom.Point { return frame{-f.sin, f.cos}.outOf(p) }

// outOf returns the point that the frame sees at p.
func (f frame) outOf(p geom.Point) geom.Point {
	x, y := float64(p.X), float64(p.Y)
	return geom.Point{
		X: int64(math.Round(float64(x*f.cos) - float64(y*f.sin))),
		Y: int64(math.Round(float64(x*f.sin) + float64(y*f.cos))),
	}
}

// turn returns r as the frame sees it, ring by ring and point by point.
func (f frame) turn(r polygon.Region) polygon.Region {
	out := make(polygon.Region, len(r))
	for i, g := range r {
		out[i] = make(polygon.Ring, len(g))
		for k, p := range g {
			out[i][k] = f.into(p)
		}
	}
	return out
}

// cut is where a scanline meets an edge: edge i of a ring goes from its point i to the
// next.
type cut struct {
	x          int64
	ring, edge int32
}

// scan cuts r along the lines at the given heights, which ascend. For each it returns the
// cuts from left to right; those of even index lead into r.
//
// It differs from polygon.Hatch in that it remembers the edges, from which lines are
// joined, and takes any heights.
func scan(r polygon.Region, ys []int64) [][]cut {
	rows := make([][]cut, len(ys))
	if len(ys) == 0 {
		return rows
	}
	step := max(1, float64(ys[len(ys)-1]-ys[0])/float64(max(1, len(ys)-1)))
	for i, g := range r {
		for k, p := range g {
			scanEdge(rows, ys, step, p, g[(k+1)%len(g)], cut{0, int32(i), int32(k)})
		}
	}
	for _, row := range rows {
		slices.SortFunc(row, func(a, b cut) int { return int(a.x - b.x) })
	}
	return rows
}

// scanEdge adds the cuts of the edge from p to q, by the half-open rule. Heights are
// about step apart, from which it guesses where to begin.
func scanEdge(rows [][]cut, ys []int64, step float64, p, q geom.Point, c cut) {
	if p.Y > q.Y {
		p, q = q, p
	}
	first := max(0, int(float64(p.Y-ys[0])/step)-1)
	for first < len(ys) && ys[first] < p.Y {
		first++
	}
	for i := first; i < len(ys) && ys[i] < q.Y; i++ {
		t := float64(ys[i]-p.Y) / float64(q.Y-p.Y)
		c.x = p.X + int64(math.Round(float64(q.X-p.X)*t))
		rows[i] = append(rows[i], c)
	}
}

// strokes returns the segments between the cuts of each row, in the plane.
func (f frame) strokes(rows [][]cut, ys []int64) []stroke {
	var out []stroke
	for i, row := range rows {
		for k := 0; k+1 < len(row); k += 2 {
			a, b := row[k], row[k+1]
			if a.x == b.x {
				continue
			}
			p, q := f.outOf(geom.Point{X: a.x, Y: ys[i]}), f.outOf(geom.Point{X: b.x, Y: ys[i]})
			out = append(out, stroke{[]geom.Point{p, q}, [2]place{{a.ring, a.edge}, {b.ring, b.edge}}})
		}
	}
	return out
}
