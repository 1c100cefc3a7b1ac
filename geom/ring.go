package geom

// Ring is a closed polyline: the last point joins the first, which is not repeated.
// Counter-clockwise rings bound their inside; clockwise ones bound a hole.
type Ring []Point

// Area returns the signed area of r in mm2, positive where r is counter-clockwise.
func (r Ring) Area() float64 {
	if len(r) < 3 {
		return 0
	}
	var sum float64
	o := r[0]
	for i := 1; i+1 < len(r); i++ {
		sum += float64(Cross(o, r[i], r[i+1]))
	}
	return sum / 2 / Millimetre / Millimetre
}

// Length returns the length of r in mm, its closing edge included.
func (r Ring) Length() float64 {
	if len(r) < 2 {
		return 0
	}
	return PolylineLength(r) + r[len(r)-1].Dist(r[0])/Millimetre
}

// Box returns the bounding box of r.
func (r Ring) Box() Box {
	b := EmptyBox()
	for _, p := range r {
		b = b.With(p)
	}
	return b
}

// Reverse turns r around in place.
func (r Ring) Reverse() {
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
}

// Shift returns a copy of r moved by d.
func (r Ring) Shift(d Point) Ring {
	out := make(Ring, len(r))
	for i, p := range r {
		out[i] = p.Add(d)
	}
	return out
}

// Winding returns how many times r turns counter-clockwise around p, by the half-open
// rule min <= y < max. A point on an edge counts as on one side or the other.
func (r Ring) Winding(p Point) int {
	w := 0
	for i, b := range r {
		a := r[(i+len(r)-1)%len(r)]
		if a.Y <= p.Y {
			if b.Y > p.Y && Orient(a, b, p) > 0 {
				w++
			}
		} else if b.Y <= p.Y && Orient(a, b, p) < 0 {
			w--
		}
	}
	return w
}

// PolylineLength returns the length of an open polyline in mm.
func PolylineLength(pts []Point) float64 {
	var sum float64
	for i := 1; i < len(pts); i++ {
		sum += pts[i-1].Dist(pts[i])
	}
	return sum / Millimetre
}
