package motion

import "math"

// rrfQueue is how many moves RepRapFirmware 3 plans ahead on a Duet 3.
const rrfQueue = 60

// rrfMove is a move in RepRapFirmware's queue. V2 are squares of velocities.
type rrfMove struct {
	tag      uint64
	d, accel float64
	unit     Axes // change of each axis per mm
	prints   bool
	flat     bool // moves X or Y
	cruiseV2 float64
	maxStart float64 // highest V2 at the start
	startV2  float64 // planned
}

// rrfPlan is RepRapFirmware's look-ahead with jerk (M566) and trapezoids.
//
// Source: Duet's G-code dictionary, M201, M203, M204 and M566 with policy 0.
type rrfPlan struct {
	done    func(uint64, float64)
	lim     *Limits
	queue   []rrfMove
	startV2 float64 // of the first
}

func newRRF(done func(uint64, float64)) *rrfPlan { return &rrfPlan{done: done} }

func (p *rrfPlan) limits(l *Limits) { p.lim = l }

// place does nothing: moves tell their length themselves.
func (p *rrfPlan) place(int, float64) {}

func (p *rrfPlan) add(m *Move) {
	if m.Dwell > 0 {
		p.done(m.Tag, m.Dwell)
		return
	}
	r := p.newMove(m)
	if n := len(p.queue); n > 0 {
		if r.maxStart = r.join(&p.queue[n-1], &p.lim.Jerk); r.maxStart == 0 {
			p.drain() // nothing that follows changes what comes to a stop
		}
	}
	p.queue = append(p.queue, r)
	if len(p.queue) == rrfQueue {
		p.start(rrfQueue / 2)
	}
}

func (p *rrfPlan) newMove(m *Move) rrfMove {
	r := rrfMove{tag: m.Tag, flat: m.D[X] != 0 || m.D[Y] != 0, prints: m.D[E] > 0}
	r.d = math.Sqrt(float64(m.D[X]*m.D[X]) + float64(m.D[Y]*m.D[Y]) + float64(m.D[Z]*m.D[Z]))
	r.prints = r.prints && r.flat
	r.accel = p.lim.TravelAccel
	if r.prints {
		r.accel = p.lim.Accel
	}
	if r.d < tinyMove {
		r.d = max(math.Abs(m.D[E]), 1e-12)
		r.accel = p.lim.RetractAccel
	}
	v := m.Feed
	for i := range r.unit {
		r.unit[i] = m.D[i] / r.d
		if u := math.Abs(r.unit[i]); u > 0 {
			v = min(v, p.lim.MaxFeed[i]/u)
			r.accel = min(r.accel, p.lim.MaxAccel[i]/u)
		}
	}
	r.cruiseV2 = v * v
	return r
}

// join returns the square of the highest speed at the corner of prev and r.
func (r *rrfMove) join(prev *rrfMove, jerk *Axes) float64 {
	if r.prints != prev.prints || r.flat != prev.flat {
		return 0
	}
	v2 := min(r.cruiseV2, prev.cruiseV2)
	for i := range jerk {
		if du := math.Abs(r.unit[i] - prev.unit[i]); du > 0 {
			v2 = min(v2, jerk[i]*jerk[i]/(du*du))
		}
	}
	return v2
}

func (p *rrfPlan) drain() {
	p.start(len(p.queue))
	p.startV2 = 0
}

// start plans the queue from its end, where the printer stops, and times n moves.
func (p *rrfPlan) start(n int) {
	end := 0.0
	for i := len(p.queue) - 1; i >= 0; i-- {
		r := &p.queue[i]
		r.startV2 = min(r.maxStart, end+float64(2*r.accel*r.d))
		end = r.startV2
	}
	for i := range p.queue[:n] {
		r := &p.queue[i]
		end := 0.0
		if i+1 < len(p.queue) {
			end = min(p.queue[i+1].startV2, p.startV2+float64(2*r.accel*r.d))
		}
		peak := min(r.cruiseV2, (p.startV2+end)/2+float64(r.accel*r.d))
		p.done(r.tag, trapezoid(r.d, r.accel, min(p.startV2, peak), peak, min(end, peak)))
		p.startV2 = end
	}
	p.queue = p.queue[:copy(p.queue, p.queue[n:])]
}
