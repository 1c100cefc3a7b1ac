package nest

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// prover answers with the exact outlines whether placements hold.
type prover struct {
	outline, grown polygon.Region
	bed            polygon.Region
	clear          int64
}

func newProver(outline, bed polygon.Region, clearance int64) *prover {
	return &prover{outline, outline.Offset(clearance, polygon.Round), bed, clearance}
}

// all reports whether all placements are on the bed and clear of each other.
func (p *prover) all(at []Placement) bool {
	placed := make([]polygon.Region, len(at))
	for i, a := range at {
		placed[i] = a.Of(p.outline)
		if !polygon.Difference(placed[i], p.bed).Empty() {
			return false
		}
	}
	for i, a := range at {
		var grown polygon.Region
		near := placed[i].Box().Grow(p.clear)
		for _, other := range placed[:i] {
			if !near.Overlaps(other.Box()) {
				continue
			}
			if grown == nil {
				grown = a.Of(p.grown)
			}
			if !polygon.Intersection(grown, other).Empty() {
				return false
			}
		}
	}
	return true
}

// room returns how many copies there is room for at most: each takes up its area and half
// of the clearance around it, all of them no more than the bed and as much around it.
func (p *prover) room() int {
	half := p.clear / 2
	return int(p.bed.Offset(half, polygon.Mitre).Area() / p.outline.Offset(half, polygon.Round).Area())
}

// Clear reports whether no two copies of an outline are nearer than clearance nm and
// all are on the bed, as Place promises.
func Clear(outline, bed polygon.Region, clearance int64, at []Placement) bool {
	return newProver(outline, bed, max(clearance-allowed, 0)).all(at)
}

// allowed is what arcs around corners may take from a clearance, nm.
const allowed = 10 * geom.Millimetre / 1000
