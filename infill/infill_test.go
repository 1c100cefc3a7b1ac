package infill

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

const mm = geom.Millimetre

func rect(x0, y0, x1, y1 float64) polygon.Region {
	return polygon.Rect(geom.Box{Min: geom.MM(x0, y0), Max: geom.MM(x1, y1)})
}

// disc returns a regular polygon of 96 corners.
func disc(x, y, r float64) polygon.Region {
	var g polygon.Ring
	for i := range 96 {
		s, c := math.Sincos(2 * math.Pi * float64(i) / 96)
		g = append(g, geom.MM(x+r*c, y+r*s))
	}
	return polygon.Region{g}
}

// shapes are the regions that every pattern has to fill.
func shapes() map[string]polygon.Region {
	return map[string]polygon.Region{
		"square":  rect(-10, -10, 10, 10),
		"strip":   rect(3, 3, 60, 4.1),
		"disc":    disc(1, 2, 12),
		"ring":    polygon.Difference(disc(0, 0, 20), disc(0, 0, 14)),
		"holes":   polygon.Difference(rect(0, 0, 40, 30), polygon.Union(disc(10, 10, 4), disc(25, 15, 6), rect(31, 3, 36, 27))),
		"comb":    polygon.Difference(rect(0, 0, 40, 30), polygon.Union(rect(5, 5, 8, 31), rect(15, 5, 18, 31), rect(25, 5, 28, 31))),
		"islands": polygon.Union(rect(0, 0, 5, 5), rect(10, 0, 15, 20), disc(30, 5, 4)),
		"sliver":  rect(0, 0, 20, 0.05),
		"dot":     rect(0, 0, 0.01, 0.01),
	}
}

// each calls f for every pattern, density, angle and shape.
func each(f func(name string, r polygon.Region, opt Options)) {
	for name, r := range shapes() {
		for _, p := range []Pattern{Rectilinear, Grid, Gyroid, Concentric} {
			for _, density := range []float64{0.1, 0.35, 1} {
				for _, angle := range []float64{0, math.Pi / 4, 1, math.Pi / 2} {
					f(name, r, Options{p, 0.45 * mm, density, angle, 1.7, 3 * mm})
				}
			}
		}
	}
}

func TestFillStaysInside(t *testing.T) {
	each(func(name string, r polygon.Region, opt Options) {
		for _, l := range Fill(r, opt) {
			if p, ok := strays(l.Points, r); ok {
				t.Errorf("%s %+v: outside at %v", name, opt, p)
			}
		}
	})
}

// strays looks for a point of pts more than 1 micrometre outside r, every 0.3 mm and at
// the ends of every move.
func strays(pts []geom.Point, r polygon.Region) (geom.Point, bool) {
	o := newOutline(r)
	for i := 1; i < len(pts); i++ {
		n := math.Ceil(pts[i-1].Dist(pts[i]) / 0.3e6)
		for k := range int(n) + 1 {
			p := pts[i-1].Lerp(pts[i], float64(k)/n)
			if r.Contains(p) {
				continue
			}
			at := o.nearest(p)
			g := r[at.ring]
			if segDist2(p, g[at.edge], g[(int(at.edge)+1)%len(g)]) > 1000*1000 {
				return p, true
			}
		}
	}
	return geom.Point{}, false
}

func TestFillHasNoEmptyMoves(t *testing.T) {
	each(func(name string, r polygon.Region, opt Options) {
		for _, l := range Fill(r, opt) {
			for i := 1; i < len(l.Points); i++ {
				if l.Points[i] == l.Points[i-1] {
					t.Fatalf("%s %+v: point %d repeated", name, opt, i)
				}
			}
			if s := float64(l.Spacing) / 0.45e6; s < 0.8-1e-6 || s > 1.2+1e-6 {
				t.Errorf("%s %+v: spacing %d", name, opt, l.Spacing)
			}
		}
	})
}

// Every part of the outline is used at most once, and so is every stroke: no two moves of
// a fill run along each other. Equal ends of different moves are fine.
func TestFillNeverRepeatsAMove(t *testing.T) {
	each(func(name string, r polygon.Region, opt Options) {
		type move struct{ a, b geom.Point }
		seen := map[move]bool{}
		if opt.Pattern == Concentric {
			return
		}
		for _, l := range Fill(r, opt) {
			for i := 1; i < len(l.Points); i++ {
				m := move{l.Points[i-1], l.Points[i]}
				if m.b.Less(m.a) {
					m.a, m.b = m.b, m.a
				}
				if opt.Pattern != Grid && seen[m] {
					t.Fatalf("%s %+v: move %v twice", name, opt, m)
				}
				seen[m] = true
			}
		}
	})
}

func deposited(lines []Line) (area float64) {
	for _, l := range lines {
		area += geom.PolylineLength(l.Points) * geom.ToMM(l.Spacing)
	}
	return area
}

