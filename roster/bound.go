package roster

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/flow"
	"github.com/visiere/visiere/internal/par"
)

// bound returns what every plan of all that is left costs at least: the value of the
// dual at the flow's prices, over what each maker can make at most.
//
// Whatever prices of 0 or more are put on a unit's time between two cutoffs, an order
// pays for each frame at least the least sum of cost and price, and no plan uses more of
// a unit's time than there is. To count a frame as made sooner than it is only makes a
// plan cheaper, so the most that can be made by each cutoff is all that has to hold.
//
// Source: weak duality of linear programs.
func (t *task) bound(s flow.Solution) float64 {
	roofs := make([]roof, len(t.units))
	par.Each(len(t.units), func(i int) { roofs[i] = t.roof(i, s) })
	plain := t.dual(roofs)
	for _, k := range t.makers {
		if k.few {
			t.share(k, roofs)
		}
	}
	return max(0, plain, t.dual(roofs))
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
	use         []float64 // of a frame, by class
	hands       float64   // s of hands that work takes at least
}

// roof returns unit i's roof at the flow's prices.
func (t *task) roof(i int, s flow.Solution) roof {
	u, k := t.units[i], len(t.cutoffs)
	r := roof{make([]float64, k), make([]float64, k+1), make([]float64, len(t.classes)), math.Inf(1)}
	one, weekly := -1, 0.0
	owner := t.makers[u.maker]
	for c, p := range u.paces {
		if p != nil {
			one = c
			r.use[c] = float64(p.handling+p.seconds(p.Most)) / float64(p.Most)
			r.hands = min(r.hands, float64(t.hands(p, p.Most))/float64(p.Most)/r.use[c])
			weekly = max(weekly, r.use[c]*t.handed(p, float64(owner.Hours)))
		}
	}
	if one < 0 {
		return r
	}
	done := mostWork(u.paces, r.use, owner.visits)
	worth := float64(t.weight[one]) / float64(t.scale) / r.use[one]
	for b := range k {
		r.most[b] = last(done, owner.visits, t.cutoffs[b]*day)
		if owner.Hours > 0 {
			r.most[b] = min(r.most[b], weekly*float64((t.cutoffs[b]+6)/7))
		}
		r.price[b] = worth * float64(s.SourcePrice[t.source(i, b)])
	}
	t.settle(i, r.price)
	return r
}

// settle fills in the prices of unit i between cutoffs where the flow had nothing to put
// a price on, with the one before, and then sees to it that none rises.
func (t *task) settle(i int, price []float64) {
	made := t.made[i]
	for b := 1; b < len(made); b++ {
		if made[b] == made[b-1] {
			price[b] = price[b-1]
		}
	}
	fall(price)
}

// share puts a price on the time of those of k's units for which no hands were left: what
// hands are worth on the unit where they are worth most.
func (t *task) share(k *maker, roofs []roof) {
	for b := range t.cutoffs {
		worth := 0.0 // of a second of hands
		for _, u := range k.units {
			if r := &roofs[u.index]; r.hands > 0 {
				worth = max(worth, r.price[b]/r.hands)
			}
		}
		for _, u := range k.units {
			r, made := &roofs[u.index], t.made[u.index]
			if made != nil && (made[b] == 0 || b > 0 && made[b] == made[b-1]) && !math.IsInf(r.hands, 1) {
				r.price[b] = max(r.price[b], worth*r.hands)
			}
		}
	}
	for _, u := range k.units {
		fall(roofs[u.index].price)
	}
}

// fall raises prices so that none is below a later one.
func fall(price []float64) {
	for b := len(price) - 2; b >= 0; b-- {
		price[b] = max(price[b], price[b+1])
	}
}

// handed returns how many frames can be made with some seconds of hands: full batches,
// and one more with what is left.
func (t *task) handed(p *pace, hands float64) float64 {
	full := float64(t.hands(p, p.Most))
	if t.Finishing == 0 {
		return float64(p.Most) * math.Floor(hands/max(1, full))
	}
	batches := math.Floor(hands / full)
	rest := math.Floor((hands - batches*full - float64(p.handling)) / float64(int(t.Finishing)))
	return batches*float64(p.Most) + max(0, rest)
}

// worth returns what all the work that k can do is worth at most: of each unit no more
// than its visits allow, and of all together no more than k's hands do.
//
// A price that holds until a cutoff is the sum of falls at that cutoff and later ones, so
// the worth is a sum over cutoffs of what is done by then, each at its fall. By each
// cutoff the best use of the hands is the one that is worth most for them, as in a
// knapsack that is filled with parts.
func (t *task) worth(k *maker, roofs []roof) float64 {
	total := 0.0
	for b, d := range t.cutoffs {
		units := slices.Clone(k.units)
		drop := func(u *unit) float64 { return roofs[u.index].price[b] - roofs[u.index].price[b+1] }
		slices.SortStableFunc(units, func(x, y *unit) int {
			return cmp.Compare(drop(y)*roofs[x.index].hands, drop(x)*roofs[y.index].hands)
		})
		hands := math.Inf(1)
		if k.Hours > 0 {
			hands = float64((d+6)/7) * float64(k.Hours)
		}
		for _, u := range units {
			r := &roofs[u.index]
			work := r.most[b]
			if work*r.hands > hands {
				work = hands / r.hands
			}
			if work > 0 {
				hands -= work * r.hands
				total += float64(work * drop(u))
			}
		}
	}
	return total
}

// mostWork returns how much work at most can be done by every visit, from the first one
// on, with frames of each class that take use each: no schedule does more.
func mostWork(paces []*pace, use []float64, visits []int) []float64 {
	done := make([]float64, len(visits))
	for b := 1; b < len(visits); b++ {
		done[b] = done[b-1]
		for a := b - 1; a >= 0; a-- {
			full := true
			for c, p := range paces {
				if p != nil {
					n := p.frames(visits[b] - visits[a])
					done[b] = max(done[b], done[a]+float64(n)*use[c])
					full = full && n == p.Most
				}
			}
			if full {
				break
			}
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
	return done[k-1]
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
