package emit

import (
	"math"

	"github.com/visiere/visiere/profiles"
)

// accelerate sets the acceleration of what follows, mm/s2; 0 is the printer's own. Only
// Klipper needs to be told for travels: the others keep one of their own for them.
func (e *emitter) accelerate(accel float64, travel bool) {
	klipper := e.firmware == profiles.Klipper
	if travel && !klipper {
		return
	}
	if accel <= 0 {
		accel = float64(e.limits.Accel)
	}
	rate := int64(math.Round(accel))
	if rate <= 0 || rate == e.rate {
		return
	}
	e.rate = rate
	if klipper {
		e.comment("SET_VELOCITY_LIMIT ACCEL=", rate, 0)
		return
	}
	e.comment("M204 P", rate, 0)
}

// accelerations sets, once, what the other firmwares keep for travels and for moves of
// the filament alone.
func (e *emitter) accelerations() {
	l := &e.limits
	travel, retract := int64(math.Round(float64(l.AccelTravel))), int64(math.Round(float64(l.AccelRetract)))
	switch e.firmware {
	case profiles.Klipper:
		return
	case profiles.RRF:
		retract = 0 // M204 has no R there
	}
	if travel <= 0 && retract <= 0 {
		return
	}
	e.buf = append(e.buf, "M204"...)
	if retract > 0 {
		e.word('R', retract, 0)
	}
	if travel > 0 {
		e.word('T', travel, 0)
	}
	e.end()
}

// blow sets the fan, 0 to 1; negative: as the layer says. RepRapFirmware reads S1 as full
// speed, so 1 of 255 is not written.
func (e *emitter) blow(fan float64) {
	if fan < 0 {
		fan = e.layerFan
	}
	s := int(math.Round(255 * min(max(fan, 0), 1)))
	if s == 1 {
		s = 2
	}
	if s == e.fan {
		return
	}
	e.fan = s
	if s == 0 {
		e.line("M107")
		return
	}
	e.comment("M106 S", int64(s), 0)
}

// warm sets the temperatures of all layers but the first, before the second.
func (e *emitter) warm(n int) {
	if n != 1 {
		return
	}
	f := &e.set.Filament
	if f.NozzleTemp > 0 && f.NozzleTemp != f.FirstLayerNozzleTemp {
		e.comment("M104 S", int64(math.Round(float64(f.NozzleTemp))), 0)
	}
	if f.BedTemp != f.FirstLayerBedTemp {
		e.comment("M140 S", int64(math.Round(float64(f.BedTemp))), 0)
	}
}
