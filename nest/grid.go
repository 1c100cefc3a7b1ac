package nest

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// gridStep is how finely distances of a grid are searched, mm.
const gridStep = 0.25

// grid returns places for up to count copies in rows, unturned, as close as the true
// outlines allow, the group in the middle of the bed.
func (t *task) grid(count int) []Placement {
	g := &grid{task: t, near: map[pose]bool{}}
	if count == 1 {
		return g.centred(1, 1, 0, 0, 1)
	}
	t.measure()
	right, up := g.pitch(geom.V(1, 0)), g.pitch(geom.V(0, 1))
	var best []Placement
	width := t.floor.hi.X - t.floor.lo.X
	for nx := 1; nx <= count && float64(float64(nx-1)*right) <= width && len(best) < count; nx++ {
		for ny := (count + nx - 1) / nx; ny >= 1 && min(nx*ny, count) > len(best); ny-- {
			if got := g.centred(nx, ny, right, up, count); got != nil {
				best = got
				break
			}
		}
	}
	return best
}

// grid is a search for one.
type grid struct {
	*task
	near map[pose]bool // what touch found
}

// touch reports whether two unturned copies d apart may come nearer than the clearance.
func (g *grid) touch(d geom.Vec) bool {
	key := pose{math.Abs(d.X), math.Copysign(d.Y, d.X*d.Y), 0}
	hit, known := g.near[key]
	if !known {
		s := newState(g.task, []pose{{}, {x: d.X, y: d.Y}})
		s.deep = 0
		s.pair(1, 0)
		hit = s.deep > slip
		g.near[key] = hit
	}
	return hit
}

// pitch returns the least distance along the unit axis at which two copies clear each
// other, for it and every greater one.
func (g *grid) pitch(axis geom.Vec) float64 {
	size := geom.V(g.shape.boxes[0][1].X-g.shape.boxes[0][0].X, g.shape.boxes[0][1].Y-g.shape.boxes[0][0].Y)
	at := math.Ceil((dot(size, axis)+g.clear)/gridStep) * gridStep
	for at > gridStep && !g.touch(geom.V(float64((at-gridStep)*axis.X), float64((at-gridStep)*axis.Y))) {
		at -= gridStep
	}
	return at
}

// centred returns nx columns beside each other in ny rows, count at most, the group in
// the middle of the bed; nil where it is not wholly on it or two copies touch.
func (g *grid) centred(nx, ny int, right, up float64, count int) []Placement {
	if !g.spans(nx, ny, right, up) {
		return nil
	}
	var out []Placement
	for k := range min(count, nx*ny) {
		q := g.placement(pose{
			x: (g.floor.lo.X+g.floor.hi.X-float64(float64(nx-1)*right))/2 + float64(float64(k%nx)*right),
			y: (g.floor.lo.Y+g.floor.hi.Y-float64(float64(ny-1)*up))/2 + float64(float64(k/nx)*up),
		})
		for _, o := range out {
			d := q.At.Sub(o.At)
			if g.touch(geom.V(geom.ToMM(d.X), geom.ToMM(d.Y))) {
				return nil
			}
		}
		out = append(out, q)
	}
	if !g.exact.all(out) {
		return nil
	}
	return out
}

// spans reports whether the box around the copies is no larger than that of the bed.
func (g *grid) spans(nx, ny int, right, up float64) bool {
	w, d := g.outline.Box().Size()
	bw, bd := g.bed.Box().Size()
	return geom.ToNM(float64(float64(nx-1)*right))+w <= bw && geom.ToNM(float64(float64(ny-1)*up))+d <= bd
}
