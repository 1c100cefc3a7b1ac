package polygon

import (
	"math/bits"
	"slices"
)

// pair names two edges whose boxes share a point.
type pair struct{ i, j int32 }

// pairing finds the pairs: the plane is cut into strips along X, and each strip is swept
// from left to right with the list of the edges that are still open.
type pairing struct {
	open  [][]span
	pairs []pair
}

// span is an edge while it is open in a strip.
type span struct {
	maxX, minY, maxY int64
	strip, id        int32 // the lowest strip of the edge, and its number
}

// find returns all the pairs. order lists the edges by their lesser point.
func (p *pairing) find(edges []edge, order []event) []pair {
	low, high := edges[0].lo.Y, edges[0].lo.Y
	for i := range edges {
		low = min(low, edges[i].lo.Y, edges[i].hi.Y)
		high = max(high, edges[i].lo.Y, edges[i].hi.Y)
	}
	shift := max(0, bits.Len64(uint64(high-low))-max(0, bits.Len(uint(len(edges)/32))))
	p.reset(int((high-low)>>shift) + 1)
	for _, v := range order {
		f := &edges[v.id]
		s := span{f.hi.X, min(f.lo.Y, f.hi.Y), max(f.lo.Y, f.hi.Y), 0, v.id}
		s.strip = int32((s.minY - low) >> shift)
		for k := s.strip; k <= int32((s.maxY-low)>>shift); k++ {
			p.open[k] = append(p.meet(p.open[k], s, f.lo.X, k), s)
		}
	}
	return p.pairs
}

func (p *pairing) reset(strips int) {
	p.pairs = p.pairs[:0]
	p.open = slices.Grow(p.open[:0], strips)[:strips]
	for k := range p.open {
		p.open[k] = p.open[k][:0]
	}
}

// meet pairs s, which starts at x, with the open edges of strip k, and returns those
// that have not ended. Two edges that share several strips are paired in the first one.
func (p *pairing) meet(open []span, s span, x int64, k int32) []span {
	for n := 0; n < len(open); {
		o := &open[n]
		if o.maxX < x {
			*o = open[len(open)-1]
			open = open[:len(open)-1]
			continue
		}
		if o.minY <= s.maxY && s.minY <= o.maxY && max(o.strip, s.strip) == k {
			p.pairs = append(p.pairs, pair{o.id, s.id})
		}
		n++
	}
	return open
}
