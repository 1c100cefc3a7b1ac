package preview

import (
	"image/color"
	"math"

	"github.com/fogleman/fauxgl"

	"github.com/visiere/visiere/mesh"
)

// part is a mesh as far as it can be seen: the faces towards the camera, at the
// picture's resolution.
type part struct {
	vertices []mesh.Vec
	faces    []face
}

// face is one triangle of a part.
type face struct {
	corners [3]int32
	colour  fauxgl.Color
	level   bool // faces straight up, so that a copy above hides it
}

// reduce merges the vertices that lie within the same cube of half a sample and drops
// the faces that vanish by it or look away from the camera.
func (s *scene) reduce(vertices []mesh.Vec, faces [][3]int32) part {
	var p part
	cell := 0.5 / s.scale
	at := make(map[[3]int32]int32, len(vertices))
	merged := make([]int32, len(vertices))
	for i, v := range vertices {
		key := [3]int32{int32((v.X - s.lo.X) / cell), int32((v.Y - s.lo.Y) / cell), int32((v.Z - s.lo.Z) / cell)}
		k, ok := at[key]
		if !ok {
			k = int32(len(p.vertices))
			at[key] = k
			p.vertices = append(p.vertices, v)
		}
		merged[i] = k
	}
	for _, f := range faces {
		a, b, c := merged[f[0]], merged[f[1]], merged[f[2]]
		if a == b || b == c || c == a {
			continue
		}
		n := normal(vertices[f[0]], vertices[f[1]], vertices[f[2]])
		if camera(n).Z < 0 {
			p.faces = append(p.faces, face{[3]int32{a, b, c}, s.light.on(n), n.Z > 0.999})
		}
	}
	return p
}

// normal returns the unit normal of the triangle abc, or zero where it has no area.
func normal(a, b, c mesh.Vec) mesh.Vec {
	ux, uy, uz := b.X-a.X, b.Y-a.Y, b.Z-a.Z
	vx, vy, vz := c.X-a.X, c.Y-a.Y, c.Z-a.Z
	n := mesh.Vec{
		X: float64(uy*vz) - float64(uz*vy),
		Y: float64(uz*vx) - float64(ux*vz),
		Z: float64(ux*vy) - float64(uy*vx),
	}
	l := math.Sqrt(float64(n.X*n.X) + float64(n.Y*n.Y) + float64(n.Z*n.Z))
	if l == 0 {
		return mesh.Vec{}
	}
	return mesh.Vec{X: n.X / l, Y: n.Y / l, Z: n.Z / l}
}

// light shades the faces of a part of one colour.
type light struct{ full fauxgl.Color }

func newLight(c color.NRGBA) light { return light{fauxgl.MakeColor(c).Opaque()} }

// on returns the colour of a face with the unit normal n: brightest from above, with a
// lamp at the camera's left, and never black.
func (l light) on(n mesh.Vec) fauxgl.Color {
	c := camera(n)
	lamp := float64(-0.45*c.X) + float64(0.55*c.Y) - float64(0.70*c.Z)
	k := 0.32 + float64(0.68*max(0, lamp))
	return l.full.MulScalar(k).Opaque()
}
