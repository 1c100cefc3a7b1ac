package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/profiles"
)

// fixtures are files of every format, and where what comes of them is kept.
var fixtures = map[string]string{
	"config.ini": "config",
	"bundle.ini": "bundle",
	"orca/machine/Workshop Cube 0.4 nozzle.json": "orca-machine",
	"orca/process/0.20mm Workshop.json":          "orca-process",
	"cura/workshop_one.def.json":                 "cura",
	"cura/fine.inst.cfg":                         "cura-quality",
	"klipper/printer.cfg":                        "klipper",
}

// imported imports a file of testdata.
func imported(t testing.TB, file, only string) []Imported {
	t.Helper()
	all, err := Import(filepath.Join("testdata", filepath.FromSlash(file)), only)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// writeAll writes profiles into a folder of their own.
func writeAll(t testing.TB, all []Imported) string {
	t.Helper()
	dir := t.TempDir()
	for _, im := range all {
		if err := os.WriteFile(filepath.Join(dir, im.Name+".yaml"), im.YAML, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// errorsIn returns what is gravely wrong with the profiles in a folder, in their form and
// alone.
func errorsIn(t testing.TB, dir string) (bad []string) {
	t.Helper()
	lib, err := profiles.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range lib.Validate(profiles.Form) {
		if f.Severity == profiles.Error {
			bad = append(bad, fmt.Sprintf("%s:%d: %s", filepath.Base(f.File), f.Line, f.Text))
		}
	}
	return bad
}

// What comes of each fixture is as it was read and approved, and has no fault of form.
func TestImport(t *testing.T) {
	for file, name := range fixtures {
		var out strings.Builder
		all := imported(t, file, "")
		for _, im := range all {
			fmt.Fprintf(&out, "== %s: %s %v\n%s", im.Name, im.Title, im.Kinds, im.YAML)
			for _, l := range []struct {
				what    string
				entries []Entry
			}{{"taken", im.Taken}, {"converted", im.Converted}, {"ignored", im.Ignored}, {"missing", im.Missing}} {
				for _, e := range l.entries {
					if l.what == "missing" && e.Got == "" {
						continue // as many as the kind has keys: TestMissing
					}
					fmt.Fprintf(&out, "%s %s %q -> %s %q (%s)\n", l.what, e.Key, e.Value, e.To, e.Got, e.Why)
				}
			}
		}
		golden.Check(t, filepath.Join("testdata", "golden", name+".txt"), []byte(out.String()))
		if bad := errorsIn(t, writeAll(t, all)); len(bad) > 0 {
			t.Errorf("%s: %s", file, strings.Join(bad, "\n"))
		}
	}
}

// No key is lost: each one of the source is in one list of the report.
func TestNoKeyIsLost(t *testing.T) {
	for file := range fixtures {
		sections, err := read(filepath.Join("testdata", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sections {
			c, ok := s.convert()
			if !ok {
				continue
			}
			seen := map[string]int{}
			for _, list := range [][]Entry{c.Taken, c.Converted, c.Ignored} {
				for _, e := range list {
					seen[e.Key]++
				}
			}
			for key := range s.keys {
				if seen[key] != 1 {
					t.Errorf("%s: %s of %s is in %d lists", file, key, s.name, seen[key])
				}
			}
		}
	}
}

// Every key of a process that the source says nothing of is listed as missing.
func TestMissing(t *testing.T) {
	im := imported(t, "cura/fine.inst.cfg", "")[0]
	missing := map[string]bool{}
	for _, e := range im.Missing {
		missing[e.Key] = true
	}
	set := map[string]bool{"process.name": true, "process.title": true}
	for _, e := range im.Taken {
		set[e.To] = true
	}
	for _, key := range profiles.Keys() {
		if strings.HasPrefix(key, "process.") && missing[key] == set[key] {
			t.Errorf("%s: missing %t, set %t", key, missing[key], set[key])
		}
	}
}

func TestOnly(t *testing.T) {
	all := imported(t, "bundle.ini", "0.8 NOZZLE")
	if len(all) != 1 || all[0].Name != "workshop-delta-0.8-nozzle" {
		t.Errorf("got %v", all)
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	put("loop.json", `{"type": "machine", "name": "loop", "inherits": "loop"}`)
	for path, want := range map[string]string{
		filepath.Join(dir, "none.ini"): "cannot read",
		dir:                            "is a folder",
		put("a.ini", "hello"):          "neither a config nor a bundle",
		put("b.ini", "[print:a]\ninherits = b\n[print:b]\ninherits = a\n"): "inherits from itself",
		put("c.ini", "[print:a]\ninherits = gone\n"):                       "there is no print gone",
		put("d.json", "{"):                                    "this is not JSON",
		put("e.json", `{"type": "machine_model"}`):            `the type is "machine_model"`,
		put("f.json", `{"type":"machine","inherits":"up"}`):   "put up.json into the same folder",
		put("g.json", `{"type":"machine","inherits":"../x"}`): "is no name of a preset",
		filepath.Join(dir, "loop.json"):                       "inherits from itself",
		put("h.def.json", `{"inherits": "gone"}`):             "put gone.def.json",
		put("i.inst.cfg", "[general]\nname = x\n"):            "nothing under [values]",
		put("printer.cfg", "[include gone.cfg]\n[printer]\n"): "includes gone.cfg",
		put("k.cfg", "[printer]\nmax_velocity: 100\n"):        "with its kinematics",
		put("l.ini", "[print:a]\nperimeters = 3\n"):           "nothing to import",
	} {
		if _, err := Import(path, ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", filepath.Base(path), err, want)
		}
	}
}

// Bundles of a real slicer, where it is installed: all that they hold is imported, and no
// profile has a fault of form.
func TestVendorBundles(t *testing.T) {
	bundles, _ := filepath.Glob("/usr/share/PrusaSlicer/profiles/*.ini")
	if len(bundles) == 0 {
		t.Skip("PrusaSlicer's bundles are not installed")
	}
	for _, path := range bundles {
		all, err := Import(path, "")
		if err != nil {
			t.Error(err)
			continue
		}
		for _, im := range all {
			if im.Share() < 0.2 {
				t.Errorf("%s: %s: only %.0f %% of the keys are used", path, im.Title, 100*im.Share())
			}
		}
		if bad := errorsIn(t, writeAll(t, all)); len(bad) > 0 {
			t.Errorf("%s: %d faults, such as %s", path, len(bad), bad[0])
		}
	}
}
