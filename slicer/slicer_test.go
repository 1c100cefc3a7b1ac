package slicer

import (
	"math"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
	"pgregory.net/rapid"
)

// settings returns the default profiles with changes.
func settings(t testing.TB, changes ...string) profiles.Set {
	t.Helper()
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	p, f, q := profiles.Defaults()
	set, err := lib.Resolve(p, f, q, "", changes)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// box returns the triangles of the box from lo to hi.
func box(lo, hi mesh.Vec) [][3]mesh.Vec {
	v := func(i int) mesh.Vec {
		pick := func(bit int, a, b float64) float64 {
			if i&bit != 0 {
				return b
			}
			return a
		}
		return mesh.Vec{X: pick(1, lo.X, hi.X), Y: pick(2, lo.Y, hi.Y), Z: pick(4, lo.Z, hi.Z)}
	}
	var out [][3]mesh.Vec
	for _, q := range [][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
		out = append(out, [3]mesh.Vec{v(q[0]), v(q[1]), v(q[2])}, [3]mesh.Vec{v(q[0]), v(q[2]), v(q[3])})
	}
	return out
}

// solid returns the mesh of boxes, given as x0 y0 z0 x1 y1 z1 in mm.
func solid(t testing.TB, boxes ...[6]float64) *mesh.Mesh {
	t.Helper()
	var tris [][3]mesh.Vec
	for _, b := range boxes {
		tris = append(tris, box(mesh.Vec{X: b[0], Y: b[1], Z: b[2]}, mesh.Vec{X: b[3], Y: b[4], Z: b[5]})...)
	}
	m, _, err := mesh.FromTriangles(tris, mesh.Options{Unit: "mm", Name: "boxes"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// horseshoe is a U of 4 mm bands, 80 x 60 x 5 mm.
func horseshoe(t testing.TB) *mesh.Mesh {
	return solid(t, [6]float64{0, 0, 0, 80, 4, 5}, [6]float64{0, 0, 0, 4, 60, 5}, [6]float64{76, 0, 0, 80, 60, 5})
}

func slice(t testing.TB, m *mesh.Mesh, changes ...string) *toolpath.Print {
	t.Helper()
	p, err := New(settings(t, changes...)).Slice(m)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLayerBoundariesFallOnFaces(t *testing.T) {
	m := solid(t, [6]float64{0, 0, 0, 60, 60, 0.6}, [6]float64{0, 0, 0.6, 60, 20, 5.03})
	p := slice(t, m, "process.first_layer_height=0.3mm")
	var tops []float64
	for _, l := range p.Layers {
		tops = append(tops, l.Z)
	}
	if tops[0] != 0.3 || math.Abs(tops[1]-0.6) > 1e-9 || math.Abs(tops[len(tops)-1]-5.03) > 1e-9 {
		t.Errorf("tops are %v: want 0.3, 0.6 ... 5.03", tops)
	}
}

// TestTops checks, for any height and step: first layer as asked, exact top, no layer
// out of range unless the frame leaves no choice.
func TestTops(t *testing.T) {
	set := settings(t)
	rapid.Check(t, func(t *rapid.T) {
		set := set
		h := rapid.Float64Range(0.2, 0.3).Draw(t, "layer")
		set.Process.LayerHeight = profiles.Length(h)
		set.Process.FirstLayerHeight = profiles.Length(rapid.Float64Range(0.2, 0.3).Draw(t, "first"))
		height := rapid.Float64Range(1.5, 30).Draw(t, "height")
		tops, err := New(set).heights(height, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tops[0] != float64(set.Process.FirstLayerHeight) || math.Abs(tops[len(tops)-1]-height) > 1e-9 {
			t.Fatalf("first top %v, last %v, height %v", tops[0], tops[len(tops)-1], height)
		}
		for i := 1; i < len(tops); i++ {
			if d := tops[i] - tops[i-1]; d > highest*h+1e-6 || d < lowest*h-1e-6 {
				t.Fatalf("layer %d of %d is %v mm, asked for %v", i, len(tops), d, h)
			}
		}
	})
}

// Layers that share a height are as high as each other to the last bit, whatever their
// tops are as floats, so that what is written of one serves for the next.
func TestEqualHeights(t *testing.T) {
	for _, process := range []string{"process.layer_height=0.3mm", "process.layer_height=0.17mm", "process.layer_height=0.23mm"} {
		p := slice(t, horseshoe(t), process, "process.fill=100%")
		last := p.Layers[len(p.Layers)-1]
		if len(p.Layers) < 10 {
			t.Fatalf("%s: %d layers", process, len(p.Layers))
		}
		for i, l := range p.Layers[1:] {
			if l.Height != last.Height {
				t.Errorf("%s: layer %d is %v mm high, the last one %v", process, i+1, l.Height, last.Height)
			}
		}
	}
}

func TestDepositMatchesMesh(t *testing.T) {
	for _, process := range [][]string{
		{"process.layer_height=0.2mm", "process.first_layer_height=0.2mm"},
		{"process.layer_height=0.3mm"},
		{"printer.nozzle=0.6mm", "process.layer_height=0.4mm"},
	} {
		p := slice(t, horseshoe(t), append(process, "process.fill=100%")...)
		var sum float64
		for i := range p.Layers {
			sum += p.Layers[i].Volume()
		}
		want := 4.0 * 5 * (80 + 2*56)
		if off := sum/want - 1; math.Abs(off) > 0.02 {
			t.Errorf("%v: deposits %.1f mm3 of %.1f: %+.2f %%", process, sum, want, 100*off)
		}
	}
}

func TestEqualLayersSharePaths(t *testing.T) {
	p := slice(t, horseshoe(t), "process.fill=100%")
	a, b := p.Layers[5].Paths, p.Layers[7].Paths
	if len(a) == 0 || len(a) != len(b) || &a[0].Points[0] != &b[0].Points[0] {
		t.Error("layers 5 and 7 have the same region and turn, but not the same paths")
	}
}

func TestNoPathExceedsTheFlowCap(t *testing.T) {
	set := settings(t)
	p := slice(t, horseshoe(t), "process.perimeter_speed=300mm/s", "process.infill_speed=300mm/s")
	limit := float64(min(set.Printer.MaxFlow, set.Filament.MaxFlow))
	for i, l := range p.Layers {
		for _, path := range l.Paths {
			if q := path.Volume(l.Height) / path.Seconds(l.Height); q > limit*1.000001 {
				t.Fatalf("layer %d, %v: %.3f mm3/s, more than %.3f", i, path.Role, q, limit)
			}
		}
	}
}

// TestTravelStaysInsideOrRetracts checks every travel of a frame: what is not retracted
// and longer than the printer's least retracted travel crosses no outline.
func TestTravelStaysInsideOrRetracts(t *testing.T) {
	m := horseshoe(t)
	set := settings(t, "process.fill=20%")
	p := slice(t, m, "process.fill=20%")
	combed := 0
	for i, l := range p.Layers {
		region := m.Section(l.Z - l.Height/2)
		for k := 1; k < len(l.Paths); k++ {
			last := l.Paths[k-1].Points
			way := append(append([]geom.Point{last[len(last)-1]}, l.Paths[k].Travel.Via...), l.Paths[k].Points[0])
			if l.Paths[k].Travel.Retract || geom.PolylineLength(way) < float64(set.Printer.Retract.MinTravel) {
				continue
			}
			combed++
			for j := 1; j < len(way); j++ {
				if c := crossings(region, way[j-1], way[j]); len(c) > 0 {
					t.Fatalf("layer %d: the travel to path %d crosses the outline %d times unretracted", i, k, len(c))
				}
			}
		}
	}
	if combed == 0 {
		t.Error("no travel stayed inside: the test saw nothing")
	}
}

func TestCombGoesAroundCorners(t *testing.T) {
	s := New(settings(t, "printer.retract.hop=2mm", "process.travel_speed_z=2mm/s"))
	region := polygon.Region{{geom.MM(0, 0), geom.MM(80, 0), geom.MM(80, 30), geom.MM(76, 30), geom.MM(76, 4),
		geom.MM(4, 4), geom.MM(4, 30), geom.MM(0, 30)}}
	got := s.newComb(region).travel(geom.MM(2, 8), geom.MM(78, 8))
	if got.Retract || len(got.Via) < 2 {
		t.Fatalf("travel is %+v, want a way around through the band", got)
	}
	for _, p := range got.Via {
		if !region.Contains(p) {
			t.Errorf("the way leaves the band at %v", p)
		}
	}
}

func TestHangingPartIsBridged(t *testing.T) {
	m := solid(t, [6]float64{0, 0, 0, 10, 20, 6}, [6]float64{30, 0, 0, 40, 20, 6}, [6]float64{0, 0, 3, 40, 20, 6})
	p := slice(t, m, "process.first_layer_height=0.3mm")
	roles := map[toolpath.Role]int{}
	for _, path := range p.Layers[10].Paths {
		roles[path.Role]++
		if path.Role == toolpath.BridgeInfill && path.Fan != float64(settings(t).Filament.BridgeFan) {
			t.Errorf("bridge has fan %v", path.Fan)
		}
	}
	if roles[toolpath.BridgeInfill] == 0 || roles[toolpath.OverhangPerimeter] == 0 {
		t.Errorf("layer over air at %.2f mm has roles %v: want bridge infill and overhang perimeters", p.Layers[10].Z, roles)
	}
	for _, l := range p.Layers[:10] {
		for _, path := range l.Paths {
			if path.Role == toolpath.BridgeInfill {
				t.Fatalf("bridge at %.2f mm, where nothing hangs", l.Z)
			}
		}
	}
}

func TestSparseFrameHasShells(t *testing.T) {
	m := solid(t, [6]float64{0, 0, 0, 40, 40, 6})
	p := slice(t, m, "process.fill=20%", "process.top_layers=3", "process.bottom_layers=3", "process.first_layer_height=0.3mm")
	n := len(p.Layers)
	for i, l := range p.Layers {
		sparse := false
		for _, path := range l.Paths {
			sparse = sparse || path.Role == toolpath.Infill
		}
		if want := i >= 3 && i < n-3; sparse != want {
			t.Errorf("layer %d of %d: sparse infill %v, want %v", i, n, sparse, want)
		}
	}
}

func TestCoolSlowsShortLayers(t *testing.T) {
	set := settings(t)
	s := New(set)
	p, err := s.Slice(solid(t, [6]float64{0, 0, 0, 8, 8, 6}))
	if err != nil {
		t.Fatal(err)
	}
	before := p.Layers[6].Paths[0].Speed
	alone, ten := s.Cool(p, 1), s.Cool(p, 1000)
	if got := alone.Layers[6].Paths[0].Speed; got >= before {
		t.Errorf("a small layer alone runs at %v mm/s as before", got)
	}
	if got := ten.Layers[6].Paths[0].Speed; got != before {
		t.Errorf("a thousand columns slow a layer from %v to %v mm/s", before, got)
	}
	if p.Layers[6].Paths[0].Speed != before {
		t.Error("Cool wrote to its input")
	}
	if alone.Layers[6].Fan <= ten.Layers[6].Fan {
		t.Errorf("fan %v with short layers, %v with long ones", alone.Layers[6].Fan, ten.Layers[6].Fan)
	}
	for _, path := range alone.Layers[6].Paths {
		if path.Speed < float64(set.Filament.MinSpeed)-1e-9 {
			t.Errorf("slowed to %v mm/s, below the filament's %v", path.Speed, set.Filament.MinSpeed)
		}
	}
}

func TestSameToolpathsOnAnyNumberOfProcessors(t *testing.T) {
	m := horseshoe(t)
	old := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(old)
	one := slice(t, m)
	runtime.GOMAXPROCS(8)
	if eight := slice(t, m); !reflect.DeepEqual(one, eight) {
		t.Error("1 and 8 processors give different toolpaths")
	}
}

func TestTooLowAFrame(t *testing.T) {
	_, err := New(settings(t)).Slice(solid(t, [6]float64{0, 0, 0, 50, 50, 0.05}))
	if err == nil {
		t.Error("a frame of 0.05 mm was sliced")
	}
}

// A layer boundary falls on a wide face even where that takes a layer lower than others
// may be, and does not on a narrow one.
func TestWideFaces(t *testing.T) {
	s := New(settings(t, "printer.nozzle=0.6mm", "process.layer_height=0.4mm", "process.first_layer_height=0.4mm"))
	for area, wanted := range map[float64]bool{920: true, 60: false} {
		tops, err := s.heights(5, []mesh.Flat{{Z: 0, Down: 2800}, {Z: 0.6, Up: area}, {Z: 5, Up: 2800 - area}})
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(tops, func(z float64) bool { return math.Abs(z-0.6) < 1e-9 })
		if found != wanted {
			t.Errorf("a face of %g mm2 at 0.6 mm: layers end at %v", area, tops)
		}
	}
}
