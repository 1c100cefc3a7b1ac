package job

import (
	"context"
	"fmt"
	"io"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Ladder is what a calibration print of gaps tries. An empty list is the interface's own
// value; of gaps, six around it.
type Ladder struct {
	Gaps         []float64 // mm
	Speeds       []float64 // of the first layer over the gap, mm/s
	Temperatures []float64 // of the nozzle meanwhile, degrees C
}

// Rung is a ring of the print and what is tried below it.
type Rung struct {
	Ring        int     `json:"ring"` // its number, in notches
	Gap         float64 `json:"gap_mm"`
	Speed       float64 `json:"speed_mm_s"`
	Temperature float64 `json:"temperature_c"`
}

// around is what is tried where no gaps are given, as shares of the interface's own.
var around = []float64{0.6, 0.8, 1, 1.2, 1.4, 1.6}

// Rungs returns what l tries, from the bed up: gaps within speeds within temperatures.
// The ring that stands on the bed has number 0 and is not among them.
//
// Errors: the ladder has more rungs than rings can count, or a value that cannot be.
func (l Ladder) Rungs(set *profiles.Set) ([]Rung, error) {
	in := &set.Interface
	gaps := l.Gaps
	if len(gaps) == 0 {
		for _, share := range around {
			gaps = append(gaps, float64(share*float64(in.Gap)))
		}
	}
	own := float64(in.Temperature)
	if own == 0 {
		own = float64(set.Filament.NozzleTemp)
	}
	var out []Rung
	for _, t := range orOwn(l.Temperatures, own) {
		for _, v := range orOwn(l.Speeds, float64(in.Speed)) {
			for _, gap := range gaps {
				out = append(out, Rung{len(out) + 1, gap, v, t})
			}
		}
	}
	if len(out) > models.MostRing {
		return nil, say.Errorf("the ladder has %d rungs, and rings can be numbered up to %d: try fewer gaps, speeds or temperatures at once", len(out), models.MostRing)
	}
	return out, checkRungs(out, set)
}

// orOwn returns values, or own alone where there are none.
func orOwn(values []float64, own float64) []float64 {
	if len(values) == 0 {
		return []float64{own}
	}
	return values
}

// checkRungs refuses values that cannot be.
func checkRungs(rungs []Rung, set *profiles.Set) error {
	low, high := float64(set.Filament.MinNozzleTemp)-20, float64(set.Filament.MaxNozzleTemp)
	for _, r := range rungs {
		switch {
		case r.Gap < 0.02 || r.Gap > 2:
			return say.Errorf("a gap of %g mm is not worth a ring: try 0.02 to 2 mm", r.Gap)
		case r.Speed < 1 || r.Speed > 300:
			return say.Errorf("a speed of %g mm/s is not worth a ring: try 1 to 300 mm/s", r.Speed)
		case r.Temperature < low || r.Temperature > high:
			return say.Errorf("%s cannot be laid at %g C: try %g to %g C", set.Filament.Name, r.Temperature, low, high)
		}
	}
	return nil
}

// Recipe returns the set's interface with what r tries.
func (r Rung) Recipe(set *profiles.Set) profiles.Interface {
	in := set.Interface
	in.Gap, in.Speed = profiles.Length(r.Gap), profiles.Speed(r.Speed)
	in.Temperature, in.Wait = 0, false
	if t := profiles.Temperature(r.Temperature); t != set.Filament.NozzleTemp {
		in.Temperature, in.Wait = t, true
	}
	return in
}

// WriteRecipe writes what r tried as an interface of the given name, for the material,
// the nozzle and the layer height of the set: such prints then take it by themselves.
//
// Errors: those of w.
func (r Rung) WriteRecipe(w io.Writer, set *profiles.Set, name string) error {
	in := r.Recipe(set)
	_, err := fmt.Fprintf(w, "# Ring %d of a calibration print: %s, %s, nozzle of %s, layers of %s.\n"+
		"interface:\n  name: %s\n  inherits: %s\n  title: %s, calibrated on %s\n  material: %s\n"+
		"  nozzle: %s\n  layer_height: %s\n  untested: false\n  gap: %s\n  speed: %s\n  temperature: %s\n  wait: %t\n",
		r.Ring, set.Printer.Name, set.Filament.Name, set.Printer.Nozzle, set.Process.LayerHeight,
		name, in.Name, set.Filament.Material, set.Printer.Name, set.Filament.Material,
		set.Printer.Nozzle, set.Process.LayerHeight, in.Gap, in.Speed, in.Temperature, in.Wait)
	return err
}

// Calibrate makes the print of ladder: a tower of rings, each on another gap. It is
// replayed and checked like every file.
//
// Errors: as Run's, and those of the ladder.
func Calibrate(ctx context.Context, spec Spec, ladder Ladder, progress Progress) (*Report, []Rung, error) {
	if progress == nil {
		progress = func(say.Text, float64) {}
	}
	spec.Input, spec.Model, spec.Output = "", "gap-ladder", or(spec.Output, "gap-ladder.gcode")
	set, notes, err := settings(spec)
	if err != nil {
		return nil, nil, err
	}
	set.Process.Fill = 1
	rungs, err := ladder.Rungs(&set)
	if err != nil {
		return nil, nil, err
	}
	out, err := newTarget(spec)
	if err != nil {
		return nil, nil, err
	}
	defer out.discard()
	rep := newReport(spec, out.path, &set)
	rep.warn(notes...)
	progress(say.T("slicing"), 0)
	t, err := rings(rungs, &set, rep)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range rungs { // the check allows the coldest
		if in := r.Recipe(&set); in.Temperature > 0 && (set.Interface.Temperature == 0 || in.Temperature < set.Interface.Temperature) {
			set.Interface.Temperature = in.Temperature
		}
	}
	if err := write(ctx, out, t, &set, rep, spec, progress); err != nil {
		return nil, nil, err
	}
	if !spec.DryRun {
		err = out.keep()
	}
	return rep, rungs, err
}

// rings returns a tower of the rung's rings in the middle of the bed.
func rings(rungs []Rung, set *profiles.Set, rep *Report) (*tower, error) {
	s := slicer.New(*set)
	t := &tower{Plate: &stack.Plate{Gap: float64(set.Interface.Gap)}}
	below, err := t.ring(s, nil, 0, nil)
	for _, r := range rungs {
		if err != nil {
			return nil, err
		}
		in := r.Recipe(set)
		below, err = t.ring(s, below, r.Ring, &in)
	}
	if err != nil {
		return nil, err
	}
	if h := t.Height(); h > float64(set.Printer.Height) {
		return nil, say.Errorf("the ladder is %.1f mm high and %s prints up to %.0f mm: try fewer gaps, speeds or temperatures at once", h, set.Printer.Name, float64(set.Printer.Height))
	}
	if t.Columns, err = stack.Layout(t.Levels[0].Frame.Shadow, set, 1); err != nil {
		return nil, err
	}
	t.Surround(set)
	t.volume = t.Volume()
	rep.plate(t.Plate, t.volume, 1)
	return t, nil
}

// ring puts the ring of a number on the tower and returns it as it was sliced.
func (t *tower) ring(s *slicer.Slicer, below *toolpath.Print, number int, in *profiles.Interface) (*toolpath.Print, error) {
	solid, err := models.Ring(number)
	if err != nil {
		return nil, err
	}
	m, _, err := meshOf(solid, fmt.Sprint("ring ", number))
	if err != nil {
		return nil, err
	}
	frame, err := s.Slice(m)
	if err != nil {
		return nil, err
	}
	t.meshes = append(t.meshes, m)
	if below == nil {
		t.Levels = stack.Add(t.Levels, s.Cool(frame, 1), nil, nil)
		return frame, nil
	}
	over := s.Cool(s.Over(frame, below, in), 1)
	over.Layers[0].Fan = float64(in.Fan) // Cool knows no gaps
	t.Levels = stack.Add(t.Levels, over, s.Between(below, frame, in), in)
	return frame, nil
}
