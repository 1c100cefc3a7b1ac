package polygon

import "github.com/visiere/visiere/geom"

// Fringe tells at once, of most places far from a region's boundary, that they are: it marks the squares of a grid that
// the boundary passes. It does not change, so several goroutines may ask at once.
type Fringe struct {
	box    geom.Box
	words  int      // in a row
	passed []uint64 // by row, a bit for each square
}

// fringeShift makes squares of 1 << 18 nanometres, 0.26 mm: about as wide as a bead.
const fringeShift = 18

// NewFringe returns the fringe of r. It keeps nothing of r. Cost: about 20 nanoseconds an edge, and the grid.
func NewFringe(r Region) *Fringe {
	f := &Fringe{box: r.Box()}
	if len(r) == 0 {
		return f
	}
	w, h := f.box.Size()
	f.words = int(w>>fringeShift)/64 + 1
	f.passed = make([]uint64, (int(h>>fringeShift)+1)*f.words)
	for _, g := range r {
		a := g[len(g)-1]
		for _, b := range g {
			f.mark(a, b)
			a = b
		}
	}
	return f
}

// mark marks the squares that the edge ab passes, row by row.
func (f *Fringe) mark(a, b geom.Point) {
	if a.Y > b.Y {
		a, b = b, a
	}
	from, to := f.row(a.Y), f.row(b.Y)
	x := a.X
	for row := from; row <= to; row++ {
		next := b.X
		if row < to {
			y := f.box.Min.Y + int64(row+1)<<fringeShift
			next = a.X + int64(float64(b.X-a.X)*(float64(y-a.Y)/float64(b.Y-a.Y)))
		}
		f.fill(row, min(x, next)-1, max(x, next)+1) // wider by what rounding may take
		x = next
	}
}

func (f *Fringe) row(y int64) int { return int((y - f.box.Min.Y) >> fringeShift) }

// span returns the columns from x0 to x1, of those that there are: none if from is more than to.
func (f *Fringe) span(x0, x1 int64) (from, to int) {
	return int(max(0, x0-f.box.Min.X) >> fringeShift), int((min(x1, f.box.Max.X) - f.box.Min.X) >> fringeShift)
}

// fill marks the squares of a row from x0 to x1.
func (f *Fringe) fill(row int, x0, x1 int64) {
	from, to := f.span(x0, x1)
	for i := from; i <= to; i++ {
		f.passed[row*f.words+i/64] |= 1 << (i % 64)
	}
}

// Far reports whether no point of b is on the boundary: where it says that one may be, it need not be so.
func (f *Fringe) Far(b geom.Box) bool {
	if len(f.passed) == 0 || !b.Overlaps(f.box) {
		return true
	}
	from, to := f.span(b.Min.X, b.Max.X)
	last := f.row(min(b.Max.Y, f.box.Max.Y))
	for row := f.row(max(b.Min.Y, f.box.Min.Y)); row <= last; row++ {
		words := f.passed[row*f.words:][:f.words]
		for i := from / 64; i <= to/64; i++ {
			w := words[i]
			if i == from/64 {
				w &= ^uint64(0) << (from % 64)
			}
			if i == to/64 {
				w &= ^uint64(0) >> (63 - to%64)
			}
			if w != 0 {
				return false
			}
		}
	}
	return true
}
