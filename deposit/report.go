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
	Frames  []Frame     // in place of Levels and Pitch, where levels differ: from the bed up
}

// Frame is one level of a plate.
type Frame struct {
	Mesh *mesh.Mesh
	Z    float64 // of its lowest point above the bed, mm
}

// frames returns the levels of p, whose frames are m where it names none.
func (p *Plate) frames(m *mesh.Mesh) []Frame {
	if p.Frames != nil {
		return p.Frames
	}
	out := make([]Frame, max(1, p.Levels))
	for k := range out {
		out[k] = Frame{m, float64(float64(k) * p.Pitch)}
	}
	return out
}

// checked returns the levels of p, each above the middle of the one below.
func (p *Plate) checked(m *mesh.Mesh) ([]Frame, error) {
	frames := p.frames(m)
	for k := 1; k < len(frames); k++ {
		if pitch := frames[k].Z - frames[k-1].Z; !(pitch > frames[k-1].Mesh.Size().Z/2) {
			return nil, fmt.Errorf("deposit: a pitch of %g mm for frames of %g mm", pitch, frames[k-1].Mesh.Size().Z)
		}
	}
	return frames, nil
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

// GCode holds what the file in r lays against m, or the plate's frames, which lie in the
// columns as they are: turned, if the file has them turned. Layers that repeat those of a level below are
// measured once.
//
// The file is read in one pass; memory is that of its distinct layers. They share the
// processors; the result does not depend on how many there are.
//
// Errors: those of r; the file lays nothing, not layer by layer, not as many levels as
// the plate has, or a part of another size than the frame's.
func GCode(r io.Reader, m *mesh.Mesh, plate Plate, opt Options) (*Report, error) {
	opt = opt.withDefaults()
	frames, err := plate.checked(m)
	if err != nil {
		return nil, err
	}
	s := sorter{columns: plate.Columns, frames: frames, report: &Report{opt: opt}}
	if err := read(r, opt, s.take); err != nil {
		return nil, err
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	return s.report, s.measure()
}

// smooth is how far, nm, a section's outline may move for being measured.
const smooth = 500

// sections returns the section of each distinct shape's frame at its middle.
func (s *sorter) sections() []polygon.Region {
	out := make([]polygon.Region, len(s.distinct))
	done := map[*mesh.Mesh]bool{}
	for _, f := range s.frames {
		if done[f.Mesh] {
			continue
		}
		done[f.Mesh] = true
		var middles []float64
		var of []int
		for i, d := range s.distinct {
			if d.mesh == f.Mesh {
				middles, of = append(middles, d.middle), append(of, i)
			}
		}
		for k, r := range f.Mesh.Sections(middles) {
			out[of[k]] = r
		}
	}
	return out
}

// measure measures the distinct shapes against the sections of their frames at each
// column, and completes the report.
func (s *sorter) measure() error {
	sections := s.sections()
	err := par.Do(len(s.distinct), func(i int) error {
		d, one := s.distinct[i], sections[i].Simplify(smooth)
		if foot := geom.ToNM(s.report.opt.Foot); d.first && foot > 0 {
			one = one.Offset(-foot, polygon.Mitre)
		}
		for _, at := range s.columns {
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
	mesh    *mesh.Mesh
	middle  float64 // of the layer above the frame's lowest point, mm
	height  float64 // mm
	first   bool    // on the bed
	strokes []stroke
	section polygon.Region // of all columns
	areas   areas
}

// alike reports whether a and b lay the same up to what rounding in a file does.
func (s *shape) alike(b *shape) bool {
	if s.mesh != b.mesh || math.Abs(s.middle-b.middle) > sameZ || math.Abs(s.height-b.height) > sameZ || s.first != b.first || len(s.strokes) != len(b.strokes) {
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
	s := sorter{columns: make([]geom.Pose, 1), frames: []Frame{{Mesh: m}}, report: &Report{opt: opt}}
	below := 0.0
	for i := range p.Layers {
		l := &p.Layers[i]
		s.add(l.Z, below, l.Z, strokesOf(l))
		below = l.Z
	}
	return s.report, s.measure()
}
