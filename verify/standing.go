package verify

import (
	"math"
	"math/bits"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/internal/steady"
)

// standing is what a file that prints one object after the other has left standing, as
// heights on a raster, and what of the printer may hit it: the nozzle, the head around
// it, the gantry. Cells are taken as hit only where what was printed in them surely is,
// so up to three millimetres of a head's radius are not seen.
type standing struct {
	lo     place // corner of the first cell
	nx, ny int
	now    []float32 // what is printed since Z last went down
	box    [4]int    // cells of now: first and past the last along X, along Y
	top    float32   // of now

	nozzle []float32 // of objects that are done; nil: none is
	head   []float32 // highest top within the head's radius
	rows   []float32 // highest top that the gantry reaches, along Y

	trail []passed // moves since the last one that extruded

	bits    []uint64 // one for each cell
	touched []uint64 // bits while cells that are printed in are noted there, else nil
}

// passed is a move that does not extrude.
type passed struct {
	line     int
	from, to [3]float64
}

const (
	// cell is the raster's, mm.
	cell = 1.0
	// aroundAll is half of the side of the raster where the bed is not known, mm.
	aroundAll = 400
	// longTrail is how many moves are kept before they are looked at.
	longTrail = 256
	// bands is how finely the heights of one object are told apart.
	bands = 8
)

// ready makes room for what is printed on a bed, once.
func (s *standing) ready(bed *area) {
	if s.now != nil {
		return
	}
	lo, hi := bed.lo, bed.hi
	if bed.shape == "" {
		lo, hi = place{-aroundAll, -aroundAll}, place{aroundAll, aroundAll}
	}
	s.lo = place{lo.x - Overtravel, lo.y - Overtravel}
	s.nx = int(math.Ceil((hi.x - s.lo.x + Overtravel) / cell))
	s.ny = int(math.Ceil((hi.y - s.lo.y + Overtravel) / cell))
	s.now = make([]float32, s.nx*s.ny)
	s.bits = make([]uint64, (len(s.now)+63)/64)
	s.fresh()
}

// fresh begins another object.
func (s *standing) fresh() { s.box, s.top = [4]int{s.nx, 0, s.ny, 0}, 0 }

// cellOf returns the column and row of p, within the raster.
func (s *standing) cellOf(p place) (x, y int) {
	x = min(max(int((p.x-s.lo.x)/cell), 0), s.nx-1)
	y = min(max(int((p.y-s.lo.y)/cell), 0), s.ny-1)
	return x, y
}

// along calls f with points of a move, at most a cell apart, and its ends.
func along(a, b [3]float64, f func(p place, z float64)) {
	n := max(1, int(steady.Hypot(b[0]-a[0], b[1]-a[1])/cell+1))
	for i := 0; i <= n; i++ {
		t := float64(i) / float64(n)
		f(place{a[0] + float64(t*(b[0]-a[0])), a[1] + float64(t*(b[1]-a[1]))}, a[2]+float64(t*(b[2]-a[2])))
	}
}

// print notes a move that extrudes.
func (s *standing) print(a, b [3]float64) {
	dx, dy := b[0]-a[0], b[1]-a[1]
	if dx < cell && dx > -cell && dy < cell && dy > -cell {
		s.mark(place{b[0], b[1]}, b[2])
		s.mark(place{a[0], a[1]}, a[2])
	} else {
		along(a, b, s.mark)
	}
	s.top = max(s.top, float32(max(a[2], b[2])))
}

// mark notes what is printed at p.
func (s *standing) mark(p place, z float64) {
	x, y := s.cellOf(p)
	i := y*s.nx + x
	if s.touched != nil {
		s.touched[i/64] |= 1 << (i % 64)
	}
	s.fill(i, float32(z))
}

// fill notes what is printed in a cell.
func (s *standing) fill(i int, z float32) {
	c := &s.now[i]
	if *c == 0 {
		x, y := i%s.nx, i/s.nx
		s.box = [4]int{min(s.box[0], x), max(s.box[1], x+1), min(s.box[2], y), max(s.box[3], y+1)}
	}
	*c = max(*c, z)
}

// take returns the cells that were touched, all in a box, and notes no more.
func (s *standing) take(in *box) (cells []sixtyFour) {
	s.touched = nil
	if !in.some {
		return nil
	}
	x0, y0 := s.cellOf(in.lo)
	x1, y1 := s.cellOf(in.hi)
	past := 0 // words before this are done
	for y := y0; y <= y1; y++ {
		for i := max(past, (y*s.nx+x0)/64); i <= (y*s.nx+x1)/64; i++ {
			past = i + 1
			if b := s.bits[i]; b != 0 {
				cells = append(cells, sixtyFour{int32(i), b})
				s.bits[i] = 0
			}
		}
	}
	return cells
}

// raise notes that at the height z something is printed in cells.
func (s *standing) raise(cells []sixtyFour, z float64) {
	for _, c := range cells {
		for b := c.bits; b != 0; b &= b - 1 {
			s.fill(int(c.word)*64+bits.TrailingZeros64(b), float32(z))
		}
	}
	s.top = max(s.top, float32(z))
}

