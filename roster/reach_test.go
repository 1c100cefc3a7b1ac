package roster_test

import (
	"testing"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/roster"
)

// TestFar checks that given filament is used up to what does not suffice for a batch, and
// that more of it makes more frames until time is what binds.
func TestFar(t *testing.T) {
	c := campaign.Generate(91, campaign.Size{Makers: 20, Printers: 25, Kinds: 5, Orders: 5, Frames: 100, Days: 10, Departements: []string{"91"}})
	before := 0
	for _, kg := range []float64{1, 10, 40, 100, 10000} {
		r := roster.Far(c, c.Rates, "visor", "petg", kg)
		if r.Frames <= before || r.Used > kg || r.Given != kg {
			t.Errorf("%g kg: %d frames after %d, %.2f kg used of %.2f", kg, r.Frames, before, r.Used, r.Given)
		}
		before = r.Frames
		if kg == 40 && (r.Used < 25 || r.Used/float64(r.Frames) < 0.018 || r.Used/float64(r.Frames) > 0.032) {
			t.Errorf("%.2f kg for %d frames", r.Used, r.Frames)
		}
		for i, d := range r.Days {
			if d.Date >= c.End || i > 0 && (d.Date <= r.Days[i-1].Date || d.Frames < r.Days[i-1].Frames) {
				t.Errorf("day %+v", d)
			}
		}
	}
	if own := roster.Far(c, c.Rates, "visor", "petg", 0); own.Frames == 0 || own.Given > 20 {
		t.Errorf("with their own spools: %+v", own)
	}
}
