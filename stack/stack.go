// Package stack places one frame's toolpaths many times: in columns beside each other
// and in levels above each other, a gap of air between two levels.
package stack

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Plate is what one print file makes: the same levels in every column. Frames are
// referred to, not copied:
//
//  1. The paths of a level are those of its Frame, raised by Z: nothing else is changed,
//     and levels of one Frame are the same but for Z.
//  2. All columns print a layer before any prints the next, or, OneByOne, a column is
//     done before the next begins, in the order of Columns.
type Plate struct {
	Levels  []Level // from the bed up
	Columns []Column
	Gap     float64         // air between two levels, mm
	Around  []toolpath.Path // skirt and brim, first layer, printer coordinates

	OneByOne bool // columns are printed one after the other

	Outline geom.Ring // around a column, roughly, frame's coordinates
}

// Level is one frame of a column.
type Level struct {
	Frame *toolpath.Print
	Z     float64 // of its lowest point above the bed, mm

	Between []toolpath.Layer    // what is laid before it, Z above the top of the level below
	Recipe  *profiles.Interface // by which it lies on the level below; nil: as a frame on the bed
}

// Column is where a stack stands.
type Column struct {
	At   geom.Point // of the frames' origin, printer coordinates
	Turn float64    // anticlockwise around At, degrees
}

// Pose returns how the points of a frame are placed in c.
func (c Column) Pose() geom.Pose { return geom.NewPose(c.At, c.Turn) }

// Levels returns n levels of the same frame with gap mm of air between two.
func Levels(frame *toolpath.Print, n int, gap float64) []Level {
	out := make([]Level, n)
	for k := range out {
		out[k] = Level{Frame: frame, Z: float64(float64(k) * (frame.Height + gap))}
	}
	return out
}

// Add returns levels with frame on top, as far above them as recipe says, with between in
// the gap. The first level stands on the bed and needs neither.
//
// Z is a sum of whole heights and distances: it lies on no grid of layers.
func Add(levels []Level, frame *toolpath.Print, between []toolpath.Layer, recipe *profiles.Interface) []Level {
	if len(levels) == 0 {
		return []Level{{Frame: frame}}
	}
	below := &levels[len(levels)-1]
	z := below.Z + below.Frame.Height + float64(recipe.Distance())
	return append(levels, Level{Frame: frame, Z: z, Between: between, Recipe: recipe})
}

// Height returns the top of the plate above the bed, mm.
func (p *Plate) Height() float64 {
	top := &p.Levels[len(p.Levels)-1]
	return top.Z + top.Frame.Height
}

// Layers returns how many layers the print has, those of all levels and between them,
// and of each column where they are printed one after the other.
func (p *Plate) Layers() int {
	n := 0
	for _, l := range p.Levels {
		n += len(l.Between) + len(l.Frame.Layers)
	}
	if p.OneByOne {
		n *= len(p.Columns)
	}
	return n
}

// Frames returns how many frames the plate makes.
func (p *Plate) Frames() int { return len(p.Levels) * len(p.Columns) }

// Volume returns what the plate's frames deposit in mm3: skirt, brim, pillars and what is
// between the frames apart.
func (p *Plate) Volume() float64 {
	var all float64
	volumes := map[*toolpath.Print]float64{}
	for _, l := range p.Levels {
		v, known := volumes[l.Frame]
		if !known {
			v = l.Frame.Volume() - l.Frame.Support()
			volumes[l.Frame] = v
		}
		all += v
	}
	return all * float64(len(p.Columns))
}
