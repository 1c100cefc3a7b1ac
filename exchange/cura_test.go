package exchange

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// curaFolder is where Debian's package cura has its definitions.
const curaFolder = "/usr/share/cura/resources"

// All definitions, qualities and materials that Cura ships are read without a fault of
// form, wherever Cura is installed.
func TestAllOfCura(t *testing.T) {
	definitions, _ := filepath.Glob(curaFolder + "/definitions/*.def.json")
	if len(definitions) == 0 {
		t.Skip("Cura is not installed")
	}
	var instances []string
	filepath.WalkDir(curaFolder, func(path string, _ os.DirEntry, _ error) error {
		if matched, _ := filepath.Match("*.inst.cfg", filepath.Base(path)); matched {
			instances = append(instances, path)
		}
		return nil
	})
	lib, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for what, files := range map[string][]string{"definitions": definitions, "instances": instances} {
		read, refused, faulty, taken, converted, ignored := 0, map[string]int{}, 0, 0, 0, 0
		for _, file := range files {
			all, err := Import(file, "")
			if err != nil {
				refused[err.Error()[len(file):]]++
				continue
			}
			for _, im := range all {
				read, taken, converted, ignored = read+1, taken+len(im.Taken), converted+len(im.Converted), ignored+len(im.Ignored)
				path := filepath.Join(dir, "imported.yaml")
				if err := os.WriteFile(path, im.YAML, 0o644); err != nil {
					t.Fatal(err)
				}
				for _, f := range lib.Validate(profiles.Form, path) {
					if f.Severity == profiles.Error {
						if faulty++; faulty < 10 {
							t.Errorf("%s: %s", file, f)
						}
					}
				}
			}
		}
		t.Logf("%s: %d files, %d read, refused %v; %d keys taken, %d converted, %d ignored: %.0f %%", what, len(files), read, refused,
			taken, converted, ignored, 100*float64(taken+converted)/float64(taken+converted+ignored))
	}
}
