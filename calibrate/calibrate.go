package calibrate

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"gonum.org/v1/gonum/stat"
)

// leastPrints is how many prints can teach anything at all.
const leastPrints = 3

// Options tells what is known before the history is read.
type Options struct {
	Set profiles.Set // whose constants are to be fitted
	// Estimate estimates the file of a print, and reports whether it is there; nil: the
	// history's own numbers are used.
	Estimate func(file string) (*estimate.Estimate, bool)
	// Job is what the batch prints; nil: the median of the history.
	Job   *estimate.Estimate
	Batch int // prints in the batch; 0: 1
}

// Constant is a fitted constant.
type Constant struct {
	Value float64 `json:"value"`
	SD    float64 `json:"sd"`    // standard deviation
	Prior float64 `json:"prior"` // what the profile says
	// Learned is the share of the prior's variance that the history took away: 0 where it
	// teaches nothing of the constant, near 1 where it fixes it.
	Learned float64 `json:"learned"`
}

// Quantiles tell a batch's time: it is as likely over P50S as under it, and over P90S once
// in ten times. The prints alone, one after another, in s.
type Quantiles struct {
	Prints int     `json:"prints"`
	P50S   float64 `json:"p50_s"`
	P90S   float64 `json:"p90_s"`
}

// Residuals tell how far the prints used are from the fit, actual less expected, in s.
type Residuals struct {
	SD     float64 `json:"sd_s"`
	P10    float64 `json:"p10_s"`
	Median float64 `json:"median_s"`
	P90    float64 `json:"p90_s"`
	Worst  float64 `json:"worst_s"`
	// MotionBias is by how much the moves took longer than said, as a share, and its
	// standard deviation. It is not corrected: the moves' times come from the planner.
	MotionBias   float64 `json:"motion_bias"`
	MotionBiasSD float64 `json:"motion_bias_sd"`
}

// Result is what the history teaches.
type Result struct {
	Used     int         `json:"used"`
	Rejected []Rejection `json:"rejected"`

	Overhead Constant `json:"overhead_s"`  // of a print besides moves, homing, heating, probing
	Heating  Constant `json:"heating"`     // factor on the profile's heating times
	Probe    Constant `json:"probe_s"`     // of one point
	Flow     Constant `json:"flow_factor"` // filament used for each mm said
	FlowUsed int      `json:"flow_used"`   // prints that tell it
	Points   bool     `json:"probes"`      // whether prints probe at all

	Residuals Residuals  `json:"residuals"`
	Batch     Quantiles  `json:"batch"`
	Expected  []Expected `json:"prints"`
	set       profiles.Set
}

// Expected is a print that was used, with what the fit expects of it.
type Expected struct {
	Row       int     `json:"row"`
	File      string  `json:"file"`
	ActualS   float64 `json:"actual_s"`
	ExpectedS float64 `json:"expected_s"`
}

// Fit fits the constants to the prints. Rejected are those that Read gave up already.
// The same history gives the same result.
//
// Errors: fewer than 3 prints can be used.
func Fit(prints []Print, rejected []Rejection, o Options) (*Result, error) {
	m := newModel(&o, prints)
	r := &Result{Rejected: slices.Clone(rejected), set: o.Set}
	rows := m.rows(r)
	if len(rows) >= leastPrints {
		rows = m.drop(rows, r)
	}
	if len(rows) < leastPrints {
		return nil, tooFew(len(rows), len(prints)+len(rejected), r)
	}
	l := fit(rows, &m.prior, spread(rows, &line{theta: m.prior.mean}))
	r.Used = len(rows)
	r.Overhead, r.Heating, r.Probe = m.constant(&l, overhead), m.constant(&l, heating), m.constant(&l, probe)
	r.Points = slices.ContainsFunc(rows, func(x row) bool { return x.x[probe] > 0 })
	m.flow(rows, r)
	m.residuals(rows, &l, r)
	r.Batch = m.batch(rows, &l, r.Used)
	slices.SortFunc(r.Rejected, func(a, b Rejection) int { return cmp.Or(a.Row-b.Row, strings.Compare(a.File, b.File)) })
	return r, nil
}

// tooFew is the error of a history that teaches nothing, with the first reason.
func tooFew(used, of int, r *Result) error {
	if len(r.Rejected) == 0 {
		return say.Errorf("%d prints can be used and %d are needed at least", used, leastPrints)
	}
	first := r.Rejected[0]
	return say.Errorf("%d of %d prints can be used and %d are needed at least; print %d: %v", used, of, leastPrints, first.Row, first.Why)
}

// constant returns the i-th constant of the line.
func (m *model) constant(l *line, i int) Constant {
	sd := math.Sqrt(l.cov[i][i])
	known := 1 - l.cov[i][i]/(m.prior.sd[i]*m.prior.sd[i])
	return Constant{Value: l.theta[i], SD: sd, Prior: m.prior.mean[i], Learned: math.Min(1, math.Max(0, known))}
}

// drop rejects the outliers of rows.
func (m *model) drop(rows []row, r *Result) (kept []row) {
	l := robust(rows, &m.prior)
	for _, x := range rows {
		p := &m.prints[x.print]
		expected := p.ActualS - x.y + x.at(&l.theta)
		off := p.ActualS - expected
		far := math.Max(farSigmas*l.sigma, math.Max(leastFar, farShare*expected))
		switch {
		case off > far:
			r.reject(p, say.T("it took %.0f s and %.0f s were expected: it was probably paused", p.ActualS, expected))
		case off < -far:
			r.reject(p, say.T("it took %.0f s and %.0f s were expected: it probably ended early", p.ActualS, expected))
		default:
			kept = append(kept, x)
		}
	}
	return kept
}

func (r *Result) reject(p *Print, why say.Text) {
	r.Rejected = append(r.Rejected, Rejection{p.Row, p.File, why})
}

// residuals sums up how far the prints are from the line.
func (m *model) residuals(rows []row, l *line, r *Result) {
	d := make([]float64, len(rows))
	motion := make([]float64, len(rows))
	for i := range rows {
		p := &m.prints[rows[i].print]
		d[i] = rows[i].y - rows[i].at(&l.theta)
		motion[i] = m.motion[rows[i].print]
		r.Expected = append(r.Expected, Expected{p.Row, p.File, p.ActualS, p.ActualS - d[i]})
	}
	res := &r.Residuals
	res.SD = l.sigma
	res.MotionBias, res.MotionBiasSD = slope(motion, d, l.sigma)
	for _, x := range d {
		if math.Abs(x) > math.Abs(res.Worst) {
			res.Worst = x
		}
	}
	slices.Sort(d)
	res.P10, res.Median, res.P90 = stat.Quantile(0.1, stat.LinInterp, d, nil), stat.Quantile(0.5, stat.LinInterp, d, nil), stat.Quantile(0.9, stat.LinInterp, d, nil)
}

// slope returns the slope of y over x and its standard deviation, 0 where x is all alike.
func slope(x, y []float64, sigma float64) (b, sd float64) {
	mean := stat.Mean(x, nil)
	var sxx, sxy float64
	for i := range x {
		sxx += float64((x[i] - mean) * (x[i] - mean))
		sxy += float64((x[i] - mean) * y[i])
	}
	if sxx < 1 {
		return 0, 0
	}
	return sxy / sxx, sigma / math.Sqrt(sxx)
}
