package motion

import "math"

// Move is a straight move, or a pause where Dwell is not 0.
type Move struct {
	To    Axes    // machine position at the end; X Y Z count on through G92, E before Flow does not
	D     Axes    // change of position, E after Flow
	Feed  float64 // mm/s asked for, after M220
	Flow  float64 // of E: M221, and mm of filament per unit with M200
	Dwell float64 // s
	curve arc     // what Marlin knows of an arc's pieces
	Tag   uint64  // given back with the move's time
}

// arc hints at the curve that a move is a piece of.
type arc struct {
	radius float64 // mm; 0: no arc
	left   float64 // mm of the arc after the move
	first  bool    // the first piece
}

// planner is the part of a firmware that times moves. It calls done for every move, in
// their order, once its time is certain.
type planner interface {
	add(m *Move)
	drain()                     // all moves stop before the next
	place(axis int, at float64) // where the machine takes an axis to be from now on
	limits(l *Limits)
	memory
}

// Retraction is what G10 and G11 do.
type Retraction struct {
	Length     float64 // mm
	Speed      float64 // mm/s
	Extra      float64 // mm more on the way back
	PrimeSpeed float64 // mm/s on the way back
	Lift       float64 // mm of Z
}

// Machine reads G-code commands as the firmware does and times the moves.
//
// 1. Every command is accepted; what it does not know takes no time.
// 2. Memory is constant: moves are timed as soon as what follows cannot change them.
// 3. Times are finite and at least 0, whatever the commands.
type Machine struct {
	// OnMove sees every move before it is planned and may set its Tag. It must not keep m.
	OnMove func(m *Move)
	// OnTime is told the seconds of every move, in their order, some moves later.
	OnTime func(tag uint64, seconds float64)
	// Retract is what G10 and G11 do until M207 or M208.
	Retract Retraction

	firmware Firmware
	plan     planner
	told
	move    Move     // the last, kept here to allocate none
	heights []raised // of Repeats, likewise
}

// told is what commands have told a machine.
type told struct {
	lim       Limits
	pos       Axes    // machine
	offset    Axes    // logical is machine plus offset
	feed      float64 // mm/s before M220
	speed     float64 // M220
	kept      float64 // by M220 B
	flow      float64 // M221
	area      float64 // mm2 of filament where E is a volume (M200), else 1
	unit      float64 // mm: 25.4 for inches
	relative  bool    // G91
	relativeE bool    // M83
	retracted bool    // by G10
}

// New returns a Machine at rest at 0 with absolute coordinates, in mm.
//
// Errors: a *LimitError.
func New(fw Firmware, l Limits) (*Machine, error) {
	if err := l.complete(fw); err != nil {
		return nil, err
	}
	m := &Machine{
		OnMove: func(*Move) {}, OnTime: func(uint64, float64) {},
		Retract:  Retraction{Length: 3, Speed: 45, PrimeSpeed: 8}, // Marlin's
		firmware: fw, told: told{lim: l, feed: 25, speed: 1, kept: 1, flow: 1, area: 1, unit: 1},
	}
	done := func(tag uint64, s float64) { m.OnTime(tag, s) }
	switch fw {
	case Klipper:
		m.Retract = Retraction{Speed: 20, PrimeSpeed: 10} // Klipper's
		m.plan = newKlipper(done)
	case RRF:
		m.plan = newRRF(done)
	default:
		m.plan = newMarlin(fw == MarlinJD, done)
	}
	m.plan.limits(&m.lim)
	return m, nil
}

// Limits returns the limits as they are now: the first ones, and what the commands set.
func (m *Machine) Limits() Limits { return m.lim }

// Position returns where the machine is, in its own coordinates.
func (m *Machine) Position() Axes { return m.pos }

// Drain ends all moves, as waiting for a temperature does.
func (m *Machine) Drain() { m.plan.drain() }

// has reports whether bits has the letter.
func has(bits uint32, letter byte) bool { return bits&(1<<(letter-'A')) != 0 }

