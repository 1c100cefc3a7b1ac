package mesh

import (
	"cmp"
	"slices"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/polygon"
)

// Section returns the points of the solid at height z, in mm, in normal form.
//
//  1. A vertex at z counts as below it (min <= z < max), so at the height of a
//     horizontal facet the section is the one just above it.
//  2. It is where the surface winds around, so shells that overlap are joined.
//  3. Points are where the plane cuts the edges, rounded to nanometres. Nothing is
//     simplified.
func (m *Mesh) Section(z float64) polygon.Region { return m.Sections([]float64{z})[0] }

// Sections returns the sections at the heights zs, as Section does, in their order. Only
// faces that cross a height are visited for it, and heights share the processors.
func (m *Mesh) Sections(zs []float64) []polygon.Region {
	out := make([]polygon.Region, len(zs))
	m.eachLoops(zs, func(i int, loops []polygon.Ring) {
		out[i] = polygon.NonZero(loops)
	})
	return out
}

// Simplified returns what simplifying Sections by tol nanometres gives, up to tol; where
// the mesh is closed and does not overlap itself, in half the time.
func (m *Mesh) Simplified(zs []float64, tol int64) []polygon.Region {
	out := make([]polygon.Region, len(zs))
	m.eachLoops(zs, func(i int, loops []polygon.Ring) {
		r := polygon.Region(loops)
		if !m.simple {
			r = polygon.NonZero(loops)
		}
		out[i] = r.Simplify(tol)
	})
	return out
}

// Loops returns the rings that the heights zs cut out of the surface, with the solid on
// their left. They may cross and overlap: polygon.NonZero makes the section of them, and
// whoever simplifies it can do so before.
func (m *Mesh) Loops(zs []float64) [][]polygon.Ring {
	out := make([][]polygon.Ring, len(zs))
	m.eachLoops(zs, func(i int, loops []polygon.Ring) { out[i] = loops })
	return out
}

// maxCuts bounds the faces listed at a time for cutting: 64 MB.
const maxCuts = 16 << 20

// eachLoops calls use with the loops of each height in zs, from several goroutines.
func (m *Mesh) eachLoops(zs []float64, use func(i int, loops []polygon.Ring)) {
	order := make([]int, len(zs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(zs[a], zs[b]) })
	sorted := make([]float64, len(zs))
	for k, i := range order {
		sorted[k] = zs[i]
	}
	cuts := m.countCuts(sorted)
	cutters := sync.Pool{New: func() any { return &cutter{m: m, seen: make([]uint32, len(m.Faces))} }}
	for lo := 0; lo < len(sorted); {
		hi, n := lo+1, cuts[lo]
		for hi < len(sorted) && n+cuts[hi] <= maxCuts {
			n += cuts[hi]
			hi++
		}
		faces, start := m.crossing(sorted[lo:hi], cuts[lo:hi])
		_ = par.Do(hi-lo, func(k int) error {
			c := cutters.Get().(*cutter)
			use(order[lo+k], c.cut(sorted[lo+k], faces[start[k]:start[k+1]]))
			cutters.Put(c)
			return nil
		})
		lo = hi
	}
}

// span returns which of the sorted heights zs cross face f: zs[lo:hi].
func (m *Mesh) span(f int, zs []float64) (lo, hi int) {
	t := m.Faces[f]
	a, b, c := m.Vertices[t[0]].Z, m.Vertices[t[1]].Z, m.Vertices[t[2]].Z
	bottom, top := min(a, b, c), max(a, b, c)
	if bottom == top {
		return 0, 0
	}
	lo, _ = slices.BinarySearch(zs, bottom)
	for hi = lo; hi < len(zs) && zs[hi] < top; hi++ {
		if hi-lo == 8 {
			n, _ := slices.BinarySearch(zs[hi:], top)
			return lo, hi + n
		}
	}
	return lo, hi
}

// countCuts returns how many faces cross each of the sorted heights zs.
func (m *Mesh) countCuts(zs []float64) []int {
	n := make([]int, len(zs)+1)
	for f := range m.Faces {
		lo, hi := m.span(f, zs)
		n[lo]++
		n[hi]--
	}
	for i := 1; i < len(n); i++ {
		n[i] += n[i-1]
	}
	return n[:len(zs)]
}

// crossing lists the faces that cross each of the sorted heights zs, of which there are
// cuts: those of zs[i] are faces[start[i]:start[i+1]], in order.
func (m *Mesh) crossing(zs []float64, cuts []int) (faces []int32, start []int) {
	start = make([]int, len(zs)+2)
	for i, n := range cuts {
		start[i+2] = start[i+1] + n
	}
	faces = make([]int32, start[len(zs)+1])
	for f := range m.Faces {
		lo, hi := m.span(f, zs)
		for i := lo; i < hi; i++ {
			faces[start[i+1]] = int32(f)
			start[i+1]++
		}
	}
	return faces, start
}

