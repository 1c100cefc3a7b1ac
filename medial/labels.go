package medial

import (
	"math"
	"slices"

	"github.com/visiere/visiere/internal/steady"
)

// Prices of counts, in millimetres of a band whose beads are e times too wide.
const (
	narrowPrice = 2.0  // of widths below the nominal one, per their logarithm
	strainPrice = 40.0 // of a width outside the range besides, per its logarithm
	strainMost  = 0.14 // of the range's logarithm; a count further off is taken where all are
	changePrice = 1.5  // of a change of the count by one
	spotPrice   = 2.0  // of a spot, per millimetre
	spotLeast   = 0.05 // length of a lone vertex, mm
	endPrice    = 16.0 // of an end of a middle bead: half a travel
	freeEnds    = 2    // of an island: where its stroke begins and ends
	choiceReach = 2    // counts further from the best are not looked at

	usualChoices = 7 // of a vertex: room for so many is made at once
)

// choice is a count that a vertex may have, with its price. A spot is an odd count whose
// middle bead is so short that its neighbours lay it, or nearly: in a junction it fills what
// a ring around nothing would lay twice.
type choice struct {
	count  int32
	parity int32      // 1 where there is a middle bead, but for spots
	price  float64    // of the widths along the vertex's share of the axis
	best   [2]float64 // of the vertex and all below it, where its parent is even and odd
}

// labels chooses counts along trees of central vertices.
type labels struct {
	*counts
	parent  []int32    // none at a root
	kids    [][3]int32 // the vertices below, none where there are no more
	across  [][3]int32 // neighbours that are neither parent nor child: rings are cut there
	cut     bool       // whether there are any
	order   []int32    // of the central vertices, parents before children
	pool    []choice   // of all vertices
	first   []int32    // by vertex: its first choice in the pool
	many    []int8     // how many it has
	pick    []int8     // of them
	seen    []bool
	end     float64 // the price of an end
	settled bool    // whether a neighbour across a cut has its count
}

// label sets the counts of all central vertices so that widths are near nominal, counts
// change rarely, and middle beads have few ends: the sum of their prices is least on trees
// and nearly so around rings, which are cut somewhere. As an island's first ends are free,
// it is tried whether cheap ends come out cheaper; not on trees that have as many ends as are
// free: there, what costs least with the price of all ends does without that of the free ones.
func (c *counts) label() {
	l := newLabels(c)
	best, least := room(c.best, len(c.count)), math.Inf(1)
	c.best = best
	for _, l.end = range []float64{endPrice, endPrice / 16} {
		l.settled = false
		l.choose()
		if l.cut {
			l.settled = true
			l.choose()
		}
		p, loose := l.price()
		if p < least {
			copy(best, c.count)
			least = p
		}
		if !l.cut && loose >= freeEnds {
			break
		}
	}
	copy(c.count, best)
}

// newLabels makes the trees and the choices of their vertices.
func newLabels(c *counts) *labels {
	n := len(c.vertices)
	l := &c.desk.labels
	*l = labels{
		counts: c, parent: room(l.parent, n), kids: room(l.kids, n), across: room(l.across, n),
		order: l.order[:0], pool: l.pool[:0], first: room(l.first, n), many: room(l.many, n), pick: room(l.pick, n),
		seen: room(l.seen, n),
	}
	for i, v := range c.vertices {
		if !v.central || l.seen[i] {
			continue
		}
		l.seen[i], l.parent[i] = true, none
		first := len(l.order)
		l.order = append(l.order, int32(i))
		for k := first; k < len(l.order); k++ {
			l.grow(l.order[k])
		}
	}
	l.pool = slices.Grow(l.pool, usualChoices*len(l.order))
	for _, i := range l.order {
		l.first[i] = int32(len(l.pool))
		l.pool = l.choicesOf(l.pool, i)
		l.many[i] = int8(len(l.pool) - int(l.first[i]))
		l.cut = l.cut || l.across[i][0] != none
	}
	return l
}

// choices returns those of vertex i.
func (l *labels) choices(i int32) []choice {
	return l.pool[l.first[i]:][:l.many[i]]
}

// grow adds the neighbours of vertex i that no tree has yet below it.
func (l *labels) grow(i int32) {
	l.kids[i], l.across[i] = [3]int32{none, none, none}, [3]int32{none, none, none}
	below, beside := 0, 0
	l.bands(i, func(j int32) {
		switch {
		case !l.seen[j]:
			l.seen[j], l.parent[j] = true, i
			l.order = append(l.order, j)
			l.kids[i][below] = j
			below++
		case j != l.parent[i]:
			l.across[i][beside] = j
			beside++
		}
	})
}

// bands calls f for each central vertex next to i.
func (c *counts) bands(i int32, f func(j int32)) {
	c.neighbours(i, func(j int32) {
		if c.vertices[j].central {
			f(j)
		}
	})
}

// choicesOf adds the counts that vertex i may have.
func (l *labels) choicesOf(out []choice, i int32) []choice {
	first := len(out)
	w, share := float64(2*l.vertices[i].radius), spotLeast
	l.bands(i, func(j int32) { share += l.vertices[i].at.Dist(l.vertices[j].at) / 2 })
	wide := steady.Log(w / l.width.nominal)
	best := l.width.ideal(w, wide)
	for n := max(1, best-choiceReach); n <= best+choiceReach && best > 0; n++ {
		off := wide - logOf(n)
		strain := l.width.strain(off, n)
		if strain > strainMost && n != best {
			continue
		}
		price := price(off) + float64(strainPrice*strain)
		out = append(out, choice{count: n, parity: n & 1, price: float64(share * price)})
		if n&1 == 1 {
			out = append(out, choice{count: n, price: float64(share * (price + spotPrice))})
		}
	}
	if len(out) == first {
		out = append(out, choice{count: best, parity: best & 1})
	}
	return out
}

