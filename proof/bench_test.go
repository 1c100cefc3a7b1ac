package proof

import (
	"context"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// BenchmarkRun proves all combinations of some printers, with the real frame.
func BenchmarkRun(b *testing.B) {
	lib, err := profiles.Open()
	if err != nil {
		b.Fatal(err)
	}
	var few []profiles.Combination
	for _, c := range lib.Combinations() {
		switch c.Printer {
		case "ender-3", "prusa-mk3s", "voron-2.4-350", "ultimaker-s5":
			few = append(few, c)
		}
	}
	b.ReportMetric(float64(len(few)), "combinations")
	for b.Loop() {
		results, err := (&Spec{}).prove(context.Background(), lib, few)
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range results {
			if r.Finding != nil {
				b.Fatal(r.Finding.Text)
			}
		}
	}
}
