package calibrate

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// model is what the printer's profile says of each print.
type model struct {
	opt    *Options
	known  estimate.Options
	prints []Print
	motion []float64 // s, by print; -1: not known
	heat   []float64
	homing []float64
	points []float64
	wanted []float64 // mm of filament
	prior  prior
}

// What is believed before: standard deviations, as shares of the profile's values where
// there is a share.
const (
	overheadSD  = 60.0 // s
	heatingSD   = 0.3
	probeSD     = 0.5
	leastProbe  = 2.0 // s of a point where the profile has none
	flowSD      = 0.05
	leastFlowSD = 0.002
	farFlow     = 0.15 // share by which a print's filament may be off
)

func newModel(o *Options, prints []Print) *model {
	m := &model{opt: o, known: estimate.FromProfiles(o.Set), prints: prints}
	point := m.known.ProbeS
	if point <= 0 {
		point = leastProbe
	}
	m.prior.mean = [constants]float64{m.known.OverheadS, 1, point}
	m.prior.sd = [constants]float64{overheadSD, heatingSD, probeSD * point}
	for _, s := range []*[]float64{&m.motion, &m.heat, &m.homing, &m.points, &m.wanted} {
		*s = make([]float64, len(prints))
	}
	start := m.starts()
	for i := range prints {
		m.reckon(i, start[i])
	}
	return m
}

// starts returns the temperature of the bed when each print started: that of the air, or
// warmer where the print before had ended shortly before.
func (m *model) starts() []float64 {
	air := m.air()
	temps := make([]float64, len(m.prints))
	order := make([]int, len(m.prints))
	for i := range order {
		order[i], temps[i] = i, air
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.prints[a].Start, m.prints[b].Start) })
	for k := 1; k < len(order); k++ {
		last, p := &m.prints[order[k-1]], &m.prints[order[k]]
		end := math.Max(last.End, last.Start+last.ActualS)
		if last.Start > 0 && last.BedC > air && p.Start >= end && m.known.Bed.Counts() {
			temps[order[k]] = m.known.Bed.After(p.Start-end, last.BedC, air, air)
		}
	}
	return temps
}

func (m *model) air() float64 {
	if m.known.Ambient > 0 {
		return m.known.Ambient
	}
	return 20
}

// reckon tells what the profile says of print i, whose bed starts at bed.
func (m *model) reckon(i int, bed float64) {
	p := &m.prints[i]
	var est *estimate.Estimate
	if m.opt.Estimate != nil && p.File != "" {
		if e, ok := m.opt.Estimate(p.File); ok {
			est = e
		}
	}
	if p.ActualS == 0 && p.End > p.Start && p.Start > 0 {
		p.ActualS = p.End - p.Start
	}
	m.points[i], m.homing[i], m.wanted[i] = m.profilePoints(p), m.known.HomingS, p.WantedMM
	if p.HomingS > 0 {
		m.homing[i] = p.HomingS
	}
	if est != nil {
		p.BedC, p.NozzleC = math.Max(p.BedC, est.BedC), math.Max(p.NozzleC, est.NozzleC)
		m.homing[i], m.wanted[i] = est.HomingS, est.FilamentMM
		if m.known.ProbeS > 0 {
			m.points[i] = math.Round(est.ProbingS / m.known.ProbeS)
		}
		p.MotionS = est.MotionS + est.WipeS
	}
	m.heat[i] = m.heatOf(p, bed, est)
	switch {
	case p.MotionS > 0:
		m.motion[i] = p.MotionS
	case p.EstimateS > 0 && strings.Contains(strings.ToLower(p.Slicer), "visiere"):
		cold := m.heatOf(p, m.air(), nil)
		m.motion[i] = math.Max(0, p.EstimateS-cold-m.homing[i]-float64(m.known.ProbeS*m.points[i])-m.known.OverheadS)
	case p.EstimateS > 0:
		m.motion[i] = p.EstimateS // other slicers count the moves alone
	default:
		m.motion[i] = -1
	}
}

// profilePoints returns how many points a print probes.
func (m *model) profilePoints(p *Print) float64 {
	if p.Points > 0 {
		return p.Points
	}
	return float64(m.known.ProbePoints + m.known.LevelPoints)
}

// heatOf returns the seconds of heating by the profile: bed and nozzle together, from the
// bed's temperature at the start.
func (m *model) heatOf(p *Print, bed float64, est *estimate.Estimate) float64 {
	cold := m.reach(p, m.air())
	switch {
	case est != nil:
		return est.HeatingS - cold + m.reach(p, bed)
	case p.HeatingS > 0:
		return p.HeatingS
	}
	return m.reach(p, bed)
}