// Solid lines deposit the area of the region grown by half a spacing, whatever the extent.
func TestSolidDeposit(t *testing.T) {
	for _, w := range []float64{20, 20.1, 20.2, 20.3, 20.4} {
		for _, h := range []float64{6, 6.123, 6.2, 6.3, 6.4} {
			for _, turn := range []float64{0, 0.3, 1, 2} {
				r := rect(0, 0, w, h)
				for i, p := range r[0] {
					r[0][i] = p.Rotate(turn)
				}
				opt := Options{Spacing: 0.45 * mm, Density: 1, Angle: turn, Link: 1.5 * mm}
				lines := Fill(r, opt)
				if want, got := (w+.45)*(h+.45), deposited(lines); math.Abs(got/want-1) > 0.01 {
					t.Errorf("%g x %g: %.3f of %.3f mm2", w, h, got, want)
				}
				if len(lines) != 1 {
					t.Errorf("%g x %g: %d lines", w, h, len(lines))
				}
			}
		}
	}
}

func TestSolidDepositOfShapes(t *testing.T) {
	for _, name := range []string{"disc", "ring", "holes", "comb"} {
		r := shapes()[name]
		for _, angle := range []float64{0, math.Pi / 4, 1} {
			got := deposited(Fill(r, Options{Spacing: 0.45 * mm, Density: 1, Angle: angle, Link: 2 * mm}))
			want := r.Offset(0.225*mm, polygon.Mitre).Area()
			if math.Abs(got/want-1) > 0.025 {
				t.Errorf("%s at %g: %.2f of %.2f mm2 (%+.2f %%)", name, angle, got, want, 100*(got/want-1))
			}
		}
	}
}

// Sparse fills deposit their density, links left out.
func TestSparseDensity(t *testing.T) {
	r := rect(0, 0, 100, 100)
	for _, p := range []Pattern{Rectilinear, Grid, Concentric} {
		for _, density := range []float64{0.1, 0.2, 0.5} {
			got := deposited(Fill(r, Options{Pattern: p, Spacing: 0.45 * mm, Density: density})) / 1e4
			if math.Abs(got/density-1) > 0.1 {
				t.Errorf("%s at %g: %.4f", p, density, got)
			}
		}
	}
}

// The gyroid's density holds in the mean over a period of layers, each within a quarter.
func TestGyroidDensity(t *testing.T) {
	r := rect(0, 0, 100, 100)
	const density, n = 0.2, 40
	period := gyroidLength * 0.45 / density
	var sum float64
	for i := range n {
		z := period * float64(i) / n
		d := deposited(Fill(r, Options{Pattern: Gyroid, Spacing: 0.45 * mm, Density: density, Z: z})) / 1e4
		if math.Abs(d/density-1) > 0.25 {
			t.Errorf("z %.2f: %.4f", z, d)
		}
		sum += d / n
	}
	if math.Abs(sum/density-1) > 0.01 {
		t.Errorf("mean density %.4f, want %g", sum, density)
	}
}

// Every point of a wave solves the gyroid's equation, and no wave jumps.
func TestGyroidWaves(t *testing.T) {
	b := geom.Box{Min: geom.MM(-13, -7), Max: geom.MM(22, 30)}
	const period = 5 * mm
	for i := range 64 {
		z := period * float64(i) / 64
		for _, w := range gyroidWaves(b, period, z) {
			for k, p := range w {
				x, y := 2*math.Pi*float64(p.X)/period, 2*math.Pi*float64(p.Y)/period
				zz := 2 * math.Pi * z / period
				if f := math.Sin(x)*math.Cos(y) + math.Sin(y)*math.Cos(zz) + math.Sin(zz)*math.Cos(x); math.Abs(f) > 1e-5 {
					t.Fatalf("z %d: %v off the gyroid by %g", i, p, f)
				}
				if k > 0 && p.Dist(w[k-1]) > period/6 {
					t.Fatalf("z %d: a jump of %g", i, p.Dist(w[k-1]))
				}
			}
		}
	}
}

// Zigzags of a convex region are one line, of a comb one for each part that is monotone.
func TestLinking(t *testing.T) {
	for name, most := range map[string]int{"square": 1, "disc": 2, "strip": 1, "comb": 7, "ring": 5} {
		lines := Fill(shapes()[name], Options{Spacing: 0.45 * mm, Density: 1, Angle: 0.7, Link: 3 * mm})
		if len(lines) > most {
			t.Errorf("%s: %d lines, want at most %d", name, len(lines), most)
		}
	}
	if n := len(Fill(rect(0, 0, 10, 10), Options{Spacing: 0.5 * mm, Density: 1})); n != 21 {
		t.Errorf("without links: %d lines, want 21", n)
	}
}

