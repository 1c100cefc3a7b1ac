package job

import (
	"io"

	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// trialLevels is how many levels a trial prints at most: the bottom, which stands on the
// bed, the top, which the end code follows, and one that stands for all others.
const trialLevels = 3

// trial is what a job would take.
type trial struct {
	seconds, grams float64
	frames         int
}

// try returns what printing m as spec says by set would take: sliced, written and timed,
// but neither kept nor checked. Columns that are printed layer by layer stand in places,
// or, where there are none, where they are found.
//
// Errors: those of Run.
func try(spec Spec, set *profiles.Set, m *mesh.Mesh, places []stack.Column) (trial, error) {
	levels := max(1, spec.Stack)
	spec.Stack = min(levels, trialLevels)
	scratch := &Report{MeshVolume: m.Volume() / 1000}
	plate, err := lay(spec, set, m, scratch, places)
	if err != nil {
		return trial{}, err
	}
	est, err := timed(plate.Plate, set)
	if err != nil {
		return trial{}, err
	}
	again := 1 + set.Printer.After.Eject.Repeats
	out := trial{est.TotalS, est.FilamentG, levels * len(plate.Columns) * again}
	if more := float64(again * (levels - spec.Stack)); more > 0 {
		over := est.ByLevel[1]
		out.seconds += float64(more * over.S)
		out.grams += float64(more * over.FilamentMM / est.FilamentMM * est.FilamentG * orOne(float64(set.Filament.FlowFactor)))
	}
	return out, nil
}

// timed returns what a plate's file takes, without a file.
//
// Errors: those of emit and estimate.
func timed(plate *stack.Plate, set *profiles.Set) (*estimate.Estimate, error) {
	in, out := io.Pipe()
	go func() {
		_, err := emit.Write(out, emit.Job{Plate: plate, Set: *set})
		out.CloseWithError(err)
	}()
	defer in.Close()
	e := estimate.New(estimate.FromProfiles(*set))
	if e.Err() != nil {
		return nil, e.Err()
	}
	err := gcode.Play(gcode.NewReader(in), gcode.NewMemo(gcode.MemoBytes), e)
	return e.Finish(), err
}

func orOne(v float64) float64 {
	if v == 0 {
		return 1
	}
	return v
}
