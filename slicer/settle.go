package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// How edges are tried, in mm and mm2 where nothing else is said.
const (
	// settleFar is the longest way to both sides of its middle on which a move of an edge fades, settleCourse how much
	// more of the stroke is looked at for the time that a move takes.
	settleFar, settleCourse = 1.0, 0.5
	// settleLeast is the shortest move that is tried, settleWorth by how much the price must fall for every mm of one, in
	// squares of the widest bead's width, besides what the time that it takes is worth.
	settleLeast, settleWorth = 0.0155, 0.004
	// settleHope is which share of what a move must be worth is hoped for before it is tried, settleBest how many of an
	// edge's moves are.
	settleHope, settleBest = 0.8, 4
	// settleStep is how far apart places of a stroke are tried, and settleRounds how often.
	settleStep, settleRounds = 0.1, 4
	// settleStale is how many pixels from an edge something has changed beside it.
	settleStale = 3
	// settleHold is the distance from the outline within which edges stay.
	settleHold = 0.05
	// settleOff is how far from an edge it is looked: in the middle of the pixels beside it.
	settleOff = 1.5 * plotPixel
	// settleLarge is the mean over 3 x 3 pixels of what is left, or laid twice, in a tile for which the next plan is tried.
	settleLarge = 0.5
	// reachOf is how far a strip's corners are from its middle at most, in its half widths.
	reachOf = 1.42
)

// settleReaches are the ways to both sides of their middle on which moves of edges fade, and by how much they move at most: of
// each the one is tried of which most is hoped.
var settleReaches = [...]struct{ reach, most float64 }{{settleFar, 0.1}, {0.5, 0.1}, {0.3, 0.1}, {0.2, 0.1}, {0.12, 0.06}}

// pass is how edges are tried for some rounds: where a share of the 3 x 3 pixels beside them is left or laid twice,
// and by how much the price must fall for every second that a move takes, in squares of the widest bead's width.
type pass struct{ share, second float64 }

// plan is how a tile's edges are tried.
type plan struct {
	passes [2]pass
	back   bool    // over the candidates from the last one on
	most   float64 // by how much an edge moves at a time
	again  int     // how often an edge is tried at once, while it moves
}

// settlePlans are the plans. By the first a move must be worth its time, and what is large goes at little price in the end. The
// others come to other ends, and are tried one after the other where those before have left something large: at last nearly
// without a price.
var settlePlans = [...]plan{
	{passes: [2]pass{{0.2, 3.5}, {0.3, 0.4}}, most: 0.1, again: 1},
	{passes: [2]pass{{0.25, 2.5}, {0.3, 0.25}}, most: 0.1, again: 1},
	{passes: [2]pass{{0.5, 2.5}, {0.15, 2.5}}, most: 0.1, again: 3},
	{passes: [2]pass{{0.15, 2.5}, {0.3, 0.25}}, most: 0.05, again: 3},
	{passes: [2]pass{{0.15, 2.5}, {0.3, 0.25}}, most: 0.05, again: 1, back: true},
	{passes: [2]pass{{0.15, 4}, {0.3, 0.4}}, most: 0.1, again: 3, back: true},
	{passes: [2]pass{{0.15, 1}, {0.3, 0.1}}, most: 0.1, again: 1},
	{passes: [2]pass{{0.15, 1}, {0.3, 0.1}}, most: 0.1, again: 3, back: true},
}

// ribbon is the strips of a track to the spots from <= k <= to.
type ribbon struct{ track, from, to int }

// settler lets edges settle: where something is left or laid twice beside them it tries to move them,
// and keeps what makes that less.
type settler struct {
	plot
	tiling
	tracks      []track
	least, most float64 // of widths, mm
	speed       float64 // at which strokes are taken to be laid, mm/s
	plan        *plan
	pass        pass
	changed     []plotBox // by the moves kept in this plot, the first of which is number 1
	first, best []spot    // of a tile, before it settled and by the best plan
	saved       []spot
	beside      []strip // of a candidate
	looks       []look  // at them
	attempts    []attempt
	course      course
	was, now    []strip // of a move
}

