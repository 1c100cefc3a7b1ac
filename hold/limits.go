package hold

import (
	"github.com/visiere/visiere/profiles"
)

// limits are what a layer's beads bear over air, mm.
type limits struct {
	bridge float64 // between two ends
	ledge  float64 // beyond one edge
}

const (
	// bridgeSpan and ledgeReach hold for filaments whose profile says nothing: PETG's.
	bridgeSpan, ledgeReach = 15.0, 2.0
	// hopeless is how many times its limit a length is refused from. Source: for 20 mm of
	// little loss, "more than 60 mm: potentially unbridgeable", 3D Orchard's table,
	// learn.3dorchard.com, Designing gaps and bridges.
	hopeless = 3.0
)

// limitsOf returns the limits for the filament of set.
func limitsOf(set *profiles.Set) limits {
	lim := limits{float64(set.Filament.BridgeSpan), float64(set.Filament.LedgeReach)}
	if lim.bridge == 0 {
		lim.bridge = bridgeSpan
	}
	if lim.ledge == 0 {
		lim.ledge = ledgeReach
	}
	return lim
}

// of returns the limit of what hangs as h does.
func (l limits) of(k Kind) float64 {
	if k == Ledge {
		return l.ledge
	}
	return l.bridge
}

// Of a stack that holds. All but the first are typical, from how makers stacked in 2020
// and what they gave up; none is measured.
const (
	// Fuses is the share of the layer's height below which a gap is closed by the strand
	// laid over it.
	Fuses = profiles.Fuses
	// sinks and drops are how far a strand may hang above the frame below, as shares of
	// its thickness, before it may not find it, and does not. What came out well in 2020
	// hung by 0.4 of it: 0.4 mm of air at layers of 0.4 mm through 0.6 mm, 0.35 mm at
	// 0.28 mm through 0.4 mm.
	sinks, drops = 0.5, profiles.Drops
	// fewContact and noContact are the shares of a frame's base on the frame below under
	// which the interface may not hold, and does not.
	fewContact, noContact = 0.5, 0.15
	// leastContact is the area of an interface, mm2, under which a frame is carried by
	// strands rather than by a face.
	leastContact = 20.0
	// slender is the height over the least width of the base from which columns sway:
	// typical advice is a brim from 4 on.
	slender = 4.0
)

// Of the model of a column that is pushed; see Column. Typical, none is measured.
const (
	// push is how hard the nozzle pushes sideways where it meets an edge that has curled
	// up, N.
	push = 1.0
	// safety is how many times push a joint is to bear; falls is the share of push at
	// which it is refused.
	safety, falls = 2.0, 0.5
	// bedBond and gapBond are what a mm2 of base on the bed, and of contact across a gap,
	// bears, N/mm2.
	bedBond, gapBond = 0.1, 0.02
	// gravity is in N/kg.
	gravity = 9.81
)
