package slicer

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// A layer of strokes begins near the end of the one below: a beam of three beads has its
// middle one open.
func TestLayersGoOn(t *testing.T) {
	p := slice(t, solid(t, [6]float64{0, 0, 0, 80, 1.6, 5}), "process.fill=100%", "process.elephant_foot=0mm")
	for i := 2; i < len(p.Layers); i++ {
		at, _ := end(p.Layers[i-1].Paths)
		if d := at.Dist(p.Layers[i].Paths[0].Points[0]); d > 2*geom.Millimetre {
			t.Errorf("layer %d begins %.1f mm from the end of the one below", i+1, d/geom.Millimetre)
		}
		if a, b := p.Layers[i].Volume(), p.Layers[1].Volume(); a-b > 1e-9 || b-a > 1e-9 {
			t.Errorf("layer %d lays %g mm3, another like it %g", i+1, a, b)
		}
	}
}

// Backwards twice is forwards, travels included.
func TestBackwards(t *testing.T) {
	via := []geom.Point{geom.MM(3, 3), geom.MM(4, 3)}
	paths := []toolpath.Path{
		{Points: []geom.Point{geom.MM(0, 0), geom.MM(1, 0)}, Widths: []float64{1, 2}},
		{Points: []geom.Point{geom.MM(5, 5), geom.MM(6, 5)}, Widths: []float64{3, 4}, Travel: toolpath.Travel{Via: via, Retract: true}},
	}
	b := backwards(paths)
	if b[0].Points[0] != geom.MM(6, 5) || b[0].Widths[0] != 4 || b[0].Travel.Retract || !b[1].Travel.Retract || b[1].Travel.Via[0] != via[1] {
		t.Errorf("backwards: %+v", b)
	}
	if c := backwards(b); c[0].Points[0] != paths[0].Points[0] || c[1].Travel.Via[0] != via[0] || c[1].Widths[1] != 4 {
		t.Errorf("forwards again: %+v", c)
	}
}
