package mesh

import (
	"math"

	"github.com/visiere/visiere/internal/say"
)

// soup gathers triangles and joins corners with the same coordinates as they come, so
// that a file of millions of triangles is never held unwelded.
type soup struct {
	name   string
	verts  []Vec
	faces  [][3]int32
	slots  []int32 // hash table of vertices: index + 1, or 0
	count  int     // triangles added
	twice  int     // of those, with a corner twice
	unit   string  // as the file says
	broken int     // the first triangle with a corner that is no number, from 1; or 0
}

// maxTriangles bounds the triangles of one mesh; see maxBytes.
const maxTriangles = maxBytes / 50

// grow makes room for n triangles, of which a closed mesh has twice as many as vertices.
func (s *soup) grow(n int) {
	s.faces = make([][3]int32, 0, n)
	s.verts = make([]Vec, 0, n/2+n/16+8)
	s.resize(n + n/8 + 16)
}

// add adds the triangle abc.
func (s *soup) add(a, b, c Vec) {
	s.count++
	if s.broken == 0 && !(a.finite() && b.finite() && c.finite()) {
		s.broken = s.count
	}
	if s.broken > 0 {
		return
	}
	f := [3]int32{s.vertex(a), s.vertex(b), s.vertex(c)}
	if f[0] == f[1] || f[1] == f[2] || f[2] == f[0] {
		s.twice++
		return
	}
	s.faces = append(s.faces, f)
}

// vertex returns the index of v, which it adds if it is new.
func (s *soup) vertex(v Vec) int32 {
	if len(s.verts)*2 >= len(s.slots) {
		s.resize(4*len(s.verts) + 64)
	}
	v = Vec{v.X + 0, v.Y + 0, v.Z + 0} // -0 + 0 is 0
	mask := uint64(len(s.slots) - 1)
	for h := v.hash() & mask; ; h = (h + 1) & mask {
		switch i := s.slots[h]; {
		case i == 0:
			s.verts = append(s.verts, v)
			s.slots[h] = int32(len(s.verts))
			return int32(len(s.verts) - 1)
		case s.verts[i-1] == v:
			return i - 1
		}
	}
}

// resize makes a hash table of at least n slots and puts the vertices in it.
func (s *soup) resize(n int) {
	size := 64
	for size < n {
		size *= 2
	}
	s.slots = make([]int32, size)
	mask := uint64(size - 1)
	for i, v := range s.verts {
		h := v.hash() & mask
		for s.slots[h] != 0 {
			h = (h + 1) & mask
		}
		s.slots[h] = int32(i + 1)
	}
}

// hash mixes the bits of v.
func (v Vec) hash() uint64 {
	const k = 0x9E3779B97F4A7C15 // 2^64 over the golden ratio
	h := math.Float64bits(v.X) * k
	h = (h ^ h>>29 ^ math.Float64bits(v.Y)) * k
	h = (h ^ h>>31 ^ math.Float64bits(v.Z)) * k
	return h ^ h>>32
}

// check returns what makes the soup useless, if anything.
func (s *soup) check() error {
	switch {
	case s.broken > 0:
		return fail(ErrUnusable, say.Errorf("%s: triangle %d has a corner that is not a number: export the mesh again", s.name, s.broken))
	case s.count == 0:
		return fail(ErrEmpty, say.Errorf("%s holds no triangles: export the mesh again", s.name))
	case len(s.faces) == 0:
		return fail(ErrUnusable, say.Errorf("%s: all %d triangles have a corner twice, so there is no surface: export the mesh again", s.name, s.count))
	}
	return nil
}

// weldTolerance is how far apart, in mm, corners at open edges are joined. Single
// precision at 200 mm steps by 15 nm and six decimal digits by 1 micrometre.
const weldTolerance = 0.0015

// weldBorder joins the vertices of edges with a single face that are within weldTolerance
// of each other, and returns how many it joined. Faces that have a vertex twice by it are
// left for the caller to drop. Where very much is open it does nothing.
func (m *Mesh) weldBorder(e *edges) int {
	if open, _ := e.count(); open == 0 || open > mostOpen {
		return 0
	}
	grid := map[[3]int64][]int32{}
	into := make([]int32, len(m.Vertices)) // the vertex that replaces one, + 1, or 0
	joined := 0
	for i := range e.len() {
		h := e.of(i)
		if len(h) > 1 {
			continue
		}
		for _, v := range [2]int32{m.from(h[0]), m.to(h[0])} {
			if into[v] != 0 {
				continue
			}
			w := m.nearest(grid, v)
			into[v] = w + 1
			if v != w {
				joined++
			}
		}
	}
	for i, f := range m.Faces {
		for k, v := range f {
			if w := into[v]; w != 0 && joined > 0 {
				m.Faces[i][k] = w - 1
			}
		}
	}
	return joined
}

// nearest returns the first vertex in the grid within weldTolerance of v, or else v,
// which it adds to the grid.
func (m *Mesh) nearest(grid map[[3]int64][]int32, v int32) int32 {
	p := m.Vertices[v]
	cell := func(x float64) int64 { return int64(math.Floor(x / weldTolerance)) }
	x, y, z := cell(p.X), cell(p.Y), cell(p.Z)
	for i := range int64(27) {
		for _, w := range grid[[3]int64{x + i%3 - 1, y + i/3%3 - 1, z + i/9 - 1}] {
			if m.Vertices[w].sub(p).length() <= weldTolerance {
				return w
			}
		}
	}
	key := [3]int64{x, y, z}
	grid[key] = append(grid[key], v)
	return v
}
