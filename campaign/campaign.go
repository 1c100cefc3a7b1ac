// Package campaign holds what a campaign of making visors is, as plain data: who wants
// how many frames by when, who prints on what and at which hours, and what is in stock.
// It reads it from YAML, and checks it wherever it was read from.
package campaign

import (
	"cmp"

	"github.com/visiere/visiere/profiles"
)

// Campaign is everything a plan is made from. New gives the defaults.
//
// A place is named by the id of one of Places or by a French postal code; a holder is
// such a place or the id of a maker.
type Campaign struct {
	Name   string  `yaml:"campaign"`
	Start  Date    `yaml:"start"`
	End    Date    `yaml:"end"`    // the last day
	Today  Date    `yaml:"today"`  // planned from this day's start on; zero: Start
	Visits []Clock `yaml:"visits"` // of makers who give none of their own
	Off    []Span  `yaml:"off"`    // days on which nobody clears a bed

	Spoilage  profiles.Ratio   `yaml:"spoilage"`   // share of what is made that is lost, where no failures are given
	FailHour  profiles.Ratio   `yaml:"fail_hour"`  // prints that fail in an hour of printing
	FailFrame profiles.Ratio   `yaml:"fail_frame"` // prints that fail for each frame begun
	Spool     profiles.Mass    `yaml:"spool"`      // filament on a spool to buy
	Handling  profiles.Seconds `yaml:"handling"`   // of hands, to clear a bed and start a batch
	Finishing profiles.Seconds `yaml:"finishing"`  // of hands, for each frame
	Sheets    int              `yaml:"sheets"`     // for each frame
	Elastic   profiles.Length  `yaml:"elastic"`    // for each frame
	Clips     int              `yaml:"clips"`      // for each frame
	Stack     int              `yaml:"stack"`      // frames above each other at most, where no rate says how many

	Designs    []Design   `yaml:"designs"`
	Places     []Place    `yaml:"places"`
	Orders     []Order    `yaml:"orders"`
	Makers     []Maker    `yaml:"makers"`
	Spools     []Spool    `yaml:"spools"`
	Stock      []Stock    `yaml:"stock"`
	Ready      []Ready    `yaml:"ready"`
	Deliveries []Delivery `yaml:"deliveries"`
	Rates      []Rate     `yaml:"rates"`

	// Origins tells where each value was read, by its key: orders[3].frames, from 0. A key
	// that is missing was read where its row was: orders[3].
	Origins map[string]Where `yaml:"-"`
}

// Design is a frame that can be ordered: a file, or a model of ours.
type Design struct {
	ID    string `yaml:"id"`
	File  string `yaml:"file"`  // STL or 3MF, from the campaign's own folder
	Model string `yaml:"model"` // visor-888
}

// Place is where frames are delivered to, or collected.
type Place struct {
	ID       string  `yaml:"id"`
	Name     string  `yaml:"name"`
	Postcode string  `yaml:"postcode"`
	Lat      float64 `yaml:"lat"`      // degrees north; 0 with Lon: where Postcode is
	Lon      float64 `yaml:"lon"`      // degrees east
	Collects bool    `yaml:"collects"` // makers around may bring their frames here, whoever they are for
}

// Order is a number of good frames that somebody wants.
type Order struct {
	ID       string `yaml:"id"`
	Who      string `yaml:"who"`
	Place    string `yaml:"place"`
	Frames   int    `yaml:"frames"`
	Design   string `yaml:"design"`   // id of a design; empty: the only one
	Material string `yaml:"material"` // filament profile; empty: any
	Due      Date   `yaml:"due"`      // delivered on this day at the latest; zero: End
}

