package preview

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/models"
)

// frame returns a model's mesh in the terms of this package.
func frame(tb testing.TB, name string, params map[string]string) ([]mesh.Vec, [][3]int32) {
	tb.Helper()
	m, err := models.Find(name)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := m.Make(params)
	if err != nil {
		tb.Fatal(err)
	}
	var v []mesh.Vec
	for _, p := range s.Vertices {
		v = append(v, mesh.Vec{X: p[0], Y: p[1], Z: p[2]})
	}
	return v, s.Faces
}

// tower returns n copies above each other, 5.1 mm apart.
func tower(n int) (copies []Offset) {
	for i := range n {
		copies = append(copies, Offset{Z: 5.1 * float64(i)})
	}
	return copies
}

// cube returns the cube from the origin to size.
func cube(size float64) ([]mesh.Vec, [][3]int32) {
	var v []mesh.Vec
	for i := range 8 {
		v = append(v, mesh.Vec{X: float64(i&1) * size, Y: float64(i>>1&1) * size, Z: float64(i>>2) * size})
	}
	return v, [][3]int32{
		{0, 2, 3}, {0, 3, 1}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
		{2, 6, 7}, {2, 7, 3}, {0, 4, 6}, {0, 6, 2}, {1, 3, 7}, {1, 7, 5},
	}
}

// extent returns the box of the pixels that are not transparent.
func extent(img *image.NRGBA) image.Rectangle {
	var r image.Rectangle
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.NRGBAAt(x, y).A != 0 {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func TestMeshFillsThePicture(t *testing.T) {
	v, f := frame(t, "visor-iso838", nil)
	for _, size := range [][2]int{{16, 16}, {32, 32}, {220, 124}, {100, 400}} {
		for _, n := range []int{1, 2, 10, 100} {
			img := Mesh(v, f, tower(n), Options{Width: size[0], Height: size[1]})
			e := extent(img)
			used := max(float64(e.Dx())/float64(size[0]), float64(e.Dy())/float64(size[1]))
			slack := 2 / float64(min(size[0], size[1]))
			if img.Rect.Dx() != size[0] || img.Rect.Dy() != size[1] || math.Abs(used-(1-2*margin)) > slack {
				t.Errorf("%v, %d copies: %v of %v used", size, n, e, img.Rect)
			}
		}
	}
}

func TestMeshShadesACube(t *testing.T) {
	v, f := cube(10)
	img := Mesh(v, f, nil, Options{Width: 100, Height: 100, Colour: color.NRGBA{200, 200, 200, 255}})
	var seen []uint8
	for _, p := range []image.Point{{50, 25}, {30, 65}, {70, 65}} {
		c := img.NRGBAAt(p.X, p.Y)
		if c.A != 255 || c.R != c.G || c.G != c.B || c.R < 60 || slices.Contains(seen, c.R) {
			t.Errorf("at %v: %v after the shades %v", p, c, seen)
		}
		seen = append(seen, c.R)
	}
	if len(seen) == 3 && (seen[0] < seen[1] || seen[0] < seen[2]) {
		t.Errorf("the top is not the brightest: %v", seen)
	}
}

func TestMeshHidesWhatIsBehind(t *testing.T) {
	v, f := cube(10)
	one := Mesh(v, f, []Offset{{}}, Options{Width: 64, Height: 64})
	// A copy right behind and below, in line with the camera, is hidden.
	d := 3.0
	away := Offset{X: -d * sinRight * cosAbove, Y: -d * cosRight * cosAbove, Z: -d * sinAbove}
	two := Mesh(v, f, []Offset{{}, away}, Options{Width: 64, Height: 64})
	differ := 0
	for i := range one.Pix {
		if max(one.Pix[i], two.Pix[i])-min(one.Pix[i], two.Pix[i]) > 2 {
			differ++
		}
	}
	if differ > len(one.Pix)/100 {
		t.Errorf("%d of %d bytes differ", differ, len(one.Pix))
	}
}

func TestMeshBackground(t *testing.T) {
	v, f := cube(10)
	b := color.NRGBA{10, 20, 30, 255}
	img := Mesh(v, f, nil, Options{Background: b})
	if got := img.NRGBAAt(0, 0); got != b {
		t.Errorf("corner %v, want %v", got, b)
	}
	bare := Mesh(v, f, nil, Options{})
	if got := bare.NRGBAAt(0, 0); got != (color.NRGBA{}) {
		t.Errorf("corner %v, want it transparent", got)
	}
	if bare.Rect.Dx() != 220 || bare.Rect.Dy() != 124 {
		t.Errorf("default size %v", bare.Rect)
	}
}

func TestMeshIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	v, f := frame(t, "visor-letter", map[string]string{"brow": "solid"})
	copies := tower(4)
	copies = append(copies, Offset{X: 3, Y: 2, Z: 1}, Offset{X: 3, Y: 2, Z: 1}) // two in the same place
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var want []byte
	for i, procs := range []int{1, 8, 8, 2} {
		runtime.GOMAXPROCS(procs)
		got, err := PNG(Mesh(v, f, copies, Options{}))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			want = got
		} else if !bytes.Equal(got, want) {
			t.Errorf("GOMAXPROCS %d: other bytes", procs)
		}
		slices.Reverse(copies)
	}
}

