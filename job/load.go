package job

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// load reads the frame that spec names: a file, or a model of ours.
func load(spec Spec, rep *Report) (*mesh.Mesh, error) {
	m, r, err := Frame(spec)
	if err != nil {
		return nil, err
	}
	rep.Mesh = r
	rep.warn(r.Warnings...)
	rep.MeshVolume = m.Volume() / 1000
	return m, nil
}

// Frame returns the mesh of the frame that spec names, and what was done to it.
func Frame(spec Spec) (*mesh.Mesh, *mesh.Report, error) {
	if spec.Input != "" {
		return mesh.Load(spec.Input, mesh.Options{Unit: spec.Unit})
	}
	model, err := models.Find(spec.name())
	if err != nil {
		return nil, nil, err
	}
	s, err := model.Make(nil)
	if err != nil {
		return nil, nil, err
	}
	return meshOf(s, model.Name)
}

// meshOf returns the mesh of a part of ours.
func meshOf(s models.Solid, name string) (*mesh.Mesh, *mesh.Report, error) {
	tris := make([][3]mesh.Vec, len(s.Faces))
	for i, f := range s.Faces {
		for k, v := range f {
			tris[i][k] = mesh.Vec{X: s.Vertices[v][0], Y: s.Vertices[v][1], Z: s.Vertices[v][2]}
		}
	}
	return mesh.FromTriangles(tris, mesh.Options{Unit: "mm", Name: name})
}

// name returns what the frame is called: its file, or the name of the model.
func (s Spec) name() string {
	return or(s.Input, or(s.Model, models.Default().Name))
}

// turnStep is how finely turns are tried for a frame that does not fit the bed as it
// lies, degrees.
const turnStep = 5

// turned returns m, turned the least it needs to fit the bed; m itself where it fits as
// it lies or not at all.
func turned(m *mesh.Mesh, set *profiles.Set, rep *Report) *mesh.Mesh {
	hull := stack.Hull(shadow(m))
	for _, deg := range turns() {
		angle := float64(deg) * math.Pi / 180
		if !stack.Fits(hull.Turn(angle), set.Printer.Bed) {
			continue
		}
		if deg == 0 {
			return m
		}
		rep.Turned = float64(deg)
		rep.warn(say.T("the frame is turned by %d degrees to fit the bed of %s", deg, set.Printer.Name))
		return m.Turn(angle)
	}
	return m
}

// turns lists the angles to try in degrees: none, a quarter, then outwards.
func turns() []int {
	out := []int{0, 90}
	for d := turnStep; d < 180; d += turnStep {
		if d != 90 {
			out = append(out, d)
		}
	}
	return out
}

// shadow returns where m's vertices are in the plane, as one ring for stack.Hull.
func shadow(m *mesh.Mesh) polygon.Region {
	ring := make(polygon.Ring, len(m.Vertices))
	for i, v := range m.Vertices {
		ring[i] = geom.MM(v.X, v.Y)
	}
	return polygon.Region{ring}
}
