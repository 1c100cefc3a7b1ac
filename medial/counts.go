package medial

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// counts holds how many beads lie across each central vertex.
type counts struct {
	*skeleton
	width widths
	count []int32   // by vertex; 0 on spurs and where nothing fits
	real  []float64 // count, drawn towards the neighbour's where it changes nearby
	room  []float64 // by central vertex: beads of this index and more have not begun yet
	lies  []layout  // by vertex; set where it is a root
	walls []int32   // by vertex: how many beads follow a wall

	away, lean []float64 // for ramp
	queue      []int32   // for ramp and makeRoom
	best       []int32   // for label
	laying
}

// layout is how the beads lie across a root: outer ones nominal, from start on each wide,
// and the last ones between the depth inner and the vertex at depth radius.
type layout struct {
	outer, last                int
	odd                        bool
	start, each, inner, radius float64
}

// widths is the range of bead widths in millimetres.
type widths struct {
	nominal, least, most, thin float64
	logLeast, logMost, logThin float64 // over nominal
}

// clamp returns the width nearest to w that a bead beside others may have.
func (r widths) clamp(w float64) float64 { return min(r.most, max(w, r.least)) }

// logOf returns the logarithm of a count.
func logOf(n int32) float64 {
	if int(n) < len(logs) {
		return logs[n]
	}
	return steady.Log(float64(n))
}

// logs are the logarithms of the usual counts.
var logs = func() (out [64]float64) {
	for n := range out {
		out[n] = steady.Log(float64(n))
	}
	return out
}()

// price tells how far widths are off the nominal one, of which off is the logarithm, narrow
// ones further.
func price(off float64) float64 { return max(off, float64(-narrowPrice*off)) }

// strain returns by how much n beads that are off leave the range of widths.
func (r *widths) strain(off float64, n int32) float64 {
	least := r.logLeast
	if n == 1 {
		least = r.logThin
	}
	return max(0, off-r.logMost, least-off)
}

// ideal returns the number of beads of least price across w within the range; where no
// number is in range, the one that leaves it least. Wide is the logarithm of w over nominal.
func (r *widths) ideal(w, wide float64) int32 {
	if w < r.thin {
		return 0
	}
	n := int32(math.Max(1, math.Round(w/r.nominal)))
	best, least := int32(0), math.Inf(1)
	for c := max(1, n-2); c <= n+2; c++ {
		off := wide - logOf(c)
		if p := price(off); p < least && r.strain(off, c) == 0 {
			best, least = c, p
		}
	}
	if best > 0 {
		return best
	}
	if w > float64(r.most*float64(n)) {
		n++
	}
	if n > 1 && w/float64(n) < 0.9*r.least {
		n--
	}
	return n
}

// Lengths along the axis, in nominal widths.
const (
	rampOver = 3.0  // widths change towards the next count over this length
	rampBy   = 0.25 // by this share of the difference
)

// countBeads decides the counts and how the beads lie.
func countBeads(s *skeleton, r widths) *counts {
	c := newCounts(s, r)
	if c.label(); c.leapt() {
		s.findCentral(float64(lowNeck * r.nominal))
		clear(c.count)
		c.label()
	}
	c.split()
	s.setFeet()
	c.makeLayouts()
	c.ramp()
	c.makeRoom()
	c.layOut()
	return c
}

// lowNeck is the least rise of the radius along a neck, in nominal widths, where counts on both
// sides of a lower one leap: where they differ by leapBy more than the rise has room for.
const lowNeck, leapBy = 0.65, 1.5

// leapt reports whether counts, which are chosen apart on both sides of a neck, leap across a
// low one: beads that go on through it would have to change their width at once.
func (c *counts) leapt() bool {
	for i := range c.vertices {
		v := &c.vertices[i]
		if v.radius == 0 || v.central || v.spur {
			continue
		}
		leaps := false
		c.bands(int32(i), func(j int32) {
			rise := (c.vertices[v.root].radius - c.vertices[j].radius) / c.width.nominal
			if rise > 0 && rise < lowNeck {
				off := math.Abs(float64(c.count[v.root]-c.count[j])) - 2*rise
				leaps = leaps || off > leapBy
			}
		})
		if leaps {
			return true
		}
	}
	return false
}

// newCounts returns counts of 0, on the desk.
func newCounts(s *skeleton, r widths) *counts {
	c, n := &s.desk.counts, len(s.vertices)
	c.skeleton, c.width = s, r
	c.count = room(c.count, n)
	return c
}

// makeLayouts makes room for how beads lie at each vertex.
func (c *counts) makeLayouts() {
	n := len(c.vertices)
	c.real, c.room, c.lies, c.walls = room(c.real, n), room(c.room, n), room(c.lies, n), room(c.walls, n)
}

