package profiles

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/template"
)

// gcodeKeys are the keys that hold templates.
var gcodeKeys = []string{
	"printer.header_gcode", "printer.start_gcode", "printer.end_gcode", "printer.layer_gcode",
	"printer.level_gcode", "printer.pause_gcode",
}

// gcode returns the template that key holds.
func (s *Set) gcode(key string) string {
	parent, field, _ := lookup(s, key)
	return parent.FieldByIndex(field.Index).String()
}

// checkGcode notes templates that cannot be read and names in them that there are not.
func (b *builder) checkGcode() {
	for _, key := range gcodeKeys {
		code := b.set.gcode(key)
		t, err := template.Parse(code)
		var at *template.Error
		if errors.As(err, &at) {
			b.noteGcode(CodeTemplate, Error, key, at)
			continue
		}
		vars := slices.DeleteFunc(t.Names(), func(n string) bool { return slices.Contains(placeholders, n) })
		for _, name := range vars {
			b.noteGcode(CodeVariable, Error, key, unknownPlaceholder(code, name))
		}
	}
}

// unknownPlaceholder says that there is no such name, where code first has it.
func unknownPlaceholder(code, name string) *template.Error {
	e := placeOf(code, regexp.MustCompile(`\b`+name+`\b`))
	e.Text = say.T("there is no %s; there are %s", name, strings.Join(placeholders, ", "))
	if near := template.Nearest(name, placeholders); near != "" {
		e.Text = say.T("there is no %s; did you mean %s?", name, near)
	}
	return e
}

// placeOf returns where code first has what pattern matches, or what its first group does;
// its start where it has not.
func placeOf(code string, pattern *regexp.Regexp) *template.Error {
	at := 0
	if loc := pattern.FindStringSubmatchIndex(code); loc != nil {
		at = loc[len(loc)-2]
	}
	before := code[:at]
	return &template.Error{
		Line: 1 + strings.Count(before, "\n"),
		Col:  1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]),
	}
}

// noteGcode notes a finding in the template of key, at its place in the file where the
// template stands there line by line.
func (b *builder) noteGcode(code Code, severity Severity, key string, e *template.Error) {
	t := say.T("%s: %s", key, e.Text)
	at, _ := b.origin(key)
	if at.indent == 0 {
		t = say.T("%s: %s", key, e)
	} else {
		at.line, at.col = at.line+e.Line, at.indent-1+e.Col
	}
	lines := strings.Split(b.set.gcode(key), "\n")
	b.findings = append(b.findings, Finding{
		Code: code, Severity: severity, File: at.file, Line: at.line, Col: at.col, Key: key,
		Value: clipped(strings.TrimSpace(lines[min(e.Line, len(lines))-1])), Text: t,
	})
}

// command is one command of G-code: its name and its parameters.
type command struct {
	name   string
	params map[string]float64
}

// parseCommand reads a line of G-code; without a command its name is empty.
func parseCommand(line string) command {
	line, _, _ = strings.Cut(line, ";")
	words := strings.Fields(strings.ToUpper(line))
	c := command{params: map[string]float64{}}
	for i, w := range words {
		if i == 0 {
			c.name = w
			continue
		}
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			name, value = w[:1], w[1:]
		}
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			c.params[name] = v
		}
	}
	return c
}

// tryGcode notes what the printer's G-code does that contradicts the set, or that it
// cannot be filled in: for the first layer of a print and for the last of a tall one.
func (b *builder) tryGcode() {
	for _, key := range gcodeKeys {
		code := b.set.gcode(key)
		t, err := template.Parse(code)
		if err != nil || code == "" {
			continue
		}
		for _, last := range []bool{false, true} {
			out, err := t.Execute(Trial(b.set, last))
			var at *template.Error
			if errors.As(err, &at) {
				b.noteGcode(CodeRun, Error, key, at)
				break
			}
			for line := range strings.Lines(out) {
				b.tryCommand(key, parseCommand(line))
			}
		}
	}
}

// tryCommand notes what a command sets that contradicts the set.
func (b *builder) tryCommand(key string, c command) {
	b.tryHeat(key, c)
	if c.name == "M502" {
		b.noteCommand(CodeOverride, Warning, key, c, say.T("M502 sets the limits that the firmware was built with, not those of the profile"))
	}
	for _, l := range b.set.limitsOf(c.name) {
		v, given := c.params[l.param]
		v *= l.scale
		switch {
		case !given || l.limit == 0 && l.param == "J":
		case v > l.limit+tiny:
			b.noteCommand(CodeOverride, Error, key, c, say.T("%s %s sets %g, above %s, which is %g", c.name, l.param, v, l.key, l.limit))
		case v < l.limit-tiny:
			b.noteCommand(CodeOverride, Warning, key, c, say.T("%s %s sets %g, below %s, which is %g: prints take longer than computed", c.name, l.param, v, l.key, l.limit))
		}
	}
}

