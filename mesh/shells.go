package mesh

// shells returns the number of each face's connected surface, and how many there are.
func (m *Mesh) shells() (shell []int32, n int) {
	shell = make([]int32, len(m.Faces))
	var todo []int32
	for f := range m.Faces {
		if shell[f] != 0 {
			continue
		}
		n++
		shell[f] = int32(n)
		todo = append(todo[:0], int32(f))
		for len(todo) > 0 {
			g := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			for h := 3 * g; h < 3*g+3; h++ {
				if t := m.twin[h]; t >= 0 && shell[t/3] == 0 {
					shell[t/3] = int32(n)
					todo = append(todo, t/3)
				}
			}
		}
	}
	for f := range shell {
		shell[f]--
	}
	return shell, n
}

// mostCavities bounds the shells for which it is asked whether another one surrounds
// them, which takes a look at every face.
const mostCavities = 64

// turnOut turns the shells whose faces look into the solid, and returns how many faces
// that were. Where the whole mesh is inside out, all shells are turned; then those that
// enclose a negative volume and are not a cavity of another one.
func (m *Mesh) turnOut(shell []int32, n int) int {
	if n == 0 {
		return 0
	}
	vols := make([]float64, n)
	var total float64
	o := m.Vertices[m.Faces[0][0]]
	for f, s := range shell {
		a, b, c := m.corners(f)
		v := a.sub(o).dot(b.sub(o).cross(c.sub(o)))
		vols[s] += v
		total += v
	}
	turn := make([]bool, n)
	asked := 0
	for s, v := range vols {
		if total < 0 {
			v = -v
		}
		turn[s] = total < 0
		if v < 0 {
			asked++
			turn[s] = turn[s] != (asked > mostCavities || !m.cavity(shell, int32(s)))
		}
	}
	count := 0
	for f, s := range shell {
		if turn[s] {
			m.flip(f)
			count++
		}
	}
	if count > 0 {
		m.pair(m.edges())
	}
	return count
}

// cavity reports whether shell s lies inside an odd number of other shells.
func (m *Mesh) cavity(shell []int32, s int32) bool {
	var p Vec
	for f := range m.Faces {
		if shell[f] == s {
			a, b, c := m.corners(f)
			p = Vec{a.X + b.X + c.X, a.Y + b.Y + c.Y, a.Z + b.Z + c.Z}.scale(1.0 / 3)
			break
		}
	}
	inside := false
	for f := range m.Faces {
		if shell[f] != s && m.above(f, p) {
			inside = !inside
		}
	}
	return inside
}

// above reports whether the ray from p straight up meets face f.
func (m *Mesh) above(f int, p Vec) bool {
	a, b, c := m.corners(f)
	in := false
	z := 0.0
	for _, e := range [3][2]Vec{{a, b}, {b, c}, {c, a}} {
		u, v := e[0], e[1]
		if (u.Y > p.Y) == (v.Y > p.Y) {
			continue
		}
		if x := u.X + float64((p.Y-u.Y)/(v.Y-u.Y)*(v.X-u.X)); x > p.X {
			in = !in
		}
	}
	if !in {
		return false
	}
	n := b.sub(a).cross(c.sub(a))
	if n.Z == 0 {
		return false
	}
	z = a.Z + (float64(n.X*(a.X-p.X))+float64(n.Y*(a.Y-p.Y)))/n.Z
	return z > p.Z
}
