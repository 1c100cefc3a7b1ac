// Package tune looks for the process, the plate and the stacks that give the most good
// frames a day on one printer: it slices and times real candidates, reckons what failures
// and visits make of them, and says what binds.
package tune

import (
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/yield"
)

// Spec says what to tune for.
type Spec struct {
	Job    job.Spec // frame, printer, filament, interface and changes; its process is one of the starts, its columns the most that are tried
	Day    yield.Day
	Hazard yield.Hazard
	SpoolG float64 // filament on a full spool: no batch takes more
	Floor  Floor
	Tries  int // candidates that are sliced and timed at most; 0: 150
}

// Floor is what quality is not to fall below.
type Floor struct {
	Name      string         `json:"name"`
	Layer     profiles.Ratio `json:"layer"`     // highest layer, as a share of the nozzle
	Outer     profiles.Speed `json:"outer"`     // fastest outer wall, and top
	Small     profiles.Speed `json:"small"`     // fastest small loop
	First     profiles.Speed `json:"first"`     // fastest first layer
	Ringing   bool           `json:"ringing"`   // outer walls may take the axes' whole acceleration
	Stiffness float64        `json:"stiffness"` // least, as a share of a solid frame's
}

// Floors returns the floors by name: what is fine to touch, what the shipped processes
// give, and what only has to work.
func Floors() []Floor {
	return []Floor{
		{Name: "fine", Layer: 0.5, Outer: 50, Small: 30, First: 25, Stiffness: 0.95},
		{Name: "standard", Layer: 0.75, Outer: 80, Small: 40, First: 25, Stiffness: 0.85},
		{Name: "draft", Layer: 0.8, Outer: 150, Small: 80, First: 50, Ringing: true, Stiffness: 0.8},
	}
}

// FloorNamed returns the floor of a name.
//
// Errors: there is none; which there are.
func FloorNamed(name string) (Floor, error) {
	var names []string
	for _, f := range Floors() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Floor{}, say.Errorf("there is no quality %q; there are %s", name, strings.Join(names, ", "))
}

// meets reports whether a trial is not below the floor.
func (f Floor) meets(t *job.Trial) bool {
	p := &t.Set.Process
	return f.allows(t.Set) && p.ExternalPerimeterSpeed <= f.Outer && p.SmallPerimeterSpeed <= f.Small &&
		p.FirstLayerSpeed <= f.First && t.Stiffness >= f.Stiffness-1e-9
}

// allows reports whether the floor allows the layers of set.
func (f Floor) allows(set *profiles.Set) bool {
	return set.Process.LayerHeight <= profiles.Length(profiles.Length(f.Layer)*set.Printer.Nozzle)+1e-9
}

// check refuses what cannot be.
func (s *Spec) check() error {
	if s.Job.Stack != 0 || s.Job.Flip != "" || s.Job.Pillars != 0 || s.Job.Top != "" {
		return say.Errorf("the stack is what is looked for: leave its height, flips, pillars and top away")
	}
	if s.SpoolG <= 0 {
		return say.Errorf("a spool of %g g prints nothing", s.SpoolG)
	}
	if s.Hazard.PerHour < 0 || s.Hazard.PerFrame < 0 || s.Hazard.PerHour > 1 || s.Hazard.PerFrame > 1 {
		return say.Errorf("failures are 0 to 1 per hour and 0 to 1 per frame")
	}
	return s.Day.Check()
}
