package geom

import "math"

// SinCos returns the sine and cosine of angle radians, within 2e-16 for angles of a few
// turns, and exactly at quarter turns. Unlike math.Sincos, it is the same on every
// architecture.
//
// Source: the Taylor series around the nearest quarter turn.
func SinCos(angle float64) (sin, cos float64) {
	quarters := math.Round(angle / (math.Pi / 2))
	x := angle - float64(quarters*(math.Pi/2))
	sin, cos = 0, 1
	if math.Abs(x) > 1e-12 {
		sin, cos = series(x)
	}
	switch int64(math.Mod(quarters, 4)+4) % 4 {
	case 1:
		return cos, -sin
	case 2:
		return -sin, -cos
	case 3:
		return -cos, sin
	}
	return sin, cos
}

// series returns the sine and cosine of x, within an eighth of a turn.
func series(x float64) (sin, cos float64) {
	x2 := float64(x * x)
	for k := 18.0; k > 0; k -= 2 {
		sin = float64(x2/(k*(k+1))) * (1 - sin)
		cos = float64(x2/(k*(k-1))) * (1 - cos)
	}
	return float64(x * (1 - sin)), 1 - cos
}

// Rotate returns p turned counter-clockwise about the origin by angle radians, rounded to
// the grid; exact at quarter turns. To turn many points, use RotateBy.
func (p Point) Rotate(angle float64) Point { return p.RotateBy(SinCos(angle)) }

// RotateBy returns p turned about the origin by the angle with the given sine and cosine.
func (p Point) RotateBy(sin, cos float64) Point {
	x, y := float64(p.X), float64(p.Y)
	return Point{
		int64(math.Round(float64(x*cos) - float64(y*sin))),
		int64(math.Round(float64(x*sin) + float64(y*cos))),
	}
}
