package medial

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

var pictures = flag.String("pictures", "", "a folder to draw the beads of every test into")

// raster lays beads on cells of 20 micrometres.
type raster struct {
	origin geom.Point
	cell   float64 // mm
	w, h   int
	inside []bool
	laid   []uint8   // how often
	bead   []int32   // the last one, plus 1
	along  []float64 // mm, where on it
	flat   bool      // whether ends of beads between others are flat
}

// deposit is how well beads fill a region, in percent of it.
type deposit struct{ covered, overlap, outside, volume float64 }

func newRaster(r polygon.Region, cell float64) *raster {
	b := r.Box().Grow(geom.Millimetre + 7300) // off the outline, which lies on round numbers
	w, h := b.Size()
	s := &raster{origin: b.Min, cell: cell, w: int(geom.ToMM(w)/cell) + 1, h: int(geom.ToMM(h)/cell) + 1}
	n := s.w * s.h
	s.inside, s.laid, s.bead, s.along = make([]bool, n), make([]uint8, n), make([]int32, n), make([]float64, n)
	s.fill(r)
	return s
}

// fill marks the cells whose centres are in r.
func (s *raster) fill(r polygon.Region) {
	cell := s.cell
	for _, line := range polygon.Hatch(r, 0, nm(cell), s.origin.Y+nm(cell/2)) {
		for _, seg := range line {
			x0, y := seg[0].Sub(s.origin).MM()
			x1, _ := seg[1].Sub(s.origin).MM()
			row := int(y / cell)
			for x := int(math.Ceil(x0/cell - 0.5)); float64(x)+0.5 <= x1/cell; x++ {
				s.inside[row*s.w+x] = true
			}
		}
	}
}

// lay draws bead b with round joints and ends. Ends are flat where flat is set, so that no more
// is drawn than is laid. A bead overlaps itself where places more than two widths apart along it
// meet.
func (s *raster) lay(id int32, b Bead) {
	n := len(b.Points)
	last := n - 1
	if b.Closed {
		last = n
	}
	var total, at float64
	for i := range last {
		total += b.Points[i].Dist(b.Points[(i+1)%n]) / geom.Millimetre
	}
	for i := range last {
		k := (i + 1) % n
		l := b.Points[i].Dist(b.Points[k]) / geom.Millimetre
		s.capsule(id, b, i, k, at, total, s.beyond(b, at, total-at-l))
		at += l
	}
}

// beyond returns what is beyond the flat ends of a bead, where a segment is before and after
// from them: round joints within a width of an end do not reach further.
func (s *raster) beyond(b Bead, before, after float64) func(c geom.Vec) bool {
	n := len(b.Points)
	if !s.flat || b.Closed {
		return func(geom.Vec) bool { return false }
	}
	vec := func(i int) geom.Vec { return geom.V(b.Points[i].Sub(s.origin).MM()) }
	first, last := vec(0), vec(n-1)
	in, out := vec(1).Sub(first), last.Sub(vec(n-2))
	return func(c geom.Vec) bool {
		return before < geom.ToMM(b.Widths[0]) && c.Sub(first).Dot(in) < 0 ||
			after < geom.ToMM(b.Widths[n-1]) && c.Sub(last).Dot(out) > 0
	}
}

func (s *raster) capsule(id int32, b Bead, i, k int, at, total float64, beyond func(geom.Vec) bool) {
	px, py := b.Points[i].Sub(s.origin).MM()
	qx, qy := b.Points[k].Sub(s.origin).MM()
	p, q := geom.V(px, py), geom.V(qx, qy)
	wp, wq := geom.ToMM(b.Widths[i]), geom.ToMM(b.Widths[k])
	grow := max(wp, wq) / 2
	l := p.Dist(q)
	for y := max(0, int((min(py, qy)-grow)/s.cell)); y <= min(s.h-1, int((max(py, qy)+grow)/s.cell)); y++ {
		for x := max(0, int((min(px, qx)-grow)/s.cell)); x <= min(s.w-1, int((max(px, qx)+grow)/s.cell)); x++ {
			c := geom.V((float64(x)+0.5)*s.cell, (float64(y)+0.5)*s.cell)
			if beyond(c) {
				continue
			}
			t := 0.0
			if l > 0 {
				t = min(1, max(0, c.Sub(p).Dot(q.Sub(p))/l/l))
			}
			w := wp + t*(wq-wp)
			if c.Dist(p.To(q, t)) <= w/2 {
				s.stamp(y*s.w+x, id, at+t*l, w, b.Closed, total)
			}
		}
	}
}

func (s *raster) stamp(cell int, id int32, along, w float64, closed bool, total float64) {
	d := math.Abs(along - s.along[cell])
	if closed {
		d = min(d, total-d)
	}
	if s.bead[cell] != id+1 || d > 2*w {
		s.laid[cell]++
	}
	s.bead[cell], s.along[cell] = id+1, along
}

// measure lays beads on r. Outside is what lies further than 50 micrometres from r.
func measure(r polygon.Region, beads []Bead) (deposit, *raster) {
	s := newRaster(r, 0.02)
	grown := &raster{origin: s.origin, cell: s.cell, w: s.w, h: s.h, inside: make([]bool, len(s.inside))}
	grown.fill(r.Offset(50_000, polygon.Round))
	var d deposit
	s.flat = slices.ContainsFunc(beads, func(b Bead) bool { return b.Outer })
	for i, b := range beads {
		s.lay(int32(i), b)
		d.volume += b.Area()
	}
	total := 0
	for i, n := range s.laid {
		if s.inside[i] {
			total++
			if n > 0 {
				d.covered++
			}
		} else if n > 0 && !grown.inside[i] {
			d.outside++
		}
		if n > 1 {
			d.overlap += float64(n - 1)
		}
	}
	scale := 100 / float64(total)
	d.covered *= scale
	d.overlap *= scale
	d.outside *= scale
	d.volume *= 100 / r.Area()
	return d, s
}

func (s *raster) save(t *testing.T, name string) {
	if *pictures == "" {
		return
	}
	step := max(1, (max(s.w, s.h)+1599)/1600)
	img := image.NewRGBA(image.Rect(0, 0, s.w/step, s.h/step))
	for y := range s.h / step {
		for x := range s.w / step {
			img.Set(x, s.h/step-1-y, s.colour(y*step*s.w+x*step))
		}
	}
	f, err := os.Create(filepath.Join(*pictures, strings.ReplaceAll(name, "/", "-")+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func (s *raster) colour(i int) color.Color {
	switch n := s.laid[i]; {
	case n > 1:
		return color.RGBA{255, 230, 0, 255}
	case n == 1 && !s.inside[i]:
		return color.RGBA{255, 0, 255, 255}
	case n == 1:
		h := uint32(s.bead[i]) * 2654435761
		return color.RGBA{uint8(40 + h>>8&63), uint8(90 + h>>16&127), uint8(120 + h>>24&127), 255}
	case s.inside[i]:
		return color.RGBA{230, 0, 0, 255}
	}
	return color.White
}
