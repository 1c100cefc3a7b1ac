package polygon

import (
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
)

func TestSimplify(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 8))
		size := []int64{1000, 1_000_000, 60_000_000}[seed%3]
		tol := []int64{0, 2, size / 500, size / 20}[r.IntN(4)]
		in := NonZero(randRings(r, size))
		got := in.Simplify(tol)
		checkNormal(t, got)
		if points(got) > 2*points(in)+4 {
			t.Fatalf("seed %d: %d points become %d", seed, points(in), points(got))
		}
		for range 100 {
			p := randPoint(r, size)
			x, y := float64(p.X), float64(p.Y)
			if nearestEdge(in, x, y) > float64(tol)+3 && (windingAt(got, x, y) == 1) != (windingAt(in, x, y) == 1) {
				t.Fatalf("seed %d: %v changes sides", seed, p)
			}
		}
	}
}

// TestSimplifyLine checks that every dropped point is within the tolerance and that ends
// stay.
func TestSimplifyLine(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 9))
		line := gyroidLine(300, 50_000_000, 0)
		if seed%4 == 0 {
			line = append(line, line[0])
		}
		tol := int64(1) << r.IntN(24)
		got := SimplifyLine(line, tol)
		if got[0] != line[0] || got[len(got)-1] != line[len(line)-1] {
			t.Fatal("an end moved")
		}
		for _, p := range line {
			best := 1e18
			for k := 1; k < len(got); k++ {
				best = min(best, geom.SegmentDistance(p, got[k-1], got[k]))
			}
			if best > float64(tol)+1 {
				t.Fatalf("%v is %f from the line, tolerance %d", p, best, tol)
			}
		}
	}
	for n := range 3 {
		if got := SimplifyLine(make([]geom.Point, n), 5); len(got) > n {
			t.Errorf("%d points become %d", n, len(got))
		}
	}
}

func BenchmarkSimplify(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 7))
	x := NonZero([]Ring{band(r, 90*geom.Millimetre, 600)})
	b.ReportMetric(float64(points(x)), "in")
	benchRegion(b, func() Region { return x.Simplify(12_500) })
}
