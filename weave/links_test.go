package weave

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
)

// loop returns a closed bead around the origin.
func loop(r, width float64) medial.Bead {
	b := medial.Bead{Points: circle(0, 0, r, 300), Closed: true}
	for range b.Points {
		b.Widths = append(b.Widths, geom.ToNM(width))
	}
	return b
}

// TestLinksCrossNone checks that an open bead is linked with what it ends beside, not across
// that with what lies behind.
func TestLinksCrossNone(t *testing.T) {
	for _, width := range []float64{0.45, 0.8} {
		beads := []medial.Bead{loop(10, width), loop(10-width, width), {
			Points: []geom.Point{geom.MM(10+0.6*width, 0.3), geom.MM(15, 0.3)}, Widths: []int64{geom.ToNM(width), geom.ToNM(width)},
		}}
		var lines []*strand
		for _, b := range beads {
			lines = append(lines, newStrand(b))
		}
		grid := newGrid(lines)
		r := polygon.Union(disc(0, 0, 10+width/2), bar(9, 0.3, 15, 0.3, width))
		strokes := Join(beads, r, Options{})
		check(t, beads, r, strokes)
		if len(strokes) != 1 {
			t.Errorf("%.2f mm wide: %d strokes", width, len(strokes))
		}
		for _, s := range strokes {
			d := dabsOf(s)
			for k := 1; k < len(d); k++ {
				a, b := d[k-1].at.To(d[k].at, 0.02), d[k-1].at.To(d[k].at, 0.98)
				if len(grid.around(a.To(b, 0.4), 2e-4, none, nil)) == 0 && grid.crosses(a, b, len(lines), none, none) {
					t.Errorf("%.2f mm wide: the link from %v to %v crosses a bead", width, a, b)
				}
			}
		}
	}
}
