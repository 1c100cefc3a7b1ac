package exchange

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// conversion is a preset on its way to a profile.
type conversion struct {
	section
	Imported
	rules map[string]rule
	set   map[string]string // our keys and their values, as a file has them
}

// rule says what becomes of a key: its value goes to one of ours, as how says.
type rule struct {
	to  string
	how func(c *conversion, value string) result
}

// result is a value of ours, or why there is none.
type result struct {
	text    string
	changed bool     // another unit or meaning, or one of several values
	why     say.Text // of a change, or of there being none
}

// ignored is the result of a value that there is no use for.
func ignored(why say.Text) result { return result{why: why} }

// Why keys are ignored.
var (
	noSetting  = say.T("there is no such setting here")
	ownChoice  = say.T("it leaves the choice to the slicer")
	noSupports = say.T("frames are printed without supports, rafts and towers")
	ofProgram  = say.T("it serves the program that the file is from")
	computed   = say.T("it is computed by an expression")
	needNozzle = say.T("it needs the nozzle's diameter, which the file has not")
)

// whyIgnored tells of keys without a rule, by how they begin or end, why there is none.
var whyIgnored = []struct {
	part string
	why  say.Text
}{
	{"support", noSupports}, {"raft", noSupports}, {"wipe_tower", noSupports}, {"prime_tower", noSupports}, {"wiping_volumes", noSupports},
	{"compatible_", ofProgram}, {"_settings_id", ofProgram}, {"inherits", ofProgram}, {"default_", ofProgram},
	{"printer_model", ofProgram}, {"printer_variant", ofProgram}, {"printer_vendor", ofProgram}, {"host", ofProgram},
	{"setting_id", ofProgram}, {"instantiation", ofProgram}, {"filament_vendor", ofProgram}, {"notes", ofProgram},
	{"colour", ofProgram}, {"bed_custom_", ofProgram}, {"thumbnails_format", ofProgram},
}

// convert makes profiles of a preset; ok is false where it lacks what a profile needs.
func (s section) convert() (c *conversion, ok bool) {
	c = &conversion{section: s, rules: rulesOf[s.format], set: map[string]string{}}
	c.Title, c.Format = s.name, s.format
	for _, key := range slices.Sorted(maps.Keys(s.keys)) {
		value := s.keys[key]
		r, known := c.rules[key]
		kind, _, _ := strings.Cut(r.to, ".")
		switch {
		case companions[key] != "":
			c.alongside(key, value, companions[key])
		case !known:
			c.ignore(key, value, unruled(key))
		case slices.Contains(s.kinds, profiles.Kind(kind)):
			c.apply(key, value, r)
		}
	}
	c.settleKinds()
	c.complete()
	return c, len(c.Kinds) > 0
}

// companions are keys that are read with others, and the key of ours that they decide.
var companions = map[string]string{
	"fan_always_on": "filament.fan", "cooling": "filament.slow_below", "printer_notes": "printer.firmware",
	"machine_depth": "printer.bed.shape", "machine_center_is_zero": "printer.bed.origin", "machine_shape": "printer.bed.shape",
	"retraction_hop_enabled": "printer.retract.hop",
	"stepper_y.position_max": "printer.bed.shape",
	"stepper_x.microsteps":   "printer.limits.steps_x", "stepper_y.microsteps": "printer.limits.steps_y",
	"stepper_z.microsteps": "printer.limits.steps_z", "extruder.microsteps": "printer.limits.steps_e",
	"stepper_x.gear_ratio": "printer.limits.steps_x", "stepper_y.gear_ratio": "printer.limits.steps_y",
	"stepper_z.gear_ratio": "printer.limits.steps_z", "extruder.gear_ratio": "printer.limits.steps_e",
	"stepper_x.full_steps_per_rotation": "printer.limits.steps_x", "stepper_y.full_steps_per_rotation": "printer.limits.steps_y",
	"stepper_z.full_steps_per_rotation": "printer.limits.steps_z", "extruder.full_steps_per_rotation": "printer.limits.steps_e",
}

// alongside notes a key that is read with others, where its kind is made.
func (c *conversion) alongside(key, value, to string) {
	if kind, _, _ := strings.Cut(to, "."); slices.Contains(c.kinds, profiles.Kind(kind)) {
		c.Converted = append(c.Converted, Entry{Key: key, Value: clip(value), To: to, Why: say.T("it is read with other keys")})
	}
}

