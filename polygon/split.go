package polygon

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/geom"
)

// splitter cuts edges where they meet, on grid points, until nothing meets:
//
//  1. No two pieces cross.
//  2. No piece passes through the closed unit square around an end of another piece,
//     unless it ends there too.
//  3. The pieces of an edge lead from its start to its end, all going the same way in X
//     and in Y, so their number is bounded by the edge's length and the cutting ends.
type splitter struct {
	edges  []edge
	chain  []int32        // per edge: its number in chains, or -1
	chains [][]geom.Point // the cuts of a cut edge, from lo to hi
	split  []int32        // the cut edges, in the order of chains
	fresh  []bool         // per edge: cut in the last pass
	cuts   []cut
}

// cut asks for an edge to be cut at a point.
type cut struct {
	edge int32
	at   geom.Point
}

// run cuts edges, of which only pairs can meet.
func (s *splitter) run(edges []edge, pairs []pair) {
	s.reset(edges)
	for _, p := range pairs {
		f, g := &edges[p.i], &edges[p.j]
		s.meet(p, f.lo, f.hi, g.lo, g.hi)
	}
	for s.apply() {
		for _, p := range pairs {
			if s.fresh[p.i] || s.fresh[p.j] {
				s.meetChains(p)
			}
		}
	}
}

func (s *splitter) reset(edges []edge) {
	s.edges, s.chains, s.cuts, s.split = edges, s.chains[:0], s.cuts[:0], s.split[:0]
	s.chain = slices.Grow(s.chain[:0], len(edges))[:len(edges)]
	s.fresh = slices.Grow(s.fresh[:0], len(edges))[:len(edges)]
	for i := range s.chain {
		s.chain[i] = -1
	}
	clear(s.fresh)
}

// meet notes the cuts that piece ab of edge p.i and piece cd of edge p.j need: at ends
// of one that touch the other, or else where they cross.
func (s *splitter) meet(p pair, a, b, c, d geom.Point) {
	ab, cd := tolerance(a, b), tolerance(c, d)
	dc, dd := geom.Cross(a, b, c), geom.Cross(a, b, d)
	if dc > ab && dd > ab || dc < -ab && dd < -ab {
		return
	}
	da := geom.Cross(c, d, a)
	db := da + dc - dd
	if da > cd && db > cd || da < -cd && db < -cd {
		return
	}
	n := len(s.cuts)
	s.touch(p.i, a, b, c, dc, ab)
	s.touch(p.i, a, b, d, dd, ab)
	s.touch(p.j, c, d, a, da, cd)
	s.touch(p.j, c, d, b, db, cd)
	if len(s.cuts) > n || !opposite(dc, dd) || !opposite(da, db) {
		return
	}
	at := c.Lerp(d, float64(dc)/(float64(dc)-float64(dd)))
	s.ask(p.i, a, b, at)
	s.ask(p.j, c, d, at)
}

// tolerance returns the largest cross product with ab of a point whose unit square the
// line ab touches.
func tolerance(a, b geom.Point) int64 {
	return (b.X - a.X + max(b.Y-a.Y, a.Y-b.Y)) / 2
}

func opposite(a, b int64) bool { return a < 0 && b > 0 || a > 0 && b < 0 }

// touch asks for a cut of ab at v, whose cross product with ab is d, where ab passes
// through v's unit square.
func (s *splitter) touch(edge int32, a, b, v geom.Point, d, tol int64) {
	if -tol <= d && d <= tol && a.X <= v.X && v.X <= b.X &&
		min(a.Y, b.Y) <= v.Y && v.Y <= max(a.Y, b.Y) {
		s.ask(edge, a, b, v)
	}
}

func (s *splitter) ask(edge int32, a, b, at geom.Point) {
	if at != a && at != b {
		s.cuts = append(s.cuts, cut{edge, at})
	}
}

// apply adds the cuts that were asked for to the chains and reports whether there were
// any.
func (s *splitter) apply() bool {
	clear(s.fresh)
	for _, c := range s.cuts {
		if s.chain[c.edge] < 0 {
			s.chain[c.edge] = int32(len(s.chains))
			s.split = append(s.split, c.edge)
			s.newChain()
		}
		s.fresh[c.edge] = true
		ch := &s.chains[s.chain[c.edge]]
		*ch = append(*ch, c.at)
	}
	for _, c := range s.cuts {
		if s.fresh[c.edge] {
			s.fresh[c.edge] = false
			s.straighten(c.edge)
		}
	}
	for _, c := range s.cuts {
		s.fresh[c.edge] = true
	}
	any := len(s.cuts) > 0
	s.cuts = s.cuts[:0]
	return any
}

// newChain adds an empty chain, in memory of an earlier run where there is some.
func (s *splitter) newChain() {
	if len(s.chains) < cap(s.chains) {
		s.chains = s.chains[:len(s.chains)+1]
		s.chains[len(s.chains)-1] = s.chains[len(s.chains)-1][:0]
		return
	}
	s.chains = append(s.chains, nil)
}

// straighten sorts the cuts of edge i along it and drops those that step back or repeat.
func (s *splitter) straighten(i int32) {
	f := &s.edges[i]
	ch := &s.chains[s.chain[i]]
	down := f.hi.Y < f.lo.Y
	slices.SortFunc(*ch, func(p, q geom.Point) int {
		if c := cmp.Compare(p.X, q.X); c != 0 || !down {
			return cmp.Or(c, cmp.Compare(p.Y, q.Y))
		}
		return cmp.Compare(q.Y, p.Y)
	})
	last, kept := f.lo, (*ch)[:0]
	for _, p := range *ch {
		if p != last && p != f.hi && (p.Y == last.Y || (p.Y < last.Y) == down) {
			kept = append(kept, p)
			last = p
		}
	}
	*ch = kept
}

// cutsOf returns the cuts of edge i, from lo to hi.
func (s *splitter) cutsOf(i int32) []geom.Point {
	if k := s.chain[i]; k >= 0 {
		return s.chains[k]
	}
	return nil
}

// meetChains tests the pieces of the two edges of p against each other. Both chains lead
// to the right, so for each piece of the first the pieces of the second that share its
// range of X are a few next to each other.
func (s *splitter) meetChains(p pair) {
	f, g := &s.edges[p.i], &s.edges[p.j]
	fs, gs := s.cutsOf(p.i), s.cutsOf(p.j)
	low, high := min(g.lo.Y, g.hi.Y), max(g.lo.Y, g.hi.Y)
	from := 0
	a := f.lo
	for i := range len(fs) + 1 {
		b := f.hi
		if i < len(fs) {
			b = fs[i]
		}
		for from < len(gs) && gs[from].X < a.X {
			from++
		}
		if a.X <= g.hi.X && min(a.Y, b.Y) <= high && max(a.Y, b.Y) >= low {
			s.meetChain(p, a, b, g, gs, from)
		}
		a = b
	}
}

// meetChain tests piece ab of edge p.i against the pieces of g, edge p.j, that share its
// box, of which none is before the one that ends at cut from.
func (s *splitter) meetChain(p pair, a, b geom.Point, g *edge, gs []geom.Point, from int) {
	low, high := min(a.Y, b.Y), max(a.Y, b.Y)
	c := g.lo
	if from > 0 {
		c = gs[from-1]
	}
	for k := from; k <= len(gs) && c.X <= b.X; k++ {
		d := g.hi
		if k < len(gs) {
			d = gs[k]
		}
		if min(c.Y, d.Y) <= high && max(c.Y, d.Y) >= low {
			s.meet(p, a, b, c, d)
		}
		c = d
	}
}
