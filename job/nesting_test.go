package job

import (
	"context"
	"testing"

	"github.com/visiere/visiere/stack"
)

// TestTwoOfOursNest checks our own default frame, 169 x 174 mm: as a grid one stands on
// 215 x 210 mm, nested two with 2 mm between them.
func TestTwoOfOursNest(t *testing.T) {
	twoNest(t, Spec{}, "215mm", "210mm")
}

// TestTwoRealFramesNest places two columns of real frames on beds where boxes have no room.
func TestTwoRealFramesNest(t *testing.T) {
	for _, c := range []struct{ frame, width, depth string }{
		{"verkstan-iso838-v4.stl", "210mm", "205mm"},
		{"visiere-solidaire-v13.stl", "184mm", "192mm"},
	} {
		m, _, err := Frame(Spec{Input: frameFile(t, c.frame)})
		if err != nil {
			t.Fatal(err)
		}
		set, err := Settings(Spec{Set: onBed(c.width, c.depth)})
		if err != nil {
			t.Fatal(err)
		}
		frame, err := slicerOf(&set).Outline(m)
		if err != nil {
			t.Fatal(err)
		}
		if at, err := stack.Layout(frame.Shadow, &set, 2); err != nil || len(at) != 2 {
			t.Errorf("%s on %s x %s: %v", c.frame, c.width, c.depth, err)
		}
	}
}

// BenchmarkPlace places columns of real frames, and looks for one more where that is told.
func BenchmarkPlace(b *testing.B) {
	for _, c := range []struct {
		frame, width, depth, clearance string
		columns                        int
	}{
		{"verkstan-iso838-v4.stl", "210mm", "205mm", "2mm", 2},
		{"visiere-solidaire-v13.stl", "184mm", "192mm", "2mm", 2},
		{"verkstan-iso838-v4.stl", "350mm", "350mm", "3mm", stack.Auto},
		{"ecovid.stl", "350mm", "350mm", "3mm", stack.Auto},
		{"brussels-888.stl", "350mm", "350mm", "3mm", stack.Auto},
		{"brussels-888.stl", "500mm", "400mm", "3mm", 12},
	} {
		b.Run(c.frame+" on "+c.width, func(b *testing.B) {
			m, _, err := Frame(Spec{Input: frameFile(b, c.frame)})
			if err != nil {
				b.Fatal(err)
			}
			set, err := Settings(Spec{Set: append(onBed(c.width, c.depth), "process.clearance="+c.clearance)})
			if err != nil {
				b.Fatal(err)
			}
			frame, err := slicerOf(&set).Outline(m)
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for b.Loop() {
				at, err := stack.Layout(frame.Shadow, &set, c.columns)
				if err != nil {
					b.Fatal(err)
				}
				n = len(at)
			}
			b.ReportMetric(float64(n), "columns")
		})
	}
}

// onBed returns settings for a bed of the given size that is free all over.
func onBed(width, depth string) []string {
	return []string{"printer.bed.width=" + width, "printer.bed.depth=" + depth, "process.clearance=2mm",
		"printer.bed.exclude=[]", "printer.bed.margin=0mm"}
}

// twoNest prints two columns of a frame on a bed of the given size; the replay holds the
// file to the bed.
func twoNest(t *testing.T, spec Spec, width, depth string) {
	t.Helper()
	spec.DryRun, spec.Columns = true, 2
	spec.Set = onBed(width, depth)
	rep, err := Run(context.Background(), spec, nil)
	if err != nil || rep.Columns != 2 {
		t.Errorf("%s on %s x %s: %v", spec.name(), width, depth, err)
	}
}
