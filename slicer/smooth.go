package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/toolpath"
)

// Smoothing of strokes.
const (
	// thinTol is by how far, nm, a stroke may move when it loses points: a firmware that
	// takes corners at 8 mm/s takes circles of such chords as fast as 1250 mm/s2 allow.
	thinTol = 6_000.0
	// thinWidth is by how much, mm, its width may change.
	thinWidth = 0.01
	// thinChunk is how many points are thinned together, so that the cost stays in
	// proportion to their number.
	thinChunk = 100
	// roundTurn is the least turn, radians, that is rounded.
	roundTurn = 8 * math.Pi / 180
	// roundSlope is a little less than that turn's tangent.
	roundSlope = 0.14
	// roundMost is the largest radius of a rounded corner, nm.
	roundMost = 600_000.0
	// roundLeast is the shortest way on each side of a corner, nm, worth an arc.
	roundLeast = 10_000.0
	// stepMost is by how much, mm, the width may change on a segment longer than stepLeast, nm:
	// it is laid evenly, in the mean of its ends' widths.
	stepMost  = 0.04
	stepLeast = 250_000.0
	// cutInner and cutOuter are by how far, nm, an arc may cut a corner between other
	// beads and on the outline.
	cutInner, cutOuter = 100_000.0, 20_000.0
)

// knot is a place on a stroke in nm with its line width in mm.
type knot struct{ x, y, width float64 }

// point returns k's place on the plane's grid.
func (k knot) point() geom.Point {
	return geom.Point{X: int64(math.Round(k.x)), Y: int64(math.Round(k.y))}
}

// dist returns the distance between a and b.
func (a knot) dist(b knot) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}

// to returns the place at the share t of the way from a to b.
func (a knot) to(b knot, t float64) knot {
	return knot{a.x + float64(t*(b.x-a.x)), a.y + float64(t*(b.y-a.y)), a.width + float64(t*(b.width-a.width))}
}

// smooth drops the points that p can do without and rounds its corners, those whose point
// is in outer less than the others. Where the width changes along a straight, points remain.
func smooth(p *toolpath.Path, outer map[geom.Point]bool) {
	m := knots.Get()
	defer knots.Put(m)
	m.all = m.all[:0]
	for i, q := range p.Points {
		m.all = append(m.all, knot{float64(q.X), float64(q.Y), p.Widths[i]})
	}
	m.thinned = append(m.thinned[:0], m.all[0])
	for i := 0; i < len(m.all)-1; i += thinChunk {
		m.thinned = thin(m.thinned, m.all[i:min(len(m.all), i+thinChunk+1)])
	}
	m.thinned = calm(onward(m.thinned))
	m.rounded = rounded(m.rounded[:0], m.thinned, outer)
	p.Points, p.Widths = make([]geom.Point, 0, len(m.rounded)), make([]float64, 0, len(m.rounded))
	was := m.rounded[0]
	for _, k := range m.rounded {
		n := steps(was, k)
		for i := 1; i <= n; i++ {
			b := was.to(k, float64(i)/float64(n))
			if q, n := b.point(), len(p.Points); n == 0 || p.Points[n-1] != q {
				p.Points, p.Widths = append(p.Points, q), append(p.Widths, b.width)
			}
		}
		was = k
	}
}

// steps returns in how many segments the way from a to b is laid.
func steps(a, b knot) int {
	n := math.Ceil(math.Abs(a.width-b.width) / stepMost)
	return int(max(1, min(n, a.dist(b)/stepLeast)))
}

// knotting is the memory of smoothing.
type knotting struct{ all, thinned, rounded []knot }

// knots are the memories that are not in use.
var knots par.Spare[knotting]

// thin appends to out what remains of d after its first knot: its last, and those between
// that the tolerances do not allow to drop.
//
// Source: Douglas and Peucker, 1973, with the width as one more coordinate.
func thin(out, d []knot) []knot {
	if far := farthest(d); far > 0 {
		out = thin(out, d[:far+1])
		return thin(out, d[far:])
	}
	return append(out, d[len(d)-1])
}

