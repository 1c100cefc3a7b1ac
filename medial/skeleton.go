package medial

import (
	"math"
)

// skeleton is the medial axis of an island: a vertex for each triangle inside it, at the
// centre of its circle, joined across the triangles' common edges. A vertex has at most
// three neighbours.
type skeleton struct {
	*triangles
	vertices []vertex // by triangle; those outside the island have no radius
	tours    [][]rib  // by ring
}

// vertex is a point of the medial axis.
type vertex struct {
	at      vec
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
	foot   vec
	cross  int32 // the medial edge on the way to the next rib; -1: the same vertex follows
}

// newSkeleton returns the medial axis of the outline o.
//
// Errors: errTangled, and the triangulation's.
func newSkeleton(o *outline) (*skeleton, error) {
	t, err := triangulate(o)
	if err != nil {
		return nil, err
	}
	s := &skeleton{triangles: t, vertices: make([]vertex, len(t.corner)/3)}
	for _, first := range o.first {
		s.tours = append(s.tours, s.tour(first))
	}
	s.centre()
	for _, tour := range s.tours {
		s.setFeet(tour)
	}
	s.findCentral()
	return s, nil
}

// tour walks the triangles along the ring of sample first. A rib's foot is, for now, the
// number of the sample it belongs to.
func (s *skeleton) tour(first int32) []rib {
	var out []rib
	for at := first; ; {
		h := s.edge[s.prev[at]]
		for range len(s.corner) {
			n := after(h)
			r := rib{vertex: int32(h / 3), foot: vec{float64(at), 0}, cross: -1}
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
			return out
		}
	}
}

// setFeet puts the feet of a tour where the wall is nearest to their vertices, but never
// back from the foot before: where a wall is round the vertex, noise decides what is
// nearest.
func (s *skeleton) setFeet(tour []rib) {
	least, was := math.Inf(-1), int32(none)
	for i := range tour {
		r := &tour[i]
		at := int32(r.foot.x)
		if was != none && at != was {
			least -= s.at[was].dist(s.at[at])
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
		walls := 0
		for h := 3 * i; h < 3*i+3; h++ {
			if s.edge[s.corner[h]] != h {
				continue
			}
			if walls++; walls == 1 {
				at = s.opposite(h, at)
			}
		}
		if walls == 0 {
			at = s.between([3]int32{int32(a), int32(b), int32(c)}, at)
		}
		v.at = at
		v.radius = s.radius(i, at)
	}
}

// radius returns the distance from p to the nearest wall of triangle i.
func (s *skeleton) radius(i int, p vec) float64 {
	r := math.Inf(1)
	for _, c := range s.corner[3*i : 3*i+3] {
		r = min(r, s.outline.foot(int32(c), p).dist(p))
	}
	return r
}

// opposite returns the point on the perpendicular of the wall h, from its middle, that is
// as far from it as from the wall at the triangle's third corner, by Newton's method from
// guess. A guess behind the wall, from a corner too close to it, counts for nothing.
func (s *skeleton) opposite(h int, guess vec) vec {
	a, b := s.at[s.corner[h]], s.at[s.corner[after(h)]]
	facing := int32(s.corner[before(h)])
	m, n := a.to(b, 0.5), b.sub(a).unit().left()
	y := guess.sub(m).dot(n)
	if y <= 0 {
		y = s.at[facing].dist(m) / 2
	}
	for range 4 {
		p := m.add(n.mul(y))
		away := p.sub(s.outline.foot(facing, p))
		d := away.len()
		if d == 0 {
			break
		}
		step := (d - y) / max(0.25, 1-away.dot(n)/d)
		y = min(2*y, max(y/4, y+step))
	}
	return m.add(n.mul(y))
}

// between moves p, near the centre of a triangle of three walls, until it is equally far
// from them: one Newton step per round, none longer than half the radius.
func (s *skeleton) between(corners [3]int32, p vec) vec {
	for range 3 {
		var n [3]vec
		var d [3]float64
		for i, c := range corners {
			away := p.sub(s.outline.foot(c, p))
			d[i] = away.len()
			n[i] = away.unit()
		}
		u, v := n[1].sub(n[0]), n[2].sub(n[0])
		det := u.cross(v)
		if math.Abs(det) < 0.05 {
			return p
		}
		e, f := d[0]-d[1], d[0]-d[2]
		step := vec{(float64(e*v.y) - float64(f*u.y)) / det, (float64(u.x*f) - float64(v.x*e)) / det}
		if step.len() > d[0]/2 {
			return p
		}
		p = p.add(step)
	}
	return p
}

// neighbours calls f for each vertex next to i and the edge between them.
func (s *skeleton) neighbours(i int32, f func(j, edge int32)) {
	if s.vertices[i].radius == 0 {
		return
	}
	for h := 3 * int(i); h < 3*int(i)+3; h++ {
		if w := s.twin[h]; w >= 0 && s.edge[s.corner[h]] != h {
			f(int32(w/3), int32(min(h, w)))
		}
	}
}