// noteCommand notes a finding at the first place where the template of key has c.
func (b *builder) noteCommand(code Code, severity Severity, key string, c command, t say.Text) {
	e := placeOf(b.set.gcode(key), regexp.MustCompile(`(?mi)^[ \t]*(?:\{[^}]*\}[ \t]*)*(`+regexp.QuoteMeta(c.name)+`)\b`))
	e.Text = t
	f := len(b.findings)
	b.noteGcode(code, severity, key, e)
	if slices.ContainsFunc(b.findings[:f], func(x Finding) bool { return byPlace(x, b.findings[f]) == 0 }) {
		b.findings = b.findings[:f]
	}
}

// setting is a limit that a command sets.
type setting struct {
	param string // of the command
	scale float64
	key   string // of the profile
	limit float64
}

// limitsOf returns the limits that a command sets, and what the profile says of them.
//
// Source: the G-code documents of Marlin, Klipper and RepRapFirmware (M203 and M566 of
// the last are in mm/min).
func (s *Set) limitsOf(name string) []setting {
	l := &s.Printer.Limits
	perMin := 1.0
	if s.Printer.Firmware == RRF {
		perMin = 1.0 / 60
	}
	jerk := []setting{
		{"X", perMin, "printer.limits.jerk_x", float64(l.JerkX)}, {"Y", perMin, "printer.limits.jerk_y", float64(l.JerkY)},
		{"Z", perMin, "printer.limits.jerk_z", float64(l.JerkZ)}, {"E", perMin, "printer.limits.jerk_e", float64(l.JerkE)},
	}
	switch name {
	case "M201":
		return []setting{
			{"X", 1, "printer.limits.accel_x", float64(l.AccelX)}, {"Y", 1, "printer.limits.accel_y", float64(l.AccelY)},
			{"Z", 1, "printer.limits.accel_z", float64(l.AccelZ)}, {"E", 1, "printer.limits.accel_e", float64(l.AccelE)},
		}
	case "M203":
		return []setting{
			{"X", perMin, "printer.limits.speed_x", float64(l.SpeedX)}, {"Y", perMin, "printer.limits.speed_y", float64(l.SpeedY)},
			{"Z", perMin, "printer.limits.speed_z", float64(l.SpeedZ)}, {"E", perMin, "printer.limits.speed_e", float64(l.SpeedE)},
		}
	case "M204":
		return []setting{
			{"P", 1, "printer.limits.accel", float64(l.Accel)}, {"S", 1, "printer.limits.accel", float64(l.Accel)},
			{"T", 1, "printer.limits.accel_travel", float64(l.AccelTravel)}, {"R", 1, "printer.limits.accel_retract", float64(l.AccelRetract)},
		}
	case "M205":
		return append(jerk, setting{"J", 1, "printer.limits.junction_deviation", float64(l.JunctionDeviation)})
	case "M566":
		return jerk
	case "SET_VELOCITY_LIMIT":
		return []setting{
			{"VELOCITY", 1, "printer.limits.speed_x", float64(max(l.SpeedX, l.SpeedY))}, {"ACCEL", 1, "printer.limits.accel", float64(l.Accel)},
			{"SQUARE_CORNER_VELOCITY", 1, "printer.limits.square_corner_velocity", float64(l.SquareCornerVelocity)},
			{"MINIMUM_CRUISE_RATIO", 1, "printer.limits.minimum_cruise_ratio", float64(l.MinimumCruiseRatio)},
		}
	}
	return nil
}

// The parameters by which macros that start a print take temperatures. Source: the
// macros that printer makers and Klipper's community publish.
var (
	nozzleParams = []string{"EXTRUDER", "EXTRUDER_TEMP", "HOTEND", "HOTEND_TEMP", "NOZZLE", "NOZZLE_TEMP", "TOOL_TEMP"}
	bedParams    = []string{"BED", "BED_TEMP"}
)

// tryHeat notes a temperature that printer or filament do not take.
func (b *builder) tryHeat(key string, c command) {
	var nozzle, bed []string
	switch c.name {
	case "M104", "M109":
		nozzle = []string{"S", "R"}
	case "M140", "M190":
		bed = []string{"S", "R"}
	case "M568":
		nozzle = []string{"S"}
	default:
		nozzle, bed = nozzleParams, bedParams
	}
	p, f := &b.set.Printer, &b.set.Filament
	for _, param := range nozzle {
		b.tryTemp(key, c, param, p.MaxNozzleTemp, f.MaxNozzleTemp)
	}
	for _, param := range bed {
		b.tryTemp(key, c, param, p.MaxBedTemp, f.MaxBedTemp)
	}
}

// tryTemp notes a temperature above what the printer reaches or the filament takes.
func (b *builder) tryTemp(key string, c command, param string, printer, filament Temperature) {
	t := Temperature(c.params[param])
	switch {
	case t > printer+tiny && (printer > 0 || t > 0):
		b.noteCommand(CodeOverheat, Error, key, c, say.T("%s heats to %s, and %s goes to %s", c.name, t, b.set.Printer.Name, printer))
	case filament > 0 && t > filament+tiny:
		b.noteCommand(CodeOverheat, Error, key, c, say.T("%s heats to %s, and %s takes %s", c.name, t, b.set.Filament.Name, filament))
	}
}
