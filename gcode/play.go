package gcode

import "hash/maphash"

// Listener follows a file by its commands.
type Listener interface {
	// Command takes the next command. It keeps no pointer into it.
	Command(c *Command)
	// Begin says that the commands of p follow, and End that those were all. End returns what
	// they did, to be given to Recall where the same text comes again, or nil where that is
	// not to be remembered. Neither keeps p.
	Begin(p *Passage)
	End(p *Passage) Effect
	// Recall does at once what the commands of p, whose text is that of e but for its
	// heights, would do one by one, and reports true; where that may be anything else than
	// what e says, it does nothing and reports false. Whose effect e is, it has to find out.
	Recall(p *Passage, e Effect) bool
}

// Effect is what a passage did to a listener, from the state in which it was then.
type Effect interface {
	Size() int // bytes of memory, about
}

// Memo remembers what passages did to listeners. Files that are played one after the other
// may share it, whatever they are and whoever listens: an effect is for whom it fits.
//
// Two passages are taken for the same text where 128 bits of hash are equal, whose seeds
// nobody knows.
type Memo struct {
	bytes, used int
	now, before map[key]*effects // before: of what was forgotten last, kept while it is met
	seeds       [2]maphash.Seed

	verses map[key]*verse // texts, to be compared with what comes
	held   int            // bytes of them
	last   *verse         // that was played; nil: not known

	passage Passage
	form    []byte
	done    []bool
}

// MemoBytes is how much memory a Memo is given where there is no reason for less: it holds
// the effects of about 150 MB of different text.
const MemoBytes = 32 << 20

// NewMemo returns a Memo that takes at most so many bytes, about, for effects, and a quarter of
// that for text; with 0 it remembers nothing.
func NewMemo(bytes int) *Memo {
	return &Memo{bytes: bytes, now: map[key]*effects{}, verses: map[key]*verse{}, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// key stands for a passage's text without its heights.
type key [2]uint64

// effects are those of one text on all listeners, from several states. The oldest is
// replaced.
type effects struct {
	of   [8]Effect
	next int
}

// Play gives the commands of rd to all listeners. Of passages that a listener recalls it
// is given none. What listeners then know does not depend on what memo remembers.
//
// Errors: those of rd.
func Play(rd *Reader, memo *Memo, to ...Listener) error {
	var c Command
	for {
		if text, v := memo.expect(rd); v != nil {
			memo.play(rd, text, v.lines, v.key, true, to)
			continue
		}
		text, lines := rd.passage()
		if lines >= leastPassage {
			k, ok := memo.learn(text, lines)
			memo.play(rd, text, lines, k, ok, to)
			continue
		}
		for range lines + 1 {
			if !rd.Next(&c) {
				return rd.Err()
			}
			for _, l := range to {
				l.Command(&c)
			}
		}
	}
}

// play plays a passage, which m.passage is of but for its place. ok: its heights are known.
func (m *Memo) play(rd *Reader, text []byte, lines int, k key, ok bool, to []Listener) {
	p := &m.passage
	p.Line, p.Lines = rd.line+1, lines
	left := len(to)
	m.done = append(m.done[:0], make([]bool, len(to))...)
	if known := m.known(k); ok && known != nil {
		for i, l := range to {
			if m.done[i] = known.recall(l, p); m.done[i] {
				left--
			}
		}
	}
	if left == 0 {
		rd.pass(text, lines, nil)
		return
	}
	for i, l := range to {
		if !m.done[i] {
			l.Begin(p)
		}
	}
	ok = m.each(rd, text, lines, to) && ok
	for i, l := range to {
		if m.done[i] {
			continue
		}
		if e := l.End(p); ok && e != nil {
			m.note(k, e)
		}
	}
}

// each gives the commands of the passage to the listeners that did not recall it, and
// reports whether all is as it seemed: no faults, and no other Z words.
func (m *Memo) each(rd *Reader, text []byte, lines int, to []Listener) bool {
	p := &m.passage
	faults, z, ok := rd.count, 0, true
	rd.pass(text, lines, func(c *Command) {
		if v, has := c.Get('Z'); has && c.Letter == 'G' {
			ok = ok && c.Code < 2 && z < len(p.Z) && p.Heights[p.Z[z]] == v
			z++
		}
		for i, l := range to {
			if !m.done[i] {
				l.Command(c)
			}
		}
	})
	return ok && z == len(p.Z) && rd.count == faults
}

// recall lets l recall p by one of the effects, and reports whether it could.
func (e *effects) recall(l Listener, p *Passage) bool {
	for i := range e.of {
		if of := e.of[(e.next+len(e.of)-1-i)%len(e.of)]; of != nil && l.Recall(p, of) {
			return true
		}
	}
	return false
}

// known returns the effects of a text, nil where there are none.
func (m *Memo) known(k key) *effects {
	e := m.now[k]
	if e == nil {
		if e = m.before[k]; e != nil {
			delete(m.before, k)
			m.keep(k, e)
		}
	}
	return e
}

// note remembers an effect.
func (m *Memo) note(k key, e Effect) {
	if m.bytes == 0 {
		return
	}
	known := m.now[k]
	if known == nil {
		known = &effects{}
		m.keep(k, known)
	}
	if old := known.of[known.next]; old != nil {
		m.used -= old.Size()
	}
	known.of[known.next] = e
	known.next = (known.next + 1) % len(known.of)
	m.used += e.Size()
}

// keep takes effects among those of now. Where these fill half of the memory, they become
// those of before, and what was before is forgotten.
func (m *Memo) keep(k key, e *effects) {
	if m.used > m.bytes/2 {
		m.before, m.now, m.used = m.now, map[key]*effects{}, 0
	}
	m.now[k] = e
	m.used += entryBytes
	for _, of := range e.of {
		if of != nil {
			m.used += of.Size()
		}
	}
}

// entryBytes is what effects take by themselves.
const entryBytes = 256
