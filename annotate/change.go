package annotate

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/visiere/visiere/profiles"
)

// Took is what one frame and a stack take by a combination.
type Took struct {
	OneMinutes   float64 `json:"one_min"`
	OneGrams     float64 `json:"one_g"`
	StackMinutes float64 `json:"stack_min"`
	StackGrams   float64 `json:"stack_g"`
}

// Change is a combination that is new, gone, or takes something else than it did.
type Change struct {
	profiles.Choice
	Before *Took `json:"before,omitempty"` // nil: it is new
	After  *Took `json:"after,omitempty"`  // nil: it is gone
}

// longest is how many changes a text lists; programs get all.
const longest = 20

// proof returns what was proved and how it differs from what was, in lines: changes of
// minutes first, the greatest first.
func (r *Report) proof() (lines []string) {
	if r.Proved == 0 {
		return nil
	}
	lines = append(lines, r.in("combinations that were sliced and replayed: %d", r.Proved))
	if !r.Compare {
		return lines
	}
	added, gone, changed := r.sorted()
	lines = append(lines, r.in("against the base: %d added, %d gone, %d changed", len(added), len(gone), len(changed)))
	all := slices.Concat(changed, added, gone)
	for _, c := range all[:min(len(all), longest)] {
		lines = append(lines, "  "+r.row(&c))
	}
	if more := len(all) - longest; more > 0 {
		lines = append(lines, "  "+r.in("and %d more: --format json has all", more))
	}
	return lines
}

// sorted returns the changes by their kind.
func (r *Report) sorted() (added, gone, changed []Change) {
	for _, c := range r.Changes {
		switch {
		case c.Before == nil:
			added = append(added, c)
		case c.After == nil:
			gone = append(gone, c)
		default:
			changed = append(changed, c)
		}
	}
	slices.SortStableFunc(changed, func(a, b Change) int {
		return cmp.Compare(b.size(), a.size())
	})
	return added, gone, changed
}

// size returns by which share a stack's minutes changed.
func (c *Change) size() float64 { return math.Abs(c.After.StackMinutes/c.Before.StackMinutes - 1) }

// row returns a change in one line, of the stack.
func (r *Report) row(c *Change) string {
	name := c.Choice.String()
	switch {
	case c.Before == nil:
		return r.in("added: %s: %.1f min, %.2f g", name, c.After.StackMinutes, c.After.StackGrams)
	case c.After == nil:
		return r.in("gone: %s", name)
	}
	return r.in("changed: %s: %s, %s", name, step(c.Before.StackMinutes, c.After.StackMinutes, "min"), step(c.Before.StackGrams, c.After.StackGrams, "g"))
}

// step writes a change of a number.
func step(before, after float64, unit string) string {
	return fmt.Sprintf("%.2f > %.2f %s (%+.1f %%)", before, after, unit, 100*(after/before-1))
}
