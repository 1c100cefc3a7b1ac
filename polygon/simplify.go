package polygon

import "github.com/visiere/visiere/geom"

// Simplify returns r with points dropped whose loss moves its outline by at most tol
// nanometres, in normal form.
func (r Region) Simplify(tol int64) Region {
	var out Region
	for _, g := range r {
		if s := simplifyRing(g, tol); len(s) > 2 {
			out = append(out, s)
		}
	}
	return NonZero(out)
}

func simplifyRing(g Ring, tol int64) Ring {
	far, best := 0, 0.0
	for i := range g {
		if d := g[0].Dist(g[i]); d > best {
			far, best = i, d
		}
	}
	if far == 0 {
		return nil
	}
	a := SimplifyLine(append(Ring{}, g[:far+1]...), tol)
	b := SimplifyLine(append(append(Ring{}, g[far:]...), g[0]), tol)
	return append(append(Ring{}, a[:len(a)-1]...), b[:len(b)-1]...)
}

// SimplifyLine returns an open polyline with points dropped whose loss moves it by at
// most tol nanometres; its ends stay.
//
// Source: Douglas and Peucker, 1973.
func SimplifyLine(pts []geom.Point, tol int64) []geom.Point {
	if len(pts) < 3 {
		return pts
	}
	a, b := pts[0], pts[len(pts)-1]
	far, best := 0, float64(tol)
	for i := 1; i+1 < len(pts); i++ {
		if d := segDist(pts[i], a, b); d > best {
			far, best = i, d
		}
	}
	if far == 0 {
		return []geom.Point{a, b}
	}
	left := SimplifyLine(pts[:far+1], tol)
	right := SimplifyLine(pts[far:], tol)
	return append(append([]geom.Point{}, left...), right[1:]...)
}

// segDist returns the distance in nanometres from p to the segment ab.
func segDist(p, a, b geom.Point) float64 {
	abx, aby := float64(b.X-a.X), float64(b.Y-a.Y)
	apx, apy := float64(p.X-a.X), float64(p.Y-a.Y)
	l2 := float64(abx*abx) + float64(aby*aby)
	if l2 == 0 {
		return a.Dist(p)
	}
	t := min(1, max(0, (float64(apx*abx)+float64(apy*aby))/l2))
	return a.Lerp(b, t).Dist(p)
}
