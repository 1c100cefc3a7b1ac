package mesh

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// Wall is how thick a solid is, in mm, measured in its sections at right angles to the
// outline: a twentieth of the outline's length is thinner than P5, half of it is thinner
// than P50, and all but a twentieth is thinner than P95.
type Wall struct {
	P5  float64 `json:"p5"`
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
}

// How many sections are measured, at how many places each.
const (
	wallSections = 12
	wallSamples  = 400
)

// wall measures m's walls.
func (m *Mesh) wall() Wall {
	top := m.Size().Z
	zs := make([]float64, wallSections)
	for i := range zs {
		zs[i] = top * (float64(i) + 0.5) / wallSections
	}
	var all []thickness
	for _, r := range m.outlines(zs) {
		all = append(all, regionWalls(r)...)
	}
	slices.SortFunc(all, func(a, b thickness) int { return cmp.Compare(a.mm, b.mm) })
	return Wall{percentile(all, 0.05), percentile(all, 0.5), percentile(all, 0.95)}
}

// thickness is one measured place and the length of outline for which it stands, in mm.
type thickness struct{ mm, length float64 }

// percentile returns the thickness below which share p of the length is. all is sorted.
func percentile(all []thickness, p float64) float64 {
	var total, sum float64
	for _, t := range all {
		total += t.length
	}
	for _, t := range all {
		if sum += t.length; sum >= p*total {
			return t.mm
		}
	}
	return 0
}

// segment is an edge of an outline in mm: from (x, y) along (dx, dy), solid on its left.
type segment struct{ x, y, dx, dy float64 }

// regionWalls measures r at even distances along its outline.
func regionWalls(r polygon.Region) []thickness {
	var segs []segment
	for _, g := range r {
		for i, p := range g {
			q := g[(i+1)%len(g)]
			x, y := p.MM()
			dx, dy := q.Sub(p).MM()
			segs = append(segs, segment{x, y, dx, dy})
		}
	}
	step := r.Length() / wallSamples
	var out []thickness
	left := step / 2 // to the next sample
	for _, s := range segs {
		l := steady.Hypot(s.dx, s.dy)
		for ; left < l; left += step {
			if d := across(segs, s, left/l); d < math.Inf(1) {
				out = append(out, thickness{d, step})
			}
		}
		left -= l
	}
	return out
}

// across returns the distance from share t of segment s to the outline opposite, along
// the normal that looks into the solid; or infinity.
func across(segs []segment, s segment, t float64) float64 {
	l := steady.Hypot(s.dx, s.dy)
	px, py := s.x+float64(t*s.dx), s.y+float64(t*s.dy)
	nx, ny := -s.dy/l, s.dx/l
	best := math.Inf(1)
	for _, e := range segs {
		// p + d n = e + u (e.dx, e.dy)
		det := float64(e.dx*ny) - float64(e.dy*nx)
		if det == 0 {
			continue
		}
		ex, ey := e.x-px, e.y-py
		u := (float64(nx*ey) - float64(ny*ex)) / det
		d := (float64(e.dx*ey) - float64(e.dy*ex)) / det
		if u >= 0 && u <= 1 && d > 1e-4 && d < best {
			best = d
		}
	}
	return best
}
