package weave

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

var (
	pictures = flag.String("pictures", "", "folder for pictures of strokes")
	zoom     = flag.Float64("zoom", 8, "pixels per millimetre")
	centreX  = flag.Float64("cx", 0, "middle of the picture, mm")
	centreY  = flag.Float64("cy", 0, "middle of the picture, mm")
	window   = flag.Float64("window", 0, "size of the picture, mm; 0: all")
)

// raster lays strokes on square cells.
type raster struct {
	min    geom.Vec
	cell   float64 // mm
	w, h   int
	inside []bool
	times  []uint8   // how often laid
	stroke []int32   // the last one there, plus 1
	along  []float64 // mm, where on it
	colour []color.RGBA
}

// newRaster returns the part of a region in a box.
func newRaster(r polygon.Region, box geom.Box, cell float64) *raster {
	x0, y0 := box.Min.MM()
	x1, y1 := box.Max.MM()
	c := &raster{min: geom.V(x0, y0), cell: cell, w: int((x1-x0)/cell) + 1, h: int((y1-y0)/cell) + 1}
	n := c.w * c.h
	c.inside, c.times, c.stroke = make([]bool, n), make([]uint8, n), make([]int32, n)
	c.along, c.colour = make([]float64, n), make([]color.RGBA, n)
	for _, line := range polygon.Hatch(r, 0, geom.ToNM(cell), geom.ToNM(y0+cell/2)) {
		for _, seg := range line {
			a, y := seg[0].MM()
			b, _ := seg[1].MM()
			row := int((y - y0) / cell)
			for x := int(max(0, math.Ceil((a-x0)/cell-0.5))); x < c.w && (float64(x)+0.5)*cell+x0 <= b; x++ {
				if row >= 0 && row < c.h {
					c.inside[row*c.w+x] = true
				}
			}
		}
	}
	return c
}

// lay lays a stroke, whose colour runs through the rainbow. It doubles where places more
// than 1.5 widths apart along it meet.
func (c *raster) lay(id int32, s Stroke) {
	d := dabsOf(s)
	total, at := arealess(d), 0.0
	for i := 1; i < len(d); i++ {
		c.capsule(id, d[i-1], d[i], at, total, s.Closed)
		at += d[i-1].at.Dist(d[i].at)
	}
}

func arealess(d []dab) (length float64) {
	for i := 1; i < len(d); i++ {
		length += d[i].at.Dist(d[i-1].at)
	}
	return length
}

func (c *raster) capsule(id int32, a, b dab, along, total float64, closed bool) {
	m := max(a.width, b.width) / 2
	lo, hi := geom.V(min(a.at.X, b.at.X)-m, min(a.at.Y, b.at.Y)-m), geom.V(max(a.at.X, b.at.X)+m, max(a.at.Y, b.at.Y)+m)
	lo, hi = lo.Sub(c.min).Mul(1/c.cell), hi.Sub(c.min).Mul(1/c.cell)
	l := a.at.Dist(b.at)
	for y := max(0, int(lo.Y)); y <= min(c.h-1, int(hi.Y)); y++ {
		for x := max(0, int(lo.X)); x <= min(c.w-1, int(hi.X)); x++ {
			p := geom.V(float64(x)+0.5, float64(y)+0.5).Mul(c.cell).Add(c.min)
			at, t := onSegment(p, a.at, b.at)
			width := a.width + float64(t*(b.width-a.width))
			if at.Dist(p) > width/2 {
				continue
			}
			k, now := y*c.w+x, along+t*l
			apart := math.Abs(now - c.along[k])
			if closed {
				apart = min(apart, total-apart)
			}
			if c.stroke[k] != id+1 || apart > 1.5*width {
				c.times[k]++
			}
			c.stroke[k], c.along[k], c.colour[k] = id+1, now, hue(0.8*now/total)
		}
	}
}

// deposit returns the shares of the region that are covered and laid twice, in percent.
func (c *raster) deposit() (covered, twice float64) {
	n := 0.0
	for i, in := range c.inside {
		if in {
			n++
			if c.times[i] > 0 {
				covered++
			}
		}
		if c.times[i] > 1 {
			twice += float64(c.times[i] - 1)
		}
	}
	return 100 * covered / n, 100 * twice / n
}

// hue returns a colour of the rainbow.
func hue(t float64) color.RGBA {
	f := func(n float64) uint8 {
		k := math.Mod(n+12*(t-math.Floor(t)), 12)
		return uint8(255 * (0.5 - 0.4*max(-1, min(k-3, 9-k, 1))))
	}
	return color.RGBA{f(0), f(8), f(4), 255}
}

// draw saves a picture of strokes, whose colour runs through the rainbow along each; what
// is laid twice is white, what is not laid black. Black dots are starts, grey ones ends,
// thin black lines travels.
func draw(t testing.TB, name string, r polygon.Region, strokes []Stroke) {
	if *pictures == "" {
		return
	}
	box := r.Box()
	if *window > 0 {
		box = geom.Box{Min: geom.MM(*centreX, *centreY), Max: geom.MM(*centreX, *centreY)}.Grow(geom.ToNM(*window / 2))
	}
	c := newRaster(r, box, 1 / *zoom)
	for i, s := range strokes {
		c.lay(int32(i), s)
	}
	for i := range c.colour {
		switch {
		case c.times[i] > 1:
			c.colour[i] = color.RGBA{255, 255, 255, 255}
		case c.times[i] == 0 && c.inside[i]:
			c.colour[i] = color.RGBA{A: 255}
		case c.times[i] == 0:
			c.colour[i] = color.RGBA{200, 200, 200, 255}
		}
	}
	for i, s := range strokes {
		d := dabsOf(s)
		mark := func(a, b geom.Vec, width float64, k color.RGBA) {
			for n := range 200 {
				c.spot(a.To(b, float64(n)/200), width, k)
			}
		}
		if i > 0 {
			before := dabsOf(strokes[i-1])
			mark(before[len(before)-1].at, d[0].at, 0.06, color.RGBA{A: 255})
		}
		for _, e := range d {
			c.spot(e.at, 0.05, color.RGBA{60, 60, 60, 255})
		}
		c.spot(d[0].at, 0.25, color.RGBA{A: 255})
		c.spot(d[len(d)-1].at, 0.18, color.RGBA{120, 120, 120, 255})
	}
	img := image.NewRGBA(image.Rect(0, 0, c.w, c.h))
	for i, k := range c.colour {
		img.SetRGBA(i%c.w, c.h-1-i/c.w, k)
	}
	f, err := os.Create(filepath.Join(*pictures, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// spot draws a disc.
func (c *raster) spot(p geom.Vec, width float64, k color.RGBA) {
	q, m := p.Sub(c.min).Mul(1/c.cell), int(width/c.cell/2)
	for y := max(0, int(q.Y)-m); y <= min(c.h-1, int(q.Y)+m); y++ {
		for x := max(0, int(q.X)-m); x <= min(c.w-1, int(q.X)+m); x++ {
			c.colour[y*c.w+x] = k
		}
	}
}

// dabsOf returns a stroke's points, the first one again at the end of a closed one.
func dabsOf(s Stroke) (out []dab) {
	for i, p := range s.Points {
		x, y := p.MM()
		out = append(out, dab{geom.V(x, y), geom.ToMM(s.Widths[i])})
	}
	if s.Closed {
		out = append(out, out[0])
	}
	return out
}