func TestMeshOddInput(t *testing.T) {
	v, f := cube(10)
	for name, draw := range map[string]func() *image.NRGBA{
		"nothing":        func() *image.NRGBA { return Mesh(nil, nil, nil, Options{}) },
		"no faces":       func() *image.NRGBA { return Mesh(v, nil, nil, Options{}) },
		"flat":           func() *image.NRGBA { return Mesh(v[:4], [][3]int32{{0, 3, 2}}, tower(3), Options{}) },
		"a point":        func() *image.NRGBA { return Mesh(v[:1], [][3]int32{{0, 0, 0}}, nil, Options{}) },
		"huge picture":   func() *image.NRGBA { return Mesh(v, f, nil, Options{Width: 1 << 30, Height: 2, Supersample: 1}) },
		"one pixel":      func() *image.NRGBA { return Mesh(v, f, nil, Options{Width: 1, Height: 1}) },
		"below the bed":  func() *image.NRGBA { return Mesh(v, f, []Offset{{Z: -1000}}, Options{}) },
		"equal copies":   func() *image.NRGBA { return Mesh(v, f, make([]Offset, 500), Options{}) },
		"many triangles": func() *image.NRGBA { return Mesh(v, f, tower(100_000), Options{}) },
	} {
		if img := draw(); img.Rect.Dx() < 1 || img.Rect.Dx() > MaxSide {
			t.Errorf("%s: a picture of %v", name, img.Rect)
		}
	}
}

// TestBlocks checks that blocks cover a column from its foot to its top and are few.
func TestBlocks(t *testing.T) {
	v, _ := cube(5)
	for _, n := range []int{1, 2, 3, 10, 99, 1000} {
		copies := tower(n)
		s := newScene(v, copies, Options{}.filled())
		blocks := s.blocks(copies, 5000)
		top := 0.0
		for i, b := range blocks {
			if b.covered != (i+1 < len(blocks)) || b.odd != (i%2 == 1) {
				t.Errorf("%d copies: block %d of %d is %+v", n, i, len(blocks), b)
			}
			if d := b.at.Z - top; d > 1e-9 || d < -1e-9 {
				t.Errorf("%d copies: block %d starts %g above the one below", n, i, d)
			}
			top = b.at.Z + 5*b.stretch
		}
		if want := 5.1*float64(n-1) + 5; top < want-1e-9 || top > want+1e-9 {
			t.Errorf("%d copies: top at %g, want %g", n, top, want)
		}
		if len(blocks)*5000 > budget {
			t.Errorf("%d copies: %d blocks", n, len(blocks))
		}
	}
}

func BenchmarkMesh(b *testing.B) {
	v, f := frame(b, "visor-iso838", nil)
	for _, size := range [][2]int{{32, 32}, {220, 124}, {400, 300}} {
		for _, n := range []int{1, 10, 100} {
			b.Run(fmt.Sprintf("%dx%d/%d", size[0], size[1], n), func(b *testing.B) {
				for b.Loop() {
					Mesh(v, f, tower(n), Options{Width: size[0], Height: size[1]})
				}
			})
		}
	}
}
