package weave

import (
	"cmp"
	"math"
	"slices"
)

// Bounds of the search for pairs of ends.
const (
	pairNear   = 12   // so many nearest ends are considered first
	pairPasses = 4    // rounds of improvement
	outPrice   = 10.0 // mm that a travel which leaves the region costs more
	outLeast   = 1.0  // mm; a shorter one is not looked at
)

// pairEnds ties the ends of open strands by travels so that these are short, in each set
// of strands that can be connected, but for the two ends of the longest travel, where the
// stroke begins and ends.
func (w *weave) pairEnds() {
	sets := map[int32][]int32{}
	var order []int32
	for e := range w.mate {
		c := w.cuts[e/2]
		if (e%2 == 0) == (c.from == 0) {
			continue
		}
		k := w.reach.of(c.strand)
		if sets[k] == nil {
			order = append(order, k)
		}
		sets[k] = append(sets[k], int32(e))
	}
	for _, k := range order {
		w.pairSet(sets[k])
	}
}

// pairSet ties the ends of one set.
func (w *weave) pairSet(ends []int32) {
	pairs := w.shortened(w.greedy(ends))
	worst, most := 0, -1.0
	for i, p := range pairs {
		if c := w.travel(p[0], p[1]); c > most {
			worst, most = i, c
		}
	}
	last := pairs[worst][1]
	pairs[worst][1] = none
	pairs = w.shortened(append(pairs, [2]int32{last, none}))
	for _, p := range pairs {
		if p[0] != none && p[1] != none {
			w.tie(p[0], p[1], nil, false)
			w.joined.unite(w.cuts[p[0]/2].strand, w.cuts[p[1]/2].strand)
		}
	}
}

// shortened returns the pairs after some rounds of improvement.
func (w *weave) shortened(pairs [][2]int32) [][2]int32 {
	for range pairPasses {
		if !w.improve(pairs) {
			break
		}
	}
	return pairs
}

// travel returns the price of a travel between two ends, mm. It is none to or from no end,
// which is where the stroke begins or ends.
func (w *weave) travel(e, f int32) float64 {
	switch {
	case e == none && f == none:
		return far
	case e == none || f == none:
		return 0
	}
	p, q := w.place(e).at, w.place(f).at
	d := p.Dist(q)
	if d > outLeast && w.leaves(p, q) {
		d += outPrice
	}
	return d
}

// greedy pairs the ends, nearest first.
func (w *weave) greedy(ends []int32) (out [][2]int32) {
	type link struct {
		e, f int32
		dist float64
	}
	var links []link
	for i, e := range ends {
		var near []link
		for _, f := range ends[i+1:] {
			near = append(near, link{e, f, w.place(e).at.Dist(w.place(f).at)})
		}
		slices.SortFunc(near, func(x, y link) int { return cmp.Or(cmp.Compare(x.dist, y.dist), cmp.Compare(x.f, y.f)) })
		links = append(links, near[:min(len(near), pairNear)]...)
	}
	slices.SortStableFunc(links, func(x, y link) int { return cmp.Compare(x.dist, y.dist) })
	taken := map[int32]bool{}
	for _, l := range links {
		if !taken[l.e] && !taken[l.f] {
			taken[l.e], taken[l.f] = true, true
			out = append(out, [2]int32{l.e, l.f})
		}
	}
	left := slices.DeleteFunc(slices.Clone(ends), func(e int32) bool { return taken[e] })
	for i := 0; i+1 < len(left); i += 2 {
		out = append(out, [2]int32{left[i], left[i+1]})
	}
	return out
}

// improve swaps the ends of two pairs where that shortens the travels, and reports whether
// it did.
func (w *weave) improve(pairs [][2]int32) (better bool) {
	price := make([]float64, len(pairs))
	for i, p := range pairs {
		price[i] = w.travel(p[0], p[1])
	}
	for i := range pairs {
		for j := range i {
			p, q := pairs[i], pairs[j]
			for _, try := range [2][4]int32{{p[0], q[0], p[1], q[1]}, {p[0], q[1], p[1], q[0]}} {
				now := price[i] + price[j]
				if w.shortest(try) >= now-1e-6 {
					continue
				}
				c, d := w.travel(try[0], try[1]), w.travel(try[2], try[3])
				if c+d < now-1e-6 {
					pairs[i], pairs[j] = [2]int32{try[0], try[1]}, [2]int32{try[2], try[3]}
					price[i], price[j], better = c, d, true
				}
			}
		}
	}
	return better
}

// shortest returns the least that two travels can cost.
func (w *weave) shortest(e [4]int32) float64 {
	sum := 0.0
	for i := 0; i < 4; i += 2 {
		if e[i] != none && e[i+1] != none {
			sum += w.place(e[i]).at.Dist(w.place(e[i+1]).at)
		}
	}
	return sum
}

// hasOpen returns, by number that stands for a set of strands that can be connected,
// whether one of them is open.
func (w *weave) hasOpen() map[int32]bool {
	out := map[int32]bool{}
	for i, s := range w.strands {
		if !s.closed {
			out[w.reach.of(int32(i))] = true
		}
	}
	return out
}

// far is farther than any place.
var far = math.Inf(1)
