package job

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestTwoOfOursNest checks our own default frame, 169 x 174 mm: as a grid one stands on
// 215 x 210 mm, nested two with 2 mm between them.
func TestTwoOfOursNest(t *testing.T) {
	twoNest(t, Spec{}, "215mm", "210mm")
}

// TestTwoRealFramesNest checks the two figures that issue 5 names.
func TestTwoRealFramesNest(t *testing.T) {
	for _, c := range []struct{ frame, width, depth string }{
		{"verkstan-iso838-v4.stl", "210mm", "205mm"},
		{"visiere-solidaire-v13.stl", "184mm", "192mm"},
	} {
		path := filepath.Join("..", "..", "shared", "frames", c.frame)
		if _, err := os.Stat(path); err != nil {
			t.Skip("../shared/frames is not here: real frames are not nested")
		}
		twoNest(t, Spec{Input: path}, c.width, c.depth)
	}
}

// twoNest prints two columns of a frame on a bed of the given size; the replay holds the
// file to the bed.
func twoNest(t *testing.T, spec Spec, width, depth string) {
	t.Helper()
	spec.DryRun, spec.Columns = true, 2
	spec.Set = []string{"printer.bed.width=" + width, "printer.bed.depth=" + depth, "process.clearance=2mm",
		"printer.bed.exclude=[]", "printer.bed.margin=0mm"}
	rep, err := Run(context.Background(), spec, nil)
	if err != nil || rep.Columns != 2 {
		t.Errorf("%s on %s x %s: %v", spec.name(), width, depth, err)
	}
}
