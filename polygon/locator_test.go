package polygon

import (
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
)

// regions returns random regions of several sizes, empty ones among them.
func regions(n int) (out []Region, size []int64) {
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 4))
		s := []int64{8, 100, 40_000, 80_000_000}[seed%4]
		out, size = append(out, NonZero(randRings(r, s))), append(size, s)
	}
	return out, size
}

func TestLocatorContains(t *testing.T) {
	rs, size := regions(80)
	r := rand.New(rand.NewPCG(1, 5))
	for i, reg := range rs {
		l := NewLocator(reg)
		for range 200 {
			if p := randPoint(r, size[i]*5/4); l.Contains(p) != reg.Contains(p) {
				t.Fatalf("region %d: Locator and Region disagree on %v", i, p)
			}
		}
	}
}

// TestCrossesBoundary compares with densely sampled points, on a grid so coarse that
// touching is frequent.
func TestCrossesBoundary(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 5))
	count := [2]int{}
	for seed := range uint64(60) {
		q := rand.New(rand.NewPCG(seed, 6))
		reg := NonZero(randRings(q, 6))
		l := NewLocator(reg)
		for range 120 {
			a, b := randPoint(r, 6), randPoint(r, 6)
			want := leavesSampled(reg, a, b)
			if got := l.CrossesBoundary(a, b); got != want {
				t.Fatalf("seed %d, %v to %v: got %v, want %v, region %v", seed, a, b, got, want, reg)
			}
			if want {
				count[1]++
			} else {
				count[0]++
			}
		}
	}
	if min(count[0], count[1]) < 300 {
		t.Errorf("one-sided: %v", count)
	}
}

// leavesSampled looks at points all along ab: a gap between two places where it meets the
// boundary is at least as long as the samples are apart.
func leavesSampled(r Region, a, b geom.Point) bool {
	const n = 500
	for i := 1; i < n; i++ {
		t := (float64(i) + 0.123) / (n + 1)
		if a == b {
			t = 0
		}
		x := float64(a.X) + t*float64(b.X-a.X)
		y := float64(a.Y) + t*float64(b.Y-a.Y)
		if nearestEdge(r, x, y) > 1e-9 && windingAt(r, x, y) == 0 {
			return true
		}
	}
	return false
}

func TestLocatorEmpty(t *testing.T) {
	l := NewLocator(nil)
	a, b := geom.MM(0, 0), geom.MM(1, 1)
	if l.Contains(a) || !l.CrossesBoundary(a, b) || len(l.ClipLine([]geom.Point{a, b})) > 0 {
		t.Error("the empty region holds something")
	}
}

func TestNearest(t *testing.T) {
	rs, size := regions(40)
	r := rand.New(rand.NewPCG(3, 5))
	for i, reg := range rs {
		for range 50 {
			p := randPoint(r, size[i]*2)
			at, ring, k := Nearest(reg, p)
			if len(reg) == 0 {
				if ring != -1 || k != -1 {
					t.Fatalf("an empty region has ring %d", ring)
				}
				continue
			}
			want := nearestEdge(reg, float64(p.X), float64(p.Y))
			a, b := reg[ring][k], reg[ring][(k+1)%len(reg[ring])]
			if d := p.Dist(at); d > want+1 || d < want-1 {
				t.Fatalf("region %d: %v is %f from %v, want %f", i, at, d, p, want)
			}
			if d := distTo(testEdge{a, b}, float64(at.X), float64(at.Y)); d > 0.75 {
				t.Fatalf("region %d: %v is %f from its edge", i, at, d)
			}
		}
	}
}

func BenchmarkNewLocator(b *testing.B) {
	x := frame(1)
	for b.Loop() {
		NewLocator(x)
	}
}

func BenchmarkLocatorContains(b *testing.B) {
	l := NewLocator(frame(1))
	r := rand.New(rand.NewPCG(3, 5))
	for b.Loop() {
		l.Contains(randPoint(r, 90_000_000))
	}
}

func BenchmarkCrossesBoundary(b *testing.B) {
	l := NewLocator(Rect(geom.Box{Min: geom.MM(-90, -90), Max: geom.MM(90, 90)}))
	l2 := NewLocator(frame(1))
	r := rand.New(rand.NewPCG(3, 5))
	b.ReportAllocs()
	for b.Loop() {
		p, q := randPoint(r, 90_000_000), randPoint(r, 90_000_000)
		l.CrossesBoundary(p, q)
		l2.CrossesBoundary(p, q)
	}
}

func BenchmarkNearest(b *testing.B) {
	x := frame(1)
	r := rand.New(rand.NewPCG(3, 5))
	for b.Loop() {
		Nearest(x, randPoint(r, 90_000_000))
	}
}
