package emit

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
)

// bedBox returns the bounding box of the bed.
func bedBox(b *profiles.Bed) geom.Box {
	size := geom.MM(float64(b.Width), float64(b.Depth))
	switch b.Shape {
	case "circle":
		size = geom.MM(float64(b.Diameter), float64(b.Diameter))
	case "polygon":
		box := geom.EmptyBox()
		for _, p := range b.Points {
			box = box.With(geom.MM(float64(p[0]), float64(p[1])))
		}
		return box
	}
	if b.Origin == "centre" {
		half := geom.Point{X: size.X / 2, Y: size.Y / 2}
		return geom.Box{Min: geom.Point{X: -half.X, Y: -half.Y}, Max: half}
	}
	return geom.Box{Max: size}
}
