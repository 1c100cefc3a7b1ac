package job

import (
	"strconv"
	"strings"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/preview"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// thumbnails draws the plate in the sizes that the printer's screen and host show.
func thumbnails(m *mesh.Mesh, plate *stack.Plate, set *profiles.Set) ([]gcode.Thumbnail, error) {
	var out []gcode.Thumbnail
	for _, size := range set.Printer.Thumbnails {
		w, h, err := parseSize(size)
		if err != nil {
			return nil, err
		}
		img := preview.Mesh(m.Vertices, m.Faces, copies(plate), preview.Options{Width: w, Height: h})
		png, err := preview.PNG(img)
		if err != nil {
			return nil, err
		}
		out = append(out, gcode.Thumbnail{Width: w, Height: h, PNG: png})
	}
	return out, nil
}

// parseSize reads a size such as 220x124.
func parseSize(s string) (w, h int, err error) {
	a, b, ok := strings.Cut(s, "x")
	w, errW := strconv.Atoi(a)
	h, errH := strconv.Atoi(b)
	if !ok || errW != nil || errH != nil || w < 8 || h < 8 || w > 2000 || h > 2000 {
		return 0, 0, say.Errorf("printer.thumbnails: %q is no size: write WIDTHxHEIGHT in pixels, for example 220x124", s)
	}
	return w, h, nil
}

// copies returns where the frames of a plate stand, mm.
func copies(p *stack.Plate) []preview.Offset {
	var out []preview.Offset
	for _, level := range p.Levels {
		for _, c := range p.Columns {
			x, y := c.At.MM()
			out = append(out, preview.Offset{X: x, Y: y, Z: level.Z})
		}
	}
	return out
}
