package ledger

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// dump is everything in a store, row by row.
type dump struct {
	Version    int                 `json:"visiere_campaign"` // 1
	Settings   []campaign.Campaign `json:"settings"`
	Designs    []campaign.Design   `json:"designs"`
	Places     []campaign.Place    `json:"places"`
	Orders     []campaign.Order    `json:"orders"`
	Makers     []campaign.Maker    `json:"makers"`
	Spools     []campaign.Spool    `json:"spools"`
	Stock      []campaign.Stock    `json:"stock"`
	Ready      []campaign.Ready    `json:"ready"`
	Rates      []campaign.Rate     `json:"rates"`
	Batches    []Batch             `json:"batches"`
	Deliveries []Delivery          `json:"deliveries"`
	Imports    []Import            `json:"imports"`
}

// Dump returns everything in s as JSON, which Load reads into another store: of a file,
// or of a database.
func (s *Store) Dump(ctx context.Context) ([]byte, error) {
	d := dump{Version: 1}
	err := s.write(ctx, func(x *tx) error {
		l := &loader{tx: x}
		d.Settings, d.Designs, d.Places = get(l, &settings), get(l, &designs), get(l, &places)
		d.Orders, d.Makers, d.Spools = get(l, &orders), get(l, &makers), get(l, &spools)
		d.Stock, d.Ready, d.Rates = get(l, &stock), get(l, &ready), get(l, &rates)
		d.Batches, d.Deliveries, d.Imports = get(l, &batches), get(l, &deliveries), get(l, &imports)
		return l.err
	})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err = e.Encode(&d)
	return b.Bytes(), err
}

// Load fills s, which must be empty, with what Dump gave of another store.
//
// Errors: data is no dump, or of a newer version; s is not empty; rows that cannot be.
func (s *Store) Load(ctx context.Context, data []byte) error {
	var d dump
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil || d.Version != 1 {
		return say.Errorf("this is not an export of visiere campaign, or of a newer Visiere: it cannot be read")
	}
	return s.write(ctx, func(x *tx) error {
		n, err := load(x)
		if err != nil {
			return err
		}
		if len(n.raw.Orders)+len(n.raw.Makers)+len(n.batches) > 0 {
			return say.Errorf("the store is not empty: make a new one with visiere campaign init, and import into that")
		}
		if err := x.exec("DELETE FROM settings"); err != nil {
			return err
		}
		f := &filler{tx: x}
		put(f, &settings, d.Settings)
		put(f, &designs, d.Designs)
		put(f, &places, d.Places)
		put(f, &orders, d.Orders)
		put(f, &makers, d.Makers)
		put(f, &spools, d.Spools)
		put(f, &stock, d.Stock)
		put(f, &ready, d.Ready)
		put(f, &rates, d.Rates)
		put(f, &batches, d.Batches)
		put(f, &deliveries, d.Deliveries)
		put(f, &imports, d.Imports)
		return f.err
	})
}

// filler inserts into tables until a row is refused.
type filler struct {
	*tx
	err error
}

// put inserts values into t.
func put[T any](f *filler, t *table[T], values []T) {
	for i := range values {
		if f.err == nil && t.insert(f.tx, &values[i]) != nil {
			f.err = say.Errorf("%s %s cannot be: it is there twice, or it names what is not there", t.name, t.key(&values[i]))
		}
	}
}
