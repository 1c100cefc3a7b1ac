package deposit

import (
	"image/color"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestPicture looks at one pixel of each kind.
func TestPicture(t *testing.T) {
	l := layer(path(1, 0, 0.5, 10, 0.5), apart(path(1, 0, 1.1, 10, 1.1)), apart(path(1, 0, 3.8, 10, 3.8)))
	r := rect(0, 0, 10, 4)
	img := Draw(l, r, r.Box().Grow(geom.Millimetre), 20, Options{})
	if w, h := img.Bounds().Dx(), img.Bounds().Dy(); w < 240 || w > 242 || h < 120 || h > 122 {
		t.Fatalf("%d x %d pixels", w, h)
	}
	for _, c := range []struct {
		name string
		y    float64
		want ink
	}{
		{"nothing", -0.5, paper}, {"covered", 0.25, coveredInk}, {"twice", 0.8, overlapInk},
		{"void", 2.5, voidInk}, {"outside", 4.2, outsideInk}, {"outline", 3.999, outlineInk},
	} {
		got := img.At(20*6, img.Bounds().Dy()-1-int((c.y+1)*20)).(color.NRGBA)
		want := color.NRGBA{uint8(c.want[0]), uint8(c.want[1]), uint8(c.want[2]), 255}
		if got != want {
			t.Errorf("%s: %v, want %v", c.name, got, want)
		}
	}
}

// TestPictureOfMuch keeps to the largest size.
func TestPictureOfMuch(t *testing.T) {
	r := rect(0, 0, 200, 200)
	b := Draw(layer(), r, r.Box(), 1e9, Options{}).Bounds()
	if n := b.Dx() * b.Dy(); n > maxPixels*1.01 {
		t.Errorf("%d pixels", n)
	}
}
