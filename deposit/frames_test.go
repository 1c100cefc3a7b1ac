package deposit

import (
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
)

var (
	all      = flag.Bool("all", false, "measure all six frames of the table, not only three")
	pictures = flag.String("pictures", "", "a folder to draw the worst layer of each frame into")
)

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

// solid is how the table slices: nozzle and layer.
var solid = []struct {
	name    string
	changes []string
}{
	{"0.4", []string{"process.fill=100%", "printer.nozzle=0.4mm", "process.layer_height=0.3mm"}},
	{"0.6", []string{"process.fill=100%", "printer.nozzle=0.6mm", "process.layer_height=0.4mm"}},
}

// TestFrames measures real frames straight from their toolpaths and logs the table.
func TestFrames(t *testing.T) {
	names := []string{"visiere-solidaire-v13", "verkstan-iso838-v4", "brussels-888", "verkstan-888-v2-solid-front", "prusa-rc3", "yschroeder-v18"}
	if !*all {
		names = names[:3]
	}
	for _, name := range names {
		for _, c := range solid {
			t.Run(name+"/"+c.name, func(t *testing.T) {
				m := frame(t, name)
				set := settings(t, c.changes...)
				p, err := slicer.New(set).Slice(m)
				if err != nil {
					t.Fatal(err)
				}
				against, err := Print(p, m, Options{})
				if err != nil {
					t.Fatal(err)
				}
				r, err := Print(p, m, FromProfiles(set))
				if err != nil {
					t.Fatal(err)
				}
				logCoverage(t, "against the mesh", against.Total)
				logCoverage(t, "with its foot   ", r.Total)
				logCoverage(t, fmt.Sprintf("worst: layer %d ", r.Worst+1), r.Layers[r.Worst].Coverage)
				if r.Total.Covered < 0.9 || r.Total.Laid < 0.9 || r.Total.Laid > 1.1 {
					t.Errorf("solid layers cover %.3f of the frame and lay %.3f of it", r.Total.Covered, r.Total.Laid)
				}
				if *pictures != "" {
					save(t, filepath.Join(*pictures, name+"-"+c.name+".png"), r.Picture(20))
				}
			})
		}
	}
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
