package motion

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// Pieces that arcs are cut into.
const (
	klipperArcPiece = 1.0   // mm; Klipper's gcode_arcs resolution
	marlinMinPiece  = 0.1   // mm
	marlinMaxPiece  = 1.0   // mm
	marlinCircle    = 72    // pieces at least of a full circle
	maxArcPieces    = 20000 // more than a bed holds
)

// arc is G2 and G3 in the plane XY, with I J or R.
func (m *Machine) arc(clockwise bool, bits uint32, val *[26]float64) {
	from := m.pos
	to := m.target(bits, val)
	cx, cy, ok := m.arcCentre(from, to, clockwise, bits, val)
	if !ok {
		m.line(to, from, arc{})
		return
	}
	radius := steady.Hypot(from[X]-cx, from[Y]-cy)
	start := steady.Atan2(from[Y]-cy, from[X]-cx)
	sweep := math.Mod(steady.Atan2(to[Y]-cy, to[X]-cx)-start, 2*math.Pi)
	if clockwise && sweep >= -1e-9 {
		sweep -= 2 * math.Pi
	} else if !clockwise && sweep <= 1e-9 {
		sweep += 2 * math.Pi
	}
	if math.Abs(sweep) > 2*math.Pi+1e-9 {
		sweep = math.Mod(sweep, 2*math.Pi)
	}
	n := m.arcPieces(radius*math.Abs(sweep), math.Abs(sweep), to[Z]-from[Z])
	length := steady.Hypot(radius*sweep, to[Z]-from[Z])
	last := from
	for i := 1.0; i <= n; i++ {
		p := to
		if s := i / n; i < n {
			sin, cos := steady.Sincos(start + float64(sweep*s))
			p = Axes{cx + float64(radius*cos), cy + float64(radius*sin), from[Z] + float64((to[Z]-from[Z])*s), from[E] + float64((to[E]-from[E])*s)}
		}
		m.line(p, last, arc{radius: radius, left: length * (n - i) / n, first: i == 1})
		last = p
	}
}

// arcCentre finds the centre from I and J, else from R.
func (m *Machine) arcCentre(from, to Axes, clockwise bool, bits uint32, val *[26]float64) (x, y float64, ok bool) {
	if has(bits, 'I') || has(bits, 'J') {
		i, j := 0.0, 0.0
		if has(bits, 'I') {
			i = float64(val['I'-'A'] * m.unit)
		}
		if has(bits, 'J') {
			j = float64(val['J'-'A'] * m.unit)
		}
		return from[X] + i, from[Y] + j, i != 0 || j != 0
	}
	if !has(bits, 'R') {
		return 0, 0, false
	}
	r := float64(val['R'-'A'] * m.unit)
	dx, dy := to[X]-from[X], to[Y]-from[Y]
	d := steady.Hypot(dx, dy)
	if d == 0 {
		return 0, 0, false
	}
	h := math.Sqrt(max(0, float64(r*r)-d*d/4)) / d
	if clockwise != (r < 0) {
		h = -h
	}
	return from[X] + dx/2 - float64(dy*h), from[Y] + dy/2 + float64(dx*h), r != 0
}

// arcPieces returns into how many straight moves the firmware cuts an arc.
func (m *Machine) arcPieces(flat, sweep, dz float64) float64 {
	if m.firmware == Klipper || m.firmware == RRF {
		return min(max(1, math.Floor(steady.Hypot(flat, dz)/klipperArcPiece)), maxArcPieces)
	}
	least := max(1, math.Ceil(marlinCircle*sweep/(2*math.Pi)))
	n := max(math.Floor(flat/marlinMaxPiece), least)
	switch piece := flat / n; {
	case piece > marlinMaxPiece:
		n = math.Ceil(flat / marlinMaxPiece)
	case piece < marlinMinPiece:
		n = max(1, math.Floor(flat/marlinMinPiece))
	}
	return min(n, maxArcPieces)
}
