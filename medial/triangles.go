package medial

import "errors"

// triangles are a Delaunay triangulation of an outline's samples that holds every edge
// from a sample to the next.
//
// Half-edge h goes from sample corner[h] to corner[after(h)] and has its triangle, h/3, on
// the left; twin[h] is the other way, -1 on the hull.
type triangles struct {
	*outline
	corner []int
	twin   []int
	edge   []int // by sample: the half-edge to the next sample
	doubt  bool  // samples are too coarse somewhere, or some edges were forced
}

// errTangled says that an outline crosses itself at the scale of its samples.
var errTangled = errors.New("medial: the outline crosses itself")

func after(h int) int {
	if h%3 == 2 {
		return h - 2
	}
	return h + 1
}

func before(h int) int {
	if h%3 == 0 {
		return h + 2
	}
	return h - 1
}

// triangulate returns the triangles of o.
//
// Errors: errTangled; errFlat.
func triangulate(o *outline) (*triangles, error) {
	d := &o.desk.delaunay
	if err := d.triangulate(o.at); err != nil {
		return nil, err
	}
	t := &o.desk.triangles
	*t = triangles{outline: o, corner: d.corner, twin: d.twin, edge: t.edge}
	if missing := t.findEdges(); len(missing) > 0 {
		return t, t.force(missing)
	}
	return t, nil
}

// findEdges fills t.edge and returns the samples whose edge is missing.
func (t *triangles) findEdges() (missing []int32) {
	t.edge = room(t.edge, len(t.at))
	missing = t.desk.missing[:0]
	for i := range t.edge {
		t.edge[i] = -1
	}
	for h, s := range t.corner {
		if t.next[s] == int32(t.corner[after(h)]) {
			t.edge[s] = h
		}
	}
	for s, h := range t.edge {
		if h < 0 {
			missing = append(missing, int32(s))
		}
	}
	t.desk.missing = missing
	return missing
}

// force flips edges until the missing ones are there, then until the others are locally
// Delaunay again.
//
// Source: Sloan, "A fast algorithm for generating constrained Delaunay triangulations",
// 1993.
func (t *triangles) force(missing []int32) error {
	t.doubt = true
	for _, s := range missing {
		if !t.insert(int(s), int(t.next[s])) {
			return errTangled
		}
	}
	for range 8 {
		if !t.legalize() {
			break
		}
	}
	if len(t.findEdges()) > 0 {
		return errTangled
	}
	return nil
}

// insert makes an edge from sample a to sample b.
func (t *triangles) insert(a, b int) bool {
	for range 1000 {
		h, done := t.leaving(a, b)
		if done {
			return true
		}
		if h < 0 || !t.flipFirst(h, a, b) {
			return false
		}
	}
	return false
}

// leaving returns the half-edge by which the way from a to b leaves the triangles at a,
// or done where there is an edge from a to b.
func (t *triangles) leaving(a, b int) (h int, done bool) {
	h = -1
	for k, c := range t.corner {
		if c != a {
			continue
		}
		p, q := t.corner[after(k)], t.corner[before(k)]
		if p == b || q == b {
			return -1, true
		}
		if orient(t.at[a], t.at[b], t.at[p]) < 0 && orient(t.at[a], t.at[b], t.at[q]) > 0 {
			h = after(k)
		}
	}
	return h, false
}

// flipFirst flips the first edge on the way from a to b that can be flipped; h is the
// first it crosses, from its right to its left.
func (t *triangles) flipFirst(h, a, b int) bool {
	for range len(t.corner) {
		f := t.twin[h]
		if f < 0 || t.fixed(h) {
			return false
		}
		if t.canFlip(h) {
			t.flip(h)
			return true
		}
		r := t.corner[before(f)]
		if r == b {
			return false
		}
		if orient(t.at[a], t.at[b], t.at[r]) > 0 {
			h = after(f) // from the right end to r
		} else {
			h = before(f) // from r to the left end
		}
	}
	return false
}

// fixed reports whether h is part of the outline.
func (t *triangles) fixed(h int) bool {
	a, b := int32(t.corner[h]), int32(t.corner[after(h)])
	return t.next[a] == b || t.next[b] == a
}

// canFlip reports whether the two triangles at h make a convex quadrilateral.
func (t *triangles) canFlip(h int) bool {
	p, q := t.at[t.corner[h]], t.at[t.corner[after(h)]]
	a, r := t.at[t.corner[before(h)]], t.at[t.corner[before(t.twin[h])]]
	return orient(a, r, p) < 0 && orient(a, r, q) > 0
}

// flip turns h and its twin into the quadrilateral's other diagonal.
func (t *triangles) flip(h int) {
	f := t.twin[h]
	h1, f1 := after(h), after(f)
	a, r := t.corner[before(h)], t.corner[before(f)]
	t.corner[h1], t.corner[f1] = r, a
	pair(t.twin, h, t.twin[f1])
	pair(t.twin, f, t.twin[h1])
	pair(t.twin, h1, f1)
}

// pair makes half-edges h and f, which may be -1, twins.
func pair(twin []int, h, f int) {
	twin[h] = f
	if f >= 0 {
		twin[f] = h
	}
}

// legalize flips edges that are not locally Delaunay, once over, and reports whether
// there were any.
func (t *triangles) legalize() (flipped bool) {
	for h, f := range t.twin {
		if f < h || t.twin[h] != f || t.fixed(h) || !t.canFlip(h) {
			continue
		}
		c := t.corner
		if inCircle(t.at[c[h]], t.at[c[after(h)]], t.at[c[before(h)]], t.at[c[before(f)]]) {
			t.flip(h)
			flipped = true
		}
	}
	return flipped
}

// coarse returns the samples from which an edge is seen under more than a right angle by
// the third corner of its triangle: there, samples are too coarse for a narrow place. Not
// any: there are none.
func (t *triangles) coarse() (edges []bool, any bool) {
	edges = room(t.desk.coarse, len(t.at))
	t.desk.coarse = edges
	for s, h := range t.edge {
		a, b, c := t.at[s], t.at[t.next[s]], t.at[t.corner[before(h)]]
		if a.Sub(c).Dot(b.Sub(c)) < 0 {
			edges[s], any = true, true
		}
	}
	return edges, any
}
