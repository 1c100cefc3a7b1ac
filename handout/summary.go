package handout

import (
	"cmp"
	"slices"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/roster"
)

// Summary is what a coordinator has to know and to do: what is late and what would save it,
// what to send and what to buy.
type Summary struct {
	Frames   int           `json:"frames"` // in all batches
	Batches  int           `json:"batches"`
	Trips    int           `json:"deliveries"`
	Late     int           `json:"late"`    // frames
	Unmet    int           `json:"unmet"`   // frames
	Gap      float64       `json:"gap_pct"` // no plan can be better by more, to 0.1
	Orders   []Order       `json:"orders"`
	Needs    []roster.Need `json:"needs"`    // to 0.1 of their units
	Spools   []Send        `json:"spools"`   // to send or to buy, by date
	Supplies []Supply      `json:"supplies"` // sheets, elastic and clips to send or to buy, by date
}

// Order is what one of the orders gets.
type Order struct {
	ID     string        `json:"id"`
	Who    string        `json:"who"`
	Frames int           `json:"frames"`
	Due    campaign.Date `json:"due"`
	OnTime int           `json:"on_time"`
	Late   int           `json:"late"`
	Unmet  int           `json:"unmet"`
	Last   campaign.Date `json:"last"`
	Advice []say.Text    `json:"advice"` // what would save it
}

// Send is a spool to send to a maker, or to buy for one.
type Send struct {
	By       campaign.Date `json:"by"`
	Maker    string        `json:"maker"`
	Name     string        `json:"name"`
	ID       string        `json:"id"`
	Material string        `json:"material"`
	From     string        `json:"from"` // place that it lies at; empty: to buy
}

// Supply is something to send to a place, or to buy for it.
type Supply struct {
	By     campaign.Date `json:"by"`
	To     string        `json:"to"`
	Item   string        `json:"item"`
	Unit   string        `json:"unit"`
	Amount float64       `json:"amount"` // to 0.1
	From   string        `json:"from"`   // holder; empty: to buy
}

// summary returns the summary of r, which is a plan of c; places has the places' names.
func summary(c *campaign.Campaign, r *roster.Roster, places map[string]string) Summary {
	s := Summary{Batches: len(r.Batches), Trips: len(r.Deliveries), Late: r.Late, Unmet: r.Unmet, Gap: tenth(100 * r.Gap / (1 + r.Gap)),
		Orders: []Order{}, Needs: []roster.Need{}, Spools: []Send{}, Supplies: []Supply{}}
	for _, b := range r.Batches {
		s.Frames += b.Frames
	}
	for i := range r.Orders {
		o := &r.Orders[i]
		s.Orders = append(s.Orders, Order{o.ID, cmp.Or(c.Orders[i].Who, named(places, c.Orders[i].Place)), o.Frames, o.Due, o.OnTime, o.Late, o.Unmet, o.Last, o.Advice()})
	}
	for _, n := range r.Needs {
		for _, v := range []*float64{&n.P50, &n.P90, &n.Have, &n.Buy50, &n.Buy90} {
			*v = tenth(*v)
		}
		s.Needs = append(s.Needs, n)
	}
	names := map[string]string{}
	for _, m := range c.Makers {
		names[m.ID] = cmp.Or(m.Name, m.ID)
	}
	for _, x := range r.Spools {
		if x.Buy || x.From != "" {
			s.Spools = append(s.Spools, Send{x.By, x.Maker, names[x.Maker], x.ID, x.Material, named(places, x.From)})
		}
	}
	slices.SortStableFunc(s.Spools, func(a, b Send) int { return cmp.Compare(a.By, b.By) })
	for _, x := range r.Supplies {
		from := cmp.Or(names[x.From], named(places, x.From))
		s.Supplies = append(s.Supplies, Supply{x.By, named(places, x.To), x.Item, x.Unit, tenth(x.Amount), from})
	}
	return s
}

// named returns the name of a place, or where it has none its id.
func named(places map[string]string, id string) string { return cmp.Or(places[id], id) }

// things are the names of what is needed.
var things = map[string]say.Text{
	"filament": say.T("filament"), "sheets": say.T("clear sheets"), "elastic": say.T("elastic"), "clips": say.T("clips"),
}

// amount returns a number of some unit as a cell: without one, things are whole.
func amount(v float64, unit string) any {
	if unit == "" {
		return int(v)
	}
	return v
}

// source returns where something comes from, as a cell.
func source(from string) any {
	if from == "" {
		return say.T("to buy")
	}
	return from
}

// soon is within how many days from the first on something has to be sent or bought at
// once.
const soon = 7

