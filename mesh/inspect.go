package mesh

import (
	"math"

	"github.com/visiere/visiere/polygon"
)

// Info is what there is to know about a mesh before it is sliced.
type Info struct {
	Size    Vec     `json:"size"`     // mm
	Volume  float64 `json:"volume"`   // mm3
	Surface float64 `json:"surface"`  // mm2, of all faces
	Report  *Report `json:"report"`   // what was found and repaired
	Wall    Wall    `json:"wall"`     // how thick it is
	Spans   []Span  `json:"sections"` // from the bed up
	Flats   []Flat  `json:"flats"`    // horizontal facets
	Fit     *Fit    `json:"fit"`      // on the bed; nil where no bed is given
	// Stacked is how it is made where it is a stack of frames already.
	Stacked *Stacked `json:"stacked,omitempty"`
}

// Span is a range of heights over which the section stays the same, but for 1 % of its
// area or 0.5 mm2.
type Span struct {
	From     float64 `json:"from"`     // mm
	To       float64 `json:"to"`       // mm
	Area     float64 `json:"area"`     // mm2, in its lowest part
	Outlines int     `json:"outlines"` // larger than 0.5 mm2, and so are holes
	Holes    int     `json:"holes"`
}

// What counts as the same section, and how finely a mesh is searched for another one.
const (
	sameShare  = 0.01   // of the area
	sameArea   = 0.5    // mm2
	spanStep   = 0.1    // mm
	mostSteps  = 240    // in a tall mesh
	infoDetail = 10_000 // nanometres that outlines are simplified by
)

// Inspect measures m. rep is what its reader reported; bed and height are those of the
// printer, in mm and in the bed's own coordinates, or nil and 0.
//
// It takes 50 to 500 ms for a frame.
func (m *Mesh) Inspect(rep *Report, bed polygon.Region, height float64) Info {
	info := Info{
		Size: m.Size(), Volume: m.Volume(), Surface: m.surface(),
		Report: rep, Wall: m.wall(), Spans: m.spans(), Flats: m.Flats(), Stacked: m.Stacked(),
	}
	if bed != nil {
		fit := m.FitOn(bed, height)
		info.Fit = &fit
	}
	return info
}

// spans returns m's distinct sections.
func (m *Mesh) spans() []Span {
	cuts := m.spanCuts()
	mids := make([]float64, len(cuts)-1)
	for i := range mids {
		mids[i] = (cuts[i] + cuts[i+1]) / 2
	}
	var out []Span
	var first polygon.Region
	for i, r := range m.outlines(mids) {
		if i == 0 || !sameSection(first, r) {
			out, first = append(out, newSpan(cuts[i], r)), r
		}
		out[len(out)-1].To = cuts[i+1]
	}
	return out
}

// newSpan returns a span that begins at height from with the section r.
func newSpan(from float64, r polygon.Region) Span {
	s := Span{From: from, Area: r.Area()}
	s.Outlines, s.Holes = rings(r)
	return s
}

// rings counts r's outlines and holes, but for slivers.
func rings(r polygon.Region) (outlines, holes int) {
	for _, g := range r {
		switch a := g.Area(); {
		case a >= sameArea:
			outlines++
		case a <= -sameArea:
			holes++
		}
	}
	return outlines, holes
}

// spanCuts returns the heights between which spans are compared: the horizontal facets
// and regular steps between them.
func (m *Mesh) spanCuts() []float64 {
	top := m.Size().Z
	step := max(spanStep, top/mostSteps)
	cuts := []float64{0}
	for _, end := range m.slabEnds(top) {
		last := cuts[len(cuts)-1]
		n := math.Ceil((end - last) / step)
		for i := 1.0; i < n; i++ {
			cuts = append(cuts, math.Round((last+float64((end-last)*i)/n)*1e6)/1e6)
		}
		cuts = append(cuts, end)
	}
	return cuts
}

// outlines returns the sections at heights zs, simplified for measuring.
func (m *Mesh) outlines(zs []float64) []polygon.Region {
	out := make([]polygon.Region, len(zs))
	m.eachLoops(zs, func(i int, loops []polygon.Ring) {
		out[i] = polygon.Region(loops).Simplify(infoDetail)
	})
	return out
}

// sameSection reports whether b differs little from a.
func sameSection(a, b polygon.Region) bool {
	tol := max(sameArea, sameShare*a.Area())
	ao, ah := rings(a)
	bo, bh := rings(b)
	if ao != bo || ah != bh || math.Abs(a.Area()-b.Area()) > tol {
		return false
	}
	return polygon.Xor(a, b).Area() <= tol
}
