package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// lookOff is how far from an edge it is looked besides, mm: about in the middle of what the largest moves sweep.
const lookOff = 0.04

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
	dir = tilted(dir)
	off := dir.Mul(sign * lookOff / plotPixel)
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
	mid := e[0].Add(e[1]).Mul(0.5)
	l.area[k], l.slope[k] = float64(e[1].Sub(e[0]).Cross(dir)*plotPixel), s.slope(mid)
	l.more[k] = (s.slope(mid.Add(off)) - l.slope[k]) / (2 * lookOff)
}

// swept is what an edge lays where it moves by some way, less with the way from the middle: sums over the strips beside
// it of the area by every mm, times a power of the share of the way. With them, what is hoped for is a polynomial of the way.
type swept struct {
	slope float64 // share x slope: by how much the price falls by every mm at first
	more  float64 // share2 x more: by how much that grows by every mm
	once  float64 // share2 and share3 of the areas themselves: of what it costs to lay where nothing is amiss
	twice float64
}

// swept returns what the edge that moves, and the other, lay by moves that fade on reach to both sides of a middle.
func (s *settler) swept(middle, reach float64) (out [2]swept) {
	k := 0
	for k < len(s.looks) && s.looks[k].along[1] <= middle-reach {
		k++
	}
	if k == len(s.looks) {
		return out
	}
	inv := 1 / reach
	to := fade(float64((s.looks[k].along[0] - middle) * inv))
	for to = float64(to * to); k < len(s.looks) && s.looks[k].along[0] < middle+reach; k++ {
		l, from := &s.looks[k], to
		to = fade(float64((l.along[1] - middle) * inv))
		to = float64(to * to)
		share := (from + to) / 2
		share2 := float64(share * share)
		for edge := range out {
			area, o := l.area[edge], &out[edge]
			o.slope += float64(share * area * l.slope[edge])
			o.more += float64(share2 * area * l.more[edge])
			area = float64(share2 * math.Abs(area))
			o.once += area
			o.twice += float64(share * area)
		}
	}
	return out
}

// with returns what e and o are together.
func (e *swept) with(o *swept) swept {
	return swept{e.slope + o.slope, e.more + o.more, e.once + o.once, e.twice + o.twice}
}

// What it costs to lay a strip w mm wide where nothing is amiss, by its area: the squares of its means over 3 x 3 pixels,
// costOnce w - costTwice w2.
const costOnce, costTwice = 1 / (3 * plotPixel), 1 / (27 * plotPixel * plotPixel)

// hope returns about by how much the price would fall if the edge moved by so much, mm, in the direction in which it was looked
// at: what is beside an edge says how much by the first of it, and a strip laid where nothing is amiss what it costs.
func (e *swept) hope(by float64) float64 {
	wide := math.Abs(by)
	return float64(by*(e.slope+float64(wide*e.more))) - float64(by*by*(float64(costOnce*e.once)-float64(costTwice*wide*e.twice)))
}

// best returns by how much the edge must move, from least to most mm, for the most hope, 0 where there is none; sign is 1, or
// -1 where it moves against the direction in which it was looked at.
func (e *swept) best(sign, least, most float64) float64 {
	// With by = sign x, hope = a x + b x2 + c x3: it rises up to the lesser root of its slope, a + 2 b x + 3 c x2.
	a, b, c := sign*e.slope, float64(sign*e.more)-float64(costOnce*e.once), float64(costTwice*e.twice)
	if a <= 0 {
		return 0
	}
	root := float64(b*b) - float64(3*c*a)
	if b >= 0 || root <= 0 {
		return most
	}
	return max(least, min(most, (-b-math.Sqrt(root))/float64(3*c)))
}
