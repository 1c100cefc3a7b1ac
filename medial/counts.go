package medial

import (
	"math"
	"slices"
)

// counts holds how many beads lie across each central vertex.
type counts struct {
	*skeleton
	width widths
	count []int32   // by vertex; 0 on spurs and where nothing fits
	real  []float64 // count, drawn towards the neighbour's where it changes nearby
	room  []float64 // by central vertex: beads of this index and more have not begun yet
	lies  []layout  // by vertex; set where it is a root

	places, sharp []place // for ease
}

// layout is how the beads lie across a root: outer ones nominal, from start on each wide,
// and the last ones between the depth inner and the vertex at depth radius.
type layout struct {
	outer, last                int
	odd                        bool
	start, each, inner, radius float64
}

// widths is the range of bead widths in millimetres.
type widths struct{ nominal, least, most, thin float64 }

// feasible reports whether n beads across w have widths within the range, widened by the
// share slack.
func (r widths) feasible(w float64, n int32, slack float64) bool {
	each, least := w/float64(n), r.least
	if n == 1 {
		least = r.thin
	}
	return n > 0 && each >= least*(1-slack) && each <= r.most*(1+slack)
}

// oddPrice is what the open middle bead of an odd number costs, as a logarithm of widths.
const oddPrice = 0.2

// oddSpotPrice is what it costs in a spot.
const oddSpotPrice = 0.1

// price tells how far n beads across w are from what is best: the nominal width and an
// even number, whose beads are all closed. An odd one costs odd more.
func (r widths) price(w float64, n int32, odd float64) float64 {
	p := math.Abs(math.Log(w / float64(n) / r.nominal))
	if n%2 == 1 {
		p += odd
	}
	return p
}

