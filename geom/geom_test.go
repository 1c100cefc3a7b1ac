package geom

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// random returns points all over the plane, and some on the corners of the limit.
func random(r *rand.Rand) Point {
	c := func() int64 {
		if r.IntN(4) == 0 {
			return []int64{-Limit, 0, Limit}[r.IntN(3)]
		}
		return r.Int64N(2*Limit+1) - Limit
	}
	return Point{c(), c()}
}

// TestOrientExact compares with arithmetic of any size, on triangles that are thinner
// than a nanometre as well.
func TestOrientExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		a, b, c := random(r), random(r), random(r)
		if r.IntN(2) == 0 {
			c = a.Lerp(b, r.Float64())
		}
		if got, want := Orient(a, b, c), bigOrient(a, b, c); got != want {
			t.Fatalf("Orient(%v, %v, %v) = %d, want %d", a, b, c, got, want)
		}
		if Orient(a, b, c) != Orient(b, c, a) || Orient(a, b, c) != -Orient(b, a, c) {
			t.Fatalf("Orient(%v, %v, %v) depends on the order", a, b, c)
		}
	}
}

func bigOrient(a, b, c Point) int {
	mul := func(x, y int64) *big.Int { return new(big.Int).Mul(big.NewInt(x), big.NewInt(y)) }
	return mul(b.X-a.X, c.Y-a.Y).Cmp(mul(b.Y-a.Y, c.X-a.X))
}

func TestMillimetres(t *testing.T) {
	for _, c := range []struct {
		mm   float64
		want int64
	}{{0, 0}, {1, 1e6}, {-0.5, -5e5}, {0.0000005, 1}, {-0.0000005, -1}, {999.999999, 999999999}} {
		if got := ToNM(c.mm); got != c.want {
			t.Errorf("ToNM(%g) = %d, want %d", c.mm, got, c.want)
		}
		if got := ToNM(ToMM(c.want)); got != c.want {
			t.Errorf("%d nanometres become %d", c.want, got)
		}
	}
	if x, y := MM(1.5, -2).MM(); x != 1.5 || y != -2 {
		t.Errorf("(1.5, -2) becomes (%g, %g)", x, y)
	}
}

func TestLerp(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 2000 {
		a, b := random(r), random(r)
		if a.Lerp(b, 0) != a || a.Lerp(b, 1) != b {
			t.Fatalf("the ends of %v to %v move", a, b)
		}
		if m := a.Lerp(b, r.Float64()); !(Box{a, a}).With(b).Contains(m) {
			t.Fatalf("%v is not between %v and %v", m, a, b)
		}
	}
}

func TestBox(t *testing.T) {
	e := EmptyBox()
	if w, d := e.Size(); !e.Empty() || w != 0 || d != 0 || !e.Grow(5).Empty() || e.Contains(Point{}) {
		t.Error("the empty box holds something")
	}
	b := e.With(Point{3, 4}).With(Point{-1, 10})
	if b != (Box{Point{-1, 4}, Point{3, 10}}) || b.Join(e) != b || e.Join(b) != b {
		t.Errorf("box %v", b)
	}
	if !b.Contains(Point{3, 4}) || b.Contains(Point{4, 4}) || b.Centre() != (Point{1, 7}) {
		t.Errorf("box %v holds the wrong points", b)
	}
	if !b.Overlaps(Box{Point{3, 10}, Point{5, 12}}) || b.Overlaps(Box{Point{4, 4}, Point{5, 5}}) || b.Overlaps(e) {
		t.Errorf("box %v overlaps the wrong boxes", b)
	}
	if b.Grow(2) != (Box{Point{-3, 2}, Point{5, 12}}) {
		t.Errorf("grown: %v", b.Grow(2))
	}
}

