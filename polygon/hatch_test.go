package polygon

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestHatchArea checks that lines a small spacing apart measure the area, for many
// angles, and that their segments lie inside and on whole multiples of the spacing.
func TestHatchArea(t *testing.T) {
	r := frame(3)
	const spacing, phase = 100_000, 12_345
	for _, angle := range []float64{0, 0.1, math.Pi / 4, math.Pi / 2, 2.2, math.Pi, -0.7, 5} {
		s, c := math.Sincos(angle)
		sum, last := 0.0, math.Inf(-1)
		for _, line := range Hatch(r, angle, spacing, phase) {
			u := math.Inf(-1)
			for _, seg := range line {
				a, b := seg[0], seg[1]
				sum += a.Dist(b) / geom.Millimetre * spacing / geom.Millimetre
				checkHatch(t, r, seg)
				v := (float64(a.Y)*c - float64(a.X)*s - phase) / spacing
				if math.Abs(v-math.Round(v)) > 1.5/spacing || v < last-0.5 {
					t.Fatalf("angle %g: a line at %f spacings after %f", angle, v, last)
				}
				last = v
				from, to := float64(a.X)*c+float64(a.Y)*s, float64(b.X)*c+float64(b.Y)*s
				if from < u || to < from {
					t.Fatalf("angle %g: %v is not right of %f", angle, seg, u)
				}
				u = to
			}
		}
		if math.Abs(sum-r.Area()) > 0.002*r.Area() {
			t.Errorf("angle %g: lines measure %f mm2, area %f", angle, sum, r.Area())
		}
	}
}

func checkHatch(t *testing.T, r Region, seg [2]geom.Point) {
	t.Helper()
	m := seg[0].Lerp(seg[1], 0.5)
	x, y := float64(m.X), float64(m.Y)
	if windingAt(r, x, y) != 1 && nearestEdge(r, x, y) > 2 {
		t.Fatalf("%v is outside", m)
	}
	for _, p := range seg {
		if d := nearestEdge(r, float64(p.X), float64(p.Y)); d > 0.8 {
			t.Fatalf("%v ends %f from the outline", p, d)
		}
	}
}

// TestHatchExact checks that quarter turns lose nothing, even far from the origin.
func TestHatchExact(t *testing.T) {
	b := geom.Box{Min: geom.Point{X: 987_654_321, Y: -900_000_001}, Max: geom.Point{X: 987_754_322, Y: -899_900_000}}
	for quarter := range 4 {
		lines := Hatch(Rect(b), float64(quarter)*math.Pi/2, 10_000, 3)
		if len(lines) != 10 {
			t.Fatalf("quarter %d: %d lines", quarter, len(lines))
		}
		for _, l := range lines {
			p, q := l[0][0], l[0][1]
			across, along := p.Y, [2]int64{p.X, q.X}
			want := [2]int64{b.Min.X, b.Max.X}
			if quarter%2 == 1 {
				across, along, want = p.X, [2]int64{p.Y, q.Y}, [2]int64{b.Min.Y, b.Max.Y}
			}
			if quarter >= 2 {
				want[0], want[1] = want[1], want[0]
			}
			if quarter == 1 || quarter == 2 {
				across = -across
			}
			if along != want || ((across-3)%10_000 != 0) {
				t.Errorf("quarter %d: line %v", quarter, l)
			}
		}
	}
}

func TestHatchNothing(t *testing.T) {
	r := Rect(geom.Box{Min: geom.Point{X: 1, Y: 1}, Max: geom.Point{X: 9, Y: 9}})
	if got := Hatch(r, 0, 1000, 500); len(got) != 0 {
		t.Errorf("lines where none passes: %v", got)
	}
	if got := Hatch(r, 0, 0, 0); got != nil {
		t.Errorf("lines without spacing: %v", got)
	}
	if got := Hatch(nil, 1, 1000, 0); got != nil {
		t.Errorf("lines in nothing: %v", got)
	}
}

func BenchmarkHatch(b *testing.B) {
	x := frame(1)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n = 0
		for _, l := range Hatch(x, math.Pi/4, 400_000, 0) {
			n += len(l)
		}
	}
	b.ReportMetric(float64(n), "segments")
}