// settle lets the edges of tracks, whose widths are from least to most, settle in the tiles.
func (s *settler) settle(tracks []track, region polygon.Region, least, most float64) {
	s.tracks, s.least, s.most = tracks, least, most
	s.deal(tracks, region)
	for i := range s.tiles {
		t := &s.tiles[i]
		s.first = s.kept(s.first[:0], t)
		s.follow(&settlePlans[0], t)
		if s.largest() >= settleLarge {
			s.others(t)
		}
	}
}

// others lets t settle by the other plans, too, until nothing large is left, and keeps what leaves the least.
func (s *settler) others(t *tile) {
	s.best = s.kept(s.best[:0], t)
	least := s.fourth()
	for i := range settlePlans[1:] {
		s.bring(s.first, t)
		s.follow(&settlePlans[1+i], t)
		if left := s.fourth(); left < least {
			s.best, least = s.kept(s.best[:0], t), left
			if s.largest() < settleLarge {
				return
			}
		}
	}
	s.bring(s.best, t)
}

// follow lets t settle by a plan: first of all ends, as far as they go.
func (s *settler) follow(p *plan, t *tile) {
	s.draw(t)
	s.plan, s.pass.share = p, math.Inf(1)
	for k := range t.candidates {
		s.endsAt(&t.candidates[k])
	}
	for _, now := range p.passes {
		t.again(now.share < s.pass.share)
		s.pass = now
		for round, was := 0, 0; round < settleRounds && len(s.changed) != was; round++ {
			was = len(s.changed)
			s.round(t.candidates)
		}
	}
}

// again lets candidates be tried again as if never before: all of them, or those beside which something is amiss.
func (t *tile) again(all bool) {
	for k := range t.candidates {
		c := &t.candidates[k]
		for side, quiet := range c.quiet {
			if all || !quiet {
				c.vain[side] = 0
			}
		}
		c.vain[2] = 0
	}
}

// draw draws what t sees.
func (s *settler) draw(t *tile) {
	s.begin(t.middle, s.rows[t.row])
	for _, r := range t.ribbons {
		s.now = s.strips(s.now[:0], r)
		s.lay(s.now, 1, true)
	}
	s.show(all)
	s.changed = append(s.changed[:0], noBox)
}

// kept appends the spots that t sees.
func (s *settler) kept(out []spot, t *tile) []spot {
	for _, r := range t.ribbons {
		out = append(out, s.tracks[r.track].spots[r.from-1:r.to+1]...)
	}
	return out
}

// bring brings back the spots that t sees as they were kept.
func (s *settler) bring(spots []spot, t *tile) {
	for _, r := range t.ribbons {
		spots = spots[copy(s.tracks[r.track].spots[r.from-1:r.to+1], spots):]
	}
}

// strip is a piece of a stroke: its corners to the left and right, where it begins and ends, in pixels.
type strip struct{ left, right [2]geom.Vec }

// strips appends those of r, each as wide as it is in the mean.
func (s *settler) strips(out []strip, r ribbon) []strip {
	t := &s.tracks[r.track]
	for k := r.from; k <= r.to; k++ {
		a, b := &t.spots[k-1], &t.spots[k]
		if a.at == b.at {
			continue
		}
		half := (a.width + b.width) / 4
		u, v := a.out.Mul(half), b.in.Mul(half)
		out = append(out, strip{[2]geom.Vec{s.at(a.at.Add(u)), s.at(b.at.Add(v))}, [2]geom.Vec{s.at(a.at.Sub(u)), s.at(b.at.Sub(v))}})
	}
	return out
}

// lay lays strips, or takes them away: sign is 1 or -1. Their ends are closed, or left as others with the same
// ends are taken away, or laid, too.
func (s *settler) lay(strips []strip, sign float64, closed bool) {
	var left, right geom.Vec // where the last one ends
	for k := range strips {
		q := &strips[k]
		l, r := q.left[0], q.right[0]
		switch {
		case k > 0:
			s.line(right, r, sign)
			s.line(l, left, sign)
		case closed:
			s.line(l, r, sign)
		}
		left, right = q.left[1], q.right[1]
		s.line(r, right, sign)
		s.line(left, l, sign)
	}
	if closed {
		s.line(right, left, sign)
	}
}

