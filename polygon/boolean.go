package polygon

// Union returns the points in any of the regions.
func Union(rs ...Region) Region {
	e := newEngine()
	defer engines.Put(e)
	for _, r := range rs {
		for _, g := range r {
			e.add(g, 1, 0)
		}
	}
	return e.run(nonZero)
}

// NonZero returns the points whose winding number over the rings is not zero. The rings
// may cross themselves and each other in any way.
func NonZero(rings []Ring) Region { return boolean(nonZero, rings, nil) }

// Positive returns the points whose winding number over the rings is above zero. The
// rings may cross themselves and each other in any way.
func Positive(rings []Ring) Region { return boolean(positive, rings, nil) }

// Difference returns the points of a that are not in b.
func Difference(a, b Region) Region { return boolean(difference, a, b) }

// Intersection returns the points in both a and b.
func Intersection(a, b Region) Region { return boolean(intersection, a, b) }

// Xor returns the points in one of a and b and not in the other.
func Xor(a, b Region) Region { return boolean(xor, a, b) }