// nearly is a little less than 1: what is below it by rounding alone counts as above.
const nearly = 1 - 1e-9

// farthest returns the index of the knot of d that strays furthest from the way between its
// ends, 0 where none does by more than the tolerances.
func farthest(d []knot) int {
	l := legOf(d)
	far, most := 0, 1.0                                      // how far, in tolerances
	dist2, width := nearly*thinTol*thinTol, nearly*thinWidth // what is less is not as far
	for i := 1; i < len(d)-1; i++ {
		k := d[i]
		q := l.nearest(k)
		x, y, w := q.x-k.x, q.y-k.y, math.Abs(k.width-q.width)
		d2 := float64(x*x) + float64(y*y)
		if d2 < dist2 && w < width {
			continue
		}
		if e := max(math.Sqrt(d2)/thinTol, w/thinWidth); e > most {
			far, most = i, e
			dist2, width = float64(nearly*(most*thinTol)*(most*thinTol)), nearly*most*thinWidth
		}
	}
	return far
}

// leg is a straight way.
type leg struct {
	a, b       knot
	dx, dy, l2 float64 // from a to b, and its length's square
}

// legOf returns the way between the ends of d.
func legOf(d []knot) leg {
	a, b := d[0], d[len(d)-1]
	dx, dy := b.x-a.x, b.y-a.y
	return leg{a, b, dx, dy, float64(dx*dx) + float64(dy*dy)}
}

// nearest returns the place on l that is nearest to k.
func (l *leg) nearest(k knot) knot {
	t := 0.0
	if l.l2 > 0 {
		if t = float64((k.x-l.a.x)*l.dx) + float64((k.y-l.a.y)*l.dy); t <= 0 {
			t = 0
		} else if t >= l.l2 {
			t = 1
		} else {
			t /= l.l2
		}
	}
	return l.a.to(l.b, t)
}

// backLeast and backMost are how far, nm, a stroke may step back at least and at most for the step to
// be dropped: over less its width changes at once.
const backLeast, backMost = 1_000.0, 30_000.0

// onward drops from d, in its memory, the places from which it steps back for a little.
func onward(d []knot) []knot {
	out := d[:0]
	for _, c := range d {
		for n := len(out); n > 1; n-- {
			a, b := out[n-2], out[n-1]
			la, lc := a.dist(b), b.dist(c)
			cos := (float64((b.x-a.x)*(c.x-b.x)) + float64((b.y-a.y)*(c.y-b.y))) / max(1, la*lc)
			if step := min(la, lc); step < backLeast || step > backMost || cos > -0.9 {
				break
			}
			out = out[:n-1]
		}
		out = append(out, c)
	}
	return out
}

const (
	// calmWay is the longest way, nm, on which a stroke that wiggles is laid straight, calmShare which share of the
	// whole it is at most, calmBy how far from where it was.
	calmWay, calmShare, calmBy = 1_000_000.0, 1.0 / 3, 100_000.0
	// calmTurn is how much more, radians, it turns there than is left of it at the end, calmLeast which share of the
	// way its ends are apart at least.
	calmTurn, calmLeast = 0.5, 0.3
	// spikeMost is how far apart, in its widths, the two sides of a spike are at most that a stroke does not go into,
	// spikeTurn how much, radians, it would turn there at least.
	spikeMost, spikeTurn = 0.25, 2.5
)

// calm drops from d, in its memory, the places between which a stroke wiggles, as into a corner smaller than
// the nozzle and out of it: a printer slows down for every turn there.
func calm(d []knot) []knot {
	out, all := d[:0], 0.0
	for i := 1; i < len(d); i++ {
		all += d[i-1].dist(d[i])
	}
	for i := 0; i < len(d); {
		out = append(out, d[i])
		i = calmTo(d, i, min(calmWay, calmShare*all))
	}
	return out
}