// hold lets b hold strips.
func (b *plotBox) hold(strips []strip) {
	for k := range strips {
		for i := range 2 {
			b.extend(strips[k].left[i])
			b.extend(strips[k].right[i])
		}
	}
}

// round tries all candidates once, those of an edge at least settleStep apart.
func (s *settler) round(all []candidate) {
	track, last := -1, [2]geom.Vec{}
	for i := range all {
		if s.plan.back {
			i = len(all) - 1 - i
		}
		c := &all[i]
		t := &s.tracks[c.track]
		if c.track != track {
			far := geom.V(math.Inf(1), math.Inf(1))
			track, last = c.track, [2]geom.Vec{far, far}
		}
		q := &t.spots[c.spot]
		out := q.in.Mul(q.width / 2)
		for side, edge := range [...]geom.Vec{q.at.Add(out), q.at.Sub(out)} {
			if d := edge.Sub(last[side]); d.Dot(d) < settleStep*settleStep && c.spot != len(t.spots)-1 {
				continue
			}
			last[side] = edge
			if s.stale(c.vain[side], edge) {
				s.tryAt(c, side)
			}
		}
		if s.stale(c.vain[2], q.at) && !s.tryEnd(t, c) && !s.tryLoop(t, c) {
			c.vain[2] = len(s.changed)
		}
	}
}

// tryAt tries the left or right edge of a candidate, side 0 or 1, while it moves, as often as the plan says.
func (s *settler) tryAt(c *candidate, side int) {
	for range s.plan.again {
		sign := s.amiss(&s.tracks[c.track].spots[c.spot], side)
		if c.quiet[side] = sign == 0; sign == 0 || !s.try(c, side, sign) {
			c.vain[side] = len(s.changed)
			return
		}
	}
}

// stale reports whether something has changed beside a place since it was tried in vain, when there were so many
// changes, or was never tried.
func (s *settler) stale(since int, v geom.Vec) bool {
	if since == 0 {
		return true
	}
	v = s.at(v)
	x, y := int(v.X), int(v.Y)
	for _, b := range s.changed[since:] {
		if x >= b.x0-settleStale && x < b.x1+settleStale && y >= b.y0-settleStale && y < b.y1+settleStale {
			return true
		}
	}
	return false
}

// move moves spots by as much as by, mm, in a direction, to the left or right, less with the way from the
// middle; or the edge in that direction alone, where it is wider.
type move struct {
	dir           geom.Vec
	by            float64
	middle, reach float64
	left, wider   bool
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

// amiss returns 1 where something is left beside the left or right edge of q, side 0 or 1, that is in the part, -1 where it is
// laid twice, and else 0.
func (s *settler) amiss(q *spot, side int) float64 {
	edge, _, out := q.edges(side)
	at, ahead := s.at(edge), tilted(out).Mul(1/plotPixel)
	switch {
	case !s.inside(at.Step(ahead, settleHold)):
	case s.share(at.Step(ahead, settleOff)) > s.pass.share:
		return 1
	case s.share(at.Step(ahead, -settleOff)) < -s.pass.share:
		return -1
	}
	return 0
}

// edges returns where the left or right edge of q is, side 0 or 1, where the other is, and the direction from that to it.
func (q *spot) edges(side int) (edge, other, out geom.Vec) {
	out = q.in
	if side == 1 {
		out = out.Mul(-1)
	}
	half := out.Mul(q.width / 2)
	return q.at.Add(half), q.at.Sub(half), out.Unit()
}

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
		m := move{dir: out, middle: q.along, reach: k.reach, left: side == 0, wider: true}
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
		if !a.timed && s.pass.second > 0 {
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
	box := noBox
	box.hold(s.was)
	box.hold(s.now)
	if box.within() && !t.turnsRound(s.saved, from) {
		s.keep(box)
		price, closed := s.price(box.seen()), r.from == 1 || r.to == len(t.spots)-1
		s.lay(s.was, -1, closed)
		s.lay(s.now, 1, closed)
		s.show(box)
		if price-s.price(box.seen()) > worth {
			s.changed = append(s.changed, box)
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

// ribbon returns the strips that change where the spots i to j of t, the track of that number, move.
func (t *track) ribbon(number, i, j int) ribbon {
	return ribbon{number, max(1, i-1), min(len(t.spots)-1, j+2)}
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
