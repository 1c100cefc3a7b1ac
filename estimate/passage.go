package estimate

import (
	"slices"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/motion"
)

// share is what a feature has of a passage.
type share struct {
	feature int
	name    string
	s       float64 // of its moves that were timed
	laid    bool
	mm      float64 // laid
	laidS   float64 // at the speed asked for
}

// tally sums what the moves of a passage take, all in one place. The sums go to the
// estimate when it is over, so they are the same to the last bit whether the moves were
// planned or recalled.
type tally struct {
	on   bool // the passage is being read
	line int  // of its first line

	shares  []share
	entered []string // features, each once, in the order of the lines

	net, most     float64 // mm of filament pushed, and the most on the way
	laid, peak    float64 // mm of filament laid, and mm/s of it
	asked, capped float64 // s

	s      float64 // of the moves that were timed
	laying float64 // s of those that lay material
	lays   bool    // some of them do
	laidAt float64 // s from the start of the first one timed until the last of those ended
	moves  int     // timed
	last   int     // line of the last one timed
	marks  []mark  // s from the start of the first one timed
	marked float64 // s of the last
	limits int     // lines that change limits
}

// of returns the share of a feature.
func (t *tally) of(feature int, f *features) *share {
	for i := len(t.shares) - 1; i >= 0; i-- {
		if t.shares[i].feature == feature {
			return &t.shares[i]
		}
	}
	t.shares = append(t.shares, share{feature: feature, name: f.names[feature]})
	return &t.shares[len(t.shares)-1]
}

// move counts what a move adds before it is timed: de mm of filament, pushed at speed times
// that for each of its d mm. Lays tells that it lays material.
func (t *tally) move(m *motion.Move, d, speed float64, feature int, f *features, lays bool) {
	de := m.D[motion.E]
	t.net += de
	t.most = max(t.most, t.net)
	t.asked += d / m.Feed
	t.capped += d / speed
	s := t.of(feature, f)
	if lays {
		t.laid += de
		t.peak = max(t.peak, de/d*speed)
		s.laid = true
		s.mm += d
		s.laidS += d / speed
	}
}

// enter notes that a feature is entered.
func (t *tally) enter(name string) {
	if !slices.Contains(t.entered, name) {
		t.entered = append(t.entered, name)
	}
}

// time counts the seconds of a move of the passage, and marks its end where the last mark
// is so long ago.
func (t *tally) time(line, feature int, f *features, s, every float64) {
	t.s += s
	t.moves++
	t.last = line
	t.of(feature, f).s += s
	if feature >= start {
		t.lays = true
		t.laying += s
		t.laidAt = t.s
	}
	if t.s-t.marked >= every {
		t.marks = append(t.marks, mark{line, t.s})
		t.marked = t.s
	}
}

// passage is a passage on its way through the estimator.
type passage struct {
	tally
	before *motion.State
	waited []float64 // s of the moves that waited when it began
	begins string    // feature in which it begins
	every  float64   // s between marks then
}

// effect is what a passage did.
type effect struct {
	passage
	after   *motion.State
	heights []float64
	to      string // feature in which it ended
}

// Size returns about how many bytes e takes.
func (e *effect) Size() int {
	return 500 + e.before.Size() + e.after.Size() + 8*(len(e.heights)+len(e.waited)) + 80*len(e.shares) + 16*(len(e.entered)+len(e.marks))
}

// rememberable reports whether passages do the same wherever they are: layers are told by
// comments, and there is room for all names of features.
func (e *Estimator) rememberable() bool {
	return e.layers.kind != 0 && e.layers.current >= 0 && len(e.features.names) < maxFeatures/2
}

// Begin takes note that p follows.
func (e *Estimator) Begin(p *gcode.Passage) {
	e.passage = passage{begins: e.features.names[e.features.current], every: e.every, waited: e.passage.waited[:0],
		tally: tally{on: true, line: p.Line, shares: e.passage.shares[:0], marks: e.passage.marks[:0]}}
	if e.rememberable() {
		e.passage.before = e.m.Save()
	}
}

// End takes note that p is over, and returns what it did where that is to be remembered: all
// moves that waited at its beginning have had their time.
func (e *Estimator) End(p *gcode.Passage) gcode.Effect {
	e.passage.on = false
	e.add(&e.passage.tally)
	if e.passage.before == nil || len(e.passage.waited) != e.passage.before.Waiting() || len(e.passage.entered) >= maxFeatures/2 {
		return nil
	}
	was := e.passage
	was.waited, was.shares, was.marks = slices.Clone(was.waited), slices.Clone(was.shares), slices.Clone(was.marks)
	return &effect{passage: was, after: e.m.Save(), heights: slices.Clone(p.Heights),
		to: e.features.names[e.features.current]}
}

// Recall does at once what p did before.
func (e *Estimator) Recall(p *gcode.Passage, was gcode.Effect) bool {
	w, ok := was.(*effect)
	if !ok || !e.rememberable() || e.every != w.every || e.features.names[e.features.current] != w.begins {
		return false
	}
	climb := &motion.Climb{Was: w.heights, Is: p.Heights, Z: p.Z}
	if !e.m.Repeats(w.before, climb) {
		return false
	}
	i := 0
	e.m.EachWaiting(func(tag uint64) {
		e.onTime(tag, w.waited[i])
		i++
	})
	for _, name := range w.entered {
		e.features.enter([]byte(name))
	}
	e.features.enter([]byte(w.to))
	t := w.tally.from(p.Line, &e.features)
	e.add(t)
	e.line = p.Line + p.Lines - 1
	at := e.places.add(e.place())
	e.m.Repeat(w.before, w.after, climb, func(was uint64) uint64 {
		line, _, feature := untag(was)
		i := slices.IndexFunc(w.shares, func(s share) bool { return s.feature == feature })
		return tag(line-w.line+p.Line, at, t.shares[i].feature)
	})
	return true
}

// from returns t as it is where the passage begins in another line, maybe in another file,
// whose features are f.
func (t tally) from(line int, f *features) *tally {
	up := line - t.line
	t.line += up
	t.last += up
	t.marks, t.shares = slices.Clone(t.marks), slices.Clone(t.shares)
	for i := range t.marks {
		t.marks[i].line += up
	}
	for i := range t.shares {
		if s := &t.shares[i]; s.feature > start {
			s.feature = f.index[s.name]
		}
	}
	return &t
}

// add adds what a passage took to the estimate.
func (e *Estimator) add(t *tally) {
	e.est.FilamentMM = max(e.est.FilamentMM, e.net+t.most)
	e.net += t.net
	e.est.LimitLines += t.limits
	e.parts.push(t.laid)
	e.layers.lay(t.laid, t.peak)
	e.pace.asked += t.asked
	e.pace.capped += t.capped
	for i := range t.shares {
		s := &t.shares[i]
		e.features.seconds[s.feature] += s.s
		if s.laid {
			e.pace.lay(e.layers.current, s.feature, s.mm, s.laidS)
		}
	}
	if t.moves == 0 {
		return
	}
	before := e.clock
	e.clock += t.s
	e.est.MotionS += t.s
	e.layers.book(t.last, e.layers.current, t.s, t.laying, e.clock)
	e.parts.book(e.parts.object, e.parts.level, t.s, before+t.laidAt, t.lays)
	for _, m := range t.marks {
		e.markAt(m.line, before+m.s)
	}
}
