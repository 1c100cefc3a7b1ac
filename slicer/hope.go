package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// lookOff is how far from an edge it is looked besides, mm: in the middle of what the largest moves sweep.
const lookOff = 0.05

// look is what is beside a strip's two edges, the one that moves and the other, in a direction.
type look struct {
	along [2]float64 // of the spots where the strip begins and ends, mm
	area  [2]float64 // that each edge lays by every mm that it moves, mm2
	slope [2]float64 // by how much the price falls by every mm2 that it lays at first
	more  [2]float64 // by how much the slope grows by every mm that it moves
}

// look looks at the strips beside a candidate, whose edge on one side, or both, are to move by some of dir, or against it
// where sign is -1.
func (s *settler) look(r ribbon, dir geom.Vec, sign float64, left, both bool) {
	q, strips := s.tracks[r.track].spots, s.beside
	s.looks = s.looks[:0]
	off := tilted(dir).Mul(sign * lookOff / plotPixel)
	for k := r.from; k <= r.to; k++ {
		if q[k-1].at == q[k].at {
			continue
		}
		one, other := strips[0].left, [2]geom.Vec{strips[0].right[1], strips[0].right[0]}
		strips = strips[1:]
		if !left {
			one, other = other, one
		}
		l := look{along: [2]float64{q[k-1].along, q[k].along}}
		s.lookAt(&l, 0, one, dir, off)
		if both {
			s.lookAt(&l, 1, other, dir, off)
		}
		s.looks = append(s.looks, l)
	}
}

// lookAt looks at one edge, on whose right it is laid, off being in pixels.
func (s *settler) lookAt(l *look, k int, e [2]geom.Vec, dir, off geom.Vec) {
	mid := s.at(e[0].To(e[1], 0.5))
	l.area[k], l.slope[k] = e[1].Sub(e[0]).Cross(dir), s.slope(mid)
	l.more[k] = (s.slope(mid.Add(off)) - l.slope[k]) / (2 * lookOff)
}

// hope returns about by how much the price would fall if m moved the edges of the strips looked at, the one
// alone or both: what is beside an edge says how much by the first of it, and a strip laid where nothing is amiss
// what it costs.
func (s *settler) hope(m *move) (one, both float64) {
	k := 0
	for k < len(s.looks) && s.looks[k].along[1] <= m.middle-m.reach {
		k++
	}
	if k == len(s.looks) {
		return 0, 0
	}
	for to := m.at(s.looks[k].along[0]); k < len(s.looks) && s.looks[k].along[0] < m.middle+m.reach; k++ {
		l, from := &s.looks[k], to
		to = m.at(l.along[1])
		by := (from + to) / 2
		wide := math.Abs(by) / plotPixel
		cost := float64(wide*(3-wide/3)) / 9 // of a strip so many pixels wide, by its area: the squares of its means over 3
		a, b := l.fall(0, by, cost), l.fall(1, by, cost)
		one, both = one+a, both+a+b
	}
	return one, both
}

// fall returns about by how much the price falls where an edge moves by so much, whose strip costs so much for its area.
func (l *look) fall(edge int, by, cost float64) float64 {
	area := float64(l.area[edge] * by)
	return float64(area*(l.slope[edge]+float64(l.more[edge]*math.Abs(by)))) - float64(math.Abs(area)*cost)
}
