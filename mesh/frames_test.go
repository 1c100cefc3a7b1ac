package mesh

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/geom"
)

// framesDir holds real frames; they are not part of the repo.
const framesDir = "../../shared/frames"

// realFrames is what is known of the real frames, from other programs and their authors.
var realFrames = []struct {
	name      string
	format    string
	triangles int
	size      Vec     // mm
	volume    float64 // mm3, of what is printed
	open, non int     // edges in the file
	overlaps  bool
	raised    float64 // mm
	wall      float64 // mm, the median; 0 where it is not known
}{
	{"brussels-888", "ASCII STL", 2556, Vec{125.035, 125.035, 8.05}, 6162, 0, 0, false, 0, 1.2},
	{"ecovid", "binary STL", 10611, Vec{153.917, 216.477, 4.702}, 5616, 15, 0, true, -0.397, 0},
	{"ecovid-stack3", "binary STL", 32610, Vec{153.782, 216.508, 14.526}, 15366, 96, 186, true, -0.397, 0},
	{"muenchener-schwede-888-petg", "binary STL", 6680, Vec{156.147, 180.768, 5}, 12415, 0, 0, false, -20.05, 4},
	{"prusa-rc3", "binary STL", 14940, Vec{191.016, 143.771, 20}, 39292, 0, 0, false, 12.5, 2.5},
	{"verkstan-888-v2-solid-front", "binary STL", 5010, Vec{157.846, 180.06, 5}, 16653, 0, 0, false, 0, 4},
	{"verkstan-iso838-v4", "binary STL", 5390, Vec{158.039, 180.958, 5}, 12580, 0, 0, false, 0, 4},
	{"visiere-solidaire-clip-v14", "binary STL", 10254, Vec{5.868, 14.537, 3}, 149.3, 0, 0, false, 1.5, 0},
	{"visiere-solidaire-v13", "binary STL", 38648, Vec{184, 127.403, 17}, 15917, 0, 0, false, -0.269, 2},
	{"yschroeder-v18", "binary STL", 2892, Vec{191.485, 142.563, 20}, 27490, 0, 0, false, 0, 1.67},
	{"yschroeder-v18-stack4", "binary STL", 23796, Vec{192.8, 142.562, 80.752}, 110590, 0, 0, false, 0.001, 1.67},
}

func TestRealFrames(t *testing.T) {
	if _, err := os.Stat(framesDir); err != nil {
		t.Skipf("no frames in %s", framesDir)
	}
	for _, f := range realFrames {
		if testing.Short() && f.triangles > 12_000 {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			m, r, err := Load(filepath.Join(framesDir, f.name+".stl"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			sound(t, m)
			if r.Format != f.format || r.Unit != "mm" || r.Triangles != f.triangles || r.OpenEdges != f.open ||
				r.NonManifold != f.non || r.Overlaps != f.overlaps || !r.Closed || r.Flipped != 0 {
				t.Errorf("%+v", *r)
			}
			if faults := f.open+f.non > 0; faults != (len(r.Warnings) > 0) {
				t.Errorf("warnings %v", r.Warnings)
			}
			d := m.Size().sub(f.size)
			near(t, "size", max(math.Abs(d.X), math.Abs(d.Y), math.Abs(d.Z)), 0, 1e-3)
			near(t, "raised", r.Raised, f.raised, 6e-4)
			near(t, "volume", m.Volume(), f.volume, 1e-3*f.volume)
			near(t, "sections", integral(t, m, 120), f.volume, 1e-2*f.volume)
			info := m.Inspect(r, rectBed(250, 210), 210)
			if f.wall > 0 {
				near(t, "wall", info.Wall.P50, f.wall, 0.05)
			}
			t.Logf("%3.0f x %3.0f x %4.1f mm %7.0f mm3, %5d triangles, %2d shells, %2d open, %3d non-manifold, %2d holes closed, "+
				"walls %.2f %.2f %.2f mm, %3d sections, %2d flats, %+v",
				info.Size.X, info.Size.Y, info.Size.Z, info.Volume, r.Triangles, r.Shells, r.OpenEdges, r.NonManifold, r.HolesClosed,
				info.Wall.P5, info.Wall.P50, info.Wall.P95, len(info.Spans), len(info.Flats), *info.Fit)
		})
	}
}

// Every frame must be readable in the wrong unit once that is said, and ask for it before.
func TestRealFramesInOtherUnits(t *testing.T) {
	if _, err := os.Stat(framesDir); err != nil {
		t.Skipf("no frames in %s", framesDir)
	}
	for _, f := range realFrames {
		for _, unit := range []string{"cm", "inch", "m"} {
			m, _, err := Load(filepath.Join(framesDir, f.name+".stl"), Options{Unit: "mm"})
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range m.Vertices {
				m.Vertices[i] = v.scale(1 / units[unit])
			}
			if m.plausible(f.name, "mm") == nil {
				t.Errorf("%s in %s passes for a part in mm", f.name, unit)
			}
		}
	}
}

// At the heights of vertices, too, loops stay in the frame's box, and the section is the
// one just above.
func TestLoopsOfRealFrame(t *testing.T) {
	m, _, err := Load(filepath.Join(framesDir, "prusa-rc3.stl"), Options{})
	if err != nil {
		t.Skipf("no frames in %s", framesDir)
	}
	var zs []float64
	for _, v := range m.Vertices[:400] { // the awkward heights: those of vertices
		zs = append(zs, v.Z)
	}
	lo, hi := bounds(m.Vertices)
	box := geom.Box{Min: geom.MM(lo.X, lo.Y), Max: geom.MM(hi.X, hi.Y)}
	for i, loops := range m.Loops(zs) {
		for _, g := range loops {
			if b := g.Box(); !box.Contains(b.Min) || !box.Contains(b.Max) {
				t.Fatalf("z %g: a loop in %v", zs[i], b)
			}
		}
		at, above := m.Section(zs[i]), m.Section(zs[i]+1e-7)
		if d := math.Abs(at.Area() - above.Area()); d > 0.01 {
			t.Fatalf("z %g: section jumps by %g mm2", zs[i], d)
		}
	}
}
