package exchange

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// made writes a file and imports it, and checks that no rule forbids what comes of it.
func made(t *testing.T, name, text string) Imported {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	all, err := Import(path, "")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "made.yaml")
	if err := os.WriteFile(out, all[0].YAML, 0o644); err != nil {
		t.Fatal(err)
	}
	lib, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	if err := profiles.AsError(lib.Validate(profiles.Physics, out)); err != nil {
		t.Errorf("%v", err)
	}
	return all[0]
}

// entry returns what a list has of a key.
func entry(list []Entry, key string) (Entry, bool) {
	i := slices.IndexFunc(list, func(e Entry) bool { return e.Key == key })
	if i < 0 {
		return Entry{}, false
	}
	return list[i], true
}

// What Cura writes for "no limit" is no limit: a cautious one is assumed, and both are told.
func TestNoLimitIsNotTaken(t *testing.T) {
	im := made(t, "own.def.json", `{"name": "Own", "overrides": {
		"machine_width": {"default_value": 200}, "machine_depth": {"default_value": 200}, "machine_height": {"default_value": 180},
		"machine_max_feedrate_x": {"default_value": 299792458000}, "machine_max_feedrate_y": {"default_value": 250}}}`)
	if e, ok := entry(im.Ignored, "machine_max_feedrate_x"); !ok || e.Why.String() == "" {
		t.Errorf("%+v", im.Ignored)
	}
	if e, ok := entry(im.Missing, "printer.limits.speed_x"); !ok || e.Got != "200mm/s" {
		t.Errorf("%+v", im.Missing)
	}
	if e, ok := entry(im.Taken, "machine_max_feedrate_y"); !ok || e.Got != "250mm/s" {
		t.Errorf("%+v", im.Taken)
	}
}

// Configs of Klipper from before 2021 have the length of a step.
func TestStepDistance(t *testing.T) {
	im := made(t, "printer.cfg", "[printer]\nkinematics: cartesian\nmax_velocity: 300\nmax_accel: 3000\nmax_z_velocity: 5\nmax_z_accel: 100\n"+
		"[stepper_x]\nstep_distance: .0125\nposition_max: 235\n[stepper_y]\nstep_distance: .0125\nposition_max: 235\n"+
		"[stepper_z]\nstep_distance: .0025\nposition_max: 250\n[extruder]\nstep_distance: 0.010526\nnozzle_diameter: 0.400\nmax_temp: 250\n")
	for key, want := range map[string]string{"stepper_x.step_distance": "80steps/mm", "stepper_z.step_distance": "400steps/mm", "extruder.step_distance": "95.00285steps/mm"} {
		if e, ok := entry(im.Converted, key); !ok || e.Got != want {
			t.Errorf("%s: %+v", key, e)
		}
	}
}
