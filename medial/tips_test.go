package medial

import (
	"fmt"
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// fine and rough are what a solid frame asks for at nozzles of 0.4 and 0.6 mm.
var (
	fine  = BeadOptions{Nominal: 516_000, Min: 276_000, Max: 616_000, Thin: 212_000}
	rough = BeadOptions{Nominal: 784_000, Min: 424_000, Max: 934_000, Thin: 318_000}
)

// bare returns the area, mm2, within a box of what is inside and not laid.
func (s *raster) bare(b geom.Box) (area float64) {
	for i, in := range s.inside {
		at := s.origin.Add(geom.MM((float64(i%s.w)+0.5)*s.cell, (float64(i/s.w)+0.5)*s.cell))
		if in && s.laid[i] == 0 && b.Contains(at) {
			area += s.cell * s.cell
		}
	}
	return area
}

// stub returns a band of the given width with a stub on it, at the foot and at its end so wide,
// the end slanted by so much.
func stub(band, foot, end, length, slant float64) polygon.Region {
	return polygon.Union(rect(-8, 0, 8, band), ring(-foot/2, band-0.1, foot/2, band-0.1, end/2, band+length-slant/2, -end/2, band+length+slant/2))
}

// hook returns a block with a bite of the given radius out of its edge, beside which a tip is so
// wide at its end.
func hook(radius, w float64) polygon.Region {
	return polygon.Difference(rect(-8, 0, 0, 5), disc(-w-radius, 5, radius))
}

// bareTip is the largest area, mm2, that beads may leave at a tip: corners around which wall beads
// turn, and what lone beads leave of tapered and slanted ends.
const bareTip = 0.11

// Beads go on to the flat ends of tips, beside bands and hooks.
func TestBeadsFillTips(t *testing.T) {
	for nozzle, opt := range map[string]BeadOptions{"0.4": fine, "0.6": rough} {
		hold := func(name string, r polygon.Region, tip geom.Box) {
			t.Helper()
			name = nozzle + " " + name
			beads, _ := Beads(r, opt)
			d, s := measure(r, beads)
			s.save(t, name)
			if bare := s.bare(tip); bare > bareTip || d.outside > 0.01 {
				t.Errorf("%s: %.3f mm2 bare, want %g; %.3f %% outside", name, bare, bareTip, d.outside)
			}
			check(t, r, beads, opt.Thin, opt.Max)
		}
		for _, band := range []float64{2.4, 4, 5} {
			for _, w := range []float64{0.45, 0.55, 0.7, 0.85, 1} {
				for _, l := range []float64{0.6, 0.8, 1, 1.3, 2} {
					tip := geom.Box{Min: geom.MM(-1, band+l-min(l, w)), Max: geom.MM(1, band+l+0.5)}
					hold(fmt.Sprintf("stub %g %g %g", band, w, l), stub(band, w, w, l, 0), tip)
					hold(fmt.Sprintf("taper %g %g %g", band, w, l), stub(band, w+l/2, w, l, 0), tip)
					hold(fmt.Sprintf("slant %g %g %g", band, w, l), stub(band, w, w, l, 0.2), tip)
				}
			}
		}
		for _, radius := range []float64{0.8, 1.65, 3} {
			for _, w := range []float64{0.35, 0.45, 0.55, 0.7, 0.85, 1} {
				hold(fmt.Sprintf("hook %g %g", radius, w), hook(radius, w), geom.Box{Min: geom.MM(-w-0.3, 4.2), Max: geom.MM(0, 5)})
			}
		}
	}
}

// No spur is taken for a band where the samples of a corner's two walls differ, and a spur ends
// where the band begins.
func TestSpursIntoUnevenCorners(t *testing.T) {
	for _, radius := range []float64{0.8, 1.65, 3} {
		for _, w := range []float64{0.4, 0.55, 0.7, 1} {
			eachSkeleton(hook(radius, w), geom.ToMM(rough.Nominal), rough.Thin, func(s *skeleton) {
				for _, v := range s.vertices {
					if v.central && v.radius < 0.45*w {
						t.Errorf("hook %g %g: a band of %.3f mm at %v", radius, w, 2*v.radius, v.at)
					}
				}
			})
		}
	}
}

// cusp returns a block with a bite out of its edge beside which a tip of the given angle, degrees, is left.
func cusp(radius, angle float64) polygon.Region {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	return polygon.Difference(rect(-8, 0, 0, 5), disc(-0.07-radius*cos, 5+radius*sin, radius))
}

// bareCusp is the largest area, mm2, that is left bare in a cusp: its very end, and the corners around which
// wall beads turn. Without their way into it up to 0.22 and 0.26.
var bareCusp = map[string]float64{"0.4": 0.12, "0.6": 0.22}

// Where there is no room for a bead of its own in a tip, the wall bead goes on into it.
func TestWallBeadsGoIntoTips(t *testing.T) {
	for nozzle, opt := range map[string]BeadOptions{"0.4": fine, "0.6": rough} {
		for _, radius := range []float64{1.5, 1.65, 2, 2.5} {
			for angle := 30.0; angle <= 45; angle += 2.5 {
				name := fmt.Sprintf("%s cusp %g %g", nozzle, radius, angle)
				r := cusp(radius, angle)
				beads, _ := Beads(r, opt)
				d, s := measure(r, beads)
				s.save(t, name)
				bare := s.bare(geom.Box{Min: geom.MM(-1, 3.8), Max: geom.MM(0, 5)})
				if bare > bareCusp[nozzle] || d.outside > 0.01 {
					t.Errorf("%s: %.3f mm2 bare, want %g; %.3f %% outside", name, bare, bareCusp[nozzle], d.outside)
				}
				check(t, r, beads, opt.Thin, opt.Max)
			}
		}
	}
}
