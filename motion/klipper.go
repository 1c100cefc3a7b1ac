package motion

import "math"

// Constants of Klipper's look-ahead.
const (
	cornerE      = 1.0     // mm/s that E may jump: instantaneous_corner_velocity
	flushTime    = 0.15    // s of moves between two looks
	klipperQueue = 1 << 15 // moves at most that wait; Klipper has no bound
	tinyMove     = 1e-9    // mm: shorter moves are of E alone
)

// klipperMove is a move in Klipper's queue. V2 are squares of velocities.
type klipperMove struct {
	d, accel  float64
	u         [3]float64 // direction
	e         float64    // mm of E per mm
	travels   bool       // false: E alone
	tag       uint64
	jd        float64 // junction deviation
	cruiseV2  float64 // highest
	deltaV2   float64 // most that the move can change V2
	smoothV2  float64 // most that minimum_cruise_ratio lets it change
	maxStart  float64 // highest V2 at the start
	maxSmooth float64 // highest of the second pass
	start     float64 // planned
	cruise    float64
	end       float64
}

// klipperPlan is Klipper's look-ahead.
//
// Source: Klipper's document Kinematics.md, sections "Look-ahead", "Smoothed look-ahead".
type klipperPlan struct {
	done  func(uint64, float64)
	lim   *Limits
	jd    float64
	queue []klipperMove
	wait  float64 // s of moves before the next look
	least int     // moves before the next look
}

func newKlipper(done func(uint64, float64)) *klipperPlan {
	return &klipperPlan{done: done, wait: flushTime}
}

// limits takes new limits over. The extruder's were fixed when the printer started.
func (k *klipperPlan) limits(l *Limits) {
	k.lim = l
	k.jd = l.SquareCornerVelocity * l.SquareCornerVelocity * (math.Sqrt2 - 1) / l.Accel
}

func (k *klipperPlan) drain() { k.flush(false) }

// place does nothing: moves tell their length themselves.
func (k *klipperPlan) place(int, float64) {}

func (k *klipperPlan) add(m *Move) {
	if m.Dwell > 0 {
		k.done(m.Tag, m.Dwell)
		return
	}
	k.queue = append(k.queue, k.newMove(m))
	n := len(k.queue)
	cur := &k.queue[n-1]
	if n > 1 {
		cur.join(&k.queue[n-2])
	}
	k.wait -= cur.d / math.Sqrt(cur.cruiseV2)
	if n >= klipperQueue {
		k.flush(false)
	} else if k.wait <= 0 && n >= k.least {
		k.flush(true)
	}
}

func (k *klipperPlan) newMove(m *Move) klipperMove {
	c := klipperMove{tag: m.Tag, jd: k.jd, travels: true, accel: k.lim.Accel}
	c.d = math.Sqrt(float64(m.D[X]*m.D[X]) + float64(m.D[Y]*m.D[Y]) + float64(m.D[Z]*m.D[Z]))
	v := min(m.Feed, k.lim.MaxVelocity)
	if c.d < tinyMove {
		c.d, c.travels, c.accel, v = max(math.Abs(m.D[E]), 1e-12), false, 1e8, m.Feed
	} else {
		c.u = [3]float64{m.D[X] / c.d, m.D[Y] / c.d, m.D[Z] / c.d}
	}
	c.e = m.D[E] / c.d
	c.cruiseV2 = v * v
	c.deltaV2 = 2 * c.d * c.accel
	c.smoothV2 = 2 * c.d * k.lim.Accel * (1 - k.lim.MinimumCruiseRatio)
	if z := math.Abs(c.u[Z]); z > 0 {
		c.cap(k.lim.MaxZVelocity/z, k.lim.MaxZAccel/z)
	}
	if c.e < 0 || c.e > 0 && m.D[X] == 0 && m.D[Y] == 0 {
		e := math.Abs(c.e)
		c.cap(k.lim.MaxEVelocity/e, k.lim.MaxEAccel/e)
	}
	return c
}

