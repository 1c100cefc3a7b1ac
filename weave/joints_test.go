package weave

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestBridge holds that links of two beads side by side turn twice by 45 degrees where they leave, the nearer to the
// corner the less of it they cut, and that their width changes evenly.
func TestBridge(t *testing.T) {
	for width := 0.4; width <= 1.02; width += 0.02 {
		for _, share := range []float64{square, chamfer} {
			p, q := dab{geom.V(0, 0), width}, dab{geom.V(0, width), width + 0.1}
			x := crossing{p: [2]dab{p}, q: [2]dab{q}, link: [2][2]dab{bridge(p, q, geom.V(1, 0), geom.V(1, 0), share)}}
			link := x.path(0)
			far, along := 0.0, 0.0
			for i, d := range link {
				far = max(far, d.at.X)
				if i > 0 {
					along += d.at.Dist(link[i-1].at)
				}
			}
			way := 0.0
			for i := 1; i < len(link); i++ {
				way += link[i].at.Dist(link[i-1].at)
				if want := width + 0.1*way/along; math.Abs(link[i].width-want) > 1e-9 {
					t.Errorf("%.2f wide: %.3f after %.3f mm, want %.3f", width, link[i].width, way, want)
				}
			}
			corner := geom.V(far+width/2, -width/2)
			at, _ := onSegment(corner, link[0].at, link[1].at)
			if left, want := at.Dist(corner), width/math.Sqrt2+share*width/math.Sqrt2; math.Abs(left-want) > 1e-9 {
				t.Errorf("%.2f wide, %.2f cut: the corner is %.4f mm from the link's middle, want %.4f", width, share, left, want)
			}
		}
	}
}
