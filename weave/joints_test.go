package weave

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestBridge holds what links of two beads side by side leave outside of their turns, their widths and
// how fast those change.
func TestBridge(t *testing.T) {
	const widest = 1.02 // mm
	for width := 0.4; width <= widest; width += 0.02 {
		for _, side := range []struct{ notch, most float64 }{{notchInner, 0.26}, {notchOuter, 0.25}} {
			p, q := dab{geom.V(0, 0), width}, dab{geom.V(0, width), width}
			x := crossing{p: [2]dab{p}, q: [2]dab{q}, link: [2][4]dab{bridge(p, q, geom.V(1, 0), geom.V(1, 0), widest, [2]float64{side.notch, side.notch})}}
			link := x.path(0)
			far := 0.0
			for _, d := range link {
				far = max(far, d.at.X)
			}
			left := math.Inf(1) // from the corner outside of the first turn to what is laid
			corner := geom.V(far+width/2, -width/2)
			for i := 1; i < len(link); i++ {
				a, b := link[i-1], link[i]
				if max(a.width, b.width) > widest || min(a.width, b.width) < width-1e-9 {
					t.Errorf("%.2f wide: the link is %.3f and %.3f", width, a.width, b.width)
				}
				if slope := math.Abs(b.width-a.width) / b.at.Dist(a.at); slope > 1 {
					t.Errorf("%.2f wide: changes by %.2f per mm", width, slope)
				}
				at, _ := onSegment(corner, a.at, b.at)
				left = min(left, at.Dist(corner)-(a.width+b.width)/4)
			}
			if width >= swellFrom && left > side.most {
				t.Errorf("%.2f wide: the corner is %.3f mm from the link", width, left)
			}
		}
	}
}
