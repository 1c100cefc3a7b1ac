package roster

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/visiere/visiere/flow"
	"github.com/visiere/visiere/internal/par"
)

// manyOrders is from how many orders on each looks only at units near it.
const manyOrders = 200

// task is what a round gives out: the frames that are left of each order, over what each
// unit can still make.
type task struct {
	*model
	left   []int   // frames to make, by order
	weight []int   // of a frame, by class: work in units of the flow
	scale  int     // the flow's costs are those of so much work
	made   [][]int // by unit: work that it can do by each cutoff
	near   [][]int32
	far    [][]bool // by order: units that it does not look at; nil: looks at all
}

// newTask returns the task of giving out what is left.
func (m *model) newTask(left []int) *task {
	t := &task{model: m, left: left}
	t.weigh()
	t.measure()
	t.choose()
	return t
}

// weigh settles what a frame of each class weighs, by the mean time it takes, so that a
// unit's capacity is one number for all it can make. Where all take as long it is 1.
func (t *task) weigh() {
	t.weight = make([]int, len(t.classes))
	mean := make([]float64, len(t.classes))
	least := math.Inf(1)
	for c := range mean {
		n := 0.0
		for _, u := range t.units {
			if p := u.paces[c]; p != nil {
				mean[c] += float64(p.seconds(p.Most)) / float64(p.Most)
				n++
			}
		}
		if mean[c] /= max(1, n); mean[c] > 0 {
			least = min(least, mean[c])
		}
	}
	t.scale = 1
	common := 0
	for c := range mean {
		t.weight[c] = max(1, int(math.Round(16*mean[c]/least)))
		common = gcd(t.weight[c], common)
	}
	for c := range mean {
		t.weight[c] /= common
		t.scale = max(t.scale, t.weight[c])
	}
}

// gcd returns the greatest common divisor of a and b.
func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// measure fills in what each unit can still make, by running every maker with no end of
// work: for units with several classes the mean of these.
func (t *task) measure() {
	t.made = make([][]int, len(t.units))
	par.Each(len(t.makers), func(i int) {
		k := t.makers[i]
		sum, n := make([][]int, len(k.units)), make([]int, len(k.units))
		for c := range t.classes {
			for x, made := range t.trial(k, c) {
				if k.units[x].paces[c] == nil {
					continue
				}
				n[x]++
				for b, frames := range made {
					if sum[x] == nil {
						sum[x] = make([]int, len(made))
					}
					sum[x][b] += frames * t.weight[c]
				}
			}
		}
		for x, u := range k.units {
			for b := range sum[x] {
				sum[x][b] /= n[x]
			}
			t.made[u.index] = sum[x]
		}
	})
}

// choose lists the units that each order looks at: all where orders are few, else the
// cheapest that could together make several times what it wants in time.
func (t *task) choose() {
	if len(t.orders) < manyOrders {
		return
	}
	t.near, t.far = make([][]int32, len(t.orders)), make([][]bool, len(t.orders))
	par.Each(len(t.orders), func(j int) {
		var units []int
		for i := range t.units {
			if t.base[i*len(t.orders)+j] >= 0 && t.made[i] != nil {
				units = append(units, i)
			}
		}
		slices.SortFunc(units, func(a, b int) int {
			return cmp.Or(cmp.Compare(t.base[a*len(t.orders)+j], t.base[b*len(t.orders)+j]), cmp.Compare(a, b))
		})
		t.far[j] = make([]bool, len(t.units))
		for i := range t.far[j] {
			t.far[j][i] = true
		}
		want, k := 8*t.left[j], t.cutoff(t.orders[j].due)
		for x, i := range units {
			if x >= 100 && want <= 0 {
				break
			}
			want -= t.made[i][k] / t.weight[t.units[i].class[t.orders[j].wish]]
			t.far[j][i] = false
			for b := range t.cutoffs {
				t.near[j] = append(t.near[j], int32(t.source(i, b)))
			}
		}
		t.near[j] = append(t.near[j], int32(len(t.units)*len(t.cutoffs)))
	})
}

