package preview

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/toolpath"
)

// LayerMaxPixels is the largest picture that Layer draws; a larger scale is lowered.
const LayerMaxPixels = 16 << 20

var (
	paper       = color.NRGBA{0x1b, 0x1e, 0x24, 0xff}
	travelInk   = color.NRGBA{0x5a, 0x7a, 0xa8, 0xff}
	retractInk  = color.NRGBA{0xc8, 0x4d, 0xd6, 0xff}
	roleColours = [toolpath.Roles]color.NRGBA{
		toolpath.ExternalPerimeter: {0xff, 0x7d, 0x38, 0xff},
		toolpath.Perimeter:         {0xff, 0xe6, 0x4d, 0xff},
		toolpath.OverhangPerimeter: {0x3a, 0x3a, 0xff, 0xff},
		toolpath.ThinWall:          {0xff, 0xb0, 0xa0, 0xff},
		toolpath.GapFill:           {0xf4, 0xf4, 0xf4, 0xff},
		toolpath.SolidInfill:       {0x96, 0x54, 0xcc, 0xff},
		toolpath.TopSolidInfill:    {0xf0, 0x40, 0x40, 0xff},
		toolpath.Infill:            {0xb0, 0x30, 0x29, 0xff},
		toolpath.BridgeInfill:      {0x4d, 0x80, 0xba, 0xff},
		toolpath.Skirt:             {0x00, 0x87, 0x6e, 0xff},
		toolpath.Brim:              {0x30, 0xb0, 0x90, 0xff},
		toolpath.Separator:         {0x00, 0x80, 0x00, 0xff},
		toolpath.Support:           {0x00, 0xff, 0x00, 0xff},
	}
)

// RoleColour returns the colour in which paths of role r are drawn, the one of
// PrusaSlicer's viewer where it has the role.
func RoleColour(r toolpath.Role) color.NRGBA {
	if r < toolpath.Roles {
		return roleColours[r]
	}
	return color.NRGBA{0x80, 0x80, 0x80, 0xff}
}

// Layer draws the paths of l that lie in box from above, Y up, at pxPerMM pixels per mm.
// Each bead has its true width and its role's colour between darker edges, so that gaps
// and overlaps show. Travels are thin lines: blue, or magenta where the filament is
// pulled back. Later paths cover earlier ones. An empty box, or a scale that is not
// above 0, gives a picture of one pixel.
func Layer(l *toolpath.Layer, box geom.Box, pxPerMM float64) image.Image {
	c := newCanvas(box, pxPerMM)
	var at *geom.Point
	for i := range l.Paths {
		p := &l.Paths[i]
		if len(p.Points) == 0 {
			continue
		}
		c.travel(at, p)
		c.bead(p)
		at = &p.Points[len(p.Points)-1]
	}
	return c.img
}

// canvas is a picture with the place and scale of the plane in it.
type canvas struct {
	img    *image.NRGBA
	raster vector.Rasterizer
	box    geom.Box
	scale  float64 // pixels per nm
}

func newCanvas(box geom.Box, pxPerMM float64) *canvas {
	w, d := box.Size()
	if !(pxPerMM > 0) || math.IsInf(pxPerMM, 1) {
		pxPerMM = 0
	}
	mm2 := geom.ToMM(w) * geom.ToMM(d)
	if mm2 > 0 {
		pxPerMM = min(pxPerMM, math.Sqrt(LayerMaxPixels/mm2))
	}
	s := pxPerMM / geom.Millimetre
	size := image.Rect(0, 0, pixels(w, s), pixels(d, s))
	c := &canvas{img: image.NewNRGBA(size), box: box, scale: s}
	draw.Draw(c.img, size, image.NewUniform(paper), image.Point{}, draw.Src)
	return c
}

// pixels returns how many pixels nm need at scale s: at least one.
func pixels(nm int64, s float64) int {
	return max(1, min(1<<15, int(math.Ceil(float64(nm)*s))))
}

// at returns p in pixels, Y down.
func (c *canvas) at(p geom.Point) xy {
	return xy{float64(p.X-c.box.Min.X) * c.scale, float64(c.box.Max.Y-p.Y) * c.scale}
}

