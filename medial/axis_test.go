package medial

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// wallDistance returns the distance from p to the outline of r in nanometres.
func wallDistance(p geom.Point, r polygon.Region) float64 {
	best := math.Inf(1)
	for _, g := range r {
		for i, a := range g {
			best = min(best, geom.SegmentDistance(p, a, g[(i+1)%len(g)]))
		}
	}
	return best
}

func TestAxisShape(t *testing.T) {
	for name, c := range map[string]struct {
		r                       polygon.Region
		leaves, junctions, rest int // nodes of one, three and other numbers of edges
		length                  float64
	}{
		"bar":   {bar(0, 0, 20, 0, 2), 2, 0, 0, 18},
		"tee":   {tee(2, 2), 3, 1, 0, 18 + 10.5},
		"wye":   {wye(2), 3, 1, 0, 27},
		"ring":  {annulus(10, 2), 0, 0, 1, 20 * math.Pi},
		"wedge": {ring(0, 0, 20, -1, 20, 1), 2, 0, 0, 19},
	} {
		g := Axis(c.r, AxisOptions{})
		var leaves, junctions, rest int
		for _, n := range g.Nodes {
			switch n.Edges {
			case 1:
				leaves++
			case 3:
				junctions++
			default:
				rest++
			}
		}
		var length float64
		for _, e := range g.Edges {
			length += geom.PolylineLength(e.Points)
		}
		if leaves != c.leaves || junctions != c.junctions || rest != c.rest || math.Abs(length-c.length) > 0.5 {
			t.Errorf("%s: %d leaves, %d junctions, %d others, %.2f mm; want %+v", name, leaves, junctions, rest, length, c)
		}
	}
}

// Radii are the distances to the outline, within 3 micrometres or, where a wall is round
// about the vertex and many triangles share its circle, 1 %.
func TestAxisRadii(t *testing.T) {
	for name, r := range shapes() {
		for _, e := range Axis(r, AxisOptions{}).Edges {
			for i, p := range e.Points {
				if d := wallDistance(p, r); math.Abs(d-float64(e.Radii[i])) > 3000+0.01*d {
					t.Errorf("%s: radius %d at %v, %.0f away", name, e.Radii[i], p, d)
				}
			}
		}
	}
}

func TestAxisOfFrames(t *testing.T) {
	r := section(t, "prusa-rc3.stl", 2.05)
	off, n := 0.0, 0
	for _, e := range Axis(r, AxisOptions{}).Edges {
		for i, p := range e.Points {
			off, n = max(off, math.Abs(wallDistance(p, r)-float64(e.Radii[i]))), n+1
		}
	}
	if off > 5000 || n < 1000 {
		t.Errorf("%d points, worst radius %.0f nm off", n, off)
	}
}
