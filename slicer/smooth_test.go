package slicer

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// A right angle is rounded by no more than a tenth of a millimetre, on the outline by a
// fiftieth; ends stay, and no turn that is left is sharp.
func TestSmoothCorner(t *testing.T) {
	corner := geom.MM(5, 0)
	for _, c := range []struct {
		outer map[geom.Point]bool
		cut   float64
	}{{nil, cutInner}, {map[geom.Point]bool{corner: true}, cutOuter}} {
		p := toolpath.Path{Points: []geom.Point{{}, corner, geom.MM(5, 5)}, Widths: []float64{0.4, 0.5, 0.6}}
		smooth(&p, c.outer)
		near, n := math.Inf(1), len(p.Points)
		for i, q := range p.Points {
			near = min(near, q.Dist(corner))
			if i > 0 && i < n-1 && math.Abs(turn(append(p.Points[i-1:i+2:i+2], p.Points[i-1]), 1)) > 1 {
				t.Errorf("a sharp turn is left at %v", q)
			}
		}
		if n < 4 || near > 1.01*c.cut || near < 0.8*c.cut {
			t.Errorf("%d points, the nearest %.0f nm from the corner", n, near)
		}
		if p.Points[0] != (geom.Point{}) || p.Points[n-1] != geom.MM(5, 5) || p.Widths[n-1] != 0.6 {
			t.Errorf("the ends moved: %+v", p)
		}
	}
}

// A circle keeps its shape within the tolerance, and a change of width its place.
func TestSmoothThins(t *testing.T) {
	var p toolpath.Path
	for i := range 1001 {
		s, c := math.Sincos(float64(i) / 1000 * math.Pi)
		p.Points = append(p.Points, geom.MM(10*c, 10*s))
		p.Widths = append(p.Widths, 0.4+0.1*max(0, float64(i-500)/500))
	}
	smooth(&p, nil)
	if len(p.Points) > 200 {
		t.Errorf("%d points are left", len(p.Points))
	}
	for i, q := range p.Points[1:] {
		mid := p.Points[i].Lerp(q, 0.5)
		if d := mid.Dist(geom.Point{}); d < 10e6-2.1*thinTol {
			t.Errorf("chord %d is %.0f nm inside", i, 10e6-d)
		}
	}
}

// A step back by hundredths of a millimetre is dropped, a longer way back is not, nor a corner.
func TestSmoothOnward(t *testing.T) {
	for _, c := range []struct {
		name   string
		to     []geom.Point
		turned float64
	}{
		{"back a little", []geom.Point{geom.MM(5, 0), geom.MM(4.98, 0.001), geom.MM(5, 5)}, math.Pi / 2},
		{"back and on", []geom.Point{geom.MM(5, 0), geom.MM(4.98, 0.001), geom.MM(10, 0)}, 0},
		{"back far", []geom.Point{geom.MM(5, 0), geom.MM(1, 0.001), geom.MM(5, 5)}, 2*math.Pi - math.Atan2(4.999, 4)},
	} {
		p := toolpath.Path{Points: append([]geom.Point{{}}, c.to...), Widths: []float64{0.5, 0.5, 0.5, 0.5}}
		smooth(&p, map[geom.Point]bool{geom.MM(5, 0): true, geom.MM(4.98, 0.001): true, geom.MM(1, 0.001): true})
		turned := 0.0
		for i := 2; i < len(p.Points); i++ {
			turned += math.Abs(turning(p.Points[i-1].Sub(p.Points[i-2]).Vec(), p.Points[i].Sub(p.Points[i-1]).Vec()))
		}
		if math.Abs(turned-c.turned) > 0.02 {
			t.Errorf("%s: turns by %.2f, want %.2f", c.name, turned, c.turned)
		}
	}
}

// TestCalm lays straight where a stroke wiggles, and leaves corners, links and loops as they are.
func TestCalm(t *testing.T) {
	at := func(mm ...float64) (d []knot) {
		for i := 0; i < len(mm); i += 2 {
			d = append(d, knot{mm[i] * geom.Millimetre, mm[i+1] * geom.Millimetre, 0.5})
		}
		return d
	}
	for _, c := range []struct {
		name string
		d    []knot
		left int
	}{
		{"into a small corner and out", at(0, 0, 4.9, 0, 5, 0, 5.04, 0.06, 5.08, 0.07, 5.12, 0.05, 5.16, 0, 5.3, 0, 10, 0), 4},
		{"into a thin tab and out", at(0, 0, 4.9, 0, 5, 0.01, 5.02, 0.2, 5.06, 0.35, 5.1, 0.2, 5.12, 0.01, 5.2, 0, 10, 0), 6},
		{"into a cusp and out", at(0, 0, 5, 0, 5.1, 0.35, 5.2, 0, 10, 0), 5},
		{"one step aside", at(0, 0, 5, 0, 5.02, 0.05, 10, 0.05), 4},
		{"a corner", at(0, 0, 5, 0, 5, 5), 3},
		{"a corner of small steps", at(0, 0, 4.9, 0, 4.97, 0.03, 5, 0.1, 5, 5), 5},
		{"a link from bead to bead", at(0, 0, 5, 0, 5, 0.5, 0, 0.5), 4},
		{"a link and back", at(0, 0, 5, 0, 5, 0.45, 10, 0.45), 4},
		{"a round too small", at(0, 0, 0.05, 0.05, 0, 0.1, -0.05, 0.05, 0, 0), 5},
		{"waves too long", at(0, 0, 2, 0.08, 4, 0, 6, 0.08, 8, 0), 5},
	} {
		was := slices.Clone(c.d)
		now := calm(c.d)
		if len(now) != c.left {
			t.Errorf("%s: %d places are left, want %d", c.name, len(now), c.left)
		}
		if now[0] != was[0] || now[len(now)-1] != was[len(was)-1] {
			t.Errorf("%s: an end moved", c.name)
		}
	}
}

// TestCalmStays holds that a stroke strays from where it was by no more than calmBy, but for spikes.
func TestCalmStays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	fewer := 0
	for range 300 {
		d, head := []knot{{}}, 0.0
		for range 40 {
			head += rnd.NormFloat64()
			step, last := rnd.ExpFloat64()*100_000, d[len(d)-1]
			d = append(d, knot{last.x + step*math.Cos(head), last.y + step*math.Sin(head), 0.5})
		}
		was := slices.Clone(d)
		now := calm(d)
		fewer += len(was) - len(now)
		for i, k := 0, 0; i+1 < len(now); i++ {
			from := k
			for k++; was[k] != now[i+1]; k++ {
			}
			spike := was[from].dist(was[k]) < spikeMost*0.5*geom.Millimetre
			if far := strays(was[from : k+1]); far > calmBy && k > from+1 && !spike {
				t.Fatalf("%.0f nm from where it was", far)
			}
		}
	}
	if fewer == 0 {
		t.Error("nothing was laid straight")
	}
}
