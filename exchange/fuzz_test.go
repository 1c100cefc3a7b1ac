package exchange

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// builtIn is the library of our own profiles, opened once.
var builtIn = sync.OnceValues(func() (*profiles.Library, error) { return profiles.Open() })

// fuzz imports what is thrown at it under a name. Whatever comes of it is a file that is
// YAML with the keys of profiles.
func fuzz(f *testing.F, name string, seeds ...string) {
	for _, seed := range seeds {
		data, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(seed)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	lib, err := builtIn()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		all, err := Import(path, "")
		if err != nil {
			return
		}
		for _, im := range all[:min(len(all), 3)] {
			file := filepath.Join(dir, "imported.yaml")
			if err := os.WriteFile(file, im.YAML, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, found := range lib.Validate(profiles.Form, file) {
				if found.Code == profiles.CodeSyntax || found.Code == profiles.CodeKey {
					t.Fatalf("%s:%d: %s\n%s", im.Name, found.Line, found.Text, im.YAML)
				}
			}
		}
	})
}

func FuzzPrusa(f *testing.F) { fuzz(f, "fuzz.ini", "config.ini", "bundle.ini") }

func FuzzOrca(f *testing.F) {
	fuzz(f, "fuzz.json", "orca/machine/base.json", "orca/machine/Workshop Cube 0.4 nozzle.json", "orca/process/0.20mm Workshop.json")
}

func FuzzCura(f *testing.F) {
	fuzz(f, "fuzz.def.json", "cura/workshop_one.def.json", "cura/workshop_base.def.json")
}

func FuzzCuraInstance(f *testing.F) { fuzz(f, "fuzz.inst.cfg", "cura/fine.inst.cfg") }

func FuzzKlipper(f *testing.F) { fuzz(f, "printer.cfg", "klipper/printer.cfg", "klipper/motors.cfg") }
