package motion

import "slices"

// State is what a Machine knows at some time, kept by Save: what the times of the moves that
// wait and of those that follow depend on.
type State struct {
	firmware Firmware
	retract  Retraction
	told     told
	plan     planner
}

// Climb is how the heights at which a Machine is sent to Z are raised against those of
// before, by the same lines: both as the lines have them, and, in the order of the lines,
// which.
type Climb struct {
	Was, Is []float64
	Z       []uint8
}

// memory is the part of a planner that can be kept, compared and set back. Others are
// planners of the same firmware.
type memory interface {
	saved() planner                                  // a copy
	same(as planner, heights []raised) bool          // but for tags, and for heights of Z
	become(before, after planner)                    // same as before: becomes after
	waiting(f func(tag uint64) (replacement uint64)) // for each move that is not timed
}

// raised is a machine's position along Z, then and now.
type raised struct{ was, is float64 }

// Save returns m's state, to be compared with and set back to.
func (m *Machine) Save() *State {
	return &State{m.firmware, m.Retract, m.told, m.plan.saved()}
}

// Size returns about how many bytes s takes.
func (s *State) Size() int { return 1000 + 120*s.Waiting() }

// Waiting returns how many moves had no time yet.
func (s *State) Waiting() (n int) {
	s.plan.waiting(func(tag uint64) uint64 { n++; return tag })
	return n
}

// Repeats reports whether lines that brought a Machine from the state before to some other
// and sent Z up as climb says would bring m there, with the same times to the last bit, but
// for heights. Those lines are straight moves and limits alone.
func (m *Machine) Repeats(before *State, climb *Climb) bool {
	was := before.told
	was.pos[Z] = m.pos[Z]
	if m.firmware != before.firmware || m.Retract != before.retract || was != m.told || m.relative && len(climb.Z) > 0 {
		return false
	}
	at := raised{before.told.pos[Z], m.pos[Z]}
	m.heights = append(m.heights[:0], at)
	for i := range climb.Was {
		m.heights = append(m.heights, raised{m.height(climb.Was[i]), m.height(climb.Is[i])})
	}
	for _, i := range climb.Z {
		to := m.heights[i+1]
		if rise(at.was, to.was) != rise(at.is, to.is) {
			return false
		}
		at = to
	}
	return m.plan.same(before.plan, m.heights)
}

// height is where a Z word of an absolute move sends the machine.
func (m *Machine) height(word float64) float64 { return m.coordinate(Z, float64(word*m.unit), false) }

// Repeat does to m, where Repeats said so, what brought the other Machine from before to
// after, and tells no times: those of moves that wait now are for the caller to tell.
// Replace gives the tags of those that still wait.
func (m *Machine) Repeat(before, after *State, climb *Climb, replace func(tag uint64) uint64) {
	z := m.pos[Z]
	if n := len(climb.Z); n > 0 {
		z = m.height(climb.Is[climb.Z[n-1]])
	}
	m.told = after.told
	m.pos[Z] = z
	m.plan.become(before.plan, after.plan)
	m.plan.limits(&m.lim)
	m.plan.waiting(replace)
}

// EachWaiting gives f the tags of the moves that have no time yet, in their order.
func (m *Machine) EachWaiting(f func(tag uint64)) {
	m.plan.waiting(func(tag uint64) uint64 { f(tag); return tag })
}

func (p *marlinPlan) saved() planner {
	c := *p
	c.queue = slices.Clone(p.queue[p.head:])
	c.head, c.known = 0, max(0, p.known-p.head)
	return &c
}

// same has it that Z is as many steps higher wherever it is sent, so that all moves have as
// many steps as before.
func (p *marlinPlan) same(as planner, heights []raised) bool {
	o := as.(*marlinPlan)
	up := p.position[Z] - o.position[Z]
	was := o.marlinState
	was.position[Z] += up
	if was != p.marlinState || max(0, p.known-p.head) != o.known {
		return false
	}
	for _, h := range heights {
		if p.toSteps(Z, h.is)-p.toSteps(Z, h.was) != up {
			return false
		}
	}
	return slices.EqualFunc(p.queue[p.head:], o.queue, func(a, b block) bool { b.tag = a.tag; return a == b })
}

func (p *marlinPlan) become(before, after planner) {
	a := after.(*marlinPlan)
	z := a.position[Z] + p.position[Z] - before.(*marlinPlan).position[Z]
	p.queue, p.head, p.known = append(p.queue[:0], a.queue...), 0, a.known
	p.marlinState = a.marlinState
	p.position[Z] = z
}

func (p *marlinPlan) waiting(f func(uint64) uint64) {
	for i := range p.queue[p.head:] {
		b := &p.queue[p.head+i]
		b.tag = f(b.tag)
	}
}

func (k *klipperPlan) saved() planner {
	c := *k
	c.queue = slices.Clone(k.queue)
	return &c
}

func (k *klipperPlan) same(as planner, _ []raised) bool {
	o := as.(*klipperPlan)
	return k.wait == o.wait && k.least == o.least &&
		slices.EqualFunc(k.queue, o.queue, func(a, b klipperMove) bool { b.tag = a.tag; return a == b })
}

func (k *klipperPlan) become(_, after planner) {
	a := after.(*klipperPlan)
	k.queue, k.wait, k.least = append(k.queue[:0], a.queue...), a.wait, a.least
}

func (k *klipperPlan) waiting(f func(uint64) uint64) {
	for i := range k.queue {
		k.queue[i].tag = f(k.queue[i].tag)
	}
}

func (p *rrfPlan) saved() planner {
	c := *p
	c.queue = slices.Clone(p.queue)
	return &c
}

func (p *rrfPlan) same(as planner, _ []raised) bool {
	o := as.(*rrfPlan)
	return p.startV2 == o.startV2 &&
		slices.EqualFunc(p.queue, o.queue, func(a, b rrfMove) bool { b.tag = a.tag; return a == b })
}

func (p *rrfPlan) become(_, after planner) {
	a := after.(*rrfPlan)
	p.queue, p.startV2 = append(p.queue[:0], a.queue...), a.startV2
}

func (p *rrfPlan) waiting(f func(uint64) uint64) {
	for i := range p.queue {
		p.queue[i].tag = f(p.queue[i].tag)
	}
}
