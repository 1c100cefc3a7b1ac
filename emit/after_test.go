package emit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

// ejecting returns a job that pushes its frames off and prints them again, twice.
func ejecting(fw profiles.Firmware) Job {
	j := job(fw)
	j.Set.Printer.MaxBedTemp, j.Set.Printer.Heating.Release = 120, 40
	j.Set.Printer.After = profiles.After{Wait: true, Sound: 2, Eject: profiles.Eject{
		Repeats: 2, Speed: 30, Path: [][3]profiles.Length{{100, 195, 2}, {100, 195, 0.5}, {100, 5, 0.5}, {20, 5, 0.5}},
	}}
	return j
}

// TestEject prints thrice, waits for the bed before each push, and passes the check.
func TestEject(t *testing.T) {
	for _, fw := range []profiles.Firmware{profiles.Marlin, profiles.PrusaFW, profiles.Klipper, profiles.RRF} {
		j := ejecting(fw)
		text, _ := written(t, j)
		l := verify.FromProfiles(j.Set)
		l.Volume, l.Tolerance = 3*j.Plate.Volume(), 1e-3
		found, err := verify.File(bytes.NewReader(text), l)
		if err != nil || len(found) > 0 {
			t.Fatalf("%s: %v %v", fw, found, err)
		}
		runs := strings.Split(string(text), ejectBegin)
		if len(runs) != 3 || !strings.Contains(runs[0], "; WARNING: ") || strings.Count(string(text), "\n;LEVEL:2\n") != 3 {
			t.Fatalf("%s: %d runs", fw, len(runs))
		}
		push, again, _ := strings.Cut(runs[1], ejectEnd)
		golden.Check(t, "../testdata/gcode/eject-"+string(fw)+".gcode", []byte(push))
		if !strings.HasPrefix(again, "\n;TYPE:Custom\nG28") {
			t.Errorf("%s: after the push comes %.40q", fw, again)
		}
	}
}

// TestAfterwards looks at what follows the end code.
func TestAfterwards(t *testing.T) {
	j := ejecting(profiles.Marlin)
	j.Set.Printer.After.Eject = profiles.Eject{}
	text, _ := written(t, j)
	const want = "M84\nM190 R40\nM140 S0\nM300 S880 P300\nG4 P300\nM300 S880 P300\nG4 P300\nM73 P100 R0\n"
	if !strings.HasSuffix(string(text), want) {
		t.Errorf("ends with %q", text[max(0, len(text)-200):])
	}
	j.Set.Filament.ReleaseTemp = 35
	if text, _ = written(t, j); !strings.Contains(string(text), "\nM190 R35\n") {
		t.Error("the filament's release temperature is not taken")
	}
	j.Set.Printer.After = profiles.After{}
	if text, _ = written(t, j); !strings.HasSuffix(string(text), "M84\nM73 P100 R0\n") {
		t.Errorf("without being asked for, something follows: %q", text[max(0, len(text)-100):])
	}
}
