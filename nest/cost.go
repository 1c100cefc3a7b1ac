package nest

import "github.com/visiere/visiere/geom"

// state is where copies are and what that costs: the sum over all points of the square
// of how far, in mm, they are inside of what they should be clear of.
type state struct {
	*task
	at    []pose
	turns []geom.Vec  // sine and cosine of each
	pairs [][]float64 // weight of what copies i and j < i cost each other
	beds  []float64   // weight of what copies cost by leaving the bed

	cost   [][]float64 // of pairs, without weight; [i][i] is of the bed
	deep   float64     // how far any point is inside, mm
	push   []force     // on each copy: minus the cost's slope
	worked int64       // points that were looked up
}

// force is what moves and turns a copy about its middle.
type force struct{ x, y, t float64 }

func newState(t *task, at []pose) *state {
	n := len(at)
	s := &state{task: t, at: at, turns: make([]geom.Vec, n), beds: make([]float64, n), push: make([]force, n)}
	for i := range n {
		s.pairs = append(s.pairs, make([]float64, n))
		s.cost = append(s.cost, make([]float64, n))
		s.beds[i] = 1
		for k := range i {
			s.pairs[i][k] = 1
		}
		s.turn(i)
	}
	return s
}

// turn brings the sine and cosine of copy i up to date.
func (s *state) turn(i int) {
	sin, cos := geom.SinCos(s.at[i].t)
	s.turns[i] = geom.V(sin, cos)
}

// all computes the weighted cost of all copies, and the forces.
func (s *state) all() float64 {
	s.deep = 0
	for i := range s.at {
		s.turn(i)
		s.push[i] = force{}
	}
	total := 0.0
	for i := range s.at {
		total += s.onBed(i)
		for k := range i {
			total += s.pair(i, k)
		}
	}
	return total
}

// one computes the weighted cost of copy i alone, and the force on it.
func (s *state) one(i int) float64 {
	s.deep = 0
	s.turn(i)
	s.push[i] = force{}
	total := s.onBed(i)
	for k := range s.at {
		if k != i {
			total += s.pair(max(i, k), min(i, k))
		}
	}
	return total
}

// pair adds the forces between copies i and k < i and returns their weighted cost.
func (s *state) pair(i, k int) float64 {
	d := geom.V(s.at[i].x-s.at[k].x, s.at[i].y-s.at[k].y)
	reach := 2*s.shape.radius + s.clear
	s.cost[i][k] = 0
	if dot(d, d) > float64(reach*reach) {
		return 0
	}
	w := s.pairs[i][k]
	s.cost[i][k] = s.points(i, k, w) + s.points(k, i, w)
	return float64(w * s.cost[i][k])
}

// points adds the forces of i's points that are too near to k and returns their cost.
func (s *state) points(i, k int, w float64) float64 {
	a, b := s.turns[k], s.turns[i]
	// From i's own terms to k's: turned by the difference, moved by off.
	sin := float64(b.X*a.Y) - float64(b.Y*a.X)
	cos := float64(b.Y*a.Y) + float64(b.X*a.X)
	off := turned(geom.V(s.at[i].x-s.at[k].x, s.at[i].y-s.at[k].y), -a.X, a.Y)
	f, clear := s.shape.field, s.clear
	var fx, fy, ti, tk, sum float64
	for n := range s.shape.runs {
		run := &s.shape.runs[n]
		s.worked++
		if m := turned(run.mid, sin, cos); f.clears(geom.V(m.X+off.X, m.Y+off.Y), run.radius, clear) {
			continue
		}
		s.worked += int64(run.past - run.first)
		for _, p := range s.shape.points[run.first:run.past] {
			r := turned(p, sin, cos)
			q := geom.V(r.X+off.X, r.Y+off.Y)
			d, slope := f.at(q)
			if d >= clear {
				continue
			}
			in := clear - d
			s.deep = max(s.deep, in)
			sum += float64(in * in)
			gx, gy := float64(2*in*slope.X), float64(2*in*slope.Y)
			fx += gx
			fy += gy
			ti += float64(r.X*gy) - float64(r.Y*gx)
			tk -= float64(q.X*gy) - float64(q.Y*gx)
		}
	}
	if sum > 0 {
		g := turned(geom.V(float64(w*fx), float64(w*fy)), a.X, a.Y)
		s.shove(i, g.X, g.Y, float64(w*ti))
		s.shove(k, -g.X, -g.Y, float64(w*tk))
	}
	return sum
}

func (s *state) shove(i int, x, y, t float64) {
	p := &s.push[i]
	p.x += x
	p.y += y
	p.t += t
}

