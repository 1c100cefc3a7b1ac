package mesh

import (
	"cmp"
	"math"
	"slices"
)

// Flat is a height at which the solid has horizontal facets.
type Flat struct {
	Z    float64 `json:"z"`    // mm
	Up   float64 `json:"up"`   // mm2 of facets that look up
	Down float64 `json:"down"` // mm2 of facets that look down
}

// Facets count as horizontal if their corners are within flatTolerance of one height, in
// mm; heights closer than that are one. Single precision rounds a height of 100 mm by
// 8 nm, and no printer steps by less than 1 micrometre.
const flatTolerance = 0.001

// Flats returns the heights at which m has horizontal facets, from the lowest up.
func (m *Mesh) Flats() []Flat {
	var all []Flat
	for f := range m.Faces {
		a, b, c := m.corners(f)
		if max(a.Z, b.Z, c.Z)-min(a.Z, b.Z, c.Z) > flatTolerance {
			continue
		}
		area := b.sub(a).cross(c.sub(a)).Z / 2
		all = append(all, Flat{(a.Z + b.Z + c.Z) / 3, max(area, 0), max(-area, 0)})
	}
	slices.SortStableFunc(all, func(a, b Flat) int { return cmp.Compare(a.Z, b.Z) })
	return joinFlats(all)
}

// joinFlats joins sorted flats whose heights are within flatTolerance of the one before
// to one at their mean, by area, rounded to nanometres.
func joinFlats(all []Flat) []Flat {
	var out []Flat
	for i := 0; i < len(all); {
		var sum Flat
		var moment float64
		k := i
		for ; k < len(all) && all[k].Z-all[max(i, k-1)].Z <= flatTolerance; k++ {
			area := all[k].Up + all[k].Down
			moment += float64(area * all[k].Z)
			sum.Up += all[k].Up
			sum.Down += all[k].Down
		}
		if total := sum.Up + sum.Down; total > 0 {
			sum.Z = math.Round(moment/total*1e6) / 1e6
			out = append(out, sum)
		}
		i = k
	}
	return out
}
