package medial

import (
	"errors"
	"math"
	"math/rand"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestDelaunay holds triangulations of random samples to what they are for: twins go the same
// way back, no sample lies within a triangle's circle by more than rounding, and all
// triangles together, which turn left, have the area of the hull.
func TestDelaunay(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	d := &delaunay{}
	for round := range 200 {
		samples := make([]geom.Vec, 3+rnd.Intn(60))
		for i := range samples {
			switch round % 3 {
			case 0: // a strip
				samples[i] = geom.V(100*rnd.Float64(), 3*rnd.Float64())
			case 1: // a ring
				sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(samples)))
				samples[i] = geom.V(20*cos, 20*sin).Add(scatter(uint32(i)))
			case 2: // a lattice with gaps and repetitions
				samples[i] = geom.V(float64(rnd.Intn(9)), float64(rnd.Intn(9)))
			}
		}
		if err := d.triangulate(samples); err != nil {
			t.Fatal(round, err)
		}
		holdTriangles(t, d, samples)
	}
}

func holdTriangles(t *testing.T, d *delaunay, samples []geom.Vec) {
	t.Helper()
	area, outside := 0.0, 0.0
	for h, f := range d.twin {
		p, q := samples[d.corner[h]], samples[d.corner[after(h)]]
		area += p.Cross(q)
		if f < 0 {
			outside += p.Cross(q)
		} else if d.twin[f] != h || samples[d.corner[f]] != q || samples[d.corner[after(f)]] != p {
			t.Fatalf("half-edges %d and %d are no twins", h, f)
		}
	}
	if hull := hullArea(samples); math.Abs(area/2-hull) > 1e-9*hull || math.Abs(outside/2-hull) > 1e-9*hull {
		t.Errorf("area %v, within the outer edges %v, of the hull %v", area/2, outside/2, hull)
	}
	for h := 0; h < len(d.corner); h += 3 {
		a, b, c := samples[d.corner[h]], samples[d.corner[h+1]], samples[d.corner[h+2]]
		centre, ok := circumcentre(a, b, c)
		if !ok || orient(a, b, c) <= 0 {
			t.Fatalf("%v %v %v do not turn left", a, b, c)
		}
		for _, p := range samples {
			if r := centre.Dist(a); centre.Dist(p) < r*(1-1e-9)-1e-9 {
				t.Fatalf("%v is within the circle of %v %v %v", p, a, b, c)
			}
		}
	}
}

// hullArea returns the area of the hull of samples, by Jarvis's march.
func hullArea(samples []geom.Vec) (area float64) {
	first := samples[0]
	for _, p := range samples {
		if p.Y < first.Y || p.Y == first.Y && p.X < first.X {
			first = p
		}
	}
	for at := first; ; {
		next := at
		for _, p := range samples {
			if o := orient(at, next, p); next == at || o < 0 || o == 0 && at.Dist(p) > at.Dist(next) {
				next = p
			}
		}
		area += at.Cross(next) / 2
		if at = next; at == first {
			return area
		}
	}
}

func TestDelaunayFlat(t *testing.T) {
	d := &delaunay{}
	for _, samples := range [][]geom.Vec{
		{{X: 1, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 1}},
		{{X: 0, Y: 0}, {X: 1, Y: 2}, {X: 2, Y: 4}, {X: 4, Y: 8}},
	} {
		if err := d.triangulate(samples); !errors.Is(err, errFlat) {
			t.Errorf("%v: %v", samples, err)
		}
	}
}
