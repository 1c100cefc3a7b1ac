package nest

import "math"

const (
	// memory is how many steps the descent remembers.
	memory = 8
	// descents is how many times a descent looks at the cost at most.
	descents = 120
	// longest is how far a step of a descent may go, mm along any variable.
	longest = 8.0
)

// descent makes a cost small by L-BFGS.
//
// Source: Nocedal and Wright, Numerical Optimization, algorithm 7.4; steps are cut in
// half until the cost goes down enough (Armijo).
type descent struct {
	value  func(x []float64, slope []float64) float64
	enough func() bool // the last x is good enough
	s, y   [][]float64
	rho    []float64
}

// run changes x, and returns the cost.
func (d *descent) run(x []float64) float64 {
	n := len(x)
	g, next, ng, dir := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	cost := d.value(x, g)
	for left := descents; left > 0 && !d.enough(); {
		d.direction(dir, g)
		slope := inner(dir, g)
		if !(slope < 0) {
			return cost
		}
		step := min(1, longest/largest(dir))
		var c float64
		for ; ; step /= 3 {
			for i := range x {
				next[i] = x[i] + float64(step*dir[i])
			}
			c = d.value(next, ng)
			left--
			if c <= cost+float64(1e-4*step*slope) {
				break
			}
			if left <= 0 || step < 1e-6 {
				d.value(x, g)
				return cost
			}
		}
		d.remember(x, next, g, ng)
		stalled := cost-c < float64(1e-5*cost)
		copy(x, next)
		copy(g, ng)
		cost = c
		if stalled {
			break
		}
	}
	return cost
}

// direction writes where to go from where the slope is g.
func (d *descent) direction(dir, g []float64) {
	for i := range g {
		dir[i] = -g[i]
	}
	m := len(d.s)
	alpha := make([]float64, m)
	for k := m - 1; k >= 0; k-- {
		alpha[k] = float64(inner(d.s[k], dir) * d.rho[k])
		add(dir, d.y[k], -alpha[k])
	}
	if m > 0 {
		scale := 1 / float64(d.rho[m-1]*inner(d.y[m-1], d.y[m-1]))
		for i := range dir {
			dir[i] = float64(dir[i] * scale)
		}
	} else if l := largest(dir); l > 1 {
		for i := range dir {
			dir[i] /= l
		}
	}
	for k := range m {
		beta := float64(inner(d.y[k], dir) * d.rho[k])
		add(dir, d.s[k], alpha[k]-beta)
	}
}

// remember keeps the step from x to next.
func (d *descent) remember(x, next, g, ng []float64) {
	s, y := make([]float64, len(x)), make([]float64, len(x))
	for i := range x {
		s[i], y[i] = next[i]-x[i], ng[i]-g[i]
	}
	sy := inner(s, y)
	if sy <= 1e-12 {
		return
	}
	if len(d.s) == memory {
		d.s, d.y, d.rho = d.s[1:], d.y[1:], d.rho[1:]
	}
	d.s, d.y, d.rho = append(d.s, s), append(d.y, y), append(d.rho, 1/sy)
}

func inner(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func add(a, b []float64, f float64) {
	for i := range a {
		a[i] += float64(f * b[i])
	}
}

func largest(a []float64) float64 {
	most := 0.0
	for _, v := range a {
		most = max(most, math.Abs(v))
	}
	return most
}

// relax moves all copies until they are clear or stuck and reports whether they are
// clear.
func (s *state) relax() bool {
	s.descend(len(s.at), func(i int) int { return i }, s.all)
	return s.deep < slip
}

// settle moves copy i alone and returns its weighted cost.
func (s *state) settle(i int) float64 {
	return s.descend(1, func(int) int { return i }, func() float64 { return s.one(i) })
}

// descend moves n copies, which of tells, down the slope of value. Turns count as the
// way they move the outline's far points by half.
func (s *state) descend(n int, of func(int) int, value func() float64) float64 {
	arm := s.shape.radius / 2
	x := make([]float64, 3*n)
	for k := range n {
		p := s.at[of(k)]
		x[3*k], x[3*k+1], x[3*k+2] = p.x, p.y, float64(p.t*arm)
	}
	d := descent{enough: func() bool { return s.deep < slip }}
	d.value = func(x, slope []float64) float64 {
		for k := range n {
			s.at[of(k)] = pose{x[3*k], x[3*k+1], x[3*k+2] / arm}
		}
		cost := value()
		for k := range n {
			f := &s.push[of(k)]
			slope[3*k], slope[3*k+1], slope[3*k+2] = -f.x, -f.y, -f.t/arm
		}
		return cost
	}
	return d.run(x)
}
