package medial

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// BeadOptions say how wide beads may be, in nanometres.
type BeadOptions struct {
	Nominal int64 // the width to aim for
	Min     int64 // the least where several beads lie side by side
	Max     int64 // the most
	Thin    int64 // the least of a single bead; 0: 0.6 of Nominal
}

// widths returns o in millimetres; not ok where it makes no sense.
func (o BeadOptions) widths() (widths, bool) {
	w := widths{nominal: geom.ToMM(o.Nominal), least: geom.ToMM(o.Min), most: geom.ToMM(o.Max), thin: geom.ToMM(o.Thin)}
	if o.Thin == 0 {
		w.thin = 0.6 * w.nominal
	}
	w.logLeast, w.logMost, w.logThin = steady.Log(w.least/w.nominal), steady.Log(w.most/w.nominal), steady.Log(w.thin/w.nominal)
	return w, 0 < w.thin && 0 < w.least && w.least <= w.nominal && w.nominal <= w.most
}

// Beads fills a region with beads parallel to its outline: where it is W wide, k beads of
// width W/k lie side by side. It suits bands; a wide area gets rings all the way in.
//
//  1. The number of beads k changes rarely along a band, and widths change gradually
//     where it does. Widths are near Nominal, and k is such that middle beads have few
//     ends: even, or odd all along.
//  2. Widths are within Min and Max, a single bead's within Thin and Max; they are clamped
//     where no number of beads allows that, or where the number would change twice within
//     a short way. Where Max is at least twice Min, an even k fits any band.
//  3. Where k is even all beads are closed; the middle bead of an odd k is open unless it
//     runs around a hole.
//  4. Around corners wider than 53 degrees beads follow the outline; into narrower ones
//     they run along the middle.
//  5. Open beads end flat: on the outline where a lone one runs into a tip, elsewhere before
//     the edge of what they meet. So the beads' areas together are nearly the region's.
//
// The islands without a bead, narrower than Thin everywhere, are returned as rest. An
// island that cannot be triangulated, because it touches itself within a micrometre, loses
// what is narrower than half of Thin. Nothing panics. Cost: about 8 microseconds per
// millimetre of outline.
//
// Source: the idea of filling along ribs between the outline and its medial axis, with the
// number of beads decided on the axis, is from Kuipers, Doubrovski, Wu and Wang, "A
// framework for adaptive width control of dense contour-parallel toolpaths in fused
// deposition modeling", 2020.
func Beads(r polygon.Region, opt BeadOptions) (beads []Bead, rest polygon.Region) {
	w, ok := opt.widths()
	if !ok {
		return nil, r
	}
	for _, island := range r.Islands() {
		found := fill(island, w)
		if found == nil {
			rest = append(rest, island...)
		}
		beads = append(beads, found...)
	}
	return beads, rest
}

// fill returns the beads of one island.
func fill(island polygon.Region, w widths) (out []Bead) {
	eachSkeleton(island, w.nominal, nm(w.thin), func(s *skeleton) {
		out = append(out, fillSkeleton(s, w)...)
	})
	return out
}

// fillSkeleton returns the beads along one medial axis.
func fillSkeleton(s *skeleton, w widths) (out []Bead) {
	c := countBeads(s, w)
	c.wallBeads(func(depth int, d []dab) {
		if b, ok := s.newBead(d, true); ok {
			b.Outer = depth == 0
			out = append(out, b)
		}
	})
	return append(out, c.centreBeads(out)...)
}

// centreBeads returns the middle beads of odd counts, but for those that wall beads lay.
func (c *counts) centreBeads(walls []Bead) (out []Bead) {
	part, width := c.desk.parts(len(c.vertices))
	for i := range part {
		if c.centred(int32(i)) {
			part[i] = c.count[i]
			_, width[i] = c.across(int32(i), int(c.count[i])/2)
			if c.count[i] > 1 {
				width[i] = max(width[i], c.width.least)
			} else {
				width[i] = max(width[i], c.width.thin)
			}
		}
	}
	w := newWeb(c.skeleton, part, width)
	for _, st := range w.strokes() {
		d := w.dabs(st)
		if !st.closed {
			tip := c.runsOut(st.vertices[0]) || c.runsOut(st.vertices[len(st.vertices)-1])
			whole := c.desk.whole[:0]
			whole = append(whole, d...)
			c.desk.whole = whole
			d = cutBothEnds(d, st, func(i int32) float64 { return c.end(w, i, tip) })
			if isDot(d) && c.goesIntoTip(walls, st, whole) {
				continue
			}
		}
		if !st.closed && shorterThan(d, 0.25) {
			if d = nil; c.walledIn(w, st) {
				d = w.dotOf(st, c.dot)
			}
		}
		if b, ok := c.newBead(d, st.closed); ok {
			b.Outer = c.count[st.vertices[0]] == 1
			out = append(out, b)
		}
	}
	return append(out, w.dots(c.dot)...)
}

// walledIn reports whether a stroke lies between wall beads on all sides.
func (c *counts) walledIn(w *web, s stroke) bool {
	a, b := s.vertices[0], s.vertices[len(s.vertices)-1]
	return c.walls[a] > 0 && w.mate[a][2] == none && w.mate[b][2] == none
}

// shorterThan reports whether the stroke d is shorter than a share of its width.
func shorterThan(d []dab, share float64) bool {
	sum := 0.0
	for i := 1; i < len(d); i++ {
		sum += d[i].at.Dist(d[i-1].at)
	}
	return len(d) < 2 || sum < float64(share*d[0].width)
}

