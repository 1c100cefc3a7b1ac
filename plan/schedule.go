package plan

import "math"

const day = 24 * 3600 // s

// time fills in when p's work is done: full batches are dealt evenly, and the last batch
// goes to a printer with the fewest.
func (p *Plan) time(f Fleet, batches int, full, last Batch) {
	some := batches / f.Printers // on every printer
	more := batches % f.Printers // printers with one more
	p.Most = some
	if more > 0 {
		p.Most++
		p.WallS = f.finish(some+1, full.Seconds, 0)
	} else {
		p.WallS = f.finish(some, full.Seconds, 0)
	}
	p.PrinterS = float64(float64(p.Most) * full.Seconds)
	if last.Frames() > 0 {
		p.WallS = max(p.WallS, f.finish(some, full.Seconds, last.Seconds))
		p.PrinterS = max(p.PrinterS, float64(float64(some)*full.Seconds)+last.Seconds)
		p.Most = max(p.Most, some+1)
	}
	p.Days = int(math.Ceil(p.WallS / day))
}

// finish returns when one printer has done n batches of full seconds each and, where
// last is not 0, one of last seconds, at the place among them where it ends soonest.
//
// To end sooner is never worse for what follows, so with and without are the soonest
// ends of the batches so far with the last one among them and without it.
func (f Fleet) finish(n int, full, last float64) float64 {
	without := 0.0
	with := f.run(0, last)
	for range n {
		without = f.run(without, full)
		with = min(f.run(with, full), f.run(without, last))
	}
	if last == 0 {
		return without
	}
	return with
}

// run returns when a batch of s seconds ends on a printer that is free from t on. Days
// begin at multiples of 24 hours; a printer is readied for a batch in the first Hours of
// a day, and a batch that is started runs on.
func (f Fleet) run(t, s float64) float64 { return f.attended(t) + f.Change + s }

// attended returns the first moment from t on at which somebody is there.
func (f Fleet) attended(t float64) float64 {
	start := float64(math.Floor(t/day) * day)
	if t-start <= f.Hours*3600 {
		return t
	}
	return start + day
}

// spools fills in what p needs of filament on spools. Every printer keeps its spool from
// batch to batch, until what is left does not suffice for the next.
func (p *Plan) spools(f Fleet, batches int, full, last Batch) {
	p.SpoolG = f.Spool
	p.BatchesASpool = int(f.Spool / full.Grams)
	p.FramesASpool = p.BatchesASpool * full.Frames()
	p.SpoolLeftoverG = f.Spool - float64(float64(p.BatchesASpool)*full.Grams)
	some, more := batches/f.Printers, batches%f.Printers
	p.Spools = more*p.spoolsFor(some+1, full) + (f.Printers-more)*p.spoolsFor(some, full)
	if last.Frames() > 0 && last.Grams > p.left(some, f.Spool, full) {
		p.Spools++
	}
}

// spoolsFor returns how many spools one printer needs for n full batches.
func (p *Plan) spoolsFor(n int, full Batch) int {
	return (n + p.BatchesASpool - 1) / p.BatchesASpool
}

// left returns what a printer has on its spool after n full batches, g; nothing before
// the first.
func (p *Plan) left(n int, spool float64, full Batch) float64 {
	if n == 0 {
		return 0
	}
	return spool - float64(float64((n-1)%p.BatchesASpool+1)*full.Grams)
}