// Command carries out a command: its letter G or M, its number, and its words: bit
// l-'A' of bits is set where val[l-'A'] holds a word of the letter l.
func (m *Machine) Command(letter byte, code int, bits uint32, val *[26]float64) {
	switch letter {
	case 'G':
		m.gcode(code, bits, val)
	case 'M':
		m.mcode(code, bits, val)
	}
}

func (m *Machine) gcode(code int, bits uint32, val *[26]float64) {
	switch code {
	case 0, 1:
		to := m.target(bits, val)
		m.line(to, m.pos, arc{})
	case 2, 3:
		m.arc(code == 2, bits, val)
	case 4:
		m.dwell(bits, val)
	case 10, 11:
		m.retract(code == 10, bits)
	case 20:
		m.unit = 25.4
	case 21:
		m.unit = 1
	case 28:
		m.home(bits)
	case 90, 91:
		m.relative = code == 91
		if m.firmware != Klipper && m.firmware != RRF {
			m.relativeE = m.relative
		}
	case 92:
		m.setPosition(bits, val)
	}
}

// target reads the words of a move: where it ends, and the feed rate.
func (m *Machine) target(bits uint32, val *[26]float64) Axes {
	if f := val['F'-'A'] * m.unit / 60; has(bits, 'F') && f > 0 {
		m.feed = f
	}
	to := m.pos
	for i, l := range [3]byte{'X', 'Y', 'Z'} {
		if has(bits, l) {
			to[i] = m.coordinate(i, float64(val[l-'A']*m.unit), m.relative)
		}
	}
	if has(bits, 'E') {
		rel := m.relativeE || m.relative && m.firmware == Klipper
		to[E] = m.coordinate(E, float64(val['E'-'A']*m.unit), rel)
	}
	return to
}

func (m *Machine) coordinate(i int, v float64, relative bool) float64 {
	if relative {
		return m.pos[i] + v
	}
	return v - m.offset[i]
}

// line plans a straight move from where the machine was told to be.
func (m *Machine) line(to, from Axes, a arc) {
	m.move = Move{To: to, Feed: m.feed * m.speed, Flow: m.flow / m.area, curve: a}
	mv := &m.move
	for i := range to {
		mv.D[i] = to[i] - from[i]
	}
	mv.D[Z] = rise(from[Z], to[Z])
	mv.D[E] *= mv.Flow
	m.pos = to
	if mv.D == (Axes{}) {
		return
	}
	m.OnMove(mv)
	m.plan.add(mv)
}

func (m *Machine) dwell(bits uint32, val *[26]float64) {
	var s float64
	if has(bits, 'P') {
		s = val['P'-'A'] / 1000
	}
	if has(bits, 'S') && m.firmware != Klipper {
		s = val['S'-'A']
	}
	m.plan.drain()
	if s <= 0 {
		return
	}
	m.move = Move{To: m.pos, Flow: 1, Dwell: min(s, 1e9)}
	m.OnMove(&m.move)
	m.plan.add(&m.move)
}

// retract is G10 and G11. G10 with words of RepRapFirmware sets tools instead.
func (m *Machine) retract(back bool, bits uint32) {
	if has(bits, 'P') || has(bits, 'L') || has(bits, 'X') || back == m.retracted {
		return
	}
	m.retracted = back
	feed, r := m.feed, m.Retract
	e, z, f := -r.Length, r.Lift, r.Speed
	if !back {
		e, z, f = r.Length+r.Extra, -r.Lift, orElse(r.PrimeSpeed, r.Speed)
	}
	if !back {
		m.shift(Z, z, m.lim.fastZ(m.firmware))
	}
	m.shift(E, e/m.flow*m.area, f)
	if back {
		m.shift(Z, z, m.lim.fastZ(m.firmware))
	}
	m.feed = feed
}

func (l *Limits) fastZ(fw Firmware) float64 {
	if fw == Klipper {
		return l.MaxZVelocity
	}
	return l.MaxFeed[Z]
}

