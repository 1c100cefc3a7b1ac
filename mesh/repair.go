package mesh

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/visiere/visiere/internal/say"
)

// mesh makes a mesh of the soup: welded, without faults that can be mended, oriented and
// placed. It adds what it did to rep.
func (s *soup) mesh(opt Options, rep *Report) (*Mesh, *Report, error) {
	if err := s.check(); err != nil {
		return nil, nil, err
	}
	rep.Triangles, rep.Degenerate = s.count, s.twice
	m := &Mesh{Vertices: s.verts, Faces: s.faces}
	s.slots = nil // not needed any more, and large
	unit, sure, err := s.scale(m, opt)
	if err != nil {
		return nil, nil, err
	}
	rep.Unit = unit
	m.repair(rep)
	if err := m.useful(s.name, rep); err != nil {
		return nil, nil, err
	}
	if !sure {
		if err := m.plausible(s.name, unit); err != nil {
			return nil, nil, err
		}
	}
	m.compact()
	rep.Raised = m.place()
	m.open = !rep.Closed
	rep.Overlaps = m.overlaps()
	m.simple = rep.Closed && !rep.Overlaps && rep.NonManifold == 0
	m.volume = m.signedVolume
	if rep.Overlaps || !rep.Closed {
		m.volume = sync.OnceValue(m.sectionVolume)
	}
	rep.warn(s.name)
	return m, rep, nil
}

// repair welds m's open edges, drops faces that are there twice, orients it and closes
// its holes.
func (m *Mesh) repair(rep *Report) {
	e := m.edges()
	if rep.Welded = m.weldBorder(e); rep.Welded > 0 {
		rep.Degenerate += m.dropCollapsed()
		e = m.edges()
	}
	if n := m.dropDuplicates(e); n > 0 {
		rep.Duplicate = n
		e = m.edges()
	}
	rep.OpenEdges, rep.NonManifold = e.count()
	if rep.Flipped = m.orient(e); rep.Flipped > 0 {
		e = m.edges()
	}
	open := m.pair(e)
	if len(open) > 0 {
		if rep.HolesClosed = m.closeHoles(open); rep.HolesClosed > 0 {
			open = m.pair(m.edges())
		}
	}
	rep.StillOpen, rep.Closed = len(open), len(open) == 0
	shell, n := m.shells()
	rep.Shells = n
	rep.Flipped += m.turnOut(shell, n)
}

// dropCollapsed drops the faces that have a vertex twice and returns how many.
func (m *Mesh) dropCollapsed() int {
	n := len(m.Faces)
	m.keep(func(f int) bool {
		t := m.Faces[f]
		return t[0] != t[1] && t[1] != t[2] && t[2] != t[0]
	})
	return n - len(m.Faces)
}

// keep drops the faces that ok does not want.
func (m *Mesh) keep(ok func(f int) bool) {
	k := 0
	for f := range m.Faces {
		if ok(f) {
			m.Faces[k] = m.Faces[f]
			k++
		}
	}
	m.Faces = m.Faces[:k]
}

// compact drops the vertices that no face has.
func (m *Mesh) compact() {
	index := make([]int32, len(m.Vertices))
	for _, f := range m.Faces {
		index[f[0]], index[f[1]], index[f[2]] = 1, 1, 1
	}
	k := int32(0)
	for v, used := range index {
		if used != 0 {
			m.Vertices[k] = m.Vertices[v]
			index[v] = k
			k++
		}
	}
	if int(k) == len(m.Vertices) {
		return
	}
	m.Vertices = m.Vertices[:k]
	for i, f := range m.Faces {
		m.Faces[i] = [3]int32{index[f[0]], index[f[1]], index[f[2]]}
	}
}

// dropDuplicates drops faces with the same three vertices as another one: pairs that lie
// back to back enclose nothing, and copies that run the same way are dropped where the
// mesh is no more open without them. It returns how many it dropped.
func (m *Mesh) dropDuplicates(e *edges) int {
	drop, copies := m.duplicates(e)
	n := 0
	for _, d := range drop {
		if d {
			n++
		}
	}
	if n == 0 && len(copies) == 0 {
		return 0
	}
	kept := append([][3]int32(nil), m.Faces...)
	m.keep(func(f int) bool { return !drop[f] })
	if len(copies) == 0 {
		return n
	}
	before := m.edges().unbalanced(m)
	with := m.Faces
	m.Faces = kept
	for _, f := range copies {
		drop[f] = true
	}
	m.keep(func(f int) bool { return !drop[f] })
	if m.edges().unbalanced(m) > before {
		m.Faces = with
		return n
	}
	return n + len(copies)
}

