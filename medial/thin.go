package medial

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Thin returns beads along the middle of a region that is one bead wide: the gaps that
// walls leave, thin walls, strokes of text. Widths are in nanometres.
//
//  1. Where the region is narrower than minWidth there is no bead; where it is wider than
//     maxWidth its bead is maxWidth wide.
//  2. Elsewhere a bead's width is the region's, so that the bead covers it.
//  3. Beads end half a width before the end of the region: with a round end they reach it.
//  4. Where three parts meet, the two straightest are one bead and the third ends beside
//     it. Rings are closed beads.
//  5. A region no longer than wide has one bead, of the region's area up to maxWidth.
//
// The region is best simplified. An island that cannot be triangulated, because it touches
// itself within a micrometre, loses what is narrower than half of minWidth. Nothing panics.
func Thin(r polygon.Region, minWidth, maxWidth int64) []Bead {
	if minWidth <= 0 || maxWidth < minWidth {
		return nil
	}
	var out []Bead
	least, most := geom.ToMM(minWidth), geom.ToMM(maxWidth)
	for _, island := range r.Islands() {
		eachSkeleton(island, 0.75*most, minWidth, func(s *skeleton) {
			out = append(out, thinBeads(s, least, most)...)
		})
	}
	return out
}

// tooSmall reports whether no circle of the given diameter fits into the island's box.
func tooSmall(island polygon.Region, width int64) bool {
	w, d := island.Box().Size()
	return min(w, d) < width
}

// eachSkeleton calls f with the medial axis of an island, sampled every step millimetres;
// not where no bead of the least width fits. Where the outline cannot be triangulated, it
// is first rid of what is narrower than half of that, which may leave several islands. The
// skeleton is on a desk: f keeps nothing of it.
func eachSkeleton(island polygon.Region, step float64, least int64, f func(s *skeleton)) {
	if tooSmall(island, least) {
		return
	}
	d := desks.Get()
	defer desks.Put(d)
	if s, err := newSkeleton(d.sample(island, step)); err == nil {
		f(s)
		return
	}
	for _, part := range island.Open(least / 4).Islands() {
		if s, err := newSkeleton(d.sample(part, step)); err == nil && !tooSmall(part, least) {
			f(s)
		}
	}
}

// thinBeads returns the beads of one island.
func thinBeads(s *skeleton, least, most float64) []Bead {
	part, width := s.desk.parts(len(s.vertices))
	for i, v := range s.vertices {
		width[i] = min(2*v.radius, most)
		if v.central && 2*v.radius >= least {
			part[i] = 1
		}
	}
	w := newWeb(s, part, width)
	var out []Bead
	for _, st := range w.strokes() {
		d := w.dabs(st)
		if !st.closed {
			d = cutBothEnds(d, st, w.end)
		}
		if b, ok := s.newBead(d, st.closed); ok {
			out = append(out, b)
		}
	}
	return append(out, w.dots(func(i int32, width float64) (float64, float64) { return thinDot(s, i, width) })...)
}

// end returns by how much a stroke that ends at vertex i is cut back: at a junction by the
// way to the edge of the bead that runs on there, less the share of its own round end that
// fills the corners; at the end of the region it is lengthened where the region goes on
// beyond half a width.
func (w *web) end(i int32) float64 {
	if w.mate[i][2] != none {
		return float64(roundEnd * w.width[i])
	}
	return w.width[i]/2 - w.vertices[i].radius
}

// roundEnd is how far, in widths, a bead ends from the middle of another bead that it
// meets: half a width for the other one, and of its own round end the part that makes
// void and overlap about equal.
const roundEnd = 0.8

// thinDot returns the length and width of the only bead of a region that is about the
// disc at vertex i: its area is the disc's, if that is not too wide for one bead.
func thinDot(s *skeleton, i int32, width float64) (length, w float64) {
	r := s.vertices[i].radius
	return min(math.Pi*r*r/width, float64(2*r)-float64(0.2*width)), width
}

// dotOf returns a dot in the middle of a stroke; size returns its length and width.
func (w *web) dotOf(s stroke, size func(i int32, width float64) (float64, float64)) []dab {
	i := s.vertices[len(s.vertices)/2]
	length, width := size(i, w.width[i])
	half, at := geom.V(length/2, 0), w.vertices[i].at
	return []dab{{at.Sub(half), width}, {at.Add(half), width}}
}

// dots returns a bead for each vertex of the part that has no neighbours.
func (w *web) dots(size func(i int32, width float64) (float64, float64)) (out []Bead) {
	for i := range w.part {
		if _, n := w.around(int32(i)); w.part[i] == 0 || n > 0 {
			continue
		}
		d := w.dotOf(stroke{vertices: []int32{int32(i)}}, size)
		if b, ok := w.newBead(d, false); ok {
			out = append(out, b)
		}
	}
	return out
}
