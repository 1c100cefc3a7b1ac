package deposit

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

const height = 0.3

// path returns a path of beads that take up spacing mm, through points in mm.
func path(spacing float64, xy ...float64) toolpath.Path {
	p := toolpath.Path{Width: toolpath.WidthFor(spacing, height), Flow: 1}
	for i := 0; i < len(xy); i += 2 {
		p.Points = append(p.Points, geom.MM(xy[i], xy[i+1]))
	}
	return p
}

// apart returns p as a stroke of its own, wherever the one before ends.
func apart(p toolpath.Path) toolpath.Path {
	p.Travel.Retract = true
	return p
}

func layer(paths ...toolpath.Path) *toolpath.Layer {
	return &toolpath.Layer{Height: height, Z: height, Paths: paths}
}

func rect(x0, y0, x1, y1 float64) polygon.Region {
	return polygon.Rect(geom.Box{Min: geom.MM(x0, y0), Max: geom.MM(x1, y1)})
}

// check compares shares with what they should be, within tol.
func check(t *testing.T, got Coverage, covered, overlapped, outside, laid, tol float64) {
	t.Helper()
	for _, v := range []struct {
		name      string
		got, want float64
	}{
		{"covered", got.Covered, covered}, {"overlapped", got.Overlapped, overlapped},
		{"outside", got.Outside, outside}, {"laid", got.Laid, laid},
		{"covered and void", got.Covered + got.Void, 1},
	} {
		if math.Abs(v.got-v.want) > tol {
			t.Errorf("%s %.5f, want %.5f", v.name, v.got, v.want)
		}
	}
}

func TestShapes(t *testing.T) {
	square := rect(0, 0, 10, 10)
	var solid, loops []toolpath.Path
	for i := range 20 {
		y := 0.25 + 0.5*float64(i)
		solid = append(solid, path(0.5, 0, y, 10, y))
	}
	for i := range 10 {
		a, b := 0.25+0.5*float64(i), 9.75-0.5*float64(i)
		loops = append(loops, path(0.5, a, a, b, a, b, b, a, b, a, a))
	}
	zigzag := path(0.5)
	for i := range 20 {
		y := 0.25 + 0.5*float64(i)
		zigzag.Points = append(zigzag.Points, geom.MM(0.25, y), geom.MM(9.75, y))
		if i%2 == 1 {
			n := len(zigzag.Points)
			zigzag.Points[n-1], zigzag.Points[n-2] = zigzag.Points[n-2], zigzag.Points[n-1]
		}
	}
	for _, c := range []struct {
		name                               string
		region                             polygon.Region
		paths                              []toolpath.Path
		covered, overlapped, outside, laid float64
	}{
		{"a straight bead fills its strip", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25)}, 1, 0, 0, 1},
		{"half of it", rect(0, 0, 10, 1), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25)}, 0.5, 0, 0, 0.5},
		{"two beads side by side", rect(0, 0, 10, 1), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25), path(0.5, 0, 0.75, 10, 0.75)}, 1, 0, 0, 1},
		{"too close by a tenth", rect(0, 0, 10, 1), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25), path(0.5, 0, 0.7, 10, 0.7)}, 0.95, 0.05, 0, 1},
		{"the same twice", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25), apart(path(0.5, 10, 0.25, 0, 0.25))}, 1, 1, 0, 2},
		{"three times counts as overlap once", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25), apart(path(0.5, 10, 0.25, 0, 0.25)), apart(path(0.5, 0, 0.25, 10, 0.25))}, 1, 1, 0, 3},
		{"beside the outline within the margin", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.29, 10, 0.29)}, 0.92, 0, 0, 1},
		{"beyond the margin", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.35, 10, 0.35)}, 0.8, 0, 0.1, 1},
		{"lines", square, solid, 1, 0, 0, 1},
		{"loops are joined at their ends", square, loops, 1, 0, 0, 1},
		{"a zigzag in one stroke but for its flat ends", square, []toolpath.Path{zigzag}, 0.9975, 0, 0, 0.9975},
		{"in pieces that go on from each other", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.25, 4, 0.25), path(0.5, 4, 0.25, 10, 0.25)}, 1, 0, 0, 1},
		{"a stroke that comes back over itself bulges at its turn", rect(0, 0, 10, 0.5), []toolpath.Path{path(0.5, 0, 0.25, 10, 0.25, 0, 0.25)}, 1, 0.975, 0.02, 2},
		{"nothing laid", square, nil, 0, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, turn := range []float64{0, 0.3, math.Pi / 2, 4} {
				l := layer()
				for _, p := range c.paths {
					q := p
					q.Points = nil
					for _, v := range p.Points {
						q.Points = append(q.Points, v.Rotate(turn))
					}
					l.Paths = append(l.Paths, q)
				}
				check(t, Layer(l, c.region.Turn(turn), Options{Pixel: 0.005}), c.covered, c.overlapped, c.outside, c.laid, 0.001)
			}
		})
	}
}

var _ = medial.Beads
