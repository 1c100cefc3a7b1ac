package medial

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// vec is a point or a direction in millimetres, relative to the region's own origin. Its
// products are rounded one by one, the same on every processor.
type vec struct{ x, y float64 }

func (a vec) add(b vec) vec           { return vec{a.x + b.x, a.y + b.y} }
func (a vec) sub(b vec) vec           { return vec{a.x - b.x, a.y - b.y} }
func (a vec) mul(k float64) vec       { return vec{float64(a.x * k), float64(a.y * k)} }
func (a vec) dot(b vec) float64       { return float64(a.x*b.x) + float64(a.y*b.y) }
func (a vec) cross(b vec) float64     { return float64(a.x*b.y) - float64(a.y*b.x) }
func (a vec) len() float64            { return math.Sqrt(a.dot(a)) }
func (a vec) dist(b vec) float64      { return a.sub(b).len() }
func (a vec) left() vec               { return vec{-a.y, a.x} }
func (a vec) to(b vec, t float64) vec { return a.add(b.sub(a).mul(t)) }

// unit returns a's direction, or zero where it has none.
func (a vec) unit() vec {
	if l := a.len(); l > 0 {
		return a.mul(1 / l)
	}
	return vec{}
}

// orient is twice the signed area of abc, positive where it turns left.
func orient(a, b, c vec) float64 { return b.sub(a).cross(c.sub(a)) }

// onSegment returns the point of segment ab nearest to p.
func onSegment(p, a, b vec) vec {
	ab := b.sub(a)
	l2 := ab.dot(ab)
	if l2 == 0 {
		return a
	}
	return a.to(b, min(1, max(0, p.sub(a).dot(ab)/l2)))
}

// inCircle reports whether d is inside the circle through a, b, c, which turn left.
func inCircle(a, b, c, d vec) bool {
	a, b, c = a.sub(d), b.sub(d), c.sub(d)
	return float64(a.dot(a)*b.cross(c))+float64(b.dot(b)*c.cross(a))+float64(c.dot(c)*a.cross(b)) > 0
}

// circumcentre returns the centre of the circle through a, b and c; not ok where they are
// on one line.
func circumcentre(a, b, c vec) (vec, bool) {
	b, c = b.sub(a), c.sub(a)
	d := 2 * b.cross(c)
	if d == 0 {
		return vec{}, false
	}
	bb, cc := b.dot(b), c.dot(c)
	return a.add(vec{
		(float64(c.y*bb) - float64(b.y*cc)) / d,
		(float64(b.x*cc) - float64(c.x*bb)) / d,
	}), true
}

// incircle returns the centre and radius of the circle that touches the sides of the
// triangle abc.
func incircle(a, b, c vec) (vec, float64) {
	la, lb, lc := b.dist(c), c.dist(a), a.dist(b)
	sum := la + lb + lc
	if sum == 0 {
		return a, 0
	}
	at := a.mul(la / sum).add(b.mul(lb / sum)).add(c.mul(lc / sum))
	return at, max(0, orient(a, b, c)) / sum
}

// point returns a, relative to origin, on the plane's grid.
func (a vec) point(origin geom.Point) geom.Point { return geom.MM(a.x, a.y).Add(origin) }

// nm returns a length in millimetres in nanometres.
func nm(mm float64) int64 { return geom.ToNM(mm) }
