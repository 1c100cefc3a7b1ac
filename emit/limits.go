package emit

import (
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
)

// limit is a word of a command and its value.
type limit struct {
	word  string
	value float64
}

// setLimits sets the firmware's limits where the printer's profile says so: a printer may start
// with others than those by which its times are planned.
func (e *emitter) setLimits() {
	p := &e.set.Printer
	l := &p.Limits
	if !p.SendLimits {
		return
	}
	speed, jerk := 1.0, "M205"
	switch p.Firmware {
	case profiles.Klipper:
		e.limit("SET_VELOCITY_LIMIT", 1, limit{" VELOCITY=", float64(min(l.SpeedX, l.SpeedY))},
			limit{" ACCEL=", float64(l.Accel)}, limit{" SQUARE_CORNER_VELOCITY=", float64(l.SquareCornerVelocity)})
		return
	case profiles.RRF: // mm/min
		speed, jerk = 60, "M566"
	}
	e.limit("M201", 1, axisLimits(float64(l.AccelX), float64(l.AccelY), float64(l.AccelZ), float64(l.AccelE))...)
	e.limit("M203", speed, axisLimits(float64(l.SpeedX), float64(l.SpeedY), float64(l.SpeedZ), float64(l.SpeedE))...)
	if e.deviates() {
		e.limit(jerk, 1, limit{" J", float64(l.JunctionDeviation)})
		return
	}
	e.limit(jerk, speed, axisLimits(float64(l.JerkX), float64(l.JerkY), float64(l.JerkZ), float64(l.JerkE))...)
}

func axisLimits(x, y, z, extruder float64) []limit {
	return []limit{{" X", x}, {" Y", y}, {" Z", z}, {" E", extruder}}
}

// limit writes a command whose words are values times a unit. Those of 0 are not known: they
// are left out, and so is a command without words.
func (e *emitter) limit(command string, unit float64, words ...limit) {
	line := command
	for _, w := range words {
		if w.value > 0 {
			line += w.word + string(gcode.AppendFixed(nil, micrometres(w.value*unit), 3))
		}
	}
	if line != command {
		e.line(line)
	}
}