// duplicates marks the faces that lie back to back with another one, and lists those
// left that are a copy of an earlier one.
func (m *Mesh) duplicates(e *edges) (drop []bool, copies []int) {
	drop = make([]bool, len(m.Faces))
	var group []int32
	for i := range e.len() {
		run := e.of(i)
		if len(run) < 2 {
			continue
		}
		group = m.lowest(run, group[:0])
		for lo, hi := 0, 1; hi <= len(group); hi++ {
			if hi == len(group) || m.apex(group[hi]) != m.apex(group[lo]) {
				copies = m.cancel(group[lo:hi], drop, copies)
				lo = hi
			}
		}
	}
	return drop, copies
}

// lowest appends to out the half-edges of run whose apex is greater than both their
// ends, so that each face is seen on one of its edges only; by their apex.
func (m *Mesh) lowest(run, out []int32) []int32 {
	for _, h := range run {
		if m.apex(h) > max(m.from(h), m.to(h)) {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.apex(a), m.apex(b)), cmp.Compare(a, b))
	})
	return out
}

// cancel takes half-edges of faces with the same three vertices: as many are dropped as
// lie back to back, and all but one of the rest are copies.
func (m *Mesh) cancel(same []int32, drop []bool, copies []int) []int {
	forward := 0
	for _, h := range same {
		if m.from(h) == m.from(same[0]) {
			forward++
		}
	}
	pairs := min(forward, len(same)-forward)
	var seen [2]int // forward and backward ones so far
	for _, h := range same {
		side := 0
		if m.from(h) != m.from(same[0]) {
			side = 1
		}
		if seen[side] < pairs {
			drop[h/3] = true
		} else if seen[side] > pairs {
			copies = append(copies, int(h/3))
		}
		seen[side]++
	}
	return copies
}

// orient turns faces so that neighbours across an edge of two faces agree, the fewer of
// each connected patch, and returns how many it turned.
func (m *Mesh) orient(e *edges) int {
	if !m.disagrees(e) {
		return 0
	}
	next := make([]int32, 3*len(m.Faces)) // the half-edge across, or -1
	for i := range next {
		next[i] = -1
	}
	for i := range e.len() {
		if h := e.of(i); len(h) == 2 {
			next[h[0]], next[h[1]] = h[1], h[0]
		}
	}
	state := make([]int8, len(m.Faces)) // 0 unseen, 1 as it is, -1 to be turned
	turned := 0
	var patch []int32
	for f := range m.Faces {
		if state[f] == 0 {
			patch = m.spread(int32(f), next, state, patch[:0])
			turned += m.turnFewer(patch, state)
		}
	}
	return turned
}

// disagrees reports whether two faces at an edge of their own run the same way along it.
func (m *Mesh) disagrees(e *edges) bool {
	for i := range e.len() {
		if h := e.of(i); len(h) == 2 && m.from(h[0]) == m.from(h[1]) {
			return true
		}
	}
	return false
}

// spread sets the state of the faces connected with f, so that they agree with f, and
// appends them to patch.
func (m *Mesh) spread(f int32, next []int32, state []int8, patch []int32) []int32 {
	state[f] = 1
	patch = append(patch, f)
	for i := 0; i < len(patch); i++ {
		f := patch[i]
		for h := 3 * f; h < 3*f+3; h++ {
			g := next[h]
			if g < 0 || state[g/3] != 0 {
				continue
			}
			state[g/3] = state[f]
			if m.from(g) == m.from(h) {
				state[g/3] = -state[f]
			}
			patch = append(patch, g/3)
		}
	}
	return patch
}

// turnFewer turns the faces of patch in the rarer state and returns how many.
func (m *Mesh) turnFewer(patch []int32, state []int8) int {
	n, rare := 0, int8(-1)
	for _, f := range patch {
		if state[f] < 0 {
			n++
		}
	}
	if 2*n > len(patch) {
		n, rare = len(patch)-n, 1
	}
	for _, f := range patch {
		if state[f] == rare {
			m.flip(int(f))
		}
	}
	return n
}

// flip turns face f around. Its half-edges then lie on other edges than before.
func (m *Mesh) flip(f int) { m.Faces[f][1], m.Faces[f][2] = m.Faces[f][2], m.Faces[f][1] }

// useful returns why m is no solid, if it is none: its surface is mostly open, or it
// encloses nothing.
func (m *Mesh) useful(name string, rep *Report) error {
	if half := 3 * len(m.Faces); rep.StillOpen*5 > half {
		return fail(ErrUnusable, say.Errorf(
			"%s is not a solid: %d of its %d triangle sides have no neighbour: export a closed mesh, or repair it",
			name, rep.StillOpen, half))
	}
	vol, area := math.Abs(m.signedVolume()), m.surface()
	if !(vol > area*1e-6) {
		return fail(ErrUnusable, say.Errorf(
			"%s encloses no volume: it is a flat sheet of %d triangles: export a solid", name, rep.Triangles))
	}
	return nil
}
