package tune

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
)

// search tries candidates and remembers them.
type search struct {
	ctx   context.Context
	spec  *Spec
	bench *job.Bench
	known map[string]*tried // nil: not possible
	order []*tried          // as they were asked for
	seen  map[string]*tried // glances of candidates that cannot be the best
	cut   []*tried          // the same as they were asked for
	left  int               // tries
	say   job.Progress
}

// key tells candidates apart.
func (c candidate) key() string {
	return fmt.Sprint(c.process, c.way, strings.Join(c.assignments(), ";"))
}

// all tries candidates, in parallel, and returns what came of those that are possible, in
// their order. What is known is not tried again.
func (s *search) all(candidates ...candidate) ([]*tried, error) {
	var fresh []candidate
	for _, c := range candidates {
		if _, known := s.known[c.key()]; !known {
			s.known[c.key()] = nil
			fresh = append(fresh, c)
		}
	}
	s.left -= len(fresh)
	s.bench.Forget()
	results := make([]*tried, len(fresh))
	err := par.Do(len(fresh), func(i int) error {
		results[i] = s.try(fresh[i])
		return s.ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	for i, r := range results {
		s.known[fresh[i].key()] = r
		if r != nil {
			s.order = append(s.order, r)
		}
	}
	var out []*tried
	for _, c := range candidates {
		if r := s.known[c.key()]; r != nil {
			out = append(out, r)
		}
	}
	return out, nil
}

// try slices and times one candidate; nil where it is not possible.
func (s *search) try(c candidate) *tried {
	set, err := s.bench.Set(c.process, c.assignments()...)
	if err != nil {
		return nil
	}
	t, err := s.bench.Try(set, c.way)
	if err != nil {
		return nil
	}
	return s.reckon(c, t)
}

// reckon says what a trial gives.
func (s *search) reckon(c candidate, t *job.Trial) *tried {
	r := &tried{candidate: c, trial: t, meets: s.spec.Floor.meets(t), batch: batches(t, s.spec.SpoolG)}
	r.rate = s.spec.Day.Best(r.batch, s.spec.Hazard)
	b := batchOf(t, min(stackOf, t.Most))
	r.sec, r.gram = b.Seconds()/float64(b.Frames()), b.Grams()/float64(b.Frames())
	return r
}

// best returns the best of some, the first of equals.
func best(all []*tried) *tried {
	var top *tried
	for _, t := range all {
		if t.better(top) {
			top = t
		}
	}
	return top
}

// starts returns the processes as they are shipped, and the spec's own, with changes and
// with what the floor asks for.
func (s *search) starts(changes ...string) []candidate {
	names := s.bench.Processes()
	if p := s.spec.Job.Process; p != "" && !slices.Contains(names, p) { // a file
		names = append(names, p)
	}
	var out []candidate
	for _, name := range names {
		c := candidate{process: name, way: job.Way{Columns: 1}}.with(changes)
		out = append(out, c.with(s.free(s.floored(c))))
	}
	return out
}

// By how much a glance may be wrong where it matters: at what may be as good as the best.
// What is much slower may be wrong by more, and is slower all the same (TestGlances).
const (
	unsureS         = 0.015 // of the seconds
	unsureG         = 0.05  // of the grams
	unsureStiffness = 0.01
)

// worth returns those candidates that may be better than top, with the glances at them, nil
// where there is none: a glance at the others says that they cannot be, if all of it is wrong
// by as much as it may be.
func (s *search) worth(top *tried, all []candidate) ([]candidate, []*tried, error) {
	glances := make([]*tried, len(all))
	if !top.meets {
		return all, glances, nil
	}
	err := par.Do(len(all), func(i int) error {
		glances[i] = s.glance(all[i], top)
		return s.ctx.Err()
	})
	all, glances = s.sift(top, all, glances)
	return all, glances, err
}

// sift drops the candidates of which glances say that they cannot be better than top.
func (s *search) sift(top *tried, all []candidate, glances []*tried) (left []candidate, at []*tried) {
	for i, g := range glances {
		if g == nil || s.atBest(g).better(top) {
			left, at = append(left, all[i]), append(at, g)
			continue
		}
		if key := g.key(); s.seen[key] == nil {
			s.seen[key], s.cut = g, append(s.cut, g)
			s.left--
		}
	}
	return left, at
}

// glance looks at a candidate on top's way; nil where that cannot be, or where more of it
// is known.
func (s *search) glance(c candidate, top *tried) *tried {
	if _, known := s.known[c.key()]; known {
		return nil
	}
	if g := s.seen[c.key()]; g != nil {
		return g
	}
	set, err := s.bench.Set(c.process, c.assignments()...)
	if err != nil {
		return nil
	}
	t, err := s.bench.Glance(set, top.trial)
	if err != nil || t == nil {
		return nil
	}
	return s.reckon(c, t)
}

// atBest returns what a glance would be if it were as wrong as it may be.
func (s *search) atBest(g *tried) *tried {
	t := g.trial.Times(1-unsureS, 1-unsureG)
	t.Stiffness += unsureStiffness
	return s.reckon(g.candidate, t)
}

// enough is the gain of going through all dimensions, as a share, below which they are not
// gone through again.
const enough = 0.005

// climb improves a candidate along one dimension after the other until all of them help
// little or the tries are used up, or until it is so far behind a rival, where there is one,
// that going through all again would not catch up if it gained as much as the last time.
func (s *search) climb(top, rival *tried, space ...dimension) (*tried, error) {
	for better := true; better; {
		better = false
		was := top
		for _, d := range space {
			if s.left <= 0 {
				return top, nil
			}
			t, err := s.step(top, d)
			if err != nil {
				return nil, err
			}
			if t != nil && t.better(top) {
				top, better = t, true
			}
		}
		if top.meets == was.meets && top.rate.GoodPerDay < was.rate.GoodPerDay*(1+enough) && top.sec > was.sec*(1-enough) {
			better = false
		}
		if rival != nil && top.meets && was.meets && top.sec-(was.sec-top.sec) > rival.sec {
			better = false
		}
		s.say(say.T("trying ways to print"), 0.1+0.6*float64(len(s.order))/float64(len(s.order)+max(0, s.left)))
	}
	return top, nil
}

// step returns the best of a dimension's options for top, of those that may be better. The
// most promising is tried first, and may show that others are not worth it.
func (s *search) step(top *tried, d dimension) (*tried, error) {
	var next []candidate
	for _, o := range d {
		next = append(next, top.with(s.free(o)))
	}
	next, glances, err := s.worth(top, next)
	if err != nil {
		return nil, err
	}
	for len(next) > 0 {
		first := promising(next, glances)
		found, err := s.all(first...)
		if err != nil {
			return nil, err
		}
		if t := best(found); t != nil && t.better(top) {
			top = t
		}
		done := func(c candidate) bool {
			return slices.ContainsFunc(first, func(f candidate) bool { return f.key() == c.key() })
		}
		var rest []candidate
		var at []*tried
		for i, c := range next {
			if !done(c) {
				rest, at = append(rest, c), append(at, glances[i])
			}
		}
		next, glances = s.sift(top, rest, at)
	}
	return top, nil
}

// promising returns the candidates of which there is no glance, or else the one that is best
// at a glance.
func promising(all []candidate, glances []*tried) []candidate {
	var unseen []candidate
	for i, g := range glances {
		if g == nil {
			unseen = append(unseen, all[i])
		}
	}
	if len(unseen) > 0 {
		return unseen
	}
	return []candidate{best(glances).candidate}
}

// little is a gain, as a share, for which no setting is changed.
const little = 1e-4

// plain takes back, one after the other, the changes of a candidate that are worth little.
func (s *search) plain(top *tried) (*tried, error) {
	for _, key := range slices.Sorted(maps.Keys(top.changes)) {
		c := top.candidate.with(nil)
		delete(c.changes, key)
		some, _, err := s.worth(top, []candidate{c})
		if err != nil {
			return nil, err
		}
		found, err := s.all(some...)
		if err != nil {
			return nil, err
		}
		if t := best(found); t != nil && t.meets && t.rate.GoodPerDay >= top.rate.GoodPerDay*(1-little) && t.sec <= top.sec*(1+little) {
			top = t
		}
	}
	return top, nil
}

// ways returns the ways to put frames on the plate: columns, their order, and where
// plain stacks do not hold, flips and pillars.
func (s *search) ways(held bool) ([]job.Way, error) {
	most, err := s.bench.MostColumns()
	if err != nil {
		return nil, err
	}
	var out []job.Way
	for n := 1; n <= min(most, mostColumns); n++ {
		w := job.Way{Columns: n, Order: job.OrderLayers}
		if n == 1 {
			w.Order = job.OrderAuto
		}
		out = append(out, w)
		if !held {
			over, carried := w, w
			over.Flip, carried.Pillars = job.FlipAlternate, -1
			out = append(out, over, carried)
		}
		if n > 1 {
			w.Order = job.OrderColumns
			out = append(out, w)
		}
	}
	return out, nil
}

// mostColumns bounds how many columns are tried: more are small parts, not frames.
const mostColumns = 8

// shipped returns what the processes give as they are shipped, on a way.
func (s *search) shipped(w job.Way) ([]*tried, error) {
	var all []candidate
	for _, name := range s.bench.Processes() {
		all = append(all, candidate{process: name, way: w})
	}
	return s.all(all...)
}
