package nest

import (
	"math"
	"slices"
	"sync/atomic"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
)

const (
	// patience is how many points are looked up for one number of copies before it is
	// given up. A point takes about ten nanoseconds.
	patience = 200_000_000
	// share is how many of these an attempt has for each copy. Most attempts that find
	// places do so at once, so many short ones find more than a few long ones; one in
	// together is longer by the factor of long.
	share, long = 800_000, 5
	// together is how many attempts are made before one that found places counts.
	together = 4
	// samples is how many places are guessed for a copy, refined how many are tried.
	samples, refined = 400, 4
	// heaviest is how much weights grow at most in a round, lighter how they shrink.
	heaviest, lighter = 2.0, 0.95
)

// search looks for one copy more than best and returns nil where it finds no place. Of
// the attempts that find places the first counts, however many processors there are.
func (t *task) search(best []Placement) []Placement {
	t.measure()
	attempts := together * max(1, t.patience/(share*(together-1+long)*(len(best)+1)))
	for first := 0; first < attempts; first += together {
		var found [together][]Placement
		var least atomic.Int64
		least.Store(together)
		par.Each(together, func(k int) {
			a := &attempt{task: t, rng: random(1 + first + k), work: t.share(k, len(best)+1), stop: func() bool { return least.Load() < int64(k) }}
			if found[k] = a.run(best, first+k); found[k] != nil {
				lower(&least, int64(k))
			}
		})
		if k := least.Load(); k < together {
			return found[k]
		}
	}
	return nil
}

// share returns how many points the k-th of some attempts may look up for n copies.
func (t *task) share(k, n int) int64 {
	if k == together-1 {
		return share * long * int64(n)
	}
	return share * int64(n)
}

// lower makes v at most k.
func lower(v *atomic.Int64, k int64) {
	for at := v.Load(); at > k && !v.CompareAndSwap(at, k); at = v.Load() {
	}
}

// attempt is one search.
type attempt struct {
	*task
	rng  random
	work int64 // how many points to look up
	stop func() bool
}

// run looks for places until it has looked up its share of points.
func (a *attempt) run(best []Placement, nth int) []Placement {
	s := a.start(best, nth)
	for s.worked < a.work && !a.stop() {
		if s.relax() {
			if got := a.proven(s); got != nil {
				return got
			}
		}
		a.weigh(s)
		a.move(s)
	}
	return nil
}

// start puts one copy more than best: the first attempt beside these, others beside
// what they have put themselves, each where it costs little.
func (a *attempt) start(best []Placement, nth int) *state {
	at := make([]pose, len(best)+1)
	worked := int64(0)
	for i := range at {
		if nth == 0 && i < len(best) {
			at[i] = a.pose(best[i])
			continue
		}
		s := newState(a.task, at[:i+1])
		at[i], _ = a.place(s, i)
		worked += s.worked
	}
	s := newState(a.task, at)
	s.worked = worked
	return s
}

// proven returns the placements of s where they hold.
func (a *attempt) proven(s *state) []Placement {
	if out := a.placements(s); a.exact.all(out) {
		return out
	}
	return nil
}

// placements returns where the copies of s are.
func (t *task) placements(s *state) []Placement {
	out := make([]Placement, len(s.at))
	for i, p := range s.at {
		out[i] = t.placement(p)
	}
	return out
}

// weigh makes what costs much weigh more, so that descents are not stuck in one place.
func (a *attempt) weigh(s *state) {
	most := 0.0
	for i := range s.at {
		most = max(most, slices.Max(s.cost[i][:i+1]))
	}
	if most == 0 {
		return
	}
	heavier := func(w *float64, cost float64) {
		if cost > 0 {
			*w *= 1.2 + float64((heaviest-1.2)*(cost/most))
		} else {
			*w = max(1, *w*lighter)
		}
	}
	for i := range s.at {
		heavier(&s.beds[i], s.cost[i][i])
		for k := range i {
			heavier(&s.pairs[i][k], s.cost[i][k])
		}
	}
}

// move puts a copy that costs something where it costs least.
func (a *attempt) move(s *state) {
	costs := make([]float64, len(s.at))
	var costly []int
	for i := range s.at {
		costs[i] = s.burden(i)
		if costs[i] > 0 {
			costly = append(costly, i)
		}
	}
	if len(costly) == 0 {
		costly = append(costly, a.rng.below(len(s.at)))
	}
	i := costly[a.rng.below(len(costly))]
	p, cost := a.place(s, i)
	if cost < costs[i] || a.rng.unit() < 0.3 {
		s.at[i] = p
		s.turn(i)
	}
}

// burden returns what copy i costs by the weights, as last computed.
func (s *state) burden(i int) float64 {
	sum := float64(s.beds[i] * s.cost[i][i])
	for k := range s.at {
		if k != i {
			hi, lo := max(i, k), min(i, k)
			sum += float64(s.pairs[hi][lo] * s.cost[hi][lo])
		}
	}
	return sum
}

// guessed is a place and what it may cost.
type guessed struct {
	at   pose
	cost float64
}

// place returns where copy i of s costs little, and its cost there. Copy i stays where
// it was.
func (a *attempt) place(s *state, i int) (pose, float64) {
	was := s.at[i]
	var list []guessed
	limit := math.Inf(1)
	for range samples {
		p, ok := a.anywhere()
		if !ok {
			continue
		}
		c := s.guess(i, p, limit)
		if c >= limit {
			continue
		}
		list = insert(list, guessed{p, c})
		if len(list) == refined {
			limit = list[refined-1].cost
		}
	}
	best := guessed{was, math.Inf(1)}
	for _, g := range list {
		s.at[i] = g.at
		if c := s.settle(i); c < best.cost {
			best = guessed{s.at[i], c}
		}
	}
	s.at[i] = was
	s.turn(i)
	return best.at, best.cost
}

// insert adds g to the cheapest refined ones.
func insert(list []guessed, g guessed) []guessed {
	at := len(list)
	for at > 0 && list[at-1].cost > g.cost {
		at--
	}
	list = slices.Insert(list, at, g)
	return list[:min(len(list), refined)]
}

// anywhere returns a turn at random and a place where the box of a copy is on the box of
// the bed, in one of three cases at an edge of it.
func (a *attempt) anywhere() (pose, bool) {
	for range 20 {
		t := a.rng.between(-math.Pi, math.Pi)
		b := a.shape.boxAt(t)
		lo := geom.V(a.floor.lo.X-b[0].X, a.floor.lo.Y-b[0].Y)
		hi := geom.V(a.floor.hi.X-b[1].X, a.floor.hi.Y-b[1].Y)
		if lo.X > hi.X+1 || lo.Y > hi.Y+1 {
			continue
		}
		return pose{a.along(lo.X, hi.X), a.along(lo.Y, hi.Y), t}, true
	}
	return pose{}, false
}

// along returns a place between lo and hi, more often at one of the two.
func (a *attempt) along(lo, hi float64) float64 {
	switch a.rng.below(6) {
	case 0:
		return lo
	case 1:
		return hi
	}
	return a.rng.between(lo, hi)
}
