package mesh

import (
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// checkNormal fails the test unless r is in what can be checked cheaply of normal form.
func checkNormal(t *testing.T, r polygon.Region) {
	t.Helper()
	for _, g := range r {
		if len(g) < 3 || g.Area() == 0 {
			t.Fatalf("ring of %d points and area %g", len(g), g.Area())
		}
	}
	if r.Area() < 0 {
		t.Fatalf("section of negative area %g", r.Area())
	}
}

// integral returns the volume of m by n sections.
func integral(t *testing.T, m *Mesh, n int) float64 {
	top := m.Size().Z
	zs := make([]float64, n)
	for i := range zs {
		zs[i] = top * (float64(i) + 0.5) / float64(n)
	}
	sum := 0.0
	for _, r := range m.Sections(zs) {
		checkNormal(t, r)
		sum += r.Area() * top / float64(n)
	}
	return sum
}

func TestSectionsIntegrateToVolume(t *testing.T) {
	for seed := range uint64(24) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		for _, c := range []struct {
			name  string
			solid tri
		}{
			{"box", box(Vec{}, Vec{30, 20, 10})},
			{"torus", torus(40, 8, 24, 12)},
			{"blob", blob(30, 8, rnd)},
			{"cavity", joined(box(Vec{}, Vec{30, 30, 30}), inverted(box(Vec{5, 6, 7}, Vec{20, 21, 22})))},
			{"beside", joined(box(Vec{}, Vec{9, 9, 9}), moved(torus(20, 4, 16, 8), Vec{60, 0, 0}))},
		} {
			name, s := c.name, tumbled(c.solid, rnd)
			m, r := mustMesh(t, s)
			if !r.Closed || r.OpenEdges+r.NonManifold+r.Flipped+r.Degenerate+r.Duplicate > 0 || r.Overlaps {
				t.Errorf("seed %d, %s: repaired a sound mesh: %+v", seed, name, *r)
			}
			want := tetraVolume(s)
			near(t, name+" volume", m.Volume(), want, 1e-6*want)
			near(t, name+" sections", integral(t, m, 200), want, 2e-3*want)
		}
	}
}

// A staircase has facets at the heights where it is cut: the section there is that of
// the step above.
func TestSectionAtFacets(t *testing.T) {
	s := joined(
		box(Vec{}, Vec{30, 10, 5}), box(Vec{10, 0, 5}, Vec{30, 10, 10}), box(Vec{20, 0, 10}, Vec{30, 10, 15}))
	m, r := mustMesh(t, s)
	if !r.Closed {
		t.Errorf("not closed: %+v", *r)
	}
	for _, c := range []struct{ z, area float64 }{
		{-1, 0}, {0, 300}, {2.5, 300}, {5, 200}, {7, 200}, {10, 100}, {14.999, 100}, {15, 0}, {16, 0},
	} {
		near(t, "area", m.Section(c.z).Area(), c.area, 1e-9)
	}
}

// A plane through vertices only, and along edges, closes its loops too.
func TestSectionThroughVertices(t *testing.T) {
	octa := func(p Vec) tri {
		var out tri
		x, y, z := Vec{p.X, 0, 0}, Vec{0, p.Y, 0}, Vec{0, 0, p.Z}
		neg := func(v Vec) Vec { return v.scale(-1) }
		for _, f := range [][3]Vec{{x, y, z}, {y, neg(x), z}, {neg(x), neg(y), z}, {neg(y), x, z}} {
			out = append(out, f)
			down := func(v Vec) Vec { v.Z = -v.Z; return v }
			out = append(out, [3]Vec{down(f[1]), down(f[0]), down(f[2])})
		}
		return out
	}
	m, _ := mustMesh(t, octa(Vec{10, 10, 10}))
	near(t, "at the middle", m.Section(10).Area(), 200, 1e-6)
	near(t, "at the lower tip", m.Section(0).Area(), 0, 1e-6)
	near(t, "at the upper tip", m.Section(20).Area(), 0, 1e-6)
	turned, _ := mustMesh(t, mapped(octa(Vec{10, 10, 10}), func(v Vec) Vec { return Vec{v.Y, v.Z, v.X} }))
	near(t, "volume", integral(t, turned, 100), 4000.0/3, 1)
}

func TestSectionsOfOverlappingShells(t *testing.T) {
	s := joined(box(Vec{}, Vec{10, 10, 10}), box(Vec{5, 5, 0}, Vec{15, 15, 10}), box(Vec{2, 2, 2}, Vec{4, 4, 8}))
	m, r := mustMesh(t, s)
	if !r.Overlaps || r.Shells != 3 || len(r.Warnings) == 0 {
		t.Errorf("overlap not reported: %+v", *r)
	}
	near(t, "section", m.Section(5).Area(), 175, 1e-9)
	near(t, "volume", m.Volume(), 1750, 0.01)
}

// A prism over a five-pointed star drawn in one stroke goes through itself: its middle is
// inside it twice.
func TestSectionsOfOneShellThroughItself(t *testing.T) {
	at := func(k int, z float64) Vec {
		s, c := math.Sincos(float64(k) * 4 * math.Pi / 5)
		return Vec{20 * c, 20 * s, z}
	}
	var star tri
	for k := range 5 {
		a, b, c, d := at(k, 0), at(k+1, 0), at(k+1, 9), at(k, 9)
		star = append(star, [3]Vec{a, b, c}, [3]Vec{a, c, d}, [3]Vec{b, a, {}}, [3]Vec{d, c, {Z: 9}})
	}
	m, r := mustMesh(t, mapped(star, func(v Vec) Vec { return Vec{float64(float32(v.X)), float64(float32(v.Y)), v.Z} }))
	if !r.Overlaps || !r.Closed || r.Shells != 1 || len(r.Warnings) == 0 {
		t.Errorf("overlap not reported: %+v", *r)
	}
	area := 5 * 20 * (20 * (3 - math.Sqrt(5)) / 2) * math.Sin(math.Pi/5)
	near(t, "section", m.Section(4).Area(), area, 1e-3)
	near(t, "volume", m.Volume(), 9*area, 0.01)
}