// reach returns the time until bed and nozzle are warm.
func (m *model) reach(p *Print, bed float64) float64 {
	s := 0.0
	if p.BedC > bed && m.known.Bed.Counts() {
		s = m.known.Bed.WarmUp(bed, p.BedC, m.air())
	}
	if p.NozzleC > 0 && m.known.Nozzle.Counts() {
		s = math.Max(s, m.known.Nozzle.WarmUp(m.air(), p.NozzleC, m.air()))
	}
	if s > 0 {
		s += m.known.SettleS
	}
	return s
}

// finished are the words for prints that ended as they should.
var finished = map[string]bool{
	"": true, "completed": true, "complete": true, "success": true, "succeeded": true, "finished": true, "done": true, "ok": true,
	"true": true, "1": true, "termine": true, "terminee": true, "reussi": true, "reussie": true, "fini": true,
}

// longest is the longest print that can be, in s.
const longest = 30 * 86400

// rows returns the prints that can be used, and rejects the others.
func (m *model) rows(r *Result) (rows []row) {
	for i := range m.prints {
		p := &m.prints[i]
		switch {
		case !finished[plainLetters.Replace(strings.ToLower(p.Status))]:
			r.reject(p, say.T("it did not finish: %s", p.Status))
		case p.ActualS <= 0:
			r.reject(p, say.T("it is not told how long it took"))
		case p.ActualS > longest:
			r.reject(p, say.T("%.0f s is longer than any print", p.ActualS))
		case m.motion[i] <= 0:
			r.reject(p, say.T("it is not told how long its moves take: give the files with --gcode"))
		default:
			x := [constants]float64{1, m.heat[i], m.points[i]}
			rows = append(rows, row{x, p.ActualS - m.motion[i] - m.homing[i], i})
		}
	}
	return rows
}

// flow fits the filament that leaves the spool to that of the prints that tell both.
func (m *model) flow(rows []row, r *Result) {
	var ratios []float64
	for _, x := range rows {
		used, wanted := m.prints[x.print].UsedMM, m.wanted[x.print]
		if used > 0 && wanted > 0 && math.Abs(used/wanted-1) < 1 {
			ratios = append(ratios, used/wanted)
		}
	}
	was := 1.0
	if m.known.FlowFactor > 0 {
		was = m.known.FlowFactor
	}
	r.Flow = Constant{Value: was, SD: flowSD, Prior: was}
	if len(ratios) == 0 {
		return
	}
	slices.Sort(ratios)
	middle := stat.Quantile(0.5, stat.Empirical, ratios, nil)
	ratios = slices.DeleteFunc(ratios, func(v float64) bool { return math.Abs(v-middle) > farFlow })
	mean, sd := stat.MeanStdDev(ratios, nil)
	if !(sd > leastFlowSD) {
		sd = leastFlowSD
	}
	n, prior := float64(len(ratios))/(sd*sd), 1/(flowSD*flowSD)
	r.Flow.Value = (float64(mean*n) + float64(was*prior)) / (n + prior)
	r.Flow.SD = math.Sqrt(1 / (n + prior))
	r.Flow.Learned = n / (n + prior)
	r.FlowUsed = len(ratios)
}

// batch returns the quantiles of a number of prints one after another.
func (m *model) batch(rows []row, l *line, used int) Quantiles {
	n := float64(max(1, m.opt.Batch))
	x, rest := m.job(rows)
	mean := rest
	for i := range x {
		mean += float64(x[i] * l.theta[i])
	}
	sd := math.Sqrt(float64(n*l.sigma*l.sigma) + float64(n*n*l.uncertain(&x)))
	t := distuv.StudentsT{Mu: n * mean, Sigma: sd, Nu: math.Max(2, float64(used-constants))}
	return Quantiles{Prints: max(1, m.opt.Batch), P50S: t.Quantile(0.5), P90S: t.Quantile(0.9)}
}

// job returns what the fit sees of a print of the batch, and its moves and homing in s.
func (m *model) job(rows []row) (x [constants]float64, rest float64) {
	if j := m.opt.Job; j != nil {
		x = [constants]float64{1, j.HeatingS, 0}
		if m.known.ProbeS > 0 {
			x[probe] = j.ProbingS / m.known.ProbeS
		}
		return x, j.MotionS + j.WipeS + j.HomingS
	}
	middle := func(of func(r *row) float64) float64 {
		v := make([]float64, len(rows))
		for i := range rows {
			v[i] = of(&rows[i])
		}
		slices.Sort(v)
		return stat.Quantile(0.5, stat.Empirical, v, nil)
	}
	for i := range x {
		x[i] = middle(func(r *row) float64 { return r.x[i] })
	}
	return x, middle(func(r *row) float64 { return m.motion[r.print] + m.homing[r.print] })
}
