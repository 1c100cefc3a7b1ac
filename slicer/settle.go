package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// How edges are tried, in mm and mm2 where nothing else is said.
const (
	// settleBy is by how much ends move at a time, settleEnd by how much the price must fall for it, in squares of
	// the widest bead's width: it makes a travel longer. They are tried where a share of settleShare of the 3 x 3 pixels
	// before them, 0.044 mm2, is left, or is laid twice.
	settleBy, settleEnd, settleShare = 0.1, 0.023, 0.35
	// settleFar is the longest way to both sides of its middle on which a move of an edge fades, settleCourse how much
	// more of the stroke is looked at for the time that a move takes.
	settleFar, settleCourse = 1.0, 0.5
	// settleHope is which share of what a move must be worth is hoped for before it is tried, settleBest how many of an
	// edge's moves are.
	settleHope, settleBest = 0.8, 4
	// settleStep is how far apart places of a stroke are tried, and settleRounds how often.
	settleStep, settleRounds = 0.1, 4
	// settleStale is how many pixels from an edge something has changed beside it.
	settleStale = 3
	// settleHold is the distance from the outline within which edges stay, settleAside how far aside of its
	// middle, in its widths, it is looked what is before an end.
	settleHold, settleAside = 0.05, 0.3
	// settleOff is how far from an edge it is looked: in the middle of the pixels beside it.
	settleOff = 1.5 * plotPixel
	// settleLarge is the mean over 3 x 3 pixels of what is left, or laid twice, in a tile for which all plans are tried.
	settleLarge = 0.7
	// reachOf is how far a strip's corners are from its middle at most, in its half widths.
	reachOf = 1.42
)

// settleMoves are the moves of edges that are tried: by how much, on which way to both sides of the middle they
// fade, and by how much the price must fall for each, in squares of the widest bead's width, besides what the time
// that it takes is worth.
var settleMoves = [...]struct{ by, reach, worth float64 }{
	{0.1, settleFar, 0.002}, {0.03, settleFar, 0.0003}, {0.05, 0.5, 0.001}, {0.03, 0.5, 0.0003}, {0.03, 0.3, 0.0005},
	{0.1, 0.25, 0.0012}, {0.06, 0.12, 0.0008}, {0.03, 0.12, 0.0005},
}

// pass is how edges are tried for some rounds: where a share of the 3 x 3 pixels beside them is left or laid twice,
// and by how much the price must fall for every second that a move takes, in squares of the widest bead's width.
type pass struct{ share, second float64 }

// plan is how a tile's edges are tried: in two passes, over its candidates from the first on or from the last.
type plan struct {
	passes [2]pass
	back   bool
}

