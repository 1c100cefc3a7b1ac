package medial

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// skeleton is the medial axis of an island: a vertex for each triangle inside it, at the
// centre of its circle, joined across the triangles' common edges. A vertex has at most
// three neighbours.
type skeleton struct {
	*triangles
	vertices []vertex   // by triangle; those outside the island have no radius
	links    [][3]int32 // by triangle: the vertices next to it; none where there is a wall
	tours    [][]rib    // by ring
	ribs     []rib      // of all tours
}

// vertex is a point of the medial axis.
type vertex struct {
	at      geom.Vec
	radius  float64 // the distance to the walls, mm
	spur    bool    // on a branch into a corner
	central bool    // on a band: neither on a spur nor on a neck
	root    int32   // the central vertex that its spur leads to; itself where central
}

// rib is a line from a wall to the vertex that the wall faces. Walking a ring, one meets
// the ribs in turn, each vertex once from each of its walls, each edge of the medial axis
// once from each side.
type rib struct {
	vertex int32
	foot   geom.Vec
	cross  int32 // the medial edge on the way to the next rib; -1: the same vertex follows
}

// newSkeleton returns the medial axis of the outline o.
//
// Errors: errTangled, and the triangulation's.
func newSkeleton(o *outline) (*skeleton, error) {
	if len(o.at) < ringLeast {
		return nil, errTangled
	}
	t, err := refined(o)
	if err != nil {
		return nil, err
	}
	s := &o.desk.skeleton
	*s = skeleton{
		triangles: t, vertices: room(s.vertices, len(t.corner)/3), links: room(s.links, len(t.corner)/3),
		tours: s.tours[:0], ribs: slices.Grow(s.ribs[:0], len(t.corner)),
	}
	for _, first := range o.first {
		s.tours = append(s.tours, s.tour(first))
	}
	s.centre()
	s.link()
	s.findCentral(0)
	return s, nil
}

// refineRounds bounds how often edges that are too long for a narrow place are halved.
const refineRounds = 4

// refined returns the triangles of o after halving its edges where they are too long.
func refined(o *outline) (*triangles, error) {
	for round := 0; ; round++ {
		t, err := triangulate(o)
		if err != nil {
			return nil, err
		}
		edges, any := t.coarse()
		if !any || round == refineRounds {
			t.doubt = t.doubt || any
			return t, nil
		}
		o.halve(edges)
	}
}

// tour walks the triangles along the ring of sample first. Until setFeet, the x of a rib's
// foot is the number of the sample it belongs to. There are no more ribs than corners, so
// that s.ribs does not move.
func (s *skeleton) tour(first int32) []rib {
	begin, out := len(s.ribs), s.ribs
	for at := first; ; {
		h := s.edge[s.prev[at]]
		for range len(s.corner) {
			n := after(h)
			r := rib{vertex: int32(h / 3), foot: geom.V(float64(at), 0), cross: -1}
			s.vertices[r.vertex].radius = 1
			if n == s.edge[at] || s.twin[n] < 0 {
				out = append(out, r)
				break
			}
			h = s.twin[n]
			r.cross = int32(min(n, h))
			out = append(out, r)
		}
		if at = s.next[at]; at == first {
			s.ribs = out
			return out[begin:len(out):len(out)]
		}
	}
}

// setFeet puts the feet of all ribs on the walls.
func (s *skeleton) setFeet() {
	for _, tour := range s.tours {
		s.setFeetOf(tour)
	}
}

// setFeetOf puts the feet of a tour where the wall is nearest to their vertices, but never
// back from the foot before: where a wall is round the vertex, noise decides what is
// nearest.
func (s *skeleton) setFeetOf(tour []rib) {
	least, was := math.Inf(-1), int32(none)
	for i := range tour {
		r := &tour[i]
		at := int32(r.foot.X)
		if was != none && at != was {
			least -= s.at[was].Dist(s.at[at])
		}
		least = max(least, s.place(at, s.vertices[r.vertex].at))
		was, r.foot = at, s.beside(at, least)
	}
}

// centre puts every vertex inside where it is equally far from its walls.
func (s *skeleton) centre() {
	for i := range s.vertices {
		v := &s.vertices[i]
		if v.radius == 0 {
			continue
		}
		a, b, c := s.corner[3*i], s.corner[3*i+1], s.corner[3*i+2]
		at, ok := circumcentre(s.at[a], s.at[b], s.at[c])
		if !ok {
			at = s.at[a]
		}
		wall, walls := s.wallsOf(i)
		if walls > 0 {
			at = s.opposite(wall, at)
		} else {
			at = s.between([3]int32{int32(a), int32(b), int32(c)}, at)
		}
		least, most := s.radii(i, at)
		if most > float64(uneven*least)+nearest || !s.sees(i, at, walls == 2) {
			at, least = incircle(s.at[a], s.at[b], s.at[c])
		}
		v.at, v.radius = at, least
	}
}

