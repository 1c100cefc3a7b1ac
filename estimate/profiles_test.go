package estimate

import (
	"testing"

	"github.com/visiere/visiere/profiles"
)

// TestEveryPrinterCanBePlanned checks that the limits of every printer that comes with
// the program can be planned with, and that the time of a line is as they say.
func TestEveryPrinterCanBePlanned(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	_, filament, process := profiles.Defaults()
	for _, name := range lib.Names(profiles.KindPrinter) {
		set, _ := lib.ResolveAll(name, filament, process, "", nil)
		opt := FromProfiles(set)
		if e := New(opt); e.Err() != nil {
			t.Errorf("%s: %v", name, e.Err())
			continue
		}
		est := of(t, opt, "G28", "M190 S60", "G1 X100 E5 F6000")
		if est.MotionS < 1 || est.MotionS > 2 || est.HomingS <= 0 || est.HeatingS < 20 {
			t.Errorf("%s: 100 mm at 100 mm/s take %.3f s, homing %.0f s, heating %.0f s", name, est.MotionS, est.HomingS, est.HeatingS)
		}
	}
}
