package ledger

import (
	"context"
	"slices"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// State is a campaign as it stands: what came in, and what happened since.
type State struct {
	// Campaign has what is left: spools without what batches took, frames that are ready.
	Campaign *campaign.Campaign `json:"-"`
	Batches  []Batch            `json:"batches"`
	Imports  []Import           `json:"imports"`
	Ordered  int                `json:"frames_ordered"`
	Done     int                `json:"frames_delivered"`
	Ready    int                `json:"frames_ready"`
	Begun    int                `json:"frames_begun"`
	Lost     int                `json:"frames_lost"`
	UsedG    float64            `json:"filament_used_g"`
	LeftG    float64            `json:"filament_left_g"`
}

// State returns how the campaign stands.
func (s *Store) State(ctx context.Context) (*State, error) {
	var st *State
	err := s.write(ctx, func(x *tx) error { // alone, so that all tables are of one moment
		n, err := load(x)
		if err != nil {
			return err
		}
		st = &State{Campaign: n.state, Batches: n.batches}
		st.Imports, err = imports.all(x)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, o := range st.Campaign.Orders {
		st.Ordered += o.Frames
	}
	for _, d := range st.Campaign.Deliveries {
		st.Done += d.Frames
	}
	for _, r := range st.Campaign.Ready {
		st.Ready += r.Frames
	}
	for _, b := range st.Batches {
		st.Begun, st.Lost, st.UsedG = st.Begun+b.Frames, st.Lost+b.Frames-b.Good, st.UsedG+float64(b.Grams)
	}
	for _, p := range st.Campaign.Spools {
		st.LeftG += float64(p.Left)
	}
	return st, nil
}

// now is everything in a store at one moment.
type now struct {
	raw       *campaign.Campaign // as it came in
	state     *campaign.Campaign // as it stands
	batches   []Batch
	planned   []Batch
	delivered []Delivery
	used      map[string]profiles.Mass // by spool
}

// load reads everything.
func load(x *tx) (*now, error) {
	n := &now{raw: campaign.New()}
	l := &loader{tx: x}
	for _, c := range get(l, &settings) {
		n.raw = &c
		n.raw.Origins = map[string]campaign.Where{}
	}
	n.raw.Designs, n.raw.Places, n.raw.Orders = get(l, &designs), get(l, &places), get(l, &orders)
	n.raw.Makers, n.raw.Spools, n.raw.Stock = get(l, &makers), get(l, &spools), get(l, &stock)
	n.raw.Ready, n.raw.Rates = get(l, &ready), get(l, &rates)
	n.delivered, n.batches, n.planned = get(l, &deliveries), get(l, &batches), get(l, &planned)
	if l.err != nil {
		return nil, say.Errorf("the store cannot be read: %v", l.err)
	}
	n.stand()
	return n, nil
}

// loader reads tables until one cannot be read.
type loader struct {
	*tx
	err error
}

// get returns the values of a table.
func get[T any](l *loader, t *table[T]) []T {
	if l.err != nil {
		return nil
	}
	values, err := t.all(l.tx)
	l.err = err
	return values
}

// stand reckons how the campaign stands from what came in and what happened since.
func (n *now) stand() {
	c := *n.raw
	n.state, n.used = &c, map[string]profiles.Mass{}
	type kind struct{ maker, design, material string }
	have := map[kind]int{}
	for _, r := range c.Ready {
		have[kind{r.Maker, r.Design, r.Material}] += r.Frames
	}
	for _, b := range n.batches {
		n.used[b.Spool] += b.Grams
		have[kind{b.Maker, b.Design, b.Material}] += b.Good
	}
	for _, d := range n.delivered {
		c.Deliveries = append(c.Deliveries, d.Delivery)
		if d.Drawn {
			have[kind{d.Maker, d.Design, d.Material}] -= d.Frames
		}
	}
	c.Spools = slices.Clone(c.Spools)
	for i := range c.Spools {
		c.Spools[i].Left = max(0, c.Spools[i].Left-n.used[c.Spools[i].ID])
	}
	c.Ready = nil
	for k, frames := range have {
		if frames > 0 {
			c.Ready = append(c.Ready, campaign.Ready{Maker: k.maker, Design: k.design, Material: k.material, Frames: frames})
		}
	}
	slices.SortFunc(c.Ready, func(a, b campaign.Ready) int {
		return strings.Compare(ready.key(&a), ready.key(&b))
	})
}
