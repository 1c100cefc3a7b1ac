package estimate

import (
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/motion"
)

// Marks lie a second apart at first. When there are too many, every second one is
// forgotten and the distance doubled.
const (
	markEvery = 1
	maxMarks  = 1 << 16
)

// Estimator times a stream of commands. It keeps no pointer into them.
type Estimator struct {
	opt   Options
	err   error
	m     *motion.Machine
	clock float64 // s of all that is certain
	est   Estimate

	line     int
	features features
	layers   layers
	bed      heater
	nozzle   heater
	net      float64 // mm of filament pushed, retraction taken off
	marked   float64 // clock of the last mark
	every    float64 // s between marks
}

// New returns an Estimator at the start of a file. Where opt.Limits cannot be planned
// with, Err tells, and common limits are used.
func New(opt Options) *Estimator {
	opt.complete()
	e := &Estimator{opt: opt, every: markEvery, features: newFeatures(), layers: layers{current: -1}}
	e.bed = heater{rate: opt.BedHeatRate, from: opt.Ambient, target: opt.Ambient}
	e.nozzle = heater{rate: opt.NozzleHeatRate, from: opt.Ambient, target: opt.Ambient}
	m, err := motion.New(opt.Firmware, opt.Limits)
	if err != nil {
		e.err = say.Errorf("the printer's limits cannot be used: %v", err)
		m, _ = motion.New(opt.Firmware, commonLimits(opt.Firmware))
	}
	e.m = m
	if opt.Retract != nil {
		m.Retract = *opt.Retract
	}
	m.OnMove, m.OnTime = e.onMove, e.onTime
	e.est.Firmware, e.est.Limits = opt.Firmware, m.Limits()
	return e
}

// Err returns why opt.Limits were not used, or nil.
func (e *Estimator) Err() error { return e.err }

// Command takes the next line of the file.
func (e *Estimator) Command(c *gcode.Command) {
	e.line = c.Line
	switch {
	case c.Letter == 0 && c.Name == nil:
		if len(c.Comment) > 0 {
			e.comment(c.Comment)
		}
	case c.Name != nil:
		e.named(c)
	default:
		e.m.Command(c.Letter, c.Code, c.Has, &c.Val)
		e.wait(c)
	}
}

// named carries out the extended commands that change times.
func (e *Estimator) named(c *gcode.Command) {
	param := func(key string, otherwise float64) float64 {
		if v, ok := c.ParamFloat(key); ok {
			return v
		}
		return otherwise
	}
	switch string(c.Name) {
	case "SET_VELOCITY_LIMIT":
		e.m.SetVelocityLimit(param("VELOCITY", 0), param("ACCEL", 0),
			param("SQUARE_CORNER_VELOCITY", -1), param("MINIMUM_CRUISE_RATIO", -1))
	case "SET_RETRACTION":
		r := &e.m.Retract
		r.Length = math.Max(0, param("RETRACT_LENGTH", r.Length))
		r.Speed = math.Max(1, param("RETRACT_SPEED", r.Speed))
		r.Extra = math.Max(0, param("UNRETRACT_EXTRA_LENGTH", r.Extra))
		r.PrimeSpeed = math.Max(1, param("UNRETRACT_SPEED", r.PrimeSpeed))
	}
}

// wait counts the time of the commands that are no moves.
func (e *Estimator) wait(c *gcode.Command) {
	switch {
	case c.Is('M', 104), c.Is('M', 109):
		e.heat(&e.nozzle, c, c.Code == 109)
	case c.Is('M', 140), c.Is('M', 190):
		e.heat(&e.bed, c, c.Code == 190)
	case c.Is('G', 28):
		e.spend(&e.est.HomingS, e.opt.HomingS)
	case c.Is('G', 29), c.Is('G', 80):
		e.m.Drain()
		e.spend(&e.est.ProbingS, e.opt.ProbingS)
	}
}

func (e *Estimator) heat(h *heater, c *gcode.Command, wait bool) {
	target, ok := c.Get('S')
	if !ok {
		target, ok = c.Get('R')
	}
	if ok {
		h.set(target, e.clock)
	}
	if wait {
		e.spend(&e.est.HeatingS, h.left(e.clock))
	}
}

// spend adds seconds during which the printer does not move.
func (e *Estimator) spend(sum *float64, s float64) {
	*sum += s
	e.clock += s
	e.mark(e.line)
}

// onMove counts the filament of a move and says what it is.
func (e *Estimator) onMove(m *motion.Move) {
	e.net += m.D[motion.E]
	e.est.FilamentMM = math.Max(e.est.FilamentMM, e.net)
	if m.D[motion.E] > 0 && (m.D[motion.X] != 0 || m.D[motion.Y] != 0) {
		e.layers.extrude(m.To[motion.Z])
	}
	m.Tag = tag(e.line, e.layers.current, e.features.of(m))
}

// onTime books the time of a move.
func (e *Estimator) onTime(t uint64, s float64) {
	line, layer, feature := untag(t)
	e.clock += s
	e.est.MotionS += s
	e.features.seconds[feature] += s
	e.layers.book(line, layer, s, e.clock)
	if e.clock-e.marked >= e.every {
		e.mark(line)
	}
}

// mark notes the clock at a line.
func (e *Estimator) mark(line int) {
	e.marked = e.clock
	if n := len(e.est.marks); n > 0 && e.est.marks[n-1].line >= line {
		e.est.marks[n-1].s = e.clock
		return
	}
	e.est.marks = append(e.est.marks, mark{line, e.clock})
	if len(e.est.marks) == maxMarks {
		e.thin()
	}
}

// thin forgets every second mark.
func (e *Estimator) thin() {
	marks := e.est.marks
	for i := range maxMarks / 2 {
		marks[i] = marks[2*i+1]
	}
	e.est.marks = marks[:maxMarks/2]
	e.every *= 2
}

// Finish ends the file and returns what it takes. The Estimator is of no use after it.
func (e *Estimator) Finish() *Estimate {
	e.m.Drain()
	e.mark(e.line)
	est := &e.est
	est.TotalS = est.MotionS + est.HeatingS + est.HomingS + est.ProbingS
	est.ByFeatureS = e.features.byName()
	e.layers.finish()
	est.ByLayerS, est.LayerEndS = e.layers.seconds, e.layers.ends
	est.StartS = e.layers.start
	est.Layers = len(est.ByLayerS)
	r := e.opt.FilamentDiameter / 2
	est.FilamentCM3 = est.FilamentMM * math.Pi * r * r / 1000
	est.FilamentG = est.FilamentCM3 * e.opt.Density
	est.Cost = est.FilamentG / 1000 * e.opt.CostPerKg
	return est
}

// heater is a bed or a nozzle that warms up at a constant rate.
type heater struct {
	rate         float64 // degrees C per second; 0: at once
	from, target float64
	since        float64 // clock
}

// left returns the seconds until the target is reached.
func (h *heater) left(clock float64) float64 {
	if h.rate <= 0 {
		return 0
	}
	return math.Max(0, (h.target-h.from)/h.rate-(clock-h.since))
}

// set changes the target. Cooling takes no time: nothing waits for it.
func (h *heater) set(target, clock float64) {
	now := h.target
	if h.rate > 0 {
		now = math.Min(h.target, h.from+h.rate*(clock-h.since))
	}
	h.from, h.target, h.since = math.Min(now, target), target, clock
}
