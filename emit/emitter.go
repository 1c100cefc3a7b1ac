package emit

import (
	"io"
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/template"
	"github.com/visiere/visiere/toolpath"
)

// The file's units.
const (
	microns   = 1e3 // coordinates per mm
	extrusion = 1e5 // units of E per mm
	nmPerUnit = geom.Millimetre / microns
)

// grid is a place in the file's unit, the micrometre.
type grid struct{ x, y int64 }

// emitter writes a job; its state is the printer's after the last line.
type emitter struct {
	out
	slots Slots
	job   *Job
	set   *profiles.Set
	vars  template.Vars

	// What the profiles say, in the file's terms.
	unit   float64 // units of E per mm3, the filament's flow apart
	flow   float64 // the filament's multiplier
	cap    float64 // units of E per minute that the hotend melts; 0: no cap
	pull   pull
	travel int64 // mm/min
	lift   int64 // mm/min along Z
	axes   axes
	arcTol float64 // micrometres from curves to arcs; 0: no arcs

	poses []geom.Pose // of the columns
	names []string    // of the columns where they are labelled
	from  int         // of the columns that are being printed
	until int         // the last of them, plus one
	begun int         // layers that were begun when they were

	// What is being written.
	printed int // layers begun
	level   int
	height  float64   // of the layer, mm
	z       int64     // of the layer, micrometres
	gap     bool      // the layer is a frame's first over a gap
	pose    geom.Pose // of the column
	jump    bool      // the next travel goes to another column, level or from the start code
	over    int64     // how high the next travel goes at least, micrometres

	// The printer.
	lost     bool // where the nozzle is in the plane is not known
	at       grid
	atZ      int64
	feed     int64 // mm/min
	rate     int64 // acceleration, mm/s2
	corner   corner
	fan      int // 0 to 255
	layerFan float64
	role     toolpath.Role
	width    float64 // of the last ;WIDTH:, mm
	e        counter
	pulled   bool
	tool     int
	second   bool    // the second tool's heater is on
	loaded   [2]bool // the tools' filament is in their nozzles, pulled back
	elapsed  float64 // seconds of extruding at nominal speed since the last slot

	strokes []segment // of the path being written

	layerCode *template.Template // nil: none
	levelCode *template.Template // nil: none
	pauseCode *template.Template // nil: the firmware's own
	last      *toolpath.Path     // printed before; nil: none
	lastPose  geom.Pose
}

func newEmitter(w io.Writer, j *Job) *emitter {
	set := &j.Set
	d := float64(set.Filament.Diameter)
	area := math.Pi / 4 * d * d
	e := &emitter{
		out: newOut(w), job: j, set: set,
		unit:   extrusion / area,
		flow:   orOne(float64(set.Filament.Flow)),
		cap:    leastSet(float64(set.Printer.MaxFlow), float64(set.Filament.MaxFlow)) * 60 * extrusion / area,
		pull:   newPull(set),
		travel: perMinute(float64(set.Process.TravelSpeed)),
		lift:   perMinute(liftSpeed(set)),
		axes:   newAxes(&set.Printer),
		arcTol: float64(set.Printer.ArcTolerance) * microns,
		corner: ownCorner(&set.Printer),
		fan:    -1,
		role:   toolpath.Roles,
		jump:   true,
		lost:   true,
	}
	e.e.relative = set.Printer.RelativeE
	for _, c := range j.Plate.Columns {
		e.poses = append(e.poses, c.Pose())
	}
	e.names = objectNames(j)
	e.vars = newVars(j)
	return e
}

// liftSpeed returns the speed along Z, mm/s.
func liftSpeed(set *profiles.Set) float64 {
	v := leastSet(float64(set.Process.TravelSpeedZ), float64(set.Printer.Limits.SpeedZ))
	if v == 0 {
		return float64(set.Process.TravelSpeed)
	}
	return v
}

// leastSet returns the lesser of a and b, where 0 means none.
func leastSet(a, b float64) float64 {
	if a > 0 && (b <= 0 || a < b) {
		return a
	}
	return max(b, 0)
}

// orOne returns v, or 1 where it is not set.
func orOne(v float64) float64 {
	if v <= 0 {
		return 1
	}
	return v
}

// perMinute returns mm/s in whole mm/min, rounded down, at least 1. The share of a unit
// that is added keeps 20 mm/s times 60 from becoming 1199.
func perMinute(speed float64) int64 {
	return max(1, int64(float64(speed*60)+1e-6))
}

// onGrid returns the place of a frame's point in the file.
func (e *emitter) onGrid(p geom.Point) grid {
	p = e.pose.Place(p)
	return grid{toGrid(p.X), toGrid(p.Y)}
}

// toGrid rounds nanometres to the file's unit, halves up.
func toGrid(nm int64) int64 {
	n := nm + nmPerUnit/2
	q := n / nmPerUnit
	if n < 0 && q*nmPerUnit != n {
		q--
	}
	return q
}

// micrometres rounds mm to the file's unit.
func micrometres(mm float64) int64 { return int64(math.Round(mm * microns)) }
