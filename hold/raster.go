package hold

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Cell is the side of a cell in which what hangs is measured, nm: half a narrow bead.
const Cell = 200_000

// raster is a window of the plane in cells.
type raster struct {
	min    geom.Point // lower left corner of the first cell
	nx, ny int
	around [8]int // steps to the neighbours of a cell that is not at the window's edge
}

// newRaster returns a raster over box and a margin as wide as a pillar.
func newRaster(box geom.Box) raster {
	box = box.Grow(2 * pillarRadius)
	w, d := box.Size()
	nx := int(w/Cell) + 1
	return raster{box.Min, nx, int(d/Cell) + 1, [8]int{1, nx, -1, -nx, nx + 1, nx - 1, -nx - 1, 1 - nx}}
}

// middle returns the middle of cell i.
func (r *raster) middle(i int) geom.Point {
	return geom.Point{X: r.min.X + int64(i%r.nx)*Cell + Cell/2, Y: r.min.Y + int64(i/r.nx)*Cell + Cell/2}
}

// cellAt returns the cell that p is in; false outside of the window.
func (r *raster) cellAt(p geom.Point) (int, bool) {
	x, y := (p.X-r.min.X)/Cell, (p.Y-r.min.Y)/Cell
	if p.X < r.min.X || p.Y < r.min.Y || x >= int64(r.nx) || y >= int64(r.ny) {
		return 0, false
	}
	return int(y)*r.nx + int(x), true
}

// fill returns which cells have their middle in region, which is in normal form.
func (r *raster) fill(region polygon.Region) []bool {
	out := make([]bool, r.nx*r.ny)
	cuts := make([][]float64, r.ny)
	for _, g := range region {
		for i, p := range g {
			r.cut(cuts, p, g[(i+1)%len(g)])
		}
	}
	for y, xs := range cuts {
		slices.Sort(xs)
		for k := 0; k+1 < len(xs); k += 2 {
			from, to := r.column(xs[k]), r.column(xs[k+1])
			for x := from; x < to; x++ {
				out[y*r.nx+x] = true
			}
		}
	}
	return out
}

// cut notes where the edge pq crosses the middles of rows.
func (r *raster) cut(cuts [][]float64, p, q geom.Point) {
	if p.Y > q.Y {
		p, q = q, p
	}
	for y := max(0, r.row(p.Y)); y < min(r.ny, r.row(q.Y)); y++ {
		at := r.min.Y + int64(y)*Cell + Cell/2
		t := float64(at-p.Y) / float64(q.Y-p.Y)
		cuts[y] = append(cuts[y], float64(p.X)+float64(t*float64(q.X-p.X)))
	}
}

// row returns the first row whose middle is at y or above.
func (r *raster) row(y int64) int {
	return int(math.Ceil((float64(y-r.min.Y) - Cell/2) / Cell))
}

// column returns the first column whose middle is at x or to the right, within the
// window.
func (r *raster) column(x float64) int {
	c := int(math.Ceil((x - float64(r.min.X) - Cell/2) / Cell))
	return max(0, min(r.nx, c))
}

// apart returns the distance between the middles of two cells, in cells.
func (r *raster) apart(i, k int) float64 {
	dx, dy := float64(i%r.nx-k%r.nx), float64(i/r.nx-k/r.nx)
	return math.Sqrt(float64(dx*dx) + float64(dy*dy))
}
