package preview

import (
	"image"
	"image/color"
	"math"

	"github.com/fogleman/fauxgl"

	"github.com/visiere/visiere/mesh"
)

// Offset is by how much a copy is moved, in mm.
type Offset struct{ X, Y, Z float64 }

// Options say how Mesh draws. The zero value is useful.
type Options struct {
	Width, Height int         // pixels; default: 220 x 124; at most MaxSide each
	Supersample   int         // samples per pixel along each side, at most 8; default: 2, more for small pictures
	Colour        color.NRGBA // of the part in full light, opaque; default: orange
	Background    color.NRGBA // default: transparent
}

// MaxSide is the greatest width and height of a picture that Mesh draws; a larger one is
// lowered.
const MaxSide = 4096

// smallSide is the least number of samples along a side, so that thin bands do not
// vanish from the smallest pictures.
const smallSide = 192

// Mesh draws a copy of the mesh at each offset, from the front, the right and above, in
// parallel projection, as large as the picture allows. No copies means one where it is.
//
// The picture does not depend on the number of processors nor on the order of the
// copies. Details below half a sample are merged and high stacks of thin copies are
// drawn as fewer, thicker ones, so that the cost follows the picture's size rather than
// the number of copies.
func Mesh(vertices []mesh.Vec, faces [][3]int32, copies []Offset, opt Options) *image.NRGBA {
	opt = opt.filled()
	if len(copies) == 0 {
		copies = []Offset{{}}
	}
	s := newScene(vertices, copies, opt)
	part := s.reduce(vertices, faces)
	ctx := fauxgl.NewContext(opt.Width*opt.Supersample, opt.Height*opt.Supersample)
	ctx.Shader = flat{}
	ctx.Cull = fauxgl.CullNone
	for _, b := range s.blocks(copies, len(part.faces)) {
		s.draw(ctx, &part, b)
	}
	s.outline(ctx)
	return shrink(ctx.ColorBuffer, opt)
}

// filled returns o with its defaults.
func (o Options) filled() Options {
	if o.Width <= 0 || o.Height <= 0 {
		o.Width, o.Height = 220, 124
	}
	o.Width, o.Height = min(o.Width, MaxSide), min(o.Height, MaxSide)
	if o.Supersample <= 0 {
		o.Supersample = max(2, smallSide/max(o.Width, o.Height))
	}
	o.Supersample = min(o.Supersample, 8)
	if o.Colour == (color.NRGBA{}) {
		o.Colour = color.NRGBA{0xff, 0x8a, 0x3c, 0xff}
	}
	return o
}

// flat is the shader of triangles that are already in the picture's coordinates and have
// their colour.
type flat struct{}

func (flat) Vertex(v fauxgl.Vertex) fauxgl.Vertex { return v }

func (flat) Fragment(v fauxgl.Vertex) fauxgl.Color { return v.Color }

// draw draws the part at the block's place, one triangle after the other: fauxgl's own
// loop over triangles draws them in parallel, in an order that changes.
func (s *scene) draw(ctx *fauxgl.Context, p *part, b block) {
	at := make([]fauxgl.VectorW, len(p.vertices))
	for i, v := range p.vertices {
		at[i] = s.project(mesh.Vec{X: v.X + b.at.X, Y: v.Y + b.at.Y, Z: float64(v.Z*b.stretch) + b.at.Z})
	}
	for _, f := range p.faces {
		if f.level && b.covered || !s.sampled(at[f.corners[0]], at[f.corners[1]], at[f.corners[2]]) {
			continue
		}
		c := f.colour
		if b.odd {
			c = c.MulScalar(0.88).Opaque()
		}
		var t fauxgl.Triangle
		for k, v := range []*fauxgl.Vertex{&t.V1, &t.V2, &t.V3} {
			v.Output, v.Color = at[f.corners[k]], c
		}
		ctx.DrawTriangle(&t)
	}
}

// sampled reports whether the middle of a sample is within the bounding box of a
// triangle: no other triangle can show.
func (s *scene) sampled(a, b, c fauxgl.VectorW) bool {
	x, y := s.w/2, s.h/2
	return math.Floor(float64(min(a.X, b.X, c.X)*x)+x-0.5) != math.Floor(float64(max(a.X, b.X, c.X)*x)+x-0.5) &&
		math.Floor(float64(min(a.Y, b.Y, c.Y)*y)+y-0.5) != math.Floor(float64(max(a.Y, b.Y, c.Y)*y)+y-0.5)
}
