package geom

import "math"

// Pose is a place in the plane and a turn: how the points of a part lie on a bed. The
// zero Pose leaves them where they are.
type Pose struct {
	At       Point
	sin, cos float64
	turned   bool
}

// NewPose returns the pose that turns by degrees anticlockwise around the origin, then
// moves the origin to at.
func NewPose(at Point, degrees float64) Pose {
	if degrees == 0 {
		return Pose{At: at}
	}
	sin, cos := SinCos(float64(degrees * math.Pi / 180))
	return Pose{at, sin, cos, true}
}

// Place returns where p of the part lies, to the nearest nanometre.
func (o *Pose) Place(p Point) Point {
	if o.turned {
		p = p.RotateBy(o.sin, o.cos)
	}
	return p.Add(o.At)
}

// Turn returns (x, y), in any unit, turned as o turns, not moved.
func (o *Pose) Turn(x, y float64) (float64, float64) {
	if !o.turned {
		return x, y
	}
	return float64(x*o.cos) - float64(y*o.sin), float64(x*o.sin) + float64(y*o.cos)
}

// Back returns the point of the part that Place puts at p, within a nanometre.
func (o *Pose) Back(p Point) Point {
	p = p.Sub(o.At)
	if o.turned {
		p = p.RotateBy(-o.sin, o.cos)
	}
	return p
}

// Ring returns where r of the part lies.
func (o *Pose) Ring(r Ring) Ring {
	out := make(Ring, len(r))
	for i, p := range r {
		out[i] = o.Place(p)
	}
	return out
}
