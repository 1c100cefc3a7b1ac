package verify

import (
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/steady"
)

// arcStep is the angle, in radians, at which arcs are looked at: their bulge beyond the
// chords is under 4 in 100,000 of the radius.
const arcStep = math.Pi / 180

// arc takes G2 and G3: the bulge must be in the area too.
func (c *Checker) arc(cmd *gcode.Command) {
	from := c.at
	e := c.at.take(cmd)
	p, q := from.place(), c.at.place()
	centre, ok := arcCentre(cmd, p, q, from.unit)
	if !ok {
		c.step(cmd.Line, &from, e)
		return
	}
	r := steady.Hypot(p.x-centre.x, p.y-centre.y)
	start := steady.Atan2(p.y-centre.y, p.x-centre.x)
	sweep := arcSweep(p, q, centre, cmd.Code == 2)
	length := steady.Hypot(float64(r*sweep), c.at.axis[2]-from.axis[2])
	if length == 0 {
		c.step(cmd.Line, &from, e)
		return
	}
	c.reach(cmd.Line, q)
	if e > 0 {
		c.draw(cmd.Line, &from, e, length)
	} else if e < 0 {
		c.alone(cmd.Line, e)
	}
	n := int(math.Ceil(math.Abs(sweep) / arcStep))
	for i := 1; i <= n; i++ {
		s, co := steady.Sincos(start + sweep*float64(i)/float64(n))
		next := place{centre.x + float64(r*co), centre.y + float64(r*s)}
		c.reach(cmd.Line, next)
		if e > 0 {
			c.place(cmd.Line, p, next, &from)
		}
		p = next
	}
}

// arcCentre returns the centre of an arc from p to q by its words I and J, or R.
func arcCentre(cmd *gcode.Command, p, q place, unit float64) (place, bool) {
	i, hasI := cmd.Get('I')
	j, hasJ := cmd.Get('J')
	if hasI || hasJ {
		return place{p.x + float64(i*unit), p.y + float64(j*unit)}, i != 0 || j != 0
	}
	r, hasR := cmd.Get('R')
	r *= unit
	dx, dy := q.x-p.x, q.y-p.y
	d := steady.Hypot(dx, dy)
	if !hasR || d == 0 || r == 0 {
		return place{}, false
	}
	h := math.Sqrt(max(0, float64(r*r)-d*d/4)) / d
	if (cmd.Code == 2) != (r < 0) {
		h = -h
	}
	return place{p.x + dx/2 - float64(h*dy), p.y + dy/2 + float64(h*dx)}, true
}

// arcSweep returns the angle from p to q around the centre, negative clockwise. Where
// they are one point it is a full turn.
func arcSweep(p, q, centre place, clockwise bool) float64 {
	a := steady.Atan2(q.y-centre.y, q.x-centre.x) - steady.Atan2(p.y-centre.y, p.x-centre.x)
	if clockwise {
		for a >= -1e-9 {
			a -= 2 * math.Pi
		}
		return a
	}
	for a <= 1e-9 {
		a += 2 * math.Pi
	}
	return a
}
