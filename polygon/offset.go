package polygon

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// Join says how an offset turns a corner that it opens.
type Join uint8

// The joins. Corners that turn so little that a sharp one stays within arcTolerance are
// sharp with all of them.
const (
	Mitre  Join = iota // sharp; square where it would reach beyond twice the distance
	Round              // arcs within 5 micrometres
	Square             // cut straight at the distance
)

// slack is by how much rounding may make two corners of a raw curve overlap, in
// nanometres.
const slack = 4

// arcTolerance is how far an arc may leave its circle, in nanometres.
const arcTolerance = 5000

// Offset returns r grown by d nanometres (shrunk where d is negative), in normal form:
//
//  1. It is the points no further than d from r, or those of r further than -d from its
//     outside, up to the join's corners and 2 nanometres of rounding. On rings with many
//     points in curves tighter than d, a twentieth of d comes on top, or arcTolerance if
//     that is less.
//  2. Rings no wider and no deeper than 4 nanometres are dropped.
//
// r must be in normal form. Points that would lie beyond geom.Limit are moved to it.
//
// Each ring's edges are moved by d and joined to a raw curve that goes back to the
// corner where two edges do not reach each other. The curve is r's boundary plus, for
// each edge, the rectangle it was moved over, so the points around which all the curves
// turn a positive number of times are the result.
func (r Region) Offset(d int64, j Join) Region {
	d = max(-4*geom.Limit, min(4*geom.Limit, d))
	e := newEngine()
	defer engines.Put(e)
	for _, g := range r {
		e.add(e.curve(g, d, j), 1, 0)
	}
	return slices.DeleteFunc(e.run(positive), isSpeck)
}

// maxSpikes is how many corners of a ring may go back before the ring is simplified: all
// spikes of a tight curve cross each other.
const maxSpikes = 48

// curve returns the raw curve of g, in memory of e. There is none for an outline that
// shrinks, or a hole, by more than half its width: nothing of it is left.
func (e *engine) curve(g Ring, d int64, j Join) []geom.Point {
	w, h := g.Box().Size()
	if 2*max(d, -d) >= min(w, h) && g.Area() < 0 == (d > 0) {
		return nil
	}
	o := &e.offset
	o.dist, o.join = float64(d), j
	o.ring(g)
	if o.spikes > maxSpikes {
		e.raw = e.simplifier.ring(e.raw[:0], g, min(arcTolerance, max(d, -d)/20))
		o.ring(e.raw)
	}
	return o.pts
}

// isSpeck reports whether g is so small that rounding may have made it.
func isSpeck(g Ring) bool {
	for _, p := range g {
		if max(p.X-g[0].X, p.Y-g[0].Y, g[0].Y-p.Y) > slack {
			return false
		}
	}
	return true
}

// offsetter gathers the raw curve of one ring.
type offsetter struct {
	dist    float64
	join    Join
	corners []corner
	pts     []geom.Point
	spikes  int // the corners that went back
}

// corner is a point of a ring with the side that leaves it, the way the ring turns there,
// and whether a moved side is too short for the corner, so that the curve goes back.
type corner struct {
	at    geom.Point
	out   side
	turn  int
	spike bool
}

// side is one edge of a ring: its direction, as a unit vector, and its length.
type side struct{ x, y, length float64 }

func newSide(p, q geom.Point) side {
	dx, dy := float64(q.X-p.X), float64(q.Y-p.Y)
	l := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	return side{dx / l, dy / l, l}
}

func (s side) dot(t side) float64 { return float64(s.x*t.x) + float64(s.y*t.y) }

// ring sets pts to the raw curve of g.
func (o *offsetter) ring(g Ring) {
	o.pts, o.spikes = o.pts[:0], 0
	o.load(g)
	n := len(o.corners)
	if n < 3 {
		return
	}
	for k := range o.corners {
		o.corner(&o.corners[k], o.corners[(k+n-1)%n].out)
	}
}

