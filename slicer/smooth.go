package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
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
	// roundMost is the largest radius of a rounded corner, nm.
	roundMost = 600_000.0
	// roundLeast is the shortest way on each side of a corner, nm, worth an arc.
	roundLeast = 10_000.0
	// cutInner and cutOuter are by how far, nm, an arc may cut a corner between other
	// beads and on the outline.
	cutInner, cutOuter = 100_000.0, 20_000.0
)

// knot is a place on a stroke in nm with its line width in mm.
type knot struct {
	x, y, width float64
	outer       bool // of the bead along the outline
}

// dist returns the distance between a and b.
func (a knot) dist(b knot) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}

// to returns the place at the share t of the way from a to b.
func (a knot) to(b knot, t float64) knot {
	return knot{a.x + float64(t*(b.x-a.x)), a.y + float64(t*(b.y-a.y)), a.width + float64(t*(b.width-a.width)), false}
}

// smooth drops the points that p can do without and rounds its corners, those whose point
// is in outer less than the others.
func smooth(p *toolpath.Path, outer map[geom.Point]bool) {
	all := make([]knot, len(p.Points))
	for i, q := range p.Points {
		all[i] = knot{float64(q.X), float64(q.Y), p.Widths[i], outer[q]}
	}
	thinned := make([]knot, 1, len(all))
	thinned[0] = all[0]
	for i := 0; i < len(all)-1; i += thinChunk {
		thinned = thin(thinned, all[i:min(len(all), i+thinChunk+1)])
	}
	p.Points, p.Widths = make([]geom.Point, 0, 2*len(thinned)), make([]float64, 0, 2*len(thinned))
	for _, k := range rounded(thinned) {
		q := geom.Point{X: int64(math.Round(k.x)), Y: int64(math.Round(k.y))}
		if n := len(p.Points); n == 0 || p.Points[n-1] != q {
			p.Points, p.Widths = append(p.Points, q), append(p.Widths, k.width)
		}
	}
}

// thin appends to out what remains of d after its first knot: its last, and those between
// that the tolerances do not allow to drop.
//
// Source: Douglas and Peucker, 1973, with the width as one more coordinate.
func thin(out, d []knot) []knot {
	last := len(d) - 1
	far, most := 0, 1.0
	for i := 1; i < last; i++ {
		if e := strays(d[i], d[0], d[last]); e > most {
			far, most = i, e
		}
	}
	if far > 0 {
		out = thin(out, d[:far+1])
		return thin(out, d[far:])
	}
	return append(out, d[last])
}

// strays returns how far k is from the way from a to b, in tolerances.
func strays(k, a, b knot) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if l2 := float64(dx*dx) + float64(dy*dy); l2 > 0 {
		t = min(1, max(0, (float64((k.x-a.x)*dx)+float64((k.y-a.y)*dy))/l2))
	}
	q := a.to(b, t)
	return max(k.dist(q)/thinTol, math.Abs(k.width-q.width)/thinWidth)
}

// rounded returns d with arcs for its corners.
func rounded(d []knot) []knot {
	out := append(make([]knot, 0, 2*len(d)), d[0])
	for i := 1; i < len(d)-1; i++ {
		out = round(out, d[i-1], d[i], d[i+1])
	}
	return append(out, d[len(d)-1])
}

// round appends to out the corner b on the way from a to c: b itself, or an arc that takes
// no more than half of the ways to a and c.
func round(out []knot, a, b, c knot) []knot {
	la, lc := a.dist(b), b.dist(c)
	ux, uy, vx, vy := b.x-a.x, b.y-a.y, c.x-b.x, c.y-b.y
	turn := math.Atan2(float64(ux*vy)-float64(uy*vx), float64(ux*vx)+float64(uy*vy))
	half := math.Abs(turn) / 2
	if 2*half < roundTurn {
		return append(out, b)
	}
	cut := cutInner
	if b.outer {
		cut = cutOuter
	}
	r := min(roundMost, cut/(1/math.Cos(half)-1))
	t := min(r*math.Tan(half), la/2, lc/2)
	if t < roundLeast {
		return append(out, b)
	}
	return arc(out, b.to(a, t/la), b.to(c, t/lc), turn, t/math.Tan(half), knot{x: ux / la, y: uy / la})
}

// arc appends the arc of radius r from one place, where it heads for ahead, to another.
func arc(out []knot, from, to knot, turn, r float64, ahead knot) []knot {
	n := int(math.Ceil(math.Abs(turn) / (2 * math.Sqrt(2*thinTol/r))))
	r = math.Copysign(r, turn)
	x, y := float64(r*ahead.y), float64(-r*ahead.x) // from the arc's centre to its start
	out = append(out, from)
	for k := 1; k < n; k++ {
		s := float64(k) / float64(n)
		sin, cos := math.Sincos(turn * s)
		out = append(out, knot{
			x:     from.x - x + float64(x*cos) - float64(y*sin),
			y:     from.y - y + float64(x*sin) + float64(y*cos),
			width: from.width + float64(s*(to.width-from.width)),
		})
	}
	return append(out, to)
}
