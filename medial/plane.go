package medial

import "github.com/visiere/visiere/geom"

// orient is twice the signed area of abc, positive where it turns left.
func orient(a, b, c geom.Vec) float64 { return b.Sub(a).Cross(c.Sub(a)) }

// onSegment returns the point of segment ab nearest to p.
func onSegment(p, a, b geom.Vec) geom.Vec {
	ab := b.Sub(a)
	l2 := ab.Dot(ab)
	if l2 == 0 {
		return a
	}
	return a.To(b, min(1, max(0, p.Sub(a).Dot(ab)/l2)))
}

// inCircle reports whether d is inside the circle through a, b, c, which turn left.
func inCircle(a, b, c, d geom.Vec) bool {
	a, b, c = a.Sub(d), b.Sub(d), c.Sub(d)
	return float64(a.Dot(a)*b.Cross(c))+float64(b.Dot(b)*c.Cross(a))+float64(c.Dot(c)*a.Cross(b)) > 0
}

// circumcentre returns the centre of the circle through a, b and c; not ok where they are
// on one line.
func circumcentre(a, b, c geom.Vec) (geom.Vec, bool) {
	to, ok := toCircumcentre(b.Sub(a), c.Sub(a))
	return a.Add(to), ok
}

// toCircumcentre returns the centre of the circle through the origin, b and c; not ok where
// they are on one line.
func toCircumcentre(b, c geom.Vec) (geom.Vec, bool) {
	d := 2 * b.Cross(c)
	if d == 0 {
		return geom.Vec{}, false
	}
	bb, cc := b.Dot(b), c.Dot(c)
	return geom.V((float64(c.Y*bb)-float64(b.Y*cc))/d, (float64(b.X*cc)-float64(c.X*bb))/d), true
}

// incircle returns the centre and radius of the circle that touches the sides of the
// triangle abc.
func incircle(a, b, c geom.Vec) (geom.Vec, float64) {
	la, lb, lc := b.Dist(c), c.Dist(a), a.Dist(b)
	sum := la + lb + lc
	if sum == 0 {
		return a, 0
	}
	at := a.Mul(la / sum).Add(b.Mul(lb / sum)).Add(c.Mul(lc / sum))
	return at, max(0, orient(a, b, c)) / sum
}

// nm returns a length in millimetres in nanometres.
func nm(mm float64) int64 { return geom.ToNM(mm) }
