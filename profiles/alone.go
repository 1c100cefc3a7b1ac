package profiles

import (
	"reflect"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// checkAlone notes what cannot be in the values of one kind, whatever they are used with.
func (b *builder) checkAlone(kind Kind) {
	b.checkSentinels(kind)
	switch kind {
	case KindPrinter:
		if !b.isFaulty("printer.bed.shape") {
			b.checkBed()
		}
		b.checkCorners()
		b.checkAxes()
		b.checkRetract()
	case KindFilament:
		b.checkRangeOfTemps()
		b.checkCooling()
	case KindProcess:
		b.checkLineRange()
		b.checkClearance()
	}
}

// plausible are numbers above which no machine goes, by type: those of the fastest
// printers of 2026, several times over. What is above stands for "no limit".
var plausible = map[reflect.Type]float64{
	reflect.TypeFor[Length](): 10_000, reflect.TypeFor[Speed](): 2_000, reflect.TypeFor[Accel](): 200_000,
	reflect.TypeFor[Flow](): 500, reflect.TypeFor[Seconds](): 100_000, reflect.TypeFor[Mass](): 100_000,
	reflect.TypeFor[Price](): 100_000, reflect.TypeFor[float64](): 1_000_000, reflect.TypeFor[int](): 1_000_000,
}

// checkSentinels notes numbers that no machine has.
func (b *builder) checkSentinels(kind Kind) {
	each(b.set, func(key string, _, v reflect.Value, unit string) {
		if v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		most, known := plausible[v.Type()]
		if !strings.HasPrefix(key, string(kind)+".") || !known || number(v) <= most || b.isFaulty(key) {
			return
		}
		b.note(CodeSentinel, Error, key, say.T("%s: %s is more than any machine does", key, text(v, v, unit)))
	})
}

// checkCorners notes a printer without a rule for corners, or with one that is no limit.
func (b *builder) checkCorners() {
	p, l := &b.set.Printer, &b.set.Printer.Limits
	fastest := max(l.SpeedX, l.SpeedY)
	switch {
	case p.Firmware == Klipper && l.SquareCornerVelocity == 0:
		b.note(CodeCorner, Error, "printer.limits", say.T("%s: square_corner_velocity is missing: Klipper would stop at each corner", "printer.limits"))
	case p.Firmware == Klipper && l.SquareCornerVelocity > fastest:
		b.noteNoCorner("printer.limits.square_corner_velocity", l.SquareCornerVelocity, fastest)
	case p.Firmware == Klipper || p.Firmware != RRF && l.JunctionDeviation > 0:
	case p.Firmware == RRF && l.noJerk() != "":
		b.note(CodeCorner, Error, "printer.limits", say.T("%s: %s is missing: RepRapFirmware would stop at each corner", "printer.limits", l.noJerk()))
	case l.noJerk() != "":
		b.note(CodeCorner, Error, "printer.limits", say.T("%s: neither junction_deviation nor %s is there: the printer would stop at each corner", "printer.limits", l.noJerk()))
	case l.JerkX > l.SpeedX:
		b.noteNoCorner("printer.limits.jerk_x", l.JerkX, l.SpeedX)
	case l.JerkY > l.SpeedY:
		b.noteNoCorner("printer.limits.jerk_y", l.JerkY, l.SpeedY)
	}
}

// leastJerk is less than any printer has, and more than planners can divide by.
const leastJerk Speed = 0.001

// noJerk returns the keys of the axes that have no jerk, in a row.
func (l *Limits) noJerk() string {
	var keys []string
	for i, v := range []Speed{l.JerkX, l.JerkY, l.JerkZ, l.JerkE} {
		if v < leastJerk {
			keys = append(keys, []string{"jerk_x", "jerk_y", "jerk_z", "jerk_e"}[i])
		}
	}
	return strings.Join(keys, ", ")
}

// noteNoCorner notes a corner speed above the speed.
func (b *builder) noteNoCorner(key string, v, speed Speed) {
	b.note(CodeCorner, Warning, key, say.T("%s: %s is above the speed of %s, so it is no limit", key, v, speed))
}

// checkAxes notes accelerations above those of the axes.
func (b *builder) checkAxes() {
	l := &b.set.Printer.Limits
	plane := max(l.AccelX, l.AccelY)
	b.checkAccel("printer.limits.accel", l.Accel, plane)
	b.checkAccel("printer.limits.accel_travel", l.AccelTravel, plane)
	b.checkAccel("printer.limits.accel_retract", l.AccelRetract, l.AccelE)
}

// checkAccel notes an acceleration above what the firmware allows.
func (b *builder) checkAccel(key string, v, most Accel) {
	if v > most {
		b.note(CodeAccelCap, Note, key, say.T("%s: the firmware of %s holds %s back to %s", key, b.set.Printer.Name, v, most))
	}
}

// longestRetract is more than any extruder pulls back: the longest tubes of printers on
// the market have some 7 mm. Source: the makers' profiles.
const longestRetract = 15

// checkRetract notes a retraction that the printer's extruder cannot do.
func (b *builder) checkRetract() {
	r := &b.set.Printer.Retract
	switch {
	case r.Length > 0 && r.Speed == 0 && !r.Firmware:
		b.note(CodeRetract, Error, "printer.retract", say.T("%s: a length of %s needs a speed", "printer.retract", r.Length))
	case r.Length > longestRetract:
		b.note(CodeRetract, Warning, "printer.retract.length", say.T("%s: %s pulls molten filament out of the hotend: up to %s is usual",
			"printer.retract.length", r.Length, Length(longestRetract)))
	}
}

// checkRangeOfTemps notes a filament's temperatures that are not in its own range.
func (b *builder) checkRangeOfTemps() {
	f := &b.set.Filament
	if f.MinNozzleTemp > f.MaxNozzleTemp {
		b.note(CodeFilament, Error, "filament.min_nozzle_temp",
			say.T("filament.min_nozzle_temp: %s is more than filament.max_nozzle_temp, which is %s", f.MinNozzleTemp, f.MaxNozzleTemp))
		return
	}
	nozzle := func(key string, t Temperature) {
		if t < f.MinNozzleTemp || t > f.MaxNozzleTemp {
			b.note(CodeFilament, Error, key, say.T("%s: %s is printed at %s to %s, not at %s", key, f.Name, f.MinNozzleTemp, f.MaxNozzleTemp, t))
		}
	}
	bed := func(key string, t Temperature) {
		if f.MaxBedTemp > 0 && t > f.MaxBedTemp {
			b.note(CodeFilament, Error, key, say.T("%s: %s takes a bed of up to %s, not of %s", key, f.Name, f.MaxBedTemp, t))
		}
	}
	nozzle("filament.nozzle_temp", f.NozzleTemp)
	nozzle("filament.first_layer_nozzle_temp", f.FirstLayerNozzleTemp)
	bed("filament.bed_temp", f.BedTemp)
	bed("filament.first_layer_bed_temp", f.FirstLayerBedTemp)
}

// checkCooling notes fans and layer times that contradict each other.
func (b *builder) checkCooling() {
	f := &b.set.Filament
	if f.Fan > f.MaxFan {
		b.note(CodeCooling, Warning, "filament.fan", say.T("%s: %s is more than filament.max_fan, which is %s", "filament.fan", f.Fan, f.MaxFan))
	}
	if f.SlowBelow > f.FanBelow {
		b.note(CodeCooling, Warning, "filament.slow_below", say.T("%s: %s is more than filament.fan_below, which is %s", "filament.slow_below", f.SlowBelow, f.FanBelow))
	}
}

// checkLineRange notes beads whose range is upside down.
func (b *builder) checkLineRange() {
	if p := &b.set.Process; p.MinLineWidth > p.MaxLineWidth {
		b.note(CodeLineRange, Error, "process.min_line_width",
			say.T("process.min_line_width: %s is more than process.max_line_width, which is %s", p.MinLineWidth, p.MaxLineWidth))
	}
}

// checkClearance notes columns whose brims would be one.
func (b *builder) checkClearance() {
	if p := &b.set.Process; p.Clearance < 2*p.BrimWidth {
		b.note(CodeClearance, Warning, "process.clearance", say.T("%s: brims of %s on both sides need %s between two columns, not %s",
			"process.clearance", p.BrimWidth, 2*p.BrimWidth, p.Clearance))
	}
}
