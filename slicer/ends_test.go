package slicer

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// TestMeetLoop lets a loop that is too small for the hole in which it lies, or too large, take what there is.
func TestMeetLoop(t *testing.T) {
	const width = 0.5
	square := func(half float64) toolpath.Path {
		p := lane(-half, -half, half, -half, width)
		w := p.Widths[0]
		p.Points = append(p.Points, geom.MM(half, half), geom.MM(-half, half), p.Points[0])
		p.Widths = append(p.Widths, w, w, w)
		return p
	}
	region := block(-1, -1, 1, 1)
	for _, c := range []struct{ half, most float64 }{{0.15, 0.55}, {0.2, 0.60}, {0.25, 0.90}, {0.3, 0.53}, {0.35, 0.43}} {
		was := amiss(region, 0, 0, square(0.75), square(c.half))
		p := met(t, region, square(0.75), square(c.half))
		now := amiss(region, 0, 0, p...)
		t.Logf("half a side %.2f: %.4f mm2 amiss and %.4f before, %.3f mm long", c.half, now, was, p[1].Length())
		if !p[1].Closed() {
			t.Errorf("half a side %.2f: not closed any more", c.half)
		}
		if now > c.most*was {
			t.Errorf("half a side %.2f: %.4f mm2 amiss, %.4f before", c.half, now, was)
		}
	}
}
