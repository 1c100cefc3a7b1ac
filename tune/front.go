package tune

import "math"

// front returns the candidates of one column of which no other takes less time, less
// filament and is stiffer, the quickest first.
func front(all []*tried) []Choice {
	var out []Choice
	for _, t := range all {
		if t.way.Columns > 1 || dominated(t, all) {
			continue
		}
		k := len(out)
		for k > 0 && out[k-1].FrameS > t.sec {
			k--
		}
		out = append(out[:k], append([]Choice{t.choice()}, out[k:]...)...)
	}
	return out
}

// dominated reports whether another of all is at least as good as t in all and better in
// one, or the same and before it. What is nearer than people can tell is the same.
func dominated(t *tried, all []*tried) bool {
	mine, before := t.trade(), true
	for _, o := range all {
		if o == t {
			before = false
			continue
		}
		its := o.trade()
		if o.way.Columns == 1 && its[0] <= mine[0] && its[1] <= mine[1] && its[2] <= mine[2] && (before || its != mine) {
			return true
		}
	}
	return false
}

// trade returns what t costs: whole seconds, tenths of grams, and percents that it is less
// stiff than a solid frame.
func (t *tried) trade() [3]float64 {
	return [3]float64{math.Round(t.sec), math.Round(10 * t.gram), math.Round(100 * (1 - t.trial.Stiffness))}
}
