package polygon

import (
	clipper "github.com/ctessum/go.clipper"
	"github.com/visiere/visiere/geom"
)

// Join says how an outset turns a convex corner.
type Join uint8

// The joins.
const (
	Mitre  Join = iota // sharp, cut off beyond twice the distance
	Round              // arcs within 5 micrometres
	Square             // cut straight at the distance
)

// Union returns the points in any of the regions.
func Union(rs ...Region) Region {
	return boolean(nonZero, concat(rs), nil)
}

// NonZero returns the points whose winding number over the rings is not zero. The rings
// may cross themselves and each other in any way.
func NonZero(rings []Ring) Region { return boolean(nonZero, rings, nil) }

// Difference returns the points of a that are not in b.
func Difference(a, b Region) Region { return boolean(difference, a, b) }

// Intersection returns the points in both a and b.
func Intersection(a, b Region) Region { return boolean(intersection, a, b) }

// Xor returns the points in one of a and b and not in the other.
func Xor(a, b Region) Region { return boolean(xor, a, b) }

// Offset returns r grown by d nanometres (shrunk where d is negative): the points no
// further than d from r, up to the join's corners.
func (r Region) Offset(d int64, j Join) Region {
	co := clipper.NewClipperOffset()
	co.ArcTolerance = 5000
	co.MiterLimit = 2
	jt := []clipper.JoinType{clipper.JtMiter, clipper.JtRound, clipper.JtSquare}[j]
	co.AddPaths(toCold(r), jt, clipper.EtClosedPolygon)
	return boolean(nonZero, fromCold(co.Execute(float64(d))), nil)
}

// Open returns r without its parts narrower than 2 d nanometres: an inset followed by
// an outset, cut to r.
func (r Region) Open(d int64) Region {
	return Intersection(r.Offset(-d, Mitre).Offset(d, Round), r)
}

// Close returns r with its gaps narrower than 2 d nanometres filled: an outset followed
// by an inset, joined with r.
func (r Region) Close(d int64) Region {
	return Union(r.Offset(d, Round).Offset(-d, Mitre), r)
}

func concat(rs []Region) (out []Ring) {
	for _, r := range rs {
		out = append(out, r...)
	}
	return out
}

func toCold(r []Ring) clipper.Paths {
	var out clipper.Paths
	for _, g := range r {
		p := make(clipper.Path, len(g))
		for i, q := range g {
			p[i] = &clipper.IntPoint{X: clipper.CInt(q.X), Y: clipper.CInt(q.Y)}
		}
		out = append(out, p)
	}
	return out
}

func fromCold(ps clipper.Paths) Region {
	var out Region
	for _, p := range ps {
		g := make(Ring, len(p))
		for i, q := range p {
			g[i] = geom.Point{X: int64(q.X), Y: int64(q.Y)}
		}
		if len(g) > 2 && g.Area() != 0 {
			out = append(out, g)
		}
	}
	return out
}
