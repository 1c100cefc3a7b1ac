package estimate

import (
	"bytes"
	"strconv"

	"github.com/visiere/visiere/gcode"
)

// Part is what one object of the file takes.
type Part struct {
	Name       string  `json:"name"`
	S          float64 `json:"s"`           // motion
	EndS       float64 `json:"end_s"`       // clock at its last extrusion
	FilamentMM float64 `json:"filament_mm"` // pushed while its paths are laid
}

// Level is one level of a stack, told by Visiere's own files.
type Level struct {
	Level      int     `json:"level"`       // from 1
	S          float64 `json:"s"`           // motion
	EndS       float64 `json:"end_s"`       // clock at its last extrusion
	FilamentMM float64 `json:"filament_mm"` // pushed while its paths are laid
	// Frames are the columns of the level where the file tells them apart.
	Frames []FrameEnd `json:"frames,omitempty"`
}

// FrameEnd is when one frame of a level is finished.
type FrameEnd struct {
	Object string  `json:"object"`
	EndS   float64 `json:"end_s"`
}

// maxParts bounds how many objects, and how many levels, are told apart; more are
// counted as the last.
const maxParts = 1000

// The ways in which files mark objects. The first that a file uses is taken for all of
// it, because slicers may write several beside each other.
const (
	byNothing = iota
	byComment
	byMarlin
	byKlipper
	byMesh
)

// parts sums seconds and filament by object and by level.
type parts struct {
	kind    byte
	object  int // of what is laid now, -1: none
	level   int // index into levels, -1: none
	index   map[string]int
	objects []Part
	levels  []Level
	ends    [][]float64 // by level and object: clock at the last extrusion
	numbers map[int]int // objects of M486 by their number
}

func newParts() parts {
	return parts{object: -1, level: -1, index: map[string]int{}, numbers: map[int]int{}}
}

// enter starts the object of the given name, marked in the given way. An empty name
// means that what follows is no object's.
func (p *parts) enter(kind byte, name string) {
	if p.kind == byNothing {
		p.kind = kind
	}
	if p.kind != kind {
		return
	}
	p.object = -1
	if name != "" {
		p.object = p.named(name)
	}
}

// named returns the index of the object of a name.
func (p *parts) named(name string) int {
	i, ok := p.index[name]
	if !ok && len(p.objects) < maxParts {
		i = len(p.objects)
		p.index[name] = i
		p.objects = append(p.objects, Part{Name: name})
		return i
	}
	if !ok {
		return maxParts - 1
	}
	return i
}

// rise starts a level of the stack.
func (p *parts) rise(n int) {
	if len(p.levels) < maxParts {
		p.levels = append(p.levels, Level{Level: n})
		p.ends = append(p.ends, nil)
	}
	p.level = len(p.levels) - 1
}

// push counts filament of what is laid now.
func (p *parts) push(mm float64) {
	if p.object >= 0 {
		p.objects[p.object].FilamentMM += mm
	}
	if p.level >= 0 {
		p.levels[p.level].FilamentMM += mm
	}
}

// book adds the seconds of a move; extrudes tells that it lays material, until clock.
func (p *parts) book(object, level int, s, clock float64, extrudes bool) {
	if object >= 0 {
		o := &p.objects[object]
		o.S += s
		if extrudes {
			o.EndS = clock
		}
	}
	if level < 0 {
		return
	}
	l := &p.levels[level]
	l.S += s
	if !extrudes {
		return
	}
	l.EndS = clock
	if object >= 0 {
		for len(p.ends[level]) <= object {
			p.ends[level] = append(p.ends[level], 0)
		}
		p.ends[level][object] = clock
	}
}

// finish gives the levels their frames.
func (p *parts) finish() {
	for i, ends := range p.ends {
		for object, s := range ends {
			if s > 0 {
				p.levels[i].Frames = append(p.levels[i].Frames, FrameEnd{p.objects[object].Name, s})
			}
		}
	}
}

// Comments that mark objects and levels.
var (
	objectMark = []byte("printing object ")
	objectStop = []byte("stop printing object")
	meshMark   = []byte("MESH:")
	levelMark  = []byte("LEVEL:")
)

// mark reads a comment that marks an object or a level, and reports whether it is one.
func (p *parts) mark(text []byte) bool {
	if name, ok := bytes.CutPrefix(text, objectMark); ok {
		p.enter(byComment, string(bytes.TrimSpace(name)))
		return true
	}
	if bytes.HasPrefix(text, objectStop) {
		p.enter(byComment, "")
		return true
	}
	if name, ok := bytes.CutPrefix(text, meshMark); ok {
		name = bytes.TrimSpace(name)
		if string(name) == "NONMESH" {
			name = nil
		}
		p.enter(byMesh, string(name))
		return true
	}
	if number, ok := bytes.CutPrefix(text, levelMark); ok {
		if n, err := strconv.Atoi(string(bytes.TrimSpace(number))); err == nil {
			p.rise(n)
		}
		return true
	}
	return false
}

// enterObject is Klipper's EXCLUDE_OBJECT_START and, without a name, its end.
func (e *Estimator) enterObject(name []byte) { e.parts.enter(byKlipper, string(name)) }

// marlinObject is M486: S starts an object by its number, -1 ends it; A names it.
//
// Source: Marlin's and RepRapFirmware's documents of M486.
func (e *Estimator) marlinObject(c *gcode.Command) {
	p := &e.parts
	if name, ok := c.Text('A'); ok {
		if p.kind == byMarlin && p.object >= 0 {
			p.rename(p.object, string(name))
		}
		return
	}
	s, ok := c.Get('S')
	switch {
	case !ok || p.kind != byNothing && p.kind != byMarlin:
	case s < 0:
		p.enter(byMarlin, "")
	default:
		i, known := p.numbers[int(s)]
		if !known {
			i = p.named("#" + strconv.Itoa(int(s)))
			p.numbers[int(s)] = i
		}
		p.kind, p.object = byMarlin, i
	}
}

// rename gives an object that is known by its number alone its name.
func (p *parts) rename(i int, name string) {
	if name != "" && p.objects[i].Name[0] == '#' {
		p.objects[i].Name = name
	}
}
