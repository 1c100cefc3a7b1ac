package slicer

import "math"

// vec is a place or a way in the plane, mm.
type vec struct{ x, y float64 }

func (a vec) add(b vec) vec           { return vec{a.x + b.x, a.y + b.y} }
func (a vec) sub(b vec) vec           { return vec{a.x - b.x, a.y - b.y} }
func (a vec) mul(f float64) vec       { return vec{float64(a.x * f), float64(a.y * f)} }
func (a vec) dot(b vec) float64       { return float64(a.x*b.x) + float64(a.y*b.y) }
func (a vec) cross(b vec) float64     { return float64(a.x*b.y) - float64(a.y*b.x) }
func (a vec) len() float64            { return math.Sqrt(a.dot(a)) }
func (a vec) left() vec               { return vec{-a.y, a.x} }
func (a vec) to(b vec, t float64) vec { return a.add(b.sub(a).mul(t)) }

// unit returns the vector of length 1 in a's direction.
func (a vec) unit() vec { return a.mul(1 / max(a.len(), 1e-12)) }

// angle returns by how much, radians, b turns to the left of a.
func (a vec) angle(b vec) float64 {
	x, y := a.dot(b), a.cross(b)
	if math.Abs(y) < 0.2*x { // nearly always; the series is within 2e-6
		t := y / x
		q := float64(t * t)
		return t * (1 - float64(q*(1.0/3-q/5)))
	}
	return math.Atan2(y, x)
}
