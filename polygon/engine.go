package polygon

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
)

// rule says which points a boolean keeps, from the winding numbers of its operands.
type rule uint8

const (
	nonZero      rule = iota // a is not 0
	positive                 // a is above 0
	intersection             // neither is 0
	difference               // a is not 0, b is
	xor                      // one of them is not 0
)

// keeps reports whether a point with winding number a in the first operand and b in the
// second is in the result.
func (r rule) keeps(a, b int32) bool {
	switch r {
	case nonZero:
		return a != 0
	case positive:
		return a > 0
	case intersection:
		return a != 0 && b != 0
	case difference:
		return a != 0 && b == 0
	}
	return (a != 0) != (b != 0)
}

// edge is one edge of the input, from its lesser point to its greater one. Crossing it
// from below to above (from its right to its left) changes the winding numbers of the
// operands by a and b.
type edge struct {
	lo, hi geom.Point
	a, b   int32
}

// engine computes booleans. It holds the memory of one run, kept for the next one.
//
// The way: rings become edges; edges whose boxes meet become pairs; pairs that meet are
// split until no two edges cross and no edge passes the unit square around a vertex
// without ending there (snap rounding); one sweep gives every piece its winding numbers
// and links those between inside and outside; the links are walked into rings.
//
// Source: Hobby, Practical segment intersection with finite precision output, 1999.
type engine struct {
	edges    []edge
	extremes []geom.Point // where a ring turns from right to left: only ends, no starts
	order    []event      // the edges by their lesser point
	sorter   sorter
	pairing  pairing
	splitter splitter
	sweep    sweep
	walker   walker
	raw      []geom.Point // one ring that is to be added

	simplifier simplifier
	offset     offsetter
}

var engines par.Spare[engine]

// newEngine returns an engine with no edges. Give it back with engines.Put.
func newEngine() *engine {
	e := engines.Get()
	e.edges, e.extremes = e.edges[:0], e.extremes[:0]
	return e
}

// boolean returns the region that rule keeps of the rings of a and b.
func boolean(r rule, a, b []Ring) Region {
	e := newEngine()
	defer engines.Put(e)
	for _, g := range a {
		e.add(g, 1, 0)
	}
	for _, g := range b {
		e.add(g, 0, 1)
	}
	return e.run(r)
}

// add adds the edges of g, which count a and b in the winding numbers of the operands.
// Coordinates beyond geom.Limit are taken as the limit.
func (e *engine) add(g Ring, a, b int32) {
	first := len(e.edges)
	if len(g) < 3 {
		return
	}
	p := clamp(g[len(g)-1])
	for _, q := range g {
		q = clamp(q)
		switch {
		case p == q:
			continue
		case p.Less(q):
			e.edges = append(e.edges, edge{p, q, a, b})
		default:
			e.edges = append(e.edges, edge{q, p, -a, -b})
		}
		p = q
	}
	e.addExtremes(e.edges[first:])
}

// addExtremes notes the points of one ring where an edge to the right is followed by one
// to the left.
func (e *engine) addExtremes(ring []edge) {
	for i, f := range ring {
		g := ring[(i+1)%len(ring)]
		if f.a+f.b > 0 && g.a+g.b < 0 {
			e.extremes = append(e.extremes, f.hi)
		}
	}
}

func clamp(p geom.Point) geom.Point {
	return geom.Point{
		X: max(-geom.Limit, min(geom.Limit, p.X)),
		Y: max(-geom.Limit, min(geom.Limit, p.Y)),
	}
}

// run returns the region that rule keeps, in normal form.
func (e *engine) run(r rule) Region {
	if len(e.edges) == 0 {
		return nil
	}
	e.order = e.order[:0]
	for i, f := range e.edges {
		e.order = append(e.order, event{key(f.lo), int32(i)})
	}
	e.order = e.sorter.sort(e.order)
	pairs := e.pairing.find(e.edges, e.order)
	e.splitter.run(e.edges, pairs)
	e.sweep.load(e.edges, e.order, &e.splitter, e.extremes)
	e.sweep.run(r)
	return e.walker.rings(&e.sweep)
}