// settlePlans are the plans. By the first a move must be worth its time, and what is large goes at little price in the end; the
// others come to other ends where that left something large.
var settlePlans = [...]plan{
	{passes: [2]pass{{0.15, 2.5}, {0.4, 0.25}}},
	{passes: [2]pass{{0.15, 2.5}, {0.4, 0.25}}, back: true},
	{passes: [2]pass{{0.25, 0}, {0.4, 0.25}}},
	{passes: [2]pass{{0.5, 0}, {0.15, 2.5}}},
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

// others lets t settle by the other plans, too, and keeps what leaves the least.
func (s *settler) others(t *tile) {
	s.best = s.kept(s.best[:0], t)
	least := s.fourth()
	for i := range settlePlans[1:] {
		s.bring(s.first, t)
		s.follow(&settlePlans[1+i], t)
		if left := s.fourth(); left < least {
			s.best, least = s.kept(s.best[:0], t), left
		}
	}
	s.bring(s.best, t)
}

// follow lets t settle by a plan.
func (s *settler) follow(p *plan, t *tile) {
	s.draw(t)
	for _, s.pass = range p.passes {
		for k := range t.candidates {
			t.candidates[k].vain = [3]int{}
		}
		for round, was := 0, 0; round < settleRounds && len(s.changed) != was; round++ {
			was = len(s.changed)
			s.round(t.candidates, p.back)
		}
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

// strip is a piece of a stroke: its corners to the left and right, where it begins and ends.
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
		out = append(out, strip{[2]geom.Vec{a.at.Add(u), b.at.Add(v)}, [2]geom.Vec{a.at.Sub(u), b.at.Sub(v)}})
	}
	return out
}

// lay lays strips, or takes them away: sign is 1 or -1. Their ends are closed, or left as others with the same
// ends are taken away, or laid, too.
func (s *settler) lay(strips []strip, sign float64, closed bool) {
	var left, right geom.Vec // where the last one ends
	for k := range strips {
		q := &strips[k]
		l, r := s.at(q.left[0]), s.at(q.right[0])
		switch {
		case k > 0:
			s.line(right, r, sign)
			s.line(l, left, sign)
		case closed:
			s.line(l, r, sign)
		}
		left, right = s.at(q.left[1]), s.at(q.right[1])
		s.line(r, right, sign)
		s.line(left, l, sign)
	}
	if closed {
		s.line(right, left, sign)
	}
}

// bounds lets b hold strips.
func (s *settler) bounds(b *plotBox, strips []strip) {
	for k := range strips {
		for i := range 2 {
			s.extend(b, strips[k].left[i])
			s.extend(b, strips[k].right[i])
		}
	}
}

// round tries all candidates once, those of an edge at least settleStep apart.
func (s *settler) round(all []candidate, back bool) {
	track, last := -1, [2]geom.Vec{}
	for i := range all {
		if back {
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
			if edge.Sub(last[side]).Len() < settleStep && c.spot != len(t.spots)-1 {
				continue
			}
			last[side] = edge
			if s.stale(c.vain[side], edge) && !s.try(c, side) {
				c.vain[side] = len(s.changed)
			}
		}
		if s.stale(c.vain[2], q.at) && !s.tryEnd(t, c) {
			c.vain[2] = len(s.changed)
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
	d := (along - m.middle) / m.reach
	f := max(0, 1-float64(d*d))
	return float64(m.by * f * f)
}

// attempt is a move, and by how much the price is hoped to fall.
type attempt struct {
	move
	hope float64
}

// gain returns what is hoped for beyond what a must be worth, mm2.
func (a *attempt) gain() float64 { return a.hope - a.worth }

// try tries the left or right edge of a candidate, side 0 or 1, and reports whether it moved.
func (s *settler) try(c *candidate, side int) bool {
	t := &s.tracks[c.track]
	q := &t.spots[c.spot]
	out := q.in
	if side == 1 {
		out = out.Mul(-1)
	}
	edge := q.at.Add(out.Mul(q.width / 2))
	other := q.at.Sub(out.Mul(q.width / 2))
	out = out.Unit()
	sign := 1.0
	switch {
	case !s.inside(edge.Add(out.Mul(settleHold))):
		return false
	case s.share(edge.Add(out.Mul(settleOff))) > s.pass.share:
	case s.share(edge.Sub(out.Mul(settleOff))) < -s.pass.share:
		sign = -1
	default:
		return false
	}
	free := s.inside(other.Sub(out.Mul(settleHold)))
	i, j, _ := t.within(c.spot, settleFar)
	r := t.ribbon(c.track, i, j)
	s.beside = s.strips(s.beside[:0], r)
	s.look(r, out, sign, side == 0, free)
	s.attempts = s.attempts[:0]
	for _, k := range settleMoves {
		m := move{dir: out, by: sign * k.by, middle: q.along, reach: k.reach, left: side == 0, worth: float64(k.worth * s.most * s.most)}
		one, both := s.hope(&m)
		if wide := q.width + m.by; wide >= s.least && wide <= s.most {
			m.wider = true
			s.attempt(attempt{m, one})
			m.wider = false
		}
		if free {
			s.attempt(attempt{m, both})
		}
	}
	s.timed(t, c)
	for k := range s.attempts[:min(settleBest, len(s.attempts))] {
		if s.moved(c, s.attempts[k].move) {
			return true
		}
	}
	return false
}

// attempt puts a where it belongs among the attempts, those of which most is hoped first, if enough is.
func (s *settler) attempt(a attempt) {
	if a.hope <= settleHope*a.worth {
		return
	}
	s.attempts = append(s.attempts, a)
	k := len(s.attempts) - 1
	for ; k > 0 && s.attempts[k-1].gain() < a.gain(); k-- {
		s.attempts[k] = s.attempts[k-1]
	}
	s.attempts[k] = a
}

// timed adds to what the attempts must be worth what the time that they take is, as far as they may still be among the best.
func (s *settler) timed(t *track, c *candidate) {
	if len(s.attempts) == 0 || s.pass.second == 0 {
		return
	}
	lo, hi, _ := t.within(c.spot, settleFar+settleCourse)
	lo, hi = max(0, lo-1), min(len(t.spots)-1, hi+1)
	s.course.begin(t.spots[lo:hi+1], s.speed)
	all := s.attempts
	s.attempts = all[:0]
	for k := range all {
		a := all[k]
		if len(s.attempts) >= settleBest && a.gain() <= s.attempts[settleBest-1].gain() {
			break
		}
		if i, j, ok := t.within(c.spot, a.reach); ok {
			for k := i; k <= j; k++ {
				q := t.spots[k]
				s.shift(&q, a.move)
				s.course.at[k-lo] = q.at
			}
			a.worth += float64(s.pass.second * s.most * s.most * s.course.longer(i-lo, j-lo))
			for k := i; k <= j; k++ {
				s.course.at[k-lo] = t.spots[k].at
			}
			s.attempt(a)
		}
	}
}

// tryEnd tries to let an end of t go on or back.
func (s *settler) tryEnd(t *track, c *candidate) bool {
	n := c.spot + 1
	switch last := len(t.spots) - 1; {
	case t.closed || c.spot > 0 && c.spot < last:
		return false
	case c.spot > 0:
		n = last - 1
	}
	q := &t.spots[c.spot]
	ahead := q.at.Sub(t.spots[n].at)
	far := ahead.Len()
	if far < settleBy/2 {
		return false
	}
	ahead = ahead.Mul(1 / far)
	for _, aside := range [...]float64{0, settleAside, -settleAside} {
		at := q.at.Add(ahead.Left().Mul(aside * q.width))
		by := 0.0
		switch {
		case s.share(at.Add(ahead.Mul(settleOff))) > settleShare:
			by = settleBy
		case s.share(at.Sub(ahead.Mul(settleOff))) < -settleShare && far > 1.5*settleBy:
			by = -settleBy
		default:
			continue
		}
		return s.moved(c, move{dir: ahead, by: by, middle: q.along, reach: 1e-9, worth: float64(settleEnd * s.most * s.most)})
	}
	return false
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
		s.shift(&t.spots[k], m)
	}
	t.edges(from, to)
	s.now = s.strips(s.now[:0], r)
	box := noBox
	s.bounds(&box, s.was)
	s.bounds(&box, s.now)
	if box.within() && !t.turnsRound(s.saved, from) {
		s.keep(box)
		price, closed := s.price(box.seen()), r.from == 1 || r.to == len(t.spots)-1
		s.lay(s.was, -1, closed)
		s.lay(s.now, 1, closed)
		s.show(box)
		if price-s.price(box.seen()) > m.worth {
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

// shift moves a spot.
func (s *settler) shift(q *spot, m move) {
	by := m.at(q.along)
	if m.wider {
		width := max(min(s.least, q.width), min(max(s.most, q.width), q.width+by))
		by, q.width = (width-q.width)/2, width
	}
	q.at, q.moved = q.at.Add(m.dir.Mul(by)), true
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
