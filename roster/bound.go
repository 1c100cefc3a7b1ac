package roster

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/internal/par"
)

// bound returns what every plan of all that is left costs at least: the value of the
// dual at some prices, over what each maker can make at most.
//
// Whatever prices of 0 or more are put on a unit's time between two cutoffs, an order
// pays for each frame at least the least sum of cost and price, and no plan uses more of
// a unit's time than there is. To count a frame as made sooner than it is only makes a
// plan cheaper, so the most that can be made by each cutoff is all that has to hold.
//
// Source: weak duality of linear programs.
func (t *task) bound(prices [][]float64) float64 {
	roofs := make([]roof, len(t.units))
	par.Each(len(t.units), func(i int) { roofs[i] = t.roof(i, prices[i]) })
	return max(0, t.dual(roofs))
}

// dual returns the value of the dual at some prices. Whatever they are, it is a bound.
func (t *task) dual(roofs []roof) float64 {
	least, worth := make([]float64, len(t.orders)), make([]float64, len(t.makers))
	par.Each(len(t.orders), func(j int) { least[j] = t.least(j, roofs) })
	par.Each(len(t.makers), func(i int) { worth[i] = t.worth(t.makers[i], roofs) })
	total := 0.0
	for j, n := range t.left {
		total += float64(float64(n) * least[j])
	}
	for _, w := range worth {
		total -= w
	}
	return total
}

// roof is the most work that a unit can do by each cutoff, and the price put on work
// between a cutoff and the one before, which never rises. Work is seconds that frames
// take in full batches.
type roof struct {
	most, price []float64
	weeks       [][]float64 // by cutoff and week: the most of what is started in that week; nil: hands do not bind
	use         []float64   // of a frame, by class
	hands       float64     // s of hands that work takes at least
}

// roof returns unit i's roof at some prices.
func (t *task) roof(i int, prices []float64) roof {
	u, k := t.units[i], len(t.cutoffs)
	r := roof{most: make([]float64, k), price: make([]float64, k+1), use: u.use, hands: math.Inf(1)}
	weekly := 0.0
	owner := t.makers[u.maker]
	for c, p := range u.paces {
		if p != nil {
			r.hands = min(r.hands, float64(t.hands(p, p.Most))/float64(p.Most)/r.use[c])
			weekly = max(weekly, r.use[c]*t.handed(p, float64(owner.Hours)))
		}
	}
	if math.IsInf(r.hands, 1) {
		return r
	}
	done := mostWork(u.paces, r.use, owner.visits, len(owner.visits))
	for b := range k {
		r.most[b] = last(done, owner.visits, t.cutoffs[b]*day)
	}
	if owner.few {
		r.weeks = t.weekly(u, owner, weekly)
		for b := range k {
			sum := 0.0
			for _, work := range r.weeks[b] {
				sum += work
			}
			r.most[b] = min(r.most[b], sum)
		}
	}
	copy(r.price, prices)
	return r
}

// weekly returns, by cutoff and week, the most work of u that is started in the week and
// done by the cutoff, where hands allow no more than so much a week.
func (t *task) weekly(u *unit, k *maker, most float64) [][]float64 {
	all := make([][]float64, len(t.cutoffs))
	for b := range all {
		all[b] = make([]float64, len(k.hands))
	}
	for from := 0; from < len(k.visits); {
		w, to := k.week[from], from
		for to < len(k.visits) && k.week[to] == w {
			to++
		}
		done := mostWork(u.paces, u.use, k.visits[from:], to-from)
		for b, d := range t.cutoffs {
			all[b][w] = min(most, last(done, k.visits[from:], d*day))
		}
		from = to
	}
	return all
}

// handed returns how many frames can be made with some seconds of hands: full batches,
// and one more with what is left.
func (t *task) handed(p *pace, hands float64) float64 {
	full := float64(t.hands(p, p.Most))
	if t.Finishing == 0 {
		return float64(p.Most) * math.Floor(hands/max(1, full))
	}
	batches := math.Floor(hands / full)
	rest := math.Floor((hands - float64(batches*full) - float64(p.handling)) / float64(int(t.Finishing)))
	return float64(batches*float64(p.Most)) + max(0, rest)
}

