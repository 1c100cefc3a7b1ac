package medial

import (
	"fmt"
	"testing"

	"github.com/visiere/visiere/polygon"
)

var option = BeadOptions{Nominal: 450_000, Min: 340_000, Max: 600_000}

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

func TestBeadsFill(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) {
			beads, rest := Beads(r, option)
			d, s := measure(r, beads)
			s.save(t, name)
			t.Logf("%-14s covered %.2f overlap %.2f outside %.2f volume %.2f, %d beads, rest %.3f", name, d.covered, d.overlap, d.outside, d.volume, len(beads), rest.Area())
		})
	}
}
