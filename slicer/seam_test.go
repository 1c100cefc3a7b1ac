package slicer

import (
	"fmt"
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// seamsOf returns where the outline of each layer but the first is begun.
func seamsOf(p *toolpath.Print) (out []geom.Point) {
	for i := range p.Layers[1:] {
		for _, q := range p.Layers[i+1].Paths {
			if q.Role == toolpath.ExternalPerimeter {
				out = append(out, q.Points[0])
				break
			}
		}
	}
	return out
}

// Seams are above each other, at the rear or at a corner, or go around the frame, whatever
// fills it.
func TestSeams(t *testing.T) {
	const wide, deep = 60.0, 20.0 // mm, around the origin
	for _, fill := range []string{"20%", "100%"} {
		for _, seam := range []string{"aligned", "rear", "corner", "nearest", "spread"} {
			t.Run(fmt.Sprint(seam, fill), func(t *testing.T) {
				p := slice(t, solid(t, [6]float64{0, 0, 0, wide, deep, 6}), "process.fill="+fill, "process.seam="+seam)
				all := seamsOf(p)
				var left, right, apart float64
				for i, q := range all {
					x, y := q.MM()
					left, right = min(left, x), max(right, x)
					if i > 0 {
						apart = max(apart, q.Dist(all[i-1])/geom.Millimetre)
					}
					if seam == "corner" && math.Abs(x)+math.Abs(y) < (wide+deep)/2-4 {
						t.Errorf("layer %d begins at %.1f %.1f, at no corner", i+2, x, y)
					}
					if (seam == "rear" || seam == "aligned") && y < deep/2-3 {
						t.Errorf("layer %d begins at %.1f %.1f, not at the rear", i+2, x, y)
					}
				}
				if spread := seam == "spread"; spread != (apart > wide/4) && seam != "nearest" || spread && right-left < wide*3/4 {
					t.Errorf("seams are up to %.1f mm apart, from X%.1f to X%.1f", apart, left, right)
				}
			})
		}
	}
}
