package estimate

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// Heater is a bed or a nozzle as one mass: it gains Power, and loses Loss for each degree
// that it is above the air.
type Heater struct {
	Power    float64 // W; 0: heating takes no time and is not counted
	Capacity float64 // J/K
	Loss     float64 // W/K
}

// The temperatures between which a profile's mean heating rates are measured.
const (
	coldTemp   = 20
	bedTemp    = 60
	nozzleTemp = 210
)

// unreachable is how near a heater comes to the end of its warm-up curve before a wait
// counts as over, in K.
const unreachable = 1

// newHeater returns the heater of a profile. Where capacity is 0, it is the one with which
// the heater goes from coldTemp to hot at the mean rate, in K/s.
func newHeater(power, capacity, loss, rate, hot float64) Heater {
	h := Heater{Power: power, Capacity: capacity, Loss: loss}
	switch {
	case power <= 0 && rate > 0:
		return Heater{Power: rate, Capacity: 1}
	case capacity > 0:
		return h
	case power <= 0 || rate <= 0:
		return Heater{}
	}
	h.Capacity = 1
	h.Capacity = (hot - coldTemp) / rate / h.WarmUp(coldTemp, hot, coldTemp)
	return h
}

// Counts reports whether the heater's times are known.
func (h Heater) Counts() bool { return h.Power > 0 && h.Capacity > 0 }

// Reach returns the highest temperature that the heater gets to in air of the given one.
func (h Heater) Reach(ambient float64) float64 {
	if h.Loss <= 0 {
		return math.Inf(1)
	}
	return ambient + h.Power/h.Loss
}

// WarmUp returns the seconds from one temperature up to another, or, where it is out of
// reach, to just under the highest one.
func (h Heater) WarmUp(from, to, ambient float64) float64 {
	if h.Loss <= 0 {
		return max(0, to-from) * h.Capacity / h.Power
	}
	end := h.Reach(ambient)
	to = min(to, end-unreachable)
	if to <= from {
		return 0
	}
	return h.Capacity / h.Loss * steady.Log((end-from)/(end-to))
}

// CoolDown returns the seconds from one temperature down to another without power. What is
// at or under ambient plus 1 K counts as ambient plus 1 K. Without Loss it takes no time.
func (h Heater) CoolDown(from, to, ambient float64) float64 {
	to = max(to, ambient+1)
	if h.Loss <= 0 || to >= from {
		return 0
	}
	return h.Capacity / h.Loss * steady.Log((from-ambient)/(to-ambient))
}

// After returns the temperature after s seconds on the way from one to a target.
func (h Heater) After(s, from, target, ambient float64) float64 {
	switch {
	case !h.Counts():
		return target
	case target >= from && h.Loss <= 0:
		return min(target, from+s*h.Power/h.Capacity)
	case target >= from:
		end := h.Reach(ambient)
		return min(target, end+float64((from-end)*math.Exp(-s*h.Loss/h.Capacity)))
	}
	return max(target, ambient+float64((from-ambient)*math.Exp(-s*h.Loss/h.Capacity)))
}

// heating is a heater during a print.
type heating struct {
	Heater
	ambient float64
	from    float64 // temperature at since
	since   float64 // clock
	target  float64
	peak    float64 // highest target so far
}

func newHeating(h Heater, ambient float64) heating {
	return heating{Heater: h, ambient: ambient, from: ambient, target: ambient}
}

// at returns the temperature at the clock.
func (h *heating) at(clock float64) float64 {
	return h.After(clock-h.since, h.from, h.target, h.ambient)
}

// set changes the target. Targets below the air's temperature turn the heater off.
func (h *heating) set(target, clock float64) {
	h.from, h.since = h.at(clock), clock
	h.target = max(target, h.ambient)
	h.peak = max(h.peak, h.target)
}

// left returns the seconds from the clock until temp is reached, from below or, where
// cooling counts, from above.
func (h *heating) left(temp, clock float64, cooling bool) float64 {
	now := h.at(clock)
	switch {
	case !h.Counts():
		return 0
	case now < temp:
		return h.WarmUp(now, min(temp, h.target), h.ambient)
	case cooling:
		return h.CoolDown(now, temp, h.ambient)
	}
	return 0
}