// done takes what is printed now as an object that is left standing.
func (s *standing) done(l *Limits) {
	if s.nozzle == nil {
		s.nozzle, s.head = make([]float32, len(s.now)), make([]float32, len(s.now))
		s.rows = make([]float32, s.ny)
	}
	if r := float64(l.Head.Radius) - cell*math.Sqrt2; r > 0 {
		s.spread(s.top-slack, s.top, r)
		for k := range bands {
			s.spread(s.top*float32(k)/bands, s.top*float32(k)/bands, r)
		}
		s.reach(l.Head.Gantry == "x", float64(l.Head.Radius)-2*cell)
	}
	for y := s.box[2]; y < s.box[3]; y++ {
		for i := y*s.nx + s.box[0]; i < y*s.nx+s.box[1]; i++ {
			s.nozzle[i] = max(s.nozzle[i], s.now[i])
			s.now[i] = 0
		}
	}
	s.fresh()
}

// reach notes where along Y the gantry is above what is printed now.
func (s *standing) reach(x bool, radius float64) {
	for y := s.box[2]; y < s.box[3]; y++ {
		most := float32(0)
		for i := y*s.nx + s.box[0]; i < y*s.nx+s.box[1]; i++ {
			most = max(most, s.now[i])
		}
		lo, hi := 0, s.ny
		if x {
			lo, hi = max(0, y-int(radius/cell)), min(s.ny, y+int(radius/cell)+1)
		}
		for k := lo; k < hi; k++ {
			s.rows[k] = max(s.rows[k], most)
		}
	}
}

// spread notes the height top within radius mm of all cells of now that are higher than
// least.
//
// Source: Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012,
// the first pass; the second looks no further than the radius.
func (s *standing) spread(least, top float32, radius float64) {
	r := int(radius / cell)
	x0, x1 := max(0, s.box[0]-r), min(s.nx, s.box[1]+r)
	y0, y1 := max(0, s.box[2]-r), min(s.ny, s.box[3]+r)
	w := x1 - x0
	if w <= 0 || y1 <= y0 || top <= 0 {
		return
	}
	far := make([]int, w*(y1-y0)) // cells along Y to the nearest
	for x := range w {
		s.column(far, x, w, x0, y0, y1, least)
	}
	half := make([]int, r+1) // of a circle's chord
	for d := range half {
		half[d] = int(math.Sqrt(max(0, radius*radius/(cell*cell)-float64(d*d))))
	}
	for y := y0; y < y1; y++ {
		begins := make([]int, w+1) // less ends
		for x := range w {
			if d := far[(y-y0)*w+x]; d <= r {
				begins[max(0, x-half[d])]++
				begins[min(w, x+half[d]+1)]--
			}
		}
		for x, open := 0, 0; x < w; x++ {
			if open += begins[x]; open > 0 {
				c := &s.head[y*s.nx+x0+x]
				*c = max(*c, top)
			}
		}
	}
}

// column writes for a column of cells how far along Y the nearest one higher than least
// is.
func (s *standing) column(far []int, x, w, x0, y0, y1 int, least float32) {
	gap := s.ny
	for y := y0; y < y1; y++ {
		gap++
		if s.now[y*s.nx+x0+x] > least {
			gap = 0
		}
		far[(y-y0)*w+x] = gap
	}
	gap = s.ny
	for y := y1 - 1; y >= y0; y-- {
		gap++
		if s.now[y*s.nx+x0+x] > least {
			gap = 0
		}
		far[(y-y0)*w+x] = min(far[(y-y0)*w+x], gap)
	}
}

// pass notes a move that does not extrude.
func (c *Checker) pass(line int, from *position) {
	s := &c.standing
	for _, known := range [...]bool{from.known[0], from.known[1], from.known[2], c.at.known[0], c.at.known[1], c.at.known[2]} {
		if !known {
			return
		}
	}
	if len(s.trail) == longTrail {
		c.look()
	}
	s.trail = append(s.trail, passed{line, from.axis, c.at.axis})
}

// look checks the moves since the last one that extruded against what stands.
func (c *Checker) look() {
	if c.standing.nozzle != nil {
		for i := range c.standing.trail {
			m := &c.standing.trail[i]
			c.hits(m.line, m.from, m.to, false)
		}
	}
	c.standing.trail = c.standing.trail[:0]
}

// hits checks one move against what stands and says what it hits first.
func (c *Checker) hits(line int, a, b [3]float64, draws bool) {
	s, h := &c.standing, &c.limits.Head
	said := false
	fail := func(code string, t say.Text) {
		if !said && c.found.room(code) {
			c.found.fail(code, line, t)
		}
		said = true
	}
	along(a, b, func(p place, z float64) {
		x, y := s.cellOf(p)
		i := y*s.nx + x
		low := float32(z + slack)
		switch {
		case low < s.nozzle[i] && draws:
			fail(CodeDown, below(z, float64(s.nozzle[i])))
		case low < s.nozzle[i]:
			fail(CodeHit, say.T("moves at Z%.3f through what is printed up to Z%.3f: the nozzle hits it; lift it before it crosses", z, s.nozzle[i]))
		case low < s.head[i]:
			fail(CodeHit, say.T("moves at Z%.3f at X%.1f Y%.1f, nearer than the head's %.0f mm to a print of %.1f mm that is done: the head hits it", z, p.x, p.y, float64(h.Radius), s.head[i]))
		case low+float32(h.Height) < s.rows[y]:
			fail(CodeHit, say.T("moves at Z%.3f at Y%.1f while a print of %.1f mm stands under the gantry, which is %.0f mm above the nozzle: the gantry hits it", z, p.y, s.rows[y], float64(h.Height)))
		}
	})
}

// lay checks and notes a move that extrudes.
func (c *Checker) lay(line int, from *position) {
	s := &c.standing
	s.ready(&c.bed)
	c.look()
	if s.nozzle != nil {
		c.hits(line, from.axis, c.at.axis, true)
	}
	s.print(from.axis, c.at.axis)
}
