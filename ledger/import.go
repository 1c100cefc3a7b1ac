package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// Import is what was imported, once.
type Import struct {
	Digest  string        `json:"digest"` // SHA-256 of the files
	Name    string        `json:"name"`   // of the files
	Day     campaign.Date `json:"day"`
	Added   int           `json:"added"`   // rows that were new
	Changed int           `json:"changed"` // rows that replaced others
}

// Digest returns what an import of files with these bytes is known by, in any order.
func Digest(files ...[]byte) string {
	var sums []string
	for _, f := range files {
		s := sha256.Sum256(f)
		sums = append(sums, hex.EncodeToString(s[:]))
	}
	slices.Sort(sums)
	if len(sums) == 1 {
		return sums[0]
	}
	all := sha256.New()
	for _, s := range sums {
		all.Write([]byte(s))
	}
	return hex.EncodeToString(all.Sum(nil))
}

// Import adds the rows of c, all of them or none. Rows that are there with the same
// values are left; rows that are there with others are replaced where replace is given,
// and else refused.
//
// The frames and material of c are what came in: what batches use and deliveries take is
// reckoned from those. Check has passed c together with what is in the store.
//
// Errors: files of that digest were imported before; rows that clash, one line for each.
func (s *Store) Import(ctx context.Context, c *campaign.Campaign, in Import, replace bool) (Import, error) {
	err := s.write(ctx, func(x *tx) error {
		before, err := imports.all(x)
		if err != nil {
			return err
		}
		for _, b := range before {
			if b.Digest == in.Digest {
				return say.Errorf("%s was imported already, on %s as %s: nothing was changed", in.Name, b.Day.String(), b.Name)
			}
		}
		m := &merger{tx: x, in: &in, replace: replace}
		m.campaign(c)
		if err := m.result(); err != nil {
			return err
		}
		return imports.insert(x, &in)
	})
	return in, err
}

// Begin fills a new store with c, its name, days and allowances included. in has a digest
// where c was read of a file.
func (s *Store) Begin(ctx context.Context, c *campaign.Campaign, in Import) error {
	return s.write(ctx, func(x *tx) error {
		if err := x.exec("DELETE FROM settings"); err != nil {
			return err
		}
		m := &merger{tx: x, in: &in}
		m.err = settings.insert(x, c)
		m.campaign(c)
		if err := m.result(); err != nil || in.Digest == "" {
			return err
		}
		return imports.insert(x, &in)
	})
}

// merger adds rows to tables, and collects what is against it.
type merger struct {
	*tx
	in      *Import
	replace bool
	clashes []any
	err     error
}

// mostClashes are shown of an import.
const mostClashes = 20

// result returns what is against the import, nil where nothing is.
func (m *merger) result() error {
	switch {
	case m.err != nil:
		return m.err
	case len(m.clashes) == 0:
		return nil
	}
	t := say.Text{Format: "%v"}
	for range m.clashes[1:min(len(m.clashes), mostClashes)] {
		t.Format += "\n%v"
	}
	t.Args = m.clashes[:min(len(m.clashes), mostClashes)]
	return say.Errorf("%v\nnothing was imported: %d rows are there already with other values; mend them, or give --replace", t, len(m.clashes))
}

// campaign adds all of c.
func (m *merger) campaign(c *campaign.Campaign) {
	merge(m, &designs, c.Designs)
	merge(m, &places, c.Places)
	merge(m, &orders, c.Orders)
	merge(m, &makers, c.Makers)
	merge(m, &spools, c.Spools)
	merge(m, &stock, c.Stock)
	merge(m, &ready, c.Ready)
	merge(m, &rates, c.Rates)
	var delivered []Delivery
	for _, d := range c.Deliveries {
		if d.ID == "" {
			d.ID = d.Order + " " + d.Date.String() + " " + d.Maker
		}
		delivered = append(delivered, Delivery{Delivery: d})
	}
	merge(m, &deliveries, delivered)
}

// merge adds values to t.
func merge[T any](m *merger, t *table[T], values []T) {
	if m.err != nil || len(values) == 0 {
		return
	}
	before, err := t.all(m.tx)
	m.err = err
	there := map[string]*T{}
	for i := range before {
		there[t.key(&before[i])] = &before[i]
	}
	for i := range values {
		v := &values[i]
		old, known := there[t.key(v)]
		switch {
		case m.err != nil:
			return
		case !known:
			m.err = t.insert(m.tx, v)
			m.in.Added++
			there[t.key(v)] = v
		case slices.Equal(plain(t.fields(old)), plain(t.fields(v))):
		case m.replace:
			m.err = t.update(m.tx, v)
			m.in.Changed++
		default:
			m.clashes = append(m.clashes, say.T("%s %s is there already with other values", t.name, t.key(v)))
		}
	}
}
