package profiles

import (
	"slices"

	"github.com/visiere/visiere/internal/say"
)

// Box returns the corners of the bed's bounding box, least and greatest X and Y, in the
// printer's coordinates; four zeros where the bed has no size.
func (b *Bed) Box() (least, most [2]Length) {
	size := [2]Length{b.Width, b.Depth}
	switch {
	case b.Shape == "polygon":
		return boxOf(b.Points)
	case b.Shape == "circle":
		size = [2]Length{b.Diameter, b.Diameter}
	}
	if b.Origin == "centre" {
		return [2]Length{-size[0] / 2, -size[1] / 2}, [2]Length{size[0] / 2, size[1] / 2}
	}
	return least, size
}

// boxOf returns the bounding box of points.
func boxOf(points [][2]Length) (least, most [2]Length) {
	for i, p := range points {
		for axis := range p {
			if i == 0 {
				least[axis], most[axis] = p[axis], p[axis]
			}
			least[axis], most[axis] = min(least[axis], p[axis]), max(most[axis], p[axis])
		}
	}
	return least, most
}

// extent returns the shorter side of the bed's bounding box.
func (b *Bed) extent() Length {
	least, most := b.Box()
	return min(most[0]-least[0], most[1]-least[1])
}

// checkBed notes a bed on which nothing can be printed.
func (b *builder) checkBed() {
	bed := &b.set.Printer.Bed
	least := bed.extent()
	const key = "printer.bed"
	switch {
	case least <= 0 || bed.Shape == "polygon" && len(bed.Points) < 3:
		b.note(CodeBed, Error, key, say.T("%s: the bed has no area: a rectangle has width and depth, a circle "+
			"has diameter, a polygon has points", key))
		return
	case 2*bed.Margin >= least:
		b.note(CodeBed, Error, key+".margin", say.T("%s: a margin of %s leaves nothing of a bed of %s", key, bed.Margin, least))
	case bed.Shape == "polygon" && crosses(bed.Points):
		b.note(CodeBed, Error, key+".points", say.T("%s: the sides of the bed cross each other: list its points in turn", key))
	}
	b.checkOther()
	b.checkZones()
}

// checkOther notes sizes of a shape that the bed has not.
func (b *builder) checkOther() {
	bed := &b.set.Printer.Bed
	others := map[string][]string{
		"rectangle": {"diameter", "points"}, "circle": {"width", "depth", "points"},
		"polygon": {"width", "depth", "diameter"},
	}
	given := map[string]bool{
		"width": bed.Width > 0, "depth": bed.Depth > 0, "diameter": bed.Diameter > 0, "points": len(bed.Points) > 0,
	}
	for _, name := range others[bed.Shape] {
		if given[name] {
			key := "printer.bed." + name
			b.note(CodeBed, Warning, key, say.T("%s: a bed of shape %s does not use it", key, bed.Shape))
		}
	}
}

// checkZones notes zones without an area, beside the bed, or that leave nothing of it.
func (b *builder) checkZones() {
	const key = "printer.bed.exclude"
	least, most := b.set.Printer.Bed.Box()
	for i, z := range b.set.Printer.Bed.Exclude {
		right, back := z.X+z.Width, z.Y+z.Depth
		switch {
		case z.Width <= 0 || z.Depth <= 0:
			b.note(CodeBed, Error, key, say.T("%s: a zone of %s x %s has no area", key, z.Width, z.Depth))
		case right <= least[0] || back <= least[1] || z.X >= most[0] || z.Y >= most[1]:
			b.note(CodeBed, Warning, key, say.T("%s: zone %d lies beside the bed, which goes from %s to %s in X and from %s to %s in Y",
				key, i+1, least[0], most[0], least[1], most[1]))
		case z.X <= least[0] && z.Y <= least[1] && right >= most[0] && back >= most[1]:
			b.note(CodeBed, Error, key, say.T("%s: zone %d covers the whole bed", key, i+1))
		}
	}
}

// crosses reports whether two sides of a polygon that are not neighbours meet.
func crosses(points [][2]Length) bool {
	n := len(points)
	for i := range n {
		for j := i + 2; j < n; j++ {
			if (j+1)%n != i && meet(points[i], points[i+1], points[j], points[(j+1)%n]) {
				return true
			}
		}
	}
	return false
}

// meet reports whether the segments from a to b and from c to d cross.
func meet(a, b, c, d [2]Length) bool {
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

// side returns on which side of the line from a to b the point c is: its sign.
func side(a, b, c [2]Length) float64 {
	v := float64((b[0]-a[0])*(c[1]-a[1])) - float64((b[1]-a[1])*(c[0]-a[0]))
	return float64(slices.Index([]bool{v < 0, v == 0, v > 0}, true) - 1)
}
