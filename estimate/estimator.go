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
	tool     int // chosen by T
	features features
	layers   layers
	parts    parts
	places   ring
	pace     pace
	bed      heating
	nozzle   heating
	net      float64 // mm of filament pushed, retraction taken off
	marked   float64 // clock of the last mark
	every    float64 // s between marks
	passage  passage // that is being read
}

// New returns an Estimator at the start of a file. Where opt.Limits cannot be planned
// with, Err tells, and common limits are used.
func New(opt Options) *Estimator {
	opt.complete()
	e := &Estimator{opt: opt, every: markEvery, features: newFeatures(), layers: layers{current: -1}, parts: newParts()}
	e.bed, e.nozzle = newHeating(opt.Bed, opt.Ambient), newHeating(opt.Nozzle, opt.Ambient)
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
	e.est.Firmware, e.est.Limits, e.est.LimitsFrom = opt.Firmware, m.Limits(), opt.LimitsFrom
	e.spend(&e.est.OverheadS, opt.OverheadS)
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

// spend adds seconds during which the printer does not move.
func (e *Estimator) spend(sum *float64, s float64) {
	*sum += s
	e.clock += s
	e.mark(e.line)
}

// onMove counts the filament of a move and says what it is.
func (e *Estimator) onMove(m *motion.Move) {
	lays := m.D[motion.E] > 0 && (m.D[motion.X] != 0 || m.D[motion.Y] != 0)
	if lays {
		e.layers.extrude(m.To[motion.Z])
	}
	f := e.features.of(m)
	m.Tag = tag(e.line, e.places.add(e.place()), f)
	if m.Dwell > 0 {
		return
	}
	d := length(m)
	if speed := e.m.Cruise(m, d); e.passage.on {
		e.passage.move(m, d, speed, f, &e.features, lays)
	} else {
		e.move(m, d, speed, f, lays)
	}
}

// place returns where in the file a move belongs now.
func (e *Estimator) place() place {
	return place{int32(e.layers.current), int32(e.parts.object), int32(e.parts.level)}
}

// move counts what a move that is in no passage adds before it is timed, as tally's does.
func (e *Estimator) move(m *motion.Move, d, speed float64, feature int, lays bool) {
	de := m.D[motion.E]
	e.net += de
	e.est.FilamentMM = max(e.est.FilamentMM, e.net)
	e.pace.move(d, m.Feed, speed)
	if lays {
		e.parts.push(de)
		e.layers.lay(de, de/d*speed)
		e.pace.lay(e.layers.current, feature, d, d/speed)
	}
}

// onTime books the time of a move.
func (e *Estimator) onTime(t uint64, s float64) {
	line, i, feature := untag(t)
	if e.passage.on {
		if line >= e.passage.line {
			e.passage.time(line, feature, &e.features, s, e.passage.every)
			return
		}
		e.passage.waited = append(e.passage.waited, s)
	}
	at := e.places.places[i]
	lays := feature >= start
	laying := 0.0
	if lays {
		laying = s
	}
	e.clock += s
	e.est.MotionS += s
	e.features.seconds[feature] += s
	e.layers.book(line, int(at.layer), s, laying, e.clock)
	e.parts.book(int(at.object), int(at.level), s, e.clock, lays)
	if e.clock-e.marked >= e.every {
		e.mark(line)
	}
}

// mark notes the clock at a line.
func (e *Estimator) mark(line int) { e.markAt(line, e.clock) }

// markAt notes that the clock stood at s when a line had been carried out.
func (e *Estimator) markAt(line int, s float64) {
	e.marked = s
	if n := len(e.est.marks); n > 0 && e.est.marks[n-1].line >= line {
		e.est.marks[n-1].s = s
		return
	}
	e.est.marks = append(e.est.marks, mark{line, s})
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
	est.TotalS = est.MotionS + est.HeatingS + est.HomingS + est.ProbingS + est.WipeS + est.OverheadS
	if e.bed.peak > 0 && e.bed.Counts() {
		est.CooldownS = e.bed.CoolDown(e.bed.at(e.clock), e.opt.Release, e.opt.Ambient)
	}
	est.OccupiedS = est.TotalS + est.CooldownS
	est.BedC, est.NozzleC = e.bed.peak, e.nozzle.peak
	est.ByFeatureS, est.LiftS = e.features.byName(), e.features.seconds[lift]
	e.layers.finish()
	est.ByLayerS, est.LayerEndS = e.layers.seconds, e.layers.ends
	est.StartS = e.layers.start
	est.Layers = len(est.ByLayerS)
	e.parts.finish()
	est.ByObject, est.ByLevel = e.parts.objects, e.parts.levels
	est.LostS = e.losses()
	e.filament(est)
	return est
}

// filament reckons what the filament that was pushed is.
func (e *Estimator) filament(est *Estimate) {
	r := e.opt.FilamentDiameter / 2
	area := math.Pi * r * r
	est.LayerFlow, est.LayerPeakFlow = e.layers.flow(area)
	est.FilamentMM *= e.opt.FlowFactor
	est.FilamentCM3 = est.FilamentMM * area / 1000
	est.FilamentG = est.FilamentCM3 * e.opt.Density
	est.Cost = est.FilamentG / 1000 * e.opt.CostPerKg
}
