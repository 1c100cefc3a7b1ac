package profiles

import (
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// The units of profile values. In a file each is written with its unit: 0.3mm, 60mm/s,
// 1500mm/s2, 8mm3/s, 240C, 35%, 12s, 1000g, 1.27g/cm3, 45deg, 25EUR/kg.
//
// Their String and MarshalText give that form, and UnmarshalText reads it and nothing
// else: a number without its unit is refused, except 0. What String gives reads back as
// the same value.
type (
	Length      float64 // mm
	Speed       float64 // mm/s
	Accel       float64 // mm/s2
	Flow        float64 // mm3/s
	Temperature float64 // degrees Celsius
	Ratio       float64 // 1 is 100 %
	Seconds     float64 // s
	Mass        float64 // g
	Density     float64 // g/cm3
	Angle       float64 // degrees
	Price       float64 // of one kilogram, in the currency of the profile
)

// measure is how numbers of one type are written.
type measure struct {
	unit    string             // the one that String writes
	scale   float64            // of that unit
	also    map[string]float64 // further spellings and units, and their scales
	example string
}

// measures has the measure of every unit type.
var measures = map[reflect.Type]measure{
	reflect.TypeFor[Length]():      {"mm", 1, map[string]float64{"um": 1e-3, "µm": 1e-3, "cm": 10, "m": 1000}, "0.3mm"},
	reflect.TypeFor[Speed]():       {"mm/s", 1, map[string]float64{"mm/min": 1.0 / 60}, "60mm/s"},
	reflect.TypeFor[Accel]():       {"mm/s2", 1, map[string]float64{"mm/s^2": 1, "mm/s²": 1}, "1500mm/s2"},
	reflect.TypeFor[Flow]():        {"mm3/s", 1, map[string]float64{"mm^3/s": 1, "mm³/s": 1}, "8mm3/s"},
	reflect.TypeFor[Temperature](): {"C", 1, map[string]float64{"°C": 1}, "240C"},
	reflect.TypeFor[Ratio]():       {"%", 0.01, nil, "35%"},
	reflect.TypeFor[Seconds]():     {"s", 1, map[string]float64{"min": 60, "h": 3600}, "12s"},
	reflect.TypeFor[Mass]():        {"g", 1, map[string]float64{"kg": 1000}, "1000g"},
	reflect.TypeFor[Density]():     {"g/cm3", 1, map[string]float64{"g/cm^3": 1, "g/cm³": 1}, "1.27g/cm3"},
	reflect.TypeFor[Angle]():       {"deg", 1, map[string]float64{"°": 1}, "45deg"},
	reflect.TypeFor[Price]():       {"/kg", 1, nil, "25EUR/kg"},
}

// largest is the greatest number that a profile may hold, far above all that is real,
// so that no sum or product of profile values overflows.
const largest = 1e9

// tooLarge is the error of a number that no machine has.
type tooLarge struct{ error }

// Unwrap returns the sentence.
func (t tooLarge) Unwrap() error { return t.error }

// codeOf returns the code of a value that cannot be read.
func codeOf(err error) Code {
	if errors.As(err, new(tooLarge)) {
		return CodeSentinel
	}
	return CodeValue
}

// parse reads text as a number of m.
func (m measure) parse(text string) (float64, error) {
	number, unit := splitNumber(text)
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0, say.Errorf("%q is not a number with its unit: write it like %s", text, m.example)
	}
	scale, known := m.scaleOf(unit)
	switch {
	case math.Abs(v) > largest:
		return 0, tooLarge{say.Errorf("%s is too large", text)}
	case unit == "" && v == 0:
		return 0, nil
	case unit == "" && m.unit != "":
		return 0, say.Errorf("%s has no unit: write %s", text, m.guess(v))
	case !known:
		return 0, say.Errorf("%s has a unit that does not fit here: write it like %s", text, m.example)
	case m.isPercent():
		return strconv.ParseFloat(number+"e-2", 64) // without the rounding of a division
	}
	return v * scale, nil
}

// isPercent reports whether m is written in percent of what it is.
func (m measure) isPercent() bool { return m.unit == "%" }

// guess returns what a number without its unit was probably meant to be: 0.2 is 20%.
func (m measure) guess(v float64) string {
	if m.isPercent() && v > 1 {
		v /= 100
	}
	return m.format(v)
}

// scaleOf returns what a number with the given unit is multiplied by.
func (m measure) scaleOf(unit string) (float64, bool) {
	if unit == m.unit {
		return m.scale, true
	}
	if m.unit == "/kg" && currencyOf(unit) != "" {
		return 1, true
	}
	scale, known := m.also[unit]
	return scale, known
}

