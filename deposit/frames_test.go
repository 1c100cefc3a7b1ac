package deposit

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
)

var pictures = flag.String("pictures", "", "a folder to draw the worst layer of each frame into")

// frame returns the mesh of a real frame, or skips where it is not there.
func frame(t testing.TB, name string) *mesh.Mesh {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "frames", name+".stl")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here: needs ../shared/frames", name)
	}
	m, _, err := mesh.Load(path, mesh.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

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

// solid is how the table of docs/performance.md slices: nozzle and layer.
var solid = []struct {
	name    string
	changes []string
}{
	{"0.4", []string{"process.fill=100%", "process.elephant_foot=0mm", "printer.nozzle=0.4mm", "process.layer_height=0.3mm", "process.first_layer_height=0.3mm"}},
	{"0.6", []string{"process.fill=100%", "process.elephant_foot=0mm", "printer.nozzle=0.6mm", "process.layer_height=0.4mm", "process.first_layer_height=0.4mm"}},
}

// What solid frames are held to, as shares of the mesh's section or volume.
const (
	leastCovered   = 0.975
	mostOverlapped = 0.010
	mostOutside    = 0.001
	volumeOff      = 0.010
)

// mostFlaws are the largest void and the largest place laid twice, mm2, of each frame and nozzle, and the areas of all in all
// layers: what was reached, nowhere as large as the nozzle's opening, and of the areas a quarter more. Both vary with where edges
// lie on a raster.
var mostFlaws = map[string]struct{ single, inAll [2]float64 }{
	"visiere-solidaire-v13/0.4":       {[2]float64{0.02, 0.01}, [2]float64{0.10, 0.02}},
	"visiere-solidaire-v13/0.6":       {[2]float64{0.03, 0.02}, [2]float64{0.30, 0.05}},
	"verkstan-iso838-v4/0.4":          {[2]float64{0.02, 0.01}, [2]float64{0.05, 0.02}},
	"verkstan-iso838-v4/0.6":          {[2]float64{0.04, 0.01}, [2]float64{0.07, 0.02}},
	"verkstan-888-v2-solid-front/0.4": {[2]float64{0.03, 0.01}, [2]float64{0.05, 0.02}},
	"verkstan-888-v2-solid-front/0.6": {[2]float64{0.04, 0.01}, [2]float64{0.17, 0.02}},
	"brussels-888/0.4":                {[2]float64{0.04, 0.01}, [2]float64{1.50, 0.02}},
	"brussels-888/0.6":                {[2]float64{0.08, 0.01}, [2]float64{1.78, 0.02}},
	"prusa-rc3/0.4":                   {[2]float64{0.10, 0.01}, [2]float64{0.35, 0.02}},
	"prusa-rc3/0.6":                   {[2]float64{0.10, 0.02}, [2]float64{1.50, 0.10}},
	"yschroeder-v18/0.4":              {[2]float64{0.03, 0.01}, [2]float64{0.25, 0.02}},
	"yschroeder-v18/0.6":              {[2]float64{0.05, 0.06}, [2]float64{1.00, 0.29}},
	"muenchener-schwede-888-petg/0.4": {[2]float64{0.03, 0.01}, [2]float64{0.07, 0.02}},
	"muenchener-schwede-888-petg/0.6": {[2]float64{0.04, 0.03}, [2]float64{0.07, 0.02}},
	"ecovid/0.4":                      {[2]float64{0.04, 0.01}, [2]float64{0.10, 0.02}},
	"ecovid/0.6":                      {[2]float64{0.07, 0.03}, [2]float64{0.75, 0.02}},
}

// mostThick are the largest voids, mm2 by nozzle, of all that is as thick as thinShare of a perimeter: what features
// must have to be laid. Two round beads that turn away from each other beside a straight one leave 0.04 and 0.08.
var mostThick = map[string]float64{"0.4": 0.04, "0.6": 0.07}

const thinShare = 0.6

// TestFrames holds the toolpaths of eight real frames against their meshes and logs the
// table.
func TestFrames(t *testing.T) {
	for _, name := range []string{"visiere-solidaire-v13", "verkstan-iso838-v4", "verkstan-888-v2-solid-front", "brussels-888", "prusa-rc3", "yschroeder-v18", "muenchener-schwede-888-petg", "ecovid"} {
		for _, c := range solid {
			t.Run(name+"/"+c.name, func(t *testing.T) {
				if testing.Short() {
					t.Skipf("-short: %s is not measured", name)
				}
				limit := mostFlaws[name+"/"+c.name]
				r, voids, doubles := held(t, name, c.changes, limit.single)
				inAll(t, voids, doubles, limit.inAll)
				set := settings(t, c.changes...)
				voids, _ = eachFlaw(r, thinShare*float64(set.LineWidth(set.Process.PerimeterWidth)))
				for _, least := range countsOf {
					t.Logf("where it is thick, from %.2f mm2: void %d", least, count(voids, least))
				}
				if void, _ := most(voids, nil); void.area > mostThick[c.name] {
					t.Errorf("void %+v; want at most %v mm2 where it is thick", void, mostThick[c.name])
				}
			})
		}
	}
}

// inAll holds the areas of voids and of places laid twice, mm2, to limit.
func inAll(t *testing.T, voids, doubles []flaw, limit [2]float64) {
	t.Helper()
	area := func(all []flaw) (sum float64) {
		for _, w := range all {
			sum += w.area
		}
		return sum
	}
	v, d := area(voids), area(doubles)
	t.Logf("in all: %d voids, %.2f mm2, %d places laid twice, %.2f mm2", len(voids), v, len(doubles), d)
	if v > limit[0] || d > limit[1] {
		t.Errorf("in all %.3f mm2 void, %.3f laid twice; want at most %v", v, d, limit)
	}
}

// held holds one frame to the limits and returns what was found.
func held(t *testing.T, name string, changes []string, limit [2]float64) (r *Report, voids, doubles []flaw) {
	t.Helper()
	m := frame(t, name)
	r, p := compared(t, m, changes)
	c, off := r.Total, p.Volume()/m.Volume()-1
	logCoverage(t, "in all", c)
	logCoverage(t, fmt.Sprintf("worst: layer %d", r.Worst+1), r.Layers[r.Worst].Coverage)
	t.Logf("volume %+.2f %%", 100*off)
	if c.Covered < leastCovered || c.Overlapped > mostOverlapped || c.Outside > mostOutside || math.Abs(off) > volumeOff {
		t.Errorf("covered %.4f, laid twice %.4f, outside %.5f, volume %+.4f", c.Covered, c.Overlapped, c.Outside, off)
	}
	voids, doubles = flawless(t, r, limit)
	if *pictures != "" {
		save(t, filepath.Join(*pictures, name+"-"+filepath.Base(t.Name())+".png"), r.Picture(20))
	}
	return r, voids, doubles
}

// logCoverage logs a row of the table.
func logCoverage(t *testing.T, name string, c Coverage) {
	t.Helper()
	t.Logf("%s: covered %.2f %% overlapped %.2f %% outside %.3f %% laid %.2f %%",
		name, 100*c.Covered, 100*c.Overlapped, 100*c.Outside, 100*c.Laid)
}

// save writes a picture.
func save(t testing.TB, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
