package verify

import (
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
)

// motion takes a G command.
func (c *Checker) motion(cmd *gcode.Command) {
	switch cmd.Code {
	case 0, 1:
		from := c.at
		c.step(cmd.Line, &from, c.at.take(cmd))
	case 2, 3:
		c.arc(cmd)
	case 10:
		c.retract(cmd)
	case 11:
		c.spool.pulled = 0
	case 20, 21, 90, 91:
		c.modal(cmd.Code)
	case 28:
		c.homed = true
		c.at.home(cmd)
	case 92:
		c.at.set(cmd)
	}
}

// retract takes G10, which in RepRapFirmware also sets a tool's temperatures.
func (c *Checker) retract(cmd *gcode.Command) {
	if _, tool := cmd.Get('P'); tool {
		if s, ok := cmd.Get('S'); ok {
			c.setNozzle(cmd.Line, s)
		}
		return
	}
	c.spool.pulled = 1
}

// step checks a straight move from where the printer was to where it is, with e mm of
// filament pushed.
func (c *Checker) step(line int, from *position, e float64) {
	p, q := from.place(), c.at.place()
	c.reach(line, q)
	c.ejecting(line, from)
	if p == q || e <= 0 {
		c.pass(line, from)
		if e != 0 {
			c.filament(line, from, e)
		}
		return
	}
	c.draw(line, from, e, distance3(from, &c.at))
	c.place(line, p, q, from)
}

// filament takes a move that does not extrude along a way in the plane.
func (c *Checker) filament(line int, from *position, e float64) {
	if e > 0 && from.axis[2] != c.at.axis[2] {
		c.warm(line)
		c.spool.pulled = max(0, c.spool.pulled-e)
		return
	}
	c.alone(line, e)
}

func distance3(a, b *position) float64 {
	x, y, z := b.axis[0]-a.axis[0], b.axis[1]-a.axis[1], b.axis[2]-a.axis[2]
	return math.Sqrt(float64(x*x) + float64(y*y) + float64(z*z))
}

// draw checks a move that extrudes, but for its place in the plane.
func (c *Checker) draw(line int, from *position, e, length float64) {
	c.drawn++
	if c.drawn > startMoves && !c.spool.aside {
		c.begun = true
	}
	if !c.homed {
		c.homed = true // said once
		c.found.room(CodeHome)
		c.found.fail(CodeHome, line, say.T("prints before homing: add G28 to the start code"))
	}
	c.saidAgain(line)
	c.drawnIn(line)
	c.warm(line)
	c.melt(line, e, length)
	c.stacked(line, from)
	if h := c.limits.Height; h > 0 && c.at.axis[2] > h+slack && c.found.room(CodeHigh) {
		c.found.fail(CodeHigh, line, say.T("prints at Z%.3f, above the %g mm that the printer reaches: print fewer levels", c.at.axis[2], h))
	}
}

// reach checks the end of any move.
func (c *Checker) reach(line int, q place) {
	if c.at.known[0] && c.at.known[1] && !c.bed.reaches(q) && c.found.room(CodeTravel) {
		c.found.fail(CodeTravel, line, say.T("moves to X%.3f Y%.3f, more than %d mm outside the bed", q.x, q.y, Overtravel))
	}
	if z := c.at.axis[2]; c.at.known[2] && z < -slack && c.found.room(CodeLow) {
		c.found.fail(CodeLow, line, say.T("moves to Z%.3f, below the bed", z))
	}
}

// place checks where in the plane an extruding move goes. Start codes may prime beside
// the bed.
func (c *Checker) place(line int, p, q place, from *position) {
	if !c.begun || !c.at.known[0] || !c.at.known[1] {
		return
	}
	if !c.bed.holds(q, 0) || c.bed.leaves(p, q) || (from.known[0] && from.known[1] && !c.bed.holds(p, 0)) {
		if c.found.room(CodeOutside) {
			c.found.fail(CodeOutside, line, say.T("prints at X%.3f Y%.3f, outside the bed: move the print or choose a larger printer", q.x, q.y))
		}
		return
	}
	if m := float64(c.limits.Bed.Margin); m > 0 && !c.bed.holds(q, -m) && c.found.room(CodeMargin) {
		c.found.warn(CodeMargin, line, say.T("prints at X%.3f Y%.3f, on the %g mm along the bed's edge that are kept free", q.x, q.y, m))
	}
	if z := c.bed.zone(p, q); z != nil && c.found.room(CodeZone) {
		text := say.T("prints on the way to X%.3f Y%.3f in a zone of the bed that is kept free: move the print", q.x, q.y)
		if z.Reason != "" {
			text = say.T("prints on the way to X%.3f Y%.3f in a zone of the bed that is kept free (%s): move the print", q.x, q.y, z.Reason)
		}
		c.found.fail(CodeZone, line, text)
	}
}
