// Package plan turns an order for frames into batches, hours and things to buy.
//
// A batch is one print: a plate with as many frames as its stack holds. All printers of
// a fleet are alike.
package plan

import (
	"errors"
	"math"

	"github.com/visiere/visiere/internal/say"
)

// maxFrames is more than any order, and little enough that its days can be gone through.
const maxFrames = 10_000_000

// Order is what is wanted.
type Order struct {
	Frames   int     // good frames, 1 or more
	Spoilage float64 // share of what is made that is lost, 0 to 0.9
	Elastic  float64 // elastic of one frame, m
}

// Fleet is what it is made with.
type Fleet struct {
	Printers int     // 1 or more
	Hours    float64 // of a day in which somebody can start a batch, more than 0 up to 24
	Change   float64 // s to ready a printer for a batch: clear the plate, start
	Spool    float64 // filament on a full spool, g
}

// Batch is one print as it was estimated.
type Batch struct {
	Levels  int     // frames above each other
	Columns int     // frames beside each other
	Seconds float64 // from start to end, warming up included
	Grams   float64
	Cost    float64 // of the filament
}

// Frames returns how many frames b makes.
func (b Batch) Frames() int { return b.Levels * b.Columns }

// Plan is an order's batches, hours and material. Its numbers are rounded as they are
// shown: whole seconds, tenths of grams, hundredths of the rest.
type Plan struct {
	Frames   int     `json:"frames"`          // good ones, as ordered
	ToMake   int     `json:"frames_to_make"`  // at least, with the allowance for spoilage
	Made     int     `json:"frames_made"`     // by all batches
	Spoilage float64 `json:"spoilage_pct"`    // allowed for
	Printers int     `json:"printers"`        // of the fleet
	Hours    float64 `json:"hours_a_day"`     // in which somebody can start a batch
	PerBatch int     `json:"frames_a_batch"`  // of a full batch
	Levels   int     `json:"levels"`          // of a full batch
	Columns  int     `json:"columns"`         // of a full batch
	Batches  int     `json:"batches"`         // full ones and the last
	Last     int     `json:"last_batch"`      // frames of the last batch
	Most     int     `json:"batches_printer"` // on the busiest printer

	BatchS   float64 `json:"batch_s"`   // a full batch
	FrameS   float64 `json:"frame_s"`   // a frame of a full batch
	PrintS   float64 `json:"print_s"`   // of all printers together
	PrinterS float64 `json:"printer_s"` // of the busiest printer, printing
	WallS    float64 `json:"wall_s"`    // from the first hand laid on to the last end
	Days     int     `json:"days"`      // begun

	FilamentG      float64 `json:"filament_g"`
	SpoolG         float64 `json:"spool_g"`          // on a full spool
	Spools         int     `json:"spools"`           // each printer keeps its own; no batch changes spool
	BatchesASpool  int     `json:"batches_a_spool"`  // full ones
	FramesASpool   int     `json:"frames_a_spool"`   // in full batches
	SpoolLeftoverG float64 `json:"spool_leftover_g"` // on a spool when its full batches are done
	Cost           float64 `json:"cost"`             // of the filament
	Currency       string  `json:"currency"`

	Sheets   int     `json:"sheets"`    // clear ones, one a frame
	Elastics int     `json:"elastics"`  // one a frame
	ElasticM float64 `json:"elastic_m"` // all together
}

// ToMake returns how many frames have to be made for o to have its good ones.
func (o Order) ToMake() int {
	return int(math.Ceil(float64(o.Frames)/(1-o.Spoilage) - 1e-9))
}

// Split returns how an order of toMake frames is batched: so many full batches, and the
// stack of the last one, 0 by 0 where the full ones suffice. The last batch makes at
// most one frame a level more than is needed.
func Split(toMake int, full Batch) (batches, levels, columns int) {
	batches = toMake / full.Frames()
	rest := toMake % full.Frames()
	if rest == 0 {
		return batches, 0, 0
	}
	levels = (rest + full.Columns - 1) / full.Columns
	return batches, levels, (rest + levels - 1) / levels
}

