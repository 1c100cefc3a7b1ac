package verify

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/profiles"
)

// slack is how far beyond an edge, in mm, a rounded coordinate may lie.
const slack = 0.002

// place is a point of the plane, mm.
type place struct{ x, y float64 }

// area is a bed in the printer's coordinates, mm.
type area struct {
	shape  string // rectangle, circle, polygon; empty: unknown, holds everything
	lo, hi place  // bounding box
	ring   []place
	zones  []profiles.Zone
}

func newArea(b profiles.Bed) area {
	a := area{shape: b.Shape, zones: b.Exclude}
	w, d := float64(b.Width), float64(b.Depth)
	switch b.Shape {
	case "circle":
		w, d = float64(b.Diameter), float64(b.Diameter)
	case "polygon":
		for _, p := range b.Points {
			a.ring = append(a.ring, place{float64(p[0]), float64(p[1])})
		}
		a.lo, a.hi = bounds(a.ring)
		return a
	default:
		a.shape = "rectangle"
	}
	if w <= 0 || d <= 0 {
		return area{}
	}
	a.hi = place{w, d}
	if b.Origin == "centre" {
		a.lo, a.hi = place{-w / 2, -d / 2}, place{w / 2, d / 2}
	}
	return a
}

func bounds(ring []place) (lo, hi place) {
	lo, hi = place{math.Inf(1), math.Inf(1)}, place{math.Inf(-1), math.Inf(-1)}
	for _, p := range ring {
		lo = place{min(lo.x, p.x), min(lo.y, p.y)}
		hi = place{max(hi.x, p.x), max(hi.y, p.y)}
	}
	return lo, hi
}

// holds reports whether p is in the area grown by grow mm, which may be negative.
func (a *area) holds(p place, grow float64) bool {
	grow += slack
	switch a.shape {
	case "":
		return true
	case "circle":
		c := place{(a.lo.x + a.hi.x) / 2, (a.lo.y + a.hi.y) / 2}
		return steady.Hypot(p.x-c.x, p.y-c.y) <= (a.hi.x-a.lo.x)/2+grow
	case "polygon":
		d := math.Inf(1)
		for i, b := range a.ring {
			d = min(d, distance(p, a.ring[(i+len(a.ring)-1)%len(a.ring)], b))
		}
		if inside(p, a.ring) {
			return d >= -grow
		}
		return d <= grow
	}
	return p.x >= a.lo.x-grow && p.x <= a.hi.x+grow && p.y >= a.lo.y-grow && p.y <= a.hi.y+grow
}

// reaches reports whether the printer can go to p, all of the bed's bounding box being
// within reach, round beds apart.
func (a *area) reaches(p place) bool {
	if a.shape == "polygon" {
		box := area{shape: "rectangle", lo: a.lo, hi: a.hi}
		return box.holds(p, Overtravel)
	}
	return a.holds(p, Overtravel)
}

// leaves reports whether the way between two places inside leaves the area: it can where
// the outline turns inwards.
func (a *area) leaves(p, q place) bool {
	if a.shape != "polygon" {
		return false
	}
	for i, b := range a.ring {
		c := a.ring[(i+1)%len(a.ring)]
		if crosses(p, q, b, c) {
			return true
		}
	}
	return false
}

// zone returns the zone through whose inside the way from p to q leads, or nil.
func (a *area) zone(p, q place) *profiles.Zone {
	for i := range a.zones {
		z := &a.zones[i]
		lo := place{float64(z.X) + slack, float64(z.Y) + slack}
		hi := place{float64(z.X+z.Width) - slack, float64(z.Y+z.Depth) - slack}
		if passes(p, q, lo, hi) {
			return z
		}
	}
	return nil
}

// inside reports whether p is in the ring, by the even-odd rule.
func inside(p place, ring []place) bool {
	in := false
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		if (a.y <= p.y) != (b.y <= p.y) && p.x < a.x+(b.x-a.x)*(p.y-a.y)/(b.y-a.y) {
			in = !in
		}
	}
	return in
}

// distance returns how far p is from the segment ab.
func distance(p, a, b place) float64 {
	dx, dy := b.x-a.x, b.y-a.y
	t := 0.0
	if l := float64(dx*dx) + float64(dy*dy); l > 0 {
		t = min(max((float64((p.x-a.x)*dx)+float64((p.y-a.y)*dy))/l, 0), 1)
	}
	return steady.Hypot(p.x-a.x-float64(t*dx), p.y-a.y-float64(t*dy))
}

// crosses reports whether the segments pq and ab cross inside both by more than slack.
func crosses(p, q, a, b place) bool {
	side := func(o, d, x place) float64 {
		l := steady.Hypot(d.x-o.x, d.y-o.y)
		if l == 0 {
			return 0
		}
		return (float64((d.x-o.x)*(x.y-o.y)) - float64((d.y-o.y)*(x.x-o.x))) / l
	}
	s, t := side(a, b, p), side(a, b, q)
	u, v := side(p, q, a), side(p, q, b)
	return apart(s, t) && apart(u, v)
}

// apart reports whether two distances from a line are on its two sides.
func apart(s, t float64) bool { return s > slack && t < -slack || s < -slack && t > slack }

// passes reports whether the segment pq has a point in the box.
//
// Source: Liang and Barsky, 1984.
func passes(p, q, lo, hi place) bool {
	t0, t1 := 0.0, 1.0
	for _, e := range [4][2]float64{
		{p.x - q.x, p.x - lo.x}, {q.x - p.x, hi.x - p.x},
		{p.y - q.y, p.y - lo.y}, {q.y - p.y, hi.y - p.y},
	} {
		switch d, n := e[0], e[1]; {
		case d == 0 && n < 0:
			return false
		case d < 0:
			t0 = max(t0, n/d)
		case d > 0:
			t1 = min(t1, n/d)
		}
	}
	return t0 <= t1
}