// onBed adds the forces of the bed's edge on copy i and returns their weighted cost.
func (s *state) onBed(i int) float64 {
	w, sum, inset := s.beds[i], 0.0, s.inset
	sin, cos := s.turns[i].X, s.turns[i].Y
	at := geom.V(s.at[i].x, s.at[i].y)
	for n := range s.shape.runs {
		run := &s.shape.runs[n]
		s.worked++
		if m := turned(run.mid, sin, cos); s.floor.field.rough(geom.V(m.X+at.X, m.Y+at.Y)) < -run.radius-inset-bedCell {
			continue
		}
		s.worked += int64(run.past - run.first)
		for _, p := range s.shape.points[run.first:run.past] {
			r := turned(p, sin, cos)
			d, slope := s.floor.field.beyond(geom.V(r.X+at.X, r.Y+at.Y))
			if d += inset; d > 0 {
				sum += s.pushed(i, w, d, r, geom.V(-slope.X, -slope.Y))
			}
		}
	}
	for _, p := range s.floor.points {
		r := turned(geom.V(p.X-at.X, p.Y-at.Y), -sin, cos)
		if d, slope := s.shape.field.at(r); d < inset {
			sum += s.pushed(i, w, inset-d, geom.V(p.X-at.X, p.Y-at.Y), turned(geom.V(-slope.X, -slope.Y), sin, cos))
		}
	}
	s.worked += int64(len(s.floor.points))
	s.cost[i][i] = sum
	return float64(w * sum)
}

// pushed adds the force on copy i at arm from its middle, in the direction of slope,
// of a point that is in mm inside, and returns its cost.
func (s *state) pushed(i int, w, in float64, arm, slope geom.Vec) float64 {
	s.deep = max(s.deep, in)
	gx, gy := float64(2*w*in*slope.X), float64(2*w*in*slope.Y)
	s.shove(i, gx, gy, float64(arm.X*gy)-float64(arm.Y*gx))
	return float64(in * in)
}

// guess returns about what copy i would cost at p, or anything above limit where it is
// above that.
func (s *state) guess(i int, p pose, limit float64) float64 {
	sin, cos := geom.SinCos(p.t)
	total := float64(s.beds[i] * s.roughBed(p, sin, cos))
	for k := range s.at {
		if k == i || total > limit {
			continue
		}
		d := geom.V(p.x-s.at[k].x, p.y-s.at[k].y)
		if reach := 2*s.shape.radius + s.clear; dot(d, d) < float64(reach*reach) {
			total += float64(s.pairs[max(i, k)][min(i, k)] * s.roughPair(p, sin, cos, k))
		}
	}
	return total
}

// every is which share of points a guess looks at.
const every = 3

// roughBed returns about what a copy at p costs by leaving the bed.
func (s *state) roughBed(p pose, sin, cos float64) float64 {
	sum := 0.0
	for n := range s.shape.runs {
		run := &s.shape.runs[n]
		m := turned(run.mid, sin, cos)
		s.worked++
		if s.floor.field.rough(geom.V(m.X+p.x, m.Y+p.y)) < -run.radius-bedCell {
			continue
		}
		s.worked += int64((run.past - run.first) / every)
		for i := run.first; i < run.past; i += every {
			r := turned(s.shape.points[i], sin, cos)
			if d := s.floor.field.rough(geom.V(r.X+p.x, r.Y+p.y)); d > 0 {
				sum += float64(min(d, aroundBed) * min(d, aroundBed))
			}
		}
	}
	return every * sum
}

// roughPair returns about what a copy at p and copy k cost each other.
func (s *state) roughPair(p pose, sin, cos float64, k int) float64 {
	a := s.turns[k]
	sa := float64(sin*a.Y) - float64(cos*a.X)
	ca := float64(cos*a.Y) + float64(sin*a.X)
	off := turned(geom.V(p.x-s.at[k].x, p.y-s.at[k].y), -a.X, a.Y)
	sum := 0.0
	f, clear := s.shape.field, s.clear
	for n := range s.shape.runs {
		run := &s.shape.runs[n]
		m := turned(run.mid, sa, ca)
		s.worked++
		if f.clears(geom.V(m.X+off.X, m.Y+off.Y), run.radius, clear) {
			continue
		}
		s.worked += int64((run.past - run.first) / every)
		for i := run.first; i < run.past; i += every {
			r := turned(s.shape.points[i], sa, ca)
			if d := f.rough(geom.V(r.X+off.X, r.Y+off.Y)); d < clear {
				sum += float64((clear - d) * (clear - d))
			}
		}
	}
	return 2 * every * sum
}