// New returns the plan of o on f, with full batches of the one kind and a last batch as
// Split says; the zero Batch where there is none.
//
//  1. All batches together make o.ToMake frames or more.
//  2. No schedule of these batches on f ends earlier.
//  3. No batch needs more than is left on its printer's spool.
//
// Errors: those of Check; a batch heavier than a spool.
func New(o Order, f Fleet, full, last Batch) (*Plan, error) {
	if err := errors.Join(Check(o, f), f.suffices(full, last)); err != nil {
		return nil, err
	}
	batches, _, _ := Split(o.ToMake(), full)
	p := &Plan{
		Frames: o.Frames, ToMake: o.ToMake(), Spoilage: float64(o.Spoilage * 100),
		Printers: f.Printers, Hours: f.Hours,
		PerBatch: full.Frames(), Levels: full.Levels, Columns: full.Columns,
		Batches: batches, Last: full.Frames(), Made: batches*full.Frames() + last.Frames(),
		BatchS: full.Seconds, FrameS: full.Seconds / float64(full.Frames()),
		PrintS:    float64(float64(batches)*full.Seconds) + last.Seconds,
		FilamentG: float64(float64(batches)*full.Grams) + last.Grams,
		Cost:      float64(float64(batches)*full.Cost) + last.Cost,
	}
	if last.Frames() > 0 {
		p.Batches, p.Last = p.Batches+1, last.Frames()
	}
	p.time(f, batches, full, last)
	p.spools(f, batches, full, last)
	p.Sheets, p.Elastics = p.ToMake, p.ToMake
	p.ElasticM = float64(float64(p.ToMake) * o.Elastic)
	p.round()
	return p, nil
}

// Check refuses an order and a fleet that cannot be planned.
//
// Errors: the first number that makes no sense, by its flag.
func Check(o Order, f Fleet) error {
	switch {
	case o.Frames < 1 || o.Frames > maxFrames:
		return say.Errorf("--frames %d: an order is for 1 to %d frames", o.Frames, maxFrames)
	case !(o.Spoilage >= 0 && o.Spoilage <= 0.9):
		return say.Errorf("--spoilage %g%%: a share of 0%% to 90%% is meant", o.Spoilage*100)
	case !(o.Elastic >= 0):
		return say.Errorf("--elastic: a length of 0 or more is meant")
	case f.Printers < 1 || f.Printers > maxFrames:
		return say.Errorf("--printers %d: a fleet has 1 to %d printers", f.Printers, maxFrames)
	case !(f.Hours > 0 && f.Hours <= 24):
		return say.Errorf("--hours %g: a day has more than 0 and up to 24 hours", f.Hours)
	case !(f.Change >= 0):
		return say.Errorf("--change: a time of 0 or more is meant")
	case !(f.Spool > 0):
		return say.Errorf("--spool: a full spool holds more than 0 g")
	}
	return nil
}

// suffices refuses batches that run out of filament.
func (f Fleet) suffices(full, last Batch) error {
	if max(full.Grams, last.Grams) <= f.Spool {
		return nil
	}
	fit := int(f.Spool / full.Grams * float64(full.Frames()))
	return say.Errorf("a batch of %d frames needs %.0f g and a spool holds %.0f g, so it would run out: at most about %d frames a batch (--stack)",
		full.Frames(), full.Grams, f.Spool, fit)
}

// round rounds p's numbers as they are shown.
func (p *Plan) round() {
	for _, s := range []*float64{&p.BatchS, &p.PrintS, &p.PrinterS, &p.WallS, &p.FrameS} {
		*s = math.Round(*s)
	}
	for _, g := range []*float64{&p.FilamentG, &p.SpoolG, &p.SpoolLeftoverG} {
		*g = math.Round(*g*10) / 10
	}
	for _, x := range []*float64{&p.Cost, &p.ElasticM, &p.Spoilage, &p.Hours} {
		*x = math.Round(*x*100) / 100
	}
}
