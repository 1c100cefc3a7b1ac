package campaign

import (
	"maps"
	"slices"
)

// frame checks what is not in a table.
func (k *checker) frame() {
	switch {
	case k.Start == 0:
		k.fault(CodeMissing, "start", "start: the first day is needed, like 2020-04-06")
	case k.End == 0:
		k.fault(CodeMissing, "end", "end: the last day is needed, like 2020-05-31")
	case k.End < k.Start:
		k.fault(CodeDeadline, "end", "end is %s, before start, which is %s", k.End.String(), k.Start.String())
	case k.End-k.Start > mostDays:
		k.fault(CodeDeadline, "end", "end is %s: a campaign has %d days at most", k.End.String(), mostDays)
	case k.Today != 0 && (k.Today < k.Start || k.Today > k.End):
		k.fault(CodeDeadline, "today", "today is %s, which is not from %s to %s", k.Today.String(), k.Start.String(), k.End.String())
	}
	within(k, "spoilage", k.Spoilage, 0, 0.9)
	within(k, "fail_hour", k.FailHour, 0, 0.9)
	within(k, "fail_frame", k.FailFrame, 0, 0.9)
	k.spans("off", k.Off)
	within(k, "spool", k.Spool, 1, heaviest)
	within(k, "handling", k.Handling, 0, 24*3600)
	within(k, "finishing", k.Finishing, 0, 24*3600)
	k.count("sheets", k.Sheets, 0, 1000)
	within(k, "elastic", k.Elastic, 0, 1e6)
	k.count("clips", k.Clips, 0, 1000)
	k.count("stack", k.Stack, 1, 1000)
}

// designs checks the designs.
func (k *checker) designs() {
	if len(k.Designs) == 0 {
		k.fault(CodeMissing, "designs", "designs: one design at least is needed, like {id: visor, model: visor-888}")
	}
	k.ids("designs", len(k.Designs), func(i int) string { return k.Designs[i].ID })
	for i, d := range k.Designs {
		if (d.File == "") == (d.Model == "") {
			k.fault(CodeMissing, row("designs", i), "%s: either a file or a model is needed", row("designs", i))
		}
	}
}

// places checks the places.
func (k *checker) places() {
	k.ids("places", len(k.Places), func(i int) string { return k.Places[i].ID })
	for i, p := range k.Places {
		key := row("places", i)
		k.degrees(key+".lat", p.Lat, 90)
		k.degrees(key+".lon", p.Lon, 180)
		if p.Lat != 0 || p.Lon != 0 {
			continue
		}
		if _, ok := find(p.Postcode); ok {
			continue
		}
		if p.Postcode == "" {
			k.fault(CodeMissing, key+".postcode", "%s: a postcode, or lat and lon, is needed", key)
		} else {
			k.fault(CodePlace, key+".postcode", "%s: there is no postal code %q in France; give lat and lon", key+".postcode", p.Postcode)
		}
	}
}

// orders checks the orders.
func (k *checker) orders() {
	k.ids("orders", len(k.Orders), func(i int) string { return k.Orders[i].ID })
	for i, o := range k.Orders {
		key := row("orders", i)
		k.count(key+".frames", o.Frames, 1, mostFrames)
		k.place(key+".place", o.Place)
		k.design(key+".design", o.Design)
		if o.Due != 0 && k.Start != 0 && o.Due < k.Start {
			k.fault(CodeDeadline, key+".due", "order %s is due on %s, before the campaign starts on %s", o.ID, o.Due.String(), k.Start.String())
		}
		if o.Due > k.End && k.End >= k.Start {
			k.fault(CodeDeadline, key+".due", "order %s is due on %s, after the campaign ends on %s", o.ID, o.Due.String(), k.End.String())
		}
	}
}

// design refuses the name of a design that is not there; none is needed where there is
// one.
func (k *checker) design(key, name string) {
	known := make([]string, len(k.Designs))
	for i, d := range k.Designs {
		known[i] = d.ID
	}
	switch {
	case len(known) == 0: // said once, of all
	case name == "" && len(known) > 1:
		k.fault(CodeMissing, key, "%s: which of the %d designs is meant?", key, len(known))
	case name != "" && !slices.Contains(known, name):
		k.name(key, name, known)
	}
}

