// Package geom holds points, rings and boxes in the plane, in integer nanometres, with
// predicates that are exact.
//
// Coordinates stay within one metre of the origin, |x|, |y| <= Limit, so that the
// orientation determinant of any three points fits an int64 with no rounding.
package geom

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// Millimetre is one millimetre in the plane's unit, the nanometre.
const Millimetre = 1_000_000

// Limit is the largest coordinate, in nanometres, for which the predicates are exact.
const Limit = 1000 * Millimetre

// Point is a place in the plane, in nanometres.
type Point struct{ X, Y int64 }

// MM returns the point nearest to (x, y), given in millimetres.
func MM(x, y float64) Point {
	return Point{ToNM(x), ToNM(y)}
}

// ToNM rounds a length in millimetres to nanometres, halves away from zero.
func ToNM(mm float64) int64 { return int64(math.Round(mm * Millimetre)) }

// ToMM returns a length in nanometres in millimetres.
func ToMM(nm int64) float64 { return float64(nm) / Millimetre }

// MM returns p in millimetres.
func (p Point) MM() (x, y float64) { return ToMM(p.X), ToMM(p.Y) }

// Add returns p + q.
func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// Sub returns p - q.
func (p Point) Sub(q Point) Point { return Point{p.X - q.X, p.Y - q.Y} }

// Dist returns the distance from p to q in nanometres.
func (p Point) Dist(q Point) float64 {
	return steady.Hypot(float64(p.X-q.X), float64(p.Y-q.Y))
}

// Less orders points by X, then Y.
func (p Point) Less(q Point) bool {
	return p.X < q.X || p.X == q.X && p.Y < q.Y
}

// Lerp returns the point at share t of the way from p to q, rounded to the grid.
func (p Point) Lerp(q Point, t float64) Point {
	return Point{
		p.X + int64(math.Round(float64(q.X-p.X)*t)),
		p.Y + int64(math.Round(float64(q.Y-p.Y)*t)),
	}
}

// Cross returns the cross product of (b - a) and (c - a): twice the signed area of the
// triangle abc, in square nanometres, positive where abc turns left. It is exact while
// all three points are within Limit.
func Cross(a, b, c Point) int64 {
	return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X)
}

// Orient returns +1 where a, b, c turn left, -1 where they turn right, 0 where they are
// on one line. Exact while all three points are within Limit.
func Orient(a, b, c Point) int {
	switch d := Cross(a, b, c); {
	case d > 0:
		return 1
	case d < 0:
		return -1
	}
	return 0
}

// Box is the closed rectangle from Min to Max. The zero Box is the point at the origin;
// start from EmptyBox to gather points.
type Box struct{ Min, Max Point }

// EmptyBox returns a box that holds no point and grows with the first one added.
func EmptyBox() Box {
	return Box{Point{math.MaxInt64, math.MaxInt64}, Point{math.MinInt64, math.MinInt64}}
}

// Empty reports whether b holds no point.
func (b Box) Empty() bool { return b.Min.X > b.Max.X || b.Min.Y > b.Max.Y }

// With returns the smallest box that holds b and p.
func (b Box) With(p Point) Box {
	return Box{
		Point{min(b.Min.X, p.X), min(b.Min.Y, p.Y)},
		Point{max(b.Max.X, p.X), max(b.Max.Y, p.Y)},
	}
}

// Join returns the smallest box that holds b and c.
func (b Box) Join(c Box) Box {
	if c.Empty() {
		return b
	}
	return b.With(c.Min).With(c.Max)
}

// Grow returns b with d nanometres more on each side.
func (b Box) Grow(d int64) Box {
	if b.Empty() {
		return b
	}
	return Box{Point{b.Min.X - d, b.Min.Y - d}, Point{b.Max.X + d, b.Max.Y + d}}
}

// Contains reports whether p is in b, its edges included.
func (b Box) Contains(p Point) bool {
	return b.Min.X <= p.X && p.X <= b.Max.X && b.Min.Y <= p.Y && p.Y <= b.Max.Y
}

// Overlaps reports whether b and c share a point, edges included.
func (b Box) Overlaps(c Box) bool {
	return b.Min.X <= c.Max.X && c.Min.X <= b.Max.X && b.Min.Y <= c.Max.Y && c.Min.Y <= b.Max.Y
}

// Size returns the width and depth of b in nanometres, zero where it is empty.
func (b Box) Size() (w, d int64) {
	if b.Empty() {
		return 0, 0
	}
	return b.Max.X - b.Min.X, b.Max.Y - b.Min.Y
}

// Centre returns the middle of b, rounded down.
func (b Box) Centre() Point {
	return Point{b.Min.X + (b.Max.X-b.Min.X)/2, b.Min.Y + (b.Max.Y-b.Min.Y)/2}
}
