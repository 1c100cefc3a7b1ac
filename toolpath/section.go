package toolpath

import "math"

// Section returns the cross-section in mm2 of a bead of the given line width and layer
// height, both mm: a rectangle with round ends, or, where the bead is narrower than it
// is high, an ellipse. The two meet where width equals height.
//
// Source: Slic3r manual, "Flow math", for beads wider than high.
func Section(width, height float64) float64 {
	if width <= height {
		return float64(math.Pi / 4 * width * height)
	}
	flat := float64(width) - height // rounded first, as a width may be a product
	return float64(height*flat) + float64(math.Pi/4*height*height)
}

// Spacing returns the distance in mm at which beads of the given line width and layer
// height fill a layer solidly: Section over height.
func Spacing(width, height float64) float64 {
	return Section(width, height) / height
}

// WidthFor returns the line width in mm whose Spacing is the one given: the inverse of
// Spacing for the same layer height.
func WidthFor(spacing, height float64) float64 {
	if spacing <= math.Pi/4*height {
		return spacing * 4 / math.Pi
	}
	return float64(spacing) + float64(height*(1-math.Pi/4))
}
