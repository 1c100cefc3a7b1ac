package mesh

import (
	"bytes"
	"math"
	"strconv"

	"github.com/visiere/visiere/internal/say"
)

// asciiReader reads an ASCII STL word by word. It takes what programs write and the
// format does not allow: a byte order mark, upper case, several solids, any line ends, no
// endsolid, facets of more than three corners.
type asciiReader struct {
	s    *soup
	text []byte
	pos  int
	line int
	loop []Vec // the corners since the last facet began
}

// readASCII adds the triangles of an ASCII STL to s.
func (s *soup) readASCII(text []byte) error {
	r := &asciiReader{s: s, text: bytes.TrimPrefix(text, bom), line: 1}
	s.grow(len(text) / 250)
	for {
		w := r.word()
		if len(w) == 0 {
			return r.end()
		}
		if err := r.keyword(w); err != nil {
			return err
		}
	}
}

// keyword does what the word w asks for. Words that say nothing of corners, of the format
// or of other programs, are passed over.
func (r *asciiReader) keyword(w []byte) error {
	switch {
	case same(w, "vertex"):
		return r.vertex()
	case same(w, "endfacet"):
		return r.facet()
	case same(w, "normal"):
		for range 3 {
			r.word()
		}
	case same(w, "solid"), same(w, "endsolid"):
		r.skipLine() // the name may hold any word
	}
	return nil
}

// same reports whether w is the word k in any case. k is in lower case.
func same(w []byte, k string) bool {
	if len(w) != len(k) {
		return false
	}
	for i, c := range w {
		if c|0x20 != k[i] {
			return false
		}
	}
	return true
}

// word returns the next word, empty at the end.
func (r *asciiReader) word() []byte {
	t, i := r.text, r.pos
	for i < len(t) && t[i] <= ' ' {
		if t[i] == '\n' || t[i] == '\r' && (i+1 == len(t) || t[i+1] != '\n') {
			r.line++
		}
		i++
	}
	from := i
	for i < len(t) && t[i] > ' ' {
		i++
	}
	r.pos = i
	return t[from:i]
}

// skipLine goes to the end of the line.
func (r *asciiReader) skipLine() {
	for r.pos < len(r.text) && r.text[r.pos] != '\n' && r.text[r.pos] != '\r' {
		r.pos++
	}
}

// vertex reads the three numbers of a corner.
func (r *asciiReader) vertex() error {
	var v [3]float64
	for k := range v {
		w := r.word()
		if len(w) == 0 {
			return r.end()
		}
		x, ok := number(w)
		if !ok {
			return fail(ErrFormat, say.Errorf("%s:%d: %q is not a number: export the mesh again, as binary STL if you can",
				r.s.name, r.line, string(w[:min(len(w), 24)])))
		}
		v[k] = x
	}
	if len(r.loop) >= 64 {
		return fail(ErrFormat, say.Errorf("%s:%d: a facet with more than 64 corners: export the mesh again", r.s.name, r.line))
	}
	r.loop = append(r.loop, Vec{v[0], v[1], v[2]})
	return nil
}

// facet adds the facet that ends here, as a fan if it has more than three corners.
func (r *asciiReader) facet() error {
	if len(r.loop) < 3 {
		return fail(ErrFormat, say.Errorf("%s:%d: a facet with %d corners instead of 3: export the mesh again",
			r.s.name, r.line, len(r.loop)))
	}
	for k := 2; k < len(r.loop); k++ {
		r.s.add(r.loop[0], r.loop[k-1], r.loop[k])
	}
	r.loop = r.loop[:0]
	return nil
}

// end returns an error if the text ends inside a facet.
func (r *asciiReader) end() error {
	if len(r.loop) > 0 {
		return fail(ErrTruncated, say.Errorf("%s:%d: the file ends inside a facet, after %d triangles: download or export it again",
			r.s.name, r.line, r.s.count))
	}
	return nil
}

// number reads a decimal number. It is exact: numbers of up to 15 digits and a power of
// ten up to 22 are a product or quotient of two exact ones, the others go through
// strconv. Infinity and what is no number are refused.
func number(w []byte) (float64, bool) {
	i, neg := 0, false
	if i < len(w) && (w[i] == '-' || w[i] == '+') {
		neg = w[i] == '-'
		i++
	}
	var mant, digits, exp10 int
	seen, dot := false, false
	for ; i < len(w); i++ {
		switch c := w[i]; {
		case '0' <= c && c <= '9':
			seen = true
			if mant > 0 || c != '0' {
				digits++
			}
			if digits <= 15 {
				mant = 10*mant + int(c-'0')
			}
			if dot {
				exp10--
			}
			continue
		case c == '.' && !dot:
			dot = true
			continue
		}
		break
	}
	if !seen {
		return 0, false
	}
	if i < len(w) {
		e, ok := exponent(w[i:])
		if !ok {
			return 0, false
		}
		exp10 += e
	}
	if digits > 15 || exp10 < -22 || exp10 > 22 {
		x, err := strconv.ParseFloat(string(w), 64)
		return x, err == nil
	}
	return scaled(mant, exp10, neg), true
}

// scaled returns mant times 10 to the power of exp10, which is at most 22 either way.
func scaled(mant, exp10 int, neg bool) float64 {
	x := float64(mant)
	if exp10 < 0 {
		x /= pow10[-exp10]
	} else {
		x *= pow10[exp10]
	}
	if neg {
		x = -x
	}
	return x
}

// pow10 are the powers of ten that are exact.
var pow10 = func() (p [23]float64) {
	for i := range p {
		p[i] = math.Pow10(i)
	}
	return p
}()

// exponent reads e or E, a sign and digits.
func exponent(w []byte) (int, bool) {
	if len(w) < 2 || w[0]|0x20 != 'e' {
		return 0, false
	}
	i, neg := 1, false
	if w[i] == '-' || w[i] == '+' {
		neg = w[i] == '-'
		i++
	}
	if i == len(w) {
		return 0, false
	}
	e := 0
	for ; i < len(w); i++ {
		if w[i] < '0' || w[i] > '9' {
			return 0, false
		}
		e = min(10*e+int(w[i]-'0'), 9999)
	}
	if neg {
		e = -e
	}
	return e, true
}
