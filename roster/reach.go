package roster

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/campaign"
)

// Reach is how far filament goes when all printers of a campaign print one design from
// its first day on.
type Reach struct {
	Design   string  `json:"design"`
	Material string  `json:"material"`
	Given    float64 `json:"given_kg"`
	Used     float64 `json:"used_kg"`
	Frames   int     `json:"frames"` // good ones, spoilage taken off
	Batches  int     `json:"batches"`
	Makers   int     `json:"makers"` // who print
	Days     []Day   `json:"days"`   // on which frames are done, until the filament or the campaign ends
}

// Day is what there is in the evening.
type Day struct {
	Date   campaign.Date `json:"date"`
	Frames int           `json:"frames"` // good ones since the first day
}

// Far returns how far kilograms of a material go, in spools to buy of the campaign's size,
// or where kilograms is 0 the spools that there are. Spools go to whoever starts a batch
// first, and no batch is started on a spool that cannot finish it. Ready frames and orders
// do not count.
func Far(c *campaign.Campaign, rates []campaign.Rate, design, material string, kilograms float64) *Reach {
	one := *c
	one.Deliveries, one.Ready = nil, nil
	one.Orders = []campaign.Order{{ID: "all", Frames: 1, Design: design, Material: material}}
	if kilograms > 0 {
		one.Spools = nil
	}
	m := newModel(&one, rates)
	for _, u := range m.units {
		if u.class[0] >= 0 {
			u.queue = []pending{{0, 1 << 40}}
		}
	}
	m.runAll(make([]int, 1))
	slices.SortStableFunc(m.batches, func(a, b Batch) int { return cmp.Compare(a.Start, b.Start) })
	p := newPool(m, material, kilograms)
	r := &Reach{Design: design, Material: material, Given: p.grams() / 1000}
	printed := map[campaign.Date]int{}
	makers := map[string]bool{}
	for _, b := range m.batches {
		if !p.feed(b) {
			continue
		}
		r.Batches++
		r.Used += b.Grams / 1000
		printed[b.Done.Day()] += b.Frames
		makers[b.Maker] = true
	}
	r.Makers = len(makers)
	r.count(printed, 1-float64(m.Spoilage))
	return r
}

// count fills in r's days from what is printed on each, of which a share is good.
func (r *Reach) count(printed map[campaign.Date]int, good float64) {
	var days []campaign.Date
	for d := range printed {
		days = append(days, d)
	}
	slices.Sort(days)
	sum := 0
	for _, d := range days {
		sum += printed[d]
		r.Frames = int(float64(sum)*good + 1e-9)
		r.Days = append(r.Days, Day{d, r.Frames})
	}
}

// pool is filament that goes to whoever needs it first.
type pool struct {
	common []float64            // g on spools that nobody holds yet, the fullest first
	held   map[string][]float64 // by maker
}

// newPool returns the pool of some kilograms, or of m's spools.
func newPool(m *model, material string, kilograms float64) *pool {
	p := &pool{held: map[string][]float64{}}
	for left := kilograms * 1000; left > 0; left -= float64(m.Spool) {
		p.common = append(p.common, min(left, float64(m.Spool)))
	}
	for _, s := range m.Spools {
		switch {
		case s.Material != material:
		case m.byID[s.At] != nil:
			p.held[s.At] = append(p.held[s.At], float64(s.Left))
		default:
			p.common = append(p.common, float64(s.Left))
		}
	}
	slices.SortFunc(p.common, func(a, b float64) int { return cmp.Compare(b, a) })
	return p
}

// grams returns all that is in p.
func (p *pool) grams() float64 {
	sum := 0.0
	for _, g := range p.common {
		sum += g
	}
	for _, spools := range p.held {
		for _, g := range spools {
			sum += g
		}
	}
	return sum
}

// feed takes what b needs off the least spool of its maker that suffices, else off a
// common one, which its maker then holds, and reports whether there is one.
func (p *pool) feed(b Batch) bool {
	spools, best := p.held[b.Maker], -1
	for i, g := range spools {
		if g >= b.Grams && (best < 0 || g < spools[best]) {
			best = i
		}
	}
	if best < 0 {
		if len(p.common) == 0 || p.common[0] < b.Grams {
			return false
		}
		spools, p.common = append(spools, p.common[0]), p.common[1:]
		best = len(spools) - 1
	}
	spools[best] -= b.Grams
	p.held[b.Maker] = spools
	return true
}
