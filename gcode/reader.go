package gcode

import (
	"bytes"
	"compress/gzip"
	"io"

	"github.com/visiere/visiere/internal/say"
)

// MaxLine is the longest line in bytes that a Reader gives, its end included. Slicers
// write whole start scripts into one comment line; the longest seen is 40 kB.
const MaxLine = 256 << 10

// maxFaults is how many faults a Reader keeps; it counts all.
const maxFaults = 100

// maxEmptyReads is how often in a row a source may give nothing.
const maxEmptyReads = 100

// Fault is something in a line that a Reader left out.
type Fault struct {
	Line int      `json:"line"` // of the file, from 1
	What say.Text `json:"what"`
}

// Reader gives a file's lines as commands: plain, compressed with gzip, or binary G-code,
// whose lines are counted as if it were plain.
//
// 1. Memory is constant: MaxLine bytes and the first 100 faults.
// 2. Every line is given once and in order, but for lines longer than MaxLine.
// 3. Every value given is finite and under 1e12.
// 4. Numbers are those of strconv.ParseFloat, but for exponents: E starts a word.
type Reader struct {
	src     io.Reader
	started bool
	buf     []byte
	pos     int // first byte not given yet
	scanned int // no line end before this
	end     int // of what was read
	eof     bool
	skip    bool // inside a line that is too long

	line   int
	err    error
	name   [64]byte // Command.Name of the line
	faults []Fault
	count  int
}

// NewReader returns a Reader of r, which it reads in large pieces.
func NewReader(r io.Reader) *Reader {
	return &Reader{src: patient{r}, buf: make([]byte, MaxLine)}
}

// Reset makes r read src as NewReader would, in the memory that it has.
func (r *Reader) Reset(src io.Reader) {
	*r = Reader{src: patient{src}, buf: r.buf}
}

// Next reads the next line into c and reports whether there was one. Empty lines count
// as lines. Val is set only for the words that Has tells.
func (r *Reader) Next(c *Command) bool {
	s, ok := r.readLine()
	if !ok {
		return false
	}
	r.parse(c, s)
	return true
}

// Err returns why reading ended before the file did, or nil.
func (r *Reader) Err() error {
	if r.err == nil {
		return nil
	}
	return say.Errorf("the G-code cannot be read after line %d: %v", r.line, r.err)
}

// Faults returns the first 100 faults, in the order of their lines.
func (r *Reader) Faults() []Fault { return r.faults }

// FaultCount returns how many faults there were in all.
func (r *Reader) FaultCount() int { return r.count }

func (r *Reader) fault(what say.Text) {
	r.count++
	if len(r.faults) < maxFaults {
		r.faults = append(r.faults, Fault{r.line, what})
	}
}

// readLine returns the next line without its end.
func (r *Reader) readLine() ([]byte, bool) {
	for {
		if i := bytes.IndexByte(r.buf[r.scanned:r.end], '\n'); i >= 0 {
			s := r.buf[r.pos : r.scanned+i]
			r.pos = r.scanned + i + 1
			r.scanned = r.pos
			if r.endLine() {
				return trimEnd(s), true
			}
			continue
		}
		r.scanned = r.end
		if r.eof {
			return r.lastLine()
		}
		r.fill()
	}
}

// endLine counts a line that has ended and reports whether it is to be given.
func (r *Reader) endLine() bool {
	r.line++
	if r.skip {
		r.skip = false
		r.fault(say.T("the line is longer than %d bytes and was left out", MaxLine))
		return false
	}
	return true
}

// lastLine returns what follows the last line end, if anything does.
func (r *Reader) lastLine() ([]byte, bool) {
	s := r.buf[r.pos:r.end]
	r.pos, r.scanned = r.end, r.end
	if len(s) == 0 && !r.skip {
		return nil, false
	}
	return trimEnd(s), r.endLine()
}

func trimEnd(s []byte) []byte {
	if n := len(s); n > 0 && s[n-1] == '\r' {
		return s[:n-1]
	}
	return s
}

// fill reads more into the buffer, and forgets the start of a line that fills it.
func (r *Reader) fill() {
	if !r.started {
		r.start()
	}
	if r.pos > 0 {
		copy(r.buf, r.buf[r.pos:r.end])
		r.end -= r.pos
		r.pos, r.scanned = 0, r.end
	}
	if r.skip || r.end == len(r.buf) {
		r.skip = true
		r.end, r.scanned = 0, 0
	}
	n, err := r.src.Read(r.buf[r.end:])
	r.end += n
	if err != nil {
		r.eof = true
		if err != io.EOF {
			r.err = err
		}
	}
}

// start looks at the first bytes: unpacks gzip and binary G-code, and leaves out a byte
// order mark.
func (r *Reader) start() {
	r.started = true
	head := r.peek()
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(r.src)
		if err != nil {
			r.src = failing{err}
			return
		}
		r.src = patient{z}
		head = r.peek()
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		io.ReadFull(r.src, make([]byte, 3))
	}
	if string(head) != binaryMagic {
		return
	}
	b, err := newBinaryReader(r.src, r.fault)
	if err != nil {
		r.src = failing{err}
		return
	}
	r.src = b
}

// peek returns the first four bytes, or fewer where there are no more, and leaves them
// to be read.
func (r *Reader) peek() []byte {
	var head [len(binaryMagic)]byte
	n, err := io.ReadFull(r.src, head[:])
	rest := r.src
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	if err != nil {
		rest = failing{err}
	}
	r.src = io.MultiReader(bytes.NewReader(head[:n]), rest)
	return head[:n]
}

// patient is a source that never gives nothing without an error.
type patient struct{ r io.Reader }

// Read returns io.ErrNoProgress after 100 empty reads.
func (p patient) Read(b []byte) (int, error) {
	for range maxEmptyReads {
		if n, err := p.r.Read(b); n > 0 || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// failing is a source that has ended.
type failing struct{ err error }

// Read returns the error.
func (f failing) Read([]byte) (int, error) { return 0, f.err }
