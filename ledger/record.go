package ledger

import (
	"context"
	"fmt"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// Batch is one print that is over. A batch that failed has fewer good frames than it
// began.
type Batch struct {
	ID       string        `json:"id"` // lot code
	Maker    string        `json:"maker"`
	Printer  string        `json:"printer"`
	Design   string        `json:"design"`
	Material string        `json:"material"` // of the spool, where one is given
	Spool    string        `json:"spool"`    // may be empty: not one of the stock
	Frames   int           `json:"frames"`   // begun
	Good     int           `json:"good"`
	Grams    profiles.Mass `json:"grams"` // that left the spool
	Day      campaign.Date `json:"day"`
	Note     string        `json:"note"`
}

// Delivery is one that the store knows more of than a plan: which frames were taken.
type Delivery struct {
	campaign.Delivery
	Design   string `json:"design"`
	Material string `json:"material"`
	Drawn    bool   `json:"drawn"` // from the maker's ready frames, by Deliver
}

// Done records a batch that is over. What b leaves empty is taken from the planned batch
// of the same lot code; fewer good frames than 0 are all.
//
// Errors: the batch is recorded already; its maker or spool is not known; it has no
// frames; the spool holds less than the batch took.
func (s *Store) Done(ctx context.Context, b Batch) (Batch, error) {
	err := s.write(ctx, func(x *tx) error {
		now, err := load(x)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(now.batches, func(o Batch) bool { return o.ID == b.ID }); i >= 0 {
			o := now.batches[i]
			return say.Errorf("batch %s is recorded already: %d of %d frames good, on %s by %s; nothing was changed", o.ID, o.Good, o.Frames, o.Day.String(), o.Maker)
		}
		if err := now.complete(&b); err != nil {
			return err
		}
		return batches.insert(x, &b)
	})
	return b, err
}

// complete fills in what b leaves empty, and refuses what cannot be.
func (n *now) complete(b *Batch) error {
	if i := slices.IndexFunc(n.planned, func(p Batch) bool { return p.ID == b.ID }); i >= 0 {
		b.fill(n.planned[i])
	}
	if b.Design == "" && len(n.raw.Designs) == 1 {
		b.Design = n.raw.Designs[0].ID
	}
	if b.Good < 0 {
		b.Good = b.Frames
	}
	switch {
	case b.ID == "":
		return say.Errorf("a batch needs its lot code, so that it is not counted twice")
	case b.Frames < 1 || b.Good < 0 || b.Good > b.Frames:
		return say.Errorf("batch %s: of %d frames begun, %d good ones are meant to be at most as many", b.ID, b.Frames, b.Good)
	case !slices.ContainsFunc(n.raw.Makers, func(m campaign.Maker) bool { return m.ID == b.Maker }):
		return say.Errorf("batch %s: there is no maker %q: give --maker as in the makers' list", b.ID, b.Maker)
	case !slices.ContainsFunc(n.raw.Designs, func(d campaign.Design) bool { return d.ID == b.Design }) && len(n.raw.Designs) > 0:
		return say.Errorf("batch %s: there is no design %q: give --design", b.ID, b.Design)
	case b.Grams < 0:
		return say.Errorf("batch %s: a mass of 0 or more is meant", b.ID)
	case b.Spool == "":
		return nil
	}
	i := slices.IndexFunc(n.state.Spools, func(s campaign.Spool) bool { return s.ID == b.Spool })
	if i < 0 {
		return say.Errorf("batch %s: there is no spool %q", b.ID, b.Spool)
	}
	spool := n.state.Spools[i]
	b.Material = spool.Material
	if b.Grams > spool.Left+0.5 {
		return say.Errorf("batch %s took %.0f g and spool %s holds %.0f g: give the right --spool, or weigh it first with visiere campaign record spool", b.ID, float64(b.Grams), spool.ID, float64(spool.Left))
	}
	b.Grams = min(b.Grams, spool.Left)
	return nil
}

// fill takes over what b leaves empty from the planned batch p.
func (b *Batch) fill(p Batch) {
	for _, f := range []struct{ to, from *string }{
		{&b.Maker, &p.Maker}, {&b.Printer, &p.Printer}, {&b.Design, &p.Design}, {&b.Material, &p.Material}, {&b.Spool, &p.Spool},
	} {
		if *f.to == "" {
			*f.to = *f.from
		}
	}
	if b.Frames == 0 {
		b.Frames = p.Frames
	}
	if b.Grams == 0 {
		b.Grams = p.Grams
	}
}

// Deliver records frames that reached who ordered them. They are taken from what the maker
// has ready; where d has no maker, from nowhere that is counted.
//
// Errors: the delivery is recorded already; there is no such order or maker; the order
// would get more than it is for; the maker has fewer frames ready.
func (s *Store) Deliver(ctx context.Context, d campaign.Delivery) (Delivery, error) {
	full := Delivery{Delivery: d}
	err := s.write(ctx, func(x *tx) error {
		now, err := load(x)
		if err != nil {
			return err
		}
		if err := now.take(&full); err != nil {
			return err
		}
		return deliveries.insert(x, &full)
	})
	return full, err
}

// take chooses the frames that d takes, and refuses what cannot be.
func (n *now) take(d *Delivery) error {
	if d.ID == "" {
		d.ID = fmt.Sprint(d.Order, " ", d.Date, " ", d.Maker)
	}
	if i := slices.IndexFunc(n.delivered, func(o Delivery) bool { return o.ID == d.ID }); i >= 0 {
		o := n.delivered[i]
		return say.Errorf("delivery %s is recorded already: %d frames for order %s on %s; nothing was changed. If this is another one, give it an --id", o.ID, o.Frames, o.Order, o.Date.String())
	}
	i := slices.IndexFunc(n.raw.Orders, func(o campaign.Order) bool { return o.ID == d.Order })
	if i < 0 {
		return say.Errorf("there is no order %q", d.Order)
	}
	order, got := n.raw.Orders[i], 0
	for _, o := range n.delivered {
		if o.Order == order.ID {
			got += o.Frames
		}
	}
	switch {
	case d.Frames < 1:
		return say.Errorf("a delivery has 1 frame or more")
	case got+d.Frames > order.Frames:
		return say.Errorf("order %s is for %d frames and has %d: %d more would be too many; was this delivery recorded already?", order.ID, order.Frames, got, d.Frames)
	case d.Maker == "":
		return nil
	}
	most := 0
	for _, r := range n.state.Ready {
		fits := r.Maker == d.Maker && (order.Design == "" || r.Design == order.Design) && (order.Material == "" || r.Material == order.Material)
		if fits && r.Frames > most {
			most, d.Design, d.Material, d.Drawn = r.Frames, r.Design, r.Material, true
		}
	}
	if most < d.Frames {
		return say.Errorf("%s has %d frames of that kind ready, not %d: record the batches first, or count again", d.Maker, most, d.Frames)
	}
	return nil
}

// Weigh records what is left on a spool now.
//
// Errors: there is no such spool; less than nothing.
func (s *Store) Weigh(ctx context.Context, id string, left profiles.Mass) error {
	return s.write(ctx, func(x *tx) error {
		now, err := load(x)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(now.raw.Spools, func(p campaign.Spool) bool { return p.ID == id })
		if i < 0 {
			return say.Errorf("there is no spool %q", id)
		}
		if left < 0 {
			return say.Errorf("spool %s: a mass of 0 or more is meant", id)
		}
		spool := now.raw.Spools[i]
		spool.Left = left + now.used[id]
		return spools.update(x, &spool)
	})
}

// Plan is one that was made.
type Plan struct {
	Number  int           `json:"number"` // from 1
	Day     campaign.Date `json:"day"`
	Batches int           `json:"batches"`
}

// Plan keeps the batches of a new plan, so that Done needs no more than a lot code, and
// returns the plan's number. Its lot codes are those of lots behind it: p2/zoe/1/001. The
// lots of earlier plans are still known: somebody may be printing them.
//
// Errors: a lot code that is there twice, or a maker who is not there.
func (s *Store) Plan(ctx context.Context, day campaign.Date, lots []Batch) (Plan, error) {
	p := Plan{Day: day, Batches: len(lots)}
	err := s.write(ctx, func(x *tx) error {
		before, err := plans.all(x)
		if err != nil {
			return err
		}
		p.Number = len(before) + 1
		for _, b := range lots {
			b.ID = p.Lot(b.ID)
			if err := planned.insert(x, &b); err != nil {
				return say.Errorf("batch %s cannot be kept: it is there twice, or there is no maker %q", b.ID, b.Maker)
			}
		}
		return plans.insert(x, &p)
	})
	return p, err
}

// Lot returns the lot code of a batch of p.
func (p Plan) Lot(batch string) string { return fmt.Sprintf("p%d/%s", p.Number, batch) }
