package emit

import (
	"slices"
	"unsafe"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// Memo keeps layers as they were written, and writes those that come again from there. A
// file is the same bytes whatever its memo knows. A Memo is of one goroutine at a time, and
// of layers that nobody writes to.
type Memo struct {
	room   int // bytes that may still be kept
	most   int
	bodies map[entry]*body
	firsts map[*toolpath.Layer]*toolpath.Layer
	groups map[gist][]*toolpath.Layer // of firsts
	sheets [][]geom.Pose              // of plates
}

// mostKept is how many bytes of text the memo of one file keeps.
const mostKept = 64 << 20

// NewMemo returns a memo that keeps at most so many bytes of text and of the layers it is of.
// Where half of that is kept as a file begins, the memo begins anew too.
func NewMemo(most int) *Memo {
	m := &Memo{most: most}
	m.clear()
	return m
}

// clear forgets everything.
func (m *Memo) clear() {
	m.room, m.sheets = m.most, nil
	m.bodies, m.firsts, m.groups = map[entry]*body{}, map[*toolpath.Layer]*toolpath.Layer{}, map[gist][]*toolpath.Layer{}
}

// begin begins a file with columns in these places and returns the number of their list.
func (m *Memo) begin(poses []geom.Pose) int {
	if m.room < m.most/2 {
		m.clear()
	}
	i := slices.IndexFunc(m.sheets, func(s []geom.Pose) bool { return slices.Equal(s, poses) })
	if i < 0 {
		i, m.sheets = len(m.sheets), append(m.sheets, poses)
	}
	return i
}

// first returns the first layer m was told of that prints what l does.
func (m *Memo) first(l *toolpath.Layer) *toolpath.Layer {
	if f := m.firsts[l]; f != nil {
		return f
	}
	f, g := l, gistOf(l)
	if i := slices.IndexFunc(m.groups[g], func(o *toolpath.Layer) bool { return alike(l, o) }); i >= 0 {
		f = m.groups[g][i]
	} else {
		m.groups[g] = append(m.groups[g], l)
		m.room -= weight(l)
	}
	m.firsts[l] = f
	m.room -= layerSize
	return f
}

// weight returns what l's paths take, in bytes.
func weight(l *toolpath.Layer) int {
	n := len(l.Paths) * int(unsafe.Sizeof(toolpath.Path{}))
	for i := range l.Paths {
		n += len(l.Paths[i].Points)*int(unsafe.Sizeof(geom.Point{})) + len(l.Paths[i].Widths)*int(unsafe.Sizeof(0.0))
	}
	return n
}

// keep keeps b where there is room.
func (m *Memo) keep(in entry, b *body) {
	if size := len(b.text) + bodySize + noteSize*len(b.notes); size <= m.room {
		m.room -= size
		m.bodies[in] = b
	}
}

// What is kept of a layer beside its text takes, roughly, in bytes.
const (
	layerSize = int(unsafe.Sizeof(toolpath.Layer{}))
	bodySize  = int(unsafe.Sizeof(entry{}) + unsafe.Sizeof(body{}))
	noteSize  = int(unsafe.Sizeof(note{}))
)

// entry is all that decides how the paths of a layer are written, but for their height:
// where it is the same the text is.
type entry struct {
	rules
	state
	layer       *toolpath.Layer // the first of those alike
	around      *toolpath.Layer // what is printed before it; nil: nothing
	sheet       int             // the columns' places
	from, until int             // the columns that are printed
	away        bool            // the nozzle comes from another level
	leaves      bool            // it goes to one
	z           int64           // of the layer, where the state has a height: over
}

// body is a layer's paths as they were written.
type body struct {
	text  []byte
	notes []note
	lines int
	laid  Laid
	exit  state
}

// note is a part of a layer's text that is its own: a height, or a line of progress.
type note struct {
	from, past int // bytes of the text
	lines      int // that end before it
	progress   bool
	above      int64 // height above the layer, micrometres
}

// paths writes the paths of a layer, or copies what was written of one with the same entry.
func (e *emitter) paths(in entry) {
	b := e.memo.bodies[in]
	if b == nil {
		b = e.fresh(&in)
		e.memo.keep(in, b)
	} else {
		e.again(b)
	}
	e.slots.Laid.add(&b.laid)
}

// fresh writes the paths of a layer and returns what it wrote.
func (e *emitter) fresh(in *entry) *body {
	start, lines := len(e.buf), e.lines
	e.notes, e.laid = nil, Laid{}
	if in.around != nil {
		e.surround(in)
	}
	several := in.until-in.from > 1
	for c := in.from; c < in.until; c++ {
		e.column(c, in.away || several, in.leaves || several, in.layer)
	}
	for i := range e.notes {
		n := &e.notes[i]
		n.from, n.past, n.lines = n.from-start, n.past-start, n.lines-lines
	}
	return &body{slices.Clone(e.buf[start:]), e.notes, e.lines - lines, e.laid, e.state}
}

// again writes b at the height of another layer.
func (e *emitter) again(b *body) {
	at, lines := 0, e.lines
	for i := range b.notes {
		n := &b.notes[i]
		e.buf = append(e.buf, b.text[at:n.from]...)
		at, e.lines = n.past, lines+n.lines
		if n.progress {
			e.slot()
		} else {
			e.buf = gcode.AppendFixed(e.buf, e.z+n.above, 3)
		}
	}
	e.buf = append(e.buf, b.text[at:]...)
	e.lines, e.state = lines+b.lines, b.exit
	if e.atZ != unsaid {
		e.atZ = e.z // where every layer ends
	}
}
