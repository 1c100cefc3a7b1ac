package roster

import (
	"fmt"
	"math"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/flow"
)

// spool is one that a maker holds, gets or buys.
type spool struct {
	Spool
	left float64
	busy int // s from the first midnight until which it is on a printer
}

// use takes some grams off s from a day on, and until a moment.
func (s *spool) use(grams float64, on campaign.Date, until int) {
	if s.Batches == 0 {
		s.By = on
	}
	s.left -= grams
	s.busy = until
	s.Batches++
}

// handOutSpools gives makers the spools that they hold.
func (m *model) handOutSpools() {
	for _, s := range m.Spools {
		if k := m.byID[s.At]; k != nil {
			k.hold(Spool{ID: s.ID, Maker: k.ID, Material: s.Material, Before: float64(s.Left)})
		}
	}
}

// hold adds a spool to those that k holds.
func (k *maker) hold(s Spool) *spool {
	k.spools = append(k.spools, &spool{Spool: s, left: s.Before})
	return k.spools[len(k.spools)-1]
}

// grams returns what k holds of a material.
func (k *maker) grams(material string) float64 {
	sum := 0.0
	for _, s := range k.spools {
		if s.Material == material {
			sum += s.left
		}
	}
	return sum
}

// spoolFor returns the spool for a batch that starts at some moment: of those of k that
// suffice and are on no other printer the one with the least on it, else a new one to buy.
func (k *maker) spoolFor(material string, grams float64, at int) *spool {
	var best *spool
	for _, s := range k.spools {
		if s.Material == material && s.busy <= at && s.left >= grams && (best == nil || s.left < best.left) {
			best = s
		}
	}
	if best != nil {
		return best
	}
	k.bought++
	return k.hold(Spool{
		ID: fmt.Sprintf("%s/%s/new-%d", k.ID, material, k.bought), Maker: k.ID, Material: material, Buy: true, Before: k.spool,
	})
}

// fed returns how many frames of a batch that starts at some moment the fullest of k's
// spools suffices for.
func (k *maker) fed(material string, p *pace, at int) int {
	n := 0
	for _, s := range k.spools {
		if s.Material == material && s.busy <= at {
			n = max(n, p.fed(s.left))
		}
	}
	return n
}

// want is a number of spools that a maker lacks.
type want struct {
	maker    *maker
	material string
	spools   int
}

// send sends the spools that lie at places to the makers who lack filament for what is
// queued, over the least way.
func (m *model) send() {
	var stock []*campaign.Spool
	for i := range m.Spools {
		s := &m.Spools[i]
		if _, held := m.byID[s.At]; !held && !m.sent[s.ID] && s.Left > 0 {
			stock = append(stock, s)
		}
	}
	wants := m.wants()
	if len(stock) == 0 || len(wants) == 0 {
		return
	}
	p := flow.Problem{Supply: make([]int, len(stock)+1), Demand: make([]int, len(wants))}
	for i := range stock {
		p.Supply[i] = 1
	}
	for j, w := range wants {
		p.Demand[j] = w.spools
		p.Supply[len(stock)] += w.spools
	}
	p.Cost = func(i, j int) int {
		switch {
		case i == len(stock):
			return farthest
		case stock[i].Material != wants[j].material:
			return flow.Forbidden
		}
		at, _ := m.where.Place(stock[i].At)
		return int(math.Round(perKm * at.Km(wants[j].maker.point)))
	}
	for _, x := range flow.Solve(p).Ships {
		if x.Source < len(stock) {
			s, k := stock[x.Source], wants[x.Sink].maker
			m.sent[s.ID] = true
			k.hold(Spool{ID: s.ID, Maker: k.ID, Material: s.Material, From: s.At, Before: float64(s.Left)})
		}
	}
}

// wants returns how many spools the makers lack for what is queued, counted as full ones.
func (m *model) wants() []want {
	var all []want
	for _, k := range m.makers {
		need := map[string]float64{}
		for _, u := range k.units {
			for _, q := range u.queue {
				c := u.class[m.orders[q.order].wish]
				need[m.classes[c].material] += float64(float64(q.frames) * float64(max(u.paces[c].Grams, u.paces[c].FirstGrams)))
			}
		}
		for _, material := range m.materials {
			if short := need[material] - k.grams(material); short > 0 {
				all = append(all, want{k, material, int(math.Ceil(short / float64(m.Spool)))})
			}
		}
	}
	return all
}