// dot returns the length and width of the bead at a lone middle vertex: the whole disc
// where there is no other bead, else what a short bead fills of a hole between beads.
func (c *counts) dot(i int32, width float64) (length, w float64) {
	if c.walls[i] == 0 {
		return thinDot(c.skeleton, i, width)
	}
	return 0.25 * width, max(0.75*width, c.width.least)
}

// flatEnd is roundEnd of beads that have others on both sides: those lay nothing of the
// corners, which what a round end lacks of its volume fills.
const flatEnd = 0.7

// flatMeet is flatEnd where other middle beads meet, which run on straight.
const flatMeet = 0.6

// loneEnd is both of lone beads in tips: their flat ends touch what they meet. Between others, which
// they connect, lone beads need room for links: roundEnd.
const loneEnd = 0.5

// runsOut reports whether the axis ends at vertex i.
func (c *counts) runsOut(i int32) bool {
	ways := 0
	c.neighbours(i, func(j int32) {
		if !c.vertices[j].spur {
			ways++
		}
	})
	return ways == 1
}

// end returns by how much a middle bead that ends at vertex i is cut back: as web.end says
// where other middle beads meet; where the next wall bead closes before it or its own
// closes around it, by the way to that bead's edge. Where the axis ends it is lengthened by as
// much as lays what wall beads leave ahead: up to the outline where there are none. Tip tells
// whether that is so at either end of the bead.
func (c *counts) end(w *web, i int32, tip bool) float64 {
	share, meets := flatEnd, flatMeet
	switch {
	case c.walls[i] == 0 && tip:
		share, meets = loneEnd, loneEnd
	case c.walls[i] == 0:
		share, meets = roundEnd, roundEnd
	}
	if w.mate[i][2] != none {
		return float64(meets * w.width[i])
	}
	back, ways := math.Inf(-1), 0
	c.neighbours(i, func(j int32) {
		if c.vertices[j].spur {
			return
		}
		if ways++; w.part[j] == w.part[i] {
			return
		}
		if away, width := c.around(i, j); width > 0 {
			back = max(back, width/2+float64((share-0.5)*w.width[i])-away)
		}
		if away, width := c.closing(i, j); width > 0 {
			back = max(back, 0, width/2+float64((share-0.5)*w.width[i])-away)
		}
	})
	switch {
	case back > math.Inf(-1):
		return back
	case ways == 1:
		return -min(c.pocket(i)/w.width[i], w.width[i]/2)
	}
	return 0
}

// around returns how far from vertex i, by way of its neighbour j, the innermost wall bead
// around its middle bead turns, and its width; no width where it does not.
func (c *counts) around(i, j int32) (away, width float64) {
	b := int(c.walls[i]) - 1
	for range 20 {
		if b >= 0 && !c.hasBead(j, b) {
			_, width := c.across(i, b)
			return away, width
		}
		if b < 0 || c.count[j] != c.count[i] {
			break
		}
		away += c.vertices[i].at.Dist(c.vertices[j].at)
		next, ways := int32(none), 0
		c.bands(j, func(k int32) {
			if k != i {
				next, ways = k, ways+1
			}
		})
		if ways != 1 {
			break
		}
		i, j = j, next
	}
	return 0, 0
}

// pocketReach is how far, mm, from where the axis ends spurs start that lead into the same end:
// in a round one noise decides which vertex is the last.
const pocketReach = 0.03

// pocket returns the area around vertex i, where the axis ends, that the wall beads leave
// on the sides away from the axis.
func (c *counts) pocket(i int32) (area float64) {
	v := &c.vertices[i]
	depth := c.lies[i].inner
	here := func(r *rib) bool {
		root := c.vertices[r.vertex].root
		return root == i || c.vertices[root].at.Dist(v.at) < pocketReach
	}
	for t := range c.rounds {
		r := &c.rounds[t]
		for k := range r.ribs {
			a, b := &r.ribs[k], &r.ribs[(k+1)%len(r.ribs)]
			if !here(a) || !here(b) {
				continue
			}
			p := a.foot.Add(r.ups[k].Mul(min(depth, c.vertices[a.vertex].radius)))
			q := b.foot.Add(r.ups[(k+1)%len(r.ribs)].Mul(min(depth, c.vertices[b.vertex].radius)))
			area += p.Sub(v.at).Cross(q.Sub(v.at)) / 2
		}
	}
	return area
}

// closing returns how far from vertex i, uphill by way of its neighbour j, the first wall
// bead that i has not closes, and its width there; no width where there is none.
func (c *counts) closing(i, j int32) (away, width float64) {
	b := int(c.walls[i])
	for range 20 {
		v, next := c.vertices[i], c.vertices[j]
		if int(c.walls[j]) <= b {
			return 0, 0
		}
		if c.hasBead(j, b) {
			depth, width := c.across(j, b)
			if v.radius < depth && depth < next.radius {
				return away + float64(v.at.Dist(next.at)*(depth-v.radius)/(next.radius-v.radius)), width
			}
			return away + v.at.Dist(next.at), width
		}
		away += v.at.Dist(next.at)
		up := int32(none)
		c.neighbours(j, func(k int32) {
			if k != i && c.vertices[k].radius > next.radius && (up == none || c.vertices[k].radius > c.vertices[up].radius) {
				up = k
			}
		})
		if up == none {
			return 0, 0
		}
		i, j = j, up
	}
	return 0, 0
}
