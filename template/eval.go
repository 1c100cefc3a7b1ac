package template

import (
	"cmp"
	"math"
	"regexp"
)

// expr is an operation and what it is done to.
type expr struct {
	op      string // operator, or value, name, index, call
	at      token
	value   Value          // of value
	pattern *regexp.Regexp // of =~ and !~
	args    []*expr
}

// scalar returns what e comes to, the first value of a list.
func (e *expr) scalar(vars Vars) (Value, error) {
	v, err := e.eval(vars)
	return v.first(), err
}

// truth returns what e comes to, which must be true or false.
func (e *expr) truth(vars Vars) (bool, error) {
	v, err := e.scalar(vars)
	if err == nil && v.kind != kindBool {
		err = e.at.fail("this must be true or false, and is %q: compare it with something", v.String())
	}
	return v.num != 0, err
}

// eval returns what e comes to.
func (e *expr) eval(vars Vars) (Value, error) {
	switch e.op {
	case "value":
		return e.value, nil
	case "name":
		return e.lookup(vars)
	case "index":
		return e.element(vars)
	case "call":
		return e.call(vars)
	case "and", "or":
		left, err := e.args[0].truth(vars)
		if err != nil || left == (e.op == "or") {
			return Bool(left), err
		}
		right, err := e.args[1].truth(vars)
		return Bool(right), err
	case "?":
		return e.choose(vars)
	case "=~", "!~":
		v, err := e.args[0].scalar(vars)
		return Bool(e.pattern.MatchString(v.String()) == (e.op == "=~")), err
	case "unary not":
		v, err := e.args[0].truth(vars)
		return Bool(!v), err
	case "unary -", "unary +":
		return e.sign(vars)
	}
	return e.binary(vars)
}

// lookup returns the value of a name.
func (e *expr) lookup(vars Vars) (Value, error) {
	if v, ok := vars[e.at.text]; ok {
		return v, nil
	}
	if near := nearestOf(e.at.text, vars); near != "" {
		return Value{}, e.at.fail("there is no %s; did you mean %s?", e.at.text, near)
	}
	return Value{}, e.at.fail("there is no %s", e.at.text)
}

// element returns one value of a list. A value that is no list is its own first element,
// so that code for several extruders works with one.
func (e *expr) element(vars Vars) (Value, error) {
	list, err := e.args[0].eval(vars)
	if err != nil {
		return Value{}, err
	}
	index, err := e.args[1].scalar(vars)
	if err != nil {
		return Value{}, err
	}
	if index.kind != kindInt {
		return Value{}, e.at.fail("an index is a whole number, not %q", index.String())
	}
	if list.kind != kindList {
		list = List(list)
	}
	if index.num < 0 || index.num >= float64(len(list.list)) {
		return Value{}, e.at.fail("there is no element %s: the list has %d, counted from 0", index.String(), len(list.list))
	}
	return list.list[int(index.num)], nil
}

// choose returns the value that the condition of a ternary selects.
func (e *expr) choose(vars Vars) (Value, error) {
	yes, err := e.args[0].truth(vars)
	if err != nil {
		return Value{}, err
	}
	if yes {
		return e.args[1].eval(vars)
	}
	return e.args[2].eval(vars)
}

// sign returns a number with the sign that stands before it.
func (e *expr) sign(vars Vars) (Value, error) {
	v, err := e.args[0].scalar(vars)
	if err == nil && !v.isNumber() {
		err = e.at.fail("a number is needed here, not %q", v.String())
	}
	if e.op == "unary -" {
		v.num = 0 - v.num
	}
	return v, err
}

// binary returns what a comparison or an arithmetic operator makes of its two sides.
func (e *expr) binary(vars Vars) (Value, error) {
	a, err := e.args[0].scalar(vars)
	if err != nil {
		return Value{}, err
	}
	b, err := e.args[1].scalar(vars)
	if err != nil {
		return Value{}, err
	}
	switch e.op {
	case "==", "!=", "<", "<=", ">", ">=":
		return e.compare(a, b)
	case "+":
		if a.kind == kindText || b.kind == kindText {
			return Text(a.String() + b.String()), nil
		}
	}
	return e.arithmetic(a, b)
}

// compare returns whether a stands to b as e says. Texts are compared byte by byte.
func (e *expr) compare(a, b Value) (Value, error) {
	var order int
	switch {
	case a.isNumber() && b.isNumber(), a.kind == kindBool && b.kind == kindBool:
		order = cmp.Compare(a.num, b.num)
	case a.kind == kindText && b.kind == kindText:
		order = cmp.Compare(a.text, b.text)
	default:
		return Value{}, e.at.fail("%q and %q cannot be compared: they are not of one kind", a.String(), b.String())
	}
	switch e.op {
	case "==":
		return Bool(order == 0), nil
	case "!=":
		return Bool(order != 0), nil
	case "<":
		return Bool(order < 0), nil
	case "<=":
		return Bool(order <= 0), nil
	case ">":
		return Bool(order > 0), nil
	}
	return Bool(order >= 0), nil
}

// arithmetic returns a number. Two whole numbers give a whole number.
func (e *expr) arithmetic(a, b Value) (Value, error) {
	if !a.isNumber() || !b.isNumber() {
		return Value{}, e.at.fail("%s needs two numbers, not %q and %q", e.op, a.String(), b.String())
	}
	if b.num == 0 && (e.op == "/" || e.op == "%") {
		return Value{}, e.at.fail("division by 0")
	}
	whole := a.kind == kindInt && b.kind == kindInt
	r := operate(e.op, a.num, b.num)
	if whole {
		r = math.Trunc(r)
	}
	return e.finite(r, whole)
}

// operate returns what an arithmetic operator makes of two numbers.
func operate(op string, a, b float64) float64 {
	switch op {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return float64(a * b)
	case "/":
		return a / b
	}
	return math.Mod(a, b)
}

// finite returns r as a number, whole where it can be kept exactly.
func (e *expr) finite(r float64, whole bool) (Value, error) {
	if math.IsNaN(r) || math.IsInf(r, 0) {
		return Value{}, e.at.fail("the result is not a number")
	}
	if whole && math.Abs(r) <= maxInt {
		return Value{kind: kindInt, num: r + 0}, nil
	}
	return Number(r), nil
}
