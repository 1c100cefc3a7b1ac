package polygon

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
)

// frame returns a region like a layer of a visor frame: a bent band of about 584 points
// with pegs and holes.
func frame(seed uint64) Region {
	r := rand.New(rand.NewPCG(seed, 7))
	rings := []Ring{band(r, 90*geom.Millimetre, 220)}
	for i := range 4 {
		c := rings[0][40+i*40]
		rings = append(rings, round(c, 6*geom.Millimetre, 40))
	}
	out := NonZero(rings)
	for i := range 4 {
		c := rings[0][40+i*40]
		out = Difference(out, NonZero([]Ring{round(c, 3*geom.Millimetre, 24)}))
	}
	return out
}

func round(c geom.Point, radius int64, n int) Ring {
	g := make(Ring, n)
	s, k := math.Sincos(2 * math.Pi / float64(n))
	x, y := float64(radius), 0.0
	for i := range g {
		g[i] = geom.Point{X: c.X + int64(x), Y: c.Y + int64(y)}
		x, y = x*k-y*s, x*s+y*k
	}
	return g
}

func points(r Region) (n int) {
	for _, g := range r {
		n += len(g)
	}
	return n
}

func benchRegion(b *testing.B, f func() Region) {
	b.Helper()
	b.ReportAllocs()
	var out Region
	for b.Loop() {
		out = f()
	}
	b.ReportMetric(float64(points(out)), "points")
}

func BenchmarkUnion(b *testing.B) {
	x, y := frame(1), frame(2).Shift(geom.MM(0.3, 0.2))
	b.ReportMetric(float64(points(x)+points(y)), "in")
	benchRegion(b, func() Region { return Union(x, y) })
}

func BenchmarkUnionSame(b *testing.B) {
	x := frame(1)
	benchRegion(b, func() Region { return Union(x, x) })
}

func BenchmarkDifference(b *testing.B) {
	x, y := frame(1), frame(2).Shift(geom.MM(0.3, 0.2))
	benchRegion(b, func() Region { return Difference(x, y) })
}

func BenchmarkInset(b *testing.B) {
	x := frame(1)
	benchRegion(b, func() Region { return x.Offset(-225_000, Mitre) })
}

func BenchmarkOutset(b *testing.B) {
	x := frame(1)
	benchRegion(b, func() Region { return x.Offset(500_000, Round) })
}

func BenchmarkClose(b *testing.B) {
	x := frame(1)
	benchRegion(b, func() Region { return x.Close(400_000) })
}
