package deposit

import (
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
)

// bulge is how far, mm, an arc may lie beyond its chords.
const bulge = 0.001

// arc returns the ends of chords along G2 or G3 from p to q; just q where the command
// names no arc.
func arc(c *gcode.Command, from, to [3]float64, unit float64) []geom.Point {
	p, q := geom.V(from[0], from[1]), geom.V(to[0], to[1])
	end := []geom.Point{geom.MM(q.X, q.Y)}
	m, ok := centre(c, p, q, unit)
	if !ok {
		return end
	}
	r := p.Sub(m).Len()
	start, sweep := steady.Atan2(p.Y-m.Y, p.X-m.X), swept(p.Sub(m), q.Sub(m), c.Code == 2)
	step := 2 * steady.Acos(max(0.5, 1-bulge/r))
	n := int(min(10_000, math.Ceil(math.Abs(sweep)/step)))
	var out []geom.Point
	for i := 1; i < n; i++ {
		s, co := steady.Sincos(start + sweep*float64(i)/float64(n))
		out = append(out, geom.MM(m.X+float64(r*co), m.Y+float64(r*s)))
	}
	return append(out, end...)
}

// centre returns the centre of an arc from p to q by its words I and J, or R.
func centre(c *gcode.Command, p, q geom.Vec, unit float64) (geom.Vec, bool) {
	i, hasI := c.Get('I')
	j, hasJ := c.Get('J')
	if hasI || hasJ {
		return p.Add(geom.V(i, j).Mul(unit)), i != 0 || j != 0
	}
	r, _ := c.Get('R')
	d := q.Sub(p)
	l := d.Len()
	if r == 0 || l == 0 {
		return geom.Vec{}, false
	}
	r *= unit
	h := math.Sqrt(max(0, float64(r*r)-l*l/4)) / l
	if (c.Code == 2) != (r < 0) {
		h = -h
	}
	return p.Add(d.Mul(0.5)).Add(d.Left().Mul(h)), true
}

// swept returns the angle from a to b, negative clockwise; a full turn where they are
// one.
func swept(a, b geom.Vec, clockwise bool) float64 {
	t := steady.Atan2(a.Cross(b), a.Dot(b))
	if clockwise && t > -1e-9 {
		return t - 2*math.Pi
	}
	if !clockwise && t < 1e-9 {
		return t + 2*math.Pi
	}
	return t
}
