package yield

import (
	"gonum.org/v1/gonum/mat"
)

// Rate is what a printer makes in the long run.
type Rate struct {
	GoodPerDay  float64   `json:"good_per_day"`
	GramsPerDay float64   `json:"grams_per_day"` // what failed included
	Occupied    float64   `json:"occupied"`      // share of the time in which a batch that does not fail prints
	Choice      []int     `json:"-"`             // index of the batch to start at each visit
	Starts      []float64 `json:"-"`             // how often a day each visit starts its batch
}

// mixing is the chance that a visit finds another time of day than was planned: somebody
// is late once in a million. It keeps every choice's long run one, wherever it starts.
const mixing = 1e-6

// Best returns the most good frames a day that starting one of the batches at each visit
// gives, and which. At a visit nothing may be started, too: then Choice is -1.
//
//  1. Where the batches are the beginnings of each other, more hazard never gives more.
//  2. The first of equal batches is taken.
//
// Source: Howard's policy iteration for semi-Markov decisions.
func (d Day) Best(batches []Batch, h Hazard) Rate {
	if len(d.Visits) == 0 {
		return d.always(batches, h)
	}
	m := d.table(batches, h)
	choice := make([]int, len(d.Visits))
	for {
		gain, bias := m.solve(choice, func(o *outcome) float64 { return o.good })
		if !m.improve(choice, gain, bias) {
			return m.rate(choice, gain, batches)
		}
	}
}

// always returns the rate of the best batch where the bed is cleared at once.
func (d Day) always(batches []Batch, h Hazard) Rate {
	best := Rate{GoodPerDay: -1}
	for k, b := range batches {
		o := d.outcome(0, b, h)
		day := dayS / o.seconds
		if good := o.good * day; good > best.GoodPerDay+1e-12 {
			best = Rate{good, o.grams * day, b.Seconds() / (b.Seconds() + b.CoolS + d.ChangeS), []int{k}, []float64{day}}
		}
	}
	return best
}

// decisions has the outcome of each batch at each visit; the last is of starting none.
type decisions [][]outcome

// table returns the outcomes of batches at d's visits.
func (d Day) table(batches []Batch, h Hazard) decisions {
	m := make(decisions, len(d.Visits))
	for i := range m {
		for _, b := range append(batches[:len(batches):len(batches)], Batch{}) {
			o := d.outcome(i, b, h)
			for k := range o.next {
				o.next[k] = float64((1-mixing)*o.next[k]) + mixing/float64(len(o.next))
			}
			m[i] = append(m[i], o)
		}
	}
	return m
}

// solve returns how much of reward a second gives in the long run, and by how much more
// than that is to come at each visit than at the first.
func (m decisions) solve(choice []int, reward func(*outcome) float64) (gain float64, bias []float64) {
	n := len(m)
	a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for i := range m {
		o := &m[i][choice[i]]
		b.SetVec(i, reward(o))
		for k, p := range o.next {
			if k > 0 {
				a.Set(i, k, a.At(i, k)-p)
			}
		}
		if i > 0 {
			a.Set(i, i, a.At(i, i)+1)
		}
		a.Set(i, 0, o.seconds)
	}
	var x mat.VecDense
	_ = x.SolveVec(a, b) // mixing keeps it regular; its condition is told as an error
	bias = make([]float64, n)
	for i := 1; i < n; i++ {
		bias[i] = x.AtVec(i)
	}
	return x.AtVec(0), bias
}

// improve puts the better batch in the place of each visit's choice and reports whether
// any was.
func (m decisions) improve(choice []int, gain float64, bias []float64) bool {
	better := false
	for i := range m {
		best := m[i][choice[i]].worth(gain, bias)
		for k := range m[i] {
			if w := m[i][k].worth(gain, bias); w > best+1e-9 {
				best, choice[i], better = w, k, true
			}
		}
	}
	return better
}

// worth returns what an outcome gives more than the long run does in its time.
func (o *outcome) worth(gain float64, bias []float64) float64 {
	w := o.good - float64(gain*o.seconds)
	for k, p := range o.next {
		w += float64(p * bias[k])
	}
	return w
}

// rate returns the long run of a choice.
func (m decisions) rate(choice []int, gain float64, batches []Batch) Rate {
	grams, _ := m.solve(choice, func(o *outcome) float64 { return o.grams })
	r := Rate{GoodPerDay: gain * dayS, GramsPerDay: grams * dayS}
	for i, k := range choice {
		at, _ := m.solve(choice, only(&m[i][k]))
		r.Starts = append(r.Starts, at*dayS)
		if k == len(batches) {
			r.Choice = append(r.Choice, -1)
			continue
		}
		r.Choice = append(r.Choice, k)
		r.Occupied += float64(at * batches[k].Seconds())
	}
	return r
}

// only rewards one outcome.
func only(want *outcome) func(*outcome) float64 {
	return func(o *outcome) float64 {
		if o == want {
			return 1
		}
		return 0
	}
}
