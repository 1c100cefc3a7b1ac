package weave

import (
	"cmp"
	"math"
	"slices"
)

// Seams, as in the order of loops without joints.
const (
	cornerTurn  = math.Pi / 6 // the least turn that hides a seam
	cornerWorth = 15.0        // mm nearer to the rear that half a turn is worth
	seamTries   = 60
	seamStep    = 1.0 // mm between places that are considered
	seamSlope   = 1.2 // length of the way inwards along the strand, in its width across
	seamTurn    = 1.1 // the largest turn on that way
)

// placeSeams opens the outermost strand of every set that can be connected and has no open
// strand, and leads it inwards there.
func (w *weave) placeSeams() {
	open := w.hasOpen()
	root := make([]int32, len(w.strands))
	for i := range root {
		root[i] = none
	}
	for i, s := range w.strands {
		k := w.reach.of(int32(i))
		if r := root[k]; r == none || math.Abs(s.signedArea()) > math.Abs(w.strands[r].signedArea()) {
			root[k] = int32(i)
		}
	}
	for k, r := range root {
		if r != none && !open[int32(k)] {
			w.placeSeam(r)
		}
	}
}

// seamPlace is a place on a strand with its worth.
type seamPlace struct{ x, score float64 }

// placeSeam opens strand r at the best of its places that allows it.
func (w *weave) placeSeam(r int32) {
	places := w.seams(w.strands[r])
	slices.SortStableFunc(places, func(a, b seamPlace) int { return -cmp.Compare(a.score, b.score) })
	for _, p := range places[:min(len(places), seamTries)] {
		if w.lead(r, p.x, 1) || w.lead(r, p.x, -1) {
			return
		}
	}
}

// seams returns the places where s may begin: its corners, and places a little apart.
func (w *weave) seams(s *strand) (out []seamPlace) {
	for i := range len(s.at) - 1 {
		out = append(out, seamPlace{s.along[i], w.score(s.at[i], s.turnAt(i))})
	}
	n := int(s.length() / seamStep)
	for i := range n {
		x := (float64(i) + 0.5) * s.length() / float64(n)
		out = append(out, seamPlace{x, w.score(s.place(x).at, 0)})
	}
	return out
}

// score tells how good a place is for a seam: the more the better.
func (w *weave) score(p vec, turn float64) float64 {
	switch {
	case w.opt.Seam == SeamNearest && w.opt.HasStart:
		x, y := w.opt.Start.MM()
		return -p.dist(vec{x, y})
	case w.opt.Seam == SeamCorner:
		return 1000*turn + p.y
	case turn > cornerTurn:
		return p.y + turn/math.Pi*cornerWorth
	}
	return p.y
}

// lead opens strand r so that it begins at start, runs in direction dir, and slants onto
// the strand beside it just before it would close, and reports whether that is possible.
func (w *weave) lead(r int32, start, dir float64) bool {
	a := w.strands[r]
	gap := 0.8 * a.place(start).width
	for range 3 {
		leave := start - float64(dir*gap)
		p := a.place(leave)
		n, ok := w.beside(r, p, a.heading(leave))
		if !ok {
			return false
		}
		b := w.strands[n.curve]
		same := 1.0
		if a.heading(leave).dot(b.heading(w.grid.along(n))) < 0 {
			same = -1
		}
		enter := w.grid.along(n) + float64(dir*same*seamSlope*n.dist)
		q := b.place(enter)
		need := areaOf(p, q)
		if was := gap; math.Abs(was-need/(p.width+q.width)) > 1e-3 {
			gap = need / (p.width + q.width)
			continue
		}
		return w.leadAt(r, n.curve, leave, start, enter, dir, dir*same, need)
	}
	return false
}

// beside returns the nearest strand that lies side by side with strand r at p.
func (w *weave) beside(r int32, p dab, heading vec) (best near, ok bool) {
	best.dist = far
	for _, n := range w.grid.around(p.at, 2*p.width, r, nil) {
		if int(n.curve) >= len(w.strands) || n.dist >= best.dist {
			continue
		}
		o := w.strands[n.curve]
		mean := (p.width + o.width[n.edge]) / 2
		if n.dist > closest*mean && n.dist < farthest*mean &&
			math.Abs(heading.dot(o.at[n.edge+1].sub(o.at[n.edge]).unit())) > parallel {
			best, ok = n, true
		}
	}
	return best, ok
}

// leadAt makes the way inwards from a place of strand i to a place of strand j.
func (w *weave) leadAt(i, j int32, leave, start, enter, dirA, dirB, need float64) bool {
	a, b := w.strands[i], w.strands[j]
	fromA, toA := min(leave, start), max(leave, start)
	rest := need - a.area(fromA, toA)
	width := b.place(enter).width
	g, ok := solve(rest/max(width, 1e-6), 0.1*width, maxCut*width, func(g float64) float64 {
		from, to := span(enter, -dirB, g)
		return b.area(from, to) - rest
	})
	p, q := a.place(leave).at, b.place(enter).at
	way := q.sub(p)
	turn := max(a.heading(leave).mul(dirA).turnTo(way), way.turnTo(b.heading(enter).mul(dirB)))
	fromB, toB := span(enter, -dirB, g)
	if !ok || turn > seamTurn || w.leaves(p, q) || !w.free(i, fromA, toA) || !w.free(j, fromB, toB) {
		return false
	}
	m, n := w.cut(i, fromA, toA), w.cut(j, fromB, toB)
	leaving, begin, entered := 2*m, 2*m+1, 2*n+1
	if dirA < 0 {
		leaving, begin = begin, leaving
	}
	if dirB < 0 {
		entered = 2 * n
	}
	w.tie(leaving, entered, nil, true)
	w.starts = append(w.starts, begin)
	w.joints = append(w.joints, p)
	w.joined.unite(i, j)
	return true
}
