package polygon

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// Hatch returns the parts inside r of parallel lines at angle radians, spacing
// nanometres apart. Lines lie at whole multiples of spacing plus phase from the origin,
// so that layers line up. Each element is one line: its segments from left to right
// along the angle; lines are ordered by their distance.
func Hatch(r Region, angle float64, spacing, phase int64) [][][2]geom.Point {
	return hatch(r, angle, spacing, phase)
}

func hatch(r Region, angle float64, spacing, phase int64) [][][2]geom.Point {
	rot := make(Region, len(r))
	for i, g := range r {
		rot[i] = make(Ring, len(g))
		for k, p := range g {
			rot[i][k] = p.Rotate(-angle)
		}
	}
	b := rot.Box()
	if b.Empty() {
		return nil
	}
	first := int64(math.Ceil(float64(b.Min.Y-phase) / float64(spacing)))
	last := int64(math.Floor(float64(b.Max.Y-phase) / float64(spacing)))
	if last < first {
		return nil
	}
	cuts := make([][]int64, last-first+1)
	for _, g := range rot {
		for i, q := range g {
			p := g[(i+len(g)-1)%len(g)]
			cutEdge(cuts, p, q, first, spacing, phase)
		}
	}
	out := make([][][2]geom.Point, 0, len(cuts))
	for i, xs := range cuts {
		slices.Sort(xs)
		y := (first+int64(i))*spacing + phase
		var line [][2]geom.Point
		for k := 0; k+1 < len(xs); k += 2 {
			if xs[k] < xs[k+1] {
				line = append(line, [2]geom.Point{
					geom.Point{X: xs[k], Y: y}.Rotate(angle), geom.Point{X: xs[k+1], Y: y}.Rotate(angle)})
			}
		}
		if line != nil {
			out = append(out, line)
		}
	}
	return out
}

// cutEdge adds where edge pq crosses the scanlines, by the half-open rule.
func cutEdge(cuts [][]int64, p, q geom.Point, first, spacing, phase int64) {
	if p.Y == q.Y {
		return
	}
	if p.Y > q.Y {
		p, q = q, p
	}
	k := int64(math.Ceil(float64(p.Y-phase) / float64(spacing)))
	for y := k*spacing + phase; y < q.Y; y, k = y+spacing, k+1 {
		t := float64(y-p.Y) / float64(q.Y-p.Y)
		cuts[k-first] = append(cuts[k-first], p.X+int64(math.Round(float64(q.X-p.X)*t)))
	}
}

// ClipLine returns the parts of an open polyline inside r, in order along it.
func ClipLine(pts []geom.Point, r Region) [][]geom.Point {
	var out [][]geom.Point
	var cur []geom.Point
	for i := 1; i < len(pts); i++ {
		for _, s := range clipSegment(pts[i-1], pts[i], r) {
			if len(cur) == 0 || cur[len(cur)-1] != s[0] {
				if len(cur) > 1 {
					out = append(out, cur)
				}
				cur = []geom.Point{s[0]}
			}
			cur = append(cur, s[1])
		}
	}
	if len(cur) > 1 {
		out = append(out, cur)
	}
	return out
}

// clipSegment returns the parts of ab inside r, from a to b.
func clipSegment(a, b geom.Point, r Region) [][2]geom.Point {
	ts := []float64{0, 1}
	for _, g := range r {
		for i, q := range g {
			p := g[(i+len(g)-1)%len(g)]
			d1, d2 := geom.Cross(p, q, a), geom.Cross(p, q, b)
			if (d1 > 0) == (d2 > 0) || (geom.Orient(a, b, p) > 0) == (geom.Orient(a, b, q) > 0) {
				continue
			}
			ts = append(ts, float64(d1)/(float64(d1)-float64(d2)))
		}
	}
	slices.Sort(ts)
	var out [][2]geom.Point
	for i := 1; i < len(ts); i++ {
		p, q := a.Lerp(b, ts[i-1]), a.Lerp(b, ts[i])
		if p != q && r.Contains(a.Lerp(b, (ts[i-1]+ts[i])/2)) {
			out = append(out, [2]geom.Point{p, q})
		}
	}
	return out
}
