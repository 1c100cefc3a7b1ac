package emit

import (
	"math"

	"github.com/visiere/visiere/profiles"
)

// runs writes the levels, and again after each time the frames are pushed off.
func (e *emitter) runs() error {
	for left := e.set.Printer.After.Eject.Repeats; ; left-- {
		if err := e.levels(); err != nil || left == 0 {
			return err
		}
		if err := e.eject(); err != nil {
			return err
		}
	}
}

// ejectWarning says at the head of a file what it does with nobody there.
func (e *emitter) ejectWarning() {
	n := e.set.Printer.After.Eject.Repeats
	if n == 0 {
		return
	}
	e.comment("; WARNING: pushes the frames off the bed and prints again, with nobody there; repeats: ", int64(n), 0)
	e.line("; WARNING: watch the first push; stop if a frame does not come off, and keep the way to the front clear")
}

// The lines around the push that clears the bed: package verify holds it to its rules.
const (
	ejectBegin = ";EJECT_BEGIN"
	ejectEnd   = ";EJECT_END"
)

// eject turns the heaters off, waits until the bed lets go, pushes the frames off and
// writes the start code again.
func (e *emitter) eject() error {
	e.aside()
	e.prime()
	e.blow(0)
	e.line(ejectBegin)
	e.line("M104 S0")
	e.coolSecond()
	e.coolBed()
	path := e.set.Printer.After.Eject.Path
	e.raise(min(e.atZ+10*microns, micrometres(float64(e.set.Printer.Height))))
	e.goTo(atPoint(path[0]))
	feed := perMinute(float64(e.set.Printer.After.Eject.Speed))
	e.raise(micrometres(float64(path[0][2])))
	for _, p := range path[1:] {
		e.raise(micrometres(float64(p[2])))
		if to := atPoint(p); to != e.at {
			e.stroke(to, 0, feed)
		}
	}
	e.line(ejectEnd)
	e.begin()
	if err := e.start(); err != nil {
		return err
	}
	e.strayed()
	return nil
}

// atPoint returns a point of a path in the file's unit.
func atPoint(p [3]profiles.Length) grid {
	return grid{micrometres(float64(p[0])), micrometres(float64(p[1]))}
}

// begin takes the printer as it is before a first layer.
func (e *emitter) begin() {
	e.printed, e.begun, e.level, e.gap = 0, 0, 0, false
	e.place(0)
}

// coolBed turns the bed off and waits until it has cooled so far that frames come off. A
// bed that is not heated is not waited for.
//
// Source: M190 R waits for cooling too in Marlin, Prusa's firmware and RepRapFirmware;
// Klipper has TEMPERATURE_WAIT.
func (e *emitter) coolBed() {
	if e.set.Printer.MaxBedTemp == 0 || e.set.Filament.BedTemp == 0 {
		return
	}
	t := int64(math.Round(float64(e.set.Release())))
	if e.firmware == profiles.Klipper {
		e.line("M140 S0")
		e.comment("TEMPERATURE_WAIT SENSOR=heater_bed MAXIMUM=", t, 0)
		return
	}
	e.comment("M190 R", t, 0)
	e.line("M140 S0")
}

// afterwards writes what follows the end code: the wait for the bed and the sound.
func (e *emitter) afterwards() {
	a := &e.set.Printer.After
	if a.Wait {
		e.coolBed()
	}
	for range a.Sound {
		e.line("M300 S880 P300")
		e.line("G4 P300")
	}
}
