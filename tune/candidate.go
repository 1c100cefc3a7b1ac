package tune

import (
	"maps"
	"slices"
	"strings"

	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/yield"
)

// candidate is a process with changes, on a way to put frames on the plate.
type candidate struct {
	process string
	changes map[string]string // key: value
	way     job.Way
}

// with returns c with further changes. A value that the search must not change is in no
// assignment: see free.
func (c candidate) with(changes []string) candidate {
	c.changes = maps.Clone(c.changes)
	if c.changes == nil {
		c.changes = map[string]string{}
	}
	for _, a := range changes {
		key, value, _ := strings.Cut(a, "=")
		c.changes[key] = value
	}
	return c
}

// free returns the assignments whose keys the spec does not fix.
func (s *search) free(assignments []string) []string {
	return slices.DeleteFunc(slices.Clone(assignments), func(a string) bool {
		key, _, _ := strings.Cut(a, "=")
		return slices.ContainsFunc(s.spec.Job.Set, func(fixed string) bool { return strings.HasPrefix(fixed, key+"=") })
	})
}

// on returns c on another way.
func (c candidate) on(w job.Way) candidate {
	c.way = w
	return c
}

// assignments returns c's changes as profiles take them, sorted.
func (c candidate) assignments() []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(c.changes)) {
		out = append(out, k+"="+c.changes[k])
	}
	return out
}

// tried is a candidate that was sliced and timed.
type tried struct {
	candidate
	trial *job.Trial
	rate  yield.Rate
	batch []yield.Batch // by levels less one
	meets bool          // the floor
	sec   float64       // of a frame of a stack
	gram  float64
}

// stackOf is how many levels the seconds and grams of a frame are told of, where as many
// hold.
const stackOf = 10

// better reports whether t is better than o: it meets the floor, gives more good frames a
// day, or the same ones in less time or with less filament.
func (t *tried) better(o *tried) bool {
	switch {
	case o == nil:
		return true
	case t.meets != o.meets:
		return t.meets
	case !close(t.rate.GoodPerDay, o.rate.GoodPerDay):
		return t.rate.GoodPerDay > o.rate.GoodPerDay
	case !close(t.sec, o.sec):
		return t.sec < o.sec
	}
	return t.gram < o.gram && !close(t.gram, o.gram)
}

// close reports whether two numbers are the same for a choice.
func close(a, b float64) bool { return a <= b*(1+1e-6) && b <= a*(1+1e-6) }

// batches returns the batches of a trial from one level up, as many as a spool prints.
func batches(t *job.Trial, spoolG float64) []yield.Batch {
	var out []yield.Batch
	for n := 1; n <= t.Most; n++ {
		b := batchOf(t, n)
		if b.Grams() > spoolG && n > 1 {
			break
		}
		out = append(out, b)
	}
	return out
}

// batchOf returns the batch of n levels.
func batchOf(t *job.Trial, n int) yield.Batch {
	parts, frames := t.Parts(n)
	b := yield.Batch{CoolS: t.CoolS}
	for _, p := range parts {
		b.Steps = append(b.Steps, yield.Step{Seconds: p.S, Frames: frames, Grams: p.G})
	}
	return b
}
