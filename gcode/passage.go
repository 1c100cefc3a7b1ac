package gcode

import "bytes"

// Passage is a run of lines that only move, set fans and accelerations, and say in comments
// what is laid: the body of a layer, or a part of it. Such lines are carried out the same
// wherever in the file and however high they stand.
type Passage struct {
	Line    int       // of the file, from 1: the first
	Lines   int       // how many
	Heights []float64 // what its Z words say, each value once, in the order of the text
	Z       []uint8   // all its Z words, each as the index of its height

	at  []int // of the indices in the form that read makes of its text
	odd bool  // a Z has no number
}

// The bounds of a passage. Where longer ones are cut does not depend on what Z words say but
// for their length.
const (
	leastPassage = 64       // lines; shorter runs are no passages
	longPassage  = 2048     // lines
	widePassage  = 96 << 10 // bytes
	maxHeights   = 100
)

// The lines of a passage that are no moves, but for what follows a space.
var passing = [...][]byte{
	[]byte(";WIDTH:"), []byte(";TYPE:"), []byte(";WIPE_START"), []byte(";WIPE_END"),
	[]byte("M106 "), []byte("M107"), []byte("M204 "), []byte("SET_VELOCITY_LIMIT "),
}

// passes reports whether a line may stand in a passage.
func passes(s []byte) bool {
	if len(s) > 3 && s[0] == 'G' {
		return s[1]-'0' <= 3 && s[2] == ' '
	}
	for _, p := range passing {
		if bytes.HasPrefix(s, p) {
			return len(s) == len(p) || p[0] == ';' || p[len(p)-1] == ' ' || s[len(p)] == ' ' || s[len(p)] == '\r'
		}
	}
	return false
}

// passage returns the text of the lines from the next on that make a passage, up to the
// longest, and how many they are. They are still to be read, and are in the buffer whole.
func (r *Reader) passage() (text []byte, lines int) {
	i := r.pos
	for lines < longPassage && i-r.pos < widePassage && !r.skip {
		n := bytes.IndexByte(r.buf[i:r.end], '\n')
		if n < 0 {
			if r.eof || r.end-r.pos == len(r.buf) {
				break
			}
			i -= r.pos
			r.fill()
			i += r.pos
			continue
		}
		if !passes(r.buf[i : i+n]) {
			break
		}
		i += n + 1
		lines++
	}
	r.scanned = r.pos
	return r.buf[r.pos:i], lines
}

// ahead returns at least n bytes that are still to be read, fewer where the file ends before
// or where the next line is not to be given.
func (r *Reader) ahead(n int) []byte {
	for r.end-r.pos < n && !r.eof && !r.skip {
		r.fill()
	}
	r.scanned = r.pos
	if r.skip {
		return nil
	}
	return r.buf[r.pos:r.end]
}

// ends reports whether a passage that text, which ahead returned, begins with ends after the
// first n bytes, so many lines.
func (r *Reader) ends(text []byte, n, lines int) bool {
	if bytes.LastIndexByte(text[:n-1], '\n')+1 >= widePassage {
		return false // before
	}
	if lines == longPassage || n >= widePassage {
		return true
	}
	next := bytes.IndexByte(text[n:], '\n')
	if next < 0 {
		return r.eof
	}
	return !passes(text[n : n+next])
}

// pass takes the lines of text, which is in the buffer from the next one on, as read, and
// gives each to f, where there is one.
func (r *Reader) pass(text []byte, lines int, f func(*Command)) {
	r.pos += len(text)
	r.scanned = r.pos
	if f == nil {
		r.line += lines
		return
	}
	var c Command
	for range lines {
		n := bytes.IndexByte(text, '\n')
		r.line++
		r.parse(&c, trimEnd(text[:n]))
		f(&c)
		text = text[n+1:]
	}
}

// read notes the Z words of text in p and appends to form the text without their numbers:
// behind each Z stands 0, or 1 and the index of the height. Text without a Z it returns
// itself. It reports false where there are too many heights.
func (p *Passage) read(text, form []byte) ([]byte, bool) {
	p.clear()
	if bytes.IndexByte(text, 'Z') < 0 {
		return text, true
	}
	for {
		i := bytes.IndexByte(text, 'Z')
		if i < 0 {
			return append(form, text...), true
		}
		form = append(form, text[:i+1]...)
		text = text[i+1:]
		v, n := height(text)
		if n == 0 {
			form = append(form, 0)
			p.odd = true
			continue
		}
		k, ok := p.rise(v)
		if !ok {
			return form, false
		}
		p.at = append(p.at, len(form))
		form = append(form, k+1)
		text = text[n:]
	}
}

// reads reports whether text begins with what read would make form of, noting at where the
// heights stand in it, and how long that is. It notes the Z words in p, then.
func (p *Passage) reads(text, form []byte, at []int) (n int, ok bool) {
	p.clear()
	from := 0
	for _, z := range at {
		part := form[from:z]
		if n > len(text) || !bytes.HasPrefix(text[n:], part) {
			return 0, false
		}
		n += len(part)
		v, digits := height(text[n:])
		if digits == 0 {
			return 0, false
		}
		if k, ok := p.rise(v); !ok || k+1 != form[z] {
			return 0, false
		}
		n += digits
		from = z + 1
	}
	if n > len(text) || !bytes.HasPrefix(text[n:], form[from:]) {
		return 0, false
	}
	return n + len(form) - from, true
}

// clear forgets the Z words.
func (p *Passage) clear() {
	p.Heights, p.Z, p.at, p.odd = p.Heights[:0], p.Z[:0], p.at[:0], false
}

// rise notes that a Z word says v, and returns the index of that height. It reports false
// where there are too many.
func (p *Passage) rise(v float64) (uint8, bool) {
	k := 0
	for k < len(p.Heights) && p.Heights[k] != v {
		k++
	}
	if k == maxHeights {
		return 0, false
	}
	if k == len(p.Heights) {
		p.Heights = append(p.Heights, v)
	}
	p.Z = append(p.Z, uint8(k))
	return uint8(k), true
}

// height reads the plain number at the start of s and returns its length, 0 where there is
// none.
func height(s []byte) (v float64, n int) {
	mant, point := uint64(0), -1
	for n < len(s) && (isDigit(s[n]) || s[n] == '.' && point < 0) {
		if s[n] == '.' {
			point = n
		} else {
			mant = mant*10 + uint64(s[n]-'0')
		}
		n++
	}
	digits, frac := n, 0
	if point >= 0 {
		digits, frac = n-1, n-point-1
	}
	if digits == 0 || digits > 15 {
		return 0, 0
	}
	if v = float64(mant) / pow10[frac]; v >= maxValue {
		return 0, 0
	}
	return v, n
}
