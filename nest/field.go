package nest

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/polygon"
)

// field is the signed distance to a region's outline, positive outside, at nodes of a
// square lattice.
type field struct {
	lo     geom.Vec // of the first node
	inv    float64  // nodes per mm
	nx, ny int
	d      []float32 // mm
}

// block is how many nodes along each axis share a list of near edges.
const block = 16

// newField computes the field of r on the box from lo to hi. What is computed does not
// depend on how many processors do it.
func newField(rings [][]geom.Vec, lo, hi geom.Vec, cell float64) *field {
	f := &field{lo: lo, inv: 1 / cell}
	f.nx = int(math.Ceil((hi.X-lo.X)/cell)) + 2
	f.ny = int(math.Ceil((hi.Y-lo.Y)/cell)) + 2
	f.d = make([]float32, f.nx*f.ny)
	edges := edgesOf(rings)
	par.Each((f.ny+block-1)/block, func(row int) {
		for at := 0; at < f.nx; at += block {
			f.fill(at, row*block, cell, edges)
		}
		for y := row * block; y < min(f.ny, (row+1)*block); y++ {
			f.sign(y, cell, edges)
		}
	})
	return f
}

func edgesOf(rings [][]geom.Vec) [][2]geom.Vec {
	var out [][2]geom.Vec
	for _, g := range rings {
		for i, p := range g {
			out = append(out, [2]geom.Vec{p, g[(i+1)%len(g)]})
		}
	}
	return out
}

// fill computes the distances of the block whose first node is (x, y).
func (f *field) fill(x, y int, cell float64, edges [][2]geom.Vec) {
	half := block * cell / 2
	mid := geom.V(f.lo.X+float64(float64(x)*cell)+half, f.lo.Y+float64(float64(y)*cell)+half)
	near := nearest(edges, mid, float64(2*half*math.Sqrt2))
	for j := y; j < min(y+block, f.ny); j++ {
		for i := x; i < min(x+block, f.nx); i++ {
			p := geom.V(f.lo.X+float64(float64(i)*cell), f.lo.Y+float64(float64(j)*cell))
			least := math.Inf(1)
			for k := range near {
				least = min(least, distance2(p, &near[k]))
			}
			f.d[j*f.nx+i] = float32(math.Sqrt(least))
		}
	}
}

// nearest returns those of edges that are at most slack further from p than the nearest.
func nearest(edges [][2]geom.Vec, p geom.Vec, slack float64) [][2]geom.Vec {
	all := make([]float64, len(edges))
	least := math.Inf(1)
	for i := range edges {
		all[i] = math.Sqrt(distance2(p, &edges[i]))
		least = min(least, all[i])
	}
	var out [][2]geom.Vec
	for i := range edges {
		if all[i] <= least+slack {
			out = append(out, edges[i])
		}
	}
	return out
}

// distance2 returns the square of p's distance to e.
func distance2(p geom.Vec, e *[2]geom.Vec) float64 {
	d, q := geom.V(e[1].X-e[0].X, e[1].Y-e[0].Y), geom.V(p.X-e[0].X, p.Y-e[0].Y)
	if l := dot(d, d); l > 0 {
		t := min(max(dot(d, q)/l, 0), 1)
		q.X -= float64(t * d.X)
		q.Y -= float64(t * d.Y)
	}
	return dot(q, q)
}

// dot returns the product of two vectors. Products are rounded before they are added,
// so that it is the same on every machine.
func dot(a, b geom.Vec) float64 { return float64(a.X*b.X) + float64(a.Y*b.Y) }

// sign makes the distances of row y negative inside.
func (f *field) sign(y int, cell float64, edges [][2]geom.Vec) {
	at := f.lo.Y + float64(float64(y)*cell)
	var cuts []float64
	for _, e := range edges {
		if (e[0].Y <= at) != (e[1].Y <= at) {
			cuts = append(cuts, e[0].X+float64((at-e[0].Y)*((e[1].X-e[0].X)/(e[1].Y-e[0].Y))))
		}
	}
	slices.Sort(cuts)
	for k := 0; k+1 < len(cuts); k += 2 {
		first := max(0, int(math.Ceil((cuts[k]-f.lo.X)/cell)))
		last := min(f.nx-1, int(math.Floor((cuts[k+1]-f.lo.X)/cell)))
		for i := first; i <= last; i++ {
			f.d[y*f.nx+i] = -f.d[y*f.nx+i]
		}
	}
}

// far is the distance of what a field does not reach, mm.
const far = 1e6

// at returns the distance at p and its slope, read linearly between nodes; far where
// the field does not reach.
func (f *field) at(p geom.Vec) (d float64, slope geom.Vec) {
	u, v := float64((p.X-f.lo.X)*f.inv), float64((p.Y-f.lo.Y)*f.inv)
	if !(u >= 0 && v >= 0 && u < float64(f.nx-1) && v < float64(f.ny-1)) {
		return far, geom.Vec{}
	}
	i, j := int(u), int(v)
	u, v = u-float64(i), v-float64(j)
	n := j*f.nx + i
	a, b := float64(f.d[n]), float64(f.d[n+1])
	c, e := float64(f.d[n+f.nx]), float64(f.d[n+f.nx+1])
	low, high := a+float64(u*(b-a)), c+float64(u*(e-c))
	across := (b - a) + float64(v*((e-c)-(b-a)))
	return low + float64(v*(high-low)), geom.V(float64(across*f.inv), float64((high-low)*f.inv))
}

// beyond is at, but for points that the field does not reach it adds their distance to
// the box of the field.
func (f *field) beyond(p geom.Vec) (d float64, slope geom.Vec) {
	const inside = 1e-6
	q := geom.V(
		min(max(p.X, f.lo.X), f.lo.X+(float64(f.nx-1)-inside)/f.inv),
		min(max(p.Y, f.lo.Y), f.lo.Y+(float64(f.ny-1)-inside)/f.inv),
	)
	d, slope = f.at(q)
	if q != p {
		off := geom.V(p.X-q.X, p.Y-q.Y)
		l := math.Sqrt(dot(off, off))
		return d + l, geom.V(off.X/l, off.Y/l)
	}
	return d, slope
}

// clears reports whether all points within radius of p are surely further away than
// clear.
func (f *field) clears(p geom.Vec, radius, clear float64) bool {
	q := geom.V(
		min(max(p.X, f.lo.X), f.lo.X+float64(f.nx-1)/f.inv),
		min(max(p.Y, f.lo.Y), f.lo.Y+float64(f.ny-1)/f.inv),
	)
	off := geom.V(p.X-q.X, p.Y-q.Y)
	if gap := dot(off, off); gap > 0 {
		return gap > float64(radius*radius)
	}
	return f.rough(p) > radius+clear+1/f.inv
}

// rough returns the distance at the node nearest to p, far where there is none.
func (f *field) rough(p geom.Vec) float64 {
	u, v := float64((p.X-f.lo.X)*f.inv)+0.5, float64((p.Y-f.lo.Y)*f.inv)+0.5
	if !(u >= 0 && v >= 0 && u < float64(f.nx) && v < float64(f.ny)) {
		return far
	}
	return float64(f.d[int(v)*f.nx+int(u)])
}

// ringsOf returns r's rings in mm around the middle given in nm.
func ringsOf(r polygon.Region, middle geom.Vec) [][]geom.Vec {
	out := make([][]geom.Vec, len(r))
	for i, g := range r {
		for _, p := range g {
			out[i] = append(out[i], p.Vec().Sub(middle))
		}
	}
	return out
}