// load sets corners to those of g, without repeated points.
func (o *offsetter) load(g Ring) {
	o.corners = o.corners[:0]
	for i, p := range g {
		if q := g[(i+1)%len(g)]; q != p {
			o.corners = append(o.corners, corner{at: p, out: newSide(p, q)})
		}
	}
	n := len(o.corners)
	for k := range o.corners {
		before, c := &o.corners[(k+n-1)%n], &o.corners[k]
		c.turn = geom.Orient(before.at, c.at, o.corners[(k+1)%n].at)
		if !o.opens(c.turn) {
			cos := before.out.dot(c.out)
			cut := float64(math.Abs(o.dist) * math.Sqrt(max(0, 1-cos)/max(1e-300, 1+cos)))
			c.spike = 2*cut > min(before.out.length, c.out.length)+slack
		}
	}
}

// opens reports whether the moved sides of a corner that turns so leave a gap.
func (o *offsetter) opens(turn int) bool { return turn < 0 == (o.dist < 0) }

// corner appends the turn at c, which side in leads to.
func (o *offsetter) corner(c *corner, in side) {
	v, out := c.at, c.out
	cos := in.dot(out)
	half := math.Sqrt(max(0, (1+cos)/2)) // The cosine of half the turn.
	reach := math.Abs(o.dist)
	switch {
	case c.turn == 0 && cos > 0:
		o.along(v, out, 0)
	case c.spike:
		o.spikes++
		o.along(v, in, 0)
		o.pts = append(o.pts, v)
		o.along(v, out, 0)
	case !o.opens(c.turn), reach*(1-half) <= arcTolerance*half, o.join == Mitre && half >= 0.5:
		o.sharp(v, in, out, cos)
	case o.join == Round:
		o.arc(v, in, out, c.turn)
	default:
		sin := math.Sqrt(max(0, (1-cos)/2))
		t := reach * sin / (1 + half)
		o.along(v, in, t)
		o.along(v, out, -t)
	}
}

// along appends v moved by the distance to the right of s and by t along it.
func (o *offsetter) along(v geom.Point, s side, t float64) {
	o.move(v, float64(s.y*o.dist)+float64(s.x*t), float64(s.y*t)-float64(s.x*o.dist))
}

// sharp appends the point where the moved sides meet.
func (o *offsetter) sharp(v geom.Point, in, out side, cos float64) {
	f := o.dist / (1 + cos)
	o.move(v, float64((in.y+out.y)*f), float64(-(in.x+out.x)*f))
}

// arc appends corners of an outline that touches the circle around v, from side in to
// side out. Shrinking back by the same distance then finds v again.
func (o *offsetter) arc(v geom.Point, in, out side, turn int) {
	half := max(math.Sqrt2/2, 1/(1+arcTolerance/math.Abs(o.dist)))
	cos := float64(2*half*half) - 1
	sin := float64(turn) * math.Sqrt(1-float64(cos*cos))
	for {
		left := in.dot(out)
		if left >= cos {
			o.sharp(v, in, out, left)
			return
		}
		next := side{
			x: float64(in.x*cos) - float64(in.y*sin),
			y: float64(in.x*sin) + float64(in.y*cos),
		}
		o.sharp(v, in, next, cos)
		in = next
	}
}

func (o *offsetter) move(v geom.Point, dx, dy float64) {
	o.pts = append(o.pts, geom.Point{
		X: v.X + toGrid(dx), Y: v.Y + toGrid(dy),
	})
}

// Open returns r without its parts narrower than 2 d nanometres: an inset followed by
// an outset, cut to r.
func (r Region) Open(d int64) Region {
	return Intersection(r.Offset(-d, Mitre).Offset(d, Round), r)
}

// Close returns r with its gaps narrower than 2 d nanometres filled: an outset followed
// by an inset, joined with r.
func (r Region) Close(d int64) Region {
	return Union(r.Offset(d, Round).Offset(-d, Mitre), r)
}