// Maker is somebody who prints.
type Maker struct {
	ID       string           `yaml:"id"`
	Name     string           `yaml:"name"`
	Place    string           `yaml:"place"`
	Printers []Printer        `yaml:"printers"`
	Visits   []Clock          `yaml:"visits"` // hours at which beds can be cleared; none: the campaign's
	Hours    profiles.Seconds `yaml:"hours"`  // of hands in a week; 0: no limit
	Off      []Span           `yaml:"off"`    // days on which they clear no bed, beside the campaign's
}

// Printer is one or several alike of a maker's.
type Printer struct {
	Printer   string          `yaml:"printer"`   // profile
	Nozzle    profiles.Length `yaml:"nozzle"`    // 0: the profile's
	Process   string          `yaml:"process"`   // profile; empty: 0.3mm
	Materials []string        `yaml:"materials"` // filament profiles that it prints; none: all
	Count     int             `yaml:"count"`     // 0: 1
}

// Spool is filament that is there.
type Spool struct {
	ID       string        `yaml:"id"`
	Material string        `yaml:"material"` // filament profile
	Colour   string        `yaml:"colour"`
	Left     profiles.Mass `yaml:"left"`
	At       string        `yaml:"at"`    // holder
	Owner    string        `yaml:"owner"` // for people; it does not bind
}

// Stock is other material that is there.
type Stock struct {
	At      string          `yaml:"at"` // holder
	Sheets  int             `yaml:"sheets"`
	Elastic profiles.Length `yaml:"elastic"`
	Clips   int             `yaml:"clips"`
}

// Ready are good frames that a maker has printed and not delivered.
type Ready struct {
	Maker    string `yaml:"maker"`
	Design   string `yaml:"design"`
	Material string `yaml:"material"`
	Frames   int    `yaml:"frames"`
}

// Delivery are frames of an order that are on their way or there.
type Delivery struct {
	ID     string `yaml:"id"` // may be empty
	Order  string `yaml:"order"`
	Maker  string `yaml:"maker"`
	Frames int    `yaml:"frames"`
	Date   Date   `yaml:"date"`
}

// Rate is what a batch takes on a kind of printer, measured by its people. Where a rate is
// given nothing is sliced.
type Rate struct {
	Printer    string           `yaml:"printer"`
	Nozzle     profiles.Length  `yaml:"nozzle"`  // 0: any
	Process    string           `yaml:"process"` // empty: any
	Design     string           `yaml:"design"`
	Material   string           `yaml:"material"`
	First      profiles.Seconds `yaml:"first"`       // a batch of one frame
	Frame      profiles.Seconds `yaml:"frame"`       // each further frame
	FirstGrams profiles.Mass    `yaml:"first_grams"` // 0: as Grams
	Grams      profiles.Mass    `yaml:"grams"`       // each further frame
	Most       int              `yaml:"most"`        // frames of a batch
}

// New returns a campaign with the defaults and nothing in it.
func New() *Campaign {
	return &Campaign{
		Visits:   []Clock{7 * 3600, 13 * 3600, 20 * 3600},
		Spoilage: 0.05, Spool: 1000, Handling: 900, Finishing: 60, Sheets: 1, Elastic: 300, Stack: 10,
		Origins: map[string]Where{},
	}
}

// Settle gives c the days that it lacks: the first is start, or else today; the last is
// end, or else that of the last order, or where no order has a day the 56th.
func (c *Campaign) Settle(start, end, today Date) {
	if start != 0 || c.Start == 0 {
		c.Start = cmp.Or(start, today)
	}
	if end != 0 {
		c.End = end
	}
	if c.End != 0 {
		return
	}
	for _, o := range c.Orders {
		c.End = max(c.End, o.Due)
	}
	if c.End < c.Start {
		c.End = c.Start + 55
	}
}

// From returns the first day that is planned.
func (c *Campaign) From() Date {
	if c.Today == 0 {
		return c.Start
	}
	return c.Today
}

// Count returns how many printers m has.
func (m *Maker) Count() int {
	n := 0
	for _, p := range m.Printers {
		n += max(1, p.Count)
	}
	return n
}
