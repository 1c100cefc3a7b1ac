package weave

import "math"

// Where strands lie side by side, in mean widths unless said otherwise.
const (
	closest    = 0.6
	farthest   = 1.5
	lookReach  = 1.6
	aligned    = 0.75 // cosine of the least alignment
	alongWall  = 0.75 // a strand whose wall is nearer is an outline
	stepLeast  = 0.35 // mm between two looks to the side
	stepMost   = 6.0
	stepsEach  = 50
	leastLooks = 8    // at a strand, however short
	bendReach  = 1.75 // over this length a joint wants its strands straight
	endReach   = 1.8  // an open end may be joined with what is nearer
	outerPrice = 4.0  // a joint on an outline costs this much more
	bentPrice  = 12.0 // one of a strand that strays by its reach from straight
	farPrice   = 3.0  // one of strands a width too far apart
	skewPrice  = 8.0  // one of strands at right angles
	nearPrice  = 2.0  // one where another joint is
	spread     = 5.0  // mm from joint to joint at which that price ends
)

// candidate is a place where two strands lie side by side.
type candidate struct {
	a, b float64 // lengths along the pair's strands
	cost float64
}

// pair is two strands that lie side by side, a < b.
type pair struct {
	a, b   int32
	places []candidate
	cost   float64 // of the cheapest way to join them
	ends   []int32 // open ends of one near the other
}

// scan finds the pairs.
func (w *weave) scan() {
	var buf []near
	for i, s := range w.strands {
		step := min(stepMost, max(stepLeast, s.length()/stepsEach))
		n := max(leastLooks, int(s.length()/step))
		walls := 0
		for k := range n {
			x := (float64(k) + 0.5) * s.length() / float64(n)
			var walled bool
			if walled, buf = w.look(int32(i), x, buf); walled {
				walls++
			}
		}
		s.outer = 2*walls > n
	}
	for e, c := range w.cuts {
		w.lookAround(int32(2*e), c)
	}
	for _, p := range w.pairs {
		w.price(p)
	}
}

// look finds what lies beside strand i at x, and whether that is a wall.
func (w *weave) look(i int32, x float64, buf []near) (walled bool, _ []near) {
	s := w.strands[i]
	k, t := s.edge(x)
	d, heading := s.on(k, t), s.at[k+1].Sub(s.at[k]).Unit()
	buf = w.grid.around(d.at, lookReach*d.width, i, buf)
	bend := -1.0
	for _, n := range buf {
		if int(n.curve) >= len(w.strands) {
			walled = walled || n.dist < alongWall*d.width
			continue
		}
		o := w.strands[n.curve]
		mean := (d.width + o.width[n.edge]) / 2
		if n.dist < closest*mean || n.dist > farthest*mean {
			continue
		}
		if bend < 0 {
			bend = s.bend(x, d.at, bendReach*d.width)
		}
		if cos := math.Abs(heading.Dot(o.at[n.edge+1].Sub(o.at[n.edge]).Unit())); cos > aligned {
			cost := float64(bentPrice*bend) + float64(farPrice*math.Abs(n.dist/mean-1)) + float64(skewPrice*(1-cos))
			w.note(i, n.curve, candidate{x, w.grid.along(n), cost})
		}
	}
	return walled, buf
}

// note adds a candidate of strands i and j.
func (w *weave) note(i, j int32, c candidate) {
	if i > j {
		c.a, c.b = c.b, c.a
	}
	p := w.pair(i, j)
	p.places = append(p.places, c)
}

// pair returns the pair of strands i and j.
func (w *weave) pair(i, j int32) *pair {
	key := [2]int32{min(i, j), max(i, j)}
	p := w.pairOf[key]
	if p == nil {
		p = &pair{a: key[0], b: key[1]}
		w.pairs, w.pairOf[key] = append(w.pairs, p), p
		w.reach.unite(i, j)
	}
	return p
}

// lookAround notes the strands near the open end of cut c, which is end e or e + 1.
func (w *weave) lookAround(e int32, c cut) {
	if c.from == 0 {
		e++
	}
	d := w.strands[c.strand].place(c.from)
	for _, n := range w.grid.around(d.at, endReach*d.width, c.strand, nil) {
		if int(n.curve) < len(w.strands) {
			p := w.pair(c.strand, n.curve)
			p.ends = append(p.ends, e)
		}
	}
}

// price sets p's cost.
func (w *weave) price(p *pair) {
	p.cost = bentPrice
	for _, c := range p.places {
		p.cost = min(p.cost, c.cost)
	}
	if len(p.ends) > 0 {
		p.cost = min(p.cost, 1)
	}
	for _, i := range []int32{p.a, p.b} {
		if w.strands[i].outer {
			p.cost += outerPrice
		}
	}
}
