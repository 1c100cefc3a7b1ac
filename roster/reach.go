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
			u.queue = []pending{{0, 1 << 40, true}}
		}
	}
	m.runAll(make([]int, 1))
	slices.SortStableFunc(m.batches, func(a, b Batch) int { return cmp.Compare(a.Start, b.Start) })
	p := newPool(m, material, kilograms)
	r := &Reach{Design: design, Material: material, Given: p.grams(m.makers) / 1000}
	printed := map[campaign.Date]int{}
	makers := map[string]bool{}
	for _, b := range m.batches {
		kind := m.unitOf[b.Printer].paces[0]
		n := p.feed(b, kind)
		if n == 0 {
			continue
		}
		r.Batches++
		r.Used += kind.grams(n) / 1000
		printed[b.Done.Day()] += n
		makers[b.Maker] = true
	}
	r.Makers = len(makers)
	r.count(printed, 1-m.lost)
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
		r.Frames = int(float64(float64(sum)*good) + 1e-9)
		r.Days = append(r.Days, Day{d, r.Frames})
	}
}

// pool is filament that goes to whoever needs it first.
type pool struct {
	common []float64         // g on spools that nobody holds yet, the fullest first
	held   map[string][]reel // by maker
}

// reel is a spool that a maker holds.
type reel struct {
	grams float64
	busy  campaign.Moment // until which it is on a printer
}

// newPool returns the pool of some kilograms, or of m's spools.
func newPool(m *model, material string, kilograms float64) *pool {
	p := &pool{held: map[string][]reel{}}
	for left := kilograms * 1000; left > 0; left -= float64(m.Spool) {
		p.common = append(p.common, min(left, float64(m.Spool)))
	}
	for _, s := range m.Spools {
		switch {
		case s.Material != material:
		case m.byID[s.At] != nil:
			p.held[s.At] = append(p.held[s.At], reel{grams: float64(s.Left)})
		default:
			p.common = append(p.common, float64(s.Left))
		}
	}
	slices.SortFunc(p.common, func(a, b float64) int { return cmp.Compare(b, a) })
	return p
}

// grams returns all that is in p, in an order that does not change.
func (p *pool) grams(makers []*maker) float64 {
	sum := 0.0
	for _, g := range p.common {
		sum += g
	}
	for _, k := range makers {
		for _, s := range p.held[k.ID] {
			sum += s.grams
		}
	}
	return sum
}

// feed takes what b needs off the least spool of its maker that suffices and is on no
// printer, else off a common one, which its maker then holds; where there is none the
// batch is as large as the fullest allows. It returns the frames of the batch.
func (p *pool) feed(b Batch, kind *pace) int {
	spools, best, fullest := p.held[b.Maker], -1, -1
	for i, s := range spools {
		if s.busy > b.Start {
			continue
		}
		if s.grams >= b.Grams && (best < 0 || s.grams < spools[best].grams) {
			best = i
		}
		if fullest < 0 || s.grams > spools[fullest].grams {
			fullest = i
		}
	}
	if best < 0 && len(p.common) > 0 && (fullest < 0 || p.common[0] > spools[fullest].grams) {
		best = len(spools)
		spools, p.common = append(spools, reel{grams: p.common[0]}), p.common[1:]
		p.held[b.Maker] = spools
	}
	if best < 0 {
		best = fullest
	}
	if best < 0 {
		return 0
	}
	n := min(b.Frames, kind.fed(spools[best].grams))
	if n > 0 {
		spools[best].grams -= kind.grams(n)
		spools[best].busy = b.Done
	}
	return n
}
