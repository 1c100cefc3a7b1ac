package exchange

import (
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// assumed are values for what a printer needs and a file may not have: cautious ones, that
// every printer does.
var assumed = [][2]string{
	{"printer.firmware", "marlin"}, {"printer.height", "150mm"}, {"printer.max_flow", "8mm3/s"}, {"printer.max_nozzle_temp", "260C"},
	{"printer.max_bed_temp", "100C"},
	{"printer.limits.speed_x", "200mm/s"}, {"printer.limits.speed_y", "200mm/s"}, {"printer.limits.speed_z", "5mm/s"}, {"printer.limits.speed_e", "25mm/s"},
	{"printer.limits.accel_x", "500mm/s2"}, {"printer.limits.accel_y", "500mm/s2"}, {"printer.limits.accel_z", "100mm/s2"}, {"printer.limits.accel_e", "1000mm/s2"},
	{"printer.limits.accel", "500mm/s2"}, {"printer.limits.accel_retract", "500mm/s2"}, {"printer.limits.accel_travel", "500mm/s2"},
}

// complete adds what a profile needs and the file has not, and says so.
func (c *conversion) complete() {
	for _, kind := range c.Kinds {
		switch kind {
		case profiles.KindPrinter:
			c.completePrinter()
		case profiles.KindFilament:
			c.completeFilament()
		case profiles.KindProcess:
			c.missing("process", "process.")
		}
	}
}

// assume sets a key that the file has not.
func (c *conversion) assume(key, value string, why say.Text) {
	if c.set[key] == "" {
		c.set[key] = value
		c.Missing = append(c.Missing, Entry{Key: key, Got: value, Why: why})
	}
}

// cautious says of a value that it stands in for one that the file has not.
var cautious = say.T("assumed: cautious, correct it")

// completePrinter adds limits, what the hotend melts and the rule for corners.
func (c *conversion) completePrinter() {
	if d := c.set["printer.filament_diameter"]; d == "" && c.set["filament.diameter"] != "" {
		c.set["printer.filament_diameter"] = c.set["filament.diameter"]
	}
	c.fromAccel()
	for _, a := range assumed {
		c.assume(a[0], a[1], cautious)
	}
	if c.set["printer.firmware"] == string(profiles.Klipper) {
		c.assume("printer.limits.square_corner_velocity", "5mm/s", say.T("Klipper's default"))
	} else {
		c.completeJerk()
	}
	if c.set["printer.retract.length"] != "" && c.set["printer.retract.length"] != "0mm" {
		c.assume("printer.retract.speed", "25mm/s", cautious)
	}
	c.settleRetract()
	c.missing("printer", "printer.limits.", "printer.retract.", "printer.start_gcode", "printer.end_gcode")
}

// completeJerk adds the rule for corners, and the jerks that stand beside it.
func (c *conversion) completeJerk() {
	if c.set["printer.limits.junction_deviation"] == "" {
		c.assume("printer.limits.jerk_x", "8mm/s", cautious)
		c.assume("printer.limits.jerk_y", "8mm/s", cautious)
	}
	c.assume("printer.limits.jerk_z", "0.3mm/s", cautious)
	c.assume("printer.limits.jerk_e", "2.5mm/s", cautious)
}

// fromAccel takes the acceleration of printing for those of travel and of pulling back
// where the file leaves them to it, as firmwares do, and that of an axis for it.
func (c *conversion) fromAccel() {
	if axis := c.set["printer.limits.accel_x"]; axis != "" {
		c.assume("printer.limits.accel", axis, say.T("as %s", "printer.limits.accel_x"))
	}
	if printing := c.set["printer.limits.accel"]; printing != "" {
		c.assume("printer.limits.accel_travel", printing, say.T("as %s", "printer.limits.accel"))
		c.assume("printer.limits.accel_retract", printing, say.T("as %s", "printer.limits.accel"))
	}
}

// settleRetract drops shares above what there is: a wipe that begins after all is pulled.
func (c *conversion) settleRetract() {
	if v, _, ok := first(strings.TrimSuffix(c.set["printer.retract.wipe_share"], "%")); ok && v > 100 {
		c.set["printer.retract.wipe_share"] = "100%"
	}
}

// parents are the profiles of ours that a filament takes from what the file has not.
var parents = map[string]string{"PLA": "pla", "PETG": "petg", "ABS": "abs", "ASA": "asa", "TPU": "tpu", "PP": "pp"}

// completeFilament adds the range of temperatures, and what a filament like none of ours
// needs.
func (c *conversion) completeFilament() {
	c.assume("filament.material", "PLA", cautious)
	c.assume("filament.first_layer_nozzle_temp", c.set["filament.nozzle_temp"], say.T("as %s", "filament.nozzle_temp"))
	c.rangeOfTemps()
	if parents[c.set["filament.material"]] == "" {
		for _, kv := range [][2]string{
			{"filament.density", "1.2g/cm3"}, {"filament.max_flow", "5mm3/s"}, {"filament.flow", "100%"},
		} {
			c.assume(kv[0], kv[1], cautious)
		}
	}
	c.missing("filament", "filament.")
}

// rangeOfTemps sets the temperatures between which a filament is printed: 10 C around
// those of the file, which has only these.
func (c *conversion) rangeOfTemps() {
	one, _, _ := first(strings.TrimSuffix(c.set["filament.nozzle_temp"], "C"))
	two, _, _ := first(strings.TrimSuffix(c.set["filament.first_layer_nozzle_temp"], "C"))
	around := say.T("10 C around the temperatures of the file")
	c.assume("filament.min_nozzle_temp", decimal(min(one, two)-10)+"C", around)
	c.assume("filament.max_nozzle_temp", decimal(max(one, two)+10)+"C", around)
	bed, _, _ := first(strings.TrimSuffix(c.set["filament.bed_temp"], "C"))
	bed1, _, _ := first(strings.TrimSuffix(c.set["filament.first_layer_bed_temp"], "C"))
	c.assume("filament.max_bed_temp", decimal(max(bed, bed1)+10)+"C", around)
}

// parent returns the profile of ours that one of a kind inherits from.
func (c *conversion) parent(kind profiles.Kind) string {
	switch kind {
	case profiles.KindPrinter:
		return "_printer"
	case profiles.KindProcess:
		return "_visor"
	}
	return parents[c.set["filament.material"]]
}

// missing notes the keys of a kind that begin so and that the file says nothing of: they
// are those of the profile that it inherits from.
func (c *conversion) missing(kind string, prefixes ...string) {
	parent := c.parent(profiles.Kind(kind))
	for _, key := range profiles.Keys() {
		if c.set[key] != "" || key == kind+".name" || key == kind+".title" {
			continue
		}
		for _, p := range prefixes {
			if strings.HasPrefix(key, p) {
				c.Missing = append(c.Missing, Entry{Key: key, Why: say.T("as in %s", parent)})
			}
		}
	}
}
