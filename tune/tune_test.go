package tune

import (
	"context"
	"testing"

	"github.com/visiere/visiere/yield"
)

// day is that of a maker with a job.
func day() yield.Day {
	return yield.Day{Visits: []float64{7 * 3600, 19 * 3600, 23 * 3600}, ChangeS: 900}
}

// BenchmarkTune tunes our default frame.
func BenchmarkTune(b *testing.B) {
	floor, _ := FloorNamed("standard")
	for b.Loop() {
		spec := Spec{Day: day(), Hazard: yield.Default(), SpoolG: 1000, Floor: floor}
		spec.Job.Printer = "ender-3"
		if _, err := Tune(context.Background(), spec, nil); err != nil {
			b.Fatal(err)
		}
	}
}