// Sparse lines of shifted regions coincide where both lie.
func TestSparseLinesUp(t *testing.T) {
	opt := Options{Spacing: 0.45 * mm, Density: 0.2, Angle: 0.8}
	level := func(p geom.Point) float64 {
		x, y := p.MM()
		return (y*math.Cos(0.8) - x*math.Sin(0.8)) / 2.25
	}
	for _, r := range []polygon.Region{rect(0, 0, 20, 20), rect(-31.3, 2.7, 15, 9)} {
		for _, l := range Fill(r, opt) {
			if k := level(l.Points[0]); math.Abs(k-math.Round(k)) > 1e-5 {
				t.Errorf("line at %.4f", k)
			}
		}
	}
}

func TestFillOfNothing(t *testing.T) {
	for _, opt := range []Options{{}, {Spacing: 1}, {Density: 1}, {Spacing: -3, Density: 1}} {
		if got := Fill(rect(0, 0, 1, 1), opt); got != nil {
			t.Errorf("%+v: %v", opt, got)
		}
	}
	if got := Fill(nil, Options{Spacing: mm, Density: 1}); got != nil {
		t.Error(got)
	}
}

func TestFillIsDeterministic(t *testing.T) {
	each(func(name string, r polygon.Region, opt Options) {
		a, b := Fill(r, opt), Fill(r, opt)
		if len(a) != len(b) {
			t.Fatalf("%s %+v", name, opt)
		}
		for i := range a {
			for k, p := range a[i].Points {
				if b[i].Points[k] != p {
					t.Fatalf("%s %+v: line %d", name, opt, i)
				}
			}
		}
	})
}

// A gap between two walls is bridged across, whatever way it lies.
func TestBridgeAngle(t *testing.T) {
	for _, turn := range []float64{0, 30, 45, 90, 115, 170} {
		region, anchors := rect(0, 0, 10, 40), polygon.Union(rect(-5, 0, 0, 40), rect(10, 0, 15, 40))
		for _, r := range []polygon.Region{region, anchors} {
			for _, g := range r {
				for i, p := range g {
					g[i] = p.Rotate(turn * math.Pi / 180)
				}
			}
		}
		got, ok := BridgeAngle(region, anchors)
		if d := math.Abs(math.Remainder(got*180/math.Pi-turn, 180)); !ok || d > 1 {
			t.Errorf("turned by %g: %g, %v", turn, got*180/math.Pi, ok)
		}
	}
}

func TestBridgeAngleRefuses(t *testing.T) {
	if _, ok := BridgeAngle(rect(0, 0, 10, 10), rect(-5, 0, 0, 10)); ok {
		t.Error("a cantilever is no bridge")
	}
	if _, ok := BridgeAngle(nil, rect(-5, 0, 0, 10)); ok {
		t.Error("nothing is no bridge")
	}
	if _, ok := BridgeAngle(rect(0, 0, 10, 10), polygon.Difference(rect(-5, -5, 15, 15), rect(0, 0, 10, 10))); !ok {
		t.Error("a hole in a floor is held all around")
	}
}

// FuzzFill fills random regions: nothing may panic, leave the region, or repeat a point.
func FuzzFill(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(seed%4), uint8(seed*31))
	}
	f.Fuzz(func(t *testing.T, seed uint64, pattern, density uint8) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var g polygon.Ring
		for range 3 + rng.IntN(12) {
			g = append(g, geom.MM(20*rng.Float64(), 20*rng.Float64()))
		}
		r := polygon.NonZero([]polygon.Ring{g})
		p := []Pattern{Rectilinear, Grid, Gyroid, Concentric}[pattern%4]
		opt := Options{p, 0.45 * mm, 0.05 + float64(density)/250, 7 * rng.Float64(), rng.Float64(), 2 * mm}
		for _, l := range Fill(r, opt) {
			if p, ok := strays(l.Points, r); ok {
				t.Errorf("%+v: outside at %v", opt, p)
			}
		}
	})
}

func benchmark(b *testing.B, r polygon.Region, opt Options) {
	b.ReportAllocs()
	for b.Loop() {
		Fill(r, opt)
	}
}

func BenchmarkSolid(b *testing.B) {
	benchmark(b, rect(0, 0, 60, 60), Options{Spacing: 0.4 * mm, Density: 1, Angle: math.Pi / 4, Link: mm})
}

func BenchmarkSolidDisc(b *testing.B) {
	benchmark(b, disc(0, 0, 30), Options{Spacing: 0.4 * mm, Density: 1, Angle: math.Pi / 4, Link: mm})
}

func BenchmarkGyroid(b *testing.B) {
	benchmark(b, disc(0, 0, 30), Options{Pattern: Gyroid, Spacing: 0.4 * mm, Density: 0.2, Link: 3 * mm})
}
