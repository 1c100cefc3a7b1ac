package emit

import (
	"math"

	"github.com/visiere/visiere/profiles"
)

// rules are what the profiles say of how paths are written, in the file's terms.
type rules struct {
	firmware profiles.Firmware
	labels   profiles.Labels // of the columns; LabelNothing where there is one alone
	limits   profiles.Limits
	axes     axes
	unit     float64 // units of E per mm3, the filament's flow apart
	flow     float64 // the filament's multiplier
	cap      float64 // units of E per minute that the hotend melts; 0: no cap
	pull     pull
	travel   int64   // mm/min
	lift     int64   // mm/min along Z
	arcTol   float64 // micrometres from curves to arcs; 0: no arcs
}

func newRules(j *Job) rules {
	set := &j.Set
	d := float64(set.Filament.Diameter)
	area := math.Pi / 4 * d * d
	r := rules{
		firmware: set.Printer.Firmware,
		labels:   set.Printer.Labels,
		limits:   set.Printer.Limits,
		axes:     newAxes(&set.Printer.Limits),
		unit:     extrusion / area,
		flow:     orOne(float64(set.Filament.Flow)),
		cap:      leastSet(float64(set.Printer.MaxFlow), float64(set.Filament.MaxFlow)) * 60 * extrusion / area,
		pull:     newPull(set),
		travel:   perMinute(float64(set.Process.TravelSpeed)),
		lift:     perMinute(liftSpeed(set)),
		arcTol:   float64(set.Printer.ArcTolerance) * microns,
	}
	if Objects(j.Plate, &set.Printer) == 0 {
		r.labels = profiles.LabelNothing
	}
	return r
}

// liftSpeed returns the speed along Z, mm/s.
func liftSpeed(set *profiles.Set) float64 {
	v := leastSet(float64(set.Process.TravelSpeedZ), float64(set.Printer.Limits.SpeedZ))
	if v == 0 {
		return float64(set.Process.TravelSpeed)
	}
	return v
}

// leastSet returns the lesser of a and b, where 0 means none.
func leastSet(a, b float64) float64 {
	if a > 0 && (b <= 0 || a < b) {
		return a
	}
	return max(b, 0)
}

// orOne returns v, or 1 where it is not set.
func orOne(v float64) float64 {
	if v <= 0 {
		return 1
	}
	return v
}

// perMinute returns mm/s in whole mm/min, rounded down, at least 1. The share of a unit
// that is added keeps 20 mm/s times 60 from becoming 1199.
func perMinute(speed float64) int64 {
	return max(1, int64(float64(speed*60)+1e-6))
}
