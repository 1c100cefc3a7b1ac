package medial

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// area is the area that beads deposit, their round ends included.
func area(beads []Bead) (sum float64) {
	for _, b := range beads {
		sum += b.Area()
		if !b.Closed {
			first, last := geom.ToMM(b.Widths[0]), geom.ToMM(b.Widths[len(b.Widths)-1])
			sum += math.Pi / 8 * (first*first + last*last)
		}
	}
	return sum
}

// One bead along the middle covers regions that are one bead wide.
func TestThinCovers(t *testing.T) {
	for name, c := range map[string]struct {
		r                      polygon.Region
		beads, closed          int
		covered, outside, area float64 // the least; the most, in percent; how near to 100
	}{
		"bar":         {bar(0, 0, 20, 5, 0.4), 1, 0, 98.5, 0, 1},
		"bar .15":     {bar(0, 0, 20, 5, 0.15), 1, 0, 98.5, 0, 1},
		"arc":         {arc(20, 0.4, 0.4, 0, 150), 1, 0, 98.5, 0, 1},
		"taper":       {ring(0, 0, 20, -0.1, 20, 0.5, 0, 0.2), 1, 0, 98.5, 0, 2},
		"wedge":       {ring(0, 0, 20, -0.25, 20, 0.25), 1, 0, 93, 0, 7},
		"tee":         {tee(0.4, 0.3), 2, 0, 97, 0, 2.5},
		"wye":         {wye(0.4), 2, 0, 97.5, 0, 2.5},
		"cross":       {cross(0.4), 3, 0, 97, 0, 3},
		"ring":        {annulus(5, 0.4), 1, 1, 99, 0, 1},
		"disc":        {disc(0, 0, 0.2), 1, 0, 97, 100, 1000},
		"letters":     {letters(0.4), 7, 0, 97, 0.1, 3},
		"narrow ends": {ring(0, 0, 3, -0.05, 5, -0.2, 8, -0.05, 11, 0, 8, 0.05, 5, 0.2, 3, 0.05), 1, 0, 60, 0, 40},
	} {
		t.Run(name, func(t *testing.T) {
			beads := Thin(c.r, 100_000, 600_000)
			d, s := measure(c.r, beads)
			s.save(t, "thin "+name)
			closed := 0
			for _, b := range beads {
				if b.Closed {
					closed++
				}
			}
			rel := 100*area(beads)/c.r.Area() - 100
			t.Logf("covered %.2f overlap %.2f outside %.2f area %+.2f, %d beads", d.covered, d.overlap, d.outside, rel, len(beads))
			if len(beads) != c.beads || closed != c.closed {
				t.Errorf("%d beads, %d closed, want %d and %d", len(beads), closed, c.beads, c.closed)
			}
			if d.covered < c.covered || d.outside > c.outside || math.Abs(rel) > c.area {
				t.Errorf("covered %.2f outside %.2f area %+.2f %%", d.covered, d.outside, rel)
			}
		})
	}
}

// A disc's bead has the disc's area by its length and width alone.
func TestThinDisc(t *testing.T) {
	for _, radius := range []float64{0.1, 0.2, 0.3} {
		beads := Thin(disc(1, 2, radius), 100_000, 600_000)
		if len(beads) != 1 {
			t.Fatalf("radius %g: %d beads", radius, len(beads))
		}
		if got, want := beads[0].Area(), math.Pi*radius*radius; math.Abs(got/want-1) > 0.02 {
			t.Errorf("radius %g: %.4f of %.4f mm2", radius, got, want)
		}
	}
}

func TestThinWidths(t *testing.T) {
	for _, b := range Thin(ring(0, 0, 20, -0.6, 20, 0.6), 200_000, 500_000) {
		for i, w := range b.Widths {
			x, _ := b.Points[i].MM()
			want := min(0.5, 2*x*math.Sin(math.Atan(0.03)))
			if w < 199_000 || w > 500_000 || math.Abs(geom.ToMM(w)-want) > 0.015 {
				t.Errorf("at %.2f: %d", x, w)
			}
		}
	}
	if got := Thin(bar(0, 0, 10, 0, 0.19), 200_000, 500_000); got != nil {
		t.Errorf("too thin: %v", got)
	}
	if got := Thin(bar(0, 0, 10, 0, 0.3), 0, 500_000); got != nil {
		t.Errorf("no least width: %v", got)
	}
}

// gaps are what walls leave in the middle of a letter: hundreds of small regions.
func gaps() polygon.Region {
	var out polygon.Region
	for i := range 20 {
		r := letters(0.3 + 0.005*float64(i))
		out = append(out, r.Shift(geom.MM(0, 10*float64(i)))...)
	}
	return out
}

func BenchmarkThin(b *testing.B) {
	r := gaps()[:24]
	n := 0
	for _, g := range r {
		n += len(g)
	}
	b.Logf("%d points, %.0f mm", n, r.Length())
	for b.Loop() {
		Thin(r, 100_000, 600_000)
	}
}