// unruled returns why a key without a rule is ignored.
func unruled(key string) say.Text {
	for _, w := range whyIgnored {
		if strings.Contains(key, w.part) {
			return w.why
		}
	}
	return noSetting
}

// ignore notes a key that is not used.
func (c *conversion) ignore(key, value string, why say.Text) {
	c.Ignored = append(c.Ignored, Entry{Key: key, Value: clip(value), Why: why})
}

// apply follows a rule.
func (c *conversion) apply(key, value string, r rule) {
	got := r.how(c, value)
	if got.text == "" {
		c.ignore(key, value, got.why)
		return
	}
	c.set[r.to] = got.text
	e := Entry{Key: key, Value: clip(value), To: r.to, Got: clip(got.text), Why: got.why}
	if got.changed {
		c.Converted = append(c.Converted, e)
	} else {
		c.Taken = append(c.Taken, e)
	}
}

// clip shortens a text for a report.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:77]) + "..."
	}
	return s
}

// essential are keys without which a kind is none: a part of a machine's description that
// has no bed is no printer.
var essential = map[profiles.Kind]string{
	profiles.KindPrinter: "printer.bed.shape", profiles.KindFilament: "filament.nozzle_temp", profiles.KindProcess: "process.layer_height",
}

// settleKinds keeps the kinds that the preset has enough for, and drops the values of the
// others.
func (c *conversion) settleKinds() {
	for _, kind := range c.kinds {
		if c.set[essential[kind]] != "" {
			c.Kinds = append(c.Kinds, kind)
		}
	}
	maps.DeleteFunc(c.set, func(key, _ string) bool { return !c.isKept(key) })
	for _, list := range []*[]Entry{&c.Taken, &c.Converted} {
		*list = slices.DeleteFunc(*list, func(e Entry) bool {
			if c.isKept(e.To) {
				return false
			}
			c.ignore(e.Key, e.Value, say.T("the file has not all that a profile of its kind needs"))
			return true
		})
	}
}

// isKept reports whether a key of ours is of a kind that is made.
func (c *conversion) isKept(key string) bool {
	kind, _, _ := strings.Cut(key, ".")
	return slices.Contains(c.Kinds, profiles.Kind(kind))
}

// decimal writes a number without rounding errors of its last digits.
func decimal(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}

// itoa writes a whole number.
func itoa(n int) string { return strconv.Itoa(n) }

// list cuts the value of several extruders or modes into its parts.
func list(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' })
}

