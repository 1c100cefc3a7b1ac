package roster

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/flow"
	"github.com/visiere/visiere/internal/par"
)

// rounds is how often what could not be made as it was given out is given out again.
const rounds = 6

// New plans c with the rates given, which Prints says what is needed of; a print without
// a rate is not made. c has passed campaign.Check.
//
//  1. Printers are started and cleared at their makers' visits alone, one batch after the
//     other, and nobody's hands are needed for longer in a week than they have.
//  2. Each batch runs from one spool that suffices for it; no spool gives more than is on it.
//  3. No order is given more than is left of it, and no frame to two.
//  4. Cost is at least Bound, and no plan costs less than Bound.
//  5. The same campaign and rates give the same roster.
func New(c *campaign.Campaign, rates []campaign.Rate) *Roster {
	m := newModel(c, rates)
	left := make([]int, len(m.orders))
	for j, o := range m.orders {
		left[j] = o.toMake
	}
	bound := 0.0
	for round := range rounds {
		t := m.newTask(left)
		var s flow.Solution
		if round == 0 {
			s, bound = t.settle()
		} else {
			s = t.solve()
		}
		t.give(s)
		m.send()
		before := len(m.batches)
		m.runAll(left)
		if len(m.batches) == before {
			break
		}
	}
	slices.SortStableFunc(m.batches, func(a, b Batch) int {
		return cmp.Or(cmp.Compare(m.rank[a.Maker], m.rank[b.Maker]), cmp.Compare(len(a.Printer), len(b.Printer)),
			cmp.Compare(a.Printer, b.Printer), cmp.Compare(a.Start, b.Start))
	})
	return m.roster(left, bound)
}

// runAll runs all makers with what is queued, and returns to left what could not be made.
func (m *model) runAll(left []int) {
	batches, rest := make([][]Batch, len(m.makers)), make([][]pending, len(m.makers))
	par.Each(len(m.makers), func(i int) { batches[i], rest[i] = m.run(m.makers[i]) })
	for i := range m.makers {
		m.batches = append(m.batches, batches[i]...)
		for _, q := range rest[i] {
			left[q.order] += q.frames
		}
	}
}

// roster returns what was planned, with left frames of each order not made.
func (m *model) roster(left []int, bound float64) *Roster {
	r := &Roster{Campaign: m.Name, From: m.from, End: m.End, Batches: m.batches, Lost: m.lost}
	r.Jobs = m.jobs(r.Batches)
	r.Deliveries = m.deliveries()
	r.Orders = m.orderRows(r.Deliveries)
	r.Makers = m.makerRows()
	r.Spools = m.spoolRows()
	r.Needs = m.needs(r)
	r.Supplies = m.supplies(r.Deliveries)
	for j := range m.orders {
		r.Unmet += r.Orders[j].Unmet
		r.Late += r.Orders[j].Late
	}
	r.Cost = m.cost(left) / perKm
	r.Bound = bound / perKm
	if r.Bound > 0 {
		r.Gap = r.Cost/r.Bound - 1
	}
	m.rescue(r)
	return r
}

// cost returns what the batches cost, and what was left, in the unit of the weights.
func (m *model) cost(left []int) float64 {
	total := 0.0
	for _, b := range m.batches {
		u := m.unitOf[b.Printer]
		for _, p := range b.Parts {
			j := m.number[p.Order]
			late := max(0, int(b.Done.Day()-m.from)+1-m.orders[j].due)
			total += float64(float64(p.Frames) * float64(int(m.row(u)[j])+perLate*late))
		}
	}
	for j, n := range left {
		total += float64(float64(n) * float64(m.unmet(j)))
	}
	return total
}
