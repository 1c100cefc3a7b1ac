package motion

import "math"

// Constants of Marlin's planner and stepper.
const (
	marlinWindow   = 14   // blocks that are planned when one of them starts, itself included
	slowFrom       = 2    // blocks that wait, where short blocks are made slower
	slowTo         = 7    // the last such number
	slowTime       = 0.02 // s that a block shall take then
	minSteps       = 6    // blocks of fewer steps wait for the next
	minSpeed       = 0.05 // mm/s at the end of the last block
	minRate        = 120  // steps/s
	firstMoveDelay = 0.1  // s that the stepper waits for more than two blocks
	firstMoves     = 3    // blocks that start it at once
)

// block is a move in Marlin's buffer. V2 are squares of velocities.
type block struct {
	tag     uint64
	d       float64 // mm
	accel   float64 // mm/s2
	gainV2  float64 // what accel adds over d to the square of a speed
	entryV2 float64 // highest at the start
	exitV2  float64 // at the end, while it is the last
	planV2  float64 // at the start, as hurry last planned it
	fixed   bool    // planV2 will not change
	startV2 float64 // at the start, of the blocks that are known
	nominal float64 // mm/s

	steps     float64 // of the axis with the most
	rate      float64 // steps/s at the nominal speed
	accelRate float64 // steps/s2
	dwell     float64 // s, of a pause
	dropped   bool    // takes no time
}

// marlinPlan is Marlin's planner with a buffer of 16 blocks.
type marlinPlan struct {
	done     func(uint64, float64)
	lim      *Limits
	accels   Axes // steps/s2 of the axes at most
	junction bool // deviation, not jerk

	queue []block // of moves not started
	head  int     // first of queue
	known int     // of queue, the first ones whose startV2 no later block changes
	marlinState
}

// marlinState is what a marlinPlan knows besides the queue.
type marlinState struct {
	moves   int     // of queue that move
	queued  int     // moves since the last drain, at most slowTo+1
	startV2 float64 // of the first
	fresh   bool    // nothing has started since the last drain
	begun   bool    // something has started at all
	delay   float64 // s before the next block

	position [4]int64 // steps
	prev     segment
	safe     float64 // mm/s from which the previous block may stop at once
}

// segment is what the corner rules know of a block.
type segment struct {
	nominal float64 // mm/s; 0: at rest
	unit    Axes    // direction, per mm; for the junction deviation alone
	speed   Axes    // mm/s
}

func newMarlin(junction bool, done func(uint64, float64)) *marlinPlan {
	return &marlinPlan{done: done, junction: junction, marlinState: marlinState{fresh: true}}
}

func (p *marlinPlan) limits(l *Limits) {
	p.lim = l
	for i := range p.accels {
		p.accels[i] = math.Floor(l.MaxAccel[i] * l.Steps[i])
	}
}

// place takes the position of an axis over in steps: what rounding left of it is gone.
func (p *marlinPlan) place(axis int, at float64) { p.position[axis] = p.toSteps(axis, at) }

func (p *marlinPlan) add(m *Move) {
	p.queue = append(p.queue, block{tag: m.Tag, dwell: m.Dwell})
	b := &p.queue[len(p.queue)-1]
	var s segment
	switch {
	case m.Dwell > 0:
		p.advance()
		p.drain()
		return
	case !p.plan(b, &s, m):
		b.dropped = true
		p.advance()
		return
	case p.junction:
		b.entryV2 = p.deviation(b, &s, &m.curve)
	default:
		b.entryV2 = p.jerk(&s)
	}
	p.prev = s
	p.moves++
	p.queued = min(p.queued+1, slowTo+1)
	if b.exitV2 > minSpeed*minSpeed {
		p.hurry()
	}
	p.advance()
}

// advance starts what the window no longer holds.
func (p *marlinPlan) advance() {
	for p.moves >= marlinWindow || p.moves == 0 && p.head < len(p.queue) {
		p.start()
	}
	if p.head >= forgetAt {
		p.queue = p.queue[:copy(p.queue, p.queue[p.head:])]
		p.head, p.known = 0, max(0, p.known-p.head)
	}
}

// forgetAt is how many blocks that have started are kept: so few that the queue stays in
// the nearest cache.
const forgetAt = 64