// shift moves one axis without the commands noticing.
func (m *Machine) shift(axis int, d, feed float64) {
	m.feed = feed / m.speed
	to := m.pos
	to[axis] += d
	m.offset[axis] -= d
	m.line(to, m.pos, arc{})
}

// home sets the axes named, or all, to 0.
func (m *Machine) home(bits uint32) {
	m.plan.drain()
	all := !has(bits, 'X') && !has(bits, 'Y') && !has(bits, 'Z')
	for i, l := range [3]byte{'X', 'Y', 'Z'} {
		if all || has(bits, l) {
			m.pos[i], m.offset[i] = 0, 0
			m.plan.place(i, 0)
		}
	}
}

// rise returns how far it is from one height up to another, to 2^-30 mm: the same at all
// heights at which the file has the same decimals.
func rise(from, to float64) float64 {
	const grid = 1 << 30
	return math.RoundToEven((to-from)*grid) / grid
}

// setPosition is G92: the logical position changes, the machine's does not, but for that of
// E, whose place does not matter.
func (m *Machine) setPosition(bits uint32, val *[26]float64) {
	letters := [4]byte{'X', 'Y', 'Z', 'E'}
	all := !has(bits, 'X') && !has(bits, 'Y') && !has(bits, 'Z') && !has(bits, 'E')
	for i, l := range letters {
		v := val[l-'A'] * m.unit
		switch {
		case all:
			v = 0
		case !has(bits, l):
			continue
		}
		if i == E {
			m.pos[E], m.offset[E] = v, 0
			m.plan.place(E, v)
			continue
		}
		m.offset[i] = v - m.pos[i]
	}
}

func (m *Machine) mcode(code int, bits uint32, val *[26]float64) {
	switch code {
	case 82, 83:
		m.relativeE = code == 83
	case 109, 116, 190, 191, 400:
		m.plan.drain()
	case 200:
		m.volumetric(bits, val)
	case 207, 208:
		m.setRetract(code == 207, bits, val)
	case 220:
		m.setSpeed(bits, val)
	case 221:
		m.setPercent(&m.flow, bits, val)
	case 201, 203, 204, 205, 566:
		m.setLimits(code, bits, val)
	}
}

// setSpeed is M220. Marlin's B keeps the speed for a later R.
func (m *Machine) setSpeed(bits uint32, val *[26]float64) {
	if m.marlin() && has(bits, 'B') {
		m.kept = m.speed
	}
	if m.marlin() && has(bits, 'R') {
		m.speed = m.kept
	}
	m.setPercent(&m.speed, bits, val)
}

// setPercent reads S. Marlin knows whole per cent alone.
func (m *Machine) setPercent(p *float64, bits uint32, val *[26]float64) {
	s := val['S'-'A']
	if m.marlin() {
		s = math.Trunc(s)
	}
	if s /= 100; has(bits, 'S') && s > 0 && s < 1e3 {
		*p = s
	}
}

func (m *Machine) marlin() bool { return m.firmware == MarlinClassic || m.firmware == MarlinJD }

// volumetric is M200: with a diameter, E counts mm3.
func (m *Machine) volumetric(bits uint32, val *[26]float64) {
	if m.firmware == Klipper {
		return
	}
	d := val['D'-'A']
	switch {
	case has(bits, 'S') && val['S'-'A'] == 0, has(bits, 'D') && d <= 0:
		m.area = 1
	case has(bits, 'D') && d < 100:
		m.area = math.Pi / 4 * d * d
	}
}

func (m *Machine) setRetract(back bool, bits uint32, val *[26]float64) {
	r := &m.Retract
	length, speed := &r.Extra, &r.PrimeSpeed
	if back {
		length, speed = &r.Length, &r.Speed
	}
	if has(bits, 'S') {
		*length = val['S'-'A'] * m.unit
	}
	if f := val['F'-'A'] * m.unit / 60; has(bits, 'F') && positive(f) {
		*speed = f
	}
	if back && has(bits, 'Z') {
		r.Lift = val['Z'-'A'] * m.unit
	}
}
