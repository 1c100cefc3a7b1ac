package emit

import (
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// gist is what layers that are alike have in common, and few others.
type gist struct {
	height, fan, speeds float64
	paths, points       int
	starts              geom.Point
}

func gistOf(l *toolpath.Layer) gist {
	g := gist{height: l.Height, fan: l.Fan, paths: len(l.Paths)}
	for i := range l.Paths {
		p := &l.Paths[i]
		g.speeds += p.Speed
		g.points += len(p.Points)
		if len(p.Points) > 0 {
			g.starts = g.starts.Add(p.Points[0])
		}
	}
	return g
}

// alike reports whether the paths of two layers are the same, in the same order, and are
// laid as high and with the same fan.
func alike(a, b *toolpath.Layer) bool {
	return a.Height == b.Height && a.Fan == b.Fan && slices.EqualFunc(a.Paths, b.Paths, samePath)
}

// samePath reports whether a and b have equal values everywhere.
func samePath(a, b toolpath.Path) bool {
	return a.Role == b.Role && a.Limit == b.Limit && a.Width == b.Width && a.Flow == b.Flow && a.Speed == b.Speed &&
		a.Melt == b.Melt && a.Accel == b.Accel && a.Corner == b.Corner && a.Fan == b.Fan &&
		a.Travel.Retract == b.Travel.Retract && a.Travel.Hop == b.Travel.Hop && slices.Equal(a.Travel.Via, b.Travel.Via) &&
		(a.Widths == nil) == (b.Widths == nil) && equal(a.Widths, b.Widths) && equal(a.Points, b.Points)
}

// equal is slices.Equal, at no cost for slices of the same array.
func equal[T comparable](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}
