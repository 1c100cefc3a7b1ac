package polygon

import (
	"math"
	"slices"
	"sync"

	"github.com/visiere/visiere/geom"
)

// Hatch returns the parts inside r of parallel lines at angle radians, spacing
// nanometres apart. Lines lie at whole multiples of spacing plus phase from the origin,
// so that layers line up. Each element is one line: its segments from left to right
// along the angle; lines are ordered by their distance. There are none where spacing is
// not positive.
//
// Ends are rounded once, to the nearest grid point of where the line meets the outline;
// at quarter turns the lines are exact. Cost: about 20 nanoseconds a segment, and three
// allocations.
func Hatch(r Region, angle float64, spacing, phase int64) [][][2]geom.Point {
	if spacing <= 0 || len(r) == 0 {
		return nil
	}
	h := hatches.Get().(*hatch)
	defer hatches.Put(h)
	h.sin, h.cos = geom.SinCos(angle)
	h.spacing, h.phase = float64(spacing), float64(phase)
	h.cut(r)
	h.sort()
	return h.segments()
}

// hatch is the memory of one call of Hatch. In its frame lines lie along U, and V counts
// the lines.
type hatch struct {
	sin, cos       float64
	spacing, phase float64
	first          int       // the number of the lowest line
	cuts           []lineCut // in any order
	ends           []int     // per line: where its cuts end in us
	us             []float64 // the cuts of all the lines, each line's sorted
}

// lineCut is where an edge crosses a line.
type lineCut struct {
	line int
	u    float64
}

var hatches = sync.Pool{New: func() any { return new(hatch) }}

// cut finds where the edges of r cross lines.
func (h *hatch) cut(r Region) {
	h.cuts = h.cuts[:0]
	for _, g := range r {
		if len(g) == 0 {
			continue
		}
		pu, pv := h.into(g[len(g)-1])
		for _, q := range g {
			qu, qv := h.into(q)
			if pv < qv {
				h.cutEdge(pu, pv, qu, qv)
			} else if qv < pv {
				h.cutEdge(qu, qv, pu, pv)
			}
			pu, pv = qu, qv
		}
	}
}

// into returns p in the frame, V in lines.
func (h *hatch) into(p geom.Point) (u, v float64) {
	x, y := float64(p.X), float64(p.Y)
	u = float64(x*h.cos) + float64(y*h.sin)
	return u, (float64(y*h.cos) - float64(x*h.sin) - h.phase) / h.spacing
}

// cutEdge notes where the edge from p up to q crosses lines, by the half-open rule.
func (h *hatch) cutEdge(pu, pv, qu, qv float64) {
	slope := (qu - pu) / (qv - pv)
	for k := math.Ceil(pv); k < qv; k++ {
		h.cuts = append(h.cuts, lineCut{int(k), pu + float64((k-pv)*slope)})
	}
}

// sort gathers the cuts by line, and each line's from left to right.
func (h *hatch) sort() {
	first, last := math.MaxInt, math.MinInt
	for _, c := range h.cuts {
		first, last = min(first, c.line), max(last, c.line)
	}
	h.first = first
	n := max(0, last-first+1)
	if len(h.cuts) == 0 {
		n = 0
	}
	h.ends = slices.Grow(h.ends[:0], n+1)[:n+1]
	clear(h.ends)
	for _, c := range h.cuts {
		h.ends[c.line-first+1]++
	}
	for i := range n {
		h.ends[i+1] += h.ends[i]
	}
	h.us = slices.Grow(h.us[:0], len(h.cuts))[:len(h.cuts)]
	for _, c := range h.cuts {
		at := &h.ends[c.line-first]
		h.us[*at] = c.u
		*at++
	}
	from := 0
	for _, to := range h.ends[:n] {
		sortFloats(h.us[from:to])
		from = to
	}
}

// sortFloats sorts us, which are mostly few.
func sortFloats(us []float64) {
	if len(us) > 24 {
		slices.Sort(us)
		return
	}
	for i := 1; i < len(us); i++ {
		u, k := us[i], i
		for ; k > 0 && u < us[k-1]; k-- {
			us[k] = us[k-1]
		}
		us[k] = u
	}
}

// segments pairs the cuts.
func (h *hatch) segments() [][][2]geom.Point {
	lines := h.ends[:len(h.ends)-1]
	out := make([][][2]geom.Point, 0, len(lines))
	all := make([][2]geom.Point, 0, len(h.us)/2)
	from := 0
	for i, to := range lines {
		v := float64(float64(h.first+i)*h.spacing) + h.phase
		start := len(all)
		for k := from; k+1 < to; k += 2 {
			if a, b := h.outOf(h.us[k], v), h.outOf(h.us[k+1], v); a != b {
				all = append(all, [2]geom.Point{a, b})
			}
		}
		if len(all) > start {
			out = append(out, all[start:len(all):len(all)])
		}
		from = to
	}
	return out
}

// outOf returns the grid point nearest to (u, v) of the frame, v in nanometres.
func (h *hatch) outOf(u, v float64) geom.Point {
	return geom.Point{
		X: toGrid(float64(u*h.cos) - float64(v*h.sin)),
		Y: toGrid(float64(u*h.sin) + float64(v*h.cos)),
	}
}

// toGrid rounds x, halves away from zero, three times as fast as math.Round.
func toGrid(x float64) int64 { return int64(x + math.Copysign(0.5, x)) }
