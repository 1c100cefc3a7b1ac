package estimate

import (
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/motion"
)

// wait counts the time of the numbered commands that are no moves.
func (e *Estimator) wait(c *gcode.Command) {
	switch c.Letter {
	case 'G':
		e.prepare(c)
	case 'T':
		e.tool = c.Code
	case 'M':
		e.waitM(c)
	}
}

func (e *Estimator) waitM(c *gcode.Command) {
	switch c.Code {
	case 104, 109:
		if t, ok := c.Get('T'); !ok || int(t) == e.tool {
			e.heat(&e.nozzle, c, c.Code == 109)
		}
	case 568: // RepRapFirmware
		e.toolTemperature(c)
	case 140, 190:
		e.heat(&e.bed, c, c.Code == 190)
	case 116:
		e.reach(&e.bed, e.bed.target, false)
		e.reach(&e.nozzle, e.nozzle.target, false)
	case 201, 203, 204, 205, 566:
		e.limitLine()
	case 486:
		e.marlinObject(c)
	}
}

// limitLine counts a line that changes limits.
func (e *Estimator) limitLine() {
	if e.passage.on {
		e.passage.limits++
		return
	}
	e.est.LimitLines++
}

// prepare counts homing, probing and wiping. An axis alone takes a third of homing.
func (e *Estimator) prepare(c *gcode.Command) {
	switch c.Code {
	case 10:
		if _, ok := c.Get('P'); ok {
			e.toolTemperature(c)
		}
	case 12:
		e.spend(&e.est.WipeS, e.opt.WipeS)
	case 28:
		e.home(c)
	case 29, 80:
		if e.probes(c) {
			e.probe(e.opt.ProbePoints)
		}
	case 32, 34:
		e.probe(e.opt.LevelPoints)
	}
}

func (e *Estimator) home(c *gcode.Command) {
	n := 0.0
	for _, letter := range [3]byte{'X', 'Y', 'Z'} {
		if _, ok := c.Get(letter); ok {
			n++
		}
	}
	if n == 0 {
		n = 3
	}
	e.spend(&e.est.HomingS, e.opt.HomingS*n/3)
}

func (e *Estimator) probe(points int) {
	e.m.Drain()
	e.spend(&e.est.ProbingS, float64(float64(points)*e.opt.ProbeS))
}

// toolTemperature sets the nozzle's target as RepRapFirmware's G10 P and M568 do.
func (e *Estimator) toolTemperature(c *gcode.Command) {
	if s, ok := c.Get('S'); ok {
		e.aim(&e.nozzle, s)
	}
}

// probes reports whether G29 goes from point to point: it also loads, saves, fills in
// and tilts meshes.
//
// Source: Marlin's documents of G29 for unified levelling; RepRapFirmware's of G29.
func (e *Estimator) probes(c *gcode.Command) bool {
	if c.Code == 80 {
		return true
	}
	if p, ok := c.Get('P'); ok && p != 1 {
		return false
	}
	if s, ok := c.Get('S'); ok && s >= 1 && e.opt.Firmware == motion.RRF {
		return false
	}
	for _, letter := range []byte("ADLG") {
		if _, ok := c.Get(letter); ok {
			return false
		}
	}
	return true
}

// heat sets a target and waits where wait is set: S for heating alone, R for cooling too.
func (e *Estimator) heat(h *heating, c *gcode.Command, wait bool) {
	target, ok := c.Get('S')
	r, cooling := c.Get('R')
	if !ok {
		target, ok = r, cooling
	}
	if ok {
		e.aim(h, target)
	}
	if wait {
		e.reach(h, h.target, cooling)
	}
}

// aim sets a target and notes one that cannot be reached.
func (e *Estimator) aim(h *heating, target float64) {
	h.set(target, e.clock)
	if most := h.Reach(h.ambient); h.Counts() && target > most-unreachable && len(e.est.Notes) < maxNotes {
		e.est.Notes = append(e.est.Notes, say.T("line %d: %.0f C is asked for, and with the power and the loss of the profile it ends at %.0f C", e.line, target, most))
	}
}

// maxNotes bounds how many notes an estimate has.
const maxNotes = 20

// reach waits until a heater is at temp.
func (e *Estimator) reach(h *heating, temp float64, cooling bool) {
	e.m.Drain()
	s := h.left(temp, e.clock, cooling)
	if s > 0 {
		s += e.opt.SettleS
	}
	e.spend(&e.est.HeatingS, min(s, maxWait))
}

// maxWait bounds a wait for a temperature, in s: printers give up long before.
const maxWait = 4 * 3600

