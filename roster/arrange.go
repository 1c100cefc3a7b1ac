package roster

import (
	"slices"

	"github.com/visiere/visiere/flow"
	"github.com/visiere/visiere/internal/par"
)

// arrangements is how often makers whose hands are what binds arrange their units anew by
// the prices of the flow.
const arrangements = 4

// arrangement is how a maker's units are served where hands are what binds.
type arrangement struct {
	first    []*unit
	together bool // at each visit one after the other; else each for all visits
	tracks   [][]*track
}

// arranged returns how k's units are served now.
func (k *maker) arranged() arrangement {
	a := arrangement{first: k.first, together: k.together}
	for _, u := range k.units {
		a.tracks = append(a.tracks, u.tracks)
	}
	return a
}

// arrange serves k's units so.
func (k *maker) arrange(a arrangement) {
	k.first, k.together = a.first, a.together
	for i, u := range k.units {
		u.tracks = a.tracks[i]
	}
}

// turns returns the units that are served together, turn after turn: where hands bind and
// they do not go together, one takes what it needs of them before the next does.
func (k *maker) turns() [][]*unit {
	if !k.few || k.together {
		return [][]*unit{k.first}
	}
	var turns [][]*unit
	for i := range k.first {
		turns = append(turns, k.first[i:i+1])
	}
	return turns
}

// settle returns t's solution after those makers whose hands bind have arranged their
// units as their work is worth most, as long as that makes the flow cheaper, and the best
// bound that was met on the way.
//
// Source: column generation (Dantzig and Wolfe 1960), with one column for each maker.
func (t *task) settle() (best flow.Solution, bound float64) {
	best = t.solve()
	prices := t.prices(best)
	bound = t.bound(prices)
	for range arrangements {
		before := make([]arrangement, len(t.makers))
		changed := make([]bool, len(t.makers))
		made := t.made
		par.Each(len(t.makers), func(i int) {
			if k := t.makers[i]; k.few {
				before[i] = k.arranged()
				changed[i] = t.rearrange(k, prices)
			}
		})
		if !slices.Contains(changed, true) {
			break
		}
		t.measure()
		next := t.solve()
		prices = t.prices(next)
		bound = max(bound, t.bound(prices))
		if next.Cost < best.Cost {
			best = next
			continue
		}
		t.made = made
		for i, k := range t.makers {
			if k.few {
				k.arrange(before[i])
			}
		}
		break
	}
	return best, bound
}

// prices returns what a second of each unit's work is worth until each cutoff and after
// the one before, at what the flow's orders pay for a frame: where nothing is done then,
// too.
func (t *task) prices(s flow.Solution) [][]float64 {
	pays := make([]float64, len(t.orders))
	for j := range pays {
		pays[j] = float64(s.SinkPrice[j]) * float64(t.heaviest(j)) / float64(t.scale)
	}
	all := make([][]float64, len(t.units))
	par.Each(len(t.units), func(i int) { all[i] = t.worthOf(t.units[i], pays) })
	return all
}

// worthOf returns what a second of u's work is worth until each cutoff where each order
// pays so much for a frame. It never rises.
func (t *task) worthOf(u *unit, pays []float64) []float64 {
	price := make([]float64, len(t.cutoffs))
	for j, base := range t.row(u) {
		if base < 0 || pays[j] <= float64(base) || t.left[j] == 0 {
			continue
		}
		per := u.use[u.class[t.orders[j].wish]]
		for b := range price {
			worth := (pays[j] - float64(base) - t.soonest(j, b)) / per
			if worth <= 0 {
				break
			}
			price[b] = max(price[b], worth)
		}
	}
	return price
}

// rearrange arranges k's units as their work is worth most, and reports whether that is
// otherwise than it was.
func (t *task) rearrange(k *maker, prices [][]float64) bool {
	best := k.arranged()
	most := t.value(k, prices)
	was := most
	for _, first := range orders(best.first) {
		for _, together := range []bool{false, true} {
			if together && len(first) == 1 {
				continue
			}
			k.arrange(arrangement{first, together, best.tracks})
			if v := t.retrack(k, prices); v > most*(1+1e-9) {
				most, best = v, k.arranged()
			}
		}
	}
	k.arrange(best)
	return most > was*(1+1e-6)
}

// orders returns orders in which units are served: all of up to three, else each first.
func orders(units []*unit) [][]*unit {
	if len(units) <= 1 {
		return [][]*unit{units}
	}
	var all [][]*unit
	for i := range units {
		rest := append(slices.Clone(units[:i]), units[i+1:]...)
		if len(units) > 3 {
			all = append(all, append([]*unit{units[i]}, rest...))
			continue
		}
		for _, order := range orders(rest) {
			all = append(all, append([]*unit{units[i]}, order...))
		}
	}
	return all
}

// retrack lays the tracks of k's units as their work is worth most, each in turn, and
// returns what it is worth.
func (t *task) retrack(k *maker, prices [][]float64) float64 {
	most := t.value(k, prices)
	for _, u := range k.first {
		best := u.tracks
		for _, weight := range [][]float64{nil, t.weights(k, prices[u.index])} {
			for _, toll := range tolls {
				u.lay(k.visits, toll, weight)
				if v := t.value(k, prices); v > most*(1+1e-9) {
					best, most = u.tracks, v
				}
			}
		}
		u.tracks = best
	}
	return most
}

// worthless is the weight of a frame that nobody pays for: enough to be made where it costs
// nothing else.
const worthless = 0.02

// weights returns what a frame that is cleared at each of k's visits counts for, at most 1.
func (t *task) weights(k *maker, price []float64) []float64 {
	w := make([]float64, len(k.visits))
	for v, at := range k.visits {
		b, _ := slices.BinarySearch(t.cutoffs, at/day+1)
		w[v] = worthless
		if price[0] > 0 {
			w[v] = max(worthless, price[b]/price[0])
		}
	}
	return w
}

// value returns what the work of k is worth, the mean of what each class would be made of.
func (t *task) value(k *maker, prices [][]float64) float64 {
	worth, n := make([]float64, len(k.units)), make([]float64, len(k.units))
	for c := range t.classes {
		for x, made := range t.trial(k, c) {
			u := k.units[x]
			if u.paces[c] == nil {
				continue
			}
			n[x]++
			before, use := 0, u.use[c]
			for b, frames := range made {
				worth[x] += float64(float64(frames-before) * use * prices[u.index][b])
				before = frames
			}
		}
	}
	total := 0.0
	for x := range worth {
		total += worth[x] / max(1, n[x])
	}
	return total
}
