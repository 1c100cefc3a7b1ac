package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// settleReaches are the ways to both sides of their middle on which moves of edges fade, and by how much they move at most: of
// each the one is tried of which most is hoped.
var settleReaches = [...]struct{ reach, most float64 }{{settleFar, 0.1}, {0.5, 0.1}, {0.3, 0.1}, {0.2, 0.1}, {0.12, 0.06}}

// move moves spots by as much as by, mm, in a direction, less with the way from the
// middle; or the edge in that direction alone, where it is wider.
type move struct {
	dir           geom.Vec
	by            float64
	middle, reach float64
	wider         bool
	worth         float64 // by how much the price must fall, mm2
}

// at returns by how much m moves what is at a place of the stroke.
func (m *move) at(along float64) float64 {
	f := fade((along - m.middle) / m.reach)
	return float64(m.by * f * f)
}

// fade returns the root of which share of a move is left so far from its middle, 1 being where none is.
func fade(d float64) float64 {
	if f := 1 - float64(d*d); f > 0 {
		return f
	}
	return 0
}

// attempt is a move, and by how much the price is hoped to fall.
type attempt struct {
	move
	hope  float64
	timed bool // what the time is worth that it takes is in its worth
}

// gain returns what is hoped for beyond what a must be worth, mm2.
func (a *attempt) gain() float64 { return a.hope - a.worth }

// try tries the left or right edge of a candidate, side 0 or 1, where sign says what is amiss, and reports whether it moved.
func (s *settler) try(c *candidate, side int, sign float64) bool {
	t := &s.tracks[c.track]
	q := &t.spots[c.spot]
	_, other, out := q.edges(side)
	free := s.inside(s.at(other.Sub(out.Mul(settleHold))))
	i, j, _ := t.within(c.spot, settleFar)
	r := t.ribbon(c.track, i, j)
	s.beside = s.strips(s.beside[:0], r)
	s.look(r, out, sign, side == 0, free)
	s.attempts = s.attempts[:0]
	room := s.most - q.width // for what the edge alone may move
	if sign < 0 {
		room = q.width - s.least
	}
	for _, k := range settleReaches {
		edges, most := s.swept(q.along, k.reach), min(k.most, s.plan.most)
		m := move{dir: out, middle: q.along, reach: k.reach, wider: true}
		s.hopeful(&edges[0], m, sign, most, room)
		if m.wider = false; free {
			both := edges[0].with(&edges[1])
			s.hopeful(&both, m, sign, most, math.Inf(1))
		}
	}
	return s.foremost(t, c)
}

// hopeful puts m among the attempts, by as much as is best for what it sweeps, at most by most, if there is room for it.
func (s *settler) hopeful(e *swept, m move, sign, most, room float64) {
	by := min(e.best(sign, settleLeast, most), room)
	if by < settleLeast {
		return
	}
	m.by, m.worth = sign*by, float64(settleWorth*by*s.most*s.most)
	s.attempt(attempt{move: m, hope: e.hope(m.by)})
}

// attempt puts a where it belongs among the attempts, those of which most is hoped last, if enough is.
func (s *settler) attempt(a attempt) {
	if a.hope <= settleHope*a.worth {
		return
	}
	s.attempts = append(s.attempts, a)
	k := len(s.attempts) - 1
	for ; k > 0 && s.attempts[k-1].gain() >= a.gain(); k-- {
		s.attempts[k] = s.attempts[k-1]
	}
	s.attempts[k] = a
}

// foremost makes the first move of the attempts, from the best on, that lowers the price by what it is worth, and reports whether one
// does. What the time that it takes is worth is added when it is the best without.
func (s *settler) foremost(t *track, c *candidate) bool {
	from := -1 // the first spot of the course, once it has begun
	for left := settleBest; left > 0 && len(s.attempts) > 0; {
		n := len(s.attempts) - 1
		a := s.attempts[n]
		s.attempts = s.attempts[:n]
		if !a.timed {
			if from < 0 {
				lo, hi, _ := t.within(c.spot, settleFar+settleCourse)
				from = max(0, lo-1)
				s.course.begin(t.spots[from:min(len(t.spots), hi+2)], s.speed)
			}
			a.worth += float64(s.pass.second * s.most * s.most * s.longer(t, c, &a.move, from))
			a.timed = true
			s.attempt(a)
			continue
		}
		if s.moved(c, a.move) {
			return true
		}
		left--
	}
	return false
}

