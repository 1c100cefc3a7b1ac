// Package resume writes what is left of a G-code file, of any slicer, as a job of its
// own: for the print that stopped in the night.
//
// What was printed is replayed up to the layer to go on from; the printer is brought to
// where it was then without driving into what stands on the bed, and the rest of the file
// follows as it is.
package resume

import (
	"io"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
)

// Point says where to go on.
type Point struct {
	Level  int     // of a stack, from 1, as Visiere's files mark them; 0: by Z
	Column int     // of which column, from 1, where they are printed one after the other; 0: of the only one
	Z      float64 // mm: the first layer whose top is there or above
}

// Cut is where a file is parted in two.
type Cut struct {
	Line  int     // first line of the rest, from 1
	Level int     // of a stack; 0: the file does not say
	Z     float64 // of the first layer of the rest, mm
	Done  float64 // highest Z printed before, mm
	Rest  Laid    // by the rest

	was state // the printer's, before Line
}

// Laid is what the strokes of a part of a file are, with what the printer was told when it
// made them.
type Laid struct {
	Strokes int
	Sum     uint64  // over all of them
	MM      float64 // of filament
}

// Find replays the file in src and returns where it is to be parted.
//
// Errors: those of reading src; the file has no such place; it cannot be parted there.
func Find(src io.Reader, firmware profiles.Firmware, at Point) (*Cut, error) {
	f := finder{state: newState(firmware), at: at}
	if err := each(src, f.command); err != nil {
		return nil, err
	}
	return f.result()
}

// Strokes replays a file that Write has written and returns what it lays.
//
// Errors: those of reading src.
func Strokes(src io.Reader, firmware profiles.Firmware) (Laid, error) {
	s := newState(firmware)
	err := each(src, s.command)
	return s.laid, err
}

// each gives every line of src to f.
func each(src io.Reader, f func(*gcode.Command)) error {
	rd := gcode.NewReader(src)
	var c gcode.Command
	for rd.Next(&c) {
		f(&c)
	}
	return rd.Err()
}
