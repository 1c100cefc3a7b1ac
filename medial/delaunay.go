package medial

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// delaunay is a Delaunay triangulation in the making. Sites are added in the order of their
// distance from a first triangle, so that each lies outside the hull of those before it: it
// is joined with the edges of the hull that it sees, and edges are flipped until no site
// lies within the circle of a triangle beside it.
//
// Half-edges are in the order of github.com/fogleman/delaunay, which served before: beads depend on
// it. Here products are rounded one by one, memory is kept, and what is worked on together
// lies together.
//
// Source: Sinclair, "S-hull: a fast radial sweep-hull routine for Delaunay triangulation",
// 2010; Agafonkin, Delaunator, for the hash of the hull.
type delaunay struct {
	at           []geom.Vec // the sites in their order
	order        []ranked   // their samples
	corner, twin []int      // of triangles, but from site to site

	centre geom.Vec   // of the first triangle's circle
	hull   []hullSite // by site
	some   int32      // a site on the hull
	hash   []int32    // by direction from the centre: the last site put there that was on the hull, or none
}

// ranked is a sample and the square of its distance from the centre.
type ranked struct {
	far2   float64
	sample int32
}

// hullSite is a site's place on the hull.
type hullSite struct {
	next, prev int32 // sites, to the left and to the right
	slot       int32 // in the hash
	gone       bool  // whether it is inside by now
	edge       int   // the half-edge between it and the next site
}

// errFlat says that the samples of an outline lie on a line.
var errFlat = errors.New("medial: the outline has no area")

// sameSite is the square of the distance within which two sites are one, mm2.
const sameSite = 0x1p-52

// triangulate makes the triangles of three samples or more: corner, by sample, and twin, in
// the memory of d. A sample in the place of another has none.
//
// Errors: errFlat.
func (d *delaunay) triangulate(samples []geom.Vec) error {
	seed, ok := seedOf(samples)
	if !ok {
		return errFlat
	}
	d.centre, _ = circumcentre(samples[seed[0]], samples[seed[1]], samples[seed[2]])
	d.rank(samples)
	d.begin(seed)
	was := geom.V(math.Inf(1), math.Inf(1))
	for i, p := range d.at {
		if dist2(p, was) < sameSite {
			continue
		}
		if was = p; !slices.Contains(seed[:], d.order[i].sample) {
			d.add(int32(i))
		}
	}
	for h, site := range d.corner {
		d.corner[h] = int(d.order[site].sample)
	}
	return nil
}

// seedOf returns the first triangle, which turns left: the sample nearest to the middle of
// all, the one nearest to it, and the one with the smallest circle through the three; not ok
// where all are on a line.
func seedOf(samples []geom.Vec) (seed [3]int32, ok bool) {
	low, high := samples[0], samples[0]
	for _, p := range samples {
		low, high = geom.V(min(low.X, p.X), min(low.Y, p.Y)), geom.V(max(high.X, p.X), max(high.Y, p.Y))
	}
	middle := geom.V((low.X+high.X)/2, (low.Y+high.Y)/2)
	i, _ := least(samples, func(p geom.Vec) float64 { return dist2(p, middle) })
	a := samples[i]
	j, _ := least(samples, func(p geom.Vec) float64 {
		if p == a {
			return math.Inf(1)
		}
		return dist2(p, a)
	})
	b := samples[j]
	k, r2 := least(samples, func(p geom.Vec) float64 {
		to, ok := toCircumcentre(b.Sub(a), p.Sub(a))
		if !ok {
			return math.Inf(1)
		}
		return to.Dot(to)
	})
	if orient(a, b, samples[k]) < 0 {
		j, k = k, j
	}
	return [3]int32{i, j, k}, r2 < math.Inf(1)
}

// least returns the first sample whose size is least.
func least(samples []geom.Vec, size func(p geom.Vec) float64) (at int32, least float64) {
	least = math.Inf(1)
	for i, p := range samples {
		if s := size(p); s < least {
			at, least = int32(i), s
		}
	}
	return at, least
}

func dist2(p, q geom.Vec) float64 {
	d := p.Sub(q)
	return d.Dot(d)
}

// rank puts the samples in the order of their distance from the centre.
func (d *delaunay) rank(samples []geom.Vec) {
	d.order, d.at = d.order[:0], d.at[:0]
	for i, p := range samples {
		d.order = append(d.order, ranked{dist2(p, d.centre), int32(i)})
	}
	slices.SortFunc(d.order, func(a, b ranked) int {
		switch {
		case a.far2 < b.far2:
			return -1
		case a.far2 > b.far2:
			return 1
		}
		p, q := samples[a.sample], samples[b.sample]
		return cmp.Or(cmp.Compare(p.X, q.X), cmp.Compare(q.Y, p.Y), cmp.Compare(a.sample, b.sample))
	})
	for _, r := range d.order {
		d.at = append(d.at, samples[r.sample])
	}
}

