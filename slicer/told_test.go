package slicer

import (
	"math"
	"testing"

	"github.com/visiere/visiere/toolpath"
)

// The beads along the outline of a solid beam are external perimeters, those between them
// are not, and the pieces make up the strokes without a travel.
func TestOutlineIsTold(t *testing.T) {
	p := slice(t, solid(t, [6]float64{0, 0, 0, 60, 6, 3}), "process.fill=100%", "process.elephant_foot=0mm",
		"process.external_perimeter_speed=20mm/s", "process.external_perimeter_accel=500mm/s2")
	l := &p.Layers[2]
	var outer, inner float64
	for i := range l.Paths {
		q := &l.Paths[i]
		if i > 0 && (q.Points[0] != l.Paths[i-1].Points[len(l.Paths[i-1].Points)-1]) {
			t.Errorf("piece %d does not go on from the one before", i)
		}
		switch q.Role {
		case toolpath.ExternalPerimeter:
			outer += q.Length()
			if q.Speed != 20 || q.Accel != 500 {
				t.Errorf("an outer piece has %g mm/s and %g mm/s2", q.Speed, q.Accel)
			}
		case toolpath.Perimeter:
			inner += q.Length()
			if q.Speed == 20 || q.Accel == 500 {
				t.Errorf("an inner piece has %g mm/s and %g mm/s2", q.Speed, q.Accel)
			}
		}
	}
	outline := 2*60.0 + 2*6.0
	if math.Abs(outer-outline) > 6 || inner < 2*outer {
		t.Errorf("%.1f mm outside and %.1f mm inside of an outline of %.1f mm", outer, inner, outline)
	}
}
