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

// emitter writes a job. What decides how the paths of a layer are written is in its rules,
// its state and the layer's entry, and nowhere else.
type emitter struct {
	out
	rules
	state
	slots Slots
	job   *Job
	set   *profiles.Set
	vars  template.Vars
	memo  *Memo

	around *toolpath.Layer // the skirt and the brim
	poses  []geom.Pose     // of the columns
	sheet  int             // which of the memo's lists of poses that is
	names  []string        // of the columns where they are labelled
	from   int             // of the columns that are being printed
	until  int             // the last of them, plus one
	begun  int             // layers that were begun when they were

	// What is being written.
	printed  int // layers begun
	level    int
	height   float64   // of the layer, mm
	z        int64     // of the layer, micrometres
	gap      bool      // the layer is a frame's first over a gap
	pose     geom.Pose // of the column
	layerFan float64
	laid     Laid      // of the layer
	notes    []note    // where the layer's text is its own
	strokes  []segment // of the path

	tool   int
	second bool    // the second tool's heater is on
	loaded [2]bool // the tools' filament is in their nozzles, pulled back

	layerCode *template.Template // nil: none
	levelCode *template.Template // nil: none
	pauseCode *template.Template // nil: the firmware's own
}

// state is what the printer is after the last line, and what of the way there matters to
// the next path.
type state struct {
	lost     bool // where the nozzle is in the plane is not known
	at       grid
	atZ      int64 // unsaid: to be said again
	feed     int64 // mm/min
	rate     int64 // acceleration, mm/s2
	corner   corner
	fan      int // 0 to 255
	role     toolpath.Role
	width    float64 // of the last ;WIDTH:, mm
	e        counter
	pulled   bool
	elapsed  float64        // seconds of extruding at nominal speed since the last slot
	last     *toolpath.Path // printed before; nil: none
	lastPose geom.Pose
	jump     bool  // the next travel goes to another column, level or from the start code
	over     int64 // how high the next travel goes at least, micrometres
}

// unsaid is a height that is none.
const unsaid = -1

func newEmitter(w io.Writer, j *Job) *emitter {
	r := newRules(j)
	e := &emitter{
		out: newOut(w), rules: r, job: j, set: &j.Set, memo: j.Memo,
		state: state{
			corner: r.ownCorner(),
			fan:    -1,
			role:   toolpath.Roles,
			jump:   true,
			lost:   true,
		},
	}
	e.e.relative = j.Set.Printer.RelativeE
	for _, c := range j.Plate.Columns {
		e.poses = append(e.poses, c.Pose())
	}
	if e.memo == nil {
		e.memo = NewMemo(mostKept)
	}
	e.sheet = e.memo.begin(e.poses)
	e.around = e.memo.first(&toolpath.Layer{Paths: j.Plate.Around})
	e.names = objectNames(j)
	e.vars = newVars(j)
	return e
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