// makers checks the makers and their printers.
func (k *checker) makers() {
	k.ids("makers", len(k.Makers), func(i int) string { return k.Makers[i].ID })
	for i, m := range k.Makers {
		key := row("makers", i)
		if _, both := k.where.places[m.ID]; both {
			k.fault(CodeTwice, key+".id", "%s is the id of a place too: give one of them another", m.ID)
		}
		k.place(key+".place", m.Place)
		within(k, key+".hours", m.Hours, 0, 168*3600)
		k.spans(key+".off", m.Off)
		for j, p := range m.Printers {
			k.printer(row(key+".printers", j), p)
		}
	}
}

// spans checks days off.
func (k *checker) spans(key string, spans []Span) {
	for i, s := range spans {
		if s.Last < s.First {
			k.fault(CodeDeadline, row(key, i), "%s: the last day is before the first", s.String())
		}
	}
}

// printer checks a printer.
func (k *checker) printer(key string, p Printer) {
	if p.Printer == "" {
		k.fault(CodeMissing, key+".printer", "%s: the name of a printer's profile is needed, like ender-3", key)
	}
	within(k, key+".nozzle", p.Nozzle, 0, 2)
	k.count(key+".count", p.Count, 0, mostCount)
}

// stock checks spools and other material.
func (k *checker) stock() {
	k.ids("spools", len(k.Spools), func(i int) string { return k.Spools[i].ID })
	for i, s := range k.Spools {
		key := row("spools", i)
		if s.Material == "" {
			k.fault(CodeMissing, key+".material", "%s: a material is needed, like petg", key)
		}
		within(k, key+".left", s.Left, 0, heaviest)
		k.holder(key+".at", s.At)
	}
	for i, s := range k.Stock {
		key := row("stock", i)
		k.count(key+".sheets", s.Sheets, 0, mostItems)
		within(k, key+".elastic", s.Elastic, 0, 1e12)
		k.count(key+".clips", s.Clips, 0, mostItems)
		k.holder(key+".at", s.At)
	}
}

// done checks what is printed and delivered already.
func (k *checker) done() {
	left := map[string]int{}
	for _, o := range k.Orders {
		left[o.ID] = o.Frames
	}
	for i, r := range k.Ready {
		key := row("ready", i)
		k.count(key+".frames", r.Frames, 1, mostFrames)
		k.maker(key+".maker", r.Maker)
		k.design(key+".design", r.Design)
	}
	seen := map[string]int{}
	for i, d := range k.Deliveries {
		key := row("deliveries", i)
		if first, twice := seen[d.ID]; twice && d.ID != "" {
			k.fault(CodeTwice, key+".id", "delivery %s is there twice, first at %s: leave one", d.ID, k.at(row("deliveries", first)+".id").String())
			continue
		}
		seen[d.ID] = i
		k.delivery(key, d, left)
	}
}

// delivery checks a delivery; left has what is left of each order before it.
func (k *checker) delivery(key string, d Delivery, left map[string]int) {
	k.count(key+".frames", d.Frames, 1, mostFrames)
	if d.Maker != "" {
		k.maker(key+".maker", d.Maker)
	}
	before, known := left[d.Order]
	if !known {
		k.name(key+".order", d.Order, slices.Sorted(maps.Keys(left)))
		return
	}
	left[d.Order] = before - d.Frames
	if before >= 0 && before < d.Frames {
		k.fault(CodeTooMany, key+".frames", "order %s has %d frames delivered more than it is for: was a delivery noted twice?", d.Order, d.Frames-before)
	}
}

// rates checks the rates that people measured.
func (k *checker) rates() {
	for i, r := range k.Rates {
		key := row("rates", i)
		if r.Printer == "" || r.Material == "" {
			k.fault(CodeMissing, key, "%s: a printer and a material are needed", key)
		}
		k.design(key+".design", r.Design)
		within(k, key+".nozzle", r.Nozzle, 0, 2)
		within(k, key+".first", r.First, 1, 1e7)
		within(k, key+".frame", r.Frame, 1, 1e7)
		within(k, key+".first_grams", r.FirstGrams, 0, heaviest)
		within(k, key+".grams", r.Grams, 0.01, heaviest)
		k.count(key+".most", r.Most, 1, 1000)
	}
}
