package exchange

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// values returns what an import set, by our keys.
func values(t testing.TB, all []Imported, title string) map[string]string {
	t.Helper()
	for _, im := range all {
		if im.Title != title && title != "" {
			continue
		}
		got := map[string]string{}
		for _, list := range [][]Entry{im.Taken, im.Converted} {
			for _, e := range list {
				if e.Got != "" {
					got[e.To] = e.Got
				}
			}
		}
		return got
	}
	t.Fatalf("there is no %s", title)
	return nil
}

// unzipped writes the contents of a compressed file into a folder of its own.
func unzipped(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip("the reference files are not there")
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "print.gcode")
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := io.Copy(w, z); err != nil {
		t.Fatal(err)
	}
	return out
}

// The MK3S that is imported from its maker's bundle has the limits, temperatures and
// speeds of the config that PrusaSlicer itself wrote into G-code for it. Only what that
// print set otherwise differs: PrusaSlicer's default of travel, which its bundle has not.
func TestMK3SIsAsPrusaSlicerResolvesIt(t *testing.T) {
	const path = "/usr/share/PrusaSlicer/profiles/PrusaResearch.ini"
	if _, err := os.Stat(path); err != nil {
		t.Skip("PrusaSlicer's bundles are not installed")
	}
	resolved, err := Import(unzipped(t, "../../shared/reference/ps_mk3_speed_prusa.gcode.gz"), "")
	if err != nil {
		t.Fatal(err)
	}
	want := values(t, resolved, "")
	compared := 0
	for _, preset := range []string{"Original Prusa i3 MK3S & MK3S+", "0.20mm SPEED @MK3", "Generic PLA"} {
		all, err := Import(path, preset)
		if err != nil {
			t.Fatal(err)
		}
		for key, got := range values(t, all, preset) {
			if !strings.Contains(key, "limits.") && !strings.Contains(key, "temp") && !strings.Contains(key, "speed") && !strings.Contains(key, "accel") {
				continue
			}
			if compared++; want[key] != got {
				t.Errorf("%s: %s is %s, PrusaSlicer has %s", preset, key, got, want[key])
			}
		}
	}
	if compared < 35 {
		t.Errorf("only %d values compared", compared)
	}
}

// What is exported and imported again is what it was.
func TestExportComesBack(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, printer := range []string{"ender-3", "prusa-mk3s", "flsun-qq-s", "voron-2.4", "ultimaker-3", "bambu-x1"} {
		set, err := lib.Resolve(printer, "petg", "0.3mm", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		ini, left := Export(&set, "1")
		path := filepath.Join(t.TempDir(), "out.ini")
		if err := os.WriteFile(path, ini, 0o644); err != nil {
			t.Fatal(err)
		}
		all, err := Import(path, "")
		if err != nil {
			t.Fatal(err)
		}
		if bad := errorsIn(t, writeAll(t, all)); len(bad) > 0 || len(left) == 0 {
			t.Errorf("%s: %d keys left out; %v", printer, len(left), bad)
		}
		compare(t, printer, &set, values(t, all, ""))
	}
}

// compare holds values that came back against a set. Klipper's corner speed goes out as
// jerk, and the circle's corners come back as a circle.
func compare(t *testing.T, printer string, set *profiles.Set, back map[string]string) {
	t.Helper()
	same := 0
	for _, kv := range profiles.Flatten(set) {
		got, ok := back[kv[0]]
		switch {
		case !ok || strings.HasSuffix(kv[0], "_width") || strings.HasSuffix(kv[0], "_gcode"):
		case kv[0] == "printer.firmware" || kv[0] == "filament.max_flow" || strings.Contains(kv[0], "jerk"):
		case kv[0] == "printer.retract.prime_speed" || got == kv[1]:
			same++
		default:
			t.Errorf("%s: %s was %s and came back as %s", printer, kv[0], kv[1], got)
		}
	}
	if same < 60 {
		t.Errorf("%s: only %d values came back", printer, same)
	}
}

// Code that is exported is read back as it was, but for names that PrusaSlicer has not.
func TestExportedCode(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	set, err := lib.Resolve("ender-3", "petg", "0.3mm", "", []string{`printer.layer_gcode=;level {level} of [levels]`})
	if err != nil {
		t.Fatal(err)
	}
	ini, _ := Export(&set, "1")
	text := string(ini)
	if !strings.Contains(text, `layer_gcode = ;level {1} of 1`) || !strings.Contains(text, `\nG28 ; home\n`) {
		t.Errorf("got %.300s", text[max(0, strings.Index(text, "layer_gcode")-20):])
	}
}