// cap lowers the velocity and the acceleration.
func (c *klipperMove) cap(v, accel float64) {
	c.cruiseV2 = min(c.cruiseV2, v*v)
	c.accel = min(c.accel, accel)
	c.deltaV2 = 2 * c.d * c.accel
	c.smoothV2 = min(c.smoothV2, c.deltaV2)
}

// join sets the highest speed at the corner of prev and c.
func (c *klipperMove) join(prev *klipperMove) {
	if !c.travels || !prev.travels {
		return
	}
	v2 := min(c.cruiseV2, prev.cruiseV2)
	v2 = min(v2, prev.maxStart+prev.deltaV2)
	if de := c.e - prev.e; de != 0 {
		v2 = min(v2, cornerE*cornerE/(de*de))
	}
	cos := -(float64(c.u[X]*prev.u[X]) + float64(c.u[Y]*prev.u[Y]) + float64(c.u[Z]*prev.u[Z]))
	sinHalf := math.Sqrt(max(0, 0.5*(1-cos)))
	cosHalf := math.Sqrt(max(0, 0.5*(1+cos)))
	if sinHalf < 1 && cosHalf > 0 {
		r := sinHalf / (1 - sinHalf)
		v2 = min(v2, min(r*c.jd*c.accel, r*prev.jd*prev.accel))
		v2 = min(v2, min(c.deltaV2, prev.deltaV2)*0.25*sinHalf/cosHalf)
	}
	c.maxStart = v2
	c.maxSmooth = min(v2, prev.maxSmooth+prev.smoothV2)
}

// flush plans the queue from its end, where the printer stops, and times the moves that
// are certain: all, or with lazy those before the last but one peak.
func (k *klipperPlan) flush(lazy bool) {
	ready := len(k.queue)
	if lazy {
		ready = 0
	}
	var end, smoothEnd, peak float64
	falls := len(k.queue) // moves from i+1 up to here only slow down
	for i := len(k.queue) - 1; i >= 0; i-- {
		c := &k.queue[i]
		reach, smoothReach := end+c.deltaV2, smoothEnd+c.smoothV2
		c.start, c.end = min(c.maxStart, reach), end
		smooth := min(c.maxSmooth, smoothReach)
		if smooth < smoothReach {
			if smooth+c.smoothV2 > smoothEnd || falls > i+1 {
				if ready == 0 && peak > 0 {
					ready = i
				}
				peak = min(c.cruiseV2, (smooth+smoothReach)/2)
				k.fall(i+1, falls, peak)
			}
			falls = i
			c.cruise = min(min((c.start+reach)/2, c.cruiseV2), peak)
		}
		end, smoothEnd = c.start, smooth
	}
	k.emit(ready)
	k.wait, k.least = flushTime, len(k.queue)+len(k.queue)/4
}

// fall gives moves that only slow down the peak before them as their highest speed.
func (k *klipperPlan) fall(from, to int, peak float64) {
	for i := from; i < to; i++ {
		c := &k.queue[i]
		peak = min(peak, c.start)
		c.cruise = peak
	}
}

// emit times the first n moves and takes them from the queue.
func (k *klipperPlan) emit(n int) {
	for i := range k.queue[:n] {
		c := &k.queue[i]
		k.done(c.tag, c.seconds())
	}
	k.queue = k.queue[:copy(k.queue, k.queue[n:])]
}

// seconds is the time of the planned trapezoid.
func (c *klipperMove) seconds() float64 {
	return trapezoid(c.d, c.accel, min(c.start, c.cruise), c.cruise, min(c.end, c.cruise))
}

// trapezoid returns the time of a move of length d with the given squares of its speeds.
func trapezoid(d, accel, startV2, cruiseV2, endV2 float64) float64 {
	if cruiseV2 <= 0 {
		return 0
	}
	cruise := math.Sqrt(cruiseV2)
	ramps := (2*cruiseV2 - startV2 - endV2) / (2 * accel)
	return (2*cruise-math.Sqrt(startV2)-math.Sqrt(endV2))/accel + max(0, d-ramps)/cruise
}
