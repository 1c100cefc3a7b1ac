package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

const (
	// plotSide is how many pixels a plot has along each side.
	plotSide = 96
	// plotPixel is their size, mm.
	plotPixel = 0.07
	// plotOutside is how often what is laid outside of the part counts besides.
	plotOutside = 1
)

// plot is a raster of a small piece of the plane: what of the part is not laid. A pixel is 1 where
// nothing is laid, 0 where one bead is, less than 0 where more are or it is laid outside. The sums
// of the 3 x 3 pixels around each one, squared, tell large places from as much in small ones. Row k is at
// y (k + 0.5) pixels from the origin; along rows shares of pixels count.
type plot struct {
	origin geom.Vec
	part   [plotSide * plotSide]float32 // what is in the part
	raster
	kept struct{ edges, times, left, sums []float32 }
}

// raster is what of a plot changes with what is laid.
type raster struct {
	edges [plotSide * (plotSide + 1)]float32 // by how much the times that a row is laid change from pixel to pixel
	times [plotSide * plotSide]float32       // how often it is laid
	left  [plotSide * plotSide]float32       // what is left of the part
	sums  [plotSide * plotSide]float32       // of left, over 3 x 3
}

// plotBox is columns and rows of a plot, from x0 and y0 to before x1 and y1.
type plotBox struct{ x0, y0, x1, y1 int }

// all is a plot's box, noBox that of nothing.
var all, noBox = plotBox{0, 0, plotSide, plotSide}, plotBox{math.MaxInt, math.MaxInt, math.MinInt, math.MinInt}

// within reports whether all of b is in a plot.
func (b plotBox) within() bool { return b.x0 >= 0 && b.y0 >= 0 && b.x1 <= plotSide && b.y1 <= plotSide }

// seen returns the pixels whose sums are seen to change with those of b.
func (b plotBox) seen() plotBox {
	return plotBox{max(1, b.x0-1), max(1, b.y0-1), min(plotSide-1, b.x1+1), min(plotSide-1, b.y1+1)}
}

// plotCos and plotSin tilt the plane by 21 degrees: as only along rows shares of pixels count, edges along the
// axes, as many frames have, would be seen to move from row to row.
const plotCos, plotSin = 0.9341723624658947, 0.356822080601648

// tilted returns a place of the plane in that of plots.
func tilted(v geom.Vec) geom.Vec {
	return geom.V(float64(plotCos*v.X)-float64(plotSin*v.Y), float64(plotSin*v.X)+float64(plotCos*v.Y))
}

// at returns the column and row of a place, in pixels.
func (p *plot) at(v geom.Vec) geom.Vec { return tilted(v).Sub(p.origin).Mul(1 / plotPixel) }

// line adds the edge from a to b, in pixels, of an area on its left to what is laid, or takes it away: sign is 1 or -1.
func (p *plot) line(a, b geom.Vec, sign float64) {
	dir := -sign
	if a.Y > b.Y {
		a, b, dir = b, a, sign
	}
	from, to := max(0, rowFrom(a.Y)), min(plotSide, rowFrom(b.Y))
	if from >= to {
		return
	}
	slope := (b.X - a.X) / (b.Y - a.Y)
	x := a.X + float64((float64(from)+0.5-a.Y)*slope)
	for row := from; row < to; row++ {
		if at := max(0, x); at < plotSide {
			c := int(at)
			k := row*(plotSide+1) + c
			f := float64(dir * (at - float64(c)))
			p.edges[k] += float32(dir - f)
			p.edges[k+1] += float32(f)
		}
		x += slope
	}
}

// rowFrom returns the first row whose middle lies above y: from row 0 on, below which it does not matter.
func rowFrom(y float64) int { return int(y + 0.5) }

// begin clears p, around a tilted place, and takes what is laid as the part: what follows is laid on it.
func (p *plot) begin(middle geom.Vec, outline []edge) {
	const half = plotSide / 2 * plotPixel
	p.origin = middle.Sub(geom.V(half, half))
	clear(p.edges[:])
	for _, e := range outline {
		p.line(p.at(e.a), p.at(e.b), 1)
	}
	p.counted(p.part[:])
	clear(p.edges[:])
}

// counted sets times to how often each pixel of all rows is laid.
func (p *plot) counted(times []float32) {
	for row := range plotSide {
		n := float32(0)
		edges := p.edges[row*(plotSide+1):][:plotSide]
		out := times[row*plotSide:][:plotSide]
		for k, e := range edges {
			n += e
			out[k] = n
		}
	}
}

// show brings a box up to date, and returns the price of what is seen of it then.
func (p *plot) show(b plotBox) float64 {
	in, total := b.seen(), 0.0
	for row := b.y0; row < b.y1; row++ {
		p.showRow(row, b.x0, b.x1)
		if y := row - 1; y >= in.y0 {
			total += float64(p.sumRow(y, in.x0, in.x1))
		}
	}
	for y := max(in.y0, b.y1-1); y < in.y1; y++ {
		total += float64(p.sumRow(y, in.x0, in.x1))
	}
	return float64(total * priceOf)
}

// showRow brings times and left up to date in a row from x0 to before x1.
func (p *plot) showRow(row, x0, x1 int) {
	wide, k := x1-x0, row*plotSide+x0
	n := float32(0)
	if x0 > 0 {
		n = p.times[k-1]
	}
	edges, times, part, left := p.edges[k+row:][:wide], p.times[k:][:wide], p.part[k:][:wide], p.left[k:][:wide]
	for i, e := range edges {
		n += e
		times[i] = n
		f := part[i]
		rest := f - n
		if f != 1 && rest < 0 { // laid outside
			rest += float32(plotOutside * float32(rest*(1-f)))
		}
		left[i] = rest
	}
}

