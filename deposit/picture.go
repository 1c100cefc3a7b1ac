package deposit

import (
	"image"
	"image/color"
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// maxPixels bounds the size of a picture; a larger one is drawn at a smaller scale.
const maxPixels = 40e6

// rowsPerPixel is how many rows of the raster make one of a picture.
const rowsPerPixel = 4

// The colours of a picture.
var (
	paper       = ink{255, 255, 255}
	coveredInk  = ink{200, 200, 200}
	voidInk     = ink{235, 20, 20}
	overlapInk  = ink{40, 70, 255}
	outsideInk  = ink{230, 0, 200}
	marginInk   = ink{228, 228, 228} // laid outside of the section within the margin
	outlineInk  = ink{20, 20, 20}
	pathInk     = ink{150, 150, 150}
	transparent = 0.75 // of paths
)

// ink is a colour, 0 to 255 each.
type ink [3]float32

// Picture draws the worst layer from above, Y up, at pxPerMM pixels per mm: covered is
// grey, void red, laid twice blue, outside magenta; the outline is dark, the beads'
// middles are thin lines. A margin of 1 mm is around it.
func (r *Report) Picture(pxPerMM float64) image.Image { return r.PictureOf(r.Worst, pxPerMM) }

// PictureOf draws layer i of r.Layers, as Picture does.
func (r *Report) PictureOf(i int, pxPerMM float64) image.Image {
	s := r.shapes[i]
	return picture(s.strokes, s.section, s.section.Box().Grow(geom.Millimetre), pxPerMM, r.opt)
}

// Draw draws the part of a layer that lies in box, as Report.Picture does.
func Draw(l *toolpath.Layer, region polygon.Region, box geom.Box, pxPerMM float64, opt Options) image.Image {
	return picture(strokesOf(l), region, box, pxPerMM, opt.withDefaults())
}

// canvas is a picture with its place in the plane.
type canvas struct {
	img   *image.NRGBA
	left  float64 // mm
	low   float64 // mm
	scale float64 // pixels per mm
	sum   []ink   // of the row being drawn, weighted
	share []float32
	row   int // of sum, up from the lowest
}

// picture draws strokes and section.
func picture(strokes []stroke, section polygon.Region, box geom.Box, pxPerMM float64, opt Options) image.Image {
	c := newCanvas(box, pxPerMM)
	f := newFigure(1/(c.scale*rowsPerPixel), 0)
	f.regions(section, section.Offset(geom.ToNM(opt.Margin), polygon.Round))
	for i := range strokes {
		f.stroke(&strokes[i])
	}
	lowest := int(math.Round(c.low * c.scale * rowsPerPixel))
	f.sweep(func(row int, x0, x1 float64, at place) {
		if row < lowest {
			return
		}
		if n := (row - lowest) / rowsPerPixel; n != c.row {
			c.flush()
			c.row = n
		}
		c.run((x0-c.left)*c.scale, (x1-c.left)*c.scale, colourOf(at))
	})
	c.flush()
	for i := range strokes {
		c.lines(strokes[i].points, pathInk, transparent)
	}
	for _, ring := range section {
		c.lines(append(ring[:len(ring):len(ring)], ring[0]), outlineInk, 0)
	}
	return c.img
}

// newCanvas returns an empty picture of box.
func newCanvas(box geom.Box, pxPerMM float64) *canvas {
	w, d := box.Size()
	pxPerMM = orElse(pxPerMM, 1)
	if mm2 := geom.ToMM(w) * geom.ToMM(d); mm2 > 0 {
		pxPerMM = min(pxPerMM, math.Sqrt(maxPixels/mm2))
	}
	c := &canvas{left: geom.ToMM(box.Min.X), low: geom.ToMM(box.Min.Y), scale: pxPerMM}
	c.low = math.Floor(c.low*c.scale) / c.scale
	wide, deep := int(math.Ceil(geom.ToMM(w)*pxPerMM))+1, int(math.Ceil(geom.ToMM(d)*pxPerMM))+1
	c.img = image.NewNRGBA(image.Rect(0, 0, wide, deep))
	for i := range c.img.Pix {
		c.img.Pix[i] = 255
	}
	c.sum, c.share = make([]ink, wide), make([]float32, wide)
	return c
}

// colourOf returns the colour of what is wrong at a place, the worst first.
func colourOf(at place) ink {
	switch {
	case at.beads > 0 && !at.near:
		return outsideInk
	case at.beads > 1:
		return overlapInk
	case at.beads > 0 && at.inside:
		return coveredInk
	case at.beads > 0:
		return marginInk
	case at.inside:
		return voidInk
	}
	return paper
}

// run adds a piece of a row from x0 to x1, in pixels.
func (c *canvas) run(x0, x1 float64, k ink) {
	x0, x1 = max(x0, 0), min(x1, float64(len(c.sum)))
	for x := int(x0); float64(x) < x1; x++ {
		w := float32((min(x1, float64(x+1)) - max(x0, float64(x))) / rowsPerPixel)
		for i := range k {
			c.sum[x][i] += float32(w * k[i])
		}
		c.share[x] += w
	}
}

// flush puts the row that was summed up into the picture, on paper.
func (c *canvas) flush() {
	y := c.img.Rect.Dy() - 1 - c.row
	for x, s := range c.sum {
		if c.share[x] > 0 && y >= 0 {
			bare := max(0, 1-c.share[x])
			var out [3]uint8
			for i := range out {
				out[i] = uint8(min(255, s[i]+float32(bare*paper[i])+0.5))
			}
			c.img.SetNRGBA(x, y, color.NRGBA{out[0], out[1], out[2], 255})
		}
		c.sum[x], c.share[x] = ink{}, 0
	}
}

// lines draws a line one pixel wide through points; keep is how much of what is below
// stays.
func (c *canvas) lines(points []geom.Point, k ink, keep float64) {
	for i := 1; i < len(points); i++ {
		a, b := c.pixel(points[i-1]), c.pixel(points[i])
		n := int(math.Ceil(max(math.Abs(b.X-a.X), math.Abs(b.Y-a.Y), 1)))
		for s := range n {
			p := a.Add(b.Sub(a).Mul(float64(s) / float64(n)))
			c.dot(int(math.Floor(p.X)), int(math.Floor(p.Y)), k, keep)
		}
	}
}

// pixel returns where p is in the picture, Y down.
func (c *canvas) pixel(p geom.Point) geom.Vec {
	v := p.Vec()
	return geom.V(float64((v.X-c.left)*c.scale), float64(c.img.Rect.Dy())-float64((v.Y-c.low)*c.scale))
}

// dot mixes one pixel with k.
func (c *canvas) dot(x, y int, k ink, keep float64) {
	if !(image.Point{X: x, Y: y}).In(c.img.Rect) {
		return
	}
	was := c.img.NRGBAAt(x, y)
	mix := func(old uint8, new float32) uint8 {
		return uint8(float64(float64(old)*keep) + float64(float64(new)*(1-keep)))
	}
	c.img.SetNRGBA(x, y, color.NRGBA{mix(was.R, k[0]), mix(was.G, k[1]), mix(was.B, k[2]), 255})
}
