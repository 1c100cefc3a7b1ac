package motion

import "math"

// seconds is the time in which the stepper makes the block's steps, entering and leaving
// it with the given squares of speeds. The first interval is that of the entry rate; the
// time that has passed, with it, decides each next rate; whether a step speeds up, goes
// on or slows down is decided by its number.
func (b *block) seconds(entryV2, exitV2 float64) float64 {
	perMM := b.rate / b.nominal
	first := math.Max(math.Ceil(math.Sqrt(entryV2)*perMM), minRate)
	last := math.Max(math.Ceil(math.Sqrt(exitV2)*perMM), minRate)
	up, down := b.phases(first, last)
	rate := first
	t := 1 / first
	n := 1.0
	for ; n <= up && n < b.steps; n++ {
		rate = math.Min(first+b.accelRate*t, b.rate)
		t += 1 / rate
	}
	if cruise := math.Min(b.steps-down, b.steps-1) - n + 1; cruise > 0 {
		t += cruise / b.rate
		n += cruise
	}
	for fall := 0.0; n < b.steps; n++ {
		r := math.Max(rate-b.accelRate*fall, last)
		fall += 1 / r
		t += 1 / r
	}
	return t
}

// phases returns how many steps speed up and how many slow down.
func (b *block) phases(first, last float64) (up, down float64) {
	up = math.Max(0, math.Ceil((b.rate*b.rate-first*first)/(2*b.accelRate)))
	down = math.Max(0, math.Floor((b.rate*b.rate-last*last)/(2*b.accelRate)))
	if up+down > b.steps {
		up = math.Ceil((2*b.accelRate*b.steps - first*first + last*last) / (4 * b.accelRate))
		up = math.Min(math.Max(up, 0), b.steps)
		down = b.steps - up
	}
	return up, down
}