// ramp sets the real counts: beside a change of count they lean towards the other one,
// least where they are rampOver away, so that widths change gradually.
func (c *counts) ramp() {
	far := float64(rampOver * c.width.nominal)
	away, lean := room(c.away, len(c.count)), room(c.lean, len(c.count))
	queue := c.queue[:0]
	for i := range c.count {
		away[i] = math.Inf(1)
		c.neighbours(int32(i), func(j int32) {
			if d := c.count[j] - c.count[i]; d != 0 && c.count[i] > 0 && c.count[j] > 0 && away[i] > 0 {
				away[i], lean[i] = 0, float64(rampBy*math.Copysign(1, float64(d)))
				queue = append(queue, int32(i))
			}
		})
	}
	for k := 0; k < len(queue); k++ {
		i := queue[k]
		c.neighbours(i, func(j int32) {
			d := away[i] + c.vertices[i].at.Dist(c.vertices[j].at)
			if c.count[j] == c.count[i] && d < far && d < away[j] {
				away[j], lean[j] = d, lean[i]
				queue = append(queue, j)
			}
		})
	}
	c.away, c.lean, c.queue = away, lean, queue
	for i, n := range c.count {
		c.real[i] = float64(n) + float64(lean[i]*max(0, 1-away[i]/far))
	}
}

// spread is how many beads share what is left over by nominal widths: the innermost ones.
// The beads outside them are as good as parallel to the outline.
const spread = 6

// layOut sets the layouts. Up to six beads have equal widths; further out beads are
// nominal, as far as that leaves the six in range. Where the count changes nearby, the innermost take what the others leave.
func (c *counts) layOut() {
	for i, v := range c.vertices {
		if v.root != int32(i) || v.radius == 0 {
			continue
		}
		c.lies[i] = c.width.layout(int(c.count[i]), c.real[i], v.radius)
	}
}

// layout returns how n beads, drawn towards a real number of them, lie across a place with the
// given radius.
func (r widths) layout(n int, real, radius float64) layout {
	l := layout{outer: max(0, (n-spread+1)/2), last: (n - 1) / 2, odd: n%2 == 1, radius: radius}
	for ; ; l.outer-- {
		l.start = float64(float64(l.outer) * r.nominal)
		l.each = 2 * (radius - l.start) / (real - float64(2*l.outer))
		if l.outer == 0 || l.each >= r.least && l.each <= r.most {
			break
		}
	}
	l.inner = l.start + float64(float64(l.last-l.outer)*l.each)
	return l
}

// edge returns how far from the wall the first b beads of l reach.
func (l *layout) edge(b int, nominal float64) float64 {
	return float64(float64(min(b, l.outer))*nominal) + float64(float64(max(0, b-l.outer))*l.each)
}

// across returns where bead b lies at vertex i: its distance from the wall and its width.
// Bead b counts from the wall; where the count is odd, the last one is the centre bead, at
// the vertex.
func (c *counts) across(i int32, b int) (depth, width float64) {
	l := &c.lies[c.vertices[i].root]
	switch {
	case b < l.outer:
		return (float64(b) + 0.5) * c.width.nominal, c.width.nominal
	case b < l.last:
		return l.start + float64((float64(b-l.outer)+0.5)*l.each), min(l.each, c.width.most)
	case l.odd:
		return l.radius, min(2*(l.radius-l.inner), c.width.most)
	}
	return (l.inner + l.radius) / 2, min(l.radius-l.inner, c.width.most)
}

// makeRoom lets beads that begin at a change of count begin one after the other, a width
// apart, as each closes across the axis: bead b exists where it is less than 1 plus the
// wall beads of every other vertex plus the way from there in widths. That way
// begins where the count does; where the radius leaps there, beads close like in a corner,
// one inside the other, and the leap, once for each side, is the way. Beside a middle bead
// that runs on at a junction beads of the third band begin besideMiddle further away.
func (c *counts) makeRoom() {
	queue := c.queue[:0]
	for i, v := range c.vertices {
		c.room[i] = float64(c.count[i]/2) + 1
		if v.central {
			queue = append(queue, int32(i))
			if c.passes(int32(i)) {
				c.room[i] -= besideMiddle
			}
		}
	}
	for k := 0; k < len(queue); k++ {
		i := queue[k]
		c.neighbours(i, func(j int32) {
			way := c.vertices[i].at.Dist(c.vertices[j].at)
			if c.count[j] > c.count[i] {
				way = max(0, 2*(c.vertices[j].radius-c.vertices[i].radius))
			}
			r := c.room[i] + way/c.width.nominal
			if c.vertices[j].central && c.vertices[i].central && r < c.room[j]-1e-9 {
				c.room[j] = r
				queue = append(queue, j)
			}
		})
	}
	c.queue = queue
	for i, v := range c.vertices {
		n := c.count[v.root] / 2
		if v.central {
			n = min(n, int32(c.room[i]+1e-6))
		}
		c.walls[i] = n
	}
}

// besideMiddle is how far from a middle bead that runs on at a junction a wall bead of the
// third band turns, in nominal widths: what its turn lays twice is what its corners leave.
const besideMiddle = 0.62

// passes reports whether a middle bead runs on through vertex i and a third band meets it there.
func (c *counts) passes(i int32) bool {
	if c.count[i]&1 == 0 {
		return false
	}
	same, others := 0, 0
	c.bands(i, func(j int32) {
		if c.count[j] == c.count[i] {
			same++
		} else {
			others++
		}
	})
	return same > 1 && same+others > 2
}

// centred reports whether vertex i has a centre bead.
func (c *counts) centred(i int32) bool {
	return c.vertices[i].central && c.count[i]%2 == 1 && c.walls[i] == c.count[i]/2
}
