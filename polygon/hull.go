package polygon

import (
	"slices"

	"github.com/visiere/visiere/geom"
)

// Hull returns the convex hull of all points of rings.
//
// Source: Andrew's monotone chain, 1979.
func Hull[R ~[]Ring](rings R) Region {
	var pts []geom.Point
	for _, g := range rings {
		pts = append(pts, g...)
	}
	if len(pts) < 3 {
		return nil
	}
	slices.SortFunc(pts, func(a, b geom.Point) int {
		switch {
		case a == b:
			return 0
		case a.Less(b):
			return -1
		}
		return 1
	})
	chain := func(out geom.Ring, p geom.Point, floor int) geom.Ring {
		for len(out) >= floor && geom.Orient(out[len(out)-2], out[len(out)-1], p) <= 0 {
			out = out[:len(out)-1]
		}
		return append(out, p)
	}
	var out geom.Ring
	for _, p := range pts {
		out = chain(out, p, 2)
	}
	lower := len(out) + 1
	for i := len(pts) - 2; i >= 0; i-- {
		out = chain(out, pts[i], lower)
	}
	return Region{out[:len(out)-1]}
}
