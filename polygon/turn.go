package polygon

import "github.com/visiere/visiere/geom"

// Turn returns r turned counter-clockwise about the origin by angle radians, each point
// rounded to the grid; it is not brought back to normal form.
func (r Region) Turn(angle float64) Region {
	sin, cos := geom.SinCos(angle)
	out := make(Region, len(r))
	for i, g := range r {
		out[i] = make(Ring, len(g))
		for k, p := range g {
			out[i][k] = p.RotateBy(sin, cos)
		}
	}
	return out
}
