package slicer

import (
	"math"
	"slices"

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
// speed again on the way.
type course struct {
	top   float64    // the highest square of a speed, mm2/s2
	calm  float64    // the turn, in radians, through which nothing is slower
	at    []geom.Vec // where spots are, mm
	bends []bend     // by spot
	paces []pace     // the same
	tried []bend     // of a course with some spots elsewhere, as far as it is looked at
}

// bend is what is reached at a spot from before, and the strip that ends there.
type bend struct {
	most   float64 // the square of the speed that a turn allows, mm2/s2
	gained float64 // of that which is reached
	way    float64 // mm
}

// pace is what is left of the speed at a spot as what follows is reached.
type pace struct {
	square, speed float64 // mm2/s2, mm/s
	until         float64 // when the spot is reached, s
}

// begin takes the course of spots, at full speed where they begin and end.
func (c *course) begin(q []spot, speed float64) {
	n := len(q)
	c.top, c.calm = float64(speed*speed), paceCorner/speed
	c.at = slices.Grow(c.at[:0], n)[:n]
	c.bends, c.tried = slices.Grow(c.bends[:0], n)[:n], slices.Grow(c.tried[:0], n)[:n]
	c.paces = slices.Grow(c.paces[:0], n)[:n]
	for k := range q {
		c.at[k] = q[k].at
	}
	c.bends[0].way = 0
	c.limits(0, n-1, c.bends)
	c.bends[0].gained = c.bends[0].most
	for k := 1; k < n; k++ {
		b := &c.bends[k]
		b.gained = min(b.most, c.bends[k-1].gained+float64(2*paceAccel*b.way))
	}
	for k := n - 1; k >= 0; k-- {
		square := c.bends[k].gained
		if k < n-1 {
			square = min(square, c.paces[k+1].square+float64(2*paceAccel*c.bends[k+1].way))
		}
		c.paces[k] = pace{square: square, speed: math.Sqrt(square)}
	}
	for k := 1; k < n; k++ {
		c.paces[k].until = c.paces[k-1].until + float64(2*c.bends[k].way/(c.paces[k-1].speed+c.paces[k].speed))
	}
}

// limits sets the ways of strips and the squares of the speeds that turns allow from spot i on, up to the first
// turn after spot j, and returns that turn's spot. Strip i is there, and no shorter than turnLeast, or i is 0.
func (c *course) limits(i, j int, out []bend) int {
	var was geom.Vec
	long, last := 0.0, i
	out[i].most = c.top
	if i > 0 {
		was, long = c.at[i].Sub(c.at[i-1]), c.bends[i].way
		out[i].way = long
	}
	for k := i + 1; k < len(c.at); k++ {
		d := c.at[k].Sub(c.at[k-1])
		l := d.Len()
		out[k].way, out[k].most = l, c.top
		if l < turnLeast {
			continue
		}
		if long > 0 && math.Abs(was.Cross(d)) >= float64(c.calm*was.Dot(d)) { // tangents are more than their angles
			turn := math.Abs(turning(was, d))
			if u := max(float64(paceCorner*paceCorner)/float64(turn*turn), float64(paceAccel/2*(long+l))/turn); u < c.top {
				out[last].most = u
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
	for from > 0 && c.bends[from].way < turnLeast {
		from--
	}
	c.tried[0].way = 0
	end := c.limits(from, j, c.tried)
	to := from // the last spot before which something changes
	was := c.top
	if from > 0 {
		was = c.bends[from-1].gained
	}
	for ; to < n; to++ {
		b := c.bends[to]
		if to <= end {
			b.most, b.way = c.tried[to].most, c.tried[to].way
		}
		g := b.most
		if to > 0 {
			g = min(g, was+float64(2*paceAccel*b.way))
		}
		c.tried[to].gained, c.tried[to].way = g, b.way
		if to > end && g == b.gained {
			break
		}
		was = g
	}
	to = min(to, n-1)
	sum, k := 0.0, to
	square, speed, way := c.paces[k].square, c.paces[k].speed, c.bends[k].way
	if k == n-1 { // nothing follows
		square = c.tried[k].gained
		speed, way = math.Sqrt(square), c.tried[k].way
	}
	for k > 0 {
		k--
		b := &c.bends[k]
		if k >= from {
			b = &c.tried[k]
		}
		q := min(b.gained, square+float64(2*paceAccel*way))
		if k < from && q == c.paces[k].square {
			sum += float64(2 * way / (c.paces[k].speed + speed))
			break
		}
		v := math.Sqrt(q)
		sum += float64(2 * way / (v + speed))
		square, speed, way = q, v, b.way
	}
	return sum - (c.paces[to].until - c.paces[k].until)
}
