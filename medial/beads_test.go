package medial

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// option suits a nozzle of 0.4 mm, coarse one of 0.6 mm.
var (
	option = BeadOptions{Nominal: 450_000, Min: 340_000, Max: 600_000}
	coarse = BeadOptions{Nominal: 680_000, Min: 510_000, Max: 900_000}
)

// shapes are the regions on which beads are measured.
func shapes() map[string]polygon.Region {
	m := map[string]polygon.Region{
		"taper":       ring(0, 0, 40, -0.6, 40, 1.6, 0, 1),
		"taper wide":  ring(0, 0, 60, 0, 60, 4, 0, 0.5),
		"arc taper":   arc(40, 1, 4, 0, 120),
		"wedge":       ring(0, 0, 20, -1.5, 20, 1.5),
		"wedge 40":    ring(0, 0, 8, -2.9, 8, 2.9),
		"square":      rect(0, 0, 8, 8),
		"rectangle":   rect(0, 0, 20, 7),
		"letters":     letters(1.2),
		"letters .8":  letters(0.8),
		"letters .45": letters(0.45),
		"peg":         pegOnBand(1.8, 3),
		"small peg":   pegOnBand(1.2, 2),
		"hole":        polygon.Difference(pegOnBand(4, 4), disc(0, 1.5, 2)),
		"zigzag":      ring(0, 0, 5, 3, 10, 0, 15, 3, 20, 0, 20, 1.6, 15, 4.6, 10, 1.6, 5, 4.6, 0, 1.6),
	}
	for _, w := range []float64{0.3, 0.45, 0.7, 0.9, 1.1, 1.5, 2, 4} {
		m[fmt.Sprint("bar ", w)] = bar(0, 0, 20, 7, w)
		m[fmt.Sprint("arc ", w)] = arc(30, w, w, 0, 100)
		m[fmt.Sprint("tee ", w)] = tee(w, w)
		m[fmt.Sprint("tee half ", w)] = tee(w, 0.6*w)
		m[fmt.Sprint("wye ", w)] = wye(w)
		m[fmt.Sprint("cross ", w)] = cross(w)
		m[fmt.Sprint("ring ", w)] = annulus(6, w)
		m[fmt.Sprint("disc ", w)] = disc(0, 0, w)
	}
	return m
}

// fit is how well beads have to fill a region, in percent.
type fit struct{ covered, overlap, outside float64 }

// usual is the aim; the others name what falls short of it.
var (
	usual  = fit{97.5, 1.1, 0.1}
	unlike = map[string]fit{
		"disc 0.3":      {97.5, 1.1, 100},  // one dot has the area, not the shape
		"letters .45":   {97.5, 1.25, 0.1}, // single beads meet
		"wedge":         {97.4, 1.1, 0.1},  // counts change every four millimetres
		"tee half 0.3":  {70, 1.1, 0.1},    // the arm is thinner than the thinnest bead
		"tee half 0.45": {70, 1.1, 0.1},    // so is this one
	}
)

func fitOf(name string) fit {
	if f, ok := unlike[name]; ok {
		return f
	}
	return usual
}

// hold lays beads on r and fails where they do not fill it as f says.
func hold(t *testing.T, name string, r polygon.Region, beads []Bead, f fit) {
	t.Helper()
	d, s := measure(r, beads)
	s.save(t, name)
	t.Logf("%-14s covered %.2f overlap %.2f outside %.2f volume %.2f, %d beads", name, d.covered, d.overlap, d.outside, d.volume, len(beads))
	if d.covered < f.covered || d.overlap > f.overlap || d.outside > f.outside {
		t.Errorf("%s: covered %.2f %%, overlap %.2f %%, outside %.2f %%; want %+v", name, d.covered, d.overlap, d.outside, f)
	}
}

func TestBeadsFill(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) {
			beads, _ := Beads(r, option)
			hold(t, name, r, beads, fitOf(name))
			check(t, r, beads, option.Nominal*6/10, option.Max)
		})
	}
}

