package preview

import (
	"image"
	"math"

	"github.com/fogleman/fauxgl"
)

// outline darkens the samples at which the part ends or steps back from another part of
// it, so that its edges read at any size and on any background.
func (s *scene) outline(ctx *fauxgl.Context) {
	w, h := ctx.Width, ctx.Height
	step := 2.5 / s.scale / (2 * s.reach) // in the depth buffer's unit: 2.5 samples
	depth := ctx.DepthBuffer
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= w || y >= h {
			return math.MaxFloat64
		}
		return depth[y*w+x]
	}
	for y := range h {
		for x := range w {
			d := depth[y*w+x]
			if d == math.MaxFloat64 {
				continue
			}
			bent := math.Abs(at(x-1, y)+at(x+1, y)-2*d) + math.Abs(at(x, y-1)+at(x, y+1)-2*d)
			if bent > step {
				pix := ctx.ColorBuffer.Pix[ctx.ColorBuffer.PixOffset(x, y):]
				for k := range 3 {
					pix[k] = uint8(int(pix[k]) * 150 / 255)
				}
			}
		}
	}
}

// shrink averages the samples of each pixel over the background.
func shrink(from *image.NRGBA, opt Options) *image.NRGBA {
	n := opt.Supersample
	out := image.NewNRGBA(image.Rect(0, 0, opt.Width, opt.Height))
	for y := range opt.Height {
		for x := range opt.Width {
			var sum [3]int
			hits := 0
			for k := range n * n {
				p := from.Pix[from.PixOffset(x*n+k%n, y*n+k/n):]
				if p[3] != 0 {
					sum[0], sum[1], sum[2], hits = sum[0]+int(p[0]), sum[1]+int(p[1]), sum[2]+int(p[2]), hits+1
				}
			}
			blend(out.Pix[out.PixOffset(x, y):], sum, hits, n*n, opt)
		}
	}
	return out
}

// blend sets a pixel to the mean of the samples that hit the part and the background for
// the rest.
func blend(pix []uint8, sum [3]int, hits, all int, opt Options) {
	b := opt.Background
	rest := (all - hits) * int(b.A) // the weight of the background, in 1/255 samples
	weight := hits*255 + rest
	if weight == 0 {
		return
	}
	for k, back := range [3]uint8{b.R, b.G, b.B} {
		pix[k] = uint8((sum[k]*255 + rest*int(back) + weight/2) / weight)
	}
	pix[3] = uint8((weight + all/2) / all)
}
