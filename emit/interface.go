package emit

import (
	"math"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// between writes what lies in the gap below the level.
func (e *emitter) between() error {
	if e.level == 0 {
		return nil
	}
	e.slots.Interfaces = append(e.slots.Interfaces, [2]int{e.lines, e.lines})
	below, here := &e.job.Plate.Levels[e.level-1], &e.job.Plate.Levels[e.level]
	top := below.Z + below.Frame.Height
	for i := range here.Between {
		l := &here.Between[i]
		if err := e.layer(l, top+l.Z, true, true); err != nil {
			return err
		}
	}
	return nil
}

// The lines around the first layer over a gap, with all that changes for it. What comes
// after them finds the printer as it was before them: package verify holds the file to it.
const (
	interfaceBegin = ";INTERFACE_BEGIN"
	interfaceEnd   = ";INTERFACE_END"
)

// arrive writes what stands before the n-th layer of the file, l: a change of the tool
// and, before a frame's first layer over a gap, the pause, the level code and the
// temperature.
func (e *emitter) arrive(n int, l *toolpath.Layer) error {
	if l.Tool != e.tool {
		e.change(l.Tool)
	}
	if !e.gap {
		return nil
	}
	e.line(interfaceBegin)
	e.place(n)
	if err := e.pause(); err != nil {
		return err
	}
	if err := e.expandLevel(n); err != nil {
		return err
	}
	if r := e.recipe(); r.Temperature > 0 {
		e.temper(float64(r.Temperature), r.Wait)
	}
	return nil
}

// leave writes what stands after a layer: the temperature of all others.
func (e *emitter) leave() {
	if !e.gap {
		return
	}
	if r := e.recipe(); r.Temperature > 0 {
		e.temper(e.nozzle(), r.Wait)
	}
	e.line(interfaceEnd)
	e.slots.Interfaces[len(e.slots.Interfaces)-1][1] = e.lines
	e.gap = false
	e.fan, e.rate = -1, 0 // said again
}

// recipe returns how the level lies on the one below.
func (e *emitter) recipe() profiles.Interface {
	if r := e.job.Plate.Levels[e.level].Recipe; r != nil {
		return *r
	}
	return profiles.Interface{}
}

// nozzle returns the temperature at which the file prints.
func (e *emitter) nozzle() float64 {
	f := &e.set.Filament
	if e.printed-e.begun > 1 && f.NozzleTemp > 0 {
		return float64(f.NozzleTemp)
	}
	return float64(f.FirstLayerNozzleTemp)
}

// temper sets the nozzle's temperature; to wait for it, cooler or hotter, it goes aside
// first.
//
// Source: M109 R waits for cooling too in Marlin, Prusa's firmware and RepRapFirmware;
// Klipper's M109 S waits until the temperature settles.
func (e *emitter) temper(temp float64, wait bool) {
	t := int64(math.Round(temp))
	switch {
	case !wait:
		e.comment("M104 S", t, 0)
		return
	case e.firmware == profiles.Klipper:
		e.aside()
		e.comment("M109 S", t, 0)
	default:
		e.aside()
		e.comment("M109 R", t, 0)
	}
}

// clear is how far above the print the nozzle waits, micrometres.
const clear = 2 * microns

// aside moves the nozzle, pulled back, to where drops do no harm: above the skirt. Where
// there is none, or where columns that are done may be in the way, it stays over the
// print.
func (e *emitter) aside() {
	e.retract()
	e.jump = true
	e.raise(max(e.z, e.atZ, min(max(e.z, e.atZ)+clear, micrometres(float64(e.set.Printer.Height)))))
	if around := e.job.Plate.Around; len(around) > 0 && e.from == 0 {
		p := around[0].Points[0]
		e.goTo(grid{toGrid(p.X), toGrid(p.Y)})
	}
}

// pause stops the print until somebody goes on, where the recipe says so.
func (e *emitter) pause() error {
	if !e.recipe().Pause {
		return nil
	}
	e.aside()
	if e.pauseCode == nil {
		e.line(pauseCommand(e.firmware))
	} else {
		text, err := e.execute("pause_gcode", e.pauseCode)
		if err != nil {
			return err
		}
		e.text(text)
	}
	e.strayed()
	return nil
}

// pauseCommand returns what stops a print until somebody goes on.
//
// Source: the firmwares' G-code documents.
func pauseCommand(f profiles.Firmware) string {
	switch f {
	case profiles.PrusaFW:
		return "M601"
	case profiles.Klipper:
		return "PAUSE"
	case profiles.RRF:
		return "M226"
	}
	return "M0"
}

// change takes the other tool: aside, where it also pushes a little filament, since an
// idle nozzle drips empty.
func (e *emitter) change(tool int) {
	s := &e.set.Interface.Separator
	e.aside()
	e.loaded[e.tool] = e.pulled
	if e.tool == 1 {
		e.heatTool(float64(s.Standby))
	}
	e.tool, e.second = tool, true
	e.comment("T", int64(tool), 0)
	if tool == 1 {
		e.heatTool(float64(s.Temperature))
		e.comment("M109 S", int64(math.Round(float64(s.Temperature))), 0)
	}
	e.modes()
	e.resetE()
	e.forget()
	e.last, e.pulled = nil, e.loaded[tool]
	e.prime()
	e.feedE(int64(math.Round(float64(s.Prime)*extrusion)), e.pull.feed)
}

// coolSecond turns the second tool's heater off, where it is on: codes of profiles know of
// one.
func (e *emitter) coolSecond() {
	if e.second {
		e.line("M104 T1 S0")
		e.second = false
	}
}

// heatTool sets the temperature of the tool in use.
func (e *emitter) heatTool(temp float64) { e.comment("M104 S", int64(math.Round(temp)), 0) }
