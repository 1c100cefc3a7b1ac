package verify

import (
	"bytes"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
)

// heater is the nozzle's.
type heater struct {
	target float64 // degrees C
	hot    bool    // target was waited for, or the printer heats by a macro
	cool   bool    // that target is below the filament's range was said
}

// wait takes a command that waits for the target.
func (h *heater) wait() { h.hot = h.target > 0 }

// setNozzle takes a new target for the nozzle.
func (c *Checker) setNozzle(line int, temp float64) {
	if temp != c.heat.target {
		c.heat.cool = false
	}
	c.heat.target = temp
	if temp <= 0 {
		c.heat.hot = false
	}
	if limit := c.limits.MaxNozzle; limit > 0 && temp > limit && c.found.room(CodeHot) {
		c.found.fail(CodeHot, line, say.T("sets the nozzle to %g C, above the %g C that filament and hotend allow", temp, limit))
	}
}

// setBed takes a new target for the bed.
func (c *Checker) setBed(line int, temp float64) {
	if limit := c.limits.MaxBed; limit > 0 && temp > limit && c.found.room(CodeHotBed) {
		c.found.fail(CodeHotBed, line, say.T("sets the bed to %g C, above the %g C that filament and bed allow", temp, limit))
	}
}

// warm checks that the nozzle may be pushed through.
func (c *Checker) warm(line int) {
	if !c.heat.hot {
		if c.found.room(CodeCold) {
			c.found.fail(CodeCold, line, say.T("pushes filament through a cold nozzle: set its temperature and wait for it with M109 before"))
		}
		return
	}
	low := c.lowest()
	if c.tool == 0 && c.heat.target > 0 && c.heat.target < low && !c.heat.cool {
		c.heat.cool = true
		if c.found.room(CodeCool) {
			c.found.fail(CodeCool, line, say.T("prints at %g C, below the filament's lowest, %g C", c.heat.target, low))
		}
	}
}

// The parameters by which macros that start a print take temperatures. Source: the
// macros that printer makers and Klipper's community publish.
var (
	nozzleParams = []string{"EXTRUDER", "EXTRUDER_TEMP", "HOTEND", "HOTEND_TEMP", "NOZZLE", "NOZZLE_TEMP", "TOOL_TEMP", "TEMP"}
	bedParams    = []string{"BED", "BED_TEMP"}
)

// macro takes an extended command. One that starts the print is taken to home and heat.
func (c *Checker) macro(cmd *gcode.Command) {
	switch {
	case bytes.Equal(cmd.Name, []byte("SET_HEATER_TEMPERATURE")):
		c.setHeater(cmd)
	case bytes.Equal(cmd.Name, []byte("TEMPERATURE_WAIT")):
		c.temperatureWait(cmd)
	case bytes.HasPrefix(cmd.Name, []byte("EXCLUDE_OBJECT")):
		c.klipperObject(cmd)
	case bytes.Equal(cmd.Name, []byte("SET_KINEMATIC_POSITION")):
		c.at.told(cmd)
	case bytes.Contains(cmd.Name, []byte("START")):
		c.startMacro(cmd)
	}
}

// setHeater takes Klipper's SET_HEATER_TEMPERATURE.
func (c *Checker) setHeater(cmd *gcode.Command) {
	temp, _ := cmd.ParamFloat("TARGET")
	heater, _ := cmd.Param("HEATER")
	switch {
	case bytes.HasPrefix(heater, []byte("extruder")):
		c.setNozzle(cmd.Line, temp)
	case bytes.Equal(heater, []byte("heater_bed")):
		c.setBed(cmd.Line, temp)
	}
}

// startMacro takes a macro such as PRINT_START.
func (c *Checker) startMacro(cmd *gcode.Command) {
	c.homed, c.heat.hot = true, true
	c.at.known = [3]bool{}
	for _, name := range nozzleParams {
		if temp, ok := cmd.ParamFloat(name); ok {
			c.setNozzle(cmd.Line, temp)
			break
		}
	}
	for _, name := range bedParams {
		if temp, ok := cmd.ParamFloat(name); ok {
			c.setBed(cmd.Line, temp)
			break
		}
	}
}
