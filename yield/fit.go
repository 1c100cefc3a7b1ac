package yield

import (
	"math"

	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/internal/steady"
)

// Print is a print of a history.
type Print struct {
	Hours  float64 // that it printed, until its end or its failure
	Frames float64 // that were begun meanwhile; 0: not known, one frame
	Failed bool
}

// Interval is an estimate and between which values the truth lies, with the confidence of
// Fitted.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Fitted is what a history teaches of the hazard.
type Fitted struct {
	Prints     int      `json:"prints"`
	Failures   int      `json:"failures"`
	PerHour    Interval `json:"per_hour"`
	PerFrame   Interval `json:"per_frame"`
	Confidence float64  `json:"confidence"`
}

// Hazard returns the most likely hazard.
func (f *Fitted) Hazard() Hazard { return Hazard{f.PerHour.Value, f.PerFrame.Value} }

const (
	confidence = 0.95
	// leastPrints is how many prints teach anything at all.
	leastPrints = 3
	// most is the highest hazard that is looked for, per hour and per frame.
	most = 10.0
)

// Fit returns the hazard under which the prints are most likely, each constant with its
// interval by profile likelihood: the values that, with the other constant at its best,
// are not refused by a likelihood-ratio test.
//
// A print that failed adds the log of its hazard at that moment, PerHour + PerFrame times
// its frames per hour; each print takes off its whole exposure. That is concave, so the
// optimum is one.
//
// Errors: fewer than three prints, or none that printed at all.
func Fit(prints []Print) (*Fitted, error) {
	l := likelihood{}
	out := &Fitted{Confidence: confidence}
	for _, p := range prints {
		if p.Hours > 0 {
			l.add(p)
			out.Prints++
			if p.Failed {
				out.Failures++
			}
		}
	}
	if out.Prints < leastPrints {
		return nil, say.Errorf("the history has %d prints with their times: %d teach something of failures", out.Prints, leastPrints)
	}
	h := l.best()
	drop := distuv.ChiSquared{K: 1}.Quantile(confidence) / 2
	floor := l.at(h.PerHour, h.PerFrame) - drop
	out.PerHour = bounds(h.PerHour, func(v float64) bool { _, at := l.bestFrame(v); return at >= floor })
	out.PerFrame = bounds(h.PerFrame, func(v float64) bool { _, at := l.bestHour(v); return at >= floor })
	return out, nil
}

// likelihood is what prints say.
type likelihood struct {
	hours, frames float64   // exposure of all
	rates         []float64 // frames per hour of those that failed
}

func (l *likelihood) add(p Print) {
	frames := p.Frames
	if frames == 0 {
		frames = 1
	}
	l.hours += p.Hours
	l.frames += frames
	if p.Failed {
		l.rates = append(l.rates, frames/p.Hours)
	}
}

// at returns the log likelihood.
func (l *likelihood) at(perHour, perFrame float64) float64 {
	sum := float64(-perHour*l.hours) - float64(perFrame*l.frames)
	for _, r := range l.rates {
		sum += steady.Log(math.Max(perHour+float64(perFrame*r), 1e-300))
	}
	return sum
}

// best returns the most likely hazard: the best of the two edges and of the inside, which
// is looked for in logarithms.
func (l *likelihood) best() Hazard {
	n := float64(len(l.rates))
	if n == 0 {
		return Hazard{}
	}
	best, top := Hazard{PerHour: n / l.hours}, l.at(n/l.hours, 0)
	try := func(h Hazard) {
		if at := l.at(h.PerHour, h.PerFrame); at > top {
			best, top = h, at
		}
	}
	try(Hazard{PerFrame: n / l.frames})
	problem := optimize.Problem{Func: func(x []float64) float64 { return -l.at(math.Exp(x[0]), math.Exp(x[1])) }}
	start := []float64{steady.Log(n / l.hours / 2), steady.Log(n / l.frames / 2)}
	if r, err := optimize.Minimize(problem, start, nil, &optimize.NelderMead{}); err == nil {
		try(Hazard{math.Exp(r.X[0]), math.Exp(r.X[1])})
	}
	return best
}

// bestFrame returns the most likely hazard per frame, given that per hour.
func (l *likelihood) bestFrame(perHour float64) (v, at float64) {
	return summit(func(v float64) float64 { return l.at(perHour, v) })
}

// bestHour returns the most likely hazard per hour, given that per frame.
func (l *likelihood) bestHour(perFrame float64) (v, at float64) {
	return summit(func(v float64) float64 { return l.at(v, perFrame) })
}

// summit returns where a concave function of 0 to most is highest, by golden section.
func summit(f func(float64) float64) (x, at float64) {
	const golden = 0.6180339887498949
	lo, hi := 0.0, most
	a, b := hi-golden*(hi-lo), lo+golden*(hi-lo)
	fa, fb := f(a), f(b)
	for range 80 {
		if fa >= fb {
			hi, b, fb = b, a, fa
			a = hi - float64(golden*(hi-lo))
			fa = f(a)
		} else {
			lo, a, fa = a, b, fb
			b = lo + float64(golden*(hi-lo))
			fb = f(b)
		}
	}
	if f(0) >= fa {
		return 0, f(0)
	}
	return a, fa
}

// bounds returns the values around v that are likely enough.
func bounds(v float64, likely func(float64) bool) Interval {
	out := Interval{Value: v, High: edge(v, most, likely)}
	if !likely(0) {
		out.Low = edge(v, 0, likely)
	}
	return out
}

// edge returns how far from v towards end values are likely, by bisection.
func edge(v, end float64, likely func(float64) bool) float64 {
	if likely(end) {
		return end
	}
	for range 60 {
		if mid := (v + end) / 2; likely(mid) {
			v = mid
		} else {
			end = mid
		}
	}
	return v
}