// drain times all that is queued; the next block starts from rest. Where few blocks wait,
// the stepper has waited for more.
func (p *marlinPlan) drain() {
	if p.fresh && p.begun && p.moves > 0 && p.moves < firstMoves {
		p.delay = firstMoveDelay
	}
	for p.head < len(p.queue) {
		p.start()
	}
	p.queue, p.head, p.known = p.queue[:0], 0, 0
	p.prev.nominal, p.queued, p.fresh = 0, 0, true
}

// start times the first block of the queue by what follows it now.
func (p *marlinPlan) start() {
	b := &p.queue[p.head]
	p.head++
	if b.dropped || b.dwell > 0 {
		p.done(b.tag, b.dwell)
		return
	}
	p.moves--
	if p.fresh {
		p.startV2 = minSpeed * minSpeed
	}
	p.fresh, p.begun = false, true
	exit := min(p.exitV2(), p.startV2+b.gainV2)
	p.done(b.tag, p.delay+b.seconds(p.startV2, exit))
	p.startV2, p.delay = exit, 0
}

// arcExit returns the square of the speed at which a piece of an arc may end before the
// next is known: what the rest of the arc allows. Other moves end at minSpeed.
func (p *marlinPlan) arcExit(m *Move) float64 {
	v2 := minSpeed * minSpeed
	if m.curve.left > 0 {
		a := min(p.lim.MaxAccel[X], p.lim.MaxAccel[Y])
		v := min(min(p.lim.MaxFeed[X], p.lim.MaxFeed[Y]), m.Feed)
		v2 = max(v2, min(v*v, a*min(m.curve.radius, 2*m.curve.left)))
	}
	return v2
}

// exitV2 returns the square of the speed at which the block before the first ends. Up to
// the last settled block of the queue no later one changes the speeds: they are kept.
// Where there is none, it looks back from the end, where the printer stops.
func (p *marlinPlan) exitV2() float64 {
	if p.head >= p.known {
		p.look()
	}
	for i := p.head; i < p.known; i++ {
		if b := &p.queue[i]; b.moves() {
			return b.startV2
		}
	}
	v2, last := minSpeed*minSpeed, len(p.queue)-1
	if last >= p.head && p.queue[last].moves() {
		v2 = p.queue[last].exitV2
	}
	for i := last; i >= p.head; i-- {
		if b := &p.queue[i]; b.moves() {
			v2 = b.lookBack(v2)
		}
	}
	return v2
}

// look finds the last settled block of the queue but for the last, and how fast the blocks
// up to it start.
func (p *marlinPlan) look() {
	k := len(p.queue) - 2
	for k >= p.head && !(p.queue[k].moves() && p.queue[k].settled()) {
		k--
	}
	p.known = k + 1
	v2 := 0.0
	for i := k; i >= p.head; i-- {
		if b := &p.queue[i]; b.moves() {
			v2 = b.lookBack(v2)
			b.startV2 = v2
		}
	}
}

// settled reports whether lookBack gives the same for any speed at b's end.
func (b *block) settled() bool { return b.fixed || b.gainV2 >= b.entryV2 }

// moves reports whether b is more than a pause or a move without steps.
func (b *block) moves() bool { return !b.dropped && b.dwell == 0 }

// lookBack returns the square of b's speed at its start from that at its end.
func (b *block) lookBack(endV2 float64) float64 {
	if b.fixed {
		return b.planV2
	}
	if v2 := endV2 + b.gainV2; v2 < b.entryV2 { // in the innermost loop min would be slow
		return v2
	}
	return b.entryV2
}

// hurry plans the queue while its last block is a piece of an arc, which needs not stop
// at its end. Blocks that reach their highest speed are fixed, as the firmware does; with
// less acceleration than the axes have, that speed may prove too high for the arc's end.
func (p *marlinPlan) hurry() {
	p.known = 0 // what is fixed now changes it
	v2 := p.queue[len(p.queue)-1].exitV2
	for i := len(p.queue) - 1; i > p.head; i-- {
		if b := &p.queue[i]; b.moves() {
			v2 = b.lookBack(v2)
			b.planV2 = v2
		}
	}
	first := &p.queue[p.head]
	v2 = p.startV2 + first.gainV2
	for i := p.head + 1; i < len(p.queue); i++ {
		b := &p.queue[i]
		if !b.moves() {
			continue
		}
		if !b.fixed && (v2 < b.planV2 || b.planV2 == b.entryV2) {
			b.planV2, b.fixed = min(v2, b.planV2), true
		}
		v2 = b.planV2 + b.gainV2
	}
}

