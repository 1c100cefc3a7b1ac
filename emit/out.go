package emit

import (
	"bytes"
	"io"
	"slices"

	"github.com/visiere/visiere/gcode"
)

// flushAt is how many bytes are gathered before they are written.
const flushAt = 64 << 10

// out gathers lines and knows where in the file it is. Lines are appended to buf and
// ended by end; spill writes them.
type out struct {
	w       io.Writer
	buf     []byte
	written int64 // bytes that have left buf
	lines   int   // lines ended
	err     error // the first of w
}

func newOut(w io.Writer) out {
	return out{w: w, buf: make([]byte, 0, flushAt+4096)}
}

// end ends the line.
func (o *out) end() {
	o.buf = append(o.buf, '\n')
	o.lines++
}

// spill hands buf to w where it is worth it.
func (o *out) spill() {
	if len(o.buf) >= flushAt {
		o.flush()
	}
}

// flush hands buf to w, in parts.
func (o *out) flush() {
	for part := range slices.Chunk(o.buf, flushAt) {
		if o.err == nil {
			_, o.err = o.w.Write(part)
		}
	}
	o.written += int64(len(o.buf))
	o.buf = o.buf[:0]
}

// offset returns where in the file the next byte goes.
func (o *out) offset() int64 { return o.written + int64(len(o.buf)) }

// text writes lines as they are and ends the last one.
func (o *out) text(s []byte) {
	s = bytes.TrimRight(s, "\n")
	if len(s) == 0 {
		return
	}
	o.lines += bytes.Count(s, []byte("\n"))
	o.buf = append(o.buf, s...)
	o.end()
}

// line writes one line.
func (o *out) line(s string) {
	o.buf = append(o.buf, s...)
	o.end()
}

// comment writes s and n divided by 10 to the power of decimals.
func (o *out) comment(s string, n int64, decimals int) {
	o.buf = gcode.AppendFixed(append(o.buf, s...), n, decimals)
	o.end()
}

// word appends a letter with n divided by 10 to the power of decimals.
func (o *out) word(letter byte, n int64, decimals int) {
	o.buf = gcode.AppendFixed(append(o.buf, ' ', letter), n, decimals)
}
