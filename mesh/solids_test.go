package mesh

import (
	"math"
	"math/rand/v2"
	"testing"
)

// tri is a list of triangles, to make test solids of.
type tri = [][3]Vec

// box returns a box from lo to hi.
func box(lo, hi Vec) tri {
	at := func(i int) Vec {
		v := lo
		if i&1 != 0 {
			v.X = hi.X
		}
		if i&2 != 0 {
			v.Y = hi.Y
		}
		if i&4 != 0 {
			v.Z = hi.Z
		}
		return v
	}
	var out tri
	for _, q := range [][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
		out = append(out, [3]Vec{at(q[0]), at(q[1]), at(q[2])}, [3]Vec{at(q[0]), at(q[2]), at(q[3])})
	}
	return out
}

// torus returns a torus about the Z axis.
func torus(major, minor float64, n, k int) tri {
	at := func(i, j int) Vec {
		a, b := 2*math.Pi*float64(i%n)/float64(n), 2*math.Pi*float64(j%k)/float64(k)
		r := major + minor*math.Cos(b)
		return Vec{r * math.Cos(a), r * math.Sin(a), minor * math.Sin(b)}
	}
	var out tri
	for i := range n {
		for j := range k {
			a, b, c, d := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			out = append(out, [3]Vec{a, b, c}, [3]Vec{a, c, d})
		}
	}
	return out
}

// blob returns a ball whose radius varies by rnd around r.
func blob(r float64, n int, rnd *rand.Rand) tri {
	radius := map[[2]int]float64{}
	at := func(i, j int) Vec { // j from pole to pole
		i %= 2 * n
		if j == 0 || j == n {
			i = 0
		}
		key := [2]int{i, j}
		if radius[key] == 0 {
			radius[key] = r * (0.6 + 0.8*rnd.Float64())
		}
		a, b := math.Pi*float64(i)/float64(n), math.Pi*float64(j)/float64(n)
		d := radius[key]
		return Vec{d * math.Sin(b) * math.Cos(a), d * math.Sin(b) * math.Sin(a), -d * math.Cos(b)}
	}
	var out tri
	for i := range 2 * n {
		for j := range n {
			a, b, c, d := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			if j > 0 {
				out = append(out, [3]Vec{a, b, c})
			}
			if j < n-1 {
				out = append(out, [3]Vec{a, c, d})
			}
		}
	}
	return out
}

// mapped returns t with f applied to every corner.
func mapped(t tri, f func(Vec) Vec) tri {
	out := make(tri, len(t))
	for i, v := range t {
		out[i] = [3]Vec{f(v[0]), f(v[1]), f(v[2])}
	}
	return out
}

// moved returns t moved by d.
func moved(t tri, d Vec) tri {
	return mapped(t, func(v Vec) Vec { return Vec{v.X + d.X, v.Y + d.Y, v.Z + d.Z} })
}

// tumbled returns t in a random attitude, its corners rounded to single precision as an
// STL would.
func tumbled(t tri, rnd *rand.Rand) tri {
	var q [4]float64
	l := 0.0
	for i := range q {
		q[i] = rnd.NormFloat64()
		l += q[i] * q[i]
	}
	l = math.Sqrt(l)
	w, u := q[0]/l, Vec{q[1] / l, q[2] / l, q[3] / l}
	return mapped(t, func(v Vec) Vec {
		c := u.cross(v)
		c = Vec{c.X + w*v.X, c.Y + w*v.Y, c.Z + w*v.Z}
		d := u.cross(c)
		return Vec{
			float64(float32(v.X + 2*d.X)), float64(float32(v.Y + 2*d.Y)), float64(float32(v.Z + 2*d.Z)),
		}
	})
}

// inverted returns t with its faces turned around.
func inverted(t tri) tri {
	out := make(tri, len(t))
	for i, v := range t {
		out[i] = [3]Vec{v[0], v[2], v[1]}
	}
	return out
}

// joined returns all triangles of ts.
func joined(ts ...tri) tri {
	var out tri
	for _, t := range ts {
		out = append(out, t...)
	}
	return out
}

// tetraVolume returns the volume that t encloses.
func tetraVolume(t tri) float64 {
	sum := 0.0
	for _, v := range t {
		sum += v[0].dot(v[1].cross(v[2])) / 6
	}
	return sum
}

// mustMesh returns the mesh of t, in mm whatever its size.
func mustMesh(tb testing.TB, t tri) (*Mesh, *Report) {
	tb.Helper()
	m, r, err := FromTriangles(t, Options{Unit: "mm"})
	if err != nil {
		tb.Fatal(err)
	}
	return m, r
}

// near fails the test unless got is within tol of want.
func near(tb testing.TB, what string, got, want, tol float64) {
	tb.Helper()
	if !(math.Abs(got-want) <= tol) {
		tb.Errorf("%s: %g, want %g within %g", what, got, want, tol)
	}
}
