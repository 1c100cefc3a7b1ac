package template

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// function is one that expressions may call, with numbers only.
type function struct {
	least, most int // how many values it takes
	whole       func(args []Value) bool
	number      func(args []Value) float64
	text        func(args []Value) string // in place of number
}

// allWhole reports whether all of args are whole numbers.
func allWhole(args []Value) bool {
	return !slices.ContainsFunc(args, func(v Value) bool { return v.kind != kindInt })
}

// always reports that a result is whole.
func always([]Value) bool { return true }

// one makes a function of a single number.
func one(f func(float64) float64, whole func([]Value) bool) function {
	return function{1, 1, whole, func(args []Value) float64 { return f(args[0].num) }, nil}
}

// byNumber orders values.
func byNumber(a, b Value) int {
	switch {
	case a.num < b.num:
		return -1
	case a.num > b.num:
		return 1
	}
	return 0
}

// functions are those that expressions may call.
var functions = map[string]function{
	"abs":   one(math.Abs, allWhole),
	"ceil":  one(math.Ceil, always),
	"floor": one(math.Floor, always),
	"int":   one(math.Trunc, always),
	"round": one(math.Round, always),
	"max": {1, 16, allWhole, func(args []Value) float64 {
		return slices.MaxFunc(args, byNumber).num
	}, nil},
	"min": {1, 16, allWhole, func(args []Value) float64 {
		return slices.MinFunc(args, byNumber).num
	}, nil},
	"digits":  {2, 3, nil, nil, func(args []Value) string { return padded(args, " ") }},
	"zdigits": {2, 3, nil, nil, func(args []Value) string { return padded(args, "0") }},
}

// maxWidth bounds what digits writes.
const maxWidth = 64

// padded writes a number with the decimals of the third value, filled up in front to the
// width of the second.
func padded(args []Value, fill string) string {
	width, decimals := clamp(args[1]), 0
	if len(args) > 2 {
		decimals = clamp(args[2])
	}
	s := strconv.FormatFloat(args[0].num, 'f', decimals, 64)
	missing := strings.Repeat(fill, max(0, width-len(s)))
	if fill == "0" && strings.HasPrefix(s, "-") {
		return "-" + missing + s[1:]
	}
	return missing + s
}

// clamp returns v as a width.
func clamp(v Value) int { return int(max(0, min(maxWidth, v.num))) }

// call returns what a function makes of its arguments.
func (e *expr) call(vars Vars) (Value, error) {
	f := functions[e.at.text]
	args := make([]Value, len(e.args))
	for i, a := range e.args {
		v, err := a.scalar(vars)
		if err != nil {
			return Value{}, err
		}
		if !v.isNumber() || math.IsNaN(v.num) {
			return Value{}, a.at.fail("%s needs numbers, not %q", e.at.text, v.String())
		}
		args[i] = v
	}
	if f.text != nil {
		return Text(f.text(args)), nil
	}
	return e.finite(f.number(args), f.whole(args))
}

// unknownFunction says that there is no such function.
func unknownFunction(at token) error {
	known := slices.Sorted(maps.Keys(functions))
	if near := Nearest(at.text, known); near != "" {
		return at.fail("there is no function %s; did you mean %s?", at.text, near)
	}
	return at.fail("there is no function %s; there are %s", at.text, strings.Join(known, ", "))
}
