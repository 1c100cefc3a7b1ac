package motion

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// The steps of a ramp are summed one by one where the speed changes much from step to
// step, and in closed form elsewhere.
const (
	slowSteps = 40 // steps/s squared over steps/s2 under which steps are summed
	fewSteps  = 24 // steps that are not worth the closed form
)

// seconds is the time in which the stepper makes the block's steps, entering and leaving
// it with the given squares of speeds. The first interval is that of the entry rate; the
// time that has passed, with it, decides each next rate; whether a step speeds up, goes
// on or slows down is decided by its number.
func (b *block) seconds(entryV2, exitV2 float64) float64 {
	perMM := b.rate / b.nominal
	first := max(math.Ceil(math.Sqrt(entryV2)*perMM), minRate)
	last := max(math.Ceil(math.Sqrt(exitV2)*perMM), minRate)
	up, down := b.phases(first, last)
	left := b.steps - 1
	up = min(up, left)
	rate, t := rampUp(first, b.accelRate, b.rate, up)
	left -= up
	if cruise := left - max(0, down-1); cruise > 0 {
		t += cruise / b.rate
		left -= cruise
	}
	return t + rampDown(rate, b.accelRate, last, left)
}

// phases returns how many steps speed up and how many slow down, the last step of the
// block being one of them.
func (b *block) phases(first, last float64) (up, down float64) {
	up = max(0, math.Ceil((float64(b.rate*b.rate)-float64(first*first))/(2*b.accelRate)))
	down = max(0, math.Floor((float64(b.rate*b.rate)-float64(last*last))/(2*b.accelRate)))
	if up+down > b.steps {
		up = math.Ceil((float64(2*b.accelRate*b.steps) - float64(first*first) + float64(last*last)) / (4 * b.accelRate))
		up = min(max(up, 0), b.steps)
		down = b.steps - up
	}
	return up, down
}

// rampUp takes the step of rate first and then n that speed up to at most top. It returns
// the rate of the last and the time of all.
func rampUp(first, a, top, n float64) (rate, t float64) {
	rate, t = first, 1/first
	for ; n > 0; n-- {
		if rate = first + float64(a*t); rate > top {
			rate = top
		}
		if n > fewSteps && rate > math.Sqrt(slowSteps*a) {
			last, more := longRampUp(rate, a, top, n)
			return last, t + more
		}
		t += 1 / rate
	}
	return rate, t
}

// longRampUp is n steps from the rate v on. With w = v2 each step makes w + 2a + a2/w of
// it; the sum of 1/w is ln(w1/w0)/2a and a little more (Euler and Maclaurin).
func longRampUp(v, a, top, n float64) (rate, t float64) {
	w0 := float64(v * v)
	w1 := w0 + float64(2*a*n)
	for range 2 {
		w1 = w0 + float64(2*a*n) + float64(a/2*steady.Log(w1/w0)) + float64(a*a/4*(1/w0-1/w1))
	}
	end := math.Sqrt(w1)
	if rate = (end + math.Sqrt(w1-float64(4*a))) / 2; rate <= top {
		return rate, (end - v) / a
	}
	w1 = max(float64(top*top), w0)
	steps := (w1 - w0 - float64(a/2*steady.Log(w1/w0))) / (2 * a)
	return top, (top-v)/a + max(0, n-steps)/top
}

// rampDown returns the time of n steps that slow down from the rate v to at least last.
// The first is not slower yet.
func rampDown(v, a, last, n float64) float64 {
	t := 0.0
	w, least := float64(v*v), max(float64(last*last), float64(slowSteps*a))
	if k := min(n, math.Floor((w-least)/(2*a))); k > fewSteps {
		w1 := w - float64(2*a*k)
		for range 2 {
			w1 = w - float64(2*a*k) + float64(a/2*steady.Log(w/w1)) + float64(a*a/4*(1/w-1/w1))
		}
		t, n = (v-math.Sqrt(w1))/a, n-k
	}
	for ; n > 0; n-- {
		r := v - float64(a*t)
		if r <= last {
			return t + n/last
		}
		t += 1 / r
	}
	return t
}
