package mesh

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// Fit says whether a mesh can be printed on a bed.
type Fit struct {
	Fits    bool    `json:"fits"`     // on the bed and below the top
	TooWide bool    `json:"too_wide"` // at any angle
	TooTall bool    `json:"too_tall"`
	Angle   float64 `json:"angle"` // degrees to turn it counter-clockwise so that it fits; 0 where it fits as it is
}

// FitOn reports whether m fits on a bed, turned if it must be, within height mm. It
// tries a quarter turn first, then every degree, and any place on the bed.
func (m *Mesh) FitOn(bed polygon.Region, height float64) Fit {
	f := Fit{TooTall: m.Size().Z > height, TooWide: true}
	foot := m.footprint()
	var corners []geom.Point
	for _, g := range bed {
		corners = append(corners, g...)
	}
	rim := hull(corners)
	for i := -2; i < 180 && f.TooWide; i++ {
		angle := float64(i)
		if i < 0 {
			angle = float64(90 * (i + 2))
		}
		if fitsTurned(foot, bed, rim, angle) {
			f.TooWide, f.Angle = false, angle
		}
	}
	f.Fits = !f.TooTall && !f.TooWide
	return f
}

// footprint returns the hull of m seen from above.
func (m *Mesh) footprint() polygon.Ring {
	pts := make([]geom.Point, len(m.Vertices))
	for i, v := range m.Vertices {
		pts[i] = geom.MM(v.X, v.Y)
	}
	return hull(pts)
}

// hull returns the convex hull of pts, counter-clockwise.
//
// Source: Andrew, Another efficient algorithm for convex hulls in two dimensions, 1979.
func hull(pts []geom.Point) polygon.Ring {
	pts = slices.Clone(pts)
	slices.SortFunc(pts, func(a, b geom.Point) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
	pts = slices.Compact(pts)
	var out polygon.Ring
	for range 2 {
		from := len(out)
		for _, p := range pts {
			for len(out) >= from+2 && geom.Orient(out[len(out)-2], out[len(out)-1], p) <= 0 {
				out = out[:len(out)-1]
			}
			out = append(out, p)
		}
		if len(out) > from {
			out = out[:len(out)-1]
		}
		slices.Reverse(pts)
	}
	return out
}

// fitsTurned reports whether foot, turned by angle degrees, can be moved into the bed,
// whose hull is rim. On a bed that is not convex, the middle of the places that the hull
// leaves is tried.
func fitsTurned(foot polygon.Ring, bed polygon.Region, rim polygon.Ring, angle float64) bool {
	turned := make(polygon.Ring, len(foot))
	for i, p := range foot {
		turned[i] = p.Rotate(angle * math.Pi / 180)
	}
	at, ok := placeIn(turned, rim)
	if !ok || len(bed) == 1 && len(bed[0]) == len(rim) {
		return ok
	}
	return polygon.Difference(polygon.Region{turned.Shift(at)}, bed).Area() < 0.01
}

// placeIn returns the middle of the shifts that bring the convex ring foot into the
// convex ring rim, if there is one: those on the inner side of each of rim's edges moved
// in by how far foot reaches over it.
func placeIn(foot, rim polygon.Ring) (geom.Point, bool) {
	const far = 2 * geom.Limit / geom.Millimetre
	places := []Vec{{X: -far, Y: -far}, {X: far, Y: -far}, {X: far, Y: far}, {X: -far, Y: far}}
	for i, p := range rim {
		x, y := p.MM()
		dx, dy := rim[(i+1)%len(rim)].Sub(p).MM()
		l := steady.Hypot(dx, dy)
		n := Vec{X: -dy / l, Y: dx / l}
		reach := math.Inf(1)
		for _, q := range foot {
			qx, qy := q.MM()
			reach = min(reach, n.dot(Vec{X: qx, Y: qy}))
		}
		places = cutBelow(places, n, n.dot(Vec{X: x, Y: y})-reach-1e-6)
	}
	if len(places) == 0 {
		return geom.Point{}, false
	}
	lo, hi := bounds(places)
	return geom.MM((lo.X+hi.X)/2, (lo.Y+hi.Y)/2), true
}

// cutBelow returns the part of the convex polygon pts where n.p >= least.
//
// Source: Sutherland and Hodgman, Reentrant polygon clipping, 1974.
func cutBelow(pts []Vec, n Vec, least float64) []Vec {
	var out []Vec
	for i, b := range pts {
		a := pts[(i+len(pts)-1)%len(pts)]
		da, db := n.dot(a)-least, n.dot(b)-least
		if (da < 0) != (db < 0) {
			t := da / (da - db)
			out = append(out, Vec{X: a.X + float64(t*(b.X-a.X)), Y: a.Y + float64(t*(b.Y-a.Y))})
		}
		if db >= 0 {
			out = append(out, b)
		}
	}
	return out
}