// sumRow brings sums up to date in a row from x0 to before x1, and returns what their squares come to.
func (p *plot) sumRow(y, x0, x1 int) (squares float32) {
	n := x1 - x0 + 2
	k := y*plotSide + x0 - 1
	up, mid, down := p.left[k-plotSide:][:n], p.left[k:][:n], p.left[k+plotSide:][:n]
	u, v := up[0]+mid[0]+down[0], up[1]+mid[1]+down[1]
	sums := p.sums[k+1:][:n-2]
	up, mid, down = up[2:][:len(sums)], mid[2:][:len(sums)], down[2:][:len(sums)]
	for i := range sums {
		w := up[i] + mid[i] + down[i]
		s := u + v + w
		sums[i] = s
		squares += float32(s * s)
		u, v = v, w
	}
	return squares
}

// priceOf is the price of a square of a sum over 3 x 3 pixels, mm2: that of their mean.
const priceOf = plotPixel * plotPixel / 81

// price returns what the squares of the means over 3 x 3 pixels come to in a box, mm2.
func (p *plot) price(b plotBox) float64 {
	var total float64
	for y := b.y0; y < b.y1; y++ {
		row := float32(0)
		for _, s := range p.sums[y*plotSide+b.x0:][:b.x1-b.x0] {
			row += float32(s * s)
		}
		total += float64(row)
	}
	return float64(total * priceOf)
}

// share returns the share of the 3 x 3 pixels around a place, in pixels, that is left, less than 0 where they are laid
// twice.
func (p *plot) share(v geom.Vec) float64 {
	if v.X >= 1 && v.Y >= 1 && v.X < plotSide-1 && v.Y < plotSide-1 {
		return float64(p.sums[int(v.Y)*plotSide+int(v.X)]) / 9
	}
	return 0
}

// slope returns by how much the price falls by each mm2 that is laid around a place, which is in pixels.
func (p *plot) slope(v geom.Vec) float64 {
	v = v.Sub(geom.V(0.5, 0.5))
	if v.X < 1 || v.Y < 1 || v.X >= plotSide-3 || v.Y >= plotSide-3 {
		return 0
	}
	x, y := int(v.X), int(v.Y)
	right, up := float32(v.X-float64(x)), float32(v.Y-float64(y))
	const one, two, three = plotSide, 2 * plotSide, 3 * plotSide
	q := p.sums[(y-1)*plotSide+x-1:][: three+4 : three+4]
	first, last := q[0]+q[1]+q[2]+float32(right*(q[3]-q[0])), q[three]+q[three+1]+q[three+2]+float32(right*(q[three+3]-q[three]))
	second, third := q[one]+q[one+1]+q[one+2]+float32(right*(q[one+3]-q[one])), q[two]+q[two+1]+q[two+2]+float32(right*(q[two+3]-q[two]))
	return float64(first+second+third+float32(up*(last-first))) * (2.0 / 81)
}

// largest returns the largest mean over 3 x 3 pixels of what is left, or laid twice, in the plot's tile.
func (p *plot) largest() float64 {
	const rim = int(tileRim / plotPixel)
	most := float32(0)
	for y := rim; y < plotSide-rim; y++ {
		for _, s := range p.sums[y*plotSide+rim:][:plotSide-2*rim] {
			if s *= s; s > most {
				most = s
			}
		}
	}
	return math.Sqrt(float64(most)) / 9
}

// fourth returns the sum of the fourth powers of what is left or laid twice of each 3 x 3 pixels: it is the less the smaller the
// places are.
func (p *plot) fourth() (sum float64) {
	for y := 1; y < plotSide-1; y++ {
		row := float32(0)
		for _, s := range p.sums[y*plotSide+1:][:plotSide-2] {
			s *= s
			row += float32(s * s)
		}
		sum += float64(row)
	}
	return sum
}

// inside reports whether a place, in pixels, is in the part, or out of sight.
func (p *plot) inside(v geom.Vec) bool {
	if v.X >= 0 && v.Y >= 0 && v.X < plotSide && v.Y < plotSide {
		return p.part[int(v.Y)*plotSide+int(v.X)] > 0.5
	}
	return true
}

// keep keeps what is in a box, which back brings back.
func (p *plot) keep(b plotBox) {
	w := &p.kept
	w.edges, w.times, w.left, w.sums = w.edges[:0], w.times[:0], w.left[:0], w.sums[:0]
	n := b.x1 - b.x0
	for row := b.y0; row < b.y1; row++ {
		k := row*plotSide + b.x0
		w.edges = append(w.edges, p.edges[k+row:][:n+1]...)
		w.times, w.left = append(w.times, p.times[k:][:n]...), append(w.left, p.left[k:][:n]...)
	}
	b = b.seen()
	for row := b.y0; row < b.y1; row++ {
		w.sums = append(w.sums, p.sums[row*plotSide+b.x0:][:b.x1-b.x0]...)
	}
}

// back brings back what keep kept of the same box.
func (p *plot) back(b plotBox) {
	w := &p.kept
	n := b.x1 - b.x0
	for i, row := 0, b.y0; row < b.y1; i, row = i+1, row+1 {
		k := row*plotSide + b.x0
		copy(p.edges[k+row:], w.edges[i*(n+1):][:n+1])
		copy(p.times[k:], w.times[i*n:][:n])
		copy(p.left[k:], w.left[i*n:][:n])
	}
	b = b.seen()
	n = b.x1 - b.x0
	for i, row := 0, b.y0; row < b.y1; i, row = i+1, row+1 {
		copy(p.sums[row*plotSide+b.x0:], w.sums[i*n:][:n])
	}
}
