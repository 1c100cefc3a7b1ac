package motion

import "math"

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
	radius := math.Hypot(from[X]-cx, from[Y]-cy)
	start := math.Atan2(from[Y]-cy, from[X]-cx)
	sweep := math.Mod(math.Atan2(to[Y]-cy, to[X]-cx)-start, 2*math.Pi)
	if clockwise && sweep >= -1e-9 {
		sweep -= 2 * math.Pi
	} else if !clockwise && sweep <= 1e-9 {
		sweep += 2 * math.Pi
	}
	if math.Abs(sweep) > 2*math.Pi+1e-9 {
		sweep = math.Mod(sweep, 2*math.Pi)
	}
	n := m.arcPieces(radius*math.Abs(sweep), math.Abs(sweep), to[Z]-from[Z])
	length := math.Hypot(radius*sweep, to[Z]-from[Z])
	last := from
	for i := 1.0; i <= n; i++ {
		p := to
		if s := i / n; i < n {
			sin, cos := math.Sincos(start + sweep*s)
			p = Axes{cx + radius*cos, cy + radius*sin, from[Z] + (to[Z]-from[Z])*s, from[E] + (to[E]-from[E])*s}
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
			i = val['I'-'A'] * m.unit
		}
		if has(bits, 'J') {
			j = val['J'-'A'] * m.unit
		}
		return from[X] + i, from[Y] + j, i != 0 || j != 0
	}
	if !has(bits, 'R') {
		return 0, 0, false
	}
	r := val['R'-'A'] * m.unit
	dx, dy := to[X]-from[X], to[Y]-from[Y]
	d := math.Hypot(dx, dy)
	if d == 0 {
		return 0, 0, false
	}
	h := math.Sqrt(max(0, r*r-d*d/4)) / d
	if clockwise != (r < 0) {
		h = -h
	}
	return from[X] + dx/2 - dy*h, from[Y] + dy/2 + dx*h, r != 0
}

// arcPieces returns into how many straight moves the firmware cuts an arc.
func (m *Machine) arcPieces(flat, sweep, dz float64) float64 {
	if m.firmware == Klipper || m.firmware == RRF {
		return min(max(1, math.Floor(math.Hypot(flat, dz)/klipperArcPiece)), maxArcPieces)
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