// wallsOf returns the shortest of triangle i's half-edges that is a wall and the number of
// them. In a corner the shorter wall puts the vertex nearer to it than those that follow.
func (s *skeleton) wallsOf(i int) (shortest, n int) {
	least := math.Inf(1)
	for h := 3*i + 2; h >= 3*i; h-- {
		if s.edge[s.corner[h]] != h {
			continue
		}
		n++
		if l := s.at[s.corner[h]].Dist(s.at[s.corner[after(h)]]); l <= least {
			shortest, least = h, l
		}
	}
	return shortest, n
}

// uneven is how much further a vertex may be from one of its walls than from another.
// Beyond it, samples are too coarse for a narrow place: the vertex is somewhere outside,
// and the middle of its triangle is better.
const uneven = 1.2

// sees reports whether p is on the inner side of the walls at triangle i's corners, and
// of all walls in a corner or where the triangles do not vouch for them.
func (s *skeleton) sees(i int, p geom.Vec, corner bool) bool {
	if (corner || s.doubt) && !s.contains(p) {
		return false
	}
	for _, c := range s.corner[3*i : 3*i+3] {
		if !s.inWedge(int32(c), p) {
			return false
		}
	}
	return true
}

// radii returns the distances from p to the nearest and the furthest of the walls at
// triangle i's corners.
func (s *skeleton) radii(i int, p geom.Vec) (least, most float64) {
	least = math.Inf(1)
	for _, c := range s.corner[3*i : 3*i+3] {
		d := s.outline.foot(int32(c), p).Dist(p)
		least, most = min(least, d), max(most, d)
	}
	return least, most
}

// settled is the step of Newton's method, in millimetres, that is no longer taken.
const settled = 1e-6

// opposite returns the point on the perpendicular of the wall h, from its middle, that is
// as far from it as from the wall at the triangle's third corner, by Newton's method from
// guess. A guess behind the wall, from a corner too close to it, counts for nothing; where
// the two walls are parts of a round one, guess is as good as can be.
func (s *skeleton) opposite(h int, guess geom.Vec) geom.Vec {
	a, b := s.at[s.corner[h]], s.at[s.corner[after(h)]]
	facing := int32(s.corner[before(h)])
	m, n := a.To(b, 0.5), b.Sub(a).Unit().Left()
	y := guess.Sub(m).Dot(n)
	if y <= 0 {
		y = s.at[facing].Dist(m) / 2
	}
	for range 4 {
		p := m.Add(n.Mul(y))
		away := p.Sub(s.outline.foot(facing, p))
		d := away.Len()
		if d == 0 {
			break
		}
		rate := 1 - away.Dot(n)/d
		if rate < 0.25 && math.Abs(d-y) < 0.05*y {
			return guess
		}
		step := (d - y) / max(0.25, rate)
		if math.Abs(step) < settled {
			break
		}
		y = min(2*y, max(y/4, y+step))
	}
	return m.Add(n.Mul(y))
}

// between moves p, near the centre of a triangle of three walls, until it is equally far
// from them: one Newton step per round, none longer than half the radius.
func (s *skeleton) between(corners [3]int32, p geom.Vec) geom.Vec {
	for range 3 {
		var n [3]geom.Vec
		var d [3]float64
		for i, c := range corners {
			away := p.Sub(s.outline.foot(c, p))
			d[i] = away.Len()
			n[i] = away.Unit()
		}
		u, v := n[1].Sub(n[0]), n[2].Sub(n[0])
		det := u.Cross(v)
		if math.Abs(det) < 0.05 {
			return p
		}
		e, f := d[0]-d[1], d[0]-d[2]
		step := geom.V((float64(e*v.Y)-float64(f*u.Y))/det, (float64(u.X*f)-float64(v.X*e))/det)
		if step.Len() > d[0]/2 {
			return p
		}
		p = p.Add(step)
	}
	return p
}

// none stands for no vertex.
const none = -1

// link fills s.links.
func (s *skeleton) link() {
	for h, w := range s.twin {
		to := &s.links[h/3][h%3]
		if *to = none; w >= 0 && s.vertices[h/3].radius > 0 && s.edge[s.corner[h]] != h {
			*to = int32(w / 3)
		}
	}
}

// neighbours calls f for each vertex next to i.
func (s *skeleton) neighbours(i int32, f func(j int32)) {
	for _, j := range s.links[i] {
		if j != none {
			f(j)
		}
	}
}