// The same shapes, one and a half times as large for a nozzle one and a half times as
// wide, turned: nothing depends on size or direction.
func TestBeadsFillTurned(t *testing.T) {
	for name, r := range shapes() {
		if len(name)%3 != 0 {
			continue // a third will do
		}
		t.Run(name, func(t *testing.T) {
			for _, g := range r {
				for i, p := range g {
					q := p.Rotate(0.7)
					g[i] = geom.Point{X: q.X*3/2 + 50_000_000, Y: q.Y * 3 / 2}
				}
			}
			beads, _ := Beads(r, coarse)
			hold(t, "turned "+name, r, beads, fitOf(name))
		})
	}
}

// Along a band every width is in range.
func TestBeadsWidths(t *testing.T) {
	for _, w := range []float64{0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 2, 2.4, 3, 4} {
		beads, _ := Beads(annulus(10, w), option)
		for _, b := range beads {
			if lo, hi := slices.Min(b.Widths), slices.Max(b.Widths); lo < option.Min-10_000 || hi > option.Max || !b.Closed {
				t.Errorf("band of %g: %d to %d, closed %v", w, lo, hi, b.Closed)
			}
			if lo, hi := slices.Min(b.Widths), slices.Max(b.Widths); hi-lo > 20_000 {
				t.Errorf("band of %g: %d to %d", w, lo, hi)
			}
		}
	}
}

// The rest is what no bead can fill.
func TestBeadsRest(t *testing.T) {
	thin, wide := bar(0, 0, 10, 0, 0.2), bar(0, 5, 10, 5, 2)
	beads, rest := Beads(polygon.Union(thin, wide), option)
	if len(beads) == 0 || len(rest) != 1 || rest.Area() > 2.1 {
		t.Errorf("%d beads, rest %v", len(beads), rest)
	}
	if beads, rest := Beads(wide, BeadOptions{}); beads != nil || len(rest) != 1 {
		t.Errorf("no widths: %d beads, rest %v", len(beads), rest)
	}
}

func TestBeadsAreDeterministic(t *testing.T) {
	r := letters(1.3)
	a, _ := Beads(r, option)
	b, _ := Beads(r, option)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Error("two runs differ")
	}
}

// The middle bead of a band lays what the wall beads leave where the band ends, round or
// square: all beads together have the region's area.
func TestBeadsFillEnds(t *testing.T) {
	for name, r := range map[string]polygon.Region{
		"round": polygon.Union(bar(0, 0, 30, 0, 4), disc(0, 0, 2), disc(30, 0, 2)), "square": bar(0, 0, 30, 0, 4), "slanted": ring(0, 0, 30, 0, 32, 4, -2, 4),
	} {
		beads, _ := Beads(r, BeadOptions{Nominal: 800_000, Min: 700_000, Max: 900_000})
		sum, open := 0.0, 0
		for _, b := range beads {
			sum += b.Area()
			if !b.Closed {
				open++
			}
		}
		if open != 1 || math.Abs(sum-r.Area()) > 0.2 {
			t.Errorf("%s: %d open beads, %.3f of %.3f mm2", name, open, sum, r.Area())
		}
	}
}

// TestMiddleBeadsFillRoundEnds holds middle beads to go on into round ends, whichever of the
// vertices that lie together there is the last.
func TestMiddleBeadsFillRoundEnds(t *testing.T) {
	for turn := range 90 {
		for _, r := range []float64{1.69, 1.7, 1.71} {
			s, c := math.Sincos(float64(turn) * math.Pi / 45)
			beads, _ := Beads(polygon.Union(bar(0, 0, 30*c, 30*s, 3.4), disc(0, 0, r)), coarse)
			beyond, width := math.Inf(-1), 0.0
			for _, b := range beads {
				if b.Closed {
					continue
				}
				for i, p := range b.Points {
					v := p.Vec()
					if d := -v.X*c - v.Y*s; d > beyond {
						beyond, width = d, geom.ToMM(b.Widths[i])
					}
				}
			}
			if beyond/width < 0.3 || beyond/width > 0.5 {
				t.Errorf("turned by %d degrees, radius %v: %.2f widths beyond the centre, want 0.38 to 0.45", 4*turn, r, beyond/width)
			}
		}
	}
}
