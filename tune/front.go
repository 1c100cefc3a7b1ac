package tune

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
// one, or the same and before it.
func dominated(t *tried, all []*tried) bool {
	before := true
	for _, o := range all {
		if o == t {
			before = false
			continue
		}
		if o.way.Columns > 1 || o.sec > t.sec || o.gram > t.gram || o.trial.Stiffness < t.trial.Stiffness {
			continue
		}
		if before || o.sec < t.sec || o.gram < t.gram || o.trial.Stiffness > t.trial.Stiffness {
			return true
		}
	}
	return false
}
