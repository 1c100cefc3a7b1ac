package medial

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// wild returns a region of one of several kinds of trouble: crossing rings, grids whose
// corners touch, slivers, spikes, tiny islands and near-circles.
func wild(rng *rand.Rand) polygon.Region {
	size := []float64{0.01, 0.3, 3, 30}[rng.IntN(4)]
	at := func() geom.Point { return geom.MM(size*rng.Float64(), size*rng.Float64()) }
	var rings []polygon.Ring
	for range 1 + rng.IntN(4) {
		var g polygon.Ring
		switch rng.IntN(5) {
		case 0:
			for range 3 + rng.IntN(15) {
				g = append(g, at())
			}
		case 1: // on a coarse grid
			for range 4 + rng.IntN(12) {
				g = append(g, geom.MM(size/4*float64(rng.IntN(5)), size/4*float64(rng.IntN(5))))
			}
		case 2: // a sliver
			a, b := at(), at()
			g = polygon.Ring{a, b, b.Add(geom.Point{X: rng.Int64N(3000), Y: rng.Int64N(3000)}), a.Add(geom.Point{Y: rng.Int64N(2000)})}
		case 3: // a band
			a, b := at(), at()
			ax, ay := a.MM()
			bx, by := b.MM()
			if a != b {
				g = bar(ax, ay, bx, by, size*0.2*rng.Float64()+0.001)[0]
			}
		case 4:
			x, y := at().MM()
			g = disc(x, y, size*rng.Float64()+0.001)[0]
			for i := range g {
				g[i].X += rng.Int64N(1 + int64(size*5000))
			}
		}
		rings = append(rings, g)
	}
	return polygon.NonZero(rings)
}

func FuzzBeads(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := wild(rand.New(rand.NewPCG(seed, 7)))
		check(t, r, Thin(r, 100_000, 600_000), 100_000, 600_000)
		beads, _ := Beads(r, option)
		check(t, r, beads, 0, option.Max)
		Axis(r, AxisOptions{})
	})
}

// check holds beads to what no region may break: widths in range, places in the region or
// a tenth of a millimetre from it, closed beads of at least three points and no point
// twice in a row.
func check(t *testing.T, r polygon.Region, beads []Bead, least, most int64) {
	t.Helper()
	for _, b := range beads {
		n := len(b.Points)
		if n < 2 || n != len(b.Widths) || b.Closed && n < 3 {
			t.Fatalf("%d points, %d widths, closed %v", n, len(b.Widths), b.Closed)
		}
		for i, p := range b.Points {
			if w := b.Widths[i]; w < least-1 || w > most+1 {
				t.Errorf("width %d at %v", w, p)
			}
			if i > 0 && p == b.Points[i-1] {
				t.Errorf("%v twice", p)
			}
			if !r.Contains(p) && wallDistance(p, r) > 100_000 {
				t.Errorf("%v is %.0f nm outside", p, wallDistance(p, r))
			}
		}
		if a := b.Area(); math.IsNaN(a) || a > 4*r.Area()+0.5 {
			t.Errorf("area %g of a region of %g", a, r.Area())
		}
	}
}
