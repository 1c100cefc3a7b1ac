// Package emit writes a plate as G-code. It is the only place where lengths, speeds and
// extrusion are rounded to what a printer reads.
//
// The plane goes from integer nanometres to millimetres with 3 decimals, extrusion is
// written with 5, feed rates are whole mm/min rounded down.
package emit

import (
	"io"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// Job is what to write.
type Job struct {
	Plate      *stack.Plate
	Set        profiles.Set
	Title      string   // what is printed, for a comment and the templates
	Version    string   // of the program
	Date       string   // 2026-11-24 at 09:30:00 UTC; empty: none is written
	Notes      []string // what the file's head says besides, one line each
	Thumbnails []gcode.Thumbnail
	Settings   [][2]string // how the file was made: key and value, written by Tail
	Memo       *Memo       // what layers are known; nil: none but the file's own
}

// Write writes j's head, body and end code to w, and returns where the times are to be
// filled in. Tail writes what follows.
//
//  1. Memory does not depend on how many levels the plate has, but for the Slots: some 50
//     bytes for every layer and for every 20 seconds of printing. It is a layer's text and
//     what the Memo keeps: of a Memo of the file's own 64 MB of text at most.
//  2. Within a layer, at every extruding move, the sum of what was written of E is within
//     half a unit of the exact amount. Levels that print the same differ in Z, their names
//     and what tells the time alone.
//  3. No extruding move exceeds the least of the hotend's and the filament's MaxFlow, as
//     computed from the numbers in the file.
//  4. Same Job, same bytes, whatever its Memo.
//
// Layers that print the same, begun in the same state, are formatted once: a further one
// costs a copy of its text.
//
// Errors: the plate is empty, a template fails, w fails.
func Write(w io.Writer, j Job) (*Slots, error) {
	if err := j.check(); err != nil {
		return nil, err
	}
	e := newEmitter(w, &j)
	if err := e.prepare(); err != nil {
		return nil, err
	}
	if err := e.head(); err != nil {
		return nil, err
	}
	if err := e.runs(); err != nil {
		return nil, err
	}
	if err := e.finish(); err != nil {
		return nil, err
	}
	e.flush()
	return &e.slots, e.err
}

// levels writes the columns, all together or one by one.
func (e *emitter) levels() error {
	n := len(e.poses)
	if !e.job.Plate.OneByOne {
		return e.columns(0, n)
	}
	for c := range n {
		if c > 0 {
			e.cross()
		}
		if err := e.columns(c, c+1); err != nil {
			return err
		}
	}
	return nil
}

// columns writes every layer of some of the columns from the bed up.
func (e *emitter) columns(first, past int) error {
	e.from, e.until, e.begun = first, past, e.printed
	p := e.job.Plate
	for level := range p.Levels {
		e.comment(";LEVEL:", int64(level+1), 0)
		e.level = level
		if err := e.between(); err != nil {
			return err
		}
		if err := e.frame(); err != nil {
			return err
		}
	}
	return nil
}

// frame writes the layers of the level's frame.
func (e *emitter) frame() error {
	l := &e.job.Plate.Levels[e.level]
	for i := range l.Frame.Layers {
		e.gap = e.level > 0 && i == 0
		if err := e.layer(&l.Frame.Layers[i], l.Z+l.Frame.Layers[i].Z, i == 0, i == len(l.Frame.Layers)-1); err != nil {
			return err
		}
		e.leave()
	}
	return nil
}
