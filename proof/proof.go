// Package proof makes a frame, alone and as a stack of three, by every combination of
// profiles that claims to fit, replays the files, and holds what they take against
// budgets and against another set of profiles.
package proof

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"

	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
)

// Stack is how many frames the stack of a proof has: the lowest, the highest, and one
// that stands for all between.
const Stack = 3

// Spec says what to prove. The zero value proves the whole library by our plain frame.
type Spec struct {
	Paths    []string // files of profiles: only combinations with one of theirs; none: all
	Frame    string   // STL or 3MF file; empty: our plain frame
	Progress func(share float64)
}

// Taken is what a print takes.
type Taken struct {
	Minutes float64 `json:"min"`
	Grams   float64 `json:"g"`
}

// Result is what came of one combination.
type Result struct {
	profiles.Choice
	One     Taken             `json:"one"`   // frame
	Three   Taken             `json:"three"` // frames above each other
	Finding *profiles.Finding `json:"-"`     // why it cannot be made; nil: it can
}

// Run proves every combination of lib that claims to fit, in parallel, and returns the
// results in the order of Library.Combinations. Combinations that slice alike are sliced
// once: a further one costs writing and replaying its two files. Those that differ in
// nothing but names have the same files, which are made once.
//
// Errors: a frame that cannot be read, and ctx's. What a combination fails of is in its
// result.
func Run(ctx context.Context, lib *profiles.Library, spec Spec) ([]Result, error) {
	return spec.prove(ctx, lib, lib.Combinations(spec.Paths...))
}

// Against proves what differs in the combinations of base and returns how lib's results,
// which are spec's, compare with them. Sets that are the same in both are not made again.
//
// Errors: those of Run.
func Against(ctx context.Context, lib, base *profiles.Library, results []Result, spec Spec, was []profiles.Combination) ([]Change, error) {
	now := map[profiles.Choice]int{}
	combinations := lib.Combinations(spec.Paths...)
	for i, c := range combinations {
		now[c.Choice] = i
	}
	var before []Result
	var differ []profiles.Combination
	for _, c := range was {
		if i, ok := now[c.Choice]; ok && reflect.DeepEqual(c.Set, combinations[i].Set) {
			before = append(before, results[i])
			continue
		}
		differ = append(differ, c)
	}
	more, err := spec.prove(ctx, base, differ)
	return compare(append(before, more...), results), err
}

// prove proves combinations of lib.
func (s *Spec) prove(ctx context.Context, lib *profiles.Library, all []profiles.Combination) ([]Result, error) {
	frame := job.Spec{Input: s.Frame, Model: models.PlainName}
	prover, err := job.NewProver(frame)
	if err != nil {
		return nil, err
	}
	with := lib.With(s.Paths...)
	results := make([]Result, len(all))
	groups := alike(all)
	var done atomic.Int64
	err = par.Do(len(groups), func(g int) error {
		cut := prover.Cut()
		defer cut.Close()
		for n, i := range groups[g] {
			if twin := twinOf(all, groups[g][:n], i); twin >= 0 && results[twin].Finding == nil {
				results[i] = results[twin]
				results[i].Choice = all[i].Choice
			} else {
				r, err := prove(ctx, cut, &all[i], with)
				if err != nil {
					return err
				}
				results[i] = r
			}
			if s.Progress != nil {
				s.Progress(float64(done.Add(1)) / float64(len(all)))
			}
		}
		return nil
	})
	return results, err
}

// alike returns the indices of the combinations that slice alike, group by group.
func alike(all []profiles.Combination) (groups [][]int) {
	known := map[string]int{}
	for i := range all {
		key := job.Alike(&all[i].Set)
		g, ok := known[key]
		if !ok {
			g = len(groups)
			known[key], groups = g, append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

// twinOf returns which of some combinations has the values of the one at i, but for names,
// titles and prices; -1 where none does.
func twinOf(all []profiles.Combination, of []int, i int) int {
	for _, k := range of {
		if reflect.DeepEqual(nameless(all[k].Set), nameless(all[i].Set)) {
			return k
		}
	}
	return -1
}

// nameless returns a set without what no file of it depends on.
func nameless(s profiles.Set) profiles.Set {
	for _, name := range []*string{
		&s.Printer.Name, &s.Printer.Title, &s.Printer.Inherits, &s.Filament.Name, &s.Filament.Title, &s.Filament.Inherits,
		&s.Process.Name, &s.Process.Title, &s.Process.Inherits, &s.Interface.Name, &s.Interface.Title, &s.Interface.Inherits,
		&s.Filament.Currency,
	} {
		*name = ""
	}
	s.Filament.Cost = 0
	return s
}

// prove makes one frame and a stack by a combination.
//
// Errors: ctx's.
func prove(ctx context.Context, cut *job.Cut, c *profiles.Combination, lib *profiles.Library) (Result, error) {
	r := Result{Choice: c.Choice}
	for _, x := range []struct {
		frames int
		taken  *Taken
	}{{1, &r.One}, {Stack, &r.Three}} {
		rep, err := cut.Prove(ctx, &c.Set, x.frames)
		switch {
		case ctx.Err() != nil:
			return r, ctx.Err()
		case err != nil:
			r.Finding = failed(lib, c.Choice, x.frames, err)
			return r, nil
		}
		*x.taken = Taken{rep.TotalS / 60, rep.FilamentG}
	}
	return r, nil
}

// failed returns the finding of what could not be made.
func failed(lib *profiles.Library, c profiles.Choice, frames int, err error) *profiles.Finding {
	f := finding(lib, c, profiles.CodeSlice, profiles.Error, say.T("a stack of %d by %s: %s", frames, c.String(), err))
	f.Frames = frames
	var rejected *job.Rejected
	if errors.As(err, &rejected) {
		v := rejected.Violations[0]
		f.Code, f.Text = profiles.CodeReplay, say.T("a stack of %d by %s: line %d of the file: %s (%s)", frames, c.String(), v.Line, v.Text, string(v.Code))
	}
	return &f
}

// finding returns a finding of a combination, at its printer.
func finding(lib *profiles.Library, c profiles.Choice, code profiles.Code, severity profiles.Severity, t say.Text) profiles.Finding {
	f := profiles.Finding{Code: code, Severity: severity, Key: string(profiles.KindPrinter), Value: c.Printer, In: c, Text: t}
	f.File, f.Line, f.Col = lib.Place(profiles.KindPrinter, c.Printer)
	return f
}
