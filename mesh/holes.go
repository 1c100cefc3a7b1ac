package mesh

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// What holes are covered: flat ones, where a face is missing, of any size; others, where
// triangles were lost, up to a length around.
const (
	flatHole    = 0.01 // mm that the rim of a flat hole may leave its plane
	mostRim     = 40   // mm around a hole that is not flat
	mostCorners = 300  // of a hole that is cut into triangles by ears, which takes their square
	mostOpen    = 1e6  // half-edges at holes; with more of them there is no solid to be had
)

// closeHoles covers the holes that the half-edges without a twin leave, and returns how
// many.
func (m *Mesh) closeHoles(open []int32) int {
	if len(open) > mostOpen {
		return 0
	}
	n := 0
	for _, rim := range m.rims(open) {
		normal, flat, length := m.rim(rim)
		if flat || length <= mostRim {
			m.cover(rim, normal)
			n++
		}
	}
	return n
}

// rims returns the closed walks along open half-edges, backwards, as vertices: each in
// the order in which the faces that cover it run along it. No vertex is twice in one.
func (m *Mesh) rims(open []int32) [][]int32 {
	out := make(map[int32][]int32, len(open)) // half-edges that end at a vertex
	for _, h := range open {
		out[m.to(h)] = append(out[m.to(h)], h)
	}
	var rims [][]int32
	at := map[int32]int{} // place of a vertex in the walk
	var walk []int32
	for _, h := range open {
		walk = append(walk[:0], m.to(h))
		at[walk[0]] = 0
		for v := walk[0]; len(out[v]) > 0; v = walk[len(walk)-1] {
			w := m.from(out[v][0])
			out[v] = out[v][1:]
			k, been := at[w]
			if !been {
				at[w] = len(walk)
				walk = append(walk, w)
				continue
			}
			rims = append(rims, slices.Clone(walk[k:]))
			walk = forget(at, walk, k+1)
		}
		forget(at, walk, 0)
	}
	return rims
}

// forget takes the vertices from place k on out of the walk and out of at.
func forget(at map[int32]int, walk []int32, k int) []int32 {
	for _, v := range walk[k:] {
		delete(at, v)
	}
	return walk[:k]
}

// rim returns the normal of the plane through a rim, whether the rim lies in it, and how
// long it is in mm.
func (m *Mesh) rim(rim []int32) (normal Vec, flat bool, length float64) {
	o := m.Vertices[rim[0]]
	for i, v := range rim {
		p, q := m.Vertices[v].sub(o), m.Vertices[rim[(i+1)%len(rim)]].sub(o)
		c := p.cross(q)
		normal = Vec{normal.X + c.X, normal.Y + c.Y, normal.Z + c.Z}
		length += q.sub(p).length()
	}
	l := normal.length()
	if l == 0 {
		return normal, true, length
	}
	normal = normal.scale(1 / l)
	for _, v := range rim {
		if math.Abs(m.Vertices[v].sub(o).dot(normal)) > flatHole {
			return normal, false, length
		}
	}
	return normal, true, length
}

// cover adds the triangles of a rim that looks along normal: ears that hold no other
// corner as long as there are any, then any. A rim with very many corners gets a fan.
//
// Source: Meisters, Polygons have ears, 1975.
func (m *Mesh) cover(rim []int32, normal Vec) {
	if len(rim) > mostCorners {
		for i := 2; i < len(rim); i++ {
			m.Faces = append(m.Faces, [3]int32{rim[0], rim[i-1], rim[i]})
		}
		return
	}
	x, y := basis(normal)
	o := m.Vertices[rim[0]]
	pts := make([]geom.Point, len(rim))
	for i, v := range rim {
		d := m.Vertices[v].sub(o)
		pts[i] = geom.MM(d.dot(x), d.dot(y))
	}
	rim = slices.Clone(rim)
	for at, misses := 0, 0; len(rim) > 2; {
		n := len(rim)
		i, j := (at+n-1)%n, (at+1)%n
		if misses < n && !isEar(pts, i, at, j) {
			at, misses = j, misses+1
			continue
		}
		m.Faces = append(m.Faces, [3]int32{rim[i], rim[at], rim[j]})
		rim = slices.Delete(rim, at, at+1)
		pts = slices.Delete(pts, at, at+1)
		at, misses = at%len(rim), 0
	}
}

// isEar reports whether the corner j between i and k is convex and its triangle holds
// none of the other points.
func isEar(pts []geom.Point, i, j, k int) bool {
	a, b, c := pts[i], pts[j], pts[k]
	if geom.Orient(a, b, c) <= 0 {
		return false
	}
	for n, p := range pts {
		if n != i && n != j && n != k && p != a && p != b && p != c &&
			geom.Orient(a, b, p) >= 0 && geom.Orient(b, c, p) >= 0 && geom.Orient(c, a, p) >= 0 {
			return false
		}
	}
	return true
}
