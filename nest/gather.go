package nest

// gather moves placements away from the bed's edges as far as they go together: that
// makes room for a skirt, and beds are colder along their edges.
func (t *task) gather(best []Placement) []Placement {
	at := make([]pose, len(best))
	for i, p := range best {
		at[i] = t.pose(p)
	}
	near := *t
	for step := widestStep; step >= 1; step /= 2 {
		for {
			near.inset += step
			s := newState(&near, append([]pose(nil), at...))
			if !s.relax() {
				break
			}
			out := t.placements(s)
			if !t.exact.all(out) {
				break
			}
			at, best = s.at, out
		}
		near.inset -= step
	}
	return best
}

// widestStep is how far placements are moved from the edges at first, mm.
const widestStep = 8.0
