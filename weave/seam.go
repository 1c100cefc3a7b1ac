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
	leftWorth   = 0.005       // the same of a mm to the left: frames are symmetric, seams are above each other
	seamTries   = 60
	seamStep    = 1.0  // mm between places that are considered
	seamSlope   = 1.2  // length of the way inwards along the strand, in its width across
	seamTurn    = 1.1  // the largest turn on that way
	seamAligned = 0.92 // cosine of the least alignment of the two strands
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
		if r := root[k]; r == none || math.Abs(s.inside) > math.Abs(w.strands[r].inside) {
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
type seamPlace struct {
	x, score float64
	corner   bool
}

// placeSeam opens strand r at the best of its places that allows it.
func (w *weave) placeSeam(r int32) {
	places := w.seams(w.strands[r])
	slices.SortStableFunc(places, func(a, b seamPlace) int { return -cmp.Compare(a.score, b.score) })
	for _, p := range places[:min(len(places), seamTries)] {
		if w.lead(r, p, 1) || w.lead(r, p, -1) {
			return
		}
	}
}

// seams returns the places where s may begin: its corners, and places a little apart.
func (w *weave) seams(s *strand) (out []seamPlace) {
	for i := range len(s.at) - 1 {
		turn := s.turnAt(i)
		out = append(out, seamPlace{s.along[i], w.score(s, s.along[i], turn), turn > cornerTurn})
	}
	n := int(s.length() / seamStep)
	for i := range n {
		x := (float64(i) + 0.5) * s.length() / float64(n)
		out = append(out, seamPlace{x, w.score(s, x, 0), false})
	}
	return out
}

// score tells how good the place x of s, where it turns, is for a seam: the more the
// better.
func (w *weave) score(s *strand, x, turn float64) float64 {
	p := s.place(x).at
	rear := p.Y - float64(leftWorth*p.X)
	switch {
	case w.opt.Seam == SeamSpread:
		d := math.Abs(x/s.length() - w.opt.Turn)
		return -min(d, 1-d)
	case w.opt.Seam == SeamRear:
		return rear
	case w.opt.Seam == SeamNearest && w.opt.HasStart:
		return -p.Dist(w.opt.Start.Vec())
	case w.opt.Seam == SeamCorner:
		return float64(1000*turn) + rear
	case turn > cornerTurn:
		return rear + float64(turn/math.Pi*cornerWorth)
	}
	return rear
}

// lead opens strand r so that it begins near a place, runs in direction dir, and slants
// onto the strand beside it there, just before it would close, and reports whether that is
// possible. At a corner it closes there; elsewhere it begins there.
func (w *weave) lead(r int32, p seamPlace, dir float64) bool {
	a := w.strands[r]
	gap := 0.8 * a.place(p.x).width
	for range 8 {
		leave, start := p.x-float64(dir*gap), p.x
		if p.corner {
			leave, start = p.x, p.x+float64(dir*gap)
		}
		ahead := a.heading(start + float64(dir*headingReach))
		n, ok := w.beside(r, a.place(start))
		if !ok {
			return false
		}
		b, same := w.strands[n.curve], 1.0
		if ahead.Dot(b.heading(w.grid.along(n))) < 0 {
			same = -1
		}
		enter := w.grid.along(n) + float64(dir*same*(float64(seamSlope*n.dist)-gap))
		from, to := a.place(leave), b.place(enter)
		need := areaOf(from, to)
		if was := gap; math.Abs(was-need/(from.width+to.width)) > 1e-3 {
			gap = need / (from.width + to.width)
			continue
		}
		if float64(same*ahead.Dot(b.heading(enter))) < seamAligned {
			return false
		}
		return w.leadAt(r, n.curve, leave, start, enter, dir, dir*same, need)
	}
	return false
}

// beside returns the nearest strand that is as far from strand r at p as one beside it.
func (w *weave) beside(r int32, p dab) (best near, ok bool) {
	best.dist = far
	for _, n := range w.grid.around(p.at, 2*p.width, r, nil) {
		if int(n.curve) >= len(w.strands) || n.dist >= best.dist {
			continue
		}
		mean := (p.width + w.strands[n.curve].width[n.edge]) / 2
		if n.dist > closest*mean && n.dist < farthest*mean {
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
	way := q.Sub(p)
	ahead := a.heading(leave + float64(dirA*headingReach)).Mul(dirA)
	turn := max(turning(ahead, way), turning(way, b.heading(enter).Mul(dirB)))
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
