package ledger

import (
	"context"

	"github.com/visiere/visiere/campaign"
)

// Together returns c with the rows of the store that it does not replace after its own, so
// that c's rows keep their places, and its origins hold: what an import of c is checked as.
func (s *Store) Together(ctx context.Context, c *campaign.Campaign) (*campaign.Campaign, error) {
	st, err := s.State(ctx)
	if err != nil {
		return nil, err
	}
	all := *st.Campaign
	all.Origins = c.Origins
	all.Designs = after(&designs, c.Designs, all.Designs)
	all.Places = after(&places, c.Places, all.Places)
	all.Orders = after(&orders, c.Orders, all.Orders)
	all.Makers = after(&makers, c.Makers, all.Makers)
	all.Spools = after(&spools, c.Spools, all.Spools)
	all.Stock = after(&stock, c.Stock, all.Stock)
	all.Ready = after(&ready, c.Ready, all.Ready)
	all.Rates = after(&rates, c.Rates, all.Rates)
	there := map[string]bool{}
	for _, d := range c.Deliveries {
		there[d.ID] = true
	}
	list := c.Deliveries[:len(c.Deliveries):len(c.Deliveries)]
	for _, d := range all.Deliveries {
		if !there[d.ID] {
			list = append(list, d)
		}
	}
	all.Deliveries = list
	return &all, nil
}

// after returns rows and then those of old whose keys they do not have.
func after[T any](t *table[T], rows, old []T) []T {
	there := map[string]bool{}
	for i := range rows {
		there[t.key(&rows[i])] = true
	}
	rows = rows[:len(rows):len(rows)]
	for i := range old {
		if !there[t.key(&old[i])] {
			rows = append(rows, old[i])
		}
	}
	return rows
}
