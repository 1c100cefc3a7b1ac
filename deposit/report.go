package deposit

import (
	"fmt"
	"io"
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// Plate says where a file prints its frames. The zero Plate is one frame, wherever the
// file lays it.
type Plate struct {
	Columns []geom.Pose // where the frame's origin is in each column; none: one, found by what is laid
	Levels  int         // frames above each other; 0: 1
	Pitch   float64     // mm from a frame to the one above it, where there are several
}

// LayerReport says how one layer of one level is filled, in all columns together.
type LayerReport struct {
	Level  int     `json:"level"`     // from 1
	Z      float64 `json:"z_mm"`      // top, above the bed
	Height float64 `json:"height_mm"` // mm
	Coverage
}

// Report says how a file fills its frames.
//
//  1. Layers has every layer that the file prints, from the bed up, and, where a frame
//     ends more than half a layer below the mesh, one layer more, which is void.
//     Each is held against the section at its middle, the last one at the latest just
//     below the mesh's top.
//  2. Total weighs layers by their volume; its Section is the mean over the height.
type Report struct {
	Total    Coverage      `json:"total"`
	Worst    int           `json:"worst"`    // index in Layers: of most Faults, the first of equals
	Distinct int           `json:"distinct"` // layers measured; the others repeat them
	Layers   []LayerReport `json:"layers"`

	shapes []*shape // of each layer
	opt    Options
}

// GCode holds what the file in r lays against m, which lies in the columns as it is:
// turned, if the file has it turned. Layers that repeat those of a level below are
// measured once.
//
// The file is read in one pass; memory is that of its distinct layers. They share the
// processors; the result does not depend on how many there are.
//
// Errors: those of r; the file lays nothing, not layer by layer, not as many levels as
// the plate has, or a part of another size than the frame's.
func GCode(r io.Reader, m *mesh.Mesh, plate Plate, opt Options) (*Report, error) {
	opt = opt.withDefaults()
	if plate.Levels > 1 && !(plate.Pitch > m.Size().Z/2) {
		return nil, fmt.Errorf("deposit: a pitch of %g mm for frames of %g mm", plate.Pitch, m.Size().Z)
	}
	s := sorter{plate: plate, size: m.Size(), report: &Report{opt: opt}}
	if err := read(r, opt, s.take); err != nil {
		return nil, err
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	return s.report, s.measure(m)
}

// smooth is how far, nm, a section's outline may move for being measured.
const smooth = 500

// measure measures the distinct shapes against the sections of m at each column, and
// completes the report.
func (s *sorter) measure(m *mesh.Mesh) error {
	middles := make([]float64, len(s.distinct))
	for i, d := range s.distinct {
		middles[i] = d.middle
	}
	sections := m.Sections(middles)
	err := par.Do(len(s.distinct), func(i int) error {
		d, one := s.distinct[i], sections[i].Simplify(smooth)
		if foot := geom.ToNM(s.report.opt.Foot); d.first && foot > 0 {
			one = one.Offset(-foot, polygon.Mitre)
		}
		for _, at := range s.plate.Columns {
			for _, r := range one {
				d.section = append(d.section, at.Ring(r))
			}
		}
		d.areas = measure(d.strokes, d.section, s.report.opt)
		return nil
	})
	s.report.Distinct = len(s.distinct)
	s.report.sum()
	return err
}

// sum fills in the layers' coverage, the total and the worst.
func (r *Report) sum() {
	var all areas
	var height float64
	for i, s := range r.shapes {
		r.Layers[i].Coverage = s.areas.coverage()
		all.add(s.areas, r.Layers[i].Height)
		height += r.Layers[i].Height
		if r.Layers[i].Faults() > r.Layers[r.Worst].Faults() {
			r.Worst = i
		}
	}
	r.Total = all.coverage()
	r.Total.Section /= height
}

// shape is the content of a layer, which several may share.
type shape struct {
	middle  float64 // of the layer above the frame's lowest point, mm
	height  float64 // mm
	first   bool    // of the frame
	strokes []stroke
	section polygon.Region // of all columns
	areas   areas
}

// alike reports whether a and b lay the same up to what rounding in a file does.
func (s *shape) alike(b *shape) bool {
	if math.Abs(s.middle-b.middle) > sameZ || math.Abs(s.height-b.height) > sameZ || s.first != b.first || len(s.strokes) != len(b.strokes) {
		return false
	}
	for i := range s.strokes {
		if !s.strokes[i].alike(&b.strokes[i]) {
			return false
		}
	}
	return true
}

// sameArea is how much, mm2, two strips of the same place may differ: extrusion is
// rounded to 0.00001 mm of filament.
const sameArea = 5e-4

// alike reports whether s and b lay the same strips.
func (s *stroke) alike(b *stroke) bool {
	if len(s.points) != len(b.points) {
		return false
	}
	for i, p := range s.points {
		if p != b.points[i] {
			return false
		}
		if i > 0 && math.Abs(s.widths[i]-b.widths[i])*between(s.points[i-1], p) > sameArea {
			return false
		}
	}
	return true
}

// Print holds the toolpaths of one frame against m, as GCode does with a file.
func Print(p *toolpath.Print, m *mesh.Mesh, opt Options) (*Report, error) {
	opt = opt.withDefaults()
	s := sorter{plate: Plate{Columns: make([]geom.Pose, 1)}, size: m.Size(), report: &Report{opt: opt}}
	below := 0.0
	for i := range p.Layers {
		l := &p.Layers[i]
		s.add(l.Z, below, l.Z, strokesOf(l))
		below = l.Z
	}
	return s.report, s.measure(m)
}
