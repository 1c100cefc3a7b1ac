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
	// changePixels is the side in pixels of the cells, changeCells along a plot, that know when something changed there.
	changePixels = 8
	changeCells  = plotSide / changePixels
	// reachOf is how far a strip's corners are from its middle at most, in its half widths.
	reachOf = 1.42
)

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
	changed     []plotBox                      // by the moves kept in this plot, the first of which is number 1
	latest      [changeCells * changeCells]int // by cell of the plot: the number of the last one near it
	until       int                            // which candidate of the round before changed something last
	first, best []spot                         // of a tile, before it settled and by the best plan
	drawn       raster                         // of a tile as it was first
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
		s.draw(t)
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
		if i == 0 {
			s.draw(t)
			s.drawn = s.raster
		} else {
			s.raster = s.drawn
		}
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

// follow lets t, which is drawn, settle by a plan: first of all ends, as far as they go.
func (s *settler) follow(p *plan, t *tile) {
	s.changed = append(s.changed[:0], noBox)
	clear(s.latest[:])
	s.plan, s.pass.share = p, math.Inf(1)
	for k := range t.candidates {
		s.endsAt(&t.candidates[k])
	}
	for _, now := range p.passes {
		t.again(now.share < s.pass.share)
		s.pass, s.until = now, len(t.candidates)
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

// round tries all candidates once, those of an edge at least settleStep apart: up to where the round before changed
// something last, with that stroke, unless something changes; what follows has been tried in vain since.
func (s *settler) round(all []candidate) {
	track, last := -1, [2]geom.Vec{}
	was, until := len(s.changed), s.until
	for n := range all {
		i := n
		if s.plan.back {
			i = len(all) - 1 - n
		}
		c, before := &all[i], len(s.changed)
		t := &s.tracks[c.track]
		if c.track != track {
			if n > until && len(s.changed) == was {
				return
			}
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
		if len(s.changed) != before {
			s.until = n
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

// change says that what is in a box has changed.
func (s *settler) change(b plotBox) {
	s.changed = append(s.changed, b)
	x0, y0 := cellOf(b.x0-settleStale), cellOf(b.y0-settleStale)
	x1, y1 := cellOf(b.x1+settleStale-1), cellOf(b.y1+settleStale-1)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			s.latest[y*changeCells+x] = len(s.changed)
		}
	}
}

// cellOf returns the column or row of cells that holds a pixel, or is next to it.
func cellOf(k int) int { return max(0, min(plotSide-1, k)) / changePixels }

// stale reports whether something has changed beside a place since it was tried in vain, when there were so many
// changes, or was never tried.
func (s *settler) stale(since int, v geom.Vec) bool {
	switch since {
	case 0:
		return true
	case len(s.changed):
		return false
	}
	v = s.at(v)
	x, y := int(v.X), int(v.Y)
	if s.latest[cellOf(y)*changeCells+cellOf(x)] <= since {
		return false
	}
	for _, b := range s.changed[since:] {
		if x >= b.x0-settleStale && x < b.x1+settleStale && y >= b.y0-settleStale && y < b.y1+settleStale {
			return true
		}
	}
	return false
}

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
