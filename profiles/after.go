package profiles

import "github.com/visiere/visiere/internal/say"

// After is what follows the last frame of a file, after the end code.
type After struct {
	Wait  bool  `yaml:"wait"`  // until the bed has cooled to the release temperature
	Sound int   `yaml:"sound"` // beeps then (M300; Klipper needs a macro of that name)
	Eject Eject `yaml:"eject"`
}

// Eject is how the print head or a bumper on it pushes the frames off the bed, so that
// the file prints them again with nobody there.
type Eject struct {
	Repeats int         `yaml:"repeats"` // how often the plate is printed again; 0: it is not
	Path    [][3]Length `yaml:"path"`    // X, Y and Z of the nozzle: down beside the frames, then through them
	Speed   Speed       `yaml:"speed"`   // along Path
}

// Resume is how a printer finds out where its nozzle is while a print stands on the bed,
// to go on with it.
type Resume struct {
	// Z: touch, or empty, by hand: the nozzle is put on the print before the file begins;
	// top, where G28 homes away from the bed, as deltas do; place, by G28 Z at At, beside the
	// print.
	Z  string    `yaml:"z"`
	At [2]Length `yaml:"at"`
}

// The ways of Resume.
const (
	ResumeTouch = "touch"
	ResumeTop   = "top"
	ResumePlace = "place"
)

// reach is how far beyond the bed a nozzle is taken to go, mm.
const reach Length = 10

// checkAfter notes what the printer cannot do after the last frame.
func (b *builder) checkAfter() {
	p := &b.set.Printer
	e := &p.After.Eject
	if e.Repeats == 0 {
		return
	}
	const key = "printer.after.eject"
	switch {
	case len(e.Path) < 2 || e.Speed <= 0:
		b.note(CodeMissing, Error, key, say.T("%s: to push frames off, a path of two points or more and a speed are needed", key))
		return
	case p.MaxBedTemp == 0:
		b.note(CodeHeater, Error, key, say.T("%s: %s has no heated bed, so nothing tells when the frames let go", key, p.Name))
	}
	lo, hi := p.Bed.Box()
	for _, q := range e.Path {
		if q[0] < lo[0]-reach || q[0] > hi[0]+reach || q[1] < lo[1]-reach || q[1] > hi[1]+reach || q[2] < 0 || q[2] > p.Height {
			b.note(CodeBed, Error, key, say.T("%s: the path leaves the printer at X%s Y%s Z%s", key, q[0], q[1], q[2]))
		}
	}
}
