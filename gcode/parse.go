package gcode

import (
	"bytes"
	"strconv"

	"github.com/visiere/visiere/internal/say"
)

// maxValue bounds what a word may hold: times any steps per mm it fits an int64.
const maxValue = 1e12

// pow10 holds the powers of ten that are exact in a float64.
var pow10 = [...]float64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// parse reads the line s into c: line number, command, words, checksum, comment.
func (r *Reader) parse(c *Command, s []byte) {
	c.Line, c.Letter, c.Code, c.Sub, c.Has = r.line, 0, 0, 0, 0
	c.Raw, c.Name, c.Comment = s, nil, nil
	i := skipBlank(s, 0)
	if i+1 < len(s) && upper(s[i]) == 'N' && isDigit(s[i+1]) {
		i = skipBlank(s, r.word(c, s, i))
	}
	if i == len(s) {
		return
	}
	switch letter := upper(s[i]); {
	case letter == 'G' || letter == 'M' || letter == 'T':
		if j := skipBlank(s, i+1); j < len(s) && isDigit(s[j]) {
			i = r.command(c, s, j, letter)
			break
		}
		i = r.extended(c, s, i)
	case isLetter(letter) && i+1 < len(s) && (isLetter(upper(s[i+1])) || s[i+1] == '_'):
		i = r.extended(c, s, i)
	}
	r.words(c, s, i)
}

// command reads the number of a command, and passes over the text of those that have
// text instead of words.
func (r *Reader) command(c *Command, s []byte, i int, letter byte) int {
	code, i, ok := integer(s, i)
	if i+1 < len(s) && s[i] == '.' && isDigit(s[i+1]) {
		var subOK bool
		c.Sub, i, subOK = integer(s, i+1)
		ok = ok && subOK
	}
	if !ok {
		c.Sub = 0
		r.fault(say.T("the command's number is too large: %s", excerpt(s)))
		return toComment(s, i)
	}
	c.Letter, c.Code = letter, code
	if letter == 'M' && (hasText(code) || code == 486 && namesObject(s[i:])) {
		return toComment(s, i)
	}
	return i
}

// namesObject reports whether the arguments of M486 are a name: A, and text.
func namesObject(s []byte) bool {
	i := skipBlank(s, 0)
	return i < len(s) && upper(s[i]) == 'A'
}

// hasText reports whether the M command's arguments are a text or a file name.
//
// Source: Marlin's and RepRapFirmware's G-code documents.
func hasText(code int) bool {
	switch code {
	case 0, 1, 16, 23, 28, 30, 32, 33, 36, 117, 118, 550, 551, 552, 587, 928:
		return true
	}
	return false
}

// extended reads the name of a command such as EXCLUDE_OBJECT_START; its parameters
// stay in Raw. A single letter is no name.
func (r *Reader) extended(c *Command, s []byte, i int) int {
	n := 0
	for i+n < len(s) && isName(s[i+n]) {
		n++
	}
	if n < 2 {
		return i
	}
	k := min(n, len(r.name))
	for j, b := range s[i : i+k] {
		r.name[j] = b
		if 'a' <= b && b <= 'z' {
			r.name[j] = b - 0x20
		}
	}
	c.Name = r.name[:k]
	return toComment(s, i+n)
}

// words reads the words from i on, to the end or the comment.
func (r *Reader) words(c *Command, s []byte, i int) {
	for i < len(s) {
		ch := s[i]
		if isLetter(upper(ch)) {
			i = r.word(c, s, i)
			continue
		}
		switch ch {
		case ';':
			c.Comment = s[i+1:]
			return
		case '(':
			i = skipTo(s, i, ')')
		case '{':
			i = skipTo(s, i, '}')
		case '"':
			i = skipTo(s, i, '"')
		case '*':
			r.checksum(s, i)
			i = toComment(s, i)
		default:
			i++
		}
	}
}

