package job

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/profiles"
)

// TestRealFramesStand checks the verdicts on real frames that docs/stacking.md has.
func TestRealFramesStand(t *testing.T) {
	dir := filepath.Join("..", "..", "shared", "frames")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("../shared/frames is not here: real frames are not tested")
	}
	if testing.Short() {
		t.Skip("-short: real frames are not tested")
	}
	t.Parallel()
	for _, c := range []struct {
		frame   string
		spec    Spec
		worst   profiles.Severity
		because hold.Code
	}{
		{"verkstan-888-v2-solid-front", Spec{Stack: 30, Process: "0.4mm", Set: []string{"printer.nozzle=0.6mm"}}, hold.Fine, ""},
		{"verkstan-iso838-v4", Spec{Stack: 20}, profiles.Error, hold.CodeBridge},
		{"verkstan-iso838-v4", Spec{Stack: 20, Flip: FlipAlternate}, hold.Fine, ""},
		{"verkstan-iso838-v4", Spec{Stack: 20, Pillars: hold.Auto}, hold.Fine, ""},
		{"prusa-rc3", Spec{Stack: 10}, profiles.Warning, hold.CodeLedge},
		{"prusa-rc3", Spec{Stack: 10, Pillars: hold.Auto}, hold.Fine, ""},
		{"yschroeder-v18", Spec{Stack: 10}, profiles.Warning, hold.CodeLedge},
		{"visiere-solidaire-v13", Spec{Stack: 10}, profiles.Error, hold.CodeBridge},
		{"visiere-solidaire-v13", Spec{Stack: 10, Pillars: hold.Auto}, profiles.Warning, hold.CodeContact},
		{"brussels-888", Spec{Stack: 20}, hold.Fine, ""},
		{"ecovid", Spec{Stack: 20}, profiles.Warning, hold.CodeLedge},
		{"visiere-solidaire-clip-v14", Spec{Stack: 20}, profiles.Error, hold.CodeJoint},
	} {
		c.spec.Input, c.spec.Printer = filepath.Join(dir, c.frame+".stl"), "cr-10"
		_, r, err := Stand(c.spec)
		if err != nil {
			t.Fatal(err)
		}
		worst, because := hold.Fine, hold.Code("")
		for _, v := range r.Verdicts {
			if v.Severity == profiles.Error && worst != profiles.Error || v.Severity == profiles.Warning && worst == hold.Fine {
				worst, because = v.Severity, v.Code
			}
		}
		if worst != c.worst || because != c.because {
			t.Errorf("%s, %d high, flip %q, pillars %d: %s by %s, want %s by %s", c.frame, c.spec.Stack, c.spec.Flip, c.spec.Pillars, worst, because, c.worst, c.because)
		}
	}
}
