package weave

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// passes are how far apart cuts are and how long a shorter strand's is, as a share of the
// longer's, in the order tried. Less than 1 leaves something of a strand whose whole round
// is hardly longer than the cut that its neighbour bears.
var passes = []struct{ apart, share float64 }{
	{apart, 1}, {tight, 1}, {tight, 0.8}, {tight, 0.65}, {tight, 0.5}, {tight, 0.33},
}

// joinAll joins what is not connected yet, cheapest pairs first.
func (w *weave) joinAll() {
	pairs := slices.Clone(w.pairs)
	slices.SortFunc(pairs, func(p, q *pair) int {
		return cmp.Or(cmp.Compare(p.cost, q.cost), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	for _, pass := range passes {
		w.apart, w.share = pass.apart, pass.share
		for _, p := range pairs {
			if w.joined.of(p.a) != w.joined.of(p.b) && (w.attachAny(p) || w.crossAny(p)) {
				w.joined.unite(p.a, p.b)
			}
		}
	}
}

// tries bounds how many places of a pair are considered.
const tries = 40

// crossAny joins the strands of p crosswise at the best place that allows it.
func (w *weave) crossAny(p *pair) bool {
	list := p.places
	if every := (len(list) + tries - 1) / tries; every > 1 {
		few := list[:0]
		for i := 0; i < len(list); i += every {
			few = append(few, list[i])
		}
		list = few
	}
	a, b := w.strands[p.a], w.strands[p.b]
	for i, c := range list {
		d := a.place(c.a)
		reach := bendReach * d.width
		bend := max(a.bend(c.a, d.at, reach), b.bend(c.b, b.place(c.b).at, reach))
		list[i].cost = max(c.cost, bentPrice*bend) + w.crowd(d.at)
	}
	slices.SortFunc(list, byCost)
	return slices.ContainsFunc(list, func(c candidate) bool { return w.cross(p, c) })
}

func byCost(x, y candidate) int {
	return cmp.Or(cmp.Compare(x.cost, y.cost), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

const (
	// chamfer makes a link three equal pieces that turn by 45 degrees, as a share of the distance that it bridges.
	chamfer = 0.2929
	// square is that share where a link turns as squarely as a stroke does in the outline's corners.
	square = 0.02
	// squareFrom is the width, mm, from which links turn squarely: two rounder turns of it leave 0.04 mm2 between
	// them and what lies beside, narrower ones less.
	squareFrom = 0.62
)

// bridge returns what lies between the ends of a crosswise link, which leave in the directions tp and tq: two turns
// that cut corners by a share of the way between the ends. The width changes evenly.
func bridge(p, q dab, tp, tq geom.Vec, share float64) [2]dab {
	n := q.at.Sub(p.at)
	cut := float64(share * n.Len())
	n = n.Unit()
	u, v := p.at.Step(tp.Add(n), cut), q.at.Step(tq.Sub(n), cut)
	first, middle, last := u.Dist(p.at), v.Dist(u), q.at.Dist(v)
	slope := (q.width - p.width) / max(first+middle+last, 1e-9)
	return [...]dab{{u, p.width + float64(slope*first)}, {v, q.width - float64(slope*last)}}
}

// areaOf returns the area of a polyline of dabs.
func areaOf(d ...dab) float64 {
	sum := 0.0
	for i := 1; i < len(d); i++ {
		sum += float64(d[i].at.Dist(d[i-1].at) * (d[i].width + d[i-1].width) / 2)
	}
	return sum
}

// crossing is a pair of crosswise links.
type crossing struct {
	ca, cb cut
	p, q   [2]dab // the ends on a before and after the cut, and those on b that they link to
	link   [2][2]dab
	excess float64 // of the area cut out over that of the links
}

// path returns link i with its ends.
func (x *crossing) path(i int) [4]dab {
	return [...]dab{x.p[i], x.link[i][0], x.link[i][1], x.q[i]}
}

// crossing returns the links of p's strands around c with cuts of length g, that of the
// shorter strand its share of g; they cut their corners by a share of what they bridge.
func (w *weave) crossing(p *pair, c candidate, g, corner float64) crossing {
	a, b := w.strands[p.a], w.strands[p.b]
	ga, gb := w.shares(p, g)
	x := crossing{
		ca: cut{p.a, c.a - ga/2, c.a + ga/2},
		cb: cut{p.b, c.b - gb/2, c.b + gb/2},
	}
	ends := [2]float64{x.cb.from, x.cb.to}
	if a.heading(c.a).Dot(b.heading(c.b)) < 0 {
		ends[0], ends[1] = ends[1], ends[0]
	}
	x.excess = a.area(x.ca.from, x.ca.to) + b.area(x.cb.from, x.cb.to)
	for i, at := range []float64{x.ca.from, x.ca.to} {
		x.p[i], x.q[i] = a.place(at), b.place(ends[i])
		tp, tq := a.heading(at), b.heading(ends[i])
		across := a.place(c.a).at.Sub(x.p[i].at)
		if tp.Dot(across) < 0 {
			tp = tp.Mul(-1)
		}
		if tq.Dot(across) < 0 {
			tq = tq.Mul(-1)
		}
		x.link[i] = bridge(x.p[i], x.q[i], tp, tq, corner)
		way := x.path(i)
		x.excess -= areaOf(way[:]...)
	}
	return x
}

// shares returns the lengths of the cuts of p's strands of which the larger is g.
func (w *weave) shares(p *pair, g float64) (ga, gb float64) {
	if w.strands[p.a].length() < w.strands[p.b].length() {
		return float64(w.share * g), g
	}
	return g, float64(w.share * g)
}

// cross joins p's strands at c, and reports whether they can be: where they are wide by links that turn squarely,
// or, as those take longer cuts, by others.
func (w *weave) cross(p *pair, c candidate) bool {
	wide := w.strands[p.a].place(c.a).width+w.strands[p.b].place(c.b).width >= 2*squareFrom
	return wide && w.crossBy(p, c, square) || w.crossBy(p, c, chamfer)
}

// crossBy joins p's strands at c by links that cut their corners by a share of what they bridge.
func (w *weave) crossBy(p *pair, c candidate, corner float64) bool {
	a, b := w.strands[p.a], w.strands[p.b]
	d, e := a.place(c.a), b.place(c.b)
	mean := (d.width + e.width) / 2
	g, ok := solve(2.48*d.at.Dist(e.at)/(1+w.share), 0.5*mean, maxCut*min(d.width, e.width), func(g float64) float64 {
		return w.crossing(p, c, g, corner).excess
	})
	x := w.crossing(p, c, g, corner)
	if !ok || !w.free(p.a, x.ca.from, x.ca.to) || !w.free(p.b, x.cb.from, x.cb.to) {
		return false
	}
	for i := range x.link {
		way := x.path(i)
		for k := 1; k < len(way); k++ {
			if w.leaves(way[k-1].at, way[k].at) {
				return false
			}
		}
	}
	m, n := w.cut(p.a, x.ca.from, x.ca.to), w.cut(p.b, x.cb.from, x.cb.to)
	for i := range x.link {
		f := 2*n + int32(i)
		if a.heading(c.a).Dot(b.heading(c.b)) < 0 {
			f = 2*n + 1 - int32(i)
		}
		w.tie(2*m+int32(i), f, slices.Clone(x.link[i][:]), true)
	}
	w.joints = append(w.joints, d.at)
	return true
}

// solve returns x between low and high where f, which grows, is 0, near the guess; not ok
// where there is none.
func solve(guess, low, high float64, f func(float64) float64) (x float64, ok bool) {
	x0, f0 := guess, f(guess)
	x1 := guess * 1.02
	for range 12 {
		f1 := f(x1)
		if math.Abs(f1) < 1e-9 {
			return x1, x1 >= low && x1 <= high
		}
		if f1 == f0 {
			return x1, false
		}
		x0, f0, x1 = x1, f1, min(2*high, max(low/2, x1-float64(f1*(x1-x0)/(f1-f0))))
	}
	return x1, math.Abs(f0) < 1e-5 && x1 >= low && x1 <= high
}
