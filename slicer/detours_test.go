package slicer

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/toolpath"
)

// pegged is a bar with two pegs 0.8 mm beside it, 35 mm from each other.
func pegged(t *testing.T) *mesh.Mesh {
	t.Helper()
	return solid(t, [6]float64{0, 0, 0, 140, 3, 3}, [6]float64{50, 3.8, 0, 58, 5.8, 3}, [6]float64{85, 3.8, 0, 93, 5.8, 3})
}

// travelled returns the travel within a layer, mm, and how often it is retracted.
func travelled(l *toolpath.Layer) (mm float64, pulls int) {
	for i := 1; i < len(l.Paths); i++ {
		way := append([]geom.Point{last(&l.Paths[i-1])}, l.Paths[i].Travel.Via...)
		mm += geom.PolylineLength(append(way, l.Paths[i].Points[0]))
		if l.Paths[i].Travel.Retract {
			pulls++
		}
	}
	return mm, pulls
}

// Pegs are laid on the way along the bar beside them, with nothing laid otherwise than
// where they are laid by themselves.
func TestDetours(t *testing.T) {
	for _, nozzle := range []string{"0.4mm", "0.6mm"} {
		changes := []string{"process.fill=100%", "printer.nozzle=" + nozzle, "process.elephant_foot=0mm"}
		with := slice(t, pegged(t), changes...)
		without := slice(t, pegged(t), append(changes, "process.seam=rear")...)
		for i := range with.Layers {
			a, b := &with.Layers[i], &without.Layers[i]
			mm, pulls := travelled(a)
			far, _ := travelled(b)
			if mm > 40 || pulls > 0 || mm > far {
				t.Errorf("%s: layer %d travels %.1f mm and retracts %d times; with each island whole it travels %.1f", nozzle, i+1, mm, pulls, far)
			}
			if far < 50 {
				t.Errorf("%s: layer %d travels %.1f mm : detours are made although the seam is where it was asked for", nozzle, i+1, far)
			}
			if v, w := a.Volume(), b.Volume(); v < 0.999*w || v > 1.001*w {
				t.Errorf("%s: layer %d lays %g mm3, without detours %g", nozzle, i+1, v, w)
			}
		}
	}
}

// A travel that leaves the part for less than the printer retracts for does not retract.
func TestShortGaps(t *testing.T) {
	s := New(settings(t, "printer.retract.min_travel=1.5mm"))
	for gap, retracts := range map[float64]bool{1.2: false, 1.8: true} {
		p := slice(t, solid(t, [6]float64{0, 0, 0, 20, 3, 1}, [6]float64{0, 3 + gap, 0, 20, 6 + gap, 1}), "process.elephant_foot=0mm")
		c := s.newComb(p.Layers[0].Region)
		box := c.outline.Box()
		mid := (box.Min.X + box.Max.X) / 2
		a, b := geom.Point{X: mid, Y: box.Min.Y + geom.Millimetre}, geom.Point{X: mid, Y: box.Max.Y - geom.Millimetre}
		if got := c.travel(a, b); got.Retract != retracts {
			t.Errorf("across %.1f mm: retracts: %v", gap, got.Retract)
		}
	}
}

// The two parts of an interrupted stroke lay what it laid, wherever it is interrupted.
func TestSplit(t *testing.T) {
	p := toolpath.Path{Points: []geom.Point{geom.MM(0, 0), geom.MM(10, 0), geom.MM(10, 10)}, Widths: []float64{0.4, 0.6, 0.5}, Flow: 1}
	for _, at := range []geom.Point{geom.MM(10, 0), geom.MM(10, 4), geom.MM(10, 10)} {
		a, b := split(p, 1, at)
		if last(&a) != at || b.Points[0] != at || len(a.Points) != len(a.Widths) || len(b.Points) != len(b.Widths) {
			t.Errorf("at %v: %v and %v", at, a, b)
		}
		if v := a.Volume(0.2) + b.Volume(0.2); v < 0.9999*p.Volume(0.2) || v > 1.0001*p.Volume(0.2) {
			t.Errorf("at %v: lays %g, not %g", at, v, p.Volume(0.2))
		}
	}
}
