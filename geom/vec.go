package geom

import "math"

// Vec is a place or a way in the plane, in millimetres. Its products are rounded one by one, the same on
// every processor.
type Vec struct{ X, Y float64 }

// V returns the Vec (x, y), mm.
func V(x, y float64) Vec { return Vec{x, y} }

// Vec returns p in millimetres.
func (p Point) Vec() Vec { return Vec{ToMM(p.X), ToMM(p.Y)} }

// Point returns the point nearest to v.
func (v Vec) Point() Point { return MM(v.X, v.Y) }

// Add returns v + w.
func (v Vec) Add(w Vec) Vec { return Vec{v.X + w.X, v.Y + w.Y} }

// Sub returns v - w.
func (v Vec) Sub(w Vec) Vec { return Vec{v.X - w.X, v.Y - w.Y} }

// Mul returns k v.
func (v Vec) Mul(k float64) Vec { return Vec{float64(v.X * k), float64(v.Y * k)} }

// Step returns v + k w.
func (v Vec) Step(w Vec, k float64) Vec { return v.Add(w.Mul(k)) }

// Dot returns the scalar product of v and w.
func (v Vec) Dot(w Vec) float64 { return float64(v.X*w.X) + float64(v.Y*w.Y) }

// Cross returns the cross product of v and w, positive where w is to the left of v.
func (v Vec) Cross(w Vec) float64 { return float64(v.X*w.Y) - float64(v.Y*w.X) }

// Len returns the length of v.
func (v Vec) Len() float64 { return math.Sqrt(v.Dot(v)) }

// Dist returns the distance from v to w.
func (v Vec) Dist(w Vec) float64 { return v.Sub(w).Len() }

// Left returns v turned left by a right angle.
func (v Vec) Left() Vec { return Vec{-v.Y, v.X} }

// To returns the place at share t of the way from v to w.
func (v Vec) To(w Vec, t float64) Vec { return v.Add(w.Sub(v).Mul(t)) }

// Unit returns the direction of v, in length 1; the zero vector has none and is returned itself.
func (v Vec) Unit() Vec {
	if l := v.Len(); l > 0 {
		return v.Mul(1 / l)
	}
	return v
}
