package proof

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/profiles"
)

// Change is how a combination differs from what it was.
type Change struct {
	profiles.Choice
	Before, After *Result // nil: it did not or does not fit, or could not be made
}

// least is by how much minutes or grams must differ, as a share, to count as changed: what
// text has shows no less.
const least = 1e-4

// compare returns what differs between two sets of results: by printer, nozzle, filament
// and process.
func compare(before, after []Result) []Change {
	was, is := made(before), made(after)
	var out []Change
	for c, r := range is {
		if old := was[c]; old == nil || old.differs(r) {
			out = append(out, Change{c, old, r})
		}
	}
	for c, r := range was {
		if is[c] == nil {
			out = append(out, Change{c, r, nil})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return byChoice(a.Choice, b.Choice) })
	return out
}

// made returns the results that are of files, by combination.
func made(results []Result) map[profiles.Choice]*Result {
	out := map[profiles.Choice]*Result{}
	for i := range results {
		if r := &results[i]; r.Finding == nil {
			out[r.Choice] = r
		}
	}
	return out
}

// differs reports whether two results of a combination do.
func (r *Result) differs(other *Result) bool {
	return r.One.differs(other.One) || r.Three.differs(other.Three)
}

func (t Taken) differs(other Taken) bool {
	return off(t.Minutes, other.Minutes) || off(t.Grams, other.Grams)
}

// off reports whether two numbers differ by more than rounding.
func off(a, b float64) bool { return max(a-b, b-a) > least*max(a, b) }

// byChoice orders combinations.
func byChoice(a, b profiles.Choice) int {
	return cmp.Or(cmp.Compare(a.Printer, b.Printer), cmp.Compare(a.Nozzle, b.Nozzle),
		cmp.Compare(a.Filament, b.Filament), cmp.Compare(a.Process, b.Process))
}
