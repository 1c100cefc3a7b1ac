package mesh

import (
	"github.com/visiere/visiere/geom"
)

// Over returns m turned over: half a turn about the X axis, so that its top is its base.
// It is placed again.
func (m *Mesh) Over() *Mesh {
	t := *m
	t.Vertices = make([]Vec, len(m.Vertices))
	for i, v := range m.Vertices {
		t.Vertices[i] = Vec{v.X, -v.Y, -v.Z}
	}
	t.place()
	return &t
}

// At returns m turned by degrees counter-clockwise about the vertical through its origin,
// then moved in the plane by shift. Unlike other meshes it is not placed again: its
// middle is at shift.
func (m *Mesh) At(shift geom.Point, degrees float64) *Mesh {
	if shift == (geom.Point{}) && degrees == 0 {
		return m
	}
	t := *m
	pose := geom.NewPose(geom.Point{}, degrees)
	dx, dy := shift.MM()
	t.Vertices = make([]Vec, len(m.Vertices))
	for i, v := range m.Vertices {
		x, y := pose.Turn(v.X, v.Y)
		t.Vertices[i] = Vec{x + dx, y + dy, v.Z}
	}
	return &t
}
