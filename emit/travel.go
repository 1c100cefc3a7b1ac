package emit

import (
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// wipeSpeed is the share of the travel speed at which the nozzle wipes.
const wipeSpeed = 0.8

// pull is how the filament is pulled back, in the file's terms.
type pull struct {
	length   int64 // units of E; 0: never
	before   int64 // of length, pulled before the wipe
	feed     int64 // mm/min of E
	prime    int64 // mm/min of E
	hop      int64 // micrometres
	wipe     bool
	wipeFeed int64 // mm/min in the plane
	firmware bool
}

func newPull(set *profiles.Set) pull {
	r, f := &set.Printer.Retract, &set.Filament
	length, speed, hop := r.Length, r.Speed, r.Hop
	if f.RetractLength != nil {
		length = *f.RetractLength
	}
	if f.RetractSpeed != nil {
		speed = *f.RetractSpeed
	}
	if f.RetractHop != nil {
		hop = *f.RetractHop
	}
	prime := r.PrimeSpeed
	if prime <= 0 {
		prime = speed
	}
	n := int64(math.Round(float64(length) * extrusion))
	return pull{
		length: n, before: int64(math.Round(float64(n) * float64(r.WipeShare))),
		feed: perMinute(float64(speed)), prime: perMinute(float64(prime)),
		hop: micrometres(float64(hop)), firmware: r.Firmware, wipe: r.Wipe,
		wipeFeed: perMinute(float64(set.Process.TravelSpeed) * wipeSpeed),
	}
}

// approach travels to the start of p and primes the nozzle. Where e.jump is set, p's own
// travel is not for where the nozzle is: it goes straight, pulled back and lifted.
func (e *emitter) approach(p *toolpath.Path) {
	start := e.onGrid(p.Points[0])
	if start == e.at && e.atZ == e.z && !e.jump && !e.pulled {
		return
	}
	top := e.z
	if e.jump || p.Travel.Retract {
		e.retract()
		if e.jump || p.Travel.Hop {
			top += e.pull.hop
		}
		e.accelerate(float64(e.limits.AccelTravel), true)
	}
	e.raise(max(top, e.over))
	e.over = 0
	if !e.jump {
		for _, v := range p.Travel.Via {
			e.goTo(e.onGrid(v))
		}
	}
	e.goTo(start)
	e.raise(e.z)
	e.prime()
}

// goTo travels in the plane.
func (e *emitter) goTo(to grid) {
	if to != e.at || e.lost {
		e.stroke(to, 0, e.travel)
	}
}

// raise travels along Z.
func (e *emitter) raise(z int64) {
	if z == e.atZ {
		return
	}
	e.buf = append(e.buf, "G1 Z"...)
	n := note{from: len(e.buf), lines: e.lines, above: z - e.z}
	e.buf = gcode.AppendFixed(e.buf, z, 3)
	n.past = len(e.buf)
	e.notes = append(e.notes, n)
	e.speed(e.lift)
	e.end()
	e.atZ = z
}

// retract pulls the filament back, moving back along the last path meanwhile where the
// printer wipes.
func (e *emitter) retract() {
	if e.pulled || e.pull.length == 0 {
		return
	}
	e.pulled = true
	left := e.pull.length
	if e.pull.wipe && e.last != nil {
		left = e.wipe()
	}
	if e.pull.firmware {
		e.line("G10")
		return
	}
	e.feedE(-left, e.pull.feed)
}

// prime pushes the filament again.
func (e *emitter) prime() {
	if !e.pulled {
		return
	}
	e.pulled = false
	if e.pull.firmware {
		e.line("G11")
		return
	}
	e.feedE(e.pull.length, e.pull.prime)
}

// feedE moves the filament alone by n units.
func (e *emitter) feedE(n, feed int64) {
	if n == 0 {
		return
	}
	e.buf = append(e.buf, "G1"...)
	e.word('E', e.e.value(n), 5)
	e.speed(feed)
	e.end()
}

// wipe pulls a first share of the filament where the nozzle stands, the rest while it
// moves along the path just printed: on along a loop, back along an open path. It
// returns how many units are still to be pulled where the path is too short.
func (e *emitter) wipe() int64 {
	left := e.pull.length
	if !e.pull.firmware {
		e.feedE(-e.pull.before, e.pull.feed)
		left -= e.pull.before
	}
	way := float64(float64(left) / extrusion * float64(e.pull.wipeFeed) / float64(e.pull.feed) * geom.Millimetre)
	e.line(";WIPE_START")
	walked, drawn := 0.0, int64(0)
	for i := 1; i < len(e.last.Points) && walked < way; i++ {
		a, b := e.back(i-1), e.back(i)
		d := a.Dist(b)
		if walked+d > way {
			b = a.Lerp(b, (way-walked)/d)
			d = way - walked
		}
		walked += d
		drawn += e.wipeTo(b, int64(math.Round(float64(left)*walked/way))-drawn)
	}
	e.line(";WIPE_END")
	return left - drawn
}

// wipeTo moves to b and pulls n units meanwhile. It returns what it pulled.
func (e *emitter) wipeTo(b geom.Point, n int64) int64 {
	b = e.lastPose.Place(b)
	to := grid{toGrid(b.X), toGrid(b.Y)}
	if to == e.at {
		return 0
	}
	if e.pull.firmware {
		n = 0
	}
	e.stroke(to, -n, e.pull.wipeFeed)
	return n
}

// back returns the i-th point of the wipe's way along the last path.
func (e *emitter) back(i int) geom.Point {
	pts := e.last.Points
	if e.last.Closed() {
		return pts[i]
	}
	return pts[len(pts)-1-i]
}
