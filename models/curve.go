package models

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// mirrored returns the mirror image of pts in the Y axis, turning the same way round.
func mirrored(pts []geom.Vec) []geom.Vec {
	out := make([]geom.Vec, len(pts))
	for i, v := range pts {
		out[len(pts)-1-i] = geom.V(-v.X, v.Y)
	}
	return out
}

// ring rounds pts to the grid.
func ring(pts []geom.Vec) polygon.Ring {
	r := make(polygon.Ring, len(pts))
	for i, v := range pts {
		r[i] = geom.MM(v.X, v.Y)
	}
	return r
}

// oval is the curve |x/a|^n + |y/b|^n = 1, mm: an ellipse where n is 2, squarer where n
// is more.
//
// Source: Lamé, "Examen des différentes méthodes", 1818.
type oval struct{ a, b, n float64 }

// turn is into how many chords an oval is cut to measure along it: for the sizes of
// heads their sum is within a micrometre of the arc.
const turn = 8192

// at returns the point of o in the direction phi radians from X.
func (o oval) at(phi float64) geom.Vec {
	s, c := steady.Sincos(phi)
	r := math.Pow(math.Pow(math.Abs(c)/o.a, o.n)+math.Pow(math.Abs(s)/o.b, o.n), -1/o.n)
	return geom.V(float64(r*c), float64(r*s))
}

// normal returns the unit normal of o at its point v, outwards.
func (o oval) normal(v geom.Vec) geom.Vec {
	slope := func(x, a float64) float64 {
		return math.Copysign(math.Pow(math.Abs(x)/a, o.n-1)/a, x)
	}
	return geom.V(slope(v.X, o.a), slope(v.Y, o.b)).Unit()
}

// length returns the length of o in mm.
func (o oval) length() float64 {
	var sum float64
	for i := range turn / 4 {
		sum += o.chord(2 * math.Pi / turn * float64(i))
	}
	return 4 * sum
}

// chord returns the length of o's chord from phi on.
func (o oval) chord(phi float64) float64 {
	d := o.at(phi+2*math.Pi/turn).Step(o.at(phi), -1)
	return steady.Hypot(d.X, d.Y)
}

// fromSide returns the direction of the point of o at the arc length s, mm, above the
// point (a, 0), at most a quarter of the way round.
func (o oval) fromSide(s float64) float64 {
	const step = 2 * math.Pi / turn
	for i := range turn / 4 {
		c := o.chord(step * float64(i))
		if s <= c {
			return step * (float64(i) + s/c)
		}
		s -= c
	}
	return math.Pi / 2
}

// fromTop returns the direction, clockwise from Y, of the point of o at the arc length
// s, mm, to the right of (0, b).
func (o oval) fromTop(s float64) float64 { return oval{o.b, o.a, o.n}.fromSide(s) }

// region returns the inside of o, of chords of about so many mm.
func (o oval) region(chord float64) polygon.Region {
	n := 4 * int(math.Ceil(o.length()/chord/4))
	pts := make([]geom.Vec, n)
	for i := range pts {
		pts[i] = o.at(2 * math.Pi * float64(i) / float64(n))
	}
	return polygon.Region{ring(pts)}
}

// arc returns the line d mm outside o from the arc length -s to +s around its top.
func (o oval) arc(s, d float64) []geom.Vec {
	end := o.fromTop(s)
	n := 2 * int(math.Ceil(s/chord))
	var out []geom.Vec
	for i := range n + 1 {
		v := o.at(math.Pi/2 - float64(end*(2*float64(i)/float64(n)-1)))
		out = append(out, v.Step(o.normal(v), d))
	}
	return out
}

// disc returns the disc of radius r around c, within 3 micrometres.
func disc(c geom.Vec, r float64) polygon.Region {
	n := 8 + int(math.Ceil(math.Pi*math.Sqrt(r/0.006)))
	pts := make([]geom.Vec, n)
	for i := range pts {
		s, k := steady.Sincos(2 * math.Pi * float64(i) / float64(n))
		pts[i] = geom.V(c.X+float64(r*k), c.Y+float64(r*s))
	}
	return polygon.Region{ring(pts)}
}

// stroke returns the band of width w around the open polyline pts, which bends less
// sharply than w/2, with round ends.
func stroke(pts []geom.Vec, w float64) polygon.Region {
	var left, right []geom.Vec
	for i, v := range pts {
		d := direction(pts, i)
		n := geom.V(-d.Y, d.X)
		left = append(left, v.Step(n, w/2))
		right = append(right, v.Step(n, -w/2))
	}
	for i := len(left) - 1; i >= 0; i-- {
		right = append(right, left[i])
	}
	band := polygon.NonZero([]polygon.Ring{ring(right)})
	return polygon.Union(band, disc(pts[0], w/2), disc(pts[len(pts)-1], w/2))
}

// direction returns the direction of pts at i: the mean of its two segments'.
func direction(pts []geom.Vec, i int) geom.Vec {
	var d geom.Vec
	if i > 0 {
		d = d.Step(pts[i].Step(pts[i-1], -1).Unit(), 1)
	}
	if i+1 < len(pts) {
		d = d.Step(pts[i+1].Step(pts[i], -1).Unit(), 1)
	}
	return d.Unit()
}

// rounded returns r with its convex corners rounded to the radius d nm and all that is
// narrower than 2 d gone: the union of the discs of that radius inside r.
func rounded(r polygon.Region, d int64) polygon.Region {
	return r.Offset(-d, polygon.Round).Offset(d, polygon.Round)
}

// fillet returns r with its concave corners rounded to the radius d nm.
func fillet(r polygon.Region, d int64) polygon.Region {
	return r.Offset(d, polygon.Round).Offset(-d, polygon.Round)
}
