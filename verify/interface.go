package verify

import (
	"bytes"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
)

// told is what a printer was told that lasts.
type told struct {
	nozzle float64 // degrees C
	flow   float64 // factor of E, M221
	speed  float64 // factor of feed rates, M220
	tool   int
}

// gap is the first layer over a gap between two frames, with all that a file changes for
// it: between the comments INTERFACE_BEGIN and INTERFACE_END.
type gap struct {
	in     bool
	over   bool // ended, and nothing was printed since
	before told
	fan    bool // said since it ended
	accel  bool // likewise
	anyAcc bool // the file sets accelerations
	anyFan bool // the file sets the fan
}

// told returns what the printer was told so far.
func (c *Checker) told() told {
	return told{c.heat.target, c.spool.flow, c.at.speed, c.tool}
}

// interfaceComment takes the comments around the first layer over a gap.
func (c *Checker) interfaceComment(line int, text []byte) {
	switch {
	case bytes.Equal(text, []byte("INTERFACE_BEGIN")):
		c.gap.in, c.gap.over, c.gap.before = true, false, c.told()
	case bytes.Equal(text, []byte("INTERFACE_END")) && c.gap.in:
		c.gap.in, c.gap.over, c.gap.fan, c.gap.accel = false, true, false, false
		c.restored(line)
	}
}

// settings notes commands that set the fan or accelerations.
func (c *Checker) settings(cmd *gcode.Command) {
	switch {
	case cmd.Letter == 'M' && (cmd.Code == 106 || cmd.Code == 107):
		c.gap.fan, c.gap.anyFan = true, true
	case cmd.Letter == 'M' && cmd.Code == 204, bytes.Equal(cmd.Name, []byte("SET_VELOCITY_LIMIT")):
		c.gap.accel, c.gap.anyAcc = true, true
	}
}

// restored checks, at the end of an interface, that the printer is as it was before: the
// nozzle's temperature, flow and speed factors and the tool.
func (c *Checker) restored(line int) {
	was, is := c.gap.before, c.told()
	switch {
	case was == is:
	case was.tool != is.tool:
		c.unrestored(line, say.T("goes on with tool %d after an interface of the stack, it was tool %d before", is.tool, was.tool))
	case was.nozzle != is.nozzle:
		c.unrestored(line, say.T("goes on at %g C after an interface of the stack, it was at %g C before", is.nozzle, was.nozzle))
	default:
		c.unrestored(line, say.T("goes on with another flow (M221) or speed (M220) after an interface of the stack"))
	}
}

// saidAgain checks, at the first move that extrudes after an interface, that fan and
// acceleration were said again, in files that set them.
func (c *Checker) saidAgain(line int) {
	if !c.gap.over {
		return
	}
	c.gap.over = false
	switch {
	case c.gap.anyFan && !c.gap.fan:
		c.unrestored(line, say.T("does not set the fan again after an interface of the stack"))
	case c.gap.anyAcc && !c.gap.accel:
		c.unrestored(line, say.T("does not set the acceleration again after an interface of the stack"))
	}
}

// unrestored notes what an interface leaves changed.
func (c *Checker) unrestored(line int, t say.Text) {
	if c.found.room(CodeRestore) {
		c.found.fail(CodeRestore, line, t)
	}
}

// lowest returns the least temperature to print at now, degrees C.
func (c *Checker) lowest() float64 {
	if low := c.limits.MinInterface; c.gap.in && low > 0 {
		return min(low, c.limits.MinNozzle)
	}
	return c.limits.MinNozzle
}

// otherTool returns the heater of the tool that cmd names, nil where it is that of the tool
// in use, or where all tools share one.
func (c *Checker) otherTool(cmd *gcode.Command) *heater {
	t, ok := cmd.Get('T')
	if tool := int(t); ok && tool != c.tool && tool >= 0 && tool < min(c.limits.Extruders, len(c.heaters)) {
		return &c.heaters[tool]
	}
	return nil
}

// take takes a tool, where the printer has several: each has a heater and a filament of
// its own.
func (c *Checker) take(tool int) {
	if c.limits.Extruders < 2 {
		c.spool.pulled = 0
		return
	}
	if tool == c.tool || tool < 0 || tool >= c.limits.Extruders || tool >= len(c.heaters) {
		return
	}
	c.heaters[c.tool], c.pulled[c.tool] = c.heat, c.spool.pulled
	c.tool, c.heat, c.spool.pulled = tool, c.heaters[tool], c.pulled[tool]
}
