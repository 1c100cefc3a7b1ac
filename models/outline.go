package models

import (
	"fmt"
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Numbers of a spec that are no parameters, mm, 0 where they are not given.
const (
	facet  = "facet"  // how far the outline may be simplified; else tolerance
	pieces = "pieces" // length of the straight pieces of bands, the same on both sides; else chord
)

const (
	tolerance = 3_000   // nm by which the outline may be simplified
	fine      = 150_000 // nm by which the least convex radius exceeds the chamfer
	crease    = 300_000 // nm, radius of the concave corners at the pegs
)

// outline is a part before it is extruded:
//
//  1. region is in normal form and equals the union of the discs inside it of the
//     chamfer's radius and 0.15 mm more, within the tolerance.
//  2. inset holds region's rings moved inwards by the chamfer, point for point: no edge
//     turns around, and no ring crosses itself or another one.
type outline struct {
	region, inset   polygon.Region
	height, chamfer float64 // mm
}

// finish rounds r for the parameters of s and makes it an outline.
func finish(r polygon.Region, s spec) outline {
	o := outline{height: s.number["height"], chamfer: s.number["chamfer"]}
	c := geom.ToNM(o.chamfer)
	r = rounded(fillet(r, crease), c+fine).Simplify(max(tolerance, geom.ToNM(s.number[facet])))
	for _, g := range r {
		g = shrinkable(g, o.chamfer)
		o.region = append(o.region, g)
		o.inset = append(o.inset, mitred(g, o.chamfer))
	}
	return o
}

// shrinkable returns g without the points whose edges are too short to keep their
// direction when g is inset by d mm.
func shrinkable(g polygon.Ring, d float64) polygon.Ring {
	for len(g) > 3 {
		in := mitred(g, d)
		out := g[:0:0]
		for i := 0; i < len(g); i++ {
			out = append(out, g[i])
			if k := (i + 1) % len(g); k != 0 && !kept(g[i], g[k], in[i], in[k]) {
				i++
			}
		}
		if n := len(g) - 1; len(out) == len(g) && !kept(g[n], g[0], in[n], in[0]) {
			out = out[:n]
		}
		if len(out) == len(g) {
			break
		}
		g = out
	}
	return g
}

// kept reports whether the edge from p to q is at least 10 micrometres long, moved to
// a and b too, and points the same way there.
func kept(p, q, a, b geom.Point) bool {
	const least = 10_000
	d, e := q.Sub(p), b.Sub(a)
	dot := float64(float64(d.X)*float64(e.X)) + float64(float64(d.Y)*float64(e.Y))
	return dot > 0 && p.Dist(q) >= least && a.Dist(b) >= least
}

// mitred returns g with every edge moved to its left by d mm: inwards for outlines and
// holes of regions in normal form.
func mitred(g polygon.Ring, d float64) polygon.Ring {
	out := make(polygon.Ring, len(g))
	for i, p := range g {
		m := leftOf(g[(i+len(g)-1)%len(g)], p)
		n := leftOf(p, g[(i+1)%len(g)])
		k := d / (1 + float64(m.X*n.X) + float64(m.Y*n.Y))
		out[i] = p.Add(geom.MM(k*(m.X+n.X), k*(m.Y+n.Y)))
	}
	return out
}

// leftOf returns the unit normal to the left of the edge from p to q.
func leftOf(p, q geom.Point) geom.Vec {
	return geom.V(float64(p.Y-q.Y), float64(q.X-p.X)).Unit()
}

// check reports where o breaks its guarantees.
func (o *outline) check() error {
	for _, r := range []polygon.Region{o.region, o.inset} {
		if clean := polygon.NonZero(r); len(clean) != len(r) || math.Abs(clean.Area()-r.Area()) > 1e-3 {
			return fmt.Errorf("models: the outline of %d rings and %.3f mm2 crosses itself: %d rings, %.3f mm2",
				len(r), r.Area(), len(clean), clean.Area())
		}
	}
	if n := len(o.region.Islands()); n != 1 {
		return fmt.Errorf("models: the outline has %d parts instead of one", n)
	}
	return nil
}