// sections returns all that a coordinator is told, in order; empty tables are left out.
func (b *Book) sections() []section {
	s := &b.Summary
	return filled(
		section{say.T("Late orders, and what would save them"), s.late()},
		section{say.T("Spools to send or buy this week"), s.spools(0, b.From+soon)},
		section{say.T("Sheets, elastic and clips to send or buy this week"), s.supplies(0, b.From+soon)},
		section{say.T("What it takes in all"), s.needs()},
		section{say.T("Spools to send or buy later"), s.spools(b.From+soon, b.End+1)},
		section{say.T("Sheets, elastic and clips to send or buy later"), s.supplies(b.From+soon, b.End+1)},
		section{say.T("Orders"), s.orders()},
	)
}

// late returns the orders that are late.
func (s *Summary) late() table {
	t := table{
		heads: []say.Text{say.T("order no."), say.T("for"), say.T("due"), say.T("late"), say.T("not made"), say.T("what would save it")},
		wide:  []float64{12, 26, 14, 11, 12, 60},
	}
	for _, o := range s.Orders {
		if len(o.Advice) > 0 {
			t.rows = append(t.rows, []any{o.ID, o.Who, o.Due, o.Late, o.Unmet, o.Advice})
		}
	}
	return t
}

// orders returns what all orders get.
func (s *Summary) orders() table {
	t := table{
		heads: []say.Text{say.T("order no."), say.T("for"), say.T("frames"), say.T("due"), say.T("on time"), say.T("late"), say.T("not made"), say.T("last delivery")},
		wide:  []float64{14, 34, 12, 14, 13, 13, 14, 17},
	}
	for _, o := range s.Orders {
		t.rows = append(t.rows, []any{o.ID, o.Who, o.Frames, o.Due, o.OnTime, o.Late, o.Unmet, o.Last})
	}
	return t
}

// needs returns what all takes, and what of it has to be bought.
func (s *Summary) needs() table {
	t := table{
		heads: []say.Text{say.T("item"), say.T("unit"), say.T("needed in half of all cases (P50)"), say.T("in nine of ten (P90)"), say.T("there"), say.T("buy (P50)"), say.T("buy (P90)")},
		wide:  []float64{30, 12, 24, 20, 14, 15, 15},
	}
	for _, n := range s.Needs {
		item, spools := any(things[n.Item]), func(v float64) any { return amount(v, n.Unit) }
		if n.Of != "" {
			spools = func(v float64) any { return int(v) }
			item = say.T("%s, %s; to buy in spools", things[n.Item], n.Of)
		}
		t.rows = append(t.rows, []any{item, n.Unit, amount(n.P50, n.Unit), amount(n.P90, n.Unit), amount(n.Have, n.Unit), spools(n.Buy50), spools(n.Buy90)})
	}
	return t
}

// spools returns the spools to send or buy that are used from a day on and before another:
// those that one maker buys in one row, by the day of the first.
func (s *Summary) spools(from, to campaign.Date) table {
	t := table{
		heads: []say.Text{say.T("needed by"), say.T("for"), say.T("maker"), say.T("material"), say.T("spools"), say.T("which"), say.T("from")},
		wide:  []float64{16, 28, 18, 16, 11, 24, 22},
	}
	type whose struct{ maker, material string }
	at := map[whose]int{} // row of the spools to buy
	for _, x := range s.Spools {
		if x.By < from || x.By >= to {
			continue
		}
		if i, known := at[whose{x.Maker, x.Material}]; known && x.From == "" {
			t.rows[i][4] = t.rows[i][4].(int) + 1
			continue
		}
		which := any(x.ID)
		if x.From == "" {
			at[whose{x.Maker, x.Material}] = len(t.rows)
			which = say.T("new")
		}
		t.rows = append(t.rows, []any{x.By, x.Name, x.Maker, x.Material, 1, which, source(x.From)})
	}
	return t
}

// supplies returns what else to send or buy that is used from a day on and before another.
func (s *Summary) supplies(from, to campaign.Date) table {
	t := table{
		heads: []say.Text{say.T("needed by"), say.T("bring to"), say.T("item"), say.T("amount"), say.T("unit"), say.T("from")},
		wide:  []float64{16, 36, 22, 14, 10, 30},
	}
	for _, x := range s.Supplies {
		if x.By >= from && x.By < to {
			t.rows = append(t.rows, []any{x.By, x.To, things[x.Item], amount(x.Amount, x.Unit), x.Unit, source(x.From)})
		}
	}
	return t
}

// heading returns what the summary is headed by, and the line under it.
func (b *Book) heading(l say.Language) (title, line string) {
	s := &b.Summary
	line = say.T("%s to %s: %d frames in %d batches by %d makers, %d deliveries; %d frames late, %d not made. No plan can be better by more than %s %%.",
		shown(b.From, l), shown(b.End, l), s.Frames, s.Batches, len(b.Makers), s.Trips, s.Late, s.Unmet, shown(s.Gap, l)).In(l)
	return cmp.Or(b.Campaign, say.T("Plan").In(l)), line
}

// sentences returns sentences as one text.
func sentences(all []say.Text, l say.Language) string {
	words := make([]string, len(all))
	for i, s := range all {
		words[i] = s.In(l)
	}
	return strings.Join(words, "; ")
}
