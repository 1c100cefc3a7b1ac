package gcode

import (
	"bytes"
	"hash/maphash"
	"slices"
)

// verse is the text of a passage, and what came after it last: comparing what comes with
// that takes a tenth of the time of finding its lines and its hash.
type verse struct {
	key
	form  []byte // of the text, as Passage.read makes it
	at    []int  // of the indices of heights in it
	lines int
	next  [2]*verse // the latest first
}

const (
	// verseShare is how much text is held for each byte of effects. Where that is full, all
	// of it is let go.
	verseShare = 0.25
	// zDigits is how long the number of a Z word is, at most, to be found by its verse.
	zDigits = 16
	// longVerse is how long a verse is at most, bytes: a Reader's buffer must hold it.
	longVerse = MaxLine / 2
	// lineAfter is how many bytes after a verse tell that it ends there, mostly.
	lineAfter = 1 << 10
)

// length returns how many bytes v's text has at most.
func (v *verse) length() int { return len(v.form) + zDigits*len(v.at) }

// learn notes the Z words of the next passage, of which text is, in m.passage and returns the key of
// its text. It reports false where there are too many heights.
func (m *Memo) learn(text []byte, lines int) (key, bool) {
	p := &m.passage
	form, ok := p.read(text, m.form[:0])
	if len(p.Z) > 0 {
		m.form = form // else it may be text
	}
	k := key{maphash.Bytes(m.seeds[0], form), maphash.Bytes(m.seeds[1], form)}
	v := m.verses[k]
	if v == nil {
		v = &verse{key: k, form: form, at: p.at, lines: lines}
		if !ok || p.odd || v.length() > longVerse || m.bytes == 0 {
			m.last = nil
			return k, ok
		}
		m.hold(v)
	}
	m.follow(v)
	return k, ok
}

// hold keeps v with its text.
func (m *Memo) hold(v *verse) {
	if float64(m.held) > verseShare*float64(m.bytes) {
		m.verses, m.held, m.last = map[key]*verse{}, 0, nil
	}
	v.form, v.at = bytes.Clone(v.form), slices.Clone(v.at)
	m.verses[v.key] = v
	m.held += v.length()
}

// expect returns the verse that comes next, with its text as it is in rd's buffer, where it
// is one of those that came after the last one before; else nil. It notes its Z words in
// m.passage.
func (m *Memo) expect(rd *Reader) ([]byte, *verse) {
	if m.last == nil {
		return nil, nil
	}
	for _, v := range m.last.next {
		if v == nil {
			break
		}
		text := rd.ahead(v.length() + lineAfter)
		if n, ok := m.passage.reads(text, v.form, v.at); ok && rd.ends(text, n, v.lines) {
			m.follow(v)
			return text[:n], v
		}
	}
	return nil, nil
}

// follow notes that v came.
func (m *Memo) follow(v *verse) {
	if l := m.last; l != nil && l.next[0] != v {
		l.next[0], l.next[1] = v, l.next[0]
	}
	m.last = v
}
