// Package flow ships units from sources to sinks at the least cost: the transportation
// problem, in integers, exactly.
package flow

import (
	"container/heap"
	"math"
	"slices"
)

// Forbidden is the cost of what may not be shipped.
const Forbidden = math.MaxInt32

// Problem is what is to be shipped. All numbers are 0 or more, and costs are less than
// Forbidden. The supply that each sink may draw on must suffice for all demand: a source
// that is dear and has plenty makes it so.
type Problem struct {
	Supply []int
	Demand []int
	Cost   func(source, sink int) int // of a unit; Forbidden: not from there to there

	// Near lists the sources that Cost allows to each sink, so that not all have to be
	// looked at; nil: look at all.
	Near [][]int32
}

// Ship is a number of units from one source to one sink.
type Ship struct{ Source, Sink, Units int }

// Solution is the cheapest way to ship everything.
//
//  1. Ships are by source and then by sink, each pair once, and serve every demand.
//  2. SinkPrice[j] <= Cost(i, j) + SourcePrice[i] for every pair that is allowed, with
//     equality for those shipped; SourcePrice is 0 where supply is left.
//  3. So the sum of Demand times SinkPrice less that of Supply times SourcePrice is Cost,
//     and a lower bound of every other way.
type Solution struct {
	Ships       []Ship
	Cost        int
	SourcePrice []int
	SinkPrice   []int
	Short       bool // supply did not suffice: Ships is what could be shipped
}

// Solve returns the cheapest way to ship p. The same p gives the same ships.
//
// Each demand is met along shortest paths over the sinks, which are few; sources are
// passed through. Cost: for each path, as many steps as it passes sinks, times the
// sources that are used up.
//
// Source: successive shortest paths with potentials (Edmonds and Karp 1972), ended at the
// first source with supply left (Jonker and Volgenant 1987).
func Solve(p Problem) Solution {
	s := newSolver(p)
	for j := range p.Demand {
		for s.due[j] > 0 {
			if !s.search(j) {
				s.short = true
				break
			}
			s.reprice()
			s.augment(j)
		}
	}
	return s.solution()
}

// part is what a source ships to a sink.
type part struct{ sink, units int }

// solver is a solution in the making.
type solver struct {
	Problem
	free  []int     // supply left
	due   []int     // demand left
	v, u  []int     // prices of sources and sinks
	ships [][]part  // of each source
	near  [][]int64 // of each sink, its sources by cost: cost<<32 | source
	used  [][]int32 // of each sink, those of its sources that are used up
	short bool
	path
}

// path is what one search for a path leaves.
type path struct {
	toSource, toSink     []int // distances, far where not reached
	fromSink, fromSource []int32
	reached              []int32 // sources
	settled              []int32 // sinks
	queue                queue
	best                 int // distance of the source found
	last                 int // the sink before it
	found                int
}

const far = math.MaxInt

// newSolver returns the solver of p with nothing shipped: every sink's price is its
// cheapest source's cost.
func newSolver(p Problem) *solver {
	n, m := len(p.Supply), len(p.Demand)
	s := &solver{
		Problem: p, free: slices.Clone(p.Supply), due: slices.Clone(p.Demand),
		v: make([]int, n), u: make([]int, m), ships: make([][]part, n), near: make([][]int64, m), used: make([][]int32, m),
	}
	s.toSource, s.fromSink = filled(n), make([]int32, n)
	s.toSink, s.fromSource = filled(m), make([]int32, m)
	for j := range m {
		s.near[j] = s.byCost(j)
		if len(s.near[j]) > 0 {
			s.u[j] = int(s.near[j][0] >> 32)
		}
	}
	return s
}

// filled returns n distances that are far.
func filled(n int) []int {
	d := make([]int, n)
	for i := range d {
		d[i] = far
	}
	return d
}

// byCost returns sink j's sources that have supply, the cheapest first.
func (s *solver) byCost(j int) []int64 {
	var keys []int64
	add := func(i int) {
		if c := s.Cost(i, j); c != Forbidden && s.Supply[i] > 0 {
			keys = append(keys, int64(c)<<32|int64(i))
		}
	}
	if s.Near != nil {
		for _, i := range s.Near[j] {
			add(int(i))
		}
	} else {
		for i := range s.Supply {
			add(i)
		}
	}
	slices.Sort(keys)
	return keys
}

