package emit

import (
	"strconv"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// A column is an object that hosts and firmwares can leave out while the others go on: a
// frame alone is none, since what stands above it would hang in the air. For that:
//
//  1. Every stroke of a frame is within its column's marks; skirt, brim and all that
//     changes for a whole layer (temperatures, tools, pauses, layer code) is without.
//  2. Filament is pulled back at both marks, and pushed again and pulled in between.
//  3. After the marks, Z, both coordinates, feed rate, fan and acceleration are said
//     again, and E, where it is absolute, is set to 0.

// Objects returns how many objects the file of a plate marks: its columns, none where
// that is one, which is cancelled as the whole print.
func Objects(plate *stack.Plate, p *profiles.Printer) int {
	if len(plate.Columns) < 2 || p.Labels == profiles.LabelNothing {
		return 0
	}
	return len(plate.Columns)
}

// objectNames returns the names of j's objects.
func objectNames(j *Job) []string {
	names := make([]string, Objects(j.Plate, &j.Set.Printer))
	for c := range names {
		names[c] = "column_" + strconv.Itoa(c+1)
	}
	return names
}

// firmwareLabels reports whether the columns are told to the firmware too.
func (e *emitter) firmwareLabels() bool {
	return e.labels != profiles.LabelNothing && e.labels != profiles.LabelComments
}

// defineObjects tells the columns before the first of them is printed.
//
// Source: Klipper's document Exclude_Object.md; Marlin's and RepRapFirmware's of M486.
// Marlin has no names: it would read their letters as parameters.
func (e *emitter) defineObjects() {
	if !e.firmwareLabels() {
		return
	}
	f := e.firmware
	if f != profiles.Klipper {
		e.comment("M486 T", int64(len(e.names)), 0)
	}
	for c, name := range e.names {
		switch f {
		case profiles.Klipper:
			e.define(c)
		case profiles.PrusaFW, profiles.RRF:
			e.comment("M486 S", int64(c), 0)
			e.line("M486 A" + name)
			e.line("M486 S-1")
		}
	}
}

// define tells Klipper of column c and where it stands.
func (e *emitter) define(c int) {
	e.buf = append(append(e.buf, "EXCLUDE_OBJECT_DEFINE NAME="...), e.names[c]...)
	if outline := e.job.Plate.Outline; len(outline) > 0 {
		e.pose = e.poses[c]
		e.buf = append(e.buf, " CENTER="...)
		e.pair(e.onGrid(outline.Box().Centre()))
		sep := " POLYGON=["
		for _, p := range outline {
			e.buf = append(append(e.buf, sep...), '[')
			e.pair(e.onGrid(p))
			e.buf, sep = append(e.buf, ']'), ","
		}
		e.buf = append(e.buf, ']')
	}
	e.end()
}

// pair appends two coordinates with a comma between.
func (e *emitter) pair(at grid) {
	e.buf = gcode.AppendFixed(e.buf, at.x, 3)
	e.buf = append(e.buf, ',')
	e.buf = gcode.AppendFixed(e.buf, at.y, 3)
}

// enterObject marks that what follows is of column c. Away tells that what came before
// is not.
func (e *emitter) enterObject(c int, away bool) {
	if len(e.names) == 0 {
		return
	}
	if away {
		e.retract()
		e.repeat()
	}
	e.labelled("; printing object ", c)
	if !e.firmwareLabels() {
		return
	}
	if e.firmware == profiles.Klipper {
		e.line("EXCLUDE_OBJECT_START NAME=" + e.names[c])
		return
	}
	e.comment("M486 S", int64(c), 0)
}

// leaveObject marks that what follows is not of column c. Leaves tells that this is not
// the end of a layer alone.
func (e *emitter) leaveObject(c int, leaves bool) {
	if len(e.names) == 0 {
		return
	}
	if leaves {
		e.retract()
	}
	if e.firmwareLabels() {
		if e.firmware == profiles.Klipper {
			e.line("EXCLUDE_OBJECT_END NAME=" + e.names[c])
		} else {
			e.line("M486 S-1")
		}
	}
	e.labelled("; stop printing object ", c)
	if leaves {
		e.repeat()
		if !e.e.relative {
			e.resetE()
		}
	}
}

// labelled writes the comment by which OctoPrint's plugins and Moonraker know objects.
// Source: PrusaSlicer's labels. RepRapFirmware would count comments beside M486.
func (e *emitter) labelled(what string, c int) {
	if e.firmwareLabels() && e.firmware == profiles.RRF {
		return
	}
	e.buf = append(append(append(e.buf, what...), e.names[c]...), " id:"...)
	e.buf = append(strconv.AppendInt(e.buf, int64(c), 10), " copy 0"...)
	e.end()
}

// repeat makes what follows say all again that an object which is left out would have
// said.
func (e *emitter) repeat() {
	e.forget()
	e.lost, e.fan, e.rate = true, -1, 0
}
