package polygon

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	clipper "github.com/ctessum/go.clipper"
	"github.com/visiere/visiere/geom"
)

// TestSameBytes checks that a result depends on nothing but the arguments: not on what
// the memory was used for before, nor on other goroutines, nor on the order of operands.
func TestSameBytes(t *testing.T) {
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := range 60 {
				seed := uint64((i*7 + worker*13) % 60)
				r := rand.New(rand.NewPCG(seed, 10))
				a, b := NonZero(randRings(r, 10_000)), NonZero(randRings(r, 10_000))
				x, y := Union(a, b), Union(b, a)
				if !x.Equal(y) || x.Hash() != y.Hash() {
					t.Errorf("seed %d: the order of operands shows", seed)
				}
				if !x.Equal(NonZero(x)) {
					t.Errorf("seed %d: not in normal form", seed)
				}
			}
		})
	}
	wg.Wait()
}

// TestAreasClipper compares the areas of booleans with Clipper's, on shapes without
// details of a few nanometres, where both are right.
func TestAreasClipper(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		a := NonZero([]Ring{star(r, 30_000_000), band(r, 40_000_000, 60)})
		b := NonZero([]Ring{jitteredCircle(r, 30_000_000), scribble(r, 30_000_000)})
		for _, c := range []struct {
			got  Region
			want clipper.ClipType
		}{
			{Union(a, b), clipper.CtUnion},
			{Intersection(a, b), clipper.CtIntersection},
			{Difference(a, b), clipper.CtDifference},
			{Xor(a, b), clipper.CtXor},
		} {
			if want := areaOf(clip(c.want, a, b)); math.Abs(c.got.Area()-want) > 1e-3 {
				t.Errorf("seed %d, operation %d: area %f, Clipper %f", seed, c.want, c.got.Area(), want)
			}
		}
	}
}

func TestEqualHash(t *testing.T) {
	a := frame(1)
	seen := map[uint64]Region{Region(nil).Hash(): nil, a.Hash(): a}
	for i, g := range a {
		for k := range g {
			b := append(Region{}, a...)
			b[i] = append(Ring{}, g...)
			b[i][k].X++
			if a.Equal(b) || !b.Equal(b.Shift(geom.Point{})) {
				t.Fatal("Equal is wrong")
			}
			if old, ok := seen[b.Hash()]; ok {
				t.Fatalf("%v and %v have the same hash", old, b)
			}
			seen[b.Hash()] = b
		}
	}
	if got := Rect(geom.Box{Max: geom.MM(1, 2)}).Hash(); got != 0xd38f54fff1aa359a {
		t.Errorf("hash %#x, want %#x", got, uint64(0xd38f54fff1aa359a))
	}
}

// TestIslands checks that nested parts are split into outlines with their own holes.
func TestIslands(t *testing.T) {
	square := func(mm float64) Region {
		return Rect(geom.Box{Min: geom.MM(-mm, -mm), Max: geom.MM(mm, mm)})
	}
	r := Union(Difference(square(50), square(40)), Difference(square(30), square(20)), square(10))
	r = Difference(r, square(3).Shift(geom.MM(5, 5)))
	r = Difference(r, square(2).Shift(geom.MM(45, 45)))
	got := r.Islands()
	if len(got) != 3 {
		t.Fatalf("%d islands", len(got))
	}
	var sum float64
	for i, want := range []int{3, 2, 2} {
		checkNormal(t, got[i])
		sum += got[i].Area()
		if len(got[i]) != want {
			t.Errorf("island %d has %d rings, want %d", i, len(got[i]), want)
		}
	}
	if math.Abs(sum-r.Area()) > 1e-9 {
		t.Errorf("islands of %f mm2 in a region of %f", sum, r.Area())
	}
}

// TestIslandsRandom checks that islands add up to their region.
func TestIslandsRandom(t *testing.T) {
	rs, _ := regions(120)
	for i, r := range rs {
		var sum float64
		for _, isl := range r.Islands() {
			if isl[0].Area() <= 0 || isl.Area() <= 0 {
				t.Fatalf("region %d: island of %g mm2", i, isl.Area())
			}
			sum += isl.Area()
		}
		if math.Abs(sum-r.Area()) > 1e-9*(1+r.Area()) {
			t.Errorf("region %d: islands of %g mm2 in %g", i, sum, r.Area())
		}
	}
}

// TestTouching checks that rings that touch in a point come out as rings of their own.
func TestTouching(t *testing.T) {
	sq := func(x, y float64) Ring {
		return Ring{geom.MM(x, y), geom.MM(x+1, y), geom.MM(x+1, y+1), geom.MM(x, y+1)}
	}
	diagonal := NonZero([]Ring{sq(0, 0), sq(1, 1)})
	if checkNormal(t, diagonal); len(diagonal) != 2 {
		t.Errorf("two squares at a corner are %d rings", len(diagonal))
	}
	big := Ring{geom.MM(0, 0), geom.MM(3, 0), geom.MM(3, 3), geom.MM(0, 3)}
	diamond := Ring{geom.MM(0, 1.5), geom.MM(1, 1), geom.MM(2, 1.5), geom.MM(1, 2)}
	hole := Difference(NonZero([]Ring{big}), NonZero([]Ring{diamond}))
	if checkNormal(t, hole); len(hole) != 2 {
		t.Errorf("a hole at an edge is %d rings", len(hole))
	}
	var board []Ring
	for x := range 8 {
		for y := range 8 {
			if (x+y)%2 == 0 {
				board = append(board, sq(float64(x), float64(y)))
			}
		}
	}
	if b := NonZero(board); len(b) != 32 {
		t.Errorf("a chessboard has %d rings", len(b))
	} else {
		checkNormal(t, b)
	}
}

// TestOutsideLimit checks that wild coordinates do no harm.
func TestOutsideLimit(t *testing.T) {
	far := Ring{{X: math.MinInt64, Y: 0}, {X: math.MaxInt64, Y: math.MinInt64}, {X: 5, Y: math.MaxInt64}}
	for _, r := range []Region{NonZero([]Ring{far}), {far}, {nil, {}, {{X: 1}}, far[:2]}} {
		Union(r, r)
		r.Offset(1<<62, Round)
		r.Offset(-1000, Mitre)
		r.Simplify(1000)
		r.Islands()
		Hatch(r, 1, 1<<58, 0)
		ClipLine(far, r)
		NewLocator(r).CrossesBoundary(far[0], far[1])
		Nearest(r, far[0])
	}
}

func FuzzBytes(f *testing.F) {
	f.Add([]byte("0000000000zzzz00"), int64(3))
	f.Add([]byte{1, 2, 3, 4, 9, 9, 1, 1, 0, 0, 5, 5, 2, 8}, int64(-2))
	f.Fuzz(func(t *testing.T, b []byte, d int64) {
		if len(b) > 200 {
			return
		}
		var g Ring
		for i := 0; i+1 < len(b); i += 2 {
			g = append(g, geom.Point{X: int64(int8(b[i])), Y: int64(int8(b[i+1]))})
		}
		r := NonZero([]Ring{g})
		checkNormal(t, r)
		checkNormal(t, r.Offset(d%300, Join(uint64(d)%3)))
		checkNormal(t, r.Simplify(d%20))
	})
}
