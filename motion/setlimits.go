package motion

// The junction deviations that Marlin takes from M205 J, in mm. Source: Marlin's document
// of M205.
const (
	leastJD = 0.01
	mostJD  = 0.3
)

// setLimits is M201, M203, M204, M205 and M566. What is not a usable number is left out.
func (m *Machine) setLimits(code int, bits uint32, val *[26]float64) {
	word := func(p *float64, letter byte, scale float64) {
		if v := val[letter-'A'] * scale; has(bits, letter) && positive(v) {
			*p = v
		}
	}
	switch {
	case code == 204 && m.firmware == Klipper:
		m.klipperM204(bits, val)
	case m.firmware == Klipper:
		return
	case code == 204:
		if m.firmware != RRF {
			word(&m.lim.Accel, 'S', m.unit)
			word(&m.lim.TravelAccel, 'S', m.unit)
		}
		word(&m.lim.Accel, 'P', m.unit)
		word(&m.lim.TravelAccel, 'T', m.unit)
		word(&m.lim.RetractAccel, 'R', m.unit)
	case code == 205:
		if j := val['J'-'A'] * m.unit; j >= leastJD && j <= mostJD {
			word(&m.lim.JunctionDeviation, 'J', m.unit)
		}
		m.minimumFeeds(bits, val)
		m.eachAxis(&m.lim.Jerk, m.unit, word)
	case code == 566:
		m.eachAxis(&m.lim.Jerk, m.unit/60, word)
	case code == 201:
		m.eachAxis(&m.lim.MaxAccel, m.unit, word)
	case code == 203 && m.firmware == RRF:
		m.eachAxis(&m.lim.MaxFeed, m.unit/60, word)
	case code == 203:
		m.eachAxis(&m.lim.MaxFeed, m.unit, word)
	}
	m.plan.limits(&m.lim)
}

func (m *Machine) eachAxis(a *Axes, scale float64, word func(*float64, byte, float64)) {
	for i, l := range [4]byte{'X', 'Y', 'Z', 'E'} {
		word(&a[i], l, scale)
	}
}

// minimumFeeds is M205 S T.
func (m *Machine) minimumFeeds(bits uint32, val *[26]float64) {
	if has(bits, 'S') {
		m.lim.MinFeed = max(0, val['S'-'A']*m.unit)
	}
	if has(bits, 'T') {
		m.lim.MinTravelFeed = max(0, val['T'-'A']*m.unit)
	}
}

// klipperM204 sets the acceleration to S, or to the lesser of P and T where both are.
func (m *Machine) klipperM204(bits uint32, val *[26]float64) {
	a := val['S'-'A']
	if !has(bits, 'S') {
		if !has(bits, 'P') || !has(bits, 'T') {
			return
		}
		a = min(val['P'-'A'], val['T'-'A'])
	}
	m.SetVelocityLimit(0, a, -1, -1)
}

// SetVelocityLimit is Klipper's SET_VELOCITY_LIMIT: velocity and acceleration where they
// are above 0, square corner velocity and minimum cruise ratio where they are not
// negative. Other firmwares have no such command.
func (m *Machine) SetVelocityLimit(velocity, accel, corner, cruiseRatio float64) {
	if m.firmware != Klipper {
		return
	}
	if positive(velocity) {
		m.lim.MaxVelocity = velocity
	}
	if positive(accel) {
		m.lim.Accel = accel
	}
	if corner >= 0 && corner < 1e6 {
		m.lim.SquareCornerVelocity = corner
	}
	if cruiseRatio >= 0 && cruiseRatio < 1 {
		m.lim.MinimumCruiseRatio = cruiseRatio
	}
	m.plan.limits(&m.lim)
}
