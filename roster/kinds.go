package roster

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/profiles"
)

// Print is what a rate is needed for: a design in a material on a kind of printer.
type Print struct {
	Printer  string
	Nozzle   profiles.Length
	Process  string
	Design   string
	Material string
}

// Prints returns the distinct prints that the orders of c could need, sorted.
func Prints(c *campaign.Campaign) []Print {
	var all []Print
	seen := map[Print]bool{}
	for _, w := range wishes(c) {
		for _, m := range c.Makers {
			for _, p := range m.Printers {
				for _, material := range w.materials(c, p) {
					print := Print{p.Printer, p.Nozzle, p.Process, w.design, material}
					if !seen[print] {
						seen[print] = true
						all = append(all, print)
					}
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b Print) int {
		return cmp.Or(cmp.Compare(a.Printer, b.Printer), cmp.Compare(a.Nozzle, b.Nozzle), cmp.Compare(a.Process, b.Process),
			cmp.Compare(a.Design, b.Design), cmp.Compare(a.Material, b.Material))
	})
	return all
}

// Rate returns the rate of p among rates: the first that fits.
func (p Print) Rate(c *campaign.Campaign, rates []campaign.Rate) (campaign.Rate, bool) {
	for _, r := range rates {
		if r.Printer == p.Printer && (r.Nozzle == 0 || r.Nozzle == p.Nozzle) && (r.Process == "" || r.Process == p.Process) &&
			designOf(c, r.Design) == p.Design && r.Material == p.Material {
			return r, true
		}
	}
	return campaign.Rate{}, false
}

// wish is what orders ask for: a design in one material, or in any.
type wish struct{ design, material string }

// wishOf returns what o asks for.
func wishOf(c *campaign.Campaign, o campaign.Order) wish {
	return wish{designOf(c, o.Design), o.Material}
}

// designOf returns a design's id, where none is named that of the only one.
func designOf(c *campaign.Campaign, name string) string {
	if name == "" && len(c.Designs) == 1 {
		return c.Designs[0].ID
	}
	return name
}

// wishes returns the distinct wishes of c's orders, in their order.
func wishes(c *campaign.Campaign) []wish {
	var all []wish
	seen := map[wish]bool{}
	for _, o := range c.Orders {
		if w := wishOf(c, o); !seen[w] {
			seen[w] = true
			all = append(all, w)
		}
	}
	return all
}

// materials returns the materials that printer p may make w of, sorted. Any material
// stands for those of the orders, the spools and the rates; where there are none, for
// those that the printer is said to print.
func (w wish) materials(c *campaign.Campaign, p campaign.Printer) []string {
	may := func(m string) bool { return len(p.Materials) == 0 || slices.Contains(p.Materials, m) }
	if w.material != "" {
		if may(w.material) {
			return []string{w.material}
		}
		return nil
	}
	var known []string
	for _, m := range materialsOf(c) {
		if may(m) {
			known = append(known, m)
		}
	}
	if len(known) == 0 {
		known = slices.Sorted(slices.Values(p.Materials))
	}
	return known
}

// materialsOf returns the materials that c speaks of, sorted.
func materialsOf(c *campaign.Campaign) []string {
	var all []string
	for _, o := range c.Orders {
		all = append(all, o.Material)
	}
	for _, s := range c.Spools {
		all = append(all, s.Material)
	}
	for _, r := range c.Rates {
		all = append(all, r.Material)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 0 && all[0] == "" {
		all = all[1:]
	}
	return all
}