// begin makes the first triangle.
func (d *delaunay) begin(seed [3]int32) {
	n := len(d.at)
	d.hull = slices.Grow(d.hull[:0], n)[:n]
	d.hash = room(d.hash, int(math.Ceil(math.Sqrt(float64(n)))))
	for i := range d.hash {
		d.hash[i] = none
	}
	d.corner, d.twin = slices.Grow(d.corner[:0], 6*n), slices.Grow(d.twin[:0], 6*n)
	var site [3]int32
	for i, r := range d.order {
		if k := slices.Index(seed[:], r.sample); k >= 0 {
			site[k] = int32(i)
		}
	}
	d.triangle(site[0], site[1], site[2], none, none, none)
	for k, i := range site {
		d.hull[i] = hullSite{next: site[(k+1)%3], prev: site[(k+2)%3], slot: d.slotOf(d.at[i]), edge: k}
		d.hash[d.hull[i].slot] = i
	}
	d.some = site[2]
}

// triangle adds a triangle, and pairs its half-edges with others where there are some.
func (d *delaunay) triangle(a, b, c int32, ab, bc, ca int) (h int) {
	h = len(d.corner)
	d.corner = append(d.corner, int(a), int(b), int(c))
	d.twin = append(d.twin, none, none, none)
	pair(d.twin, h, ab)
	pair(d.twin, h+1, bc)
	pair(d.twin, h+2, ca)
	return h
}

// slotOf returns the slot of the hash for p: by its direction from the centre, evenly as on
// a square.
func (d *delaunay) slotOf(p geom.Vec) int32 {
	way, share := p.Sub(d.centre), 0.0
	if l := math.Abs(way.X) + math.Abs(way.Y); l > 0 {
		share = way.X / l
	}
	if way.Y < 0 {
		share = (3 - share) / 4
	} else {
		share = (1 + share) / 4
	}
	return min(int32(share*float64(len(d.hash))), int32(len(d.hash)-1))
}

// add adds site i, which lies outside the hull: with the first edge it sees from where the
// hash says on, then with those after it and, where it sees that one already, before it.
func (d *delaunay) add(i int32) {
	p, slot := d.at[i], d.slotOf(d.at[i])
	start := d.hull[d.near(slot)].prev
	e := start
	for !d.sees(p, e) {
		if e = d.hull[e].next; e == start {
			return // it is as good as another site
		}
	}
	next := d.hull[e].next
	h := d.triangle(e, i, next, none, none, d.hull[e].edge)
	d.hull[e].edge = h
	d.hull[i] = hullSite{next: next, prev: e, slot: slot}
	d.hull[e].next, d.hull[next].prev = i, i
	d.hull[i].edge = d.legalize(h + 2)
	for q := next; d.sees(p, q); {
		next := d.hull[q].next
		h := d.triangle(q, i, next, d.hull[i].edge, none, d.hull[q].edge)
		d.hull[i].edge = d.legalize(h + 2)
		d.drop(q)
		q = next
	}
	for q := d.hull[i].prev; e == start && d.sees(p, d.hull[q].prev); {
		prev := d.hull[q].prev
		h := d.triangle(prev, i, q, none, d.hull[q].edge, d.hull[prev].edge)
		d.legalize(h + 2)
		d.hull[prev].edge = h
		d.drop(q)
		q = prev
	}
	d.hash[slot] = i
	prev := d.hull[i].prev
	d.hash[d.hull[prev].slot] = prev
}

// near returns a site on the hull, in the first slot from the given one on that has one.
func (d *delaunay) near(slot int32) (site int32) {
	for range d.hash {
		if site = d.hash[slot]; site >= 0 && !d.hull[site].gone {
			break
		}
		if slot++; int(slot) == len(d.hash) {
			slot = 0
		}
	}
	return site
}

// sees reports whether p lies outside the hull's edge from site e.
func (d *delaunay) sees(p geom.Vec, e int32) bool {
	return orient(p, d.at[e], d.at[d.hull[e].next]) < 0
}

// drop takes site q off the hull.
func (d *delaunay) drop(q int32) {
	s := &d.hull[q]
	s.gone = true
	d.hull[s.prev].next, d.hull[s.next].prev = s.next, s.prev
	d.some = s.prev
}

// legalize flips half-edge a if the circle of its triangle holds the site beyond it, and then
// those that are opposite to the same site, and returns the half-edge before a in the end.
//
//	    q                  q
//	  / | \              /   \
//	 /  |  \            /  a  \
//	r  a|b  s    =>    r ------ s
//	 \  |  /            \  b  /
//	  \ | /              \   /
//	    p                  p
func (d *delaunay) legalize(a int) int {
	for {
		b, ar := d.twin[a], before(a)
		if b < 0 {
			return ar
		}
		bl := before(b)
		r, s := d.corner[ar], d.corner[bl]
		if !inCircle(d.at[r], d.at[d.corner[a]], d.at[d.corner[b]], d.at[s]) {
			return ar
		}
		d.corner[a], d.corner[b] = s, r
		if d.twin[bl] < 0 {
			d.moveOnHull(bl, a)
		}
		pair(d.twin, a, d.twin[bl])
		pair(d.twin, b, d.twin[ar])
		pair(d.twin, ar, bl)
		d.legalize(a)
		a = after(b)
	}
}

// moveOnHull says that half-edge from, which is on the hull, is at to.
func (d *delaunay) moveOnHull(from, to int) {
	for e := d.some; ; {
		if d.hull[e].edge == from {
			d.hull[e].edge = to
			return
		}
		if e = d.hull[e].next; e == d.some {
			return
		}
	}
}
