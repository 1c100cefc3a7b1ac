package weave

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/internal/steady"
)

// attachment is a way to link the open end of a strand with another strand: the other is
// cut where the link leaves it, and its other end takes the open end's place.
type attachment struct {
	end   int32   // the open end
	onto  int32   // the other strand
	leave float64 // where the link leaves it
	dir   float64 // 1 where the piece before that place is linked, -1 the one after it
	trim  float64 // what the link takes off the open end's strand
	cost  float64 // the squares of its two turns, and what it leaves and lays twice
	p, q  dab     // its ends
}

// sharpest is the largest turn of a link, in radians.
const sharpest = 1.9

// attachAny links an open end of one of p's strands to the other by the smoothest link.
func (w *weave) attachAny(p *pair) bool {
	var ways []attachment
	for _, e := range p.ends {
		if w.laid[e] {
			continue
		}
		onto := p.a
		if w.cuts[e/2].strand == p.a {
			onto = p.b
		}
		for _, trim := range []float64{0, 0.3, 0.6, 0.9} {
			ways = w.waysFrom(ways, e, onto, trim)
		}
	}
	slices.SortStableFunc(ways, func(x, y attachment) int { return cmp.Compare(x.cost, y.cost) })
	return slices.ContainsFunc(ways, w.attach)
}

// waysFrom adds the links from end e, trimmed by a share of its width, onto a strand.
func (w *weave) waysFrom(ways []attachment, e, onto int32, trim float64) []attachment {
	c := w.cuts[e/2]
	s, o := w.strands[c.strand], w.strands[onto]
	t := float64(trim * w.place(e).width)
	if t > 0.4*s.length() {
		return ways
	}
	from, in := c.from+t, 1.0
	if e%2 == 0 {
		from, in = c.from-t, -1.0
	}
	q := s.place(from)
	inward := s.place(from + float64(in*0.05)).at.Sub(q.at).Unit()
	for _, n := range w.grid.around(q.at, float64(endReach*q.width), c.strand, nil) {
		if n.curve != onto {
			continue
		}
		for _, dir := range []float64{1, -1} {
			for _, off := range []float64{0, 0.5, 1} {
				x := w.grid.along(n) - float64(dir*off*n.dist)
				p := o.place(x)
				way, heading := q.at.Sub(p.at), o.heading(x).Mul(dir)
				t1, t2 := turning(heading, way), turning(way, inward)
				if max(t1, t2) > sharpest {
					continue
				}
				ways = append(ways, attachment{end: e, onto: onto, leave: x, dir: dir, trim: t,
					cost: float64(t1*t1) + float64(t2*t2) + float64(0.2*trim) + w.lays(p, q, t1, c.strand, onto), p: p, q: q})
			}
		}
	}
	return ways
}

// Prices of what a link leaves and lays twice: of wide strands, where it is much.
const (
	slantPrice = 4.0  // by the cotangent of its turn, per mm2 of its width's square over slantFree
	slantMost  = 3.3  // no more by a larger cotangent
	slantFree  = 0.35 // mm2
	overPrice  = 30.0 // by its share upon another strand, per mm of its width over overFree
	overFree   = 0.62 // mm
)

// lays returns the price of what the link from p to q of strands i and j leaves and lays twice,
// where it turns from j's heading by the given angle: slanted ones leave a triangle on one side of
// the cut and lay as much on the other, and ones past a corner lie upon other strands.
func (w *weave) lays(p, q dab, turn float64, i, j int32) float64 {
	wide := max(0, float64(q.width*q.width)-slantFree)
	price := float64(slantPrice * wide * min(slantMost, max(0, 1/steady.Tan(max(turn, 0.01)))))
	if q.width <= overFree {
		return price
	}
	upon := 0.0
	for _, t := range []float64{0.25, 0.75} {
		at, width := p.at.To(q.at, t), (p.width+q.width)/2
		for _, n := range w.grid.around(at, width, i, nil) {
			if n.curve != j && int(n.curve) < len(w.strands) {
				upon = max(upon, 1-2*n.dist/(width+w.strands[n.curve].width[n.edge]))
			}
		}
	}
	return price + float64(overPrice*(q.width-overFree)*upon)
}

// span returns the part of a strand between leave and the place by away in direction dir.
func span(leave, dir, by float64) (from, to float64) {
	return min(leave, leave+float64(dir*by)), max(leave, leave+float64(dir*by))
}

// attach makes the link if it fits.
func (w *weave) attach(a attachment) bool {
	c := w.cuts[a.end/2]
	if w.grid.crosses(a.p.at, a.q.at, len(w.strands), c.strand, a.onto) {
		return false
	}
	s, o := w.strands[c.strand], w.strands[a.onto]
	cutOff := s.area(c.from, c.from+a.trim)
	if a.end%2 == 0 {
		cutOff = s.area(c.from-a.trim, c.from)
	}
	need := areaOf(a.p, a.q) - cutOff
	g, ok := solve(max(0.3*a.p.width, need/max(a.p.width, 1e-6)), 0.15*a.p.width, maxCut*a.p.width, func(g float64) float64 {
		from, to := span(a.leave, a.dir, g)
		return o.area(from, to) - need
	})
	from, to := span(a.leave, a.dir, g)
	if !ok || !w.free(a.onto, from, to) || w.leaves(a.p.at, a.q.at) {
		return false
	}
	n := w.cut(a.onto, from, to)
	linked, left := 2*n, 2*n+1
	if a.dir < 0 {
		linked, left = left, linked
	}
	other := w.mate[a.end]
	w.trim(a.end, a.trim)
	w.tie(linked, a.end, nil, true)
	if other != none {
		w.tie(left, other, nil, false)
	}
	w.joints = append(w.joints, a.p.at)
	return true
}

// trim moves the open end e into its strand.
func (w *weave) trim(e int32, by float64) {
	c := &w.cuts[e/2]
	if e%2 == 0 {
		by = -by
	}
	c.from, c.to = c.from+by, c.to+by
}
