package campaign

import (
	"fmt"
	"math/rand/v2"

	"github.com/visiere/visiere/places"
	"github.com/visiere/visiere/profiles"
)

// Size is how large a campaign is made up. All its numbers are 1 or more.
type Size struct {
	Makers, Printers, Kinds, Orders, Frames, Days int
	Departements                                  []string // none: all of metropolitan France
}

// Essonne is one département in the spring of 2020: a thousand makers and 120 places to
// deliver to.
func Essonne() Size {
	return Size{Makers: 1022, Printers: 1300, Kinds: 30, Orders: 120, Frames: 30_000, Days: 56, Departements: []string{"91"}}
}

// France is a country's campaign.
func France() Size {
	return Size{Makers: 10_000, Printers: 12_700, Kinds: 30, Orders: 1_200, Frames: 300_000, Days: 56}
}

// makings is what a campaign is made up with.
type makings struct {
	*Campaign
	*rand.Rand
	codes []places.Code
	kinds []Printer
}

// Generate makes up a campaign of some size: the same for the same seed. Its makers live
// and its orders come from anywhere in the départements; each kind of printer has its rates.
func Generate(seed uint64, size Size) *Campaign {
	g := &makings{Campaign: New(), Rand: rand.New(rand.NewPCG(seed, 2020))}
	g.codes = codesIn(size.Departements)
	g.Name = fmt.Sprintf("made up from seed %d", seed)
	g.Start = Date(18358) // 2020-04-06, a Monday
	g.End = g.Start + Date(size.Days)
	g.Designs = []Design{{ID: "visor", Model: "visor-888"}}
	g.makeKinds(size.Kinds)
	g.makePlaces(size)
	g.makeOrders(size)
	g.makeMakers(size)
	g.makeSpools(size)
	return g.Campaign
}

// codesIn returns the postal codes of some départements, or of metropolitan France.
func codesIn(departements []string) []places.Code {
	var codes []places.Code
	for _, c := range places.Codes() {
		in := len(departements) == 0 && c.Departement < "97"
		for _, d := range departements {
			in = in || c.Departement == d
		}
		if in {
			codes = append(codes, c)
		}
	}
	return codes
}

// code draws a postal code.
func (g *makings) code() string { return g.codes[g.IntN(len(g.codes))].Code }

// between draws a whole number from low to high.
func (g *makings) between(low, high int) int { return low + g.IntN(high-low+1) }

// makeKinds makes up kinds of printers, with their rates in two materials.
func (g *makings) makeKinds(n int) {
	printers := []string{
		"ender-3", "cr-10", "prusa-mk3s", "prusa-mini", "alfawise-u20", "alfawise-u30", "anycubic-i3-mega",
		"dagoma-discoeasy200", "flsun-qq-s", "sidewinder-x1", "voron-2.4",
	}
	for i := range n {
		nozzle := []profiles.Length{0.4, 0.6, 0.8}[i/len(printers)%3]
		kind := Printer{Printer: printers[i%len(printers)], Nozzle: nozzle}
		g.kinds = append(g.kinds, kind)
		frame, most := g.between(15, 60), g.between(8, 25)
		for _, material := range []string{"petg", "pla"} {
			g.Rates = append(g.Rates, Rate{
				Printer: kind.Printer, Nozzle: nozzle, Design: "visor", Material: material,
				First: profiles.Seconds(60 * (frame + 8)), Frame: profiles.Seconds(60 * frame),
				FirstGrams: profiles.Mass(float64(g.between(200, 300)) / 10), Grams: profiles.Mass(float64(g.between(180, 280)) / 10), Most: most,
			})
		}
	}
}

// makePlaces makes up a place for every order, one in fifteen of which collects.
func (g *makings) makePlaces(size Size) {
	for i := range size.Orders {
		g.Places = append(g.Places, Place{
			ID: fmt.Sprintf("p%d", i+1), Name: fmt.Sprintf("Place %d", i+1), Postcode: g.code(), Collects: i%15 == 0,
		})
	}
}

// makeOrders makes up orders whose frames add up, due from the fifth day on.
func (g *makings) makeOrders(size Size) {
	left := size.Frames - size.Orders
	for i := range size.Orders {
		more := left
		if rest := size.Orders - i; rest > 1 {
			more = min(left, g.IntN(2*left/rest+1))
		}
		left -= more
		o := Order{
			ID: fmt.Sprintf("C%d", i+1), Who: fmt.Sprintf("Hospital %d", i+1), Place: g.Places[i].ID, Frames: 1 + more,
			Due: g.Start + Date(g.between(min(5, size.Days), size.Days)),
		}
		if g.IntN(4) == 0 {
			o.Material = "petg"
		}
		g.Orders = append(g.Orders, o)
	}
}

// makeMakers makes up makers, who share the printers.
func (g *makings) makeMakers(size Size) {
	visits := [][]Clock{nil, {7 * 3600, 19 * 3600, 23 * 3600}, {8 * 3600, 18 * 3600}, {12 * 3600, 21 * 3600}, {20 * 3600}}
	for i := range size.Makers {
		m := Maker{ID: fmt.Sprintf("m%d", i+1), Name: fmt.Sprintf("Maker %d", i+1), Place: g.code()}
		m.Visits = visits[g.IntN(len(visits))]
		m.Hours = profiles.Seconds(3600 * g.between(2, 15))
		m.Printers = []Printer{g.kinds[g.IntN(len(g.kinds))]}
		if g.IntN(3) == 0 {
			m.Printers[0].Materials = []string{"petg", "pla"}
		}
		g.Makers = append(g.Makers, m)
	}
	for range size.Printers - size.Makers {
		m := &g.Makers[g.IntN(len(g.Makers))]
		m.Printers = append(m.Printers, g.kinds[g.IntN(len(g.kinds))])
	}
}

// makeSpools makes up what makers hold, and donations at the places that collect.
func (g *makings) makeSpools(size Size) {
	for i := range size.Makers {
		at := g.Makers[i].ID
		switch g.IntN(5) {
		case 0:
			continue
		case 1:
			at = g.Places[15*g.IntN((size.Orders+14)/15)].ID
		}
		g.Spools = append(g.Spools, Spool{
			ID: fmt.Sprintf("S%d", i+1), Material: []string{"petg", "pla"}[g.IntN(2)], Left: profiles.Mass(g.between(10, 100) * 10), At: at,
		})
	}
	g.Stock = append(g.Stock, Stock{At: g.Places[0].ID, Sheets: size.Frames / 3, Elastic: profiles.Length(size.Frames * 100), Clips: 0})
}
