package roster_test

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/roster"
)

// recount is a second count of a roster against its campaign, which shares no code with
// the planner. It collects what it finds wrong.
type recount struct {
	c      *campaign.Campaign
	r      *roster.Roster
	faults []string
}

// wrong returns what is wrong in r as a plan of c.
func wrong(c *campaign.Campaign, r *roster.Roster) []string {
	k := &recount{c: c, r: r}
	k.printers()
	k.hands()
	k.spools()
	k.orders()
	k.deliveries()
	k.supplies()
	k.cost()
	return k.faults
}

func (k *recount) fault(format string, args ...any) {
	k.faults = append(k.faults, fmt.Sprintf(format, args...))
}

// maker finds a maker, and the printer of a name like m1/2 among theirs.
func (k *recount) maker(id string) *campaign.Maker {
	for i := range k.c.Makers {
		if k.c.Makers[i].ID == id {
			return &k.c.Makers[i]
		}
	}
	return nil
}

func (k *recount) printer(b roster.Batch) *campaign.Printer {
	n := 0
	for i, p := range k.maker(b.Maker).Printers {
		for range max(1, p.Count) {
			if n++; b.Printer == fmt.Sprintf("%s/%d", b.Maker, n) {
				return &k.maker(b.Maker).Printers[i]
			}
		}
	}
	return nil
}

// rate finds the rate of a batch.
func (k *recount) rate(b roster.Batch) *campaign.Rate {
	p := k.printer(b)
	for i, r := range k.c.Rates {
		if p != nil && r.Printer == p.Printer && (r.Nozzle == 0 || r.Nozzle == p.Nozzle) && (r.Design == b.Design || r.Design == "") && r.Material == b.Material {
			return &k.c.Rates[i]
		}
	}
	return nil
}

// visit reports whether m clears beds at that moment.
func (k *recount) visit(m *campaign.Maker, at campaign.Moment) bool {
	clocks := m.Visits
	if len(clocks) == 0 {
		clocks = k.c.Visits
	}
	for _, off := range append(slices.Clone(m.Off), k.c.Off...) {
		if int(at)/86400 >= int(off.First) && int(at)/86400 <= int(off.Last) {
			return false
		}
	}
	return slices.Contains(clocks, campaign.Clock(int(at)%86400))
}

// printers checks that each printer does one thing at a time, at its maker's visits, as
// fast as it can.
func (k *recount) printers() {
	until := map[string]campaign.Moment{}
	for _, b := range k.r.Batches {
		r, p := k.rate(b), k.printer(b)
		if r == nil || len(p.Materials) > 0 && !slices.Contains(p.Materials, b.Material) {
			k.fault("%s: %s does not print %s in %s", b.ID, b.Printer, b.Design, b.Material)
			continue
		}
		m := k.maker(b.Maker)
		if b.Start < until[b.Printer] || !k.visit(m, b.Start) || !k.visit(m, b.Done) || b.End > b.Done {
			k.fault("%s: %v to %v to %v, printer free at %v", b.ID, b.Start, b.End, b.Done, until[b.Printer])
		}
		until[b.Printer] = b.Done
		takes := float64(k.c.Handling) + float64(r.First) + float64(b.Frames-1)*float64(r.Frame)
		if got := float64(b.End - b.Start); b.Frames < 1 || b.Frames > r.Most || got < takes-1e-6 || got > takes+2 {
			k.fault("%s: %d frames of %d in %g s of %g", b.ID, b.Frames, r.Most, got, takes)
		}
		good, load := 0.0, 0.0
		for i := range b.Frames {
			hours := float64(r.Frame) / 3600
			if i == 0 {
				hours = float64(r.First) / 3600
			}
			load += hours*float64(k.c.FailHour) + float64(k.c.FailFrame)
			good += math.Exp(-load)
		}
		if k.c.FailHour+k.c.FailFrame == 0 {
			good *= 1 - float64(k.c.Spoilage)
		}
		if math.Abs(good-b.Good) > 1e-9 {
			k.fault("%s: %g frames expected to be good, said %g", b.ID, good, b.Good)
		}
		first := k.c.Today
		if first == 0 {
			first = k.c.Start
		}
		if int(b.Start) < int(first)*86400 || int(b.Done) >= int(k.c.End)*86400 {
			k.fault("%s: not in the campaign", b.ID)
		}
	}
}

// hands checks that nobody has to help themselves to more hours than they have.
func (k *recount) hands() {
	took := map[string]float64{}
	for _, b := range k.r.Batches {
		week := (int(b.Start)/86400 - int(k.r.From)) / 7
		took[fmt.Sprint(b.Maker, " in week ", week)] += float64(k.c.Handling) + float64(b.Frames)*float64(k.c.Finishing)
	}
	for who, s := range took {
		id, _, _ := strings.Cut(who, " ")
		if h := float64(k.maker(id).Hours); h > 0 && s > h+1e-6 {
			k.fault("%s: %g s of hands of %g", who, s, h)
		}
	}
}

