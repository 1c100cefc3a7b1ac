package weave

import (
	"math"
	"slices"
)

const (
	// dotLength is the length of a dot in its widths.
	dotLength = 0.5
	// bumpLength is how far on each side a dot widens its neighbour, mm.
	bumpLength = 1.0
	// bumpMost is by how much at most, as a share of its width.
	bumpMost = 0.2
)

// absorbDots returns the strands without those too short to be worth a start and a stop;
// the nearest strand beside each is wider instead.
func absorbDots(all []*strand) []*strand {
	out := make([]*strand, 0, len(all))
	for i, s := range all {
		if s.closed || s.length() > dotLength*s.width[0] || !absorb(all, i) {
			out = append(out, s)
		}
	}
	return out
}

// absorb widens the strand nearest to strand i by i's area, and reports whether there is
// one that takes it.
func absorb(all []*strand, i int) bool {
	dot := all[i]
	mid := dot.place(dot.length() / 2)
	best, x, k := math.Inf(1), 0.0, -1
	for j, s := range all {
		if j == i || s.length() < 4*dotLength*s.width[0] {
			continue
		}
		for e := 0; e+1 < len(s.at); e++ {
			p, t := onSegment(mid.at, s.at[e], s.at[e+1])
			if d := p.dist(mid.at); d < best {
				best, x, k = d, s.along[e]+float64(t*(s.along[e+1]-s.along[e])), j
			}
		}
	}
	if k < 0 || best > 1.5*(mid.width+all[k].place(x).width)/2 {
		return false
	}
	return all[k].widen(x, dot.laid[len(dot.laid)-1])
}

// widen adds area to s around x, most at x, and reports whether that is little enough.
func (s *strand) widen(x, area float64) bool {
	reach := min(bumpLength, s.length()/3)
	by := area / reach
	if by > bumpMost*s.place(x).width || !s.closed && (x < reach || x > s.length()-reach) {
		return false
	}
	for _, at := range []float64{x - reach, x, x + reach} {
		s.insert(s.wrap(at))
	}
	for i := range s.at {
		d := math.Abs(s.along[i] - x)
		if s.closed {
			d = min(d, s.length()-d)
		}
		s.width[i] += float64(by * max(0, 1-d/reach))
	}
	s.measure()
	return true
}

// insert adds a point at x.
func (s *strand) insert(x float64) {
	k, _ := s.edge(x)
	if x-s.along[k] < 1e-6 || s.along[k+1]-x < 1e-6 {
		return
	}
	d := s.place(x)
	s.at, s.width = slices.Insert(s.at, k+1, d.at), slices.Insert(s.width, k+1, d.width)
	s.measure()
}
