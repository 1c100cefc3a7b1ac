package weave

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/medial"
)

const (
	// bumpLeast and bumpLongest are how far on each side a dot widens its neighbour, mm.
	bumpLeast, bumpLongest = 0.8, 1.0
	// bumpMost is by how much at most, as a share of its width.
	bumpMost = 0.2
)

// absorbDots returns the strands without those too short to be worth a start and a stop;
// the nearest strands beside each are wider instead, none wider than most.
func absorbDots(all []*strand, most float64) []*strand {
	out := make([]*strand, 0, len(all))
	for i, s := range all {
		if s.length() > medial.DotLength*s.width[0] || !absorb(all, i, most) {
			out = append(out, s)
		}
	}
	return out
}

// bump is how much of a dot's area a strand beside it can take.
type bump struct {
	s          *strand
	x, dist    float64 // the place nearest to the dot, and how far it is
	peak, area float64
}

// absorb widens the strands nearest to strand i by i's area, and reports whether there are
// some that take it.
func absorb(all []*strand, i int, most float64) bool {
	dot := all[i]
	left := dot.laid[len(dot.laid)-1]
	bumps := beside(all, i)
	slices.SortStableFunc(bumps, func(a, b bump) int { return cmp.Compare(a.dist, b.dist) })
	for k := range bumps {
		b := &bumps[k]
		b.peak = b.s.spare(b.x, most)
		b.area = min(left, b.peak*b.s.reach())
		left -= b.area
	}
	if left > 1e-9 {
		return false
	}
	for _, b := range bumps {
		if b.area > 0 {
			b.s.widen(b.x, b.peak, b.area)
		}
	}
	return true
}

// beside returns the strands beside strand i that are long enough to be widened.
func beside(all []*strand, i int) (out []bump) {
	mid := all[i].place(all[i].length() / 2)
	for j, s := range all {
		if j == i || s.length() < 4*medial.DotLength*s.width[0] {
			continue
		}
		b := bump{s: s, dist: math.Inf(1)}
		for e := 0; e+1 < len(s.at); e++ {
			p, t := onSegment(mid.at, s.at[e], s.at[e+1])
			if d := p.Dist(mid.at); d < b.dist {
				b.dist, b.x = d, s.along[e]+float64(t*(s.along[e+1]-s.along[e]))
			}
		}
		if b.dist <= 1.5*(mid.width+s.place(b.x).width)/2 {
			out = append(out, b)
		}
	}
	return out
}

// reach returns how far on each side s is widened at most.
func (s *strand) reach() float64 { return min(bumpLongest, s.length()/3) }

// spare returns by how much s can be wider at x, where most is the widest, 0 where there is
// no limit; nothing near an open end.
func (s *strand) spare(x, most float64) float64 {
	reach := s.reach()
	if !s.closed && (x < reach || x > s.length()-reach) {
		return 0
	}
	w := s.place(x).width
	spare := bumpMost * w
	if most <= 0 {
		return spare
	}
	for i, d := range s.width {
		if s.way(s.along[i], x) < reach {
			w = max(w, d)
		}
	}
	w = max(w, s.place(x-reach).width, s.place(x+reach).width)
	return max(0, min(spare, most-w))
}

// way returns how far two places on s are from each other along it.
func (s *strand) way(x, y float64) float64 {
	d := math.Abs(x - y)
	if s.closed {
		d = min(d, s.length()-d)
	}
	return d
}

// widen adds area to s around x, most at x, nowhere more than peak.
func (s *strand) widen(x, peak, area float64) {
	reach := min(s.reach(), max(bumpLeast, area/peak))
	by := area / reach
	for _, at := range []float64{x - reach, x, x + reach} {
		s.insert(s.wrap(at))
	}
	for i := range s.at {
		s.width[i] += float64(by * max(0, 1-s.way(s.along[i], x)/reach))
	}
	s.measure()
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
