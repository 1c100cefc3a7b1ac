package mesh

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/internal/steady"
)

// from returns the vertex where half-edge h starts.
func (m *Mesh) from(h int32) int32 { return m.Faces[h/3][h%3] }

// to returns the vertex where half-edge h ends.
func (m *Mesh) to(h int32) int32 { return m.Faces[h/3][(h+1)%3] }

// apex returns the corner of h's face that is not on h.
func (m *Mesh) apex(h int32) int32 { return m.Faces[h/3][(h+2)%3] }

// edges groups m's half-edges by the edge they lie on.
type edges struct {
	half  []int32 // half-edges, those of one edge next to each other
	start []int32 // where each edge begins in half; the last element is len(half)
}

// of returns the half-edges of the i-th edge.
func (e *edges) of(i int) []int32 { return e.half[e.start[i]:e.start[i+1]] }

// len returns the number of edges.
func (e *edges) len() int { return len(e.start) - 1 }

// edges returns the edges of m, ordered by their lesser vertex, then by the other one.
// It takes linear time but where very many edges meet at one vertex.
func (m *Mesh) edges() *edges {
	type spoke struct{ other, half int32 }
	first := make([]int32, len(m.Vertices)+1)
	for h := range int32(3 * len(m.Faces)) {
		first[min(m.from(h), m.to(h))]++
	}
	var sum int32
	for v, n := range first {
		first[v] = sum
		sum += n
	}
	spokes := make([]spoke, 3*len(m.Faces))
	for h := range int32(3 * len(m.Faces)) {
		a, b := m.from(h), m.to(h)
		v := min(a, b)
		spokes[first[v]] = spoke{max(a, b), h}
		first[v]++
	}
	e := &edges{make([]int32, len(spokes)), make([]int32, 0, len(spokes)/2+1)}
	lo := int32(0)
	for _, hi := range first[:len(m.Vertices)] {
		run := spokes[lo:hi]
		slices.SortFunc(run, func(a, b spoke) int {
			return cmp.Or(cmp.Compare(a.other, b.other), cmp.Compare(a.half, b.half))
		})
		for i, s := range run {
			if i == 0 || s.other != run[i-1].other {
				e.start = append(e.start, lo+int32(i))
			}
			e.half[lo+int32(i)] = s.half
		}
		lo = hi
	}
	e.start = append(e.start, int32(len(spokes)))
	return e
}

// count returns how many edges have a single face and how many have more than two.
func (e *edges) count() (open, many int) {
	for i := range e.len() {
		switch n := len(e.of(i)); {
		case n == 1:
			open++
		case n > 2:
			many++
		}
	}
	return open, many
}

// unbalanced returns how many half-edges of m have no counterpart the other way.
func (e *edges) unbalanced(m *Mesh) int {
	n := 0
	for i := range e.len() {
		run := 0
		for _, h := range e.of(i) {
			if m.from(h) < m.to(h) {
				run++
			} else {
				run--
			}
		}
		n += max(run, -run)
	}
	return n
}

// pair sets m's twins: each half-edge gets one that runs the other way along the same
// edge, and where more than two faces meet, the next one around the edge through the
// solid. It returns the half-edges that are left alone, in order.
func (m *Mesh) pair(e *edges) (open []int32) {
	m.twin = make([]int32, 3*len(m.Faces))
	for i := range m.twin {
		m.twin[i] = -1
	}
	for i := range e.len() {
		run := e.of(i)
		switch {
		case len(run) == 1:
		case len(run) > 2:
			m.pairAround(run)
		case m.from(run[0]) == m.to(run[1]):
			m.link(run[0], run[1])
		}
	}
	for h, t := range m.twin {
		if t < 0 {
			open = append(open, int32(h))
		}
	}
	return open
}

func (m *Mesh) link(g, h int32) { m.twin[g], m.twin[h] = h, g }

// pairAround pairs the half-edges of one edge where several faces meet. Going around the
// edge against the sense of its forward half-edges, the solid begins behind a forward
// face and ends at the next backward one.
func (m *Mesh) pairAround(run []int32) {
	type fan struct {
		half    int32
		forward bool
		angle   float64
	}
	lo := min(m.from(run[0]), m.to(run[0]))
	hi := max(m.from(run[0]), m.to(run[0]))
	x, y := basis(m.Vertices[hi].sub(m.Vertices[lo]))
	fans := make([]fan, len(run))
	for i, h := range run {
		d := m.Vertices[m.apex(h)].sub(m.Vertices[lo])
		fans[i] = fan{h, m.from(h) == lo, steady.Atan2(d.dot(y), d.dot(x))}
	}
	slices.SortFunc(fans, func(a, b fan) int {
		if c := cmp.Compare(b.angle, a.angle); c != 0 || a.forward == b.forward {
			return cmp.Or(c, cmp.Compare(a.half, b.half))
		}
		if a.forward {
			return -1
		}
		return 1
	})
	var stack []int32 // forward half-edges whose solid has not ended
	for i := range 2 * len(fans) {
		switch f := fans[i%len(fans)]; {
		case m.twin[f.half] >= 0:
		case f.forward && i < len(fans):
			stack = append(stack, f.half)
		case !f.forward && len(stack) > 0:
			m.link(stack[len(stack)-1], f.half)
			stack = stack[:len(stack)-1]
		}
	}
}

// basis returns two directions at right angles to u and each other, such that x, y, u
// is right-handed.
func basis(u Vec) (x, y Vec) {
	if l := u.length(); l > 0 {
		u = u.scale(1 / l)
	}
	axis := Vec{1, 0, 0}
	if math.Abs(u.X) > 0.6 {
		axis = Vec{0, 1, 0}
	}
	x = axis.sub(u.scale(u.dot(axis)))
	if l := x.length(); l > 0 {
		x = x.scale(1 / l)
	}
	return x, u.cross(x)
}
