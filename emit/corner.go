package emit

import (
	"math"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// corner is how fast corners are gone through, as the printer's firmware counts it: jerk
// along X and Y or square corner velocity in micrometres/s, or junction deviation in
// micrometres.
type corner struct{ x, y int64 }

const (
	// rightAngle is the junction deviation at which a right angle is gone through at v with
	// the acceleration a, times a over v squared. Source: Klipper, Kinematics.md.
	rightAngle = math.Sqrt2 - 1
	// leastDeviation and mostDeviation are what Marlin takes, micrometres. Source: Marlin's
	// document of M205.
	leastDeviation, mostDeviation = 10, 300
)

// ownCorner returns the printer's own.
func (r *rules) ownCorner() corner {
	l := &r.limits
	switch {
	case r.firmware == profiles.Klipper:
		return corner{x: micrometres(float64(l.SquareCornerVelocity))}
	case r.deviates():
		return corner{x: micrometres(float64(l.JunctionDeviation))}
	}
	return corner{micrometres(float64(l.JerkX)), micrometres(float64(l.JerkY))}
}

// deviates reports whether the printer's corners are a junction deviation.
func (r *rules) deviates() bool {
	return r.limits.JunctionDeviation > 0 && r.firmware != profiles.RRF
}

// corners sets how fast p's corners are gone through.
func (e *emitter) corners(p *toolpath.Path) {
	c := e.ownCorner()
	switch {
	case p.Corner <= 0:
	case e.firmware == profiles.Klipper:
		c.x = micrometres(p.Corner)
	case e.deviates():
		accel := p.Accel
		if accel <= 0 {
			accel = float64(e.limits.Accel)
		}
		c.x = min(mostDeviation, max(leastDeviation, micrometres(rightAngle*p.Corner*p.Corner/accel)))
	default:
		c.x = micrometres(p.Corner)
		c.y = c.x
	}
	e.turn(c)
}

// turn makes c what the printer goes by.
func (e *emitter) turn(c corner) {
	if c == e.corner {
		return
	}
	e.corner = c
	switch {
	case e.firmware == profiles.Klipper:
		e.comment("SET_VELOCITY_LIMIT SQUARE_CORNER_VELOCITY=", c.x, 3)
	case e.deviates():
		e.comment("M205 J", c.x, 3)
	case e.firmware == profiles.RRF: // mm/min
		e.buf = append(e.buf, "M566"...)
		e.word('X', c.x*60/microns, 0)
		e.word('Y', c.y*60/microns, 0)
		e.end()
	default:
		e.buf = append(e.buf, "M205"...)
		e.word('X', c.x, 3)
		e.word('Y', c.y, 3)
		e.end()
	}
}
