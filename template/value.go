package template

import (
	"math"
	"strconv"
)

// Vars are the values that a template may name.
type Vars map[string]Value

// Value is a number, a text, a truth or a list of these. The zero Value is none of them
// and is written as nothing.
type Value struct {
	kind kind
	num  float64 // of a number; 1 for true
	text string
	list []Value
}

// kind says what a Value is.
type kind int

const (
	kindNone kind = iota
	kindInt
	kindNumber
	kindText
	kindBool
	kindList
)

// maxInt is the largest whole number that every operation keeps exactly.
const maxInt = 1 << 53

// Int returns a whole number.
func Int(n int) Value { return Value{kind: kindInt, num: float64(n)} }

// Number returns a decimal number. Infinities and NaN make every operation on them fail.
func Number(f float64) Value { return Value{kind: kindNumber, num: f} }

// Text returns a text.
func Text(s string) Value { return Value{kind: kindText, text: s} }

// Bool returns a truth.
func Bool(b bool) Value {
	if b {
		return Value{kind: kindBool, num: 1}
	}
	return Value{kind: kindBool}
}

// List returns a list, such as a value for each extruder or the X and Y of a point.
func List(values ...Value) Value { return Value{kind: kindList, list: values} }

// Numbers returns a list of decimal numbers.
func Numbers(fs ...float64) Value {
	values := make([]Value, len(fs))
	for i, f := range fs {
		values[i] = Number(f)
	}
	return List(values...)
}

// String returns v as it is written into the G-code: decimal numbers with at most six
// digits after the point, a list as its first value.
func (v Value) String() string {
	switch v.kind {
	case kindInt:
		return strconv.FormatFloat(v.num, 'f', 0, 64)
	case kindNumber:
		return strconv.FormatFloat(math.Round(v.num*1e6)/1e6+0, 'f', -1, 64)
	case kindBool:
		return strconv.FormatBool(v.num != 0)
	case kindList:
		return v.first().String()
	default:
		return v.text
	}
}

// first returns the first value of a list, and other values as they are.
func (v Value) first() Value {
	for v.kind == kindList {
		if len(v.list) == 0 {
			return Value{}
		}
		v = v.list[0]
	}
	return v
}

// isNumber reports whether v is a number.
func (v Value) isNumber() bool { return v.kind == kindInt || v.kind == kindNumber }
