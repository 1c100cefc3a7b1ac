package preview

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "draw the pictures in docs/images anew")

// pictures are those that the README shows.
var pictures = map[string]func(t *testing.T) *image.NRGBA{
	"models.png": func(t *testing.T) *image.NRGBA {
		return beside(
			picture(t, "visor-iso838", nil, 1, 400, 300),
			picture(t, "visor-888", map[string]string{"brow": "solid"}, 1, 400, 300),
			picture(t, "visor-letter", map[string]string{"hook": "eye"}, 1, 400, 300),
		)
	},
	"stack.png": func(t *testing.T) *image.NRGBA {
		return picture(t, "visor-iso838", nil, 20, 600, 480)
	},
}

// picture draws a stack of a model.
func picture(t *testing.T, name string, params map[string]string, copies, w, h int) *image.NRGBA {
	v, f := frame(t, name, params)
	return Mesh(v, f, tower(copies), Options{Width: w, Height: h, Supersample: 4})
}

// beside joins pictures of equal height, from left to right.
func beside(imgs ...*image.NRGBA) *image.NRGBA {
	width := 0
	for _, m := range imgs {
		width += m.Rect.Dx()
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, imgs[0].Rect.Dy()))
	x := 0
	for _, m := range imgs {
		draw.Draw(out, m.Rect.Add(image.Pt(x, 0)), m, image.Point{}, draw.Src)
		x += m.Rect.Dx()
	}
	return out
}

// TestPictures checks that the README's pictures still show what the models are.
func TestPictures(t *testing.T) {
	dir := filepath.Join("..", "docs", "images")
	for name, draw := range pictures {
		img := draw(t)
		data, err := PNG(img)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 150_000 {
			t.Errorf("%s: %d bytes, want 150,000 at most", name, len(data))
		}
		if *update {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		kept, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(t, img, kept); d > 1 {
			t.Errorf("docs/images/%s is out of date (differs by %.2f of 255): go test ./preview -run Pictures -update", name, d)
		}
	}
}

// difference returns the mean difference of the bytes of two pictures.
func difference(t *testing.T, img *image.NRGBA, file []byte) float64 {
	kept, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if kept.Bounds() != img.Rect {
		return 255
	}
	old := image.NewNRGBA(img.Rect)
	draw.Draw(old, old.Rect, kept, image.Point{}, draw.Src)
	sum := 0
	for i := range img.Pix {
		sum += int(max(img.Pix[i], old.Pix[i]) - min(img.Pix[i], old.Pix[i]))
	}
	return float64(sum) / float64(len(img.Pix))
}
