package weave

import (
	"slices"

	"github.com/visiere/visiere/geom"
)

// Bounds of the improvement of the order.
const (
	orderPasses = 20 // rounds
	orderReach  = 30 // chains that are reversed together
)

// inOrder returns the strokes of all chains: the nearest next, improved by turning parts
// of the order around while that shortens the way.
func (w *weave) inOrder(chains []chain) []Stroke {
	chains = w.nearestNext(chains)
	for range orderPasses {
		if !w.turnAround(chains) {
			break
		}
	}
	var out []Stroke
	for _, c := range chains {
		out = append(out, c.strokes...)
	}
	return out
}

// first and last return where c begins and ends.
func (c chain) first() geom.Point { return c.strokes[0].Points[0] }
func (c chain) last() geom.Point {
	s := c.strokes[len(c.strokes)-1]
	if s.Closed {
		return s.Points[0]
	}
	return s.Points[len(s.Points)-1]
}

// turned returns c laid the other way round, where it may be.
func (c chain) turned() chain {
	if c.fixed {
		return c
	}
	out := chain{strokes: make([]Stroke, len(c.strokes))}
	for i, s := range c.strokes {
		t := Stroke{slices.Clone(s.Points), slices.Clone(s.Widths), s.Closed}
		slices.Reverse(t.Points)
		slices.Reverse(t.Widths)
		out.strokes[len(c.strokes)-1-i] = t
	}
	return out
}

// nearestNext orders the chains from Start, or from the first one.
func (w *weave) nearestNext(chains []chain) (out []chain) {
	chains = slices.Clone(chains)
	at, from := w.opt.Start, w.opt.HasStart
	for len(chains) > 0 {
		best, turn, dist := 0, false, far
		for i, c := range chains {
			if d := at.Dist(c.first()); d < dist {
				best, turn, dist = i, false, d
			}
			if d := at.Dist(c.last()); !c.fixed && d < dist {
				best, turn, dist = i, true, d
			}
			if !from {
				break
			}
		}
		c := chains[best]
		if turn && from {
			c = c.turned()
		}
		chains = slices.Delete(chains, best, best+1)
		out = append(out, c)
		at, from = c.last(), true
	}
	return out
}

// turnAround reverses the run of chains whose reversal shortens the way most, for every
// first chain of a run, and reports whether any did.
func (w *weave) turnAround(chains []chain) (better bool) {
	for i := range chains {
		for j := i; j < min(len(chains), i+orderReach); j++ {
			if w.gain(chains, i, j) > 1 {
				slices.Reverse(chains[i : j+1])
				for k := i; k <= j; k++ {
					chains[k] = chains[k].turned()
				}
				better = true
			}
		}
	}
	return better
}

// gain returns by how many nanometres the way is shorter when chains i to j are reversed.
func (w *weave) gain(chains []chain, i, j int) float64 {
	enter := func(c chain, reversed bool) geom.Point {
		if reversed && !c.fixed {
			return c.last()
		}
		return c.first()
	}
	leave := func(c chain, reversed bool) geom.Point {
		if reversed && !c.fixed {
			return c.first()
		}
		return c.last()
	}
	now, then := 0.0, 0.0
	if i > 0 {
		at := chains[i-1].last()
		now, then = at.Dist(chains[i].first()), at.Dist(enter(chains[j], true))
	} else if w.opt.HasStart {
		now, then = w.opt.Start.Dist(chains[i].first()), w.opt.Start.Dist(enter(chains[j], true))
	}
	for k := i; k < j; k++ {
		now += chains[k].last().Dist(chains[k+1].first())
		then += leave(chains[k+1], true).Dist(enter(chains[k], true))
	}
	if j+1 < len(chains) {
		to := chains[j+1].first()
		now += chains[j].last().Dist(to)
		then += leave(chains[i], true).Dist(to)
	}
	return now - then
}