// The section of solids that overlap in any way is the union of their sections.
func TestSectionOfUnionIsUnionOfSections(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		solids := []tri{
			tumbled(torus(30, 8, 24, 12), rnd), tumbled(box(Vec{-15, -15, -15}, Vec{20, 12, 15}), rnd), tumbled(blob(20, 6, rnd), rnd),
		}
		all, r := mustMesh(t, joined(solids...))
		if !r.Overlaps {
			t.Errorf("seed %d: no overlap seen", seed)
		}
		from := corner(joined(solids...))
		for _, z := range []float64{5, 12.3, 20, 31.7} {
			var parts []polygon.Region
			for _, s := range solids {
				one, _ := mustMesh(t, s)
				d := corner(s).sub(from)
				parts = append(parts, one.Section(z-d.Z).Shift(geom.MM(d.X, d.Y)))
			}
			want := polygon.Union(parts...)
			if d := polygon.Xor(all.Section(z), want).Area(); d > 0.01 {
				t.Errorf("seed %d: at %g the sections differ by %g mm2 of %g", seed, z, d, want.Area())
			}
		}
	}
}

// corner returns the point of t's box that is placed at the origin.
func corner(t tri) Vec {
	var vs []Vec
	for _, f := range t {
		vs = append(vs, f[:]...)
	}
	lo, hi := bounds(vs)
	return Vec{(lo.X + hi.X) / 2, (lo.Y + hi.Y) / 2, lo.Z}
}

// A box without one of its sides has gaps in its outlines, which are bridged.
func TestSectionsOfOpenMesh(t *testing.T) {
	s := blob(30, 8, rand.New(rand.NewPCG(5, 5)))
	want := tetraVolume(s)
	m, r := mustMesh(t, append(append(tri{}, s[:90]...), s[114:]...))
	if r.Closed || r.StillOpen == 0 || len(r.Warnings) == 0 {
		t.Fatalf("a large hole was closed: %+v", *r)
	}
	near(t, "volume", integral(t, m, 100), want, 0.15*want)
	near(t, "Volume", m.Volume(), want, 0.15*want)
}

func TestSectionsKeepOrderAndProcessors(t *testing.T) {
	m, _ := mustMesh(t, tumbled(torus(40, 8, 48, 24), rand.New(rand.NewPCG(1, 2))))
	zs := []float64{9, 1, 5, 5, 30, -2, 7}
	all := m.Sections(zs)
	for i, z := range zs {
		if one := m.Section(z); !reflect.DeepEqual(one, all[i]) && len(one)+len(all[i]) > 0 {
			t.Errorf("section %d at %g differs from the one made alone", i, z)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(8))
	if again := m.Sections(zs); !reflect.DeepEqual(again, all) {
		t.Error("sections depend on the number of processors")
	}
}

func TestTurn(t *testing.T) {
	m, _ := mustMesh(t, box(Vec{3, 4, 5}, Vec{33, 14, 10}))
	q := m.Turn(geom.ToMM(1570796327) / 1000)
	near(t, "x", q.Size().X, 10, 1e-6)
	near(t, "y", q.Size().Y, 30, 1e-6)
	near(t, "section", q.Section(1).Area(), 300, 1e-3)
	lo, hi := bounds(q.Vertices)
	near(t, "centre x", lo.X+hi.X, 0, 1e-9)
	near(t, "centre y", lo.Y+hi.Y, 0, 1e-9)
	near(t, "bottom", lo.Z, 0, 0)
}

func TestFlats(t *testing.T) {
	s := joined(box(Vec{}, Vec{30, 10, 5}), box(Vec{10, 0, 5}, Vec{30, 10, 10.0004}))
	m, _ := mustMesh(t, s)
	got := m.Flats()
	want := []Flat{{0, 0, 300}, {5, 300, 200}, {10.0004, 200, 0}}
	if len(got) != len(want) {
		t.Fatalf("flats %v", got)
	}
	for i, f := range got {
		near(t, "z", f.Z, want[i].Z, 1e-9)
		near(t, "up", f.Up, want[i].Up, 1e-6)
		near(t, "down", f.Down, want[i].Down, 1e-6)
	}
}

func TestSimplifiedIsWithinItsToleranceOfTheSection(t *testing.T) {
	const tol = 12_500
	for name, s := range map[string]tri{
		"torus":           torus(20, 6, 60, 24),
		"boxes that meet": joined(box(Vec{}, Vec{20, 20, 10}), box(Vec{10, 10, 0}, Vec{40, 30, 10})),
	} {
		m, _ := mustMesh(t, s)
		zs := []float64{0.3, 1.7, m.Size().Z / 2, m.Size().Z - 0.3}
		whole := m.Sections(zs)
		for i, r := range m.Simplified(zs, tol) {
			for _, d := range []polygon.Region{
				polygon.Difference(r, whole[i].Offset(2*tol, polygon.Mitre)),
				polygon.Difference(whole[i], r.Offset(2*tol, polygon.Mitre)),
			} {
				if !d.Empty() {
					t.Errorf("%s at %g: %g mm2 are further than the tolerance away", name, zs[i], d.Area())
				}
			}
		}
	}
}
