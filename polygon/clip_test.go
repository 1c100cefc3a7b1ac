package polygon

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
)

// gyroidLine is a wavy polyline of n points from left to right.
func gyroidLine(n int, size, y int64) []geom.Point {
	out := make([]geom.Point, n)
	for i := range out {
		x := float64(2*i)/float64(n) - 1
		out[i] = geom.Point{
			X: int64(x * float64(size)),
			Y: y + int64(math.Sin(x*120)*float64(size)/50),
		}
	}
	return out
}

// TestClipLine checks that parts lie inside, that what is missing lies outside, and that
// parts are in order and maximal.
func TestClipLine(t *testing.T) {
	rs, size := regions(80)
	r := rand.New(rand.NewPCG(4, 5))
	for i, reg := range rs {
		if size[i] < 1000 {
			continue
		}
		line := gyroidLine(100, size[i], size[i]/9)
		for range 20 {
			line = append(line, randPoint(r, size[i]))
		}
		parts := ClipLine(line, reg)
		for _, part := range parts {
			checkPart(t, reg, part)
		}
		got := 0.0
		for k, part := range parts {
			got += geom.PolylineLength(part)
			if k > 0 && parts[k-1][len(parts[k-1])-1] == part[0] {
				t.Fatalf("region %d: part %d continues the one before", i, k)
			}
		}
		if want := lengthInside(reg, line); math.Abs(got-want) > 0.003*geom.PolylineLength(line) {
			t.Fatalf("region %d: %f mm inside, sampled %f", i, got, want)
		}
	}
}

func checkPart(t *testing.T, r Region, part []geom.Point) {
	t.Helper()
	if len(part) < 2 {
		t.Fatalf("part of %d points", len(part))
	}
	for k := 1; k < len(part); k++ {
		for _, s := range []float64{0.1, 0.5, 0.9} {
			p := part[k-1].Lerp(part[k], s)
			x, y := float64(p.X), float64(p.Y)
			if windingAt(r, x, y) != 1 && nearestEdge(r, x, y) > 2 {
				t.Fatalf("%v of a part is outside", p)
			}
		}
	}
}

func lengthInside(r Region, line []geom.Point) (sum float64) {
	l := NewLocator(r)
	const n = 400
	for k := 1; k < len(line); k++ {
		in := 0
		for i := range n {
			if l.Contains(line[k-1].Lerp(line[k], (float64(i)+0.5)/n)) {
				in++
			}
		}
		sum += float64(in) / n * line[k-1].Dist(line[k]) / geom.Millimetre
	}
	return sum
}

func TestClipLineKeepsPoints(t *testing.T) {
	r := Rect(geom.Box{Min: geom.MM(0, 0), Max: geom.MM(10, 10)})
	line := []geom.Point{geom.MM(1, 1), geom.MM(5, 5), geom.MM(9, 1), geom.MM(12, 4), geom.MM(12, 8), geom.MM(8, 8)}
	got := ClipLine(line, r)
	want := [][]geom.Point{
		{geom.MM(1, 1), geom.MM(5, 5), geom.MM(9, 1), geom.MM(10, 2)},
		{geom.MM(10, 8), geom.MM(8, 8)},
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func BenchmarkClipLine(b *testing.B) {
	x := frame(1)
	line := gyroidLine(2000, 90*geom.Millimetre, 40*geom.Millimetre)
	b.ReportAllocs()
	for b.Loop() {
		ClipLine(line, x)
	}
}

func BenchmarkClipLineInside(b *testing.B) {
	x := Rect(geom.Box{Min: geom.MM(-95, -95), Max: geom.MM(95, 95)}).Offset(1_000_000, Round)
	l := NewLocator(x)
	line := gyroidLine(2000, 90*geom.Millimetre, 40*geom.Millimetre)
	for b.Loop() {
		l.ClipLine(line)
	}
}
