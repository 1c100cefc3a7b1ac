package models

import (
	"fmt"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// corner is a vertex of a polygon that is being cut up.
type corner struct {
	at geom.Point
	id int32
}

// triangulate cuts r, one island, into triangles between its own points, which are
// numbered in the order of r's rings:
//
//  1. Every triangle turns counter-clockwise and has an area.
//  2. Every edge of r's rings is in one triangle, in its direction, every other edge in
//     two, in opposite directions.
//
// Cost: quadratic in the number of points at worst.
//
// Errors: where r is not one island in normal form.
//
// Source: Eberly, "Triangulation by ear clipping", 2002.
func triangulate(r polygon.Region) ([][3]int32, error) {
	var rings [][]corner
	id := int32(0)
	for _, g := range r {
		var c []corner
		for _, p := range g {
			c = append(c, corner{p, id})
			id++
		}
		rings = append(rings, c)
	}
	outer := slices.IndexFunc(r, func(g polygon.Ring) bool { return g.Area() > 0 })
	if outer < 0 {
		return nil, fmt.Errorf("models: nothing to triangulate")
	}
	poly := rings[outer]
	holes := slices.Delete(rings, outer, outer+1)
	for i, h := range holes {
		var err error
		if poly, err = bridged(poly, h, holes[i+1:]); err != nil {
			return nil, err
		}
	}
	return clipEars(poly)
}

// bridged returns poly with the hole h joined to it by the shortest bridge from h's
// first corner that crosses neither of them nor the other holes.
func bridged(poly, h []corner, others [][]corner) ([]corner, error) {
	from := h[0]
	order := make([]int, len(poly))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		da, db := from.at.Dist(poly[a].at), from.at.Dist(poly[b].at)
		switch {
		case da < db:
			return -1
		case da > db:
			return 1
		}
		return a - b
	})
	for _, k := range order {
		if inCone(poly, k, from.at) && free(from.at, poly[k].at, append([][]corner{poly, h}, others...)) {
			out := append(slices.Clone(poly[:k+1]), h...)
			return append(append(out, h[0]), poly[k:]...), nil
		}
	}
	return nil, fmt.Errorf("models: no bridge to a hole at %v", from.at)
}

// inCone reports whether p, seen from corner k of poly, lies to its inside.
func inCone(poly []corner, k int, p geom.Point) bool {
	a, b, c := poly[(k+len(poly)-1)%len(poly)].at, poly[k].at, poly[(k+1)%len(poly)].at
	if geom.Orient(a, b, c) > 0 {
		return geom.Orient(a, b, p) > 0 && geom.Orient(b, c, p) > 0
	}
	return geom.Orient(a, b, p) > 0 || geom.Orient(b, c, p) > 0
}

// free reports whether the segment pq meets no edge of the rings but at p and q.
func free(p, q geom.Point, rings [][]corner) bool {
	for _, g := range rings {
		for i := range g {
			a, b := g[i].at, g[(i+1)%len(g)].at
			if a == p || a == q || b == p || b == q {
				continue
			}
			if geom.Orient(p, q, a)*geom.Orient(p, q, b) <= 0 && geom.Orient(a, b, p)*geom.Orient(a, b, q) <= 0 {
				return false
			}
		}
	}
	return true
}

// clipEars cuts the polygon, whose bridges run there and back, into triangles. After
// each ear it steps over one corner, so that the ears do not become fans.
func clipEars(poly []corner) ([][3]int32, error) {
	n := len(poly)
	next, prev := make([]int, n), make([]int, n)
	for i := range n {
		next[i], prev[i] = (i+1)%n, (i+n-1)%n
	}
	var out [][3]int32
	for i, left, idle := 0, n, 0; left > 2; {
		a, c := prev[i], next[i]
		if !isEar(poly, next, a, i, c) {
			if i, idle = c, idle+1; idle > left {
				return nil, fmt.Errorf("models: no ear among the last %d corners", left)
			}
			continue
		}
		out = append(out, [3]int32{poly[a].id, poly[i].id, poly[c].id})
		next[a], prev[c] = c, a
		i, left, idle = next[c], left-1, 0
	}
	return out, nil
}

// isEar reports whether the corner b between a and c can be cut off: it is convex and
// its triangle holds no other corner.
func isEar(poly []corner, next []int, a, b, c int) bool {
	p, q, r := poly[a].at, poly[b].at, poly[c].at
	if geom.Orient(p, q, r) <= 0 {
		return false
	}
	box := geom.EmptyBox().With(p).With(q).With(r)
	for k := next[c]; k != a; k = next[k] {
		v := poly[k].at
		if !box.Contains(v) || v == p || v == q || v == r {
			continue
		}
		if geom.Orient(p, q, v) >= 0 && geom.Orient(q, r, v) >= 0 && geom.Orient(r, p, v) >= 0 {
			return false
		}
	}
	return true
}
