package infill

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Solid lines, in the order and direction in which they come, never lay a part beside one
// that is laid already on its upper side, around holes and into notches.
func TestSolidIsMonotone(t *testing.T) {
	box := func(x0, y0, x1, y1 float64) polygon.Region {
		return polygon.NonZero([]geom.Ring{{geom.MM(x0, y0), geom.MM(x1, y0), geom.MM(x1, y1), geom.MM(x0, y1)}})
	}
	plate := box(0, 0, 40, 30)
	for name, r := range map[string]polygon.Region{
		"plate":   plate,
		"hole":    polygon.Difference(plate, box(10, 10, 25, 20)),
		"notches": polygon.Difference(polygon.Difference(plate, box(5, -1, 12, 18)), box(20, 12, 30, 31)),
	} {
		spacing := int64(400_000)
		var laid [][2]geom.Point
		total := 0.0
		for _, l := range Fill(r, Options{Spacing: spacing, Density: 1, Link: 3 * spacing}) {
			for i := 1; i < len(l.Points); i++ {
				if a, b := l.Points[i-1], l.Points[i]; a.Y == b.Y && a.X != b.X {
					laid = append(laid, [2]geom.Point{{X: min(a.X, b.X), Y: a.Y}, {X: max(a.X, b.X), Y: a.Y}})
					total += a.Dist(b) * geom.ToMM(l.Spacing)
				}
			}
		}
		if area := total / geom.Millimetre; area < 0.95*r.Area() {
			t.Errorf("%s: %.1f mm2 of %.1f are laid", name, area, r.Area())
		}
		for i, s := range laid {
			for _, before := range laid[:i] {
				up := before[0].Y - s[0].Y
				if up > spacing/2 && up < 3*spacing/2 && before[0].X < s[1].X-1000 && s[0].X < before[1].X-1000 {
					t.Errorf("%s: the part from %v is laid after the one above it", name, s[0])
				}
			}
		}
	}
}
