package calibrate

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// The constants of the line that is fitted: seconds of a print besides its moves and
// homing are overhead + heating x seconds of heating + probe x points.
const (
	overhead = iota
	heating
	probe
	constants
)

// row is a print as the fit sees it.
type row struct {
	x     [constants]float64 // what each constant is multiplied by
	y     float64            // seconds besides moves and homing
	print int                // index
}

// at returns the seconds that the constants give.
func (r *row) at(theta *[constants]float64) float64 {
	s := 0.0
	for i, x := range r.x {
		s += float64(x * theta[i])
	}
	return s
}

// prior is what is believed of the constants before any print is seen.
type prior struct {
	mean, sd [constants]float64
}

// line is a fitted line.
type line struct {
	theta [constants]float64
	cov   [constants][constants]float64
	sigma float64 // s, of a print around the line
}

// The steps of the fit.
const (
	robustSteps = 30  // reweightings
	tails       = 4.0 // degrees of freedom of the noise while outliers are still in
	leastSigma  = 3.0 // s: clocks and hosts are no better
	farSigmas   = 4.0 // what is farther from the line is an outlier
	leastFar    = 20.0
	farShare    = 0.01 // of the print's time
)

// robust fits a line that outliers hardly move: noise with long tails, by weighting the
// prints again and again.
func robust(rows []row, p *prior) line {
	weights := make([]float64, len(rows))
	for i := range weights {
		weights[i] = 1
	}
	l := line{theta: p.mean}
	l.sigma = spread(rows, &l)
	for range robustSteps {
		for i := range rows {
			r := (rows[i].y - rows[i].at(&l.theta)) / l.sigma
			weights[i] = (tails + 1) / (tails + float64(r*r))
		}
		solve(rows, weights, p, &l)
		l.sigma = spread(rows, &l)
	}
	return l
}

// spread is the prints' standard deviation around the line, by the median of the
// distances, which half of them may spoil.
func spread(rows []row, l *line) float64 {
	d := make([]float64, len(rows))
	for i := range rows {
		d[i] = math.Abs(rows[i].y - rows[i].at(&l.theta))
	}
	slices.Sort(d)
	return math.Max(leastSigma, 1.4826*stat.Quantile(0.5, stat.Empirical, d, nil))
}

// fit fits a line to rows without outliers.
func fit(rows []row, p *prior, sigma float64) line {
	weights := make([]float64, len(rows))
	for i := range weights {
		weights[i] = 1
	}
	l := line{sigma: sigma}
	for range 5 {
		solve(rows, weights, p, &l)
		sum := 0.0
		for i := range rows {
			d := rows[i].y - rows[i].at(&l.theta)
			sum += float64(d * d)
		}
		free := math.Max(1, float64(len(rows)-constants))
		l.sigma = math.Max(leastSigma, math.Sqrt(sum/free))
	}
	return l
}

// solve sets l's constants to the most probable ones for noise of l.sigma, and their
// covariance. A constant that would be negative is held at 0.
func solve(rows []row, weights []float64, p *prior, l *line) {
	held := [constants]bool{}
	for range constants {
		solveFree(rows, weights, p, l, &held)
		negative := false
		for i, v := range l.theta {
			if v < 0 {
				held[i], negative = true, true
			}
		}
		if !negative {
			return
		}
	}
	for i := range l.theta {
		l.theta[i] = math.Max(0, l.theta[i])
	}
}

// heldSD is the deviation with which a constant is held at 0, as a share of its prior's.
const heldSD = 1e-6

// solveFree solves the normal equations of the prints and the priors.
func solveFree(rows []row, weights []float64, p *prior, l *line, held *[constants]bool) {
	a := mat.NewSymDense(constants, nil)
	b := mat.NewVecDense(constants, nil)
	for i := range constants {
		mean, sd := p.mean[i], p.sd[i]
		if held[i] {
			mean, sd = 0, sd*heldSD
		}
		a.SetSym(i, i, 1/(sd*sd))
		b.SetVec(i, mean/(sd*sd))
	}
	for k := range rows {
		w := weights[k] / (l.sigma * l.sigma)
		for i, x := range rows[k].x {
			b.SetVec(i, b.AtVec(i)+float64(w*x*rows[k].y))
			for j := i; j < constants; j++ {
				a.SetSym(i, j, a.At(i, j)+float64(w*x*rows[k].x[j]))
			}
		}
	}
	var c mat.Cholesky
	if !c.Factorize(a) {
		return // not with finite rows and priors above 0
	}
	var theta mat.VecDense
	var cov mat.SymDense
	if c.SolveVecTo(&theta, b) != nil || c.InverseTo(&cov) != nil {
		return // nearly singular: the constants stay
	}
	for i := range constants {
		l.theta[i] = theta.AtVec(i)
		for j := range constants {
			l.cov[i][j] = cov.At(i, j)
		}
	}
	for i, h := range held {
		if h {
			l.theta[i] = 0
		}
	}
}

// uncertain returns the variance of x times the constants.
func (l *line) uncertain(x *[constants]float64) float64 {
	v := 0.0
	for i := range x {
		for j := range x {
			v += float64(x[i] * l.cov[i][j] * x[j])
		}
	}
	return math.Max(0, v)
}
