// Package verify replays a G-code file as the printer would and lists what the printer
// must not be told to do. It works on any slicer's file and shares no code with the
// writer of our own.
package verify

import (
	"io"
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// File checks the file in r.
//
// Errors: those of r. A file that can be read has violations, not an error.
func File(r io.Reader, l Limits) ([]Violation, error) {
	rd, c := gcode.NewReader(r), New(l)
	err := gcode.Play(rd, gcode.NewMemo(gcode.MemoBytes), c)
	for _, f := range rd.Faults() {
		if c.found.room(CodeSyntax) {
			c.found.warn(CodeSyntax, f.Line, f.What)
		}
	}
	return c.Finish(), err
}

// Checker follows a printer through a file.
//
//  1. Memory is constant; no pointer to a command is kept.
//  2. No command makes it panic.
//  3. Constant cost for each command; arcs by the degree.
type Checker struct {
	limits Limits
	bed    area
	found  collection

	at     position
	heat   heater // of the tool in use
	tool   int    // number of the tool in use
	gap    gap    // the last first layer over a gap
	eject  eject  // the last push that cleared the bed
	spool  spool
	layers layers

	standing standing
	objects  [ways]objects

	homed bool
	begun bool // the start code is over
	drawn int  // moves that extruded

	heaters [2]heater  // of the tools, as they were left
	pulled  [2]float64 // mm of their filaments pulled back

	passage passage // that is being read
	heldBy  *Limits // as limits, for what is remembered
}

// New returns a Checker of a printer that was just switched on.
func New(l Limits) *Checker {
	if l.Diameter <= 0 {
		l.Diameter = 1.75
	}
	if l.Flow <= 0 {
		l.Flow = 1
	}
	if l.Tolerance <= 0 {
		l.Tolerance = 0.1
	}
	c := &Checker{limits: l, bed: newArea(l.Bed), heldBy: &l}
	c.found.counts = map[string]int{}
	c.at = newPosition()
	c.spool = newSpool(l.Diameter)
	return c
}

// Command takes the next command of the file.
func (c *Checker) Command(cmd *gcode.Command) {
	c.settings(cmd)
	switch {
	case cmd.Letter == 'G' && cmd.Sub == 0:
		c.motion(cmd)
	case cmd.Letter == 'M':
		c.machine(cmd)
	case cmd.Letter == 'T':
		c.take(cmd.Code)
	case len(cmd.Name) > 0:
		c.macro(cmd)
	case cmd.Comment != nil:
		c.comment(cmd.Line, cmd.Comment)
	}
}

// Deposited returns the volumes extruded after the start code while moving, in mm3, as
// the file asks for them: that of the parts, and that of skirts, brims, supports and
// purges. The flow factor of M221 is not in them: it makes up for a printer's extruder.
func (c *Checker) Deposited() (parts, rest float64) { return c.spool.parts, c.spool.rest }

// Finish ends the file and returns what was found, in the order of lines: the first Kept
// of each kind.
func (c *Checker) Finish() []Violation {
	c.look()
	c.objectsEnd()
	if c.drawn == 0 && c.found.room(CodeNothing) {
		c.found.fail(CodeNothing, 0, say.T("the file prints nothing"))
	}
	want := float64(c.limits.Volume * c.limits.Flow)
	if off := c.spool.parts - want; want > 0 && math.Abs(off) > c.limits.Tolerance*want && c.found.room(CodeVolume) {
		c.found.fail(CodeVolume, 0, say.T("the file deposits %.2f cm3 and the part has %.2f cm3: more than %.0f %% apart",
			c.spool.parts/1000, want/1000, float64(100*c.limits.Tolerance)))
	}
	return c.found.sorted()
}

// machine takes an M command.
func (c *Checker) machine(cmd *gcode.Command) {
	s, hasS := cmd.Get('S')
	r, hasR := cmd.Get('R')
	if !hasS && hasR {
		s, hasS = r, true
	}
	switch cmd.Code {
	case 82, 83:
		c.at.relativeE = cmd.Code == 83
	case 104, 109:
		if other := c.otherTool(cmd); hasS && other != nil {
			other.target, other.hot = s, cmd.Code == 109
			return
		}
		if hasS {
			c.setNozzle(cmd.Line, s)
		}
		if cmd.Code == 109 {
			c.heat.wait()
		}
	case 116:
		c.heat.wait()
	case 140, 190:
		if cmd.Code == 190 && hasR {
			c.bedWait(r)
		}
		if hasS {
			c.setBed(cmd.Line, s)
		}
	case 486:
		c.marlinObject(cmd)
	case 568:
		if hasS {
			c.setNozzle(cmd.Line, s)
		}
	case 200:
		if d, ok := cmd.Get('D'); ok {
			c.spool.volumetric(d)
		}
	case 220:
		c.at.speed = factor(s, hasS, c.at.speed)
	case 221:
		c.spool.flow = factor(s, hasS, c.spool.flow)
	}
}

// factor returns what M220 or M221 with S per cent sets.
func factor(s float64, has bool, old float64) float64 {
	if !has || s <= 0 {
		return old
	}
	return s / 100
}

// modal sets what G20, G21, G90 and G91 set. Only Marlin's G90 and G91 change the mode
// of E.
//
// Source: the firmwares' G-code documents.
func (c *Checker) modal(code int) {
	switch code {
	case 20:
		c.at.unit = 25.4
	case 21:
		c.at.unit = 1
	case 90, 91:
		c.at.relative = code == 91
		if c.limits.Firmware == profiles.Marlin || c.limits.Firmware == "" {
			c.at.relativeE = c.at.relative
		}
	}
}