// bead draws p as wide as it is, edges first.
func (c *canvas) bead(p *toolpath.Path) {
	ink := RoleColour(p.Role)
	edge := color.NRGBA{ink.R / 2, ink.G / 2, ink.B / 2, 0xff}
	c.stroke(p, 1, edge)
	c.stroke(p, 0.8, ink)
}

// stroke draws p at share of its width: trapezia between its points, discs on them.
func (c *canvas) stroke(p *toolpath.Path, share float64, ink color.NRGBA) {
	pts := make([]xy, len(p.Points))
	half := make([]float64, len(p.Points))
	for i, q := range p.Points {
		pts[i] = c.at(q)
		half[i] = p.WidthAt(i) / 2 * share * c.scale * geom.Millimetre
	}
	c.fill(pts, half, ink)
}

// travel draws the way from the end of the path before to p.
func (c *canvas) travel(from *geom.Point, p *toolpath.Path) {
	if from == nil {
		return
	}
	ink := travelInk
	if p.Travel.Retract {
		ink = retractInk
	}
	pts := []xy{c.at(*from)}
	for _, q := range p.Travel.Via {
		pts = append(pts, c.at(q))
	}
	pts = append(pts, c.at(p.Points[0]))
	half := make([]float64, len(pts))
	for i := range half {
		half[i] = 0.5
	}
	c.fill(pts, half, ink)
}

// fill draws a line through pts, half[i] pixels to either side at pts[i], round at its
// corners and ends.
func (c *canvas) fill(pts []xy, half []float64, ink color.NRGBA) {
	area := c.cover(pts, half)
	if area.Empty() {
		return
	}
	o := xy{float64(area.Min.X), float64(area.Min.Y)}
	c.raster.Reset(area.Dx(), area.Dy())
	for i := range pts {
		c.disc(pts[i].sub(o), half[i])
		if i > 0 {
			c.trapezium(pts[i-1].sub(o), pts[i].sub(o), half[i-1], half[i])
		}
	}
	c.raster.Draw(c.img, area, image.NewUniform(ink), image.Point{})
}

// cover returns the pixels of the picture that a line may touch.
func (c *canvas) cover(pts []xy, half []float64) image.Rectangle {
	lo, hi := xy{math.Inf(1), math.Inf(1)}, xy{math.Inf(-1), math.Inf(-1)}
	for i, p := range pts {
		lo = xy{min(lo.x, p.x-half[i]), min(lo.y, p.y-half[i])}
		hi = xy{max(hi.x, p.x+half[i]), max(hi.y, p.y+half[i])}
	}
	r := image.Rect(clampInt(lo.x)-1, clampInt(lo.y)-1, clampInt(hi.x)+2, clampInt(hi.y)+2)
	return r.Intersect(c.img.Bounds())
}

func clampInt(v float64) int { return int(max(-1<<20, min(1<<20, v))) }

// disc adds a disc. Every shape is added the same way around, as the rasteriser's
// windings would cancel otherwise.
func (c *canvas) disc(m xy, r float64) {
	n := max(8, min(64, int(4*math.Sqrt(r)+8)))
	c.raster.MoveTo(float32(m.x+r), float32(m.y))
	for i := 1; i < n; i++ {
		s, k := steady.Sincos(2 * math.Pi * float64(i) / float64(n))
		c.raster.LineTo(float32(m.x+r*k), float32(m.y+r*s))
	}
	c.raster.ClosePath()
}

func (c *canvas) trapezium(a, b xy, ra, rb float64) {
	d := b.sub(a)
	l := steady.Hypot(d.x, d.y)
	if l == 0 {
		return
	}
	n := xy{-d.y / l, d.x / l}
	c.raster.MoveTo(float32(a.x-n.x*ra), float32(a.y-n.y*ra))
	c.raster.LineTo(float32(b.x-n.x*rb), float32(b.y-n.y*rb))
	c.raster.LineTo(float32(b.x+n.x*rb), float32(b.y+n.y*rb))
	c.raster.LineTo(float32(a.x+n.x*ra), float32(a.y+n.y*ra))
	c.raster.ClosePath()
}

// xy is a place in the picture, in pixels, Y down.
type xy struct{ x, y float64 }

func (a xy) sub(b xy) xy { return xy{a.x - b.x, a.y - b.y} }
