package verify

import (
	"reflect"
	"slices"

	"github.com/visiere/visiere/gcode"
)

// stance is what the checks of a passage depend on, but for heights and limits.
type stance struct {
	at    position // Z is 0
	heat  heater
	tool  int
	gap   gap
	spool spool // volumes are 0
	homed bool
	named bool
}

// deed is what a passage did that raised nothing, and laid material at one height alone.
type deed struct {
	limits        *Limits
	before, after stance
	fromZ         float64   // mm, in which it began
	heights       []float64 // mm, of its Z words
	z             float64   // mm, in which it laid material
	line          int       // its first

	drawn       int
	parts, rest float64 // mm3
	box         box
	cells       []sixtyFour
	trail       []passed
}

// sixtyFour are cells of the raster, one for each bit, from 64 x word on.
type sixtyFour struct {
	word int32
	bits uint64
}

// Size returns about how many bytes d takes.
func (d *deed) Size() int {
	return 800 + 8*len(d.heights) + 16*len(d.cells) + 64*len(d.trail)
}

// passage is a passage on its way through the checker.
type passage struct {
	on, odd     bool // odd: not to be remembered
	deed        deed
	found       int
	drawn       int
	parts, rest float64 // mm3, before it
	box         box     // of what is printed, before it
}

// stance returns how the checker stands.
func (c *Checker) stance() stance {
	s := stance{c.at, c.heat, c.tool, c.gap, c.spool, c.homed, c.layers.named}
	s.at.axis[2], s.spool.parts, s.spool.rest = 0, 0, 0
	return s
}

// steady reports whether what passages do depends on the stance alone, and on heights: the
// start code is over, no print stands beside that could be hit, none is pushed off, and
// where objects are marked, one is open.
func (c *Checker) steady() bool {
	for i := range c.objects {
		if c.objects[i].used && c.objects[i].open == "" {
			return false
		}
	}
	return c.begun && c.at.known == [3]bool{true, true, true} && c.standing.nozzle == nil && !c.eject.in && c.at.axis[2] >= 0
}

// Begin takes note that p follows. Its volumes are summed by themselves, so that they are
// the same to the last bit wherever it is.
func (c *Checker) Begin(p *gcode.Passage) {
	w := &c.passage
	*w = passage{on: c.steady(), found: c.found.all, drawn: c.drawn, parts: c.spool.parts, rest: c.spool.rest}
	c.spool.parts, c.spool.rest = 0, 0
	if !w.on {
		return
	}
	c.standing.ready(&c.bed)
	w.deed = deed{limits: c.heldBy, before: c.stance(), fromZ: c.at.axis[2], line: p.Line}
	w.box, c.layers.box = c.layers.box, box{}
	c.standing.touched = c.standing.bits
}

// laid notes a move that lays material, of a passage.
func (w *passage) laid(from, to *position, first bool) {
	z := to.axis[2]
	w.odd = w.odd || z != from.axis[2] || !first && z != w.deed.z
	w.deed.z = z
}

// End takes note that p is over, and returns what it did where that is to be remembered.
func (c *Checker) End(p *gcode.Passage) gcode.Effect {
	w, d := &c.passage, &c.passage.deed
	d.parts, d.rest, d.drawn = c.spool.parts, c.spool.rest, c.drawn-w.drawn
	c.spool.parts, c.spool.rest = w.parts+d.parts, w.rest+d.rest
	if !w.on {
		return nil
	}
	w.on = false
	d.box = c.layers.box
	c.layers.box.join(&w.box)
	d.cells = c.standing.take(&d.box)
	if w.odd || d.drawn == 0 || c.found.all != w.found || c.standing.nozzle != nil || c.at.relative {
		return nil
	}
	d.after = c.stance()
	for _, h := range p.Heights {
		d.heights = append(d.heights, h*c.at.unit)
	}
	d.trail = slices.Clone(c.standing.trail)
	out := *d
	return &out
}

// Recall does at once what p did before, where nothing can be wrong with it at its new
// height.
func (c *Checker) Recall(p *gcode.Passage, was gcode.Effect) bool {
	d, ok := was.(*deed)
	if !ok || !c.steady() || !c.heldTo(d.limits) || c.stance() != d.before {
		return false
	}
	up, ok := c.raised(d, p.Heights)
	if !ok {
		return false
	}
	z := up(d.z)
	if h := c.limits.Height; h > 0 && z > h+slack || !c.layers.fits(z) {
		return false
	}
	c.layers.fix(z)
	c.layers.top = z
	c.layers.box.join(&d.box)
	c.standing.ready(&c.bed)
	c.standing.raise(d.cells, z)
	c.standing.trail = append(c.standing.trail[:0], d.trail...)
	for i := range c.standing.trail {
		m := &c.standing.trail[i]
		m.line += p.Line - d.line
		m.from[2], m.to[2] = up(m.from[2]), up(m.to[2])
	}
	at := c.at.axis[2]
	if n := len(p.Z); n > 0 {
		at = p.Heights[p.Z[n-1]] * c.at.unit
	}
	c.become(d, at)
	return true
}

// become puts c into the stance after d, at the height z.
func (c *Checker) become(d *deed, z float64) {
	parts, rest := c.spool.parts+d.parts, c.spool.rest+d.rest
	c.at, c.heat, c.tool, c.gap, c.spool, c.homed = d.after.at, d.after.heat, d.after.tool, d.after.gap, d.after.spool, d.after.homed
	c.at.axis[2], c.spool.parts, c.spool.rest = z, parts, rest
	c.drawn += d.drawn
}

// heldTo reports whether c holds moves to the same limits as l.
func (c *Checker) heldTo(l *Limits) bool {
	if l == c.heldBy {
		return true
	}
	a, b := *l, *c.heldBy
	for _, of := range []*Limits{&a, &b} { // these are of the whole file
		of.Volume, of.Tolerance, of.Objects = 0, 0, 0
	}
	if !reflect.DeepEqual(a, b) {
		return false
	}
	c.heldBy = l
	return true
}

// raised returns what the heights of d are where p has its own, and whether it is the same
// lines that go up, down, or stay.
func (c *Checker) raised(d *deed, heights []float64) (up func(float64) float64, ok bool) {
	for i, h := range heights {
		if (h*c.at.unit == c.at.axis[2]) != (d.heights[i] == d.fromZ) {
			return nil, false
		}
	}
	return func(z float64) float64 {
		if i := slices.Index(d.heights, z); i >= 0 {
			return heights[i] * c.at.unit
		}
		return c.at.axis[2]
	}, true
}