// word reads the letter at i and its number, and returns where they end.
func (r *Reader) word(c *Command, s []byte, i int) int {
	letter := upper(s[i]) - 'A'
	i++
	for i < len(s) && s[i] == ' ' {
		i++
	}
	start, neg := i, false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		neg = s[i] == '-'
		i++
	}
	first, mant := i, uint64(0)
	for i < len(s) && s[i]-'0' < 10 {
		mant = mant*10 + uint64(s[i]-'0')
		i++
	}
	digits, frac := i-first, 0
	if i < len(s) && s[i] == '.' {
		i++
		first = i
		for i < len(s) && s[i]-'0' < 10 {
			mant = mant*10 + uint64(s[i]-'0')
			i++
		}
		frac = i - first
		digits += frac
	}
	if digits == 0 || digits > 15 {
		return r.oddWord(c, s, letter, start, i, digits)
	}
	v := float64(mant) / pow10[frac]
	if v >= maxValue {
		return r.oddWord(c, s, letter, start, i, digits)
	}
	if neg {
		v = -v
	}
	c.Has |= 1 << letter
	c.Val[letter] = v
	return i
}

// oddWord deals with a letter without a number, and with numbers that are long, too
// large or none; they lie from start to i.
func (r *Reader) oddWord(c *Command, s []byte, letter byte, start, i, digits int) int {
	if digits > 0 {
		v, err := strconv.ParseFloat(string(s[start:i]), 64)
		if err == nil && -maxValue < v && v < maxValue {
			c.Has |= 1 << letter
			c.Val[letter] = v
			return i
		}
		r.fault(say.T("the number of %c is too large and was left out: %s", letter+'A', excerpt(s)))
		return i
	}
	if n := notNumber(s[i:]); n > 0 || i > start {
		r.fault(say.T("%c has no number that can be read: %s", letter+'A', excerpt(s)))
		return i + n
	}
	c.Has |= 1 << letter
	c.Val[letter] = 0
	return start
}

// notNumber returns the length of a leading nan, inf or infinity.
func notNumber(s []byte) int {
	for _, w := range []string{"infinity", "nan", "inf"} {
		if len(s) >= len(w) && bytes.EqualFold(s[:len(w)], []byte(w)) {
			return len(w)
		}
	}
	return 0
}

// checksum compares the number after the star at i with the line before it.
func (r *Reader) checksum(s []byte, i int) {
	want, _, ok := integer(s, skipBlank(s, i+1))
	sum := 0
	for _, b := range s[:i] {
		sum ^= int(b)
	}
	if !ok || want != sum {
		r.fault(say.T("the checksum is wrong: %s", excerpt(s)))
	}
}

// integer reads digits at i. It is not ok from 1e8 on, or where there is no digit.
func integer(s []byte, i int) (v, next int, ok bool) {
	start := i
	for i < len(s) && isDigit(s[i]) {
		v = min(v*10+int(s[i]-'0'), 1e8)
		i++
	}
	return v, i, v < 1e8 && i > start
}

// excerpt returns the start of a line to show to a user.
func excerpt(s []byte) string {
	return strconv.Quote(string(s[:min(len(s), 60)]))
}

// skipTo returns the place after the next end, or the end of s.
func skipTo(s []byte, i int, end byte) int {
	if j := bytes.IndexByte(s[i+1:], end); j >= 0 {
		return i + 2 + j
	}
	return len(s)
}

// toComment returns the place of the next semicolon, or the end of s.
func toComment(s []byte, i int) int {
	if j := bytes.IndexByte(s[i:], ';'); j >= 0 {
		return i + j
	}
	return len(s)
}

func skipBlank(s []byte, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// upper returns the capital of a letter; of other bytes something that is no letter.
func upper(b byte) byte { return b &^ 0x20 }

func isLetter(up byte) bool { return up-'A' < 26 }

func isDigit(b byte) bool { return b-'0' < 10 }

func isName(b byte) bool { return isLetter(upper(b)) || isDigit(b) || b == '_' }
