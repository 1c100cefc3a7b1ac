package emit

import "math"

// counter turns exact amounts of filament into words of E. What rounding leaves is
// carried to the next amount, so errors do not add up.
type counter struct {
	relative bool
	carry    float64 // units not written yet, -0.5 to 0.5
	total    int64   // units since the last reset, absolute mode
}

// take adds units to what is carried and returns the whole units to write.
func (c *counter) take(units float64) int64 {
	c.carry += units
	n := int64(math.Floor(c.carry + 0.5))
	c.carry -= float64(n)
	return n
}

// value returns the number of the word that moves E by n units.
func (c *counter) value(n int64) int64 {
	if c.relative {
		return n
	}
	c.total += n
	return c.total
}

// resetAbove is where an absolute counter starts again: a float32 holds the fifth
// decimal of numbers below 168.
const resetAbove = 100 * extrusion

// resetE sets E to 0 in the printer.
func (e *emitter) resetE() {
	e.line("G92 E0")
	e.e.total = 0
}