// plan rounds a move to steps and applies the limits; b is empty but for its tag. It
// reports false where the move is too short to be made now.
func (p *marlinPlan) plan(b *block, s *segment, m *Move) bool {
	var target [4]int64
	var steps, mm Axes // steps counts, mm is signed
	for i := range target {
		if target[i] = p.toSteps(i, m.To[i]); target[i] == p.position[i] {
			continue
		}
		n := float64(target[i] - p.position[i])
		if i == E {
			n = float64(n * m.Flow)
		}
		mm[i] = n / p.lim.Steps[i]
		steps[i] = math.Floor(math.Abs(n) + 0.5)
	}
	b.steps = max(steps[X], steps[Y], steps[Z], steps[E])
	if b.steps < minSteps {
		return false
	}
	p.position = target
	b.exitV2 = p.arcExit(m)
	b.d = math.Sqrt(float64(mm[X]*mm[X]) + float64(mm[Y]*mm[Y]) + float64(mm[Z]*mm[Z]))
	if steps[X] < minSteps && steps[Y] < minSteps && steps[Z] < minSteps {
		b.d = math.Abs(mm[E])
	}
	p.setSpeed(b, s, m, &steps, &mm)
	p.setAccel(b, &steps)
	return true
}

// toSteps rounds a place on an axis to the nearest step: X Y Z with the single precision
// of the firmware, E without, as it is reset before its single precision would matter.
func (p *marlinPlan) toSteps(axis int, at float64) int64 {
	v := float64(at * p.lim.Steps[axis])
	if axis != E {
		v = float64(float32(at) * float32(p.lim.Steps[axis]))
	}
	if math.Abs(v) < 1e15 {
		return int64(math.Round(v))
	}
	return 0
}

// setSpeed finds the speed that the axes' limits leave of the feed rate.
func (p *marlinPlan) setSpeed(b *block, s *segment, m *Move, steps, mm *Axes) {
	feed := max(m.Feed, p.lim.MinTravelFeed)
	if steps[E] > 0 {
		feed = max(m.Feed, p.lim.MinFeed)
	}
	if wait := slowTime - b.d/feed; wait > 0 && p.queued >= slowFrom && p.queued <= slowTo {
		feed = b.d / (b.d/feed + 2*wait/float64(p.queued))
	}
	perSecond := feed / b.d
	b.rate = math.Ceil(b.steps * perSecond)
	factor := 1.0
	for i := range mm {
		s.speed[i] = mm[i] * perSecond
		if v := math.Abs(s.speed[i]); v*factor > p.lim.MaxFeed[i] {
			factor = p.lim.MaxFeed[i] / v
		}
	}
	if p.junction {
		s.unit = direction(mm, b.d, steps[E] > 0)
	}
	b.nominal = feed
	if factor < 1 {
		b.nominal *= factor
		b.rate = max(1, math.Floor(b.rate*factor))
		for i := range s.speed {
			s.speed[i] *= factor
		}
	}
	s.nominal = b.nominal
}

// direction returns mm per mm of d, scaled to the length 1 where the filament moves too.
func direction(mm *Axes, d float64, extrudes bool) Axes {
	u := *mm
	for i := range u {
		u[i] /= d
	}
	if extrudes {
		return normal(u)
	}
	return u
}

// setAccel chooses the acceleration for the kind of move, within those of the axes.
func (p *marlinPlan) setAccel(b *block, steps *Axes) {
	perMM := b.steps / b.d
	if steps[X] == 0 && steps[Y] == 0 && steps[Z] == 0 {
		b.accelRate = math.Ceil(p.lim.RetractAccel * perMM)
	} else {
		a := p.lim.Accel
		if steps[E] == 0 {
			a = p.lim.TravelAccel
		}
		b.accelRate = math.Ceil(a * perMM)
		for i, n := range steps {
			if most := p.accels[i]; n > 0 && b.accelRate*n > most*b.steps {
				b.accelRate = max(1, math.Floor(most*b.steps/n))
			}
		}
	}
	b.accel = b.accelRate / perMM
	b.gainV2 = 2 * b.accel * b.d
}
