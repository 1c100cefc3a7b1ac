package emit

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
)

// The widths in bytes of what Fill replaces.
const (
	progressWidth = len("M73 P100 R999999")
	timeWidth     = len("99999d 23h 59m 59s")
)

// slotEvery is how many seconds of printing lie between two lines of progress in a layer.
// Each layer begins with one, so that they fall alike in layers that print the same.
const slotEvery = 20

// Slots is where the times of a file go, which are known only once it was written and
// replayed, and what its strokes take.
type Slots struct {
	Laid Laid

	// Interfaces are the lines, from 1, between which each interface stands: from the last
	// frame's end to where the printer is as it was before.
	Interfaces [][2]int

	time     int64 // offset of the printing time in the head
	figures  []figure
	progress []slot
}

// figure is where the head of the profile has a number of the whole print.
type figure struct {
	offset int64
	name   string
}

// figures are the placeholders of the head whose values are known only at the end, as the
// digits that stand for them meanwhile: no head has such a number.
var figures = map[string]string{"print_seconds": "7309135701", "print_mm3": "7309135702"}

// slot is a line of progress.
type slot struct {
	offset  int64
	line    int // from 1
	elapsed float64
}

// Lines returns the numbers of the lines of progress, from 1, ascending.
func (s *Slots) Lines() []int {
	lines := make([]int, len(s.progress))
	for i := range lines {
		lines[i] = s.progress[i].line
	}
	return lines
}

// Mark notes that the printer reaches the given line of the file after elapsed seconds.
// Lines that show no progress are ignored, so it may be called for every line.
func (s *Slots) Mark(line int, elapsed float64) {
	i, ok := slices.BinarySearchFunc(s.progress, line, func(p slot, n int) int { return p.line - n })
	if ok {
		s.progress[i].elapsed = elapsed
	}
}

// Fill writes what the print takes into the file: the progress at every line that Mark was
// told of, and times and volumes into the head. The file keeps its length.
//
// Errors: those of w.
func (s *Slots) Fill(w io.WriterAt, t Totals) error {
	total := t.Seconds
	if _, err := w.WriteAt(padded(appendTime(nil, total), timeWidth), s.time); err != nil {
		return err
	}
	for _, f := range s.figures {
		v := total
		if f.name == "print_mm3" {
			v = 1000 * t.FilamentCM3
		}
		if _, err := w.WriteAt(fmt.Appendf(nil, "%010d", int64(math.Round(min(max(v, 0), 9999999999)))), f.offset); err != nil {
			return err
		}
	}
	var buf []byte
	for _, p := range s.progress {
		buf = appendProgress(buf[:0], p.elapsed, total)
		if _, err := w.WriteAt(padded(buf, progressWidth), p.offset); err != nil {
			return err
		}
	}
	return nil
}

// padded returns b with spaces up to width bytes.
func padded(b []byte, width int) []byte {
	for len(b) < width {
		b = append(b, ' ')
	}
	return b
}

// appendProgress appends the command that shows progress: per cent done and minutes
// left.
func appendProgress(buf []byte, elapsed, total float64) []byte {
	share := 0.0
	if total > 0 {
		share = min(max(elapsed/total, 0), 1)
	}
	left := min(math.Ceil(max(total-elapsed, 0)/60), 999999)
	buf = strconv.AppendInt(append(buf, "M73 P"...), int64(100*share), 10)
	return strconv.AppendInt(append(buf, " R"...), int64(left), 10)
}

// appendTime appends seconds as slicers write them: 1d 2h 3m 4s.
func appendTime(buf []byte, seconds float64) []byte {
	s := int64(math.Round(min(max(seconds, 0), 99999*86400)))
	for _, u := range []struct {
		name byte
		size int64
	}{{'d', 86400}, {'h', 3600}, {'m', 60}} {
		if n := s / u.size; n > 0 || len(buf) > 0 {
			buf = append(strconv.AppendInt(buf, n, 10), u.name, ' ')
		}
		s %= u.size
	}
	return append(strconv.AppendInt(buf, s, 10), 's')
}

// slot writes a line of progress to be filled in.
func (e *emitter) slot() {
	n := note{from: len(e.buf), lines: e.lines, progress: true}
	e.elapsed = 0
	e.slots.progress = append(e.slots.progress, e.room())
	n.past = len(e.buf)
	e.notes = append(e.notes, n)
}

// progress writes a line of progress where the last one is long ago.
func (e *emitter) progress() {
	if e.elapsed >= slotEvery {
		e.slot()
	}
}