// longer returns how much longer, s, the course from a spot of t on would take with m, at a candidate where edges may move.
func (s *settler) longer(t *track, c *candidate, m *move, from int) float64 {
	i, j, ok := t.within(c.spot, m.reach)
	if !ok {
		return math.Inf(1)
	}
	for k := i; k <= j; k++ {
		s.course.at[k-from], _ = s.shifted(&t.spots[k], m)
	}
	longer := s.course.longer(i-from, j-from)
	for k := i; k <= j; k++ {
		s.course.at[k-from] = t.spots[k].at
	}
	return longer
}

// moved moves the spots around c and reports whether that lowers the price by what it is worth; else it
// leaves them as they were.
func (s *settler) moved(c *candidate, m move) bool {
	t := &s.tracks[c.track]
	i, j, ok := t.within(c.spot, m.reach)
	if !ok {
		return false
	}
	r := t.ribbon(c.track, i, j)
	s.was = s.strips(s.was[:0], r)
	from, to := max(0, i-1), min(len(t.spots)-1, j+1)
	s.saved = append(s.saved[:0], t.spots[from:to+1]...)
	for k := i; k <= j; k++ {
		q := &t.spots[k]
		q.at, q.width = s.shifted(q, &m)
		q.moved = true
	}
	t.edges(from, to)
	return s.settled(t, r, from, m.worth)
}

// settled reports whether the price falls by worth as spots of t, whose strips r were s.was, have moved; else it brings back what
// was saved of them, from a spot on.
func (s *settler) settled(t *track, r ribbon, from int, worth float64) bool {
	s.now = s.strips(s.now[:0], r)
	box := boxOf(s.was, s.now)
	if box.within() && !t.turnsRound(s.saved, from) {
		s.keep(box)
		price, closed := s.price(box.seen()), r.from == 1 || r.to == len(t.spots)-1
		s.lay(s.was, -1, closed)
		s.lay(s.now, 1, closed)
		if price-s.show(box) > worth {
			s.change(box)
			return true
		}
		s.back(box)
	}
	copy(t.spots[from:], s.saved)
	return false
}

// within returns the first and the last spot within reach of spot k, and whether that one may move.
func (t *track) within(k int, reach float64) (i, j int, ok bool) {
	lo, hi := 0, len(t.spots)-1
	if t.closed { // the ends, and so where strips meet there, stay
		lo, hi = 2, hi-2
	}
	for i = k; i > lo && t.spots[k].along-t.spots[i-1].along < reach; i-- {
	}
	for j = k; j < hi && t.spots[j+1].along-t.spots[k].along < reach; j++ {
	}
	return i, j, i >= lo && j <= hi
}

// shifted returns where m moves a spot, and how wide it is there.
func (s *settler) shifted(q *spot, m *move) (at geom.Vec, width float64) {
	by, width := m.at(q.along), q.width
	if m.wider {
		width = s.width(q, by)
		by = (width - q.width) / 2
	}
	return q.at.Add(m.dir.Mul(by)), width
}

// width returns how wide q is once it has become so much wider, as far as that is allowed.
func (s *settler) width(q *spot, by float64) float64 {
	return max(min(s.least, q.width), min(max(s.most, q.width), q.width+by))
}

// turnsRound reports whether t now turns round somewhere between the spots from the given one on, which were so.
func (t *track) turnsRound(were []spot, from int) bool {
	now := t.spots[from:]
	for k := 1; k < len(were); k++ {
		if now[k].at.Sub(now[k-1].at).Dot(were[k].at.Sub(were[k-1].at)) < 0 {
			return true
		}
	}
	return false
}