// ideal returns the number of beads of least price across w within the range; where no
// number is in range, the one that leaves it least.
func (r widths) ideal(w, odd float64) int32 {
	if w < r.thin {
		return 0
	}
	n := int32(math.Max(1, math.Round(w/r.nominal)))
	best, least := int32(0), math.Inf(1)
	for c := max(1, n-2); c <= n+2; c++ {
		if p := r.price(w, c, odd); r.feasible(w, c, 0) && p < least {
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
	spotMost  = 4.0 // runs up to this length are spots
	runLeast  = 8.0 // a shorter run of one count takes a neighbouring count if that fits
	runTiny   = 2.5 // an even shorter one takes it if it fits nearly
	tinySlack = 0.15
	rampOver  = 3.0  // widths change towards the next count over this length
	rampBy    = 0.25 // by this share of the difference
)

// countBeads decides the counts: near nominal, rather even than odd, then short runs dissolved into
// their neighbours, shortest first, so that the count changes rarely along a band.
func countBeads(s *skeleton, r widths) *counts {
	c := &counts{skeleton: s, width: r, count: make([]int32, len(s.vertices))}
	for i, v := range s.vertices {
		if v.central {
			c.count[i] = r.ideal(2*v.radius, oddPrice)
		}
	}
	c.oddSpots()
	for range 40 {
		if !c.dissolve() {
			break
		}
	}
	c.ramp()
	c.makeRoom()
	c.layOut()
	return c
}

// oddSpots lowers the price of odd counts in spots, short runs among lower counts: in the
// middle of a junction a dot fills what a ring around nothing would lay twice.
func (c *counts) oddSpots() {
	for _, r := range c.runs() {
		own := c.count[r.vertices[0]]
		if r.length > float64(spotMost*c.width.nominal) ||
			slices.ContainsFunc(r.nextTo, func(v int32) bool { return c.count[v] > own }) {
			continue
		}
		for _, i := range r.vertices {
			c.count[i] = c.width.ideal(2*c.vertices[i].radius, oddSpotPrice)
		}
	}
}

// run is a connected set of central vertices of one count.
type run struct {
	vertices []int32
	length   float64
	nextTo   []int32 // vertices of other counts beside it
}

// dissolve relabels short runs, shortest first, no two beside each other, and reports
// whether there were any.
func (c *counts) dissolve() (changed bool) {
	runs := c.runs()
	slices.SortStableFunc(runs, func(a, b run) int {
		switch {
		case a.length < b.length:
			return -1
		case a.length > b.length:
			return 1
		}
		return 0
	})
	touched := map[int32]bool{}
	for _, r := range runs {
		if r.length > float64(runLeast*c.width.nominal) {
			break
		}
		if slices.ContainsFunc(r.nextTo, func(v int32) bool { return touched[v] }) {
			continue
		}
		if n := c.better(r); n > 0 {
			changed = true
			for _, v := range r.vertices {
				c.count[v], touched[v] = n, true
			}
		}
	}
	return changed
}

// better returns the neighbouring count that run r can take, the one nearest to its own,
// or 0.
func (c *counts) better(r run) int32 {
	slack := 0.0
	if r.length < float64(runTiny*c.width.nominal) {
		slack = tinySlack
	}
	own, best := c.count[r.vertices[0]], int32(0)
	for _, v := range r.nextTo {
		n := c.count[v]
		if n == 0 || best > 0 && abs(n-own) >= abs(best-own) {
			continue
		}
		fits := func(i int32) bool { return c.width.feasible(2*c.vertices[i].radius, n, slack) }
		if !slices.ContainsFunc(r.vertices, func(i int32) bool { return !fits(i) }) {
			best = n
		}
	}
	return best
}

func abs(n int32) int32 { return max(n, -n) }

// runs returns the runs in the order of their first vertex.
func (c *counts) runs() []run {
	var out []run
	seen := make([]bool, len(c.vertices))
	for i, v := range c.vertices {
		if !v.central || seen[i] {
			continue
		}
		seen[i] = true
		r := run{vertices: []int32{int32(i)}}
		for k := 0; k < len(r.vertices); k++ {
			c.extend(&r, r.vertices[k], seen)
		}
		out = append(out, r)
	}
	return out
}

// extend adds the neighbours of r's vertex i to r. An edge within the run is met from
// both ends, one that leaves it counts by half.
func (c *counts) extend(r *run, i int32, seen []bool) {
	c.neighbours(i, func(j int32) {
		if !c.vertices[j].central {
			return
		}
		r.length += c.vertices[i].at.dist(c.vertices[j].at) / 2
		if c.count[j] != c.count[i] {
			r.nextTo = append(r.nextTo, j)
		} else if !seen[j] {
			seen[j] = true
			r.vertices = append(r.vertices, j)
		}
	})
}

// ramp sets the real counts: beside a change of count they lean towards the other one,
// least where they are rampOver away, so that widths change gradually.
func (c *counts) ramp() {
	c.real = make([]float64, len(c.count))
	far := float64(rampOver * c.width.nominal)
	away := make([]float64, len(c.count))
	lean := make([]float64, len(c.count))
	var queue []int32
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
			d := away[i] + c.vertices[i].at.dist(c.vertices[j].at)
			if c.count[j] == c.count[i] && d < far && d < away[j] {
				away[j], lean[j] = d, lean[i]
				queue = append(queue, j)
			}
		})
	}
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
	c.lies = make([]layout, len(c.count))
	for i, v := range c.vertices {
		if v.root != int32(i) || v.radius == 0 {
			continue
		}
		n := int(c.count[i])
		l := layout{outer: max(0, (n-spread+1)/2), last: (n - 1) / 2, odd: n%2 == 1, radius: v.radius}
		for ; ; l.outer-- {
			l.start = float64(float64(l.outer) * c.width.nominal)
			l.each = 2 * (v.radius - l.start) / (c.real[i] - float64(2*l.outer))
			if l.outer == 0 || l.each >= c.width.least && l.each <= c.width.most {
				break
			}
		}
		l.inner = l.start + float64(float64(l.last-l.outer)*l.each)
		c.lies[i] = l
	}
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
// one inside the other, and the leap, once for each side, is the way.
func (c *counts) makeRoom() {
	c.room = make([]float64, len(c.count))
	var queue []int32
	for i, v := range c.vertices {
		c.room[i] = float64(c.count[i]/2) + 1
		if v.central {
			queue = append(queue, int32(i))
		}
	}
	for k := 0; k < len(queue); k++ {
		i := queue[k]
		c.neighbours(i, func(j int32) {
			way := c.vertices[i].at.dist(c.vertices[j].at)
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
}

// walls returns how many beads follow a wall at vertex i.
func (c *counts) walls(i int32) int {
	v := c.vertices[i]
	n := int(c.count[v.root]) / 2
	if v.central {
		n = min(n, int(c.room[i]+1e-6))
	}
	return n
}

// centred reports whether vertex i has a centre bead.
func (c *counts) centred(i int32) bool {
	return c.vertices[i].central && c.count[i]%2 == 1 && float64(c.count[i]/2+1) <= c.room[i]+1e-6
}
