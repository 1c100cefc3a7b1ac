package medial

import (
	"cmp"
	"slices"
)

// steepest is the slope of the radius along the axis above which walls are no band: where
// such a branch ends it is a spur into a corner, and elsewhere a neck. Corners wider than
// 2 asin 0.45 = 53 degrees are filled by beads that follow their walls, narrower ones by
// beads along their middle.
const steepest = 0.45

// findCentral tells the bands of the axis from its spurs and the necks along which the radius
// rises by rise or more, mm. Their vertices get the root that lies uphill.
func (s *skeleton) findCentral(rise float64) {
	pruned := s.prune()
	steep := s.necks()
	if rise > 0 {
		steep = s.tall(steep, rise)
	}
	for _, n := range steep {
		s.vertices[n.vertex].central = false
	}
	slices.SortFunc(steep, func(a, b uphill) int {
		return cmp.Or(cmp.Compare(s.vertices[b.vertex].radius, s.vertices[a.vertex].radius),
			cmp.Compare(a.vertex, b.vertex))
	})
	slices.Reverse(pruned)
	for _, n := range append(steep, pruned...) {
		s.vertices[n.vertex].root = s.vertices[n.up].root
	}
}

// uphill says which neighbour of a vertex leads to its root.
type uphill struct{ vertex, up int32 }

// prune marks the vertices of spurs, from their tips inward, and returns them in that
// order.
func (s *skeleton) prune() (pruned []uphill) {
	degree, tips := room(s.desk.degree, len(s.vertices)), s.desk.tips[:0]
	pruned = s.desk.pruned[:0]
	for i := range s.vertices {
		s.vertices[i].root, s.vertices[i].central = int32(i), s.vertices[i].radius > 0
		s.neighbours(int32(i), func(_ int32) { degree[i]++ })
		if degree[i] == 1 {
			tips = append(tips, int32(i))
		}
	}
	for len(tips) > 0 {
		i := tips[len(tips)-1]
		tips = tips[:len(tips)-1]
		up := int32(none)
		s.neighbours(i, func(j int32) {
			if s.vertices[j].central {
				up = j
			}
		})
		if up == none || !s.climbs(i, up) {
			continue
		}
		s.vertices[i].central, s.vertices[i].spur = false, true
		pruned = append(pruned, uphill{i, up})
		if degree[up]--; degree[up] == 1 {
			tips = append(tips, up)
		}
	}
	s.desk.degree, s.desk.tips, s.desk.pruned = degree, tips, pruned
	return pruned
}

// climbs reports whether the axis climbs as out of a corner from i to its only neighbour up, or
// to a vertex beyond: a vertex lies before the middle of a piece of wall, so those of a corner's
// two walls need not follow each other in their order.
func (s *skeleton) climbs(i, up int32) bool {
	if s.rise(i, up) >= -noise {
		return true
	}
	beyond := false
	s.neighbours(up, func(j int32) {
		beyond = beyond || j != i && s.vertices[j].central && s.rise(i, j) >= -noise
	})
	return beyond
}

// noise is what a radius may be off by, in millimetres.
const noise = 0.002

// rise returns by how much the radius grows from i to its neighbour j beyond what a band's
// may, in millimetres.
func (s *skeleton) rise(i, j int32) float64 {
	v, w := s.vertices[i], s.vertices[j]
	return w.radius - v.radius - float64(steepest*v.at.Dist(w.at))
}

// necks returns the central vertices where the axis climbs steeply all along: to one
// neighbour, and from every other one.
func (s *skeleton) necks() (steep []uphill) {
	steep = s.desk.steep[:0]
	for i, v := range s.vertices {
		if !v.central {
			continue
		}
		up, down, flat := int32(none), 0, 0
		s.neighbours(int32(i), func(j int32) {
			switch {
			case !s.vertices[j].central:
			case s.rise(int32(i), j) > noise:
				if up == none || s.vertices[j].radius > s.vertices[up].radius {
					up = j
				}
			case s.rise(j, int32(i)) > noise:
				down++
			default:
				flat++
			}
		})
		if up != none && down > 0 && flat == 0 {
			steep = append(steep, uphill{int32(i), up})
		}
	}
	s.desk.steep = steep
	return steep
}

// tall returns those of steep, in its memory, that are on a way along which the radius rises by
// least mm or more.
func (s *skeleton) tall(steep []uphill, least float64) []uphill {
	up := room(s.desk.up, len(s.vertices))
	s.desk.up = up
	for _, n := range steep {
		up[n.vertex] = n.up + 1
	}
	return slices.DeleteFunc(steep, func(n uphill) bool {
		top := n.up
		for up[top] != 0 {
			top = up[top] - 1
		}
		return s.vertices[top].radius-s.vertices[s.valley(n.vertex, up)].radius < least
	})
}

// valley returns the lowest vertex below a steep one from which the axis climbs to it; up is not 0
// on steep ones.
func (s *skeleton) valley(low int32, up []int32) int32 {
	for up[low] != 0 {
		below := low
		s.neighbours(low, func(j int32) {
			if s.vertices[j].central && s.vertices[j].radius < s.vertices[below].radius {
				below = j
			}
		})
		if below == low {
			break
		}
		low = below
	}
	return low
}
