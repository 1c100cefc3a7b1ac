package emit

import (
	"math"
	"math/bits"

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
	whole int64          // mm/min for all segments but short ones; 0: each has its own
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
	if b.cap > 0 && p.Widths == nil {
		b.whole = e.melt(&b)
	}
	e.extrude(&b)
	e.last, e.lastPose, e.jump = p, e.pose, false
}

// dress writes what changes before a path: its comments, acceleration and fan.
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
	speed := p.Speed
	if e.gap {
		b.unit *= orOne(float64(e.set.Interface.Flow))
		if over := float64(e.set.Interface.Speed); over > 0 && over < speed {
			speed, b.limit = over, toolpath.LimitInterface
		}
	}
	if p.Widths == nil {
		b.fixed = b.unit * toolpath.Section(p.Width, e.height) / geom.Millimetre
	}
	b.feed = perMinute(speed)
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

// slowest is how much of a path's speed is given up for the worst of its segments. What
// is worse still gets a speed of its own.
const slowest = 0.98

// melt returns the feed at which all of b but single short segments are within the flow
// cap as written. It runs through b as extrude does.
func (e *emitter) melt(b *bead) int64 {
	c, at, feed := e.e, e.at, e.capOf(b)
	least := int64(float64(feed) * slowest)
	for i := 1; i < len(b.path.Points); i++ {
		c.carry += b.units(i, e.height)
		to := e.onGrid(b.path.Points[i])
		if to == at {
			continue
		}
		feed = min(feed, max(least, b.capped(c.take(0), at, to)))
		at = to
	}
	return max(feed, 1)
}

// capOf returns the feed at which b's mean extrusion is at the cap, or b's own where
// that is less.
func (e *emitter) capOf(b *bead) int64 {
	perMM := b.mean(e.height) * geom.Millimetre
	if float64(b.feed)*perMM <= b.cap {
		return b.feed
	}
	return int64(b.cap / perMM)
}

// mean returns the units of E per nm of all of b.
func (b *bead) mean(height float64) float64 {
	if b.path.Widths == nil {
		return b.fixed
	}
	var units, length float64
	for i := 1; i < len(b.path.Points); i++ {
		units += b.units(i, height)
		length += between(b.path.Points[i-1], b.path.Points[i])
	}
	if length == 0 {
		return 0
	}
	return units / length
}

// capped returns the highest feed, mm/min, at which n units on the way between two places
// are within the cap.
func (b *bead) capped(n int64, from, to grid) int64 {
	if n <= 0 {
		return math.MaxInt64
	}
	return int64(float64(b.cap*distance(to.x-from.x, to.y-from.y)) / (microns * float64(n)))
}

// follow returns the feed at which the width at the segment that ends at point i is at
// the cap, or b's own where that is less, rounded down to one of few numbers so that
// what hardly changes is not written again.
func (b *bead) follow(i int, height float64) int64 {
	p := b.path
	perMM := float64(b.unit * toolpath.Section((p.Widths[i-1]+p.Widths[i])/2, height))
	if float64(b.feed)*perMM <= b.cap {
		return b.feed
	}
	feed := int64(b.cap / perMM)
	return feed &^ (1<<max(0, bits.Len64(uint64(feed))-feedBits) - 1)
}

// feedBits is how many binary digits of the feed of a bead of varying width are kept:
// it is at most 0.8 % below the cap.
const feedBits = 8

// extrude writes the moves of b. Segments that end where the last one did are written
// with the next.
func (e *emitter) extrude(b *bead) {
	p := b.path
	for i := 1; i < len(p.Points); i++ {
		e.e.carry += b.units(i, e.height)
		to := e.onGrid(p.Points[i])
		if to == e.at {
			continue
		}
		if p.Widths != nil {
			e.say((p.Widths[i-1] + p.Widths[i]) / 2)
		}
		n, feed := e.e.take(0), b.feed
		switch {
		case b.whole > 0:
			feed = b.whole
		case b.cap > 0:
			feed = b.follow(i, e.height)
		}
		if b.cap > 0 {
			feed = max(1, min(feed, b.capped(n, e.at, to)))
		}
		e.laid(b, to, n, feed)
		e.stroke(to, n, feed)
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