// spools checks that each batch runs from one spool of its material that its maker has,
// and that no spool gives more than is on it.
func (k *recount) spools() {
	left, owner, material := map[string]float64{}, map[string]string{}, map[string]string{}
	for _, s := range k.r.Spools {
		left[s.ID], owner[s.ID], material[s.ID] = float64(k.c.Spool), s.Maker, s.Material
		if !s.Buy {
			i := slices.IndexFunc(k.c.Spools, func(x campaign.Spool) bool { return x.ID == s.ID })
			if i < 0 || k.c.Spools[i].Material != s.Material {
				k.fault("spool %s is not there", s.ID)
				continue
			}
			left[s.ID] = float64(k.c.Spools[i].Left)
			if at := k.c.Spools[i].At; k.maker(at) != nil && at != s.Maker {
				k.fault("spool %s of %s is used by %s", s.ID, at, s.Maker)
			}
		}
	}
	if len(left) != len(k.r.Spools) {
		k.fault("a spool is listed twice")
	}
	batches := slices.Clone(k.r.Batches)
	slices.SortStableFunc(batches, func(a, b roster.Batch) int { return int(a.Start - b.Start) })
	busy := map[string]campaign.Moment{}
	for _, b := range batches {
		if b.Start < busy[b.Spool] {
			k.fault("%s runs from %s, which is on another printer until %v", b.ID, b.Spool, busy[b.Spool])
		}
		busy[b.Spool] = b.Done
		r := k.rate(b)
		first := float64(r.FirstGrams)
		if first == 0 {
			first = float64(r.Grams)
		}
		if grams := first + float64(b.Frames-1)*float64(r.Grams); math.Abs(grams-b.Grams) > 1e-6 {
			k.fault("%s takes %g g, said %g", b.ID, grams, b.Grams)
		}
		if owner[b.Spool] != b.Maker || material[b.Spool] != b.Material {
			k.fault("%s runs from %s, which is %s of %s", b.ID, b.Spool, material[b.Spool], owner[b.Spool])
		}
		if left[b.Spool] -= b.Grams; math.Abs(left[b.Spool]-b.Left) > 1e-6 {
			k.fault("%s leaves %g g on %s, said %g", b.ID, left[b.Spool], b.Spool, b.Left)
		}
	}
	for _, s := range k.r.Spools {
		if left[s.ID] < -1e-6 || math.Abs(left[s.ID]-s.After) > 1e-6 {
			k.fault("spool %s has %g g left, said %g", s.ID, left[s.ID], s.After)
		}
	}
}

// orders checks that batches are made for orders that want them, and no more of them.
func (k *recount) orders() {
	if k.c.FailHour+k.c.FailFrame == 0 && math.Abs(k.r.Lost-float64(k.c.Spoilage)) > 1e-12 || k.r.Lost < 0 || k.r.Lost > 0.95 {
		k.fault("%g is lost", k.r.Lost)
	}
	made := map[string]int{}
	for _, b := range k.r.Batches {
		sum := 0
		for _, p := range b.Parts {
			sum += p.Frames
			made[p.Order] += p.Frames
			i := slices.IndexFunc(k.c.Orders, func(o campaign.Order) bool { return o.ID == p.Order })
			if o := k.c.Orders[i]; o.Design != "" && o.Design != b.Design || o.Material != "" && o.Material != b.Material {
				k.fault("%s is of %s in %s, which %s does not want", b.ID, b.Design, b.Material, o.ID)
			}
		}
		if sum != b.Frames {
			k.fault("%s has %d frames for %d", b.ID, b.Frames, sum)
		}
	}
	for i, o := range k.c.Orders {
		row := k.r.Orders[i]
		gone := 0
		for _, d := range k.c.Deliveries {
			if d.Order == o.ID {
				gone += d.Frames
			}
		}
		need := max(0, o.Frames-gone-row.Ready)
		most := math.Ceil(float64(need)/(1-k.r.Lost) - 1e-9)
		if float64(made[o.ID]) > most || row.ID != o.ID || row.Delivered != gone {
			k.fault("%s: %d made of %g, %+v", o.ID, made[o.ID], most, row)
		}
		if gone+row.Ready+row.Planned+row.Unmet != max(o.Frames, gone) || row.OnTime+row.Late+row.Unmet != max(o.Frames, gone) {
			k.fault("%s does not add up: %+v", o.ID, row)
		}
		if made[o.ID] == int(most) && row.Unmet > 0 {
			k.fault("%s has all and lacks %d", o.ID, row.Unmet)
		}
	}
}

