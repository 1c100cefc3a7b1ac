package medial

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// outline is an island's rings as samples, a few tenths of a millimetre apart. The inside
// lies left of the way from a sample to the next.
type outline struct {
	desk       *desk
	origin     geom.Point
	at         []geom.Vec
	next, prev []int32
	first      []int32 // of each ring
}

// Sampling, in millimetres.
const (
	nearest   = 0.003  // corners closer to the last sample are left out
	sharp     = 0.2    // corners that turn by a larger tangent have samples a quarter of the distance away
	inward    = 0.0005 // samples lie this far inside, so that rings that touch are apart
	unevenBy  = 2e-6   // and are scattered by this much, so that no four lie on a circle
	ringLeast = 3
)

// sample walks an island's rings in steps of at most step millimetres, on the desk.
func (d *desk) sample(island polygon.Region, step float64) *outline {
	o := &d.outline
	*o = outline{d, island.Box().Centre(), o.at[:0], o.next[:0], o.prev[:0], o.first[:0]}
	for _, g := range island {
		first := len(o.at)
		o.walk(g, step)
		if len(o.at) < first+ringLeast {
			o.at = o.at[:first]
			continue
		}
		o.first = append(o.first, int32(first))
		o.close(first)
	}
	return o
}

// walk adds the samples of one ring.
func (o *outline) walk(g polygon.Ring, step float64) {
	ring := o.desk.ring[:0]
	for _, p := range g {
		if q := p.Sub(o.origin).Vec(); len(ring) == 0 || ring[len(ring)-1].Dist(q) > nearest {
			ring = append(ring, q)
		}
	}
	for len(ring) > 1 && ring[0].Dist(ring[len(ring)-1]) <= nearest {
		ring = ring[:len(ring)-1]
	}
	n := len(ring)
	bends := room(o.desk.bends, n)
	o.desk.ring, o.desk.bends = ring, bends
	for i := range ring {
		a, b := ring[i].Sub(ring[(i+n-1)%n]), ring[(i+1)%n].Sub(ring[i])
		bends[i] = math.Abs(a.Cross(b)) > float64(sharp*a.Dot(b))
	}
	for i, p := range ring {
		o.edge(p, ring[(i+1)%n], step, bends[i], bends[(i+1)%n])
	}
}

// edge adds p and the samples between p and q, closer beside an end that bends.
func (o *outline) edge(p, q geom.Vec, step float64, bendsP, bendsQ bool) {
	o.at = append(o.at, p)
	l := p.Dist(q)
	from, to := 0.0, l
	if near := min(step, l) / 4; near > nearest {
		if bendsP {
			o.at = append(o.at, p.To(q, near/l))
			from = near
		}
		if bendsQ {
			to = l - near
		}
	}
	n := int(math.Ceil((to - from) / step))
	for i := 1; i < n; i++ {
		o.at = append(o.at, p.To(q, (from+float64((to-from)*float64(i)/float64(n)))/l))
	}
	if to < l {
		o.at = append(o.at, p.To(q, to/l))
	}
}

// close links the samples from first on into a ring and moves them inward.
func (o *outline) close(first int) {
	o.chain(int32(first))
	ring := append(o.desk.bare[:0], o.at[first:]...)
	o.desk.bare = ring
	for i, p := range ring {
		from, to := ring[o.prev[first+i]-int32(first)], ring[o.next[first+i]-int32(first)]
		normal := p.Sub(from).Unit().Add(to.Sub(p).Unit()).Left().Unit()
		o.at[first+i] = p.Add(normal.Mul(inward)).Add(scatter(uint32(first + i)))
	}
}

// scatter returns a small move that looks random and is always the same for a sample.
func scatter(i uint32) geom.Vec {
	h := i*2654435761 + 0x9e3779b9
	h ^= h >> 15
	h *= 0x85ebca6b
	h ^= h >> 13
	return geom.V(float64(unevenBy*(float64(h&0xffff)/0x8000-1)), float64(unevenBy*(float64(h>>16)/0x8000-1)))
}

// foot returns the point nearest to p of the outline beside sample s.
func (o *outline) foot(s int32, p geom.Vec) geom.Vec {
	at, _ := o.nearest(s, p)
	return at
}

// nearest returns the foot and whether it lies before s.
func (o *outline) nearest(s int32, p geom.Vec) (foot geom.Vec, isBefore bool) {
	at := o.at[s]
	a, b := onSegment(p, at, o.at[o.prev[s]]), onSegment(p, at, o.at[o.next[s]])
	toA, toB := a.Sub(p), b.Sub(p)
	if toA.Dot(toA) <= toB.Dot(toB) {
		return a, true
	}
	return b, false
}

// place returns where the outline beside sample s is nearest to p: how far after s, in
// millimetres, negative before it.
func (o *outline) place(s int32, p geom.Vec) float64 {
	foot, isBefore := o.nearest(s, p)
	if isBefore {
		return -foot.Dist(o.at[s])
	}
	return foot.Dist(o.at[s])
}

// beside returns the point of the outline at a place beside sample s.
func (o *outline) beside(s int32, place float64) geom.Vec {
	at := o.at[s]
	if place < 0 {
		return at.Add(o.at[o.prev[s]].Sub(at).Unit().Mul(-place))
	}
	return at.Add(o.at[o.next[s]].Sub(at).Unit().Mul(place))
}

// inWedge reports whether the way from sample c to p begins inside the outline.
func (o *outline) inWedge(c int32, p geom.Vec) bool {
	from, at, to := o.at[o.prev[c]], o.at[c], o.at[o.next[c]]
	in, out := orient(from, at, p) >= 0, orient(at, to, p) >= 0
	if orient(from, at, to) >= 0 {
		return in && out
	}
	return in || out
}

// halve adds the middles of the edges from the given samples on.
func (o *outline) halve(edges []bool) {
	old, to := *o, o.desk.spare
	*o = outline{old.desk, old.origin, to.at[:0], to.next[:0], to.prev[:0], to.first[:0]}
	o.desk.spare = old
	for _, f := range old.first {
		begin := int32(len(o.at))
		o.first = append(o.first, begin)
		for s := f; ; {
			o.at = append(o.at, old.at[s])
			if edges[s] {
				o.at = append(o.at, old.at[s].To(old.at[old.next[s]], 0.5).Add(scatter(uint32(len(o.at)))))
			}
			if s = old.next[s]; s == f {
				break
			}
		}
		o.chain(begin)
	}
}

// chain links the samples from first on into a ring.
func (o *outline) chain(first int32) {
	n := int32(len(o.at)) - first
	for i := range n {
		o.next = append(o.next, first+(i+1)%n)
		o.prev = append(o.prev, first+(i+n-1)%n)
	}
}

// contains reports whether p is inside the outline, by a ray to the right.
func (o *outline) contains(p geom.Vec) bool {
	in := false
	for s, a := range o.at {
		b := o.at[o.next[s]]
		if (a.Y > p.Y) != (b.Y > p.Y) && (orient(a, b, p) > 0) == (b.Y > a.Y) {
			in = !in
		}
	}
	return in
}
