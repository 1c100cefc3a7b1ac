package weave

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
)

// chain is strokes that follow each other.
type chain struct {
	strokes []Stroke
	fixed   bool // begins where it begins
}

// walk returns the strokes of all strands, as chains: the strokes between which ends are
// tied by travels.
func (w *weave) walk() []chain {
	for _, cuts := range w.on {
		slices.SortFunc(cuts, func(m, n int32) int { return cmp.Compare(w.cuts[m].from, w.cuts[n].from) })
	}
	var out []chain
	done := make([]bool, len(w.mate))
	for _, e := range w.starts {
		out = append(out, chain{w.follow(e, done), true})
	}
	for e := range w.mate {
		if w.mate[e] == none && !done[e] && w.exists(int32(e)) {
			out = append(out, chain{w.follow(int32(e), done), false})
		}
	}
	for e := range w.mate {
		if !done[e] && w.exists(int32(e)) {
			out = append(out, w.round(int32(e), done))
		}
	}
	for i, s := range w.strands {
		if len(w.on[i]) == 0 {
			out = append(out, chain{[]Stroke{w.whole(s)}, true})
		}
	}
	return out
}

// exists reports whether end e has a piece.
func (w *weave) exists(e int32) bool {
	c := w.cuts[e/2]
	on := w.on[c.strand]
	if w.strands[c.strand].closed {
		return true
	}
	return !(e%2 == 0 && on[0] == e/2) && !(e%2 == 1 && on[len(on)-1] == e/2)
}

// opposite returns the other end of e's piece.
func (w *weave) opposite(e int32) int32 {
	on := w.on[w.cuts[e/2].strand]
	k := slices.Index(on, e/2)
	if e%2 == 1 {
		return 2 * on[(k+1)%len(on)]
	}
	return 2*on[(k+len(on)-1)%len(on)] + 1
}

// between appends to path the piece from end e to its other end f.
func (w *weave) between(path []dab, e, f int32) []dab {
	s, n := w.strands[w.cuts[e/2].strand], len(path)
	if e%2 == 1 {
		return s.between(path, w.cuts[e/2].to, w.cuts[f/2].from)
	}
	path = s.between(path, w.cuts[f/2].to, w.cuts[e/2].from)
	slices.Reverse(path[n:])
	return path
}

// between appends to path the piece between two cuts, or a whole round but for one.
func (s *strand) between(path []dab, from, to float64) []dab {
	if from, to = s.wrap(from), s.wrap(to); s.closed && to <= from {
		to += s.length()
	}
	return s.piece(path, from, to)
}

// follow returns the strokes from end e on.
func (w *weave) follow(e int32, done []bool) (out []Stroke) {
	path := slices.Grow(w.path[:0], w.points())
	w.path = path
	for {
		f := w.opposite(e)
		path = w.between(path, e, f)
		done[e], done[f] = true, true
		next := w.mate[f]
		if next == none || done[next] {
			if next != none && w.laid[f] {
				path = append(path, w.link[f]...)
			}
			return append(out, strokeOf(path))
		}
		if w.laid[f] {
			path = append(path, w.link[f]...)
		} else {
			out, path = append(out, strokeOf(path)), path[:0]
		}
		e = next
	}
}

// points returns about how many points all strands have.
func (w *weave) points() (n int) {
	for _, s := range w.strands {
		n += len(s.at)
	}
	return n + 4*len(w.cuts)
}

// round returns the chain of end e, which leads back to it: from the longest travel, or
// closed.
func (w *weave) round(e int32, done []bool) chain {
	best, most := int32(none), -1.0
	for f := e; ; {
		o := w.opposite(f)
		next := w.mate[o]
		if d := w.place(o).at.Dist(w.place(next).at); !w.laid[o] && d > most {
			best, most = next, d
		}
		if f = next; f == e {
			break
		}
	}
	if best != none {
		return chain{w.follow(best, done), false}
	}
	s := w.follow(e, done)[0]
	s.Closed = true
	return chain{[]Stroke{w.begun(s)}, true}
}

// whole returns an uncut strand, which is closed, from its seam on.
func (w *weave) whole(s *strand) Stroke {
	out := strokeOf(s.dabs())
	out.Closed = true
	return w.begun(out)
}

// dabs returns the strand's points.
func (s *strand) dabs() (out []dab) {
	for i, p := range s.at {
		out = append(out, dab{p, s.width[i]})
	}
	return out
}

// begun returns the closed stroke s turned to begin at its seam.
func (w *weave) begun(s Stroke) Stroke {
	n := len(s.Points)
	if s.Points[0] == s.Points[n-1] {
		n--
		s.Points, s.Widths = s.Points[:n], s.Widths[:n]
	}
	if n < 3 {
		return s
	}
	t := newStrand(medial.Bead{Points: s.Points, Widths: s.Widths, Closed: s.Closed})
	best := 0
	for i := range len(t.at) - 1 {
		if w.score(t, t.along[i], t.turnAt(i)) > w.score(t, t.along[best], t.turnAt(best)) {
			best = i
		}
	}
	s.Points = append(append([]geom.Point{}, s.Points[best:]...), s.Points[:best]...)
	s.Widths = append(append([]int64{}, s.Widths[best:]...), s.Widths[:best]...)
	return s
}

// strokeOf rounds dabs to the grid.
func strokeOf(path []dab) Stroke {
	s := Stroke{Points: make([]geom.Point, 0, len(path)), Widths: make([]int64, 0, len(path))}
	for _, d := range path {
		p := d.at.Point()
		if n := len(s.Points); n > 0 && s.Points[n-1] == p {
			continue
		}
		s.Points, s.Widths = append(s.Points, p), append(s.Widths, geom.ToNM(d.width))
	}
	return s
}
