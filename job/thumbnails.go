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
func thumbnails(plate *tower, set *profiles.Set) ([]gcode.Thumbnail, error) {
	var out []gcode.Thumbnail
	m, at := plate.shown()
	for _, size := range set.Printer.Thumbnails {
		w, h, err := parseSize(size)
		if err != nil {
			return nil, err
		}
		img := preview.Mesh(m.Vertices, m.Faces, at, preview.Options{Width: w, Height: h})
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

// shown returns a mesh and where it stands, mm, so that together they look like the
// plate: one frame many times, or, where levels differ, one column.
func (p *tower) shown() (*mesh.Mesh, []preview.Offset) {
	if p.alike() {
		return p.meshes[0], p.copies(p.Levels)
	}
	var all mesh.Mesh
	for k, l := range p.Levels {
		from := int32(len(all.Vertices))
		for _, v := range p.meshes[k].Vertices {
			all.Vertices = append(all.Vertices, mesh.Vec{X: v.X, Y: v.Y, Z: v.Z + l.Z})
		}
		for _, f := range p.meshes[k].Faces {
			all.Faces = append(all.Faces, [3]int32{f[0] + from, f[1] + from, f[2] + from})
		}
	}
	return &all, p.copies([]stack.Level{{}})
}

// copies returns where levels stand in all columns.
func (p *tower) copies(levels []stack.Level) []preview.Offset {
	var out []preview.Offset
	for _, level := range levels {
		for _, c := range p.Columns {
			x, y := c.At.MM()
			out = append(out, preview.Offset{X: x, Y: y, Z: level.Z})
		}
	}
	return out
}