// calmTo returns the index of the knot that follows d[i]: the last one, on a way of most nm, to which it can be
// laid straight.
func calmTo(d []knot, i int, most float64) int {
	next, way, sum, net := i+1, 0.0, 0.0, 0.0
	for j := i + 1; j < len(d); j++ {
		if way += d[j-1].dist(d[j]); way > most {
			break
		}
		if j > i+1 {
			t := turnOf(d[j-2], d[j-1], d[j])
			sum, net = sum+math.Abs(t), net+t
			far := d[i].dist(d[j])
			wiggles := sum-math.Abs(net) > calmTurn && far > calmLeast*way && strays(d[i:j+1]) <= calmBy
			spikes := far > 0 && far < spikeMost*geom.Millimetre*min(d[i].width, d[j].width)
			if wiggles || spikes && sum > spikeTurn {
				next = j
			}
		}
	}
	return next
}

// turnOf returns by how much, radians, the way from a by b to c turns to the left.
func turnOf(a, b, c knot) float64 {
	return turning(geom.V(b.x-a.x, b.y-a.y), geom.V(c.x-b.x, c.y-b.y))
}

// strays returns how far, nm, d strays from the way between its ends.
func strays(d []knot) float64 {
	l, most := legOf(d), 0.0
	for _, k := range d[1 : len(d)-1] {
		most = max(most, k.dist(l.nearest(k)))
	}
	return most
}

// rounded appends d with arcs for its corners to out.
func rounded(out, d []knot, outer map[geom.Point]bool) []knot {
	out = append(out, d[0])
	for i := 1; i < len(d)-1; i++ {
		out = round(out, d[i-1], d[i], d[i+1], outer)
	}
	return append(out, d[len(d)-1])
}

// round appends to out the corner b on the way from a to c: b itself, or an arc that takes
// no more than half of the ways to a and c.
func round(out []knot, a, b, c knot, outer map[geom.Point]bool) []knot {
	la, lc := a.dist(b), b.dist(c)
	ux, uy, vx, vy := b.x-a.x, b.y-a.y, c.x-b.x, c.y-b.y
	sin, cos := float64(ux*vy)-float64(uy*vx), float64(ux*vx)+float64(uy*vy)
	if math.Abs(sin) < float64(roundSlope*cos) {
		return append(out, b)
	}
	turn := steady.Atan2(sin, cos)
	half := math.Abs(turn) / 2
	if 2*half < roundTurn {
		return append(out, b)
	}
	cut := cutInner
	if outer[b.point()] {
		cut = cutOuter
	}
	r := min(roundMost, cut/(1/steady.Cos(half)-1))
	t := min(float64(r*steady.Tan(half)), la/2, lc/2)
	if t < roundLeast {
		return append(out, b)
	}
	return arc(out, b.to(a, t/la), b.to(c, t/lc), turn, t/steady.Tan(half), knot{x: ux / la, y: uy / la})
}

// arc appends the arc of radius r from one place, where it heads for ahead, to another.
func arc(out []knot, from, to knot, turn, r float64, ahead knot) []knot {
	n := int(math.Ceil(math.Abs(turn) / (2 * math.Sqrt(2*thinTol/r))))
	r = math.Copysign(r, turn)
	x, y := float64(r*ahead.y), float64(-r*ahead.x) // from the arc's centre to its start
	out = append(out, from)
	for k := 1; k < n; k++ {
		s := float64(k) / float64(n)
		sin, cos := steady.Sincos(turn * s)
		out = append(out, knot{
			x:     from.x - x + float64(x*cos) - float64(y*sin),
			y:     from.y - y + float64(x*sin) + float64(y*cos),
			width: from.width + float64(s*(to.width-from.width)),
		})
	}
	return append(out, to)
}
