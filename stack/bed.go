package stack

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
)

// circlePoints is how many corners a round bed has here: within 0.02 mm of the circle
// at 260 mm.
const circlePoints = 256

// Bed returns where b allows printing, in the printer's coordinates: its shape less its
// margin and its excluded zones.
func Bed(b profiles.Bed) polygon.Region {
	out := shape(b)
	if b.Margin > 0 {
		out = out.Offset(-geom.ToNM(float64(b.Margin)), polygon.Mitre)
	}
	for _, z := range b.Exclude {
		lo := geom.MM(float64(z.X), float64(z.Y))
		hi := geom.MM(float64(z.X+z.Width), float64(z.Y+z.Depth))
		out = polygon.Difference(out, polygon.Rect(geom.Box{Min: lo, Max: hi}))
	}
	return out
}

// shape returns the whole bed.
func shape(b profiles.Bed) polygon.Region {
	switch b.Shape {
	case "circle":
		r := float64(b.Diameter) / 2
		ring := make(geom.Ring, circlePoints)
		for i := range ring {
			s, c := steady.Sincos(2 * math.Pi * float64(i) / circlePoints)
			ring[i] = geom.MM(float64(r*c), float64(r*s))
		}
		return placed(polygon.Region{ring}, b, geom.MM(r, r))
	case "polygon":
		ring := make(geom.Ring, len(b.Points))
		for i, p := range b.Points {
			ring[i] = geom.MM(float64(p[0]), float64(p[1]))
		}
		if ring.Area() < 0 {
			ring.Reverse()
		}
		return polygon.Region{ring}
	}
	half := geom.MM(float64(b.Width)/2, float64(b.Depth)/2)
	return placed(polygon.Rect(geom.Box{Min: geom.Point{X: -half.X, Y: -half.Y}, Max: half}), b, half)
}

// placed moves a shape around the origin to where b has its own.
func placed(r polygon.Region, b profiles.Bed, half geom.Point) polygon.Region {
	if b.Origin == "centre" {
		return r
	}
	return r.Shift(half)
}
