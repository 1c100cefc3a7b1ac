package hold

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// field is how far the cells of a part that hangs are from what holds it, on the
// shortest way through the part.
type field struct {
	raster
	hangs []bool // cells of the part
	holds []bool // cells of the layer that something below carries
	dist  []float64
	from  []int32 // the last cell, around whose corner the way turns; -1: none yet
	queue heap
}

// unreached is the distance of cells that nothing holds, in cells.
const unreached = math.MaxFloat32

// newField returns the field of a part that hangs, in a layer of which held is carried
// from below.
func newField(part, held polygon.Region) *field {
	f := &field{raster: newRaster(part.Box())}
	f.hangs, f.holds = f.fill(part), f.fill(held)
	for i := range f.hangs {
		f.hangs[i] = f.hangs[i] && !f.holds[i]
	}
	f.dist, f.from = make([]float64, len(f.hangs)), make([]int32, len(f.hangs))
	f.spread()
	return f
}

// spread finds all distances: Dijkstra's algorithm, whose ways go straight from corner
// to corner.
//
// Source: Nash, Koenig and Tovey, Lazy Theta*, AAAI 2010.
func (f *field) spread() {
	for i := range f.dist {
		f.dist[i], f.from[i] = unreached, -1
	}
	for i, hangs := range f.hangs {
		if !hangs {
			continue
		}
		for _, d := range f.around {
			if k := i + d; f.holds[k] {
				f.offer(i, k, f.apart(i, k)-0.5)
			}
		}
	}
	f.flow()
}

// begin offers the cells around cell i, which hung and is held now, the way to it.
func (f *field) begin(i int) {
	for _, d := range f.around {
		if k := i + d; f.hangs[k] {
			f.offer(k, i, f.apart(i, k)-0.5)
		}
	}
}

// flow settles the cells in the queue and all that are nearer over them.
func (f *field) flow() {
	for len(f.queue) > 0 {
		next := f.queue.pop()
		i := int(next.cell)
		if next.dist > f.dist[i] {
			continue
		}
		f.settle(i)
		at := int(f.from[i])
		base := f.until(at)
		for _, d := range f.around {
			if k := i + d; f.hangs[k] {
				f.offer(k, at, base+f.apart(at, k))
			}
		}
	}
}

// until returns how far the turning point at is from what holds; a point that is held
// counts half a cell less, as its edge is nearer than its middle.
func (f *field) until(at int) float64 {
	if f.holds[at] {
		return -0.5
	}
	return f.dist[at]
}

// offer sets cell i's way over turning point at where that is shorter.
func (f *field) offer(i, at int, d float64) {
	if d < f.dist[i]-1e-9 {
		f.dist[i], f.from[i] = d, int32(at)
		f.queue.push(item{d, int32(i)})
	}
}

// settle makes cell i's way go over one of its neighbours where the turning point cannot
// be seen from it.
func (f *field) settle(i int) {
	if f.sees(i, int(f.from[i])) {
		return
	}
	f.dist[i] = unreached
	for _, step := range f.around {
		k := i + step
		d := f.apart(i, k)
		switch {
		case f.holds[k]:
			d -= 0.5
		case f.hangs[k] && f.dist[k] < unreached:
			d += f.dist[k]
		default:
			continue
		}
		if d < f.dist[i] {
			f.dist[i], f.from[i] = d, int32(k)
		}
	}
}

// sees reports whether the straight way from cell i to cell k stays in the part.
func (f *field) sees(i, k int) bool {
	n := int(math.Ceil(f.apart(i, k)))
	x, y := float64(i%f.nx), float64(i/f.nx)
	dx, dy := float64(k%f.nx)-x, float64(k/f.nx)-y
	for s := 1; s < n; s++ {
		t := float64(s) / float64(n)
		c := int(math.Round(y+float64(t*dy)))*f.nx + int(math.Round(x+float64(t*dx)))
		if !f.hangs[c] && !f.holds[c] {
			return false
		}
	}
	return true
}

// hold makes the cells of a disc carry the layer.
func (f *field) hold(at geom.Point, radius int64) {
	var now []int
	for i, hangs := range f.hangs {
		if hangs && f.middle(i).Dist(at) <= float64(radius) {
			f.hangs[i], f.holds[i] = false, true
			now = append(now, i)
		}
	}
	for _, i := range now {
		f.begin(i)
	}
	f.flow()
}

// opposite is the least angle, as its cosine, between the ways of two neighbouring cells
// to what holds them at which a bead over both hangs between two ends.
const opposite = -0.2

// way is the direction, of length 1, in which a cell's way to what holds it begins.
type way struct{ x, y float64 }

// ways returns the way of each cell that hangs.
func (f *field) ways() []way {
	out := make([]way, len(f.hangs))
	for i, hangs := range f.hangs {
		if k := int(f.from[i]); hangs && k >= 0 {
			dx, dy := float64(k%f.nx-i%f.nx), float64(k/f.nx-i/f.nx)
			d := math.Sqrt(float64(dx*dx) + float64(dy*dy))
			out[i] = way{dx / d, dy / d}
		}
	}
	return out
}

// apart reports whether two ways go to opposite sides. No way is apart from none.
func (a way) apart(b way) bool { return float64(a.x*b.x)+float64(a.y*b.y) < opposite }

// summit reports whether no neighbour of cell i is further from what holds.
func (f *field) summit(i int) bool {
	for _, d := range f.around {
		if k := i + d; f.hangs[k] && f.dist[k] > f.dist[i]+1e-9 {
			return false
		}
	}
	return true
}

// item is a cell on its way to be settled.
type item struct {
	dist float64
	cell int32
}

// less orders by distance, then by cell.
func (a item) less(b item) bool {
	return a.dist < b.dist || a.dist == b.dist && a.cell < b.cell
}

// heap is a binary heap of items, the nearest first.
type heap []item

// push adds an item.
func (h *heap) push(a item) {
	q := append(*h, a)
	i := len(q) - 1
	for i > 0 && a.less(q[(i-1)/2]) {
		q[i] = q[(i-1)/2]
		i = (i - 1) / 2
	}
	q[i] = a
	*h = q
}

// pop removes the nearest item and returns it.
func (h *heap) pop() item {
	q := *h
	top, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	i := 0
	for {
		k := 2*i + 1
		if k >= len(q) {
			break
		}
		if k+1 < len(q) && q[k+1].less(q[k]) {
			k++
		}
		if last.less(q[k]) {
			break
		}
		q[i] = q[k]
		i = k
	}
	if len(q) > 0 {
		q[i] = last
	}
	*h = q
	return top
}