// named carries out the extended commands that change times.
func (e *Estimator) named(c *gcode.Command) {
	switch string(c.Name) {
	case "SET_VELOCITY_LIMIT":
		e.limitLine()
		e.m.SetVelocityLimit(param(c, 0, "VELOCITY"), param(c, 0, "ACCEL"),
			param(c, -1, "SQUARE_CORNER_VELOCITY"), param(c, -1, "MINIMUM_CRUISE_RATIO"))
	case "SET_RETRACTION":
		e.setRetraction(c)
	case "TEMPERATURE_WAIT":
		e.temperatureWait(c)
	case "SET_HEATER_TEMPERATURE":
		if h := e.heater(c, "HEATER"); h != nil {
			e.aim(h, param(c, 0, "TARGET"))
		}
	case "BED_MESH_CALIBRATE", "DELTA_CALIBRATE":
		e.probe(e.opt.ProbePoints)
	case "QUAD_GANTRY_LEVEL", "Z_TILT_ADJUST", "SCREWS_TILT_CALCULATE":
		e.probe(e.opt.LevelPoints)
	case "CLEAN_NOZZLE", "NOZZLE_CLEAN", "WIPE_NOZZLE", "NOZZLE_WIPE":
		e.m.Drain()
		e.spend(&e.est.WipeS, e.opt.WipeS)
	case "PRINT_START", "START_PRINT":
		e.startMacro(c)
	case "SET_KINEMATIC_POSITION":
		e.toldPosition(c)
	case "EXCLUDE_OBJECT_START":
		name, _ := c.Param("NAME")
		e.enterObject(name)
	case "EXCLUDE_OBJECT_END":
		e.enterObject(nil)
	}
}

// param returns the first of the keys that c has a number for, or otherwise.
func param(c *gcode.Command, otherwise float64, keys ...string) float64 {
	for _, key := range keys {
		if v, ok := c.ParamFloat(key); ok {
			return v
		}
	}
	return otherwise
}

func (e *Estimator) setRetraction(c *gcode.Command) {
	r := &e.m.Retract
	r.Length = max(0, param(c, r.Length, "RETRACT_LENGTH"))
	r.Speed = max(1, param(c, r.Speed, "RETRACT_SPEED"))
	r.Extra = max(0, param(c, r.Extra, "UNRETRACT_EXTRA_LENGTH"))
	r.PrimeSpeed = max(1, param(c, r.PrimeSpeed, "UNRETRACT_SPEED"))
}

// heater returns the heater that a parameter names, or nil.
func (e *Estimator) heater(c *gcode.Command, key string) *heating {
	switch name, _ := c.Param(key); string(name) {
	case "extruder", "EXTRUDER":
		return &e.nozzle
	case "heater_bed", "HEATER_BED":
		return &e.bed
	}
	return nil
}

// temperatureWait waits for a range: up to its least, or down to its most.
func (e *Estimator) temperatureWait(c *gcode.Command) {
	h := e.heater(c, "SENSOR")
	if h == nil {
		return
	}
	if least := param(c, 0, "MINIMUM"); least > 0 {
		e.reach(h, least, false)
	}
	if most := param(c, 0, "MAXIMUM"); most > 0 && h.at(e.clock) > most {
		e.reach(h, max(most, h.target), true)
	}
}

// startMacro is a macro of the printer's configuration, which the file does not hold: it
// is taken to heat both, to home, and to level where the profile has points for it.
func (e *Estimator) startMacro(c *gcode.Command) {
	e.m.Drain()
	if bed := param(c, 0, "BED", "BED_TEMP", "BED_TEMPERATURE", "TEMP_BED"); bed > 0 {
		e.aim(&e.bed, bed)
	}
	if nozzle := param(c, 0, "EXTRUDER", "EXTRUDER_TEMP", "HOTEND", "HOTEND_TEMP", "NOZZLE", "TEMP_EXTRUDER"); nozzle > 0 {
		e.aim(&e.nozzle, nozzle)
	}
	e.spend(&e.est.HomingS, e.opt.HomingS)
	e.probe(e.opt.LevelPoints)
	e.reach(&e.bed, e.bed.target, false)
	e.reach(&e.nozzle, e.nozzle.target, false)
}

// toldPosition is SET_KINEMATIC_POSITION: as G92, the axes do not move.
func (e *Estimator) toldPosition(c *gcode.Command) {
	var has uint32
	var val [26]float64
	for _, name := range [...]string{"X", "Y", "Z"} {
		if v, ok := c.ParamFloat(name); ok {
			has |= 1 << (name[0] - 'A')
			val[name[0]-'A'] = v
		}
	}
	if has != 0 {
		e.m.Command('G', 92, has, &val)
	}
}
