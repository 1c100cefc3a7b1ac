// Package roster plans a campaign: who prints what on which printer and when, from which
// spool, who brings it to whom, what has to be bought, and which orders will be late.
package roster

import "github.com/visiere/visiere/campaign"

// Roster is a campaign's plan. Its tables refer to each other by ids.
type Roster struct {
	Campaign string        `json:"campaign"`
	From     campaign.Date `json:"from"`
	End      campaign.Date `json:"end"`

	Batches    []Batch    `json:"batches"`    // by maker, printer and start
	Makers     []Maker    `json:"makers"`     // those who print, in the campaign's order
	Orders     []Order    `json:"orders"`     // in the campaign's order
	Deliveries []Delivery `json:"deliveries"` // by date, maker and order
	Spools     []Spool    `json:"spools"`     // that are used, by maker
	Needs      []Need     `json:"needs"`      // what all takes, and what of it has to be bought
	Supplies   []Supply   `json:"supplies"`   // sheets, elastic and clips to send or buy, by date
	Jobs       []Job      `json:"jobs"`       // the distinct prints

	Cost  float64 `json:"cost"`  // of the plan, in km that a frame is carried: see Weights
	Bound float64 `json:"bound"` // no plan costs less
	Gap   float64 `json:"gap"`   // of Cost above Bound, as a share of Bound
	Lost  float64 `json:"lost"`  // share of what is printed that is expected to be lost
	Unmet int     `json:"unmet"` // good frames that are not made by the end
	Late  int     `json:"late"`  // good frames that come after their order's day
}

// Batch is one print.
type Batch struct {
	ID       string          `json:"id"` // camille/1/003
	Maker    string          `json:"maker"`
	Printer  string          `json:"printer"` // camille/1
	Job      string          `json:"job"`
	Design   string          `json:"design"`
	Material string          `json:"material"`
	Frames   int             `json:"frames"`
	Parts    []Part          `json:"parts"` // whose they are
	Start    campaign.Moment `json:"start"` // somebody clears the bed and starts it
	End      campaign.Moment `json:"end"`   // the print is done
	Done     campaign.Moment `json:"done"`  // somebody takes the frames off
	Good     float64         `json:"good"`  // frames that are expected to be good
	Grams    float64         `json:"grams"`
	Spool    string          `json:"spool"`
	Left     float64         `json:"left_g"` // on the spool after it
}

// Part is a number of frames for an order.
type Part struct {
	Order  string `json:"order"`
	Frames int    `json:"frames"`
}

// Maker is what the plan asks of one of the makers.
type Maker struct {
	ID      string             `json:"id"`
	Batches int                `json:"batches"`
	Frames  int                `json:"frames"`
	Hands   []float64          `json:"hands_h"` // hours of each week from From on
	Grams   map[string]float64 `json:"grams"`   // by material
	Buy     map[string]int     `json:"buy"`     // spools to buy, by material
	Spools  int                `json:"spools"`  // used, those to buy included
}

// Order is what the plan gives an order.
type Order struct {
	ID        string        `json:"id"`
	Frames    int           `json:"frames"`
	Delivered int           `json:"delivered"` // before the plan
	Ready     int           `json:"ready"`     // printed before the plan, to be delivered
	Planned   int           `json:"planned"`   // good frames that the plan makes
	ToMake    int           `json:"to_make"`   // printed for them, spoilage allowed for
	OnTime    int           `json:"on_time"`   // of all, delivered on the day due or before
	Late      int           `json:"late"`      // after it
	Unmet     int           `json:"unmet"`     // not at all
	Due       campaign.Date `json:"due"`
	Last      campaign.Date `json:"last"` // day of the last delivery; zero: none
	Rescue    *Rescue       `json:"rescue,omitempty"`
}

// Rescue is what would save a late order.
type Rescue struct {
	Frames   int           `json:"frames"`       // to make sooner
	Printers int           `json:"printers"`     // further ones, of the kind that makes most a day, from the first day on
	Kind     string        `json:"kind"`         // that kind; empty: none can make the design in time
	Until    campaign.Date `json:"until"`        // or this day as the order's, zero: not in this campaign
	Hands    int           `json:"short_handed"` // makers of its frames who have no more hours
}

// Delivery is what one maker brings for one order on one day.
type Delivery struct {
	ID     string        `json:"id"` // C1/camille/1
	Order  string        `json:"order"`
	Maker  string        `json:"maker"`
	Date   campaign.Date `json:"date"`
	Frames int           `json:"frames"`        // good ones
	Via    string        `json:"via,omitempty"` // collection point; empty: straight to the order's place
	Km     float64       `json:"km"`            // as the crow flies, to Via or to the place
	Late   bool          `json:"late,omitempty"`
}

// Spool is one that is used.
type Spool struct {
	ID       string        `json:"id"`
	Maker    string        `json:"maker"`
	Material string        `json:"material"`
	From     string        `json:"from,omitempty"` // holder who sends it
	Buy      bool          `json:"buy,omitempty"`
	By       campaign.Date `json:"by"` // first used
	Before   float64       `json:"before_g"`
	After    float64       `json:"after_g"`
	Batches  int           `json:"batches"`
}

// Need is what the campaign takes of one thing. P50 suffices in half of all cases and
// P90 in nine of ten.
type Need struct {
	Item  string  `json:"item"`         // filament, sheets, elastic, clips
	Of    string  `json:"of,omitempty"` // material
	Unit  string  `json:"unit"`         // kg, m, or nothing
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	Have  float64 `json:"have"`
	Buy50 float64 `json:"buy_p50"` // of what Each says
	Buy90 float64 `json:"buy_p90"`
	Each  float64 `json:"each"` // of Unit that one bought has: a spool's kg
}

// Job is a distinct print: the same file serves all its batches.
type Job struct {
	ID       string  `json:"id"` // ender-3-0.4-visor-petg-12
	Printer  string  `json:"printer"`
	Nozzle   float64 `json:"nozzle"` // 0: the profile's
	Process  string  `json:"process"`
	Design   string  `json:"design"`
	Material string  `json:"material"`
	Frames   int     `json:"frames"`
	Batches  int     `json:"batches"`
	Seconds  float64 `json:"s"`
	Grams    float64 `json:"grams"`
}
