package template

// Vars are the values that a template may name.
type Vars map[string]Value

// Value is a number, a text, a truth or a list of these.
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
	kindFloat
	kindText
	kindBool
	kindList
)
