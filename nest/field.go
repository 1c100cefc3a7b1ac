package nest

import (
	"math"
	"slices"

	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/polygon"
)

// vec is a point or direction in the plane, mm.
type vec struct{ x, y float64 }

// field is the signed distance to a region's outline, positive outside, at nodes of a
// square lattice.
type field struct {
	lo     vec     // of the first node
	inv    float64 // nodes per mm
	nx, ny int
	d      []float32 // mm
}

// block is how many nodes along each axis share a list of near edges.
const block = 16

// newField computes the field of r on the box from lo to hi. What is computed does not
// depend on how many processors do it.
func newField(rings [][]vec, lo, hi vec, cell float64) *field {
	f := &field{lo: lo, inv: 1 / cell}
	f.nx = int(math.Ceil((hi.x-lo.x)/cell)) + 2
	f.ny = int(math.Ceil((hi.y-lo.y)/cell)) + 2
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

func edgesOf(rings [][]vec) [][2]vec {
	var out [][2]vec
	for _, g := range rings {
		for i, p := range g {
			out = append(out, [2]vec{p, g[(i+1)%len(g)]})
		}
	}
	return out
}

// fill computes the distances of the block whose first node is (x, y).
func (f *field) fill(x, y int, cell float64, edges [][2]vec) {
	half := block * cell / 2
	mid := vec{f.lo.x + float64(float64(x)*cell) + half, f.lo.y + float64(float64(y)*cell) + half}
	near := nearest(edges, mid, 2*half*math.Sqrt2)
	for j := y; j < min(y+block, f.ny); j++ {
		for i := x; i < min(x+block, f.nx); i++ {
			p := vec{f.lo.x + float64(float64(i)*cell), f.lo.y + float64(float64(j)*cell)}
			least := math.Inf(1)
			for k := range near {
				least = min(least, distance2(p, &near[k]))
			}
			f.d[j*f.nx+i] = float32(math.Sqrt(least))
		}
	}
}

// nearest returns those of edges that are at most slack further from p than the nearest.
func nearest(edges [][2]vec, p vec, slack float64) [][2]vec {
	all := make([]float64, len(edges))
	least := math.Inf(1)
	for i := range edges {
		all[i] = math.Sqrt(distance2(p, &edges[i]))
		least = min(least, all[i])
	}
	var out [][2]vec
	for i := range edges {
		if all[i] <= least+slack {
			out = append(out, edges[i])
		}
	}
	return out
}

// distance2 returns the square of p's distance to e.
func distance2(p vec, e *[2]vec) float64 {
	d, q := vec{e[1].x - e[0].x, e[1].y - e[0].y}, vec{p.x - e[0].x, p.y - e[0].y}
	if l := dot(d, d); l > 0 {
		t := min(max(dot(d, q)/l, 0), 1)
		q.x -= float64(t * d.x)
		q.y -= float64(t * d.y)
	}
	return dot(q, q)
}

// dot returns the product of two vectors. Products are rounded before they are added,
// so that it is the same on every machine.
func dot(a, b vec) float64 { return float64(a.x*b.x) + float64(a.y*b.y) }

// sign makes the distances of row y negative inside.
func (f *field) sign(y int, cell float64, edges [][2]vec) {
	at := f.lo.y + float64(float64(y)*cell)
	var cuts []float64
	for _, e := range edges {
		if (e[0].y <= at) != (e[1].y <= at) {
			cuts = append(cuts, e[0].x+float64((at-e[0].y)*((e[1].x-e[0].x)/(e[1].y-e[0].y))))
		}
	}
	slices.Sort(cuts)
	for k := 0; k+1 < len(cuts); k += 2 {
		first := max(0, int(math.Ceil((cuts[k]-f.lo.x)/cell)))
		last := min(f.nx-1, int(math.Floor((cuts[k+1]-f.lo.x)/cell)))
		for i := first; i <= last; i++ {
			f.d[y*f.nx+i] = -f.d[y*f.nx+i]
		}
	}
}

// far is the distance of what a field does not reach, mm.
const far = 1e6

// at returns the distance at p and its slope, read linearly between nodes; far where
// the field does not reach.
func (f *field) at(p vec) (d float64, slope vec) {
	u, v := float64((p.x-f.lo.x)*f.inv), float64((p.y-f.lo.y)*f.inv)
	if !(u >= 0 && v >= 0 && u < float64(f.nx-1) && v < float64(f.ny-1)) {
		return far, vec{}
	}
	i, j := int(u), int(v)
	u, v = u-float64(i), v-float64(j)
	n := j*f.nx + i
	a, b := float64(f.d[n]), float64(f.d[n+1])
	c, e := float64(f.d[n+f.nx]), float64(f.d[n+f.nx+1])
	low, high := a+float64(u*(b-a)), c+float64(u*(e-c))
	across := (b - a) + float64(v*((e-c)-(b-a)))
	return low + float64(v*(high-low)), vec{float64(across * f.inv), float64((high - low) * f.inv)}
}

// beyond is at, but for points that the field does not reach it adds their distance to
// the box of the field.
func (f *field) beyond(p vec) (d float64, slope vec) {
	const inside = 1e-6
	q := vec{
		min(max(p.x, f.lo.x), f.lo.x+(float64(f.nx-1)-inside)/f.inv),
		min(max(p.y, f.lo.y), f.lo.y+(float64(f.ny-1)-inside)/f.inv),
	}
	d, slope = f.at(q)
	if q != p {
		off := vec{p.x - q.x, p.y - q.y}
		l := math.Sqrt(dot(off, off))
		return d + l, vec{off.x / l, off.y / l}
	}
	return d, slope
}

// clears reports whether all points within radius of p are surely further away than
// clear.
func (f *field) clears(p vec, radius, clear float64) bool {
	q := vec{
		min(max(p.x, f.lo.x), f.lo.x+float64(f.nx-1)/f.inv),
		min(max(p.y, f.lo.y), f.lo.y+float64(f.ny-1)/f.inv),
	}
	off := vec{p.x - q.x, p.y - q.y}
	if gap := dot(off, off); gap > 0 {
		return gap > float64(radius*radius)
	}
	return f.rough(p) > radius+clear+1/f.inv
}

// rough returns the distance at the node nearest to p, far where there is none.
func (f *field) rough(p vec) float64 {
	u, v := float64((p.x-f.lo.x)*f.inv)+0.5, float64((p.y-f.lo.y)*f.inv)+0.5
	if !(u >= 0 && v >= 0 && u < float64(f.nx) && v < float64(f.ny)) {
		return far
	}
	return float64(f.d[int(v)*f.nx+int(u)])
}

// ringsOf returns r's rings in mm around the middle given in nm.
func ringsOf(r polygon.Region, middle vec) [][]vec {
	out := make([][]vec, len(r))
	for i, g := range r {
		for _, p := range g {
			x, y := p.MM()
			out[i] = append(out[i], vec{x - middle.x, y - middle.y})
		}
	}
	return out
}
