package models

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
)

// The dimensions of a peg that are not parameters, in mm.
const (
	pegPlay = 0.2 // between the peg's section and the punched hole, over the diameter
	pegBarb = 0.8 // by how much the peg's head is wider than its neck
	pegNeck = 1.6 // the thinnest neck: four lines of a 0.4 mm nozzle
	pegWide = 5.0 // the widest head
	pegGap  = 1.2 // length of the neck, where the sheet lies
)

// holes gives the places of the punched holes along the sheet's edge from its middle,
// those to the right, in mm. A place of 0 is one hole, any other one on each side.
//
// Sources: ISO 838 (pairs 80 mm apart), one pair in each half of A4's long side of
// 297 mm: 148.5 - 80 = 68.5 mm between the pairs; its four-hole extension, 80 mm
// throughout; US loose-leaf, 4 1/4 inches.
var holes = map[string][]float64{
	"iso838": {34.25, 114.25},
	"888":    {40, 120},
	"letter": {0, 107.95},
}

// pegs holds the pegs of a pattern: where they are and how wide their heads are.
type pegs struct {
	at    []float64 // along the front arc from its middle, mm, ascending
	width float64   // of the head along the arc, mm
}

// newPegs sizes the pegs so that their section, as high as the part, goes through the
// punched hole.
//
// Errors: where the part is too high for the hole.
func newPegs(s spec) (pegs, error) {
	h, d := s.number["height"], s.number["hole"]
	w := pegWidth(h, d, s.number["chamfer"])
	if w < pegNeck+pegBarb {
		return pegs{}, say.Errorf("parameter height: no peg %.2f mm high goes through a hole of %.2f mm: "+
			"make the height %.2f mm or less", h, d, highest(d, s.number["chamfer"]))
	}
	at := slices.Clone(holes[s.choice["pegs"]])
	last := at[len(at)-1]
	for i := range at {
		at[i] *= 1 + s.number["stretch"]/last
	}
	return pegs{at, min(w, pegWide)}, nil
}

// pegWidth returns the width of the widest peg of height h with chamfer c, mm, whose
// eight corners lie within a hole of diameter d less its play; 0 where there is none.
func pegWidth(h, d, c float64) float64 {
	r := (d - pegPlay) / 2
	if r <= h/2 {
		return 0
	}
	upper := c + math.Sqrt(float64(r*r)-h*h/4)
	outer := math.Sqrt(float64(r*r) - float64((h/2-c)*(h/2-c)))
	return float64(2 * min(upper, outer))
}

// highest returns the greatest height of a peg of least width through a hole of
// diameter d, rounded down to 0.05 mm.
func highest(d, c float64) float64 {
	h := d
	for h > 0 && pegWidth(h, d, c) < pegNeck+pegBarb {
		h = math.Floor(float64(h*20)-0.5) / 20
	}
	return h
}

// pegs returns the pegs on the front arc.
func (p *plan) pegs(g pegs) polygon.Region {
	var out []polygon.Region
	for _, s := range g.at {
		at := p.front.at(math.Pi/2 - p.front.fromTop(s))
		out = append(out, both(p.peg(at, pegShape(g.width, p.number["peg"], s == 0))))
	}
	return polygon.Union(out...)
}

// peg returns the shape of a peg at a point of the front arc.
func (p *plan) peg(at geom.Vec, shape []geom.Vec) polygon.Region {
	up := p.front.normal(at)
	along := geom.V(up.Y, -up.X)
	pts := make([]geom.Vec, len(shape))
	for i, v := range shape {
		pts[i] = at.Step(along, v.X).Step(up, v.Y)
	}
	return polygon.NonZero([]polygon.Ring{ring(pts)})
}

// pegShape returns the outline of a peg seen from above: x along the arc away from its
// middle, y away from the arc. The head is centred; it overhangs the neck by the barb,
// on the far side or, in the middle of the sheet, by half of it on both, and narrows to
// the neck's width at its tip.
func pegShape(width, length float64, middle bool) []geom.Vec {
	w, barb := width/2, pegBarb
	near := 0.0
	if middle {
		near, barb = pegBarb/2, pegBarb/2
	}
	const root, slope = -1, 0.8
	return []geom.Vec{
		geom.V(-w+near, root), geom.V(w-barb, root), geom.V(w-barb, pegGap), geom.V(w, pegGap),
		geom.V(w, pegGap+slope), geom.V(w-barb, length), geom.V(-w+near, length),
		geom.V(-w, pegGap+slope), geom.V(-w, pegGap), geom.V(-w+near, pegGap),
	}
}
