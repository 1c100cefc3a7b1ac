package slicer

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
)

// TestSampledLayers checks which layers a sample has and what they stand for.
func TestSampledLayers(t *testing.T) {
	for n := 1; n < 40; n++ {
		for _, c := range [][3]int{{1, 0, 0}, {4, 0, 0}, {5, 0, 0}, {5, 3, 4}, {5, 100, 100}, {5, 0, 7}} {
			which, weights := sampled(n, c[0], c[1], c[2])
			sum := 0
			for _, w := range weights {
				sum += w
			}
			if sum != n || len(which) != len(weights) || which[0] != 0 || which[len(which)-1] != n-1 || !slices.IsSorted(which) || len(slices.Compact(slices.Clone(which))) < len(which) {
				t.Errorf("%d layers, %v: %v stand for %v", n, c, which, weights)
			}
			if c[0] == 1 && len(which) != n {
				t.Errorf("%d of %d layers", len(which), n)
			}
		}
	}
}

// TestSampleIsOfTheWhole compares the layers of a sample with those of the whole print: the
// same heights, regions, roles and volumes.
func TestSampleIsOfTheWhole(t *testing.T) {
	for _, changes := range [][]string{nil, {"process.fill=100%"}, {"process.fill_pattern=gyroid"}} {
		s := New(settings(t, changes...))
		c, err := s.Sections(wedge(t))
		if err != nil {
			t.Fatal(err)
		}
		whole, err := s.Lay(c)
		if err != nil {
			t.Fatal(err)
		}
		some, weights, err := s.Sample(c, 5)
		if err != nil {
			t.Fatal(err)
		}
		low, top := s.process.BottomLayers, s.process.TopLayers
		if s.solid() {
			low, top = 0, 0
		}
		which, _ := sampled(c.Len(), 5, low, top)
		if len(some.Layers) != len(which) || len(weights) != len(which) || some.Height != whole.Height || c.Regions() < 10 {
			t.Fatalf("%d layers, %d weights of %d; %d regions", len(some.Layers), len(weights), len(which), c.Regions())
		}
		for k, i := range which {
			a, b := &some.Layers[k], &whole.Layers[i]
			if a.Z != b.Z || a.Height != b.Height || !slices.EqualFunc(a.Region, b.Region, slices.Equal[geom.Ring]) {
				t.Errorf("layer %d is at %.3f, not %.3f, or has another region", i, a.Z, b.Z)
			}
			if d := a.Volume() - b.Volume(); d > 1e-6 || d < -1e-6 || len(a.Paths) != len(b.Paths) {
				t.Errorf("%v: layer %d lays %.6f mm3 by %d paths, in the whole %.6f by %d", changes, i, a.Volume(), len(a.Paths), b.Volume(), len(b.Paths))
			}
		}
	}
}

// wedge is a bar that grows narrower upwards: no two of its layers are alike.
func wedge(t testing.TB) *mesh.Mesh {
	t.Helper()
	tris := box(mesh.Vec{}, mesh.Vec{X: 60, Y: 12, Z: 6})
	for i := range tris {
		for k := range tris[i] {
			if v := &tris[i][k]; v.Z > 0 && v.Y > 0 {
				v.Y = 6
			}
		}
	}
	m, _, err := mesh.FromTriangles(tris, mesh.Options{Unit: "mm"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestOrdersOfOneDraft orders a draft for other speeds of travels and compares with slicing
// by these.
func TestOrdersOfOneDraft(t *testing.T) {
	draft, other := New(settings(t)), New(settings(t, "process.travel_speed=60mm/s"))
	for name, m := range map[string]*mesh.Mesh{"wedge": wedge(t), "bow": bow(t)} {
		c, err := draft.Sections(m)
		if err != nil {
			t.Fatal(err)
		}
		d := draft.Draft(c)
		if _, err := draft.Order(d); err != nil {
			t.Fatal(err)
		}
		got, err := other.Order(d)
		if err != nil {
			t.Fatal(err)
		}
		want, err := other.Slice(m)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
