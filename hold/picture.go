package hold

import (
	"image"
	"image/color"
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// The colours of a picture.
var (
	paper      = color.NRGBA{255, 255, 255, 255}
	topInk     = color.NRGBA{214, 220, 228, 255} // of the frame below, bare
	contactInk = color.NRGBA{96, 160, 104, 255}
	edgeInk    = color.NRGBA{238, 190, 70, 255} // of the base, held by the beads beside
	hangInk    = color.NRGBA{214, 48, 40, 255}
	pillarInk  = color.NRGBA{40, 90, 200, 255}
)

const (
	// perMM is how many pixels a mm of a picture has.
	perMM = 4
	// gutter is the room around each interface in a picture, mm.
	gutter = 4.0
	// fine is how many samples along each side of a pixel are mixed.
	fine = 3
)

// Picture draws every distinct interface from above, the lowest on the left: contact
// green, what hangs over air red, the base's rim that the beads beside it hold yellow,
// the frame below grey, pillars blue. A cross marks the longest span.
func (r *Report) Picture() image.Image {
	box := geom.EmptyBox()
	for i := range r.Interfaces {
		f := &r.Interfaces[i]
		box = box.Join(f.base.Box()).Join(f.top.Box())
	}
	if box.Empty() {
		box = geom.Box{}
	}
	box = box.Grow(geom.ToNM(gutter))
	w, d := box.Size()
	wide, deep := pixels(w), pixels(d)
	n := max(1, len(r.Interfaces))
	img := image.NewNRGBA(image.Rect(0, 0, wide*n, deep))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for i := range r.Interfaces {
		r.Interfaces[i].draw(img, wide*i, box)
	}
	return img
}

// pixels returns how many pixels nm are.
func pixels(nm int64) int { return int(math.Ceil(geom.ToMM(nm) * perMM)) }

// draw draws f into img from column left on.
func (f *Interface) draw(img *image.NRGBA, left int, box geom.Box) {
	var hangs polygon.Region
	for _, h := range f.Hangs {
		hangs = append(hangs, h.part...)
	}
	layers := []struct {
		ink color.NRGBA
		on  *polygon.Locator
	}{
		{hangInk, polygon.NewLocator(hangs)}, {pillarInk, polygon.NewLocator(f.pillars)},
		{contactInk, polygon.NewLocator(f.contact)}, {edgeInk, polygon.NewLocator(f.base)}, {topInk, polygon.NewLocator(f.top)},
	}
	w, d := box.Size()
	for y := range pixels(d) {
		for x := range pixels(w) {
			var sum [3]int
			for s := range fine * fine {
				p := geom.Point{X: box.Min.X + sample(x, s%fine), Y: box.Max.Y - sample(y, s/fine)}
				ink := paper
				for _, l := range layers {
					if l.on.Contains(p) {
						ink = l.ink
						break
					}
				}
				sum[0], sum[1], sum[2] = sum[0]+int(ink.R), sum[1]+int(ink.G), sum[2]+int(ink.B)
			}
			const n = fine * fine
			img.SetNRGBA(left+x, y, color.NRGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255})
		}
	}
	f.cross(img, left, box)
}

// sample returns where sample s of pixel x is from the picture's edge, nm.
func sample(x, s int) int64 {
	return (int64(x)*fine + int64(s)) * geom.Millimetre / (perMM * fine)
}

// cross marks the place of the longest span or ledge.
func (f *Interface) cross(img *image.NRGBA, left int, box geom.Box) {
	var worst Hang
	for _, h := range f.Hangs {
		if h.Length > worst.Length {
			worst = h
		}
	}
	if worst.Area == 0 {
		return
	}
	at := geom.MM(worst.X, worst.Y)
	x, y := left+pixels(at.X-box.Min.X), pixels(box.Max.Y-at.Y)
	for k := -12; k <= 12; k++ {
		for _, p := range []image.Point{{X: x + k, Y: y}, {X: x, Y: y + k}} {
			if p.In(img.Rect) {
				img.SetNRGBA(p.X, p.Y, color.NRGBA{20, 20, 20, 255})
			}
		}
	}
}
