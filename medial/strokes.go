package medial

import (
	"slices"

	"github.com/visiere/visiere/geom"
)

// web is a part of the medial axis along which beads run.
type web struct {
	*skeleton
	part  []int32   // by vertex; edges join equal ones, 0 is no part
	width []float64 // by vertex, mm
	mate  [][3]int32
	used  [][3]bool // whether a stroke has the links
}

// newWeb pairs, at each vertex of the part, the two neighbours between which a stroke
// runs on.
func newWeb(s *skeleton, part []int32, width []float64) *web {
	w := &s.desk.web
	*w = web{skeleton: s, part: part, width: width, mate: room(w.mate, len(part)), used: w.used}
	for i := range part {
		w.mate[i] = [3]int32{none, none, none}
		if part[i] != 0 {
			w.pairUp(int32(i))
		}
	}
	return w
}

// around returns the n neighbours of i in the part.
func (w *web) around(i int32) (near [3]int32, n int) {
	for _, j := range w.links[i] {
		if j != none && w.part[j] == w.part[i] {
			near[n] = j
			n++
		}
	}
	return near, n
}

// pairUp sets mate[i] to the two neighbours that a stroke joins at i and the third, which
// ends there. At a junction the straightest pair runs on.
func (w *web) pairUp(i int32) {
	near, n := w.around(i)
	if n == 3 {
		var dir [3]geom.Vec
		for k, j := range near {
			dir[k] = w.heading(i, j)
		}
		best := 2.0
		for odd := range 3 {
			a, b := (odd+1)%3, (odd+2)%3
			if d := dir[a].Dot(dir[b]); d < best {
				best = d
				w.mate[i] = [3]int32{near[a], near[b], near[odd]}
			}
		}
		return
	}
	copy(w.mate[i][:], near[:n])
}

// heading returns the direction in which the part leaves i by way of j, seen from a width
// away.
func (w *web) heading(i, j int32) geom.Vec {
	from, before := w.vertices[i].at, i
	for range 50 {
		if w.vertices[j].at.Dist(from) > w.width[i] {
			break
		}
		near, n := w.around(j)
		if n != 2 {
			break
		}
		next := near[0]
		if next == before {
			next = near[1]
		}
		before, j = j, next
	}
	return w.vertices[j].at.Sub(from).Unit()
}

// on returns the vertex after j on a stroke that comes from i, or none.
func (w *web) on(i, j int32) int32 {
	switch m := w.mate[j]; i {
	case m[0]:
		return m[1]
	case m[1]:
		return m[0]
	}
	return none
}

// stroke is a path along the axis.
type stroke struct {
	vertices []int32
	closed   bool
}

// strokes returns the paths that cover the part's edges, each once.
func (w *web) strokes() (out []stroke) {
	w.used = room(w.used, len(w.part))
	used := w.used
	for i := range w.part {
		for k, j := range w.links[i] {
			if w.part[i] == 0 || j == none || w.part[j] != w.part[i] || used[i][k] {
				continue
			}
			s := w.trace(int32(i), j)
			for k, v := range s.vertices[1:] {
				w.mark(used, s.vertices[k], v)
			}
			if s.closed {
				w.mark(used, s.vertices[len(s.vertices)-1], s.vertices[0])
			}
			out = append(out, s)
		}
	}
	return out
}

// mark sets the edge between i and j as used.
func (w *web) mark(used [][3]bool, i, j int32) {
	used[i][slices.Index(w.links[i][:], j)] = true
	used[j][slices.Index(w.links[j][:], i)] = true
}

// trace follows the stroke of edge ij both ways.
func (w *web) trace(i, j int32) stroke {
	path := []int32{i, j}
	for a, b := i, j; ; {
		next := w.on(a, b)
		if next == i && b != i && w.on(b, i) == j {
			return stroke{path, true}
		}
		if next == none {
			break
		}
		path = append(path, next)
		a, b = b, next
	}
	slices.Reverse(path)
	for a, b := j, i; ; {
		next := w.on(a, b)
		if next == none {
			return stroke{path, false}
		}
		path = append(path, next)
		a, b = b, next
	}
}

// dabs returns the stroke's places and widths.
func (w *web) dabs(s stroke) []dab {
	out := make([]dab, len(s.vertices))
	for k, i := range s.vertices {
		out[k] = dab{w.vertices[i].at, w.width[i]}
	}
	return out
}

// cutBack shortens d from its start by length; nothing is left of a shorter one.
func cutBack(d []dab, length float64) []dab {
	for len(d) > 1 && length > 0 {
		l := d[0].at.Dist(d[1].at)
		if l > length {
			t := length / l
			d[0] = dab{d[0].at.To(d[1].at, t), d[0].width + float64(t*(d[1].width-d[0].width))}
			return d
		}
		d, length = d[1:], length-l
	}
	if len(d) < 2 {
		return nil
	}
	return d
}

// lengthen moves d's start outward by length.
func lengthen(d []dab, length float64) []dab {
	dir := d[0].at.Sub(lookAhead(d)).Unit()
	return append([]dab{{d[0].at.Add(dir.Mul(length)), d[0].width}}, d...)
}

// lookAhead returns a place of d about half a width after its start.
func lookAhead(d []dab) geom.Vec {
	for _, e := range d {
		if e.at.Dist(d[0].at) > d[0].width/2 {
			return e.at
		}
	}
	return d[len(d)-1].at
}

// cutBothEnds trims a stroke's dabs by what end returns for each of its end vertices; what
// is negative lengthens it, before anything is cut.
func cutBothEnds(d []dab, s stroke, end func(i int32) float64) []dab {
	by := [2]float64{end(s.vertices[0]), end(s.vertices[len(s.vertices)-1])}
	for _, by := range by {
		if by < 0 {
			d = lengthen(d, -by)
		}
		slices.Reverse(d)
	}
	for _, by := range by {
		if by > 0 {
			d = cutBack(d, by)
		}
		slices.Reverse(d)
	}
	return d
}