// worth returns what all the work that k can do is worth at most: of each unit no more
// than its visits allow, and of all together no more than k's hands do.
//
// A price that holds until a cutoff is the sum of falls at that cutoff and later ones, so
// the worth is a sum over cutoffs of what is done by then, each at its fall.
func (t *task) worth(k *maker, roofs []roof) float64 {
	total := 0.0
	for b := range t.cutoffs {
		if !k.few {
			for _, u := range k.units {
				r := &roofs[u.index]
				total += float64(r.most[b] * r.drop(b))
			}
			continue
		}
		weeks := (t.cutoffs[b] + 6) / 7
		all := t.fill(k, roofs, b, float64(weeks), func(r *roof) float64 { return r.most[b] })
		each := 0.0
		for w := range min(weeks, len(k.hands)) {
			each += t.fill(k, roofs, b, 1, func(r *roof) float64 {
				if r.weeks == nil {
					return 0
				}
				return r.weeks[b][w]
			})
		}
		total += min(all, each)
	}
	return total
}

// drop is by how much r's price falls after cutoff b.
func (r *roof) drop(b int) float64 { return r.price[b] - r.price[b+1] }

// fill returns what the best use of k's hands of some weeks is worth at cutoff b, of each
// unit no more work than most says: as in a knapsack that is filled with parts, those
// first that are worth most for the hands that they take.
func (t *task) fill(k *maker, roofs []roof, b int, weeks float64, most func(*roof) float64) float64 {
	units := slices.Clone(k.units)
	slices.SortStableFunc(units, func(x, y *unit) int {
		a, c := &roofs[x.index], &roofs[y.index]
		return cmp.Compare(c.drop(b)*a.hands, a.drop(b)*c.hands)
	})
	total, hands := 0.0, weeks*float64(k.Hours)
	for _, u := range units {
		r := &roofs[u.index]
		work := most(r)
		if work <= 0 {
			continue
		}
		work = min(work, hands/r.hands)
		hands -= float64(work * r.hands)
		total += float64(work * r.drop(b))
	}
	return total
}

// mostWork returns how much work at most can be done by every visit with batches that are
// started from the first visit on and before visit stop, with frames of each class that
// take use each: no schedule does more. It ends with the last visit at which there is more.
func mostWork(paces []*pace, use []float64, visits []int, stop int) []float64 {
	done := make([]float64, 1, 1+len(visits))
	for b := 1; b < len(visits); b++ {
		done = append(done, done[b-1])
		idle := true // all batches started so late would be full sooner
		for a := b - 1; a >= 0; a-- {
			full := true
			if a < stop {
				for c, p := range paces {
					if p != nil {
						n := p.frames(visits[b] - visits[a])
						done[b] = max(done[b], done[a]+float64(float64(n)*use[c]))
						full = full && n == p.Most
					}
				}
				if full {
					break
				}
				idle = false
			}
		}
		if b > stop && idle {
			break
		}
	}
	return done
}

// last returns what is done by the last visit before a moment.
func last(done []float64, visits []int, before int) float64 {
	k, _ := slices.BinarySearch(visits, before)
	if k == 0 {
		return 0
	}
	return done[min(k, len(done))-1]
}

// least returns the least that a frame costs order j.
func (t *task) least(j int, roofs []roof) float64 {
	best := float64(t.unmet(j))
	for i, u := range t.units {
		base := float64(t.base[i*len(t.orders)+j])
		if base < 0 || base >= best {
			continue
		}
		r := &roofs[i]
		use := r.use[u.class[t.orders[j].wish]]
		for b := range t.cutoffs {
			if b > 0 && r.most[b] == r.most[b-1] || r.most[b] == 0 {
				continue // nothing is done between them
			}
			best = min(best, base+t.soonest(j, b)+float64(use*r.price[b]))
			if r.price[b] == 0 {
				break // the price stays, and what is done later is not cheaper
			}
		}
	}
	return best
}

// soonest returns what it costs order j at least that its frame is done by cutoff b and
// after the one before.
func (t *task) soonest(j, b int) float64 {
	delivered := 1
	if b > 0 {
		delivered = t.cutoffs[b-1] + 1
	}
	return float64(perLate * max(0, delivered-t.orders[j].due))
}