// choose sets the counts: bottom-up what is best below each vertex for each of its counts,
// then top-down which of them.
//
// Source: dynamic programming on trees, as for labels of Markov random fields.
func (l *labels) choose() {
	for k := len(l.order) - 1; k >= 0; k-- {
		i := l.order[k]
		if kids := &l.kids[i]; kids[0] != none && kids[1] == none && l.across[i][0] == none {
			l.passOn(l.choices(i), l.choices(kids[0]))
			continue
		}
		all := l.choices(i)
		for a := range all {
			c := &all[a]
			b := l.below(i, c)
			for above := range c.best {
				if above == 0 || l.parent[i] != none {
					least, _ := l.together(&b, c, above)
					c.best[above] = c.price + (least + b.sum)
				}
			}
		}
	}
	for _, i := range l.order {
		above := int32(0)
		if up := l.parent[i]; up != none {
			above = l.picked(up).parity
		} else {
			l.pick[i] = root(l.choices(i))
		}
		c := l.picked(i)
		b := l.below(i, c)
		_, mask := l.together(&b, c, int(above))
		for k := range b.n {
			l.pick[l.kids[i][k]] = b.ways[k].pick[mask>>k&1]
		}
	}
	for _, i := range l.order {
		l.count[i] = l.picked(i).count
	}
}

// passOn sets what is best below a vertex that has one kid and no cut, as most have, for
// each of its choices: what below and together say, without picks.
func (l *labels) passOn(all, kids []choice) {
	two, one := float64(l.end*2), l.end // the prices of the ends
	for a := range all {
		c := &all[a]
		even, odd := math.Inf(1), math.Inf(1) // the best of the kid's
		for k := range kids {
			d := &kids[k]
			if p := d.best[c.parity&1] + change(c.count, d.count); d.parity == 1 {
				odd = min(odd, p)
			} else {
				even = min(even, p)
			}
		}
		if c.parity == 1 {
			c.best = [2]float64{c.price + min(even+two, odd+one), c.price + min(even+one, odd)}
		} else {
			p := c.price + min(even, odd)
			c.best = [2]float64{p, p}
		}
	}
}

// picked returns the choice of vertex i.
func (l *labels) picked(i int32) *choice { return &l.pool[l.first[i]+int32(l.pick[i])] }

// root returns the choice of least price.
func root(all []choice) (pick int8) {
	for k, c := range all {
		if c.best[0] < all[pick].best[0] {
			pick = int8(k)
		}
	}
	return pick
}

// below is what is below a vertex where it has some choice.
type below struct {
	ways [3]cheapest // by its n kids
	n    int
	odd  int     // neighbours across cuts that have a middle bead
	sum  float64 // the price of changes there
}

// below returns what is below vertex i where it has choice c.
func (l *labels) below(i int32, c *choice) (b below) {
	for _, j := range l.across[i] {
		switch {
		case j == none:
		case l.settled:
			b.odd += int(l.picked(j).parity)
			b.sum += change(c.count, l.picked(j).count) / 2
		default:
			b.odd += int(c.parity)
		}
	}
	for ; b.n < len(b.ways) && l.kids[i][b.n] != none; b.n++ {
		b.ways[b.n] = cheapestOf(l.choices(l.kids[i][b.n]), c)
	}
	return b
}

// cheapest is what is best below a vertex by way of one of its kids, an even or odd choice.
type cheapest struct {
	price [2]float64
	pick  [2]int8
}

// cheapestOf returns the cheapest of a kid's choices below a vertex with choice up.
func cheapestOf(all []choice, up *choice) cheapest {
	out := cheapest{price: [2]float64{math.Inf(1), math.Inf(1)}}
	for k := range all {
		c := &all[k]
		if p := c.best[up.parity] + change(up.count, c.count); p < out.price[c.parity] {
			out.price[c.parity], out.pick[c.parity] = p, int8(k)
		}
	}
	return out
}

// together returns the least price of all kids of a vertex with choice c whose parent is odd
// or not, and which of them are odd then, as bits.
func (l *labels) together(b *below, c *choice, above int) (least float64, odd int) {
	least = math.Inf(1)
	for mask := range 1 << b.n {
		sum, odds := 0.0, b.odd+above
		for k := range b.n {
			sum, odds = sum+b.ways[k].price[mask>>k&1], odds+(mask>>k&1)
		}
		if c.parity == 1 {
			sum += float64(l.end * ends(odds))
		}
		if sum < least {
			least, odd = sum, mask
		}
	}
	return least, odd
}

// ends returns how many ends middle beads have at a vertex of an odd count with so many
// neighbours of odd counts.
func ends(odds int) float64 { return [4]float64{2, 1, 0, 1}[odds] }

// change returns the price of a change from one count to another.
func change(a, b int32) float64 { return changePrice * float64(max(a-b, b-a)) }

// price returns the price of all picks, and how many ends middle beads have.
func (l *labels) price() (sum, loose float64) {
	for _, i := range l.order {
		c, odds := l.picked(i), 0
		l.bands(i, func(j int32) {
			sum += change(c.count, l.picked(j).count) / 2
			odds += int(l.picked(j).parity)
		})
		sum += c.price
		if c.parity == 1 {
			loose += ends(odds)
		}
	}
	return sum + float64(endPrice*max(0, loose-freeEnds)), loose
}
