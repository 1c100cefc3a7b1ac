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
)

var (
	pictures = flag.String("pictures", "", "folder for pictures of strokes")
	zoom     = flag.Float64("zoom", 8, "pixels per millimetre")
	centreX  = flag.Float64("x", 0, "middle of the picture, mm")
	centreY  = flag.Float64("y", 0, "middle of the picture, mm")
	window   = flag.Float64("window", 0, "size of the picture, mm; 0: all")
)

// canvas is a picture in the making.
type canvas struct {
	img  *image.RGBA
	min  vec
	zoom float64
}

func newCanvas(box geom.Box) *canvas {
	x0, y0 := box.Min.MM()
	x1, y1 := box.Max.MM()
	if *window > 0 {
		x0, x1, y0, y1 = *centreX-*window/2, *centreX+*window/2, *centreY-*window/2, *centreY+*window/2
	}
	c := &canvas{image.NewRGBA(image.Rect(0, 0, int((x1-x0)**zoom)+1, int((y1-y0)**zoom)+1)), vec{x0, y0}, *zoom}
	for i := range c.img.Pix {
		c.img.Pix[i] = 255
	}
	return c
}

// line draws a piece of bead in the given colour, darker where it is drawn twice.
func (c *canvas) line(a, b dab, k color.RGBA) {
	m := max(a.width, b.width) / 2
	h := c.img.Bounds().Dy()
	lo, hi := vec{min(a.at.x, b.at.x) - m, min(a.at.y, b.at.y) - m}, vec{max(a.at.x, b.at.x) + m, max(a.at.y, b.at.y) + m}
	lo, hi = lo.sub(c.min).mul(c.zoom), hi.sub(c.min).mul(c.zoom)
	for y := max(0, int(lo.y)); y <= min(h-1, int(hi.y)+1); y++ {
		for x := max(0, int(lo.x)); x <= min(c.img.Bounds().Dx()-1, int(hi.x)+1); x++ {
			p := vec{float64(x), float64(y)}.mul(1 / c.zoom).add(c.min)
			at, t := onSegment(p, a.at, b.at)
			if at.dist(p) <= (a.width+float64(t*(b.width-a.width)))/2 {
				c.img.SetRGBA(x, h-1-y, k)
			}
		}
	}
}

// hue returns a colour of the rainbow.
func hue(t float64) color.RGBA {
	f := func(n float64) uint8 {
		k := math.Mod(n+12*(t-math.Floor(t)), 12)
		return uint8(255 * (0.5 - 0.4*max(-1, min(k-3, 9-k, 1))))
	}
	return color.RGBA{f(0), f(8), f(4), 255}
}

// draw saves a picture of strokes, whose colour runs through the rainbow along each.
// Black dots are starts, grey ones ends, thin black lines travels.
func draw(t testing.TB, name string, box geom.Box, strokes []Stroke) {
	if *pictures == "" {
		return
	}
	c := newCanvas(box)
	var last *vec
	for _, s := range strokes {
		d := dabsOf(s)
		total, sofar := 0.0, 0.0
		for i := 1; i < len(d); i++ {
			total += d[i].at.dist(d[i-1].at)
		}
		for i := 1; i < len(d); i++ {
			a, b := d[i-1], d[i]
			sofar += a.at.dist(b.at)
			a.width, b.width = 0.85*a.width, 0.85*b.width
			c.line(a, b, hue(0.9*sofar/total))
		}
		if last != nil {
			c.line(dab{*last, 0.12}, dab{d[0].at, 0.12}, color.RGBA{A: 255})
		}
		c.line(dab{d[0].at, 0.25}, dab{d[0].at, 0.25}, color.RGBA{A: 255})
		last = &d[len(d)-1].at
		c.line(dab{*last, 0.18}, dab{*last, 0.18}, color.RGBA{120, 120, 120, 255})
	}
	f, err := os.Create(filepath.Join(*pictures, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, c.img); err != nil {
		t.Fatal(err)
	}
}

// dabsOf returns a stroke's points, the first one again at the end of a closed one.
func dabsOf(s Stroke) (out []dab) {
	for i, p := range s.Points {
		x, y := p.MM()
		out = append(out, dab{vec{x, y}, geom.ToMM(s.Widths[i])})
	}
	if s.Closed {
		out = append(out, out[0])
	}
	return out
}
