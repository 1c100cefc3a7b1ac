package deposit

import (
	"math"
	"math/rand/v2"
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

// band is a ring of the given width whose middle is a circle of the given radius, mm.
func band(radius, width float64) polygon.Region {
	circle := func(r float64) polygon.Ring {
		out := make(polygon.Ring, 400)
		for i := range out {
			s, c := math.Sincos(2 * math.Pi * float64(i) / 400)
			out[i] = geom.MM(r*c, r*s)
		}
		return out
	}
	hole := circle(radius - width/2)
	hole.Reverse()
	return polygon.NonZero([]polygon.Ring{circle(radius + width/2), hole})
}

// TestBeads lays the beads of a band of 0.9 to 4 mm.
func TestBeads(t *testing.T) {
	for _, width := range []float64{0.9, 1.3, 2, 4} {
		r := band(20, width)
		beads, rest := medial.Beads(r, medial.BeadOptions{Nominal: 450_000, Min: 340_000, Max: 600_000})
		if !rest.Empty() {
			t.Fatalf("a band of %g mm has no beads", width)
		}
		l := layer()
		for _, b := range beads {
			p := toolpath.Path{Points: b.Points, Flow: 1}
			for _, w := range b.Widths {
				p.Widths = append(p.Widths, toolpath.WidthFor(geom.ToMM(w), height))
			}
			if b.Closed {
				p.Points, p.Widths = append(p.Points, p.Points[0]), append(p.Widths, p.Widths[0])
			}
			l.Paths = append(l.Paths, p)
		}
		check(t, Layer(l, r, Options{}), 1, 0, 0, 1, 0.005)
	}
}

// wander returns a random stroke of n steps that turns by up to most radians at each.
func wander(rnd *rand.Rand, n int, step, most, width float64) stroke {
	var s stroke
	at, dir := geom.Vec{}, 0.0
	s.start(geom.MM(0, 0))
	for range n {
		dir += (2*rnd.Float64() - 1) * most
		d := step * (1 + rnd.Float64())
		at = at.Add(geom.V(d*math.Cos(dir), d*math.Sin(dir)))
		p := geom.MM(at.X, at.Y)
		s.to(p, d*width*(0.8+0.4*rnd.Float64()))
	}
	return s
}

// laid returns the area that the raster finds laid, each place as often as it is.
func laid(s *stroke, pixel float64) float64 {
	f := newFigure(pixel, tilt)
	f.stroke(s)
	var sum float64
	f.sweep(func(_ int, x0, x1 float64, at place) { sum += (x1 - x0) * float64(at.beads) })
	return sum * pixel
}

// TestAreaIsKept checks guarantee 4 on random strokes: exactly on long segments, turns of
// any angle included, and no less than it where the turns are too tight for the width.
func TestAreaIsKept(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		s := wander(rnd, 20, 2, math.Pi, 0.5)
		if got, want := laid(&s, 0.005), s.area(); math.Abs(got-want) > 0.004*want {
			t.Fatalf("long segments: %.4f mm2 laid, want %.4f: %v", got, want, s.points)
		}
		s = wander(rnd, 200, 0.05, 0.3, 0.5)
		if got, want := laid(&s, 0.005), s.area(); got < 0.998*want || got > 1.1*want {
			t.Fatalf("short segments: %.4f mm2 laid, want %.4f: %v", got, want, s.points)
		}
	}
}

// TestTurns lays one turn of each angle: it is covered once, or where it turns back, the
// area of the overlap is what two strips have in common less what bulges.
func TestTurns(t *testing.T) {
	for deg := -180; deg <= 180; deg += 15 {
		s, c := math.Sincos(float64(deg) * math.Pi / 180)
		var st stroke
		st.start(geom.MM(-10, 0))
		st.to(geom.MM(0, 0), 10*0.5)
		st.to(geom.MM(10*c, 10*s), 10*0.5)
		f := newFigure(0.002, tilt)
		f.stroke(&st)
		var once, twice float64
		f.sweep(func(_ int, x0, x1 float64, at place) {
			once += (x1 - x0) * 0.002
			if at.beads > 1 {
				twice += (x1 - x0) * 0.002
			}
		})
		if math.Abs(once+twice-10) > 0.005 {
			t.Errorf("%d degrees: %.4f mm2", deg, once+twice)
		}
		if deg >= -90 && deg <= 90 && twice > 0.001 {
			t.Errorf("%d degrees: %.4f mm2 laid twice", deg, twice)
		}
	}
}

// TestRaster compares with places asked for one by one: what covers them is known from
// the distance to a straight bead.
func TestRaster(t *testing.T) {
	a, b := geom.V(1, 2), geom.V(9, 5)
	l := layer(path(0.6, a.X, a.Y, b.X, b.Y), path(0.4, 2, 5, 8, 2))
	c, d := geom.V(2, 5), geom.V(8, 2)
	in := func(p, a, b geom.Vec, width float64) bool {
		u := b.Sub(a).Mul(1 / b.Sub(a).Len())
		v := p.Sub(a)
		return v.Dot(u) > 0 && v.Dot(u) < b.Sub(a).Len() && math.Abs(v.Cross(u)) < width/2
	}
	var want Coverage
	const n = 1000
	for i := range n * n {
		p := geom.V(10*(float64(i%n)+0.5)/n, 6*(float64(i/n)+0.5)/n)
		one, two := in(p, a, b, 0.6), in(p, c, d, 0.4)
		if one || two {
			want.Covered += 1.0 / n / n
		}
		if one && two {
			want.Overlapped += 1.0 / n / n
		}
	}
	got := Layer(l, rect(0, 0, 10, 6), Options{})
	check(t, got, want.Covered, want.Overlapped, 0, got.Laid, 2e-4)
}

// TestNoSection has a layer where the mesh has none.
func TestNoSection(t *testing.T) {
	if c := Layer(layer(path(0.5, 0, 0, 10, 0)), nil, Options{}); c != (Coverage{Outside: 1}) {
		t.Errorf("%+v", c)
	}
	if c := Layer(layer(), nil, Options{}); c != (Coverage{}) {
		t.Errorf("%+v", c)
	}
}