// format writes v the way parse reads it.
func (m measure) format(v float64) string {
	if m.isPercent() {
		return formatPercent(v)
	}
	return strconv.FormatFloat(v, 'f', -1, 64) + m.unit
}

// formatPercent writes v times 100 by moving the point, so that no digit changes.
func formatPercent(v float64) string {
	sign, digits := "", strconv.FormatFloat(v, 'f', -1, 64)
	if v < 0 {
		sign, digits = "-", digits[1:]
	}
	whole, part, _ := strings.Cut(digits, ".")
	part += "00"
	whole = strings.TrimLeft(whole+part[:2], "0")
	part = strings.TrimRight(part[2:], "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		part = "." + part
	}
	return sign + whole + part + "%"
}

// splitNumber cuts text after its number, a plain decimal without an exponent.
func splitNumber(text string) (number, unit string) {
	text = strings.TrimSpace(text)
	end := 0
	for end < len(text) && strings.IndexByte("+-.0123456789", text[end]) >= 0 {
		end++
	}
	return text[:end], strings.TrimSpace(text[end:])
}

// currencyOf returns the EUR of EUR/kg, or nothing.
func currencyOf(unit string) string {
	code, ok := strings.CutSuffix(unit, "/kg")
	if !ok || len(code) != 3 || code != strings.ToUpper(code) {
		return ""
	}
	return code
}

// format writes a value of a unit type.
func format[T ~float64](v T) string { return measures[reflect.TypeFor[T]()].format(float64(v)) }

// parseInto reads text into v.
func parseInto[T ~float64](v *T, text []byte) error {
	n, err := measures[reflect.TypeFor[T]()].parse(string(text))
	if err == nil {
		*v = T(n)
	}
	return err
}

func (v Length) String() string      { return format(v) }
func (v Speed) String() string       { return format(v) }
func (v Accel) String() string       { return format(v) }
func (v Flow) String() string        { return format(v) }
func (v Temperature) String() string { return format(v) }
func (v Ratio) String() string       { return format(v) }
func (v Seconds) String() string     { return format(v) }
func (v Mass) String() string        { return format(v) }
func (v Density) String() string     { return format(v) }
func (v Angle) String() string       { return format(v) }
func (v Price) String() string       { return format(v) }

// MarshalText writes v with its unit.
func (v Length) MarshalText() ([]byte, error)      { return []byte(format(v)), nil }
func (v Speed) MarshalText() ([]byte, error)       { return []byte(format(v)), nil }
func (v Accel) MarshalText() ([]byte, error)       { return []byte(format(v)), nil }
func (v Flow) MarshalText() ([]byte, error)        { return []byte(format(v)), nil }
func (v Temperature) MarshalText() ([]byte, error) { return []byte(format(v)), nil }
func (v Ratio) MarshalText() ([]byte, error)       { return []byte(format(v)), nil }
func (v Seconds) MarshalText() ([]byte, error)     { return []byte(format(v)), nil }
func (v Mass) MarshalText() ([]byte, error)        { return []byte(format(v)), nil }
func (v Density) MarshalText() ([]byte, error)     { return []byte(format(v)), nil }
func (v Angle) MarshalText() ([]byte, error)       { return []byte(format(v)), nil }
func (v Price) MarshalText() ([]byte, error)       { return []byte(format(v)), nil }

// UnmarshalText reads a number with its unit.
func (v *Length) UnmarshalText(text []byte) error      { return parseInto(v, text) }
func (v *Speed) UnmarshalText(text []byte) error       { return parseInto(v, text) }
func (v *Accel) UnmarshalText(text []byte) error       { return parseInto(v, text) }
func (v *Flow) UnmarshalText(text []byte) error        { return parseInto(v, text) }
func (v *Temperature) UnmarshalText(text []byte) error { return parseInto(v, text) }
func (v *Ratio) UnmarshalText(text []byte) error       { return parseInto(v, text) }
func (v *Seconds) UnmarshalText(text []byte) error     { return parseInto(v, text) }
func (v *Mass) UnmarshalText(text []byte) error        { return parseInto(v, text) }
func (v *Density) UnmarshalText(text []byte) error     { return parseInto(v, text) }
func (v *Angle) UnmarshalText(text []byte) error       { return parseInto(v, text) }
func (v *Price) UnmarshalText(text []byte) error       { return parseInto(v, text) }
