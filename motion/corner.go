package motion

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// deviation returns the square of the highest speed at the corner before b, by junction
// deviation. The unit vectors are in X Y Z E.
//
// Source: Marlin's documentation of junction deviation; reference times for the rest.
func (p *marlinPlan) deviation(b *block, s *segment, a *arc) float64 {
	if p.prev.nominal == 0 {
		return 0
	}
	cos := 0.0
	for i := range s.unit {
		cos -= float64(s.unit[i] * p.prev.unit[i])
	}
	v2 := minSpeed * minSpeed
	if cos <= 0.999999 {
		cos = max(cos, -0.999999)
		ja := p.cornerAccel(b.accel, &s.unit)
		if a.radius > 0 && !a.first {
			v2 = ja * a.radius
		} else {
			v2 = deviationV2(ja, p.lim.JunctionDeviation, cos, b.d)
		}
	}
	return min(v2, min(s.nominal*s.nominal, p.prev.nominal*p.prev.nominal))
}

// deviationV2 is the rule itself; short moves that turn little are taken for an arc.
func deviationV2(ja, jd, cos, d float64) float64 {
	sinHalf := math.Sqrt(0.5 * (1 - cos))
	v2 := ja * jd * sinHalf / (1 - sinHalf)
	if d < 1 && cos < -math.Sqrt2/2 {
		v2 = min(v2, d*ja/steady.Acos(-cos))
	}
	return v2
}

// cornerAccel is accel, lowered so that no axis exceeds its own along the change of
// direction.
func (p *marlinPlan) cornerAccel(accel float64, unit *Axes) float64 {
	var v Axes
	for i := range v {
		v[i] = unit[i] - p.prev.unit[i]
	}
	for i, u := range normal(v) {
		if u = math.Abs(u); accel*u > p.lim.MaxAccel[i] {
			accel = p.lim.MaxAccel[i] / u
		}
	}
	return accel
}

// normal scales v to the length 1; 0 stays.
func normal(v Axes) Axes {
	sum := float64(v[X]*v[X]) + float64(v[Y]*v[Y]) + float64(v[Z]*v[Z]) + float64(v[E]*v[E])
	if sum == 0 {
		return v
	}
	scale := 1 / math.Sqrt(sum)
	for i := range v {
		v[i] *= scale
	}
	return v
}

// jerk returns the square of the highest speed at the corner before s, by classic jerk.
//
// Source: behaviour of Prusa's planner, from which Marlin has it.
func (p *marlinPlan) jerk(s *segment) float64 {
	safe := safeSpeed(s, &p.lim.Jerk)
	v := safe
	if p.prev.nominal > 0 {
		v = jerkSpeed(&p.prev, s, &p.lim.Jerk)
		if p.safe > 0.99*v && safe > 0.99*v {
			v = safe
		}
	}
	p.safe = safe
	return v * v
}

// safeSpeed is the speed from which no axis jumps by more than its jerk to a stop.
func safeSpeed(s *segment, jerk *Axes) float64 {
	v := s.nominal
	for i := range jerk {
		if j := math.Abs(s.speed[i]); j*v > jerk[i]*s.nominal {
			v = jerk[i] * s.nominal / j
		}
	}
	return v
}

// jerkSpeed is the speed that both segments share at their corner, so that no axis jumps
// by more than its jerk; an axis that reverses counts its faster side only.
func jerkSpeed(prev, next *segment, jerk *Axes) float64 {
	v := min(prev.nominal, next.nominal)
	scale := v / prev.nominal
	factor := 1.0
	for i := range jerk {
		a, b := float64(prev.speed[i]*scale*factor), float64(next.speed[i]*factor)
		jump := math.Abs(a - b)
		if a*b < 0 {
			jump = max(math.Abs(a), math.Abs(b))
		}
		if jump > jerk[i] {
			factor *= jerk[i] / jump
		}
	}
	return float64(v * factor)
}
