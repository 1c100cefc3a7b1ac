package emit

import "io"

// Lines writes a file whose lines are given, with room for the times that are known only
// once it was replayed.
type Lines struct {
	out
	slots Slots
}

// NewLines returns Lines that write to w.
func NewLines(w io.Writer) *Lines { return &Lines{out: newOut(w)} }

// Line writes one line.
func (l *Lines) Line(s []byte) {
	l.buf = append(l.buf, s...)
	l.end()
	l.spill()
}

// Total writes the comment that says how long the file prints.
func (l *Lines) Total() { l.slots.time = l.total() }

// Progress writes a line that shows how much of the file is printed.
func (l *Lines) Progress() { l.slots.progress = append(l.slots.progress, l.room()) }

// Slots ends the file and returns where its times go.
//
// Errors: those of the writer underneath.
func (l *Lines) Slots() (*Slots, error) {
	l.flush()
	return &l.slots, l.err
}

// total writes the comment with room for the printing time and returns where that is.
func (o *out) total() int64 {
	o.buf = append(o.buf, "; estimated printing time (normal mode) = "...)
	at := o.offset()
	o.buf = append(o.buf, padded([]byte("0s"), timeWidth)...)
	o.end()
	return at
}

// room writes a line of progress to be filled in.
func (o *out) room() slot {
	s := slot{offset: o.offset(), line: o.lines + 1}
	o.buf = padded(append(o.buf, "M73 P0 R0"...), len(o.buf)+progressWidth)
	o.end()
	return s
}
