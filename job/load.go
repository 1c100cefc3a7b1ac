package job

import (
	"math"
	"path/filepath"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// load reads the frame that spec names: a file, or a model of ours.
func load(spec Spec, set *profiles.Set, rep *Report) (*mesh.Mesh, error) {
	m, r, err := Frame(spec)
	if err != nil {
		return nil, err
	}
	rep.Mesh = r
	rep.warn(r.Warnings...)
	rep.MeshVolume = m.Volume() / 1000
	if rep.Stacked = m.Stacked(); rep.Stacked != nil {
		rep.warn(readyMade(spec, rep.Stacked, set))
	}
	return m, nil
}

// Stacked says how a ready-made stack is made.
func Stacked(s *mesh.Stacked) say.Text {
	return say.T("%d frames of %.2f mm, one every %.2f mm, with gaps of %.2f mm that are joined at %d places (%.0f mm2)",
		s.Levels, s.Height, s.Pitch, s.Gap, s.Islands, s.Joined)
}

// readyMade says what a ready-made stack would come out as, and what to do instead.
func readyMade(spec Spec, s *mesh.Stacked, set *profiles.Set) say.Text {
	what := say.T("%s is a stack already: %s", filepath.Base(spec.name()), Stacked(s))
	layer := float64(set.Process.LayerHeight)
	if s.Gap < float64(layer*hold.Fuses)-1e-9 {
		return say.T("%s; under half a layer of %.2f mm they fuse: slice the single frame with --stack %d, or take layers of up to %.2f mm",
			what, layer, s.Levels, float64(2*s.Gap))
	}
	return say.T("%s; the single frame with --stack %d has gaps by a recipe", what, s.Levels)
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
	deg := turnFor(m, set.Printer.Bed)
	if deg == 0 {
		return m
	}
	rep.turned(deg, set)
	return m.Turn(radians(deg))
}

// turned notes that the frame was turned.
func (r *Report) turned(deg int, set *profiles.Set) {
	r.Turned = float64(deg)
	r.warn(say.T("the frame is turned by %d degrees to fit the bed of %s", deg, set.Printer.Name))
}

// turnFor returns the least turn, in degrees, by which m fits the bed; 0 too where none does.
func turnFor(m *mesh.Mesh, bed profiles.Bed) int {
	hull := polygon.Hull(shadow(m))
	for _, deg := range turns() {
		if stack.Fits(hull.Turn(radians(deg)), bed) {
			return deg
		}
	}
	return 0
}

// radians returns an angle in radians.
func radians(deg int) float64 { return float64(deg) * math.Pi / 180 }

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

// shadow returns where m's vertices are in the plane, as one ring for polygon.Hull.
func shadow(m *mesh.Mesh) polygon.Region {
	ring := make(polygon.Ring, len(m.Vertices))
	for i, v := range m.Vertices {
		ring[i] = geom.MM(v.X, v.Y)
	}
	return polygon.Region{ring}
}
