package mesh

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// sound fails the test unless every half-edge of m has a twin that runs the other way,
// and no face has a vertex twice.
func sound(t *testing.T, m *Mesh) {
	t.Helper()
	for h, w := range m.twin {
		h := int32(h)
		if w < 0 || m.twin[w] != h || m.from(h) != m.to(w) || m.to(h) != m.from(w) {
			t.Fatalf("half-edge %d has twin %d", h, w)
		}
	}
	for _, f := range m.Faces {
		if f[0] == f[1] || f[1] == f[2] || f[2] == f[0] {
			t.Fatalf("face %v", f)
		}
	}
}

func TestRepair(t *testing.T) {
	cube := box(Vec{}, Vec{10, 10, 10})
	cavity := inverted(box(Vec{2, 2, 2}, Vec{8, 8, 8}))
	few := append(tri{}, cube...)
	few[3] = [3]Vec{few[3][0], few[3][2], few[3][1]}
	few[7] = [3]Vec{few[7][0], few[7][2], few[7][1]}
	fin := tri{{{0, 0, 0}, {10, 0, 0}, {5, 0, -4}}, {{0, 0, 0}, {5, 0, -4}, {10, 0, 0}}}
	slit := append(tri{}, cube[2:]...) // the lower face, with a corner in the middle of an edge
	slit = append(slit,
		[3]Vec{{0, 0, 0}, {0, 10, 0}, {10, 10, 0}},
		[3]Vec{{0, 0, 0}, {10, 10, 0}, {5, 0, 0}}, [3]Vec{{5, 0, 0}, {10, 10, 0}, {10, 0, 0}})
	jitter := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct {
		name   string
		solid  tri
		volume float64
		want   Report
	}{
		{"sound", cube, 1000, Report{Shells: 1}},
		{"inside out", inverted(cube), 1000, Report{Shells: 1, Flipped: 12}},
		{"cavity", joined(cube, cavity), 784, Report{Shells: 2}},
		{"cavity, all inside out", inverted(joined(cube, cavity)), 784, Report{Shells: 2, Flipped: 24}},
		{"one of two inside out", joined(moved(cube, Vec{20, 0, 0}), box(Vec{}, Vec{11, 11, 11}), inverted(moved(cube, Vec{0, 20, 0}))),
			3331, Report{Shells: 3, Flipped: 12}},
		{"two faces turned", few, 1000, Report{Shells: 1, Flipped: 2}},
		{"face missing", cube[1:], 1000, Report{Shells: 1, OpenEdges: 3, HolesClosed: 1}},
		{"side missing", cube[2:], 1000, Report{Shells: 1, OpenEdges: 4, HolesClosed: 1}},
		{"two sides missing", cube[4:], 1000, Report{Shells: 1, OpenEdges: 8, HolesClosed: 2}},
		{"corner in an edge", slit, 1000, Report{Shells: 1, OpenEdges: 3, HolesClosed: 1}},
		{"face twice", joined(cube, cube[4:5]), 1000, Report{Shells: 1, Duplicate: 1}},
		{"everything twice", joined(cube, cube), 1000, Report{Shells: 1, Duplicate: 12}},
		{"fin", joined(cube, fin), 1000, Report{Shells: 1, Duplicate: 2}},
		{"degenerate", joined(cube, tri{{{0, 0, 0}, {0, 0, 0}, {99, 0, 0}}}), 1000, Report{Shells: 1, Degenerate: 1}},
		{"stacked boxes", joined(cube, moved(cube, Vec{0, 0, 10})), 2000, Report{Shells: 1, Duplicate: 4}},
		{"boxes at an edge", joined(cube, moved(cube, Vec{10, 10, 0})), 2000, Report{Shells: 2, NonManifold: 1}},
		{"corners apart", mapped(cube, func(v Vec) Vec {
			return Vec{v.X + jitter.Float64()*5e-4, v.Y + jitter.Float64()*5e-4, v.Z + jitter.Float64()*5e-4}
		}), 1000, Report{Shells: 1, Welded: 28}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, r := mustMesh(t, c.solid)
			sound(t, m)
			near(t, "volume", m.Volume(), c.volume, 0.3)
			c.want.Format, c.want.Unit, c.want.Triangles, c.want.Closed = "triangles", "mm", len(c.solid), true
			r.Warnings, c.want.Raised = nil, r.Raised
			if got := *r; !sameReport(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func sameReport(a, b Report) bool {
	a.Warnings, b.Warnings = nil, nil
	return [...]any{a.Format, a.Unit, a.Triangles, a.Welded, a.Degenerate, a.Duplicate, a.Flipped, a.OpenEdges,
		a.NonManifold, a.HolesClosed, a.StillOpen, a.Shells, a.Overlaps, a.Raised, a.Closed} ==
		[...]any{b.Format, b.Unit, b.Triangles, b.Welded, b.Degenerate, b.Duplicate, b.Flipped, b.OpenEdges,
			b.NonManifold, b.HolesClosed, b.StillOpen, b.Shells, b.Overlaps, b.Raised, b.Closed}
}

// Whatever order faces come in, and wherever a hole is, the solid is the same.
func TestRepairAnyOrder(t *testing.T) {
	for seed := range uint64(30) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		s := tumbled(torus(30, 6, 20, 10), rnd)
		want := tetraVolume(s)
		rnd.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		for i := range s {
			k := rnd.IntN(3)
			s[i] = [3]Vec{s[i][k], s[i][(k+1)%3], s[i][(k+2)%3]}
			if rnd.IntN(4) == 0 {
				s[i][1], s[i][2] = s[i][2], s[i][1]
			}
		}
		m, r := mustMesh(t, s[3:])
		sound(t, m)
		if r.OpenEdges == 0 || r.HolesClosed == 0 || r.Flipped == 0 {
			t.Errorf("seed %d: %+v", seed, *r)
		}
		near(t, "volume", m.Volume(), want, 0.02*want)
	}
}

func TestUnusable(t *testing.T) {
	cube := box(Vec{}, Vec{10, 10, 10})
	nan := append(tri{}, cube...)
	nan[5][1].Y = math.NaN()
	inf := append(tri{}, cube...)
	inf[11][2].Z = math.Inf(-1)
	rnd := rand.New(rand.NewPCG(3, 3))
	var shreds tri
	for range 200 {
		v := func() Vec { return Vec{rnd.Float64() * 90, rnd.Float64() * 90, rnd.Float64() * 90} }
		shreds = append(shreds, [3]Vec{v(), v(), v()})
	}
	for _, c := range []struct {
		name  string
		solid tri
		opt   Options
		want  error
	}{
		{"nothing", nil, Options{}, ErrEmpty},
		{"points", tri{{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}}, Options{}, ErrUnusable},
		{"not a number", nan, Options{}, ErrUnusable},
		{"infinite", inf, Options{}, ErrUnusable},
		{"sheet", cube[:2], Options{Unit: "mm"}, ErrUnusable},
		{"triangle", cube[:1], Options{Unit: "mm"}, ErrUnusable},
		{"line", tri{{{0, 0, 0}, {50, 50, 50}, {99, 99, 99}}}, Options{}, ErrUnusable},
		{"shreds", shreds, Options{}, ErrUnusable},
		{"back to back", tri{cube[0], inverted(cube[:1])[0]}, Options{}, ErrUnusable},
		{"parsec", cube, Options{Unit: "parsec"}, ErrUnit},
		{"metres of it", cube, Options{Unit: "m"}, ErrTooLarge},
		{"huge", mapped(cube, func(v Vec) Vec { return v.scale(1e300) }), Options{Unit: "mm"}, ErrTooLarge},
		{"huge", mapped(cube, func(v Vec) Vec { return v.scale(1e300) }), Options{}, ErrUnit},
	} {
		m, r, err := FromTriangles(c.solid, c.opt)
		if !errors.Is(err, c.want) || m != nil || r != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestUnits(t *testing.T) {
	frame := joined(box(Vec{}, Vec{160, 180, 2}), box(Vec{0, 0, 2}, Vec{160, 3, 20}))
	clip := box(Vec{}, Vec{5.9, 14.5, 3})
	scaled := func(t tri, k float64) tri { return mapped(t, func(v Vec) Vec { return v.scale(k) }) }
	for _, c := range []struct {
		name  string
		solid tri
		unit  string
		side  float64 // 0 where it is refused
	}{
		{"frame", frame, "", 180},
		{"clip", clip, "", 14.5},
		{"frame in inches", scaled(frame, 1/25.4), "", 0},
		{"frame in inches, said", scaled(frame, 1/25.4), "inch", 180},
		{"frame in inches, said to be mm", scaled(frame, 1/25.4), "mm", 180 / 25.4},
		{"frame in cm", scaled(frame, 0.1), "", 0},
		{"frame in cm, said", scaled(frame, 0.1), "cm", 180},
		{"frame in metres", scaled(frame, 0.001), "", 0},
		{"frame in metres, said", scaled(frame, 0.001), "m", 180},
		{"frame in micrometres", scaled(frame, 1000), "", 0},
		{"clip in inches", scaled(clip, 1/25.4), "", 0},
		{"frame twice read as inches", scaled(frame, 25.4), "", 0},
	} {
		m, r, err := FromTriangles(c.solid, Options{Unit: c.unit})
		switch {
		case c.side == 0 && !errors.Is(err, ErrUnit):
			t.Errorf("%s: %v, want %v", c.name, err, ErrUnit)
		case c.side != 0 && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.side != 0:
			near(t, c.name, m.Size().Y, c.side, 1e-5)
			if c.unit != "" && r.Unit != c.unit {
				t.Errorf("%s: unit %s", c.name, r.Unit)
			}
		}
	}
}
