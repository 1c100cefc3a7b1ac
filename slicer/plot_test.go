package slicer

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
)

// winding returns a stroke of n spots that turns by chance, near the origin.
func winding(rnd *rand.Rand, n int) track {
	var t track
	at, dir := geom.V(-1.2, 0.3), 0.0
	for range n {
		t.spots = append(t.spots, spot{at: at, width: 0.4 + 0.3*rnd.Float64()})
		dir += rnd.NormFloat64() * 0.25
		s, c := math.Sincos(dir)
		at = at.Add(geom.V(c, s).Mul(0.2))
	}
	t.measure()
	t.edges(0, n)
	return t
}

// sum returns what p tells to be laid, mm2.
func (p *plot) sum() (mm2 float64) {
	for _, n := range p.times {
		mm2 += float64(n) * plotPixel * plotPixel
	}
	return mm2
}

// TestPlotArea holds that a plot tells of strokes the area that they lay, and nothing once they are taken
// away.
func TestPlotArea(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var s settler
		s.begin(geom.Vec{}, nil)
		s.tracks = []track{winding(rnd, 12)}
		want, q := 0.0, s.tracks[0].spots
		for k := 1; k < len(q); k++ {
			want += q[k].at.Sub(q[k-1].at).Len() * (q[k].width + q[k-1].width) / 2
		}
		strips := s.strips(nil, ribbon{0, 1, len(q) - 1})
		s.lay(strips, 1, true)
		s.show(all)
		if got := s.sum(); math.Abs(got-want) > 0.02*want {
			t.Errorf("%.4f mm2 laid, the plot tells %.4f", want, got)
		}
		s.lay(strips, -1, true)
		s.show(all)
		for k, n := range s.times {
			if math.Abs(float64(n)) > 1e-5 {
				t.Fatalf("pixel %d: %g left of what was taken away", k, n)
			}
		}
	}
}

// TestPlotOpen holds that of two ribbons with the same ends it does not matter whether the ends are closed.
func TestPlotOpen(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var s settler
	s.begin(geom.Vec{}, nil)
	s.tracks = []track{winding(rnd, 14)}
	r := ribbon{0, 3, 10}
	was := s.strips(nil, r)
	for k := 5; k <= 7; k++ {
		s.tracks[0].spots[k].at.Y += 0.1
	}
	s.tracks[0].edges(4, 8)
	now := s.strips(nil, r)
	s.lay(was, -1, false)
	s.lay(now, 1, false)
	s.show(all)
	open := s.times
	s.begin(geom.Vec{}, nil)
	s.lay(was, -1, true)
	s.lay(now, 1, true)
	s.show(all)
	for k, n := range s.times {
		if math.Abs(float64(n-open[k])) > 1e-5 {
			t.Fatalf("pixel %d: %g closed, %g open", k, n, open[k])
		}
	}
}

// TestPlotBack holds that what is kept comes back to the last bit, and that a box is shown as the whole is.
func TestPlotBack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		var s settler
		s.begin(geom.Vec{}, []edge{{geom.V(2, -2), geom.V(2, 2)}, {geom.V(-2, 2), geom.V(-2, -2)}})
		s.tracks = []track{winding(rnd, 12), winding(rnd, 12)}
		s.lay(s.strips(nil, ribbon{0, 1, 11}), 1, true)
		s.show(all)
		was := s.plot
		strips := s.strips(nil, ribbon{1, 2, 8})
		box := boxOf(strips)
		if !box.within() {
			t.Fatalf("%+v is not in the plot", box)
		}
		s.keep(box)
		s.lay(strips, 1, true)
		if got, want := s.show(box), s.price(box.seen()); got != want {
			t.Fatalf("shown at a price of %v, want %v", got, want)
		}
		part := s.plot
		s.show(all)
		for k := range s.left {
			if math.Abs(float64(s.left[k]-part.left[k])) > 1e-5 || math.Abs(float64(s.sums[k]-part.sums[k])) > 1e-4 {
				t.Fatalf("pixel %d: %g and %g, of the box alone %g and %g", k, s.left[k], s.sums[k], part.left[k], part.sums[k])
			}
		}
		s.plot = part
		s.back(box)
		if s.edges != was.edges || s.times != was.times || s.left != was.left || s.sums != was.sums {
			t.Fatal("not as it was")
		}
	}
}
