package mesh

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

// slabs returns the mesh of boxes above each other, from and to heights in mm, with pegs
// across the gaps where they are asked for.
func slabs(t *testing.T, pegs int, heights ...[2]float64) *Mesh {
	t.Helper()
	var tris [][3]Vec
	add := func(lo, hi Vec) {
		v := func(i int) Vec {
			p := lo
			if i&1 > 0 {
				p.X = hi.X
			}
			if i&2 > 0 {
				p.Y = hi.Y
			}
			if i&4 > 0 {
				p.Z = hi.Z
			}
			return p
		}
		for _, q := range [][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
			tris = append(tris, [3]Vec{v(q[0]), v(q[1]), v(q[2])}, [3]Vec{v(q[0]), v(q[2]), v(q[3])})
		}
	}
	for i, h := range heights {
		add(Vec{0, 0, h[0]}, Vec{60, 20, h[1]})
		for k := range pegs {
			if i > 0 {
				x := 5 + 10*float64(k)
				add(Vec{x, 5, heights[i-1][1] - 0.5}, Vec{x + 2, 7, h[0] + 0.5})
			}
		}
	}
	m, _, err := FromTriangles(tris, Options{Unit: "mm"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestStacked(t *testing.T) {
	for _, c := range []struct {
		name    string
		pegs    int
		heights [][2]float64
		want    *Stacked
	}{
		{"one", 0, [][2]float64{{0, 5}}, nil},
		{"two", 0, [][2]float64{{0, 5}, {5.3, 10.3}}, &Stacked{2, 5, 5.3, 0.3, 0, 0}},
		{"three, on pegs", 4, [][2]float64{{0, 5}, {5.25, 10.25}, {10.5, 15.5}}, &Stacked{3, 5, 5.25, 0.25, 4, 16}},
		{"unequal", 0, [][2]float64{{0, 5}, {5.3, 8}}, nil},
		{"far apart", 0, [][2]float64{{0, 5}, {8, 13}}, nil},
	} {
		got := slabs(t, c.pegs, c.heights...).Stacked()
		if (got == nil) != (c.want == nil) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		} else if got != nil && (got.Levels != c.want.Levels || got.Islands != c.want.Islands ||
			math.Abs(got.Height-c.want.Height)+math.Abs(got.Pitch-c.want.Pitch)+math.Abs(got.Gap-c.want.Gap)+math.Abs(got.Joined-c.want.Joined) > 1e-3) {
			t.Errorf("%s: %+v, want %+v", c.name, *got, *c.want)
		}
	}
}

func TestRealStacks(t *testing.T) {
	if _, err := os.Stat(framesDir); err != nil {
		t.Skipf("no frames in %s", framesDir)
	}
	for _, c := range []struct {
		name    string
		levels  int
		pitch   float64
		gap     float64
		islands int
	}{{"yschroeder-v18-stack4", 4, 20.25, 0.25, 28}, {"ecovid-stack3", 3, 4.95, 0.325, 0}, {"yschroeder-v18", 0, 0, 0, 0}, {"verkstan-iso838-v4", 0, 0, 0, 0}, {"prusa-rc3", 0, 0, 0, 0}} {
		m, _, err := Load(filepath.Join(framesDir, c.name+".stl"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := m.Stacked()
		if s == nil {
			s = &Stacked{}
		}
		if s.Levels != c.levels || math.Abs(s.Pitch-c.pitch) > 0.01 || math.Abs(s.Gap-c.gap) > 0.005 || s.Islands != c.islands {
			t.Errorf("%s: %+v, want %+v", c.name, *s, c)
		}
	}
}
