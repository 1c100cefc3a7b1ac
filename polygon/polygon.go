// Package polygon computes with regions of the plane: booleans, offsets, simplification,
// hatching and clipping, in integer nanometres, the same result everywhere.
package polygon

import "github.com/visiere/visiere/geom"

// Ring is a closed polyline; see geom.Ring.
type Ring = geom.Ring

// Region is a set of points of the plane, bounded by rings: counter-clockwise ones are
// outlines, clockwise ones holes. Every Region that this package returns is in normal
// form:
//
//  1. No ring crosses itself or another one; rings touch at most in single points.
//  2. Outlines are counter-clockwise, holes clockwise; the inside is where the winding
//     number is 1, and it is 0 everywhere else.
//  3. No ring has fewer than three points, a point twice, a point on the line between its
//     neighbours, or zero area.
//  4. Rings start at their least point (by X, then Y) and are ordered by it, outline
//     before hole, so equal sets from equal inputs have equal bytes.
//
// Coordinates are within geom.Limit; those of arguments beyond it are taken as the limit.
type Region []Ring

// Rect returns the rectangle from min to max.
func Rect(b geom.Box) Region {
	return Region{{b.Min, {X: b.Max.X, Y: b.Min.Y}, b.Max, {X: b.Min.X, Y: b.Max.Y}}}
}

// Empty reports whether r holds no area.
func (r Region) Empty() bool { return len(r) == 0 }

// Area returns the area of r in mm2.
func (r Region) Area() float64 {
	var sum float64
	for _, g := range r {
		sum += g.Area()
	}
	return sum
}

// Length returns the length of all of r's rings in mm.
func (r Region) Length() float64 {
	var sum float64
	for _, g := range r {
		sum += g.Length()
	}
	return sum
}

// Box returns the bounding box of r.
func (r Region) Box() geom.Box {
	b := geom.EmptyBox()
	for _, g := range r {
		b = b.Join(g.Box())
	}
	return b
}

// Contains reports whether p is inside r. A point on an edge counts as on one side or
// the other. To ask about many points, use a Locator.
func (r Region) Contains(p geom.Point) bool {
	w := 0
	for _, g := range r {
		w += g.Winding(p)
	}
	return w > 0
}

// Shift returns a copy of r moved by d.
func (r Region) Shift(d geom.Point) Region {
	out := make(Region, len(r))
	for i, g := range r {
		out[i] = g.Shift(d)
	}
	return out
}

// Islands splits r, which must be in normal form, into its connected parts: each an
// outline followed by its holes, in the order of the outlines in r.
func (r Region) Islands() []Region {
	var out []Region
	var sizes []island
	for _, g := range r {
		if a := g.Area(); a > 0 {
			out, sizes = append(out, Region{g}), append(sizes, island{g, g.Box(), a})
		}
	}
	for _, g := range r {
		if g.Area() > 0 {
			continue
		}
		if best := smallestAround(sizes, g); best >= 0 {
			out[best] = append(out[best], g)
		}
	}
	return out
}

// island is an outline, with its box and its area.
type island struct {
	outline Ring
	box     geom.Box
	area    float64
}

// smallestAround returns the index of the smallest outline that holds the hole g.
func smallestAround(islands []island, g Ring) int {
	best, box := -1, g.Box()
	for i, isl := range islands {
		if !isl.box.Contains(box.Min) || !isl.box.Contains(box.Max) || best >= 0 && isl.area >= islands[best].area {
			continue
		}
		if len(islands) == 1 || ringInside(g, isl.outline) {
			best = i
		}
	}
	return best
}

// ringInside reports whether hole g lies in outline o; they may touch in points, so the
// middle of g's edges vote.
func ringInside(g, o Ring) bool {
	in, n := 0, min(len(g), 9)
	for i := range n {
		k := i * len(g) / n
		if o.Winding(g[k].Lerp(g[(k+1)%len(g)], 0.5)) != 0 {
			in++
		}
	}
	return 2*in > n
}
