// Package infill fills regions with lines: solid or sparse, hatched, waved or in rings.
package infill

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Pattern names how a region is filled.
type Pattern string

// The patterns.
const (
	Rectilinear Pattern = "rectilinear" // parallel lines
	Grid        Pattern = "grid"        // two crossing sets of lines, half the density each
	Gyroid      Pattern = "gyroid"      // waves that make a gyroid from layer to layer
	Concentric  Pattern = "concentric"  // rings along the outline
)

// Options say how to fill. The zero Pattern is Rectilinear.
type Options struct {
	Pattern Pattern
	Spacing int64   // nm between the centres of solid lines; Fill gives nothing where it is 0 or less
	Density float64 // share of the region to fill; 1 and more is solid, 0 and less gives nothing
	Angle   float64 // radians, of this layer's lines; the gyroid keeps its own
	Z       float64 // mm, of this layer; only the gyroid reads it
	Link    int64   // nm, the longest connection of two lines along the outline; 0 joins none
}

// Line is a polyline to extrude, in nanometres. Points of a closed one repeat the first.
type Line struct {
	Points  []geom.Point
	Spacing int64 // nm of the region that the line covers across; its flow follows from it
}

// Fill returns lines that fill region, which holds the places where line centres may be:
// the caller has inset it by half a line.
//
//  1. Every line lies within region, to 1 micrometre, and is longer than half a spacing.
//  2. Lines whose ends are neighbours along region's outline, no further than Link apart
//     along it, are joined by that part of the outline; no part is used twice.
//  3. Sparse lines lie at absolute places (whole multiples of their distance from the
//     origin), so that layers line up.
//  4. Solid lines (Density 1) are spread evenly across each island: n lines cover its
//     extent plus one spacing, so that the sum of length times Spacing is the area of the
//     region grown by half a spacing, and Line.Spacing is within 20 % of Options.Spacing.
//     A sparse line's Spacing is Options.Spacing.
//  5. Solid lines are to be laid as they come, each from its first point: then every part
//     is laid after all that it touches on one side of it, so that flats are even.
//
// Grid and gyroid have no solid form of their own and are rectilinear there.
func Fill(region polygon.Region, opt Options) []Line {
	if region.Empty() || opt.Spacing <= 0 || opt.Density <= 0 {
		return nil
	}
	pitch := float64(opt.Spacing) / min(opt.Density, 1)
	switch {
	case opt.Pattern == Concentric:
		return rings(region, int64(math.Round(pitch)), opt.Spacing)
	case opt.Density >= 1:
		return solid(region, opt)
	case opt.Pattern == Grid:
		turned := opt
		turned.Angle += math.Pi / 2
		return append(sparse(region, opt, 2*pitch), sparse(region, turned, 2*pitch)...)
	case opt.Pattern == Gyroid:
		return waves(region, opt, pitch)
	}
	return sparse(region, opt, pitch)
}

// solid hatches each island with lines spread evenly across it.
func solid(region polygon.Region, opt Options) []Line {
	var out []Line
	f := newFrame(opt.Angle)
	for _, island := range region.Islands() {
		turned := f.turn(island)
		ys, spacing := spread(turned.Box(), opt.Spacing)
		rows := scan(turned, ys)
		strokes, after := monotone(rows, f.strokes(rows, ys))
		lines := newOutline(island).join(strokes, after, opt.Link, opt.Spacing)
		out = appendLines(out, lines, spacing)
	}
	return out
}

// edgeMargin, in nanometres, keeps scanlines off the very ends of an extent, where a
// straight edge that the rotation tilted by its rounding would cut them short.
const edgeMargin = 200

// spread returns the places across b of the lines that fill it evenly when each is near
// want apart, and how much each covers.
func spread(b geom.Box, want int64) (ys []int64, spacing int64) {
	_, height := b.Size()
	full := float64(height + want)
	n := max(1, math.Round(full/float64(want)))
	each := full / n
	inset := max(edgeMargin, (each-float64(want))/2)
	if n == 1 {
		inset = float64(height) / 2
	}
	step := (float64(height) - 2*inset) / max(1, n-1)
	for i := range int(n) {
		ys = append(ys, b.Min.Y+int64(math.Round(inset+float64(float64(i)*step))))
	}
	limited := min(1.2*float64(want), max(0.8*float64(want), each))
	return ys, int64(math.Round(limited))
}

// sparse hatches region with lines at whole multiples of pitch nanometres.
func sparse(region polygon.Region, opt Options, pitch float64) []Line {
	f := newFrame(opt.Angle)
	turned := f.turn(region)
	b := turned.Box()
	var ys []int64
	last := math.Floor(float64(b.Max.Y) / pitch)
	for k := math.Ceil(float64(b.Min.Y) / pitch); k <= last; k++ {
		ys = append(ys, int64(math.Round(k*pitch)))
	}
	lines := newOutline(region).join(f.strokes(scan(turned, ys), ys), nil, opt.Link, opt.Spacing)
	return appendLines(nil, lines, opt.Spacing)
}

// rings returns region's outlines and those of its insets by whole multiples of pitch.
func rings(region polygon.Region, pitch, spacing int64) []Line {
	var out []Line
	for r := region; !r.Empty(); r = r.Offset(-pitch, polygon.Mitre) {
		for _, g := range r {
			if g.Length()*geom.Millimetre < float64(spacing) {
				continue
			}
			out = append(out, Line{append(append([]geom.Point{}, g...), g[0]), spacing})
		}
	}
	return out
}

func appendLines(out []Line, lines [][]geom.Point, spacing int64) []Line {
	for _, l := range lines {
		out = append(out, Line{l, spacing})
	}
	return out
}
