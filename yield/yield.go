// Package yield reckons how many good frames a printer makes where prints may fail and
// somebody clears the bed at certain hours only: the expected frames of a batch, those of
// a day, and which batch is best started at each visit.
//
// Times are seconds, filament is grams.
package yield

import "math"

// Hazard is how often prints fail. Failures come at random: as often in the last hour as
// in the first.
type Hazard struct {
	PerHour  float64 `json:"per_hour"`  // of printing
	PerFrame float64 `json:"per_frame"` // of each frame begun, in each column: its first layer may not hold
}

// Default is a guess: of ten frames above each other that take seven hours, one batch in
// fourteen fails. A history of prints does better; see Fit.
func Default() Hazard { return Hazard{PerHour: 0.005, PerFrame: 0.004} }

// Times returns h multiplied by f.
func (h Hazard) Times(f float64) Hazard { return Hazard{h.PerHour * f, h.PerFrame * f} }

// Step is a part of a print at whose end frames are finished.
type Step struct {
	Seconds float64
	Frames  int // finished at its end; as many are begun
	Grams   float64
}

// Batch is one print. What fails in a step loses its frames and those of all steps after
// it; those of the steps before are good.
type Batch struct {
	Steps []Step
	CoolS float64 // from the end until the frames come off
}

// Seconds returns how long b prints.
func (b Batch) Seconds() float64 {
	s := 0.0
	for _, st := range b.Steps {
		s += st.Seconds
	}
	return s
}

// Frames returns how many frames b makes where nothing fails.
func (b Batch) Frames() int {
	n := 0
	for _, st := range b.Steps {
		n += st.Frames
	}
	return n
}

// Grams returns what b takes of the spool.
func (b Batch) Grams() float64 {
	g := 0.0
	for _, st := range b.Steps {
		g += st.Grams
	}
	return g
}

// load returns what the failures' number is expected to be in st.
func (h Hazard) load(st Step) float64 {
	return h.PerHour*st.Seconds/3600 + float64(h.PerFrame*float64(st.Frames))
}

// Good returns how many frames of b are expected to be good: the sum over its steps of
// their frames times the chance that nothing has failed by their end.
func (b Batch) Good(h Hazard) float64 {
	sum, load := 0.0, 0.0
	for _, st := range b.Steps {
		load += h.load(st)
		sum += float64(float64(st.Frames) * math.Exp(-load))
	}
	return sum
}

// Spread returns how many frames of b are expected to be good, and the variance of that.
func (b Batch) Spread(h Hazard) (mean, variance float64) {
	load, finished, square := 0.0, 0.0, 0.0
	for _, st := range b.Steps {
		load += h.load(st)
		n, alive := float64(st.Frames), math.Exp(-load)
		mean += float64(n * alive)
		square += float64(n * (float64(2*finished) + n) * alive) // (f+n)^2 - f^2
		finished += n
	}
	return mean, math.Max(0, square-float64(mean*mean))
}

// survival returns the chance that nothing of b has failed by t seconds from its start.
// Within a step failures are as likely at any time.
func (b Batch) survival(h Hazard, t float64) float64 {
	load := 0.0
	for _, st := range b.Steps {
		if t < st.Seconds {
			if t > 0 {
				load += h.load(st) * t / st.Seconds
			}
			break
		}
		load += h.load(st)
		t -= st.Seconds
	}
	return math.Exp(-load)
}

// meanSeconds returns how long b is expected to print until it ends or fails.
func (b Batch) meanSeconds(h Hazard) float64 {
	return b.mean(h, func(st Step) float64 { return st.Seconds })
}

// meanGrams returns what b is expected to take until it ends or fails.
func (b Batch) meanGrams(h Hazard) float64 {
	return b.mean(h, func(st Step) float64 { return st.Grams })
}

// mean returns how much of what its steps take b is expected to take until it ends or
// fails.
func (b Batch) mean(h Hazard, of func(Step) float64) float64 {
	sum, load := 0.0, 0.0
	for _, st := range b.Steps {
		l := h.load(st)
		sum += float64(of(st) * math.Exp(-load) * lasting(l))
		load += l
	}
	return sum
}

// lasting returns the share of a step of the given load that is printed in the mean: the
// mean of exp(-x) for x from 0 to load.
func lasting(load float64) float64 {
	if load < 1e-12 {
		return 1
	}
	return -math.Expm1(-load) / load
}

// printed returns the grams that b has taken t seconds from its start.
func (b Batch) printed(t float64) float64 {
	g := 0.0
	for _, st := range b.Steps {
		if t < st.Seconds {
			return g + st.Grams*max(t, 0)/st.Seconds
		}
		g += st.Grams
		t -= st.Seconds
	}
	return g
}