// search finds the shortest way from sink start to a source with supply left, by costs
// reduced by prices, and reports whether there is one.
func (s *solver) search(start int) bool {
	for _, i := range s.reached {
		s.toSource[i] = far
	}
	for _, j := range s.settled {
		s.toSink[j] = far
	}
	for _, e := range s.queue {
		s.toSink[e.sink] = far
	}
	s.reached, s.settled, s.queue = s.reached[:0], s.settled[:0], s.queue[:0]
	s.best = far
	s.toSink[start] = 0
	s.queue = append(s.queue, entry{0, int32(start)})
	for len(s.queue) > 0 && s.queue[0].dist < s.best {
		e := heap.Pop(&s.queue).(entry)
		if e.dist > s.toSink[e.sink] {
			continue
		}
		s.settled = append(s.settled, e.sink)
		s.end(int(e.sink), e.dist)
		s.relax(int(e.sink), e.dist)
	}
	return s.best < far
}

// end holds sink j's cheapest source with supply left against the best so far.
func (s *solver) end(j, dist int) {
	for len(s.near[j]) > 0 && s.free[int32(s.near[j][0])] == 0 {
		s.near[j] = s.near[j][1:]
	}
	if len(s.near[j]) == 0 {
		return
	}
	if d := dist + int(s.near[j][0]>>32) - s.u[j]; d < s.best {
		s.best, s.last, s.found = d, j, int(int32(s.near[j][0]))
	}
}

// relax goes from sink j, dist away, to its sources that are used up and on to the sinks
// that use them.
func (s *solver) relax(j, dist int) {
	for _, i := range s.used[j] {
		d := dist + s.Cost(int(i), j) + s.v[i] - s.u[j]
		if d >= s.best || d >= s.toSource[i] {
			continue
		}
		if s.toSource[i] == far {
			s.reached = append(s.reached, i)
		}
		s.toSource[i], s.fromSink[i] = d, int32(j)
		for _, p := range s.ships[i] {
			if d < s.toSink[p.sink] {
				s.toSink[p.sink], s.fromSource[p.sink] = d, i
				heap.Push(&s.queue, entry{d, int32(p.sink)})
			}
		}
	}
}

// reprice raises the prices of what lies nearer than the source found.
func (s *solver) reprice() {
	for _, j := range s.settled {
		s.u[j] += s.best - s.toSink[j]
	}
	for _, i := range s.reached {
		if d := s.toSource[i]; d < s.best {
			s.v[i] += s.best - d
		}
	}
}

// augment ships along the path found, as much as it lets through, for sink start.
func (s *solver) augment(start int) {
	units := min(s.due[start], s.free[s.found])
	for j := s.last; j != start; j = int(s.fromSink[s.fromSource[j]]) {
		units = min(units, s.shipped(int(s.fromSource[j]), j))
	}
	s.due[start] -= units
	s.free[s.found] -= units
	source := s.found
	for j := s.last; ; {
		s.add(source, j, units)
		if j == start {
			break
		}
		source = int(s.fromSource[j])
		s.add(source, j, -units)
		j = int(s.fromSink[source])
	}
	if s.free[s.found] == 0 {
		s.usedUp(s.found)
	}
}

// usedUp notes that source i has no supply left.
func (s *solver) usedUp(i int) {
	for j := range s.Demand {
		if s.Cost(i, j) != Forbidden {
			s.used[j] = append(s.used[j], int32(i))
		}
	}
}

// shipped returns what source i ships to sink j.
func (s *solver) shipped(i, j int) int {
	for _, p := range s.ships[i] {
		if p.sink == j {
			return p.units
		}
	}
	return 0
}

// add adds units to what source i ships to sink j.
func (s *solver) add(i, j, units int) {
	for k, p := range s.ships[i] {
		if p.sink == j {
			if s.ships[i][k].units += units; s.ships[i][k].units == 0 {
				s.ships[i] = slices.Delete(s.ships[i], k, k+1)
			}
			return
		}
	}
	s.ships[i] = append(s.ships[i], part{j, units})
}

// solution returns what was shipped.
func (s *solver) solution() Solution {
	out := Solution{SourcePrice: s.v, SinkPrice: s.u, Short: s.short}
	for i, parts := range s.ships {
		slices.SortFunc(parts, func(a, b part) int { return a.sink - b.sink })
		for _, p := range parts {
			out.Ships = append(out.Ships, Ship{i, p.sink, p.units})
			out.Cost += p.units * s.Cost(i, p.sink)
		}
	}
	return out
}

// entry is a sink in the queue of a search.
type entry struct {
	dist int
	sink int32
}

// queue has the nearest sink first, and of equally near ones the first.
type queue []entry

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].sink < q[j].sink
}

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push appends x.
func (q *queue) Push(x any) { *q = append(*q, x.(entry)) }

// Pop removes the last.
func (q *queue) Pop() any {
	e := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return e
}
