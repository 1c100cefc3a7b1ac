package medial

import (
	"math"
	"testing"

	"github.com/visiere/visiere/polygon"
)

// flare returns a band whose half width grows from r to r2 and, over a way of 30 mm, to r2 + 1; not quite
// symmetric, as vertices of symmetric ones lie together.
func flare(r, r2 float64) polygon.Region {
	x := (r2 - r) / math.Tan(30*math.Pi/180)
	return ring(-20, -r, 0.1, -r, x+0.1, -r2, x+30, -r2-1, x+30, r2+1, x, r2, 0, r, -20, r)
}

// TestLowNecks holds counts not to leap across a steep climb of the axis that is too low for
// beads to begin on it: across a neck they are chosen apart, and seven of 0.93 mm met ten of 0.68.
func TestLowNecks(t *testing.T) {
	w := widths{nominal: 0.784, least: 0.424, most: 0.934, thin: 0.32}
	w.logLeast, w.logMost, w.logThin = math.Log(w.least/w.nominal), math.Log(w.most/w.nominal), math.Log(w.thin/w.nominal)
	leapt := 0
	for r := 1.5; r < 4; r += 0.02 {
		for _, rise := range []float64{0.3, 0.4, 0.5} {
			eachSkeleton(flare(r, r+float64(rise*w.nominal)), w.nominal, 1, func(s *skeleton) {
				c := newCounts(s, w)
				if c.label(); c.leapt() {
					leapt++
				}
			})
			eachSkeleton(flare(r, r+float64(rise*w.nominal)), w.nominal, 1, func(s *skeleton) {
				if countBeads(s, w).leapt() {
					t.Errorf("half width %.2f, rise %v widths: counts leap", r, rise)
				}
			})
		}
	}
	if leapt == 0 {
		t.Error("counts leap across no neck: the shapes show nothing")
	}
}
