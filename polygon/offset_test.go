package polygon

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	clipper "github.com/ctessum/go.clipper"
	"github.com/visiere/visiere/geom"
)

// fuzzOffset checks one random offset with round joins against the distance.
func fuzzOffset(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 2))
	size := []int64{1_000_000, 30_000_000, 400_000_000}[seed%3]
	in := NonZero(randRings(r, size))
	d := []int64{size / 3, size / 30, size / 300, 20_000, 1000}[r.IntN(5)]
	if r.IntN(2) == 0 {
		d = -d
	}
	checkNormal(t, in.Offset(d, Mitre))
	checkNormal(t, in.Offset(d, Square))
	got := in.Offset(d, Round)
	checkNormal(t, got)
	slack := 3.0 + arcTolerance
	for range 300 {
		x, y := (r.Float64()*2-1)*float64(2*size), (r.Float64()*2-1)*float64(2*size)
		if len(in) > 0 && r.IntN(4) > 0 {
			es := edgesOf(in)
			e := es[r.IntN(len(es))]
			p := e.a.Lerp(e.b, r.Float64())
			x = float64(p.X) + (r.Float64()-0.5)*3*math.Abs(float64(d))
			y = float64(p.Y) + (r.Float64()-0.5)*3*math.Abs(float64(d))
		}
		dist := nearestEdge(in, x, y)
		if windingAt(in, x, y) == 1 {
			dist = -dist
		}
		if math.Abs(dist-float64(d)) < slack {
			continue
		}
		if w := windingAt(got, x, y); w != 0 != (dist < float64(d)) {
			t.Fatalf("winding %d at (%f, %f), %f from the region, offset %d", w, x, y, dist, d)
		}
	}
}

func TestOffsetRandom(t *testing.T) {
	for seed := range 150 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { fuzzOffset(t, uint64(seed)) })
	}
}

func FuzzOffset(f *testing.F) {
	for seed := range uint64(9) {
		f.Add(seed)
	}
	f.Fuzz(fuzzOffset)
}

// TestOffsetClipper compares areas with Clipper's, for all the joins.
func TestOffsetClipper(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 3))
		in := NonZero([]Ring{star(r, 30_000_000), band(r, 40_000_000, 60)})
		for _, d := range []int64{-3_000_000, -225_000, 225_000, 2_000_000} {
			for j, jt := range []clipper.JoinType{clipper.JtMiter, clipper.JtRound, clipper.JtSquare} {
				got := in.Offset(d, Join(j))
				co := clipper.NewClipperOffset()
				co.ArcTolerance, co.MiterLimit = arcTolerance, 2
				co.AddPaths(toC(in), jt, clipper.EtClosedPolygon)
				want := areaOf(fromC(co.Execute(float64(d))))
				if diff := math.Abs(got.Area() - want); diff > 0.01*(in.Length()+1) {
					t.Errorf("seed %d, offset %d, join %d: area %f, Clipper %f", seed, d, j, got.Area(), want)
				}
			}
		}
	}
}

func TestOffsetSquare(t *testing.T) {
	r := Rect(geom.Box{Max: geom.MM(10, 10)})
	for _, c := range []struct {
		d    int64
		join Join
		want float64
	}{
		{1_000_000, Mitre, 144},
		{1_000_000, Square, 144 - 2*math.Pow(2-math.Sqrt2, 2)},
		{1_000_000, Round, 140 + math.Pi},
		{-1_000_000, Mitre, 64},
		{-5_000_000, Mitre, 0},
		{-5_000_001, Mitre, 0},
		{-4_999_000, Mitre, 4e-6},
		{0, Mitre, 100},
	} {
		got := r.Offset(c.d, c.join)
		checkNormal(t, got)
		if math.Abs(got.Area()-c.want) > 0.03 {
			t.Errorf("offset %d, join %d: area %f, want %f", c.d, c.join, got.Area(), c.want)
		}
	}
}

// TestOffsetMitreLimit checks that a corner of 60 degrees, whose mitre reaches exactly
// twice the distance, may be sharp, and a sharper one is cut at the distance.
func TestOffsetMitreLimit(t *testing.T) {
	needle := NonZero([]Ring{{geom.MM(0, -1), geom.MM(20, 0), geom.MM(0, 1)}})
	if got := needle.Offset(geom.Millimetre, Mitre).Box().Max.X; got != 21_000_000 {
		t.Errorf("a needle's tip is cut at %d", got)
	}
	blunt := NonZero([]Ring{{geom.MM(0, -20), geom.MM(20, 0), geom.MM(0, 20)}})
	if got := blunt.Offset(geom.Millimetre, Mitre).Box().Max.X; got != 21_414_214 {
		t.Errorf("a right angle's tip is cut at %d", got)
	}
}
