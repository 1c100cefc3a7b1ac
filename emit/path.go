package emit

import (
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// bead is a path's extrusion in the file's terms.
type bead struct {
	path  *toolpath.Path
	unit  float64        // units of E per mm3
	fixed float64        // units of E per nm, where the width does not change
	feed  int64          // mm/min asked for
	limit toolpath.Limit // why no more
	cap   float64        // units of E per minute at most; 0: no cap
}

// path writes one stroke of extrusion.
func (e *emitter) path(p *toolpath.Path) {
	if len(p.Points) < 2 {
		return
	}
	e.progress()
	if !e.e.relative && e.e.total > resetAbove {
		e.resetE()
	}
	e.approach(p)
	e.dress(p)
	b := e.bead(p)
	e.extrude(&b)
	e.last, e.lastPose, e.jump = p, e.pose, false
}

// dress writes what changes before a path: its comments, acceleration, corners and fan.
func (e *emitter) dress(p *toolpath.Path) {
	if p.Role != e.role {
		e.role = p.Role
		e.buf = append(append(e.buf, ";TYPE:"...), p.Role.String()...)
		e.end()
	}
	if p.Widths == nil {
		e.say(p.Width)
	}
	e.accelerate(p.Accel, false)
	e.corners(p)
	e.blow(p.Fan)
}

// widthStep is how much, in mm, the width changes before viewers are told.
const widthStep = 0.02

// say tells viewers the line width, mm.
func (e *emitter) say(width float64) {
	if math.Abs(width-e.width) < widthStep && e.width > 0 {
		return
	}
	e.width = width
	e.buf = gcode.AppendNumber(append(e.buf, ";WIDTH:"...), width, 3)
	e.end()
}

// bead returns p's extrusion in this layer, at the speed it asks for.
func (e *emitter) bead(p *toolpath.Path) bead {
	b := bead{path: p, unit: e.unit * e.flow * p.Flow, limit: p.Limit}
	if p.Widths == nil {
		b.fixed = b.unit * toolpath.Section(p.Width, e.height) / geom.Millimetre
	}
	b.feed = perMinute(p.Speed)
	b.cap = leastSet(e.cap, p.Melt*60*e.unit)
	return b
}

// distance returns the length of (x, y). The squares are exact within 2 m.
func distance(x, y int64) float64 { return math.Sqrt(float64(x*x + y*y)) }

// between returns the distance from p to q in nm.
func between(p, q geom.Point) float64 { return distance(q.X-p.X, q.Y-p.Y) }

// units returns the exact extrusion of the segment that ends at point i.
func (b *bead) units(i int, height float64) float64 {
	p := b.path
	d := between(p.Points[i-1], p.Points[i])
	if p.Widths == nil {
		return float64(b.fixed * d)
	}
	s := toolpath.Section((p.Widths[i-1]+p.Widths[i])/2, height)
	return float64(float64(b.unit*s) * d / geom.Millimetre)
}

// extrude writes the moves of b.
func (e *emitter) extrude(b *bead) {
	all := e.segments(b)
	b.settle(all, e.height)
	all = e.arcs(b, all)
	for i := range all {
		s := &all[i]
		e.say(s.width)
		e.count(b, s)
		e.write(s)
	}
}

// stroke writes a move to a place in the plane that pushes n units of filament.
func (e *emitter) stroke(to grid, n, feed int64) {
	e.buf = append(e.buf, "G1"...)
	e.moveTo(to)
	if n != 0 {
		e.word('E', e.e.value(n), 5)
	}
	e.speed(feed)
	e.end()
}

// moveTo appends the words of X and Y that change.
func (e *emitter) moveTo(to grid) {
	if to.x != e.at.x || e.lost {
		e.word('X', to.x, 3)
	}
	if to.y != e.at.y || e.lost {
		e.word('Y', to.y, 3)
	}
	e.at, e.lost = to, false
}

// speed appends the word of F where it changes.
func (e *emitter) speed(feed int64) {
	if feed != e.feed {
		e.word('F', feed, 0)
		e.feed = feed
	}
}
