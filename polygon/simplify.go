package polygon

import "github.com/visiere/visiere/geom"

// Simplify returns r with points dropped whose loss moves its outline by at most tol
// nanometres, in normal form: where outlines come to cross, what is outside either of
// them is lost. Parts thinner than tol may vanish.
func (r Region) Simplify(tol int64) Region {
	e := newEngine()
	defer engines.Put(e)
	for _, g := range r {
		e.raw = e.simplifier.ring(e.raw[:0], g, tol)
		e.add(e.raw, 1, 0)
	}
	return e.run(positive)
}

// SimplifyLine returns an open polyline with points dropped whose loss moves it by at
// most tol nanometres; its ends stay. The result has its own memory.
//
// Source: Douglas and Peucker, 1973.
func SimplifyLine(pts []geom.Point, tol int64) []geom.Point {
	if len(pts) == 0 {
		return nil
	}
	var s simplifier
	return s.line(make([]geom.Point, 0, len(pts)), pts, tol)
}

// simplifier is the memory of a simplification.
type simplifier struct {
	ends []int        // where the ranges that are still to be simplified end, the next one last
	tail []geom.Point // the second half of a ring, simplified
}

// ring appends g, simplified between its first point and the one furthest from it.
func (s *simplifier) ring(out []geom.Point, g Ring, tol int64) []geom.Point {
	far, best := 0, 0.0
	for i := range g {
		if d := square(g[0], g[i]); d > best {
			far, best = i, d
		}
	}
	if far == 0 {
		return out
	}
	out = s.line(out, g[:far+1], tol)
	n := len(out)
	out = append(append(out, g[far:]...), g[0])
	s.tail = s.line(s.tail[:0], out[n:], tol)
	return append(out[:n], s.tail[1:len(s.tail)-1]...)
}

// line appends pts, simplified.
func (s *simplifier) line(out, pts []geom.Point, tol int64) []geom.Point {
	out = append(out, pts[0])
	limit := float64(tol) * float64(tol)
	from := 0
	s.ends = append(s.ends[:0], len(pts)-1)
	for n := len(s.ends); n > 0; n = len(s.ends) {
		to := s.ends[n-1]
		if far := furthest(pts[from:to+1], limit); far > 0 {
			s.ends = append(s.ends, from+far)
			continue
		}
		if to > from {
			out = append(out, pts[to])
		}
		from, s.ends = to, s.ends[:n-1]
	}
	return out
}

// furthest returns the index of the point of pts furthest from the segment between its
// ends, 0 if none is further than the square root of limit.
func furthest(pts []geom.Point, limit float64) int {
	a, b := pts[0], pts[len(pts)-1]
	far := 0
	for i := 1; i+1 < len(pts); i++ {
		if d := squareTo(pts[i], a, b); d > limit {
			far, limit = i, d
		}
	}
	return far
}

// square returns the square of the distance from p to q.
func square(p, q geom.Point) float64 {
	dx, dy := float64(q.X-p.X), float64(q.Y-p.Y)
	return float64(dx*dx) + float64(dy*dy)
}