// cutoff returns the number of the last cutoff that is not after day due, or 0.
func (m *model) cutoff(due int) int {
	k, found := slices.BinarySearch(m.cutoffs, due)
	if !found {
		k--
	}
	return max(0, k)
}

// source returns the number of unit i's time until cutoff k and after the one before.
// Later times come first, so that of equally dear ones the latest is taken and sooner
// ones are left for orders in a hurry.
func (m *model) source(i, k int) int { return i*len(m.cutoffs) + len(m.cutoffs) - 1 - k }

// late returns what it costs an order that its frame is done by cutoff k and not sooner.
func (m *model) late(j, k int) int { return perLate * max(0, m.cutoffs[k]-m.orders[j].due) }

// unmet returns what it costs that a frame of order j is not made.
func (m *model) unmet(j int) int { return perUnmet + perLate*max(0, m.days-m.orders[j].due) }

// solve returns the cheapest flow of work from units' times to orders.
func (t *task) solve() flow.Solution { return flow.Solve(t.problem()) }

// share is the work of an order that a unit does, in time or meant to be late.
type share struct {
	order, unit int
	late        bool
}

// give gives the frames that are left to units, as s says; what remains left is for none.
func (t *task) give(s flow.Solution) {
	work, k := map[share]int{}, len(t.cutoffs)
	for _, x := range s.Ships {
		if i := x.Source / k; i < len(t.units) {
			work[share{x.Sink, i, t.late(x.Sink, k-1-x.Source%k) > 0}] += x.Units
		}
	}
	t.inFrames(work)
}

// problem returns what is to flow: the last source stands for what is not made.
func (t *task) problem() flow.Problem {
	k := len(t.cutoffs)
	p := flow.Problem{Supply: make([]int, len(t.units)*k+1), Demand: make([]int, len(t.orders)), Near: t.near}
	total := 0
	for j := range t.orders {
		p.Demand[j] = t.left[j] * t.heaviest(j)
		total += p.Demand[j]
	}
	for i := range t.units {
		before := 0
		for b, made := range t.made[i] {
			p.Supply[t.source(i, b)] = made - before
			before = made
		}
	}
	p.Supply[len(t.units)*k] = total
	p.Cost = func(s, j int) int {
		i := s / k
		if i == len(t.units) {
			return t.unmet(j) * t.scale / t.heaviest(j)
		}
		base := t.base[i*len(t.orders)+j]
		if base < 0 || t.far != nil && t.far[j][i] {
			return flow.Forbidden
		}
		return (int(base) + t.late(j, k-1-s%k)) * t.scale / t.heaviest(j)
	}
	return p
}

// heaviest returns the weight of order j's frames: that of its class, and of any material
// the most.
func (t *task) heaviest(j int) int {
	w := 1
	for c, x := range t.classes {
		wish := t.wishes[t.orders[j].wish]
		if x.design == wish.design && (wish.material == "" || x.material == wish.material) {
			w = max(w, t.weight[c])
		}
	}
	return w
}

// inFrames makes whole frames of the work given, as many as were asked for or can be
// made, and queues them: those in time first, by their days.
func (t *task) inFrames(work map[share]int) {
	shares := slices.SortedFunc(maps.Keys(work), func(a, b share) int {
		return cmp.Or(a.order-b.order, a.unit-b.unit, lateness(a.late)-lateness(b.late))
	})
	for _, x := range shares {
		w := t.heaviest(x.order)
		if n := min(t.left[x.order], (work[x]+w-1)/w); n > 0 {
			t.left[x.order] -= n
			u := t.units[x.unit]
			u.queue = append(u.queue, pending{x.order, n, x.late})
		}
	}
	for _, u := range t.units {
		slices.SortFunc(u.queue, func(a, b pending) int {
			return cmp.Or(lateness(a.late)-lateness(b.late), t.orders[a.order].due-t.orders[b.order].due, a.order-b.order)
		})
	}
}

// lateness returns 1 for what is late, to sort by.
func lateness(late bool) int {
	if late {
		return 1
	}
	return 0
}
