// Package handout makes of a plan what people hold in their hands: for each maker the
// steps, the spools, the deliveries, and labels with lot codes; as a workbook, CSV, JSON,
// and pages to print as HTML and PDF. The numbers are rounded once, here, so that they are
// the same everywhere; nothing is fetched from a network; the same plan gives the same
// bytes.
package handout

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/roster"
)

// Book is a plan, by maker.
type Book struct {
	Campaign string        `json:"campaign"`
	From     campaign.Date `json:"from"`
	End      campaign.Date `json:"end"`
	Summary  Summary       `json:"summary"`
	Makers   []Maker       `json:"makers"` // those who have something to do, by id
}

// Maker is what one of them has to do.
type Maker struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Place      string     `json:"place"`
	Frames     int        `json:"frames"` // in all steps
	Grams      float64    `json:"grams"`  // in all steps, to 0.1
	Steps      []Step     `json:"steps"`  // by start and printer
	Spools     []Spool    `json:"spools"`
	Deliveries []Delivery `json:"deliveries"`
}

// Step is a batch: started at Start, ready at End, taken off at Done.
type Step struct {
	Lot      string          `json:"lot"` // code of its label
	Start    campaign.Moment `json:"start"`
	Printer  string          `json:"printer"`
	File     string          `json:"file"` // G-code to print
	Frames   int             `json:"frames"`
	Design   string          `json:"design"`
	Material string          `json:"material"`
	Spool    string          `json:"spool"`
	Grams    float64         `json:"grams"` // to 0.1
	End      campaign.Moment `json:"end"`
	Done     campaign.Moment `json:"done"`
}

// Spool is one that the maker uses.
type Spool struct {
	ID       string        `json:"id"`
	Material string        `json:"material"`
	Buy      bool          `json:"buy"`
	From     string        `json:"from"` // holder who sends it; empty: the maker has it, or buys it
	By       campaign.Date `json:"by"`
	Before   float64       `json:"before_g"` // to 0.1
	After    float64       `json:"after_g"`  // to 0.1
}

// Delivery is what the maker brings to somebody.
type Delivery struct {
	ID     string        `json:"id"`
	Date   campaign.Date `json:"date"`
	Frames int           `json:"frames"` // good ones
	Order  string        `json:"order"`
	Who    string        `json:"who"`
	Place  string        `json:"place"` // the collection point, or the order's own
	Km     float64       `json:"km"`    // as the crow flies, to 0.1
}

// New returns the book of r, which is a plan of c.
func New(c *campaign.Campaign, r *roster.Roster) *Book {
	b := &Book{Campaign: r.Campaign, From: r.From, End: r.End}
	by := map[string]*Maker{}
	for _, m := range c.Makers {
		by[m.ID] = &Maker{ID: m.ID, Name: cmp.Or(m.Name, m.ID), Place: m.Place, Steps: []Step{}, Spools: []Spool{}, Deliveries: []Delivery{}}
	}
	for _, x := range r.Batches {
		m := by[x.Maker]
		g := tenth(x.Grams)
		m.Steps = append(m.Steps, Step{x.ID, x.Start, x.Printer, x.Job + ".gcode", x.Frames, x.Design, x.Material, x.Spool, g, x.End, x.Done})
		m.Frames, m.Grams = m.Frames+x.Frames, tenth(m.Grams+g)
	}
	for _, s := range r.Spools {
		m := by[s.Maker]
		m.Spools = append(m.Spools, Spool{s.ID, s.Material, s.Buy, s.From, s.By, tenth(s.Before), tenth(s.After)})
	}
	orders, names := map[string]campaign.Order{}, map[string]string{}
	for _, o := range c.Orders {
		orders[o.ID] = o
	}
	for _, p := range c.Places {
		names[p.ID] = cmp.Or(p.Name, p.ID)
	}
	b.Summary = summary(c, r, names)
	for _, d := range r.Deliveries {
		o, m := orders[d.Order], by[d.Maker]
		place := cmp.Or(d.Via, o.Place)
		m.Deliveries = append(m.Deliveries, Delivery{d.ID, d.Date, d.Frames, d.Order, cmp.Or(o.Who, o.ID), cmp.Or(names[place], place), tenth(d.Km)})
	}
	for _, m := range by {
		if len(m.Steps)+len(m.Deliveries) > 0 {
			slices.SortStableFunc(m.Steps, func(a, b Step) int {
				return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Printer, b.Printer))
			})
			b.Makers = append(b.Makers, *m)
		}
	}
	slices.SortFunc(b.Makers, func(a, b Maker) int { return cmp.Compare(a.ID, b.ID) })
	return b
}

// tenth rounds to one decimal.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }
