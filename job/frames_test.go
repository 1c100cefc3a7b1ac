package job

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"text/tabwriter"
)

// TestRealFrames slices every frame of ../shared/frames solid at three layer heights, alone
// and stacked, and holds what the checked file deposits against the repaired mesh. The stack
// is ten high at one of them (or as high as the printer goes), and three at the others: all
// levels but the first and the last are alike.
func TestRealFrames(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "frames", "*.stl"))
	if err != nil || len(files) == 0 {
		t.Skip("../shared/frames is not here: real frames are not tested")
	}
	if testing.Short() {
		t.Skip("-short: real frames are not tested")
	}
	t.Parallel()
	tab := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', tabwriter.AlignRight)
	defer tab.Flush()
	fmt.Fprintln(tab, "frame\tprocess\tlayers\tmesh cm3\tdeposited cm3\tdifference\tlevels\t")
	for _, file := range files {
		for _, process := range []string{"0.2mm", "0.3mm", "0.4mm"} {
			spec := Spec{Input: file, Process: process, DryRun: true, Force: true,
				Set: []string{"process.fill=100%", "printer.height=500mm"}}
			if process == "0.4mm" {
				spec.Set = append(spec.Set, "printer.nozzle=0.6mm")
			}
			if filepath.Base(file) == "ecovid-stack3.stl" || filepath.Base(file) == "ecovid.stl" {
				spec.Printer = "cr-10"
			}
			one := slicedFrame(t, spec, 1)
			n := 3
			if process == "0.3mm" {
				n = min(10, int(500/(one.Height+1)))
			}
			slicedFrame(t, spec, n)
			off := one.PartVolume/one.MeshVolume - 1
			fmt.Fprintf(tab, "%s\t%s\t%d\t%.3f\t%.3f\t%+.2f %%\t%d\t\n", filepath.Base(file), process,
				one.Layers, one.MeshVolume, one.PartVolume, 100*off, n)
			if math.Abs(off) > 0.02 {
				t.Errorf("%s at %s deposits %+.2f %%", filepath.Base(file), process, 100*off)
			}
		}
	}
}

// slicedFrame runs spec with a stack of n.
func slicedFrame(t *testing.T, spec Spec, n int) *Report {
	t.Helper()
	spec.Stack = n
	rep, err := Run(context.Background(), spec, nil)
	if err != nil {
		t.Fatalf("%s at %s, %d high: %v", filepath.Base(spec.Input), spec.Process, n, err)
	}
	return rep
}
