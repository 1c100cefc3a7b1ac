package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// How fast strokes are taken to be laid where the price of a bend is reckoned: mm/s, on the first layer too, and
// mm/s2. They are constants, as what is laid may not depend on what a print may be timed with anew.
const (
	paceSpeed, paceFirst = 45, 25
	paceAccel            = 1250
	// paceCorner is the speed through a turn of a radian, mm/s.
	paceCorner = 8
)

// course is a piece of a stroke and the time it takes: a printer slows down for each turn, and gains its
// speed again on the way. All is kept by spot, from the first, times and ways of the strip that ends there.
type course struct {
	top     float64    // the highest square of a speed, mm2/s2
	at      []geom.Vec // where spots are, mm
	most    []float64  // squares of the speeds that turns allow
	gained  []float64  // of those that are reached from before
	squares []float64  // of those that are left, as what follows is reached
	speeds  []float64  // mm/s
	way     []float64  // mm
	until   []float64  // s
	tried   struct{ most, gained, way []float64 }
}

// begin takes the course of spots, at full speed where they begin and end.
func (c *course) begin(q []spot, speed float64) {
	c.top = float64(speed * speed)
	c.at = c.at[:0]
	for k := range q {
		c.at = append(c.at, q[k].at)
	}
	n := len(q)
	for _, v := range []*[]float64{&c.most, &c.gained, &c.squares, &c.speeds, &c.way, &c.until, &c.tried.most, &c.tried.gained, &c.tried.way} {
		*v = append((*v)[:0], make([]float64, n)...)
	}
	c.limits(0, n-1, c.most, c.way)
	for k := range n {
		c.gained[k] = c.most[k]
		if k > 0 {
			c.gained[k] = min(c.most[k], c.gained[k-1]+float64(2*paceAccel*c.way[k]))
		}
	}
	for k := n - 1; k >= 0; k-- {
		c.squares[k] = c.gained[k]
		if k < n-1 {
			c.squares[k] = min(c.gained[k], c.squares[k+1]+float64(2*paceAccel*c.way[k+1]))
		}
		c.speeds[k] = math.Sqrt(c.squares[k])
	}
	for k := 1; k < n; k++ {
		c.until[k] = c.until[k-1] + float64(2*c.way[k]/(c.speeds[k-1]+c.speeds[k]))
	}
}

// limits sets the ways of strips and the squares of the speeds that turns allow from spot i on, up to the first
// turn after spot j, and returns that turn's spot. Strip i is there, and no shorter than turnLeast, or i is 0.
func (c *course) limits(i, j int, most, way []float64) int {
	var was geom.Vec
	long, last := 0.0, i
	most[i] = c.top
	if i > 0 {
		was, long, way[i] = c.at[i].Sub(c.at[i-1]), c.way[i], c.way[i]
	}
	for k := i + 1; k < len(c.at); k++ {
		d := c.at[k].Sub(c.at[k-1])
		l := d.Len()
		way[k], most[k] = l, c.top
		if l < turnLeast {
			continue
		}
		if long > 0 {
			turn := math.Abs(turning(was, d))
			if u := max(float64(paceCorner*paceCorner)/float64(turn*turn), float64(paceAccel/2*(long+l))/turn); u < c.top {
				most[last] = u
			}
		}
		was, long, last = d, l, k
		if k > j+1 {
			return k - 1
		}
	}
	return len(c.at) - 1
}

// longer returns how much longer, s, the course would take with the spots i to j at where c.at has them now.
func (c *course) longer(i, j int) float64 {
	from, n := max(0, i-1), len(c.at)
	for from > 0 && c.way[from] < turnLeast {
		from--
	}
	t := &c.tried
	end := c.limits(from, j, t.most, t.way)
	to := from // the last spot before which something changes
	for ; to < n; to++ {
		most, way := c.most[to], c.way[to]
		if to <= end {
			most, way = t.most[to], t.way[to]
		}
		g := most
		switch {
		case to > from:
			g = min(g, t.gained[to-1]+float64(2*paceAccel*way))
		case to > 0:
			g = min(g, c.gained[to-1]+float64(2*paceAccel*way))
		}
		if t.gained[to], t.way[to] = g, way; to > end && g == c.gained[to] {
			break
		}
	}
	to = min(to, n-1)
	sum, k := 0.0, to
	square, speed, way := c.squares[k], c.speeds[k], c.way[k]
	if k == n-1 { // nothing follows
		square = t.gained[k]
		speed, way = math.Sqrt(square), t.way[k]
	}
	for k > 0 {
		k--
		g, w := c.gained[k], c.way[k]
		if k >= from {
			g, w = t.gained[k], t.way[k]
		}
		q := min(g, square+float64(2*paceAccel*way))
		if k < from && q == c.squares[k] {
			sum += float64(2 * way / (c.speeds[k] + speed))
			break
		}
		v := math.Sqrt(q)
		sum += float64(2 * way / (v + speed))
		square, speed, way = q, v, w
	}
	return sum - (c.until[to] - c.until[k])
}