// first returns the first of a list as a number; several tells that others differ.
func first(value string) (v float64, several bool, ok bool) {
	parts := list(value)
	if len(parts) == 0 {
		return 0, false, false
	}
	one := strings.TrimSpace(parts[0])
	v, err := strconv.ParseFloat(strings.TrimSuffix(one, "%"), 64)
	for _, p := range parts[1:] {
		several = several || strings.TrimSpace(p) != one
	}
	return v, several, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// ofSeveral says which of several values is taken.
var ofSeveral = say.T("the first of several values")

// noNumber says that a value is none that can be used.
func noNumber(value string) result {
	if value == "" || value == "nil" {
		return ignored(ownChoice)
	}
	if strings.ContainsAny(value, "()+*/") || strings.Contains(value, " if ") {
		return ignored(computed)
	}
	return ignored(say.T("%q is not a number that can be used", clip(value)))
}

// mostOf is more than any machine does, by unit: Cura has 299792458000 mm/s where a maker
// gives no limit. Profiles take no more either (VP115).
var mostOf = map[string]float64{"mm/s": 2_000, "mm/s2": 200_000, "mm3/s": 500, "mm": 10_000}

// unit takes a number, or the first of several, with a unit. Less than 0 leaves it to the
// slicer.
func unit(u string) func(*conversion, string) result {
	return func(_ *conversion, value string) result {
		v, several, ok := first(value)
		switch {
		case !ok || strings.Contains(value, "%") && u != "%":
			return noNumber(value)
		case v < 0:
			return ignored(ownChoice)
		case mostOf[u] > 0 && v > mostOf[u]:
			return ignored(say.T("%s stands for no limit: no machine does that", clip(value)))
		case several:
			return result{decimal(v) + u, true, ofSeveral}
		}
		return result{text: decimal(v) + u}
	}
}

// inverse takes mm per step as steps per mm.
func inverse(_ *conversion, value string) result {
	v, _, ok := first(value)
	if !ok || v <= 0 {
		return noNumber(value)
	}
	return result{decimal(1/v) + "steps/mm", true, say.T("as steps per mm")}
}

// some is unit where 0 leaves it to the slicer.
func some(u string) func(*conversion, string) result {
	plain := unit(u)
	return func(c *conversion, value string) result {
		if v, _, ok := first(value); ok && v == 0 {
			return ignored(ownChoice)
		}
		return plain(c, value)
	}
}

// count takes a whole number.
func count(_ *conversion, value string) result {
	v, several, ok := first(value)
	if !ok || v != math.Trunc(v) || v < 0 || v > 1e6 {
		return noNumber(value)
	}
	if several {
		return result{decimal(v), true, ofSeveral}
	}
	return result{text: decimal(v)}
}

// flag takes yes or no.
func flag(_ *conversion, value string) result {
	switch parts := list(strings.ToLower(value)); {
	case len(parts) == 0:
		return ignored(ownChoice)
	case parts[0] == "1" || parts[0] == "true":
		return result{text: "true"}
	case parts[0] == "0" || parts[0] == "false":
		return result{text: "false"}
	}
	return ignored(say.T("%q is neither yes nor no", clip(value)))
}

// words takes one of a few words as ours.
func words(ours map[string]string) func(*conversion, string) result {
	return func(_ *conversion, value string) result {
		word := strings.ToLower(strings.TrimSpace(value))
		got, ok := ours[word]
		if !ok {
			return ignored(say.T("%q has no like here", clip(value)))
		}
		return result{got, got != word, say.Text{}}
	}
}

// share takes a number with a unit, or a share of another key's in per cent.
func share(u, of string) func(*conversion, string) result {
	plain := some(u)
	return func(c *conversion, value string) result {
		percent, isShare := strings.CutSuffix(strings.TrimSpace(value), "%")
		if !isShare {
			return plain(c, value)
		}
		v, _, ok := first(percent)
		whole, _, known := first(strings.TrimSuffix(c.amount(of), u))
		if !ok || !known || v <= 0 || whole <= 0 {
			return ignored(say.T("it is a share of %s, which is not there as a number", of))
		}
		return result{decimal(v/100*whole) + u, true, say.T("a share of %s", of)}
	}
}

// amount returns the value of a key that others are shares of: its own, or what it is of
// another's.
func (c *conversion) amount(key string) string {
	value := c.keys[key]
	if r, ok := c.rules[key]; ok && strings.HasSuffix(value, "%") {
		return r.how(c, value).text
	}
	return value
}

// ofNozzle takes a length as a share of the nozzle's diameter, which nozzle holds.
func ofNozzle(nozzle string) func(*conversion, string) result {
	return func(c *conversion, value string) result {
		v, _, ok := first(value)
		d, _, known := first(c.keys[nozzle])
		switch {
		case !ok:
			return noNumber(value)
		case v <= 0:
			return ignored(ownChoice)
		case strings.Contains(value, "%"):
			return result{text: decimal(v) + "%"}
		case !known || d <= 0:
			return ignored(needNozzle)
		}
		return result{decimal(100*v/d) + "%", true, say.T("as a share of the nozzle's diameter")}
	}
}

// fraction takes 0.95 as 95%.
func fraction(_ *conversion, value string) result {
	v, several, ok := first(value)
	switch {
	case !ok || v <= 0:
		return noNumber(value)
	case strings.Contains(value, "%"):
		return result{text: decimal(v) + "%"}
	case several:
		return result{decimal(100*v) + "%", true, ofSeveral}
	}
	return result{text: decimal(100*v) + "%"}
}

// plainText takes a text, or the first of several.
func plainText(_ *conversion, value string) result {
	parts := list(value)
	if len(parts) == 0 {
		return ignored(ownChoice)
	}
	return result{text: strings.Trim(strings.TrimSpace(parts[0]), `"`)}
}
