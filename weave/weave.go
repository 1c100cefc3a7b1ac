// Package weave joins beads that lie side by side into as few strokes as they allow, so
// that a layer is laid nearly without travel.
package weave

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
)

// Seam says where a stroke that runs along an outline is best begun.
type Seam int

// The seams. Of places equally good the one with the least X is taken.
const (
	SeamAligned Seam = iota // the largest Y, or a sharp corner nearly as far back
	SeamRear                // the largest Y
	SeamCorner              // the sharpest corner, concave ones first
	SeamNearest             // the place nearest to Options.Start
	SeamSpread              // Options.Turn along the outline
)

// Options say where strokes begin. The zero value begins at the rear
// or at a corner nearly there.
type Options struct {
	Start    geom.Point // where the nozzle is before the first stroke
	HasStart bool       // whether Start means something
	Seam     Seam
	Turn     float64 // of SeamSpread: share of the outline from its first point, 0 to 1
	Most     int64   // the widest that a bead may become by what its neighbours lay for short ones; 0: no limit
}

// Stroke is what is laid without a stop, in nanometres.
type Stroke struct {
	Points []geom.Point
	Widths []int64 // at each point; linear between them
	Closed bool    // the last point joins the first, which is not repeated
}

// Join returns the strokes that lay the beads of a region, in the order in which they are
// best laid; between two of them the nozzle travels.
//
//  1. Closed beads side by side become one stroke: both are cut at neighbouring places and
//     linked crosswise. A connected set of beads with k open ones becomes k strokes, one
//     where k is 0. A bead too bent for a link may stay a stroke of its own, and so may a
//     closed one whose round is under 1.75 of its widths where its neighbour is farther
//     than 0.9 of them, and an open one whose links would cross other beads.
//  2. Every bead is laid along its whole length but for cuts, of 1.25 times its width as a
//     rule and 1.75 at most. A bead shorter than half its width, once around if it is closed, is laid by its
//     neighbours, which are so much wider there, up to Most.
//  3. The area laid is that of the beads: what a cut leaves out the links lay.
//  4. Links lie within the region.
//  5. Widths are continuous along a stroke.
//  6. Where k is 0, the stroke begins on the outermost bead, at the best seam that has room
//     for the way inwards, and ends beside its start. Otherwise its two ends are ends of
//     open beads or beside them, and it begins at the one nearer to Start.
//  7. The result depends on nothing but the arguments, and nothing panics.
//
// Cost: about 300 nanoseconds per point of the beads, and some microseconds per joint.
//
// Source: Zhao et al., "Connected Fermat spirals for layered fabrication", 2016, for the
// crosswise links between nested loops and the tree that they form.
func Join(beads []medial.Bead, region polygon.Region, opt Options) []Stroke {
	w := newWeave(beads, region, opt)
	defer w.grid.free()
	w.scan()
	w.pairEnds()
	w.placeSeams()
	w.joinAll()
	return w.inOrder(w.walk())
}

// weave is the state of one call of Join.
type weave struct {
	opt     Options
	strands []*strand
	outline []*strand // the region's rings, as curves in the grid
	grid    grid
	inside  *polygon.Locator // nil where there is no region

	pairs  []*pair
	pairOf map[[2]int32]*pair
	reach  groups // strands that joints could connect
	joined groups // strands that are connected
	joints []geom.Vec
	apart  float64 // how far cuts must be from each other now, in widths
	share  float64 // the crosswise cut of a pair's shorter strand now, over the longer's

	cuts   []cut
	on     [][]int32 // cuts by strand
	open   []int32   // ends of open strands
	starts []int32   // ends at which strokes should begin
	mate   []int32   // by end: the end that follows, or none
	link   [][]dab   // by end: what is laid on the way to its mate, ends left out
	laid   []bool    // by end: whether the way to its mate is laid or travelled
	path   []dab     // room for a stroke in the making
}

// newWeave returns the state before anything is cut but the open beads' ends.
func newWeave(beads []medial.Bead, region polygon.Region, opt Options) *weave {
	w := &weave{opt: opt, apart: apart, pairOf: map[[2]int32]*pair{}}
	for _, b := range beads {
		if s := newStrand(b); s != nil {
			w.strands = append(w.strands, s)
		}
	}
	w.strands = absorbDots(w.strands, geom.ToMM(opt.Most))
	for _, g := range region {
		if s := newStrand(medial.Bead{Points: g, Widths: make([]int64, len(g)), Closed: true}); s != nil {
			w.outline = append(w.outline, s)
		}
	}
	if len(region) > 0 {
		w.inside = polygon.NewLocator(region)
	}
	w.grid = newGrid(append(append([]*strand{}, w.strands...), w.outline...))
	w.reach, w.joined = newGroups(len(w.strands)), newGroups(len(w.strands))
	w.on = make([][]int32, len(w.strands))
	for i, s := range w.strands {
		if !s.closed {
			first, last := w.cut(int32(i), 0, 0), w.cut(int32(i), s.length(), s.length())
			w.open = append(w.open, 2*first+1, 2*last)
		}
	}
	return w
}

// leaves reports whether the way from a to b leaves the region.
func (w *weave) leaves(a, b geom.Vec) bool {
	return w.inside != nil && w.inside.CrossesBoundary(a.Point(), b.Point())
}

// groups is a partition of numbers.
type groups []int32

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = int32(i)
	}
	return g
}

// of returns the number that stands for i's group.
func (g groups) of(i int32) int32 {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

// unite makes one group of those of i and j; the least number stands for it.
func (g groups) unite(i, j int32) {
	i, j = g.of(i), g.of(j)
	g[max(i, j)] = min(i, j)
}
