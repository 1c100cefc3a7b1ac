// Package stack places one frame's toolpaths many times: in columns beside each other
// and in levels above each other, a gap of air between two levels.
package stack

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// Plate is what one print file makes: the frame, at every column and level. Levels are
// references to the one frame:
//
//  1. Level k (from 0) of a column is Frame raised by k times Pitch.
//  2. Its paths are those of level 0 but for Z and what the interface recipe changes in
//     its first layer: speed, flow, fan.
//  3. All columns print a layer before any prints the next.
type Plate struct {
	Frame   *toolpath.Print
	Columns []geom.Point    // where each column's frame has its origin, printer coordinates
	Levels  int             // frames in a column
	Gap     float64         // air between two frames, mm
	Around  []toolpath.Path // skirt and brim, first layer, printer coordinates
}

// Pitch returns how far a level is above the one below, mm.
func (p *Plate) Pitch() float64 { return p.Frame.Height + p.Gap }

// Height returns the top of the plate above the bed, mm.
func (p *Plate) Height() float64 {
	return p.Frame.Height + float64(p.Levels-1)*p.Pitch()
}

// Frames returns how many frames the plate makes.
func (p *Plate) Frames() int { return p.Levels * len(p.Columns) }

// Volume returns what the plate's frames deposit in mm3, skirt and brim apart, where
// the first layer over a gap prints with the given flow multiplier.
func (p *Plate) Volume(interfaceFlow float64) float64 {
	var all float64
	for i := range p.Frame.Layers {
		all += p.Frame.Layers[i].Volume()
	}
	over := p.Frame.Layers[0].Volume() * (interfaceFlow - 1) * float64(p.Levels-1)
	return (all*float64(p.Levels) + over) * float64(len(p.Columns))
}