// cutter walks over the faces at one height after another.
type cutter struct {
	m     *Mesh
	seen  []uint32 // the round in which a face was last visited
	round uint32
	z     float64
	pts   []geom.Point
	loops []polygon.Ring
	open  []polygon.Ring // chains with ends
}

// cut returns the loops at height z, which crosses the faces given.
func (c *cutter) cut(z float64, faces []int32) []polygon.Ring {
	c.z = z
	c.round++
	c.loops, c.open = nil, nil
	if c.m.open {
		for _, f := range faces {
			if c.seen[f] != c.round && c.m.twin[c.entry(f)] < 0 {
				c.walk(f)
			}
		}
	}
	for _, f := range faces {
		if c.seen[f] != c.round {
			c.walk(f)
		}
	}
	return append(c.loops, bridge(c.open)...)
}

// above reports whether vertex v is above the plane.
func (c *cutter) above(v int32) bool { return c.m.Vertices[v].Z > c.z }

// entry returns the half-edge of face f that comes down through the plane; a walk with
// the solid on its left enters f there.
func (c *cutter) entry(f int32) int32 {
	t := c.m.Faces[f]
	a, b, d := c.above(t[0]), c.above(t[1]), c.above(t[2])
	switch {
	case a && !b:
		return 3 * f
	case b && !d:
		return 3*f + 1
	}
	return 3*f + 2
}

// exit returns the half-edge of face f that goes up through the plane.
func (c *cutter) exit(f int32) int32 {
	t := c.m.Faces[f]
	a, b, d := c.above(t[0]), c.above(t[1]), c.above(t[2])
	switch {
	case !a && b:
		return 3 * f
	case !b && d:
		return 3*f + 1
	}
	return 3*f + 2
}

// walk follows the surface from face f along the plane until it is back, or at an open
// edge.
func (c *cutter) walk(f int32) {
	c.pts = c.pts[:0]
	if in := c.entry(f); c.m.twin[in] < 0 {
		c.push(c.point(in))
	}
	for {
		c.seen[f] = c.round
		out := c.exit(f)
		c.push(c.point(out))
		t := c.m.twin[out]
		if t < 0 {
			c.open = append(c.open, slices.Clone(c.pts))
			return
		}
		if f = t / 3; c.seen[f] == c.round {
			break
		}
	}
	for len(c.pts) > 1 && c.pts[0] == c.pts[len(c.pts)-1] {
		c.pts = c.pts[:len(c.pts)-1]
	}
	if len(c.pts) > 2 {
		c.loops = append(c.loops, slices.Clone(c.pts))
	}
}

// push adds p to the walk if it is not there already.
func (c *cutter) push(p geom.Point) {
	if n := len(c.pts); n == 0 || c.pts[n-1] != p {
		c.pts = append(c.pts, p)
	}
}

// point returns where half-edge h crosses the plane, the same for both directions.
func (c *cutter) point(h int32) geom.Point {
	a, b := c.m.Vertices[c.m.from(h)], c.m.Vertices[c.m.to(h)]
	if a.Z > b.Z {
		a, b = b, a
	}
	t := (c.z - a.Z) / (b.Z - a.Z)
	return geom.MM(a.X+float64(t*(b.X-a.X)), a.Y+float64(t*(b.Y-a.Y)))
}

// maxBridged bounds the chains whose ends are compared each with each.
const maxBridged = 512

// bridge closes chains into rings: ends are joined with starts, the nearest first. Where
// there are very many, each chain is closed on itself.
func bridge(chains []polygon.Ring) []polygon.Ring {
	if len(chains) == 0 {
		return nil
	}
	next := make([]int, len(chains))
	for i := range next {
		next[i] = i
	}
	if len(chains) > 1 && len(chains) <= maxBridged {
		matchEnds(chains, next)
	}
	var out []polygon.Ring
	used := make([]bool, len(chains))
	for i := range chains {
		var r polygon.Ring
		for k := i; !used[k]; k = next[k] {
			used[k] = true
			r = append(r, chains[k]...)
		}
		if r = slices.Compact(r); len(r) > 2 {
			out = append(out, r)
		}
	}
	return out
}

// matchEnds sets next[i] to the chain whose start is joined to the end of chain i.
func matchEnds(chains []polygon.Ring, next []int) {
	type gap struct {
		from, to int
		dist     float64
	}
	var gaps []gap
	for i, a := range chains {
		for j, b := range chains {
			gaps = append(gaps, gap{i, j, a[len(a)-1].Dist(b[0])})
		}
	}
	slices.SortStableFunc(gaps, func(a, b gap) int { return cmp.Compare(a.dist, b.dist) })
	ended, started := make([]bool, len(chains)), make([]bool, len(chains))
	for _, g := range gaps {
		if !ended[g.from] && !started[g.to] {
			ended[g.from], started[g.to] = true, true
			next[g.from] = g.to
		}
	}
}