// deliveries checks that nothing is brought twice, to nobody who wants it, before it is
// there, or late without saying so.
func (k *recount) deliveries() {
	type way struct{ order, maker string }
	brought, had := map[way]int{}, map[way]int{}
	total, seen := map[string]int{}, map[string]bool{}
	for _, d := range k.r.Deliveries {
		if seen[d.ID] || d.Frames < 1 {
			k.fault("delivery %s of %d is there twice or empty", d.ID, d.Frames)
		}
		seen[d.ID] = true
		brought[way{d.Order, d.Maker}] += d.Frames
		total[d.Order] += d.Frames
		there := 0
		for _, b := range k.r.Batches {
			for _, p := range b.Parts {
				if b.Maker == d.Maker && p.Order == d.Order && int(b.Done)/86400 < int(d.Date) {
					there += p.Frames
				}
			}
		}
		for _, r := range k.c.Ready {
			if r.Maker == d.Maker {
				there += r.Frames
			}
		}
		if had[way{d.Order, d.Maker}] = there; brought[way{d.Order, d.Maker}] > there {
			k.fault("%s: %d brought of %d that are there", d.ID, brought[way{d.Order, d.Maker}], there)
		}
	}
	for i, o := range k.c.Orders {
		late, due := 0, o.Due
		if due == 0 {
			due = k.c.End
		}
		for _, d := range k.r.Deliveries {
			if d.Order == o.ID && d.Date > due {
				late += d.Frames
			}
		}
		if row := k.r.Orders[i]; late != row.Late || total[o.ID] != row.Planned+row.Ready || row.Due != due {
			k.fault("%s: %d late, %d brought, due %v: %+v", o.ID, late, total[o.ID], due, row)
		}
	}
}

// supplies checks that every place gets what goes on the frames that are brought there,
// and that nobody gives more than they have.
func (k *recount) supplies() {
	wants, gives := map[string]float64{}, map[string]float64{}
	for _, d := range k.r.Deliveries {
		at := d.Via
		if at == "" {
			i := slices.IndexFunc(k.c.Orders, func(o campaign.Order) bool { return o.ID == d.Order })
			at = k.c.Orders[i].Place
		}
		wants["sheets "+at] += float64(d.Frames * k.c.Sheets)
		wants["elastic "+at] += float64(d.Frames) * float64(k.c.Elastic) / 1000
		wants["clips "+at] += float64(d.Frames * k.c.Clips)
	}
	for _, s := range k.c.Stock {
		gives["sheets "+s.At] += float64(s.Sheets)
		gives["elastic "+s.At] += float64(s.Elastic) / 1000
		gives["clips "+s.At] += float64(s.Clips)
	}
	for _, s := range k.r.Supplies {
		if s.Amount <= 0 || s.From == s.To {
			k.fault("nothing to send: %+v", s)
		}
		wants[s.Item+" "+s.To] -= s.Amount
		if s.From != "" {
			gives[s.Item+" "+s.From] -= s.Amount
		}
	}
	for what, n := range wants { // the rest is there
		if n > 1e-6 {
			gives[what] -= n
		}
		if n < -0.1-1e-6 {
			k.fault("%g %s too many are sent", -n, what)
		}
	}
	for what, n := range gives {
		if n < -0.1-1e-6 {
			k.fault("%g more %s than there are", -n, what)
		}
	}
}

// cost counts what the plan costs, in km of one frame.
func (k *recount) cost() {
	where := k.c.Map()
	total := 0.0
	made := map[string]int{}
	holds := map[string]bool{}
	for _, s := range k.c.Spools {
		if s.Left > 0 {
			holds[s.At+" "+s.Material] = true
		}
	}
	for _, b := range k.r.Batches {
		r := k.rate(b)
		most := r.Most
		first := float64(max(r.FirstGrams, 0))
		if first == 0 {
			first = float64(r.Grams)
		}
		for most > 1 && first+float64(most-1)*float64(r.Grams) > float64(k.c.Spool) {
			most--
		}
		hour := math.Ceil(float64(r.First)+float64(most-1)*float64(r.Frame)) / float64(most) / 3600
		for _, p := range b.Parts {
			i := slices.IndexFunc(k.c.Orders, func(o campaign.Order) bool { return o.ID == p.Order })
			at, _ := where.Place(k.c.Orders[i].Place)
			from, _ := where.Place(k.maker(b.Maker).Place)
			each := math.Round(10*haversine(at.Lat, at.Lon, from.Lat, from.Lon))/10 + math.Round(10*hour)/10
			if !holds[b.Maker+" "+b.Material] {
				each += 2
			}
			due := k.r.Orders[i].Due
			each += 50 * float64(max(0, int(b.Done)/86400+1-int(due)))
			total += each * float64(p.Frames)
			made[p.Order] += p.Frames
		}
	}
	for _, o := range k.r.Orders {
		total += float64(o.ToMake-made[o.ID]) * (20000 + 50*float64(max(0, int(k.r.End-o.Due))))
	}
	if math.Abs(total-k.r.Cost) > 1e-6*total+1e-6 {
		k.fault("cost %g, said %g", total, k.r.Cost)
	}
	if k.r.Bound > total*(1+1e-9)+1e-6 {
		k.fault("bound %g above the cost %g", k.r.Bound, total)
	}
}

// haversine returns the great-circle distance of two places in degrees, km.
func haversine(lat1, lon1, lat2, lon2 float64) float64 {
	rad := math.Pi / 180
	a, b := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(a*a+math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b))
}
