package slicer

import (
	"math"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// wall is the contour-parallel part of a layer: closed loops by depth, beads where no
// loop fits, and what is left for the fill.
type wall struct {
	beads []medial.Bead // of islands that are filled wholly by beads side by side
	loops []strand
	rest  polygon.Region // to fill: what the innermost loops surround

	height float64     // of the first layer with it, mm: others' differ by rounding
	seam   *geom.Point // near which strokes begin, where the process's seam alone does not say
	once   sync.Once
	joined []toolpath.Path // the beads as strokes

	mutex   sync.Mutex // of wavings
	wavings []*waving
}

// strand is a path that has not got its place in the order yet.
type strand struct {
	path  toolpath.Path
	depth int  // 0 is the outline
	fixed bool // laid after all others of its island, in their order and not backwards
}

const (
	// solidWalls is how many loops an island of a solid frame that is no band gets from
	// each side before straight lines fill the rest.
	solidWalls = 9
	// gapWidth is the narrowest gap between loops that is filled, as a share of the
	// nozzle: melt pressed into it joins the loops.
	gapWidth = 0.25
	// gapArea is the area in mm2 that loops may leave bare before gaps are looked for.
	gapArea = 0.05
	// openEps keeps loops whose sides just touch: nm.
	openEps = 2_000
)

// walls lays l's loops.
func (s *Slicer) walls(l *layer) {
	w := &wall{height: l.height}
	bands, cover := s.bands(l)
	n := s.process.Perimeters
	if s.solid() {
		n = max(n, solidWalls)
	}
	if !bands.Empty() {
		var rest polygon.Region
		w.beads, rest = s.fillBeads(l, bands)
		cover = append(cover, rest...)
	}
	for depth := 0; depth < n && !cover.Empty(); depth++ {
		cover = s.loop(w, l, cover, depth)
	}
	w.rest = cover
	l.wall = w
}

// beadTol is how much of a region's area beads may lay too little or too much before
// narrower ones are tried: parts of a few mm take the room for wide ones badly.
const beadTol = 0.01

// fillBeads fills islands of l with beads of the process's width or, where those fit worse,
// of a perimeter's; it returns the islands that no bead fills, too.
func (s *Slicer) fillBeads(l *layer, islands polygon.Region) ([]medial.Bead, polygon.Region) {
	wide := float64(s.process.BeadWidth) * float64(s.printer.Nozzle)
	beads, rest := medial.Beads(islands, s.beadWidths(l, wide))
	off := misfit(islands, beads, rest)
	if off <= beadTol {
		return beads, rest
	}
	fine, fineRest := medial.Beads(islands, s.beadWidths(l, s.width(toolpath.Perimeter, l.first)))
	if misfit(islands, fine, fineRest) < off {
		return fine, fineRest
	}
	return beads, rest
}

// misfit returns by what share the beads lay more or less than the area of r without
// rest.
func misfit(r polygon.Region, beads []medial.Bead, rest polygon.Region) float64 {
	area, laid := r.Area()-rest.Area(), 0.0
	for _, b := range beads {
		laid += b.Area()
	}
	if area <= 0 {
		return 0
	}
	return math.Abs(laid/area - 1)
}

// thinnest is the narrowest lone bead, as a share of a perimeter's width.
const thinnest = 0.6

// beadWidths returns how wide beads side by side may be, what they take up, where the
// given line width in mm is aimed for.
func (s *Slicer) beadWidths(l *layer, aim float64) medial.BeadOptions {
	spacing := func(width float64) int64 { return geom.ToNM(toolpath.Spacing(width, l.height)) }
	nozzle := float64(s.printer.Nozzle)
	least, most := float64(s.process.MinLineWidth)*nozzle, float64(s.process.MaxLineWidth)*nozzle
	return medial.BeadOptions{
		Nominal: spacing(min(most, max(least, aim))),
		Min:     spacing(least),
		Max:     spacing(most),
		Thin:    spacing(thinnest * s.width(toolpath.Perimeter, l.first)),
	}
}

// loop lays one loop along every outline of cover and beads where cover is too narrow
// for one; it returns what the loop surrounds.
func (s *Slicer) loop(w *wall, l *layer, cover polygon.Region, depth int) polygon.Region {
	role, width := toolpath.Perimeter, s.width(toolpath.Perimeter, l.first)
	if depth == 0 {
		role, width = toolpath.ExternalPerimeter, s.width(toolpath.ExternalPerimeter, l.first)
	}
	pitch := geom.ToNM(toolpath.Spacing(width, l.height))
	inner := cover.Offset(-(pitch - openEps), polygon.Mitre)
	for _, g := range inner.Offset(pitch/2-openEps, polygon.Mitre) {
		w.loops = append(w.loops, strand{path: s.path(closed(g), width, role), depth: depth})
	}
	narrowest := gapWidth * float64(s.printer.Nozzle)
	beadRole := toolpath.GapFill
	if depth == 0 {
		narrowest, beadRole = float64(s.process.MinLineWidth)*float64(s.printer.Nozzle), toolpath.ThinWall
	}
	laid := inner.Offset(pitch-openEps, polygon.Mitre)
	if cover.Area()-laid.Area() > gapArea {
		s.beads(w, l, polygon.Difference(cover, laid), narrowest, geom.ToMM(2*pitch), beadRole, depth)
	}
	return inner
}

// beads fills the narrow region r along its middle, by beads that take up narrowest to
// widest mm.
func (s *Slicer) beads(w *wall, l *layer, r polygon.Region, narrowest, widest float64, role toolpath.Role, depth int) {
	r = r.Open(geom.ToNM(narrowest / 2))
	if r.Empty() {
		return
	}
	for _, b := range medial.Thin(r, geom.ToNM(narrowest), geom.ToNM(widest)) {
		w.loops = append(w.loops, strand{path: s.bead(b, l.height, role), depth: depth})
	}
}

// bead turns a bead of the plane into a path: what it takes up becomes a line width.
func (s *Slicer) bead(b medial.Bead, height float64, role toolpath.Role) toolpath.Path {
	p := s.path(b.Points, 0, role)
	p.Widths = make([]float64, len(b.Points))
	for i, w := range b.Widths {
		p.Widths[i] = toolpath.WidthFor(geom.ToMM(w), height)
	}
	if b.Closed && !p.Closed() {
		p.Points = append(p.Points, p.Points[0])
		p.Widths = append(p.Widths, p.Widths[0])
	}
	return p
}

// path returns a path of constant width.
func (s *Slicer) path(pts []geom.Point, width float64, role toolpath.Role) toolpath.Path {
	return toolpath.Path{Role: role, Points: pts, Width: width, Flow: 1, Fan: -1}
}

// closed returns g with its first point repeated at the end.
func closed(g geom.Ring) []geom.Point {
	return append(append(make([]geom.Point, 0, len(g)+1), g...), g[0])
}

// width returns the line width of role in mm.
func (s *Slicer) width(role toolpath.Role, first bool) float64 {
	p := &s.process
	w := p.InfillWidth
	switch role {
	case toolpath.ExternalPerimeter:
		w = p.ExternalPerimeterWidth
	case toolpath.Perimeter, toolpath.OverhangPerimeter:
		w = p.PerimeterWidth
	case toolpath.SolidInfill, toolpath.BridgeInfill:
		w = p.SolidInfillWidth
	case toolpath.TopSolidInfill:
		w = p.TopInfillWidth
	}
	if first && p.FirstLayerWidth > 0 {
		w = p.FirstLayerWidth
	}
	return float64(s.set.LineWidth(w))
}
