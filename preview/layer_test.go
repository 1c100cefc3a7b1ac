package preview

import (
	"image"
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

func square(x, y, side float64) []geom.Point {
	return []geom.Point{
		geom.MM(x, y), geom.MM(x+side, y), geom.MM(x+side, y+side), geom.MM(x, y+side), geom.MM(x, y),
	}
}

func TestLayerCoversTrueWidth(t *testing.T) {
	const scale, width, length = 20.0, 0.45, 8.0
	l := &toolpath.Layer{Paths: []toolpath.Path{{
		Role: toolpath.Perimeter, Width: width,
		Points: []geom.Point{geom.MM(1, 1), geom.MM(1+length, 2)},
	}}}
	img := Layer(l, geom.Box{Max: geom.MM(10, 4)}, scale)
	var cover float64
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := img.(*image.NRGBA).NRGBAAt(x, y)
			if c != paper {
				cover++
			}
		}
	}
	span := math.Hypot(length, 1)
	want := (span*width + math.Pi/4*width*width) * scale * scale
	edge := 2 * span * scale // half a pixel of antialiasing on either side
	if cover < want || cover > want+edge {
		t.Errorf("%.0f pixels covered, want %.0f to %.0f", cover, want, want+edge)
	}
}

func TestLayerYUpAndColours(t *testing.T) {
	l := &toolpath.Layer{Paths: []toolpath.Path{
		{Role: toolpath.ExternalPerimeter, Width: 1, Points: square(1, 1, 2)},
		{Role: toolpath.Infill, Width: 1, Points: square(6, 6, 2)},
	}}
	img := Layer(l, geom.Box{Max: geom.MM(10, 10)}, 10).(*image.NRGBA)
	for _, c := range []struct {
		x, y int // mm
		role toolpath.Role
	}{{2, 1, toolpath.ExternalPerimeter}, {7, 8, toolpath.Infill}} {
		if got, want := img.NRGBAAt(c.x*10, 100-c.y*10), RoleColour(c.role); got != want {
			t.Errorf("at (%d, %d) mm: %v, want %v", c.x, c.y, got, want)
		}
	}
}

func TestLayerOddInput(t *testing.T) {
	l := &toolpath.Layer{Paths: []toolpath.Path{
		{}, {Width: 0.4, Points: []geom.Point{geom.MM(1, 1)}},
		{Width: 0.4, Points: []geom.Point{geom.MM(1, 1), geom.MM(1, 1)}},
		{Widths: []float64{0, 2}, Points: []geom.Point{geom.MM(-900, 1), geom.MM(900, 1)}},
	}}
	for _, scale := range []float64{0, -1, 3, 1e9, math.NaN(), math.Inf(1)} {
		b := Layer(l, geom.Box{Max: geom.MM(2, 2)}, scale).Bounds()
		if b.Dx() < 1 || b.Dy() < 1 || b.Dx()*b.Dy() > LayerMaxPixels*2 {
			t.Errorf("scale %g: a picture of %v", scale, b)
		}
	}
	if b := Layer(l, geom.EmptyBox(), 10).Bounds(); b.Dx() != 1 || b.Dy() != 1 {
		t.Errorf("empty box: a picture of %v", b)
	}
}