func TestRing(t *testing.T) {
	g := Ring{MM(0, 0), MM(4, 0), MM(4, 3), MM(0, 3)}
	if g.Area() != 12 || g.Length() != 14 || g.Box() != (Box{MM(0, 0), MM(4, 3)}) {
		t.Errorf("area %g, length %g, box %v", g.Area(), g.Length(), g.Box())
	}
	if g.Winding(MM(1, 1)) != 1 || g.Winding(MM(5, 1)) != 0 || g.Winding(MM(-1, 0)) != 0 {
		t.Error("winding of a rectangle is wrong")
	}
	h := g.Shift(Point{})
	h.Reverse()
	if h.Area() != -12 || h.Winding(MM(1, 1)) != -1 || g[0] != MM(0, 0) {
		t.Error("reversed, a rectangle is wrong")
	}
	twice := append(append(Ring{}, g...), g...)
	if twice.Winding(MM(1, 1)) != 2 {
		t.Error("twice around counts once")
	}
	if (Ring{}).Area() != 0 || (Ring{MM(1, 1)}).Length() != 0 || !(Ring{}).Box().Empty() {
		t.Error("an empty ring measures something")
	}
}

// TestWindingPartition checks that the half-open rule puts every grid point, corners and
// edges included, into exactly one of the triangles that share them.
func TestWindingPartition(t *testing.T) {
	a, b, c, d, m := Point{0, 0}, Point{8, 0}, Point{8, 8}, Point{0, 8}, Point{3, 5}
	parts := []Ring{{a, b, m}, {b, c, m}, {c, d, m}, {d, a, m}}
	whole := Ring{a, b, c, d}
	for x := int64(-1); x < 10; x++ {
		for y := int64(-1); y < 10; y++ {
			p, n := Point{x, y}, 0
			for _, g := range parts {
				n += g.Winding(p)
			}
			if n != whole.Winding(p) {
				t.Errorf("%v is in %d triangles", p, n)
			}
		}
	}
}

func TestSinCos(t *testing.T) {
	for i := -4000; i <= 4000; i++ {
		x := float64(i) * 0.0037
		s, c := SinCos(x)
		if ws, wc := math.Sincos(x); math.Abs(s-ws) > 1e-15 || math.Abs(c-wc) > 1e-15 {
			t.Fatalf("SinCos(%g) = %g, %g, want %g, %g", x, s, c, ws, wc)
		}
	}
	for k := -9; k <= 9; k++ {
		s, c := SinCos(float64(k) * math.Pi / 2)
		j := (k%4 + 4) % 4
		if s != []float64{0, 1, 0, -1}[j] || c != []float64{1, 0, -1, 0}[j] {
			t.Errorf("quarter turn %d: %g, %g", k, s, c)
		}
	}
	SinCos(math.NaN())
	SinCos(math.Inf(1))
}

func TestRotate(t *testing.T) {
	p := Point{999_999_999, -777_777_777}
	if got := p.Rotate(math.Pi / 2); got != (Point{777_777_777, 999_999_999}) {
		t.Errorf("a quarter turn gives %v", got)
	}
	if got := p.Rotate(math.Pi); got != (Point{-p.X, -p.Y}) {
		t.Errorf("half a turn gives %v", got)
	}
	if d := p.Rotate(1.1).Rotate(-1.1).Dist(p); d > 1.5 {
		t.Errorf("there and back is %f away", d)
	}
}

func TestNearestOnSegment(t *testing.T) {
	a, b := Point{0, 0}, Point{10, 0}
	for _, c := range []struct{ p, want Point }{
		{Point{3, 7}, Point{3, 0}},
		{Point{-3, 7}, a},
		{Point{30, 7}, b},
		{Point{5, 0}, Point{5, 0}},
	} {
		if got := NearestOnSegment(c.p, a, b); got != c.want {
			t.Errorf("nearest to %v is %v, want %v", c.p, got, c.want)
		}
	}
	if got := SegmentDistance(Point{3, 4}, a, a); got != 5 {
		t.Errorf("distance from a point that is a segment: %g", got)
	}
}

// TestPose checks that Back undoes Place and that turns keep distances.
func TestPose(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	point := func() Point { return MM(600*r.Float64()-300, 600*r.Float64()-300) }
	for range 2000 {
		o, p, q := NewPose(point(), 1080*r.Float64()-360), point(), point()
		if back := o.Back(o.Place(p)); back.Dist(p) > 1.5 {
			t.Fatalf("%v came back as %v", p, back)
		}
		if d := o.Place(p).Dist(o.Place(q)) - p.Dist(q); math.Abs(d) > 2 {
			t.Fatalf("a distance changed by %g nm", d)
		}
	}
	quarter := NewPose(MM(1, 2), 90)
	if got := quarter.Place(MM(3, 0)); got != MM(1, 5) {
		t.Errorf("a quarter turn: %v", got)
	}
}
