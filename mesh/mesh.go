// Package mesh reads triangle meshes, repairs them into closed and oriented ones, cuts
// them into sections and says what they are.
//
// Lengths are millimetres. Every mesh that this package returns is welded, oriented with
// its normals outwards, and placed: the middle of its bounding box is at X 0 Y 0 and its
// lowest point at Z 0.
package mesh

import (
	"io"
	"math"
	"os"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
)

// Vec is a point or a direction in space, in mm.
type Vec struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	Z float64 `json:"z"`
}

// Mesh is the surface of a solid. It does not change once made, and its methods may be
// called from several goroutines.
//
//  1. Faces index Vertices, counter-clockwise seen from outside; no face has the same
//     vertex twice. Faces without area may be there: they hold neighbours together.
//  2. Where Report.Closed holds, every edge of a face is shared with another face that
//     runs along it the other way.
type Mesh struct {
	Vertices []Vec
	Faces    [][3]int32

	twin   []int32        // of half-edge 3f+k, which runs from Faces[f][k] to the next corner; or -1
	open   bool           // some have no twin
	simple bool           // closed, and no part of it overlaps another
	volume func() float64 // in mm3
}

// Options say how to read a mesh. The zero value reads a file in its own unit.
type Options struct {
	Unit string // of the file's numbers: mm, cm, m, inch; default: as the file says, else mm
	Name string // of the mesh in messages; default: the path
}

// maxBytes bounds the files that are read, and with them the memory: a binary STL of
// this size holds 10 million triangles, twenty times the largest frame seen.
const maxBytes = 512 << 20

// Load reads the mesh in the file at path, whose format its content tells: binary STL,
// ASCII STL or 3MF.
//
// Errors: those of the file system, and those of Read.
func Load(path string, opt Options) (*Mesh, *Report, error) {
	if opt.Name == "" {
		opt.Name = path
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, say.Errorf("cannot open the mesh: %s", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, nil, say.Errorf("cannot open the mesh: %s", err)
	}
	if !st.Mode().IsRegular() {
		return nil, nil, fail(ErrFormat, say.Errorf("%s is not a file: name an STL or 3MF file", opt.Name))
	}
	return Read(f, st.Size(), opt)
}

// Read reads a mesh from the first size bytes of r, as Load does.
//
// Errors: ErrEmpty, ErrFormat, ErrTruncated, ErrTooLarge, ErrUnit and ErrUnusable.
func Read(r io.ReaderAt, size int64, opt Options) (*Mesh, *Report, error) {
	if opt.Name == "" {
		opt.Name = "mesh"
	}
	s := soup{name: opt.Name}
	rep := &Report{}
	if err := s.read(r, size, rep); err != nil {
		return nil, nil, err
	}
	return s.mesh(opt, rep)
}

// FromTriangles returns the mesh whose surface is tris, repaired as Read does.
//
// Errors: ErrEmpty, ErrUnit and ErrUnusable.
func FromTriangles(tris [][3]Vec, opt Options) (*Mesh, *Report, error) {
	if opt.Name == "" {
		opt.Name = "mesh"
	}
	s := soup{name: opt.Name}
	s.grow(len(tris))
	for _, t := range tris {
		s.add(t[0], t[1], t[2])
	}
	return s.mesh(opt, &Report{Format: "triangles"})
}

// Size returns the sides of m's bounding box in mm.
func (m *Mesh) Size() Vec {
	lo, hi := bounds(m.Vertices)
	return hi.sub(lo)
}

// Volume returns the volume of the solid in mm3. Of a mesh that is open or overlaps
// itself it is the volume of its sections, within about 1 %.
func (m *Mesh) Volume() float64 { return m.volume() }

// Turn returns m turned counter-clockwise about the vertical by angle radians, and
// placed again.
func (m *Mesh) Turn(angle float64) *Mesh {
	s, c := geom.SinCos(angle)
	t := *m
	t.Vertices = make([]Vec, len(m.Vertices))
	for i, v := range m.Vertices {
		t.Vertices[i] = Vec{
			float64(v.X*c) - float64(v.Y*s),
			float64(v.X*s) + float64(v.Y*c),
			v.Z,
		}
	}
	t.place()
	return &t
}

// place moves m so that the middle of its box is at X 0 Y 0 and its lowest point at Z 0,
// rounds heights to nanometres, which takes the noise of single precision out of most,
// and returns how much m was raised.
func (m *Mesh) place() float64 {
	lo, hi := bounds(m.Vertices)
	d := Vec{(lo.X + hi.X) / 2, (lo.Y + hi.Y) / 2, lo.Z}
	for i, v := range m.Vertices {
		v = v.sub(d)
		v.Z = math.Round(v.Z*1e6) / 1e6
		m.Vertices[i] = v
	}
	return math.Round((0-lo.Z)*1e6) / 1e6
}

// signedVolume returns the volume that m's faces enclose, in mm3, negative where they
// face inwards.
func (m *Mesh) signedVolume() float64 {
	var sum float64
	for i := range m.Faces {
		sum += m.tetra(i)
	}
	return sum / 6
}

// tetra returns six times the signed volume between face f and the origin.
func (m *Mesh) tetra(f int) float64 {
	a, b, c := m.corners(f)
	return a.dot(b.cross(c))
}

// corners returns the corners of face f.
func (m *Mesh) corners(f int) (a, b, c Vec) {
	t := m.Faces[f]
	return m.Vertices[t[0]], m.Vertices[t[1]], m.Vertices[t[2]]
}

// surface returns the area of all of m's faces in mm2.
func (m *Mesh) surface() float64 {
	var sum float64
	for f := range m.Faces {
		a, b, c := m.corners(f)
		sum += b.sub(a).cross(c.sub(a)).length() / 2
	}
	return sum
}

// bounds returns the corners of the box around vs.
func bounds(vs []Vec) (lo, hi Vec) {
	if len(vs) == 0 {
		return
	}
	lo, hi = vs[0], vs[0]
	for _, v := range vs {
		lo = Vec{min(lo.X, v.X), min(lo.Y, v.Y), min(lo.Z, v.Z)}
		hi = Vec{max(hi.X, v.X), max(hi.Y, v.Y), max(hi.Z, v.Z)}
	}
	return lo, hi
}

func (v Vec) sub(w Vec) Vec { return Vec{v.X - w.X, v.Y - w.Y, v.Z - w.Z} }

func (v Vec) scale(k float64) Vec { return Vec{float64(v.X * k), float64(v.Y * k), float64(v.Z * k)} }

func (v Vec) dot(w Vec) float64 {
	return float64(v.X*w.X) + float64(v.Y*w.Y) + float64(v.Z*w.Z)
}

func (v Vec) cross(w Vec) Vec {
	return Vec{
		float64(v.Y*w.Z) - float64(v.Z*w.Y),
		float64(v.Z*w.X) - float64(v.X*w.Z),
		float64(v.X*w.Y) - float64(v.Y*w.X),
	}
}

func (v Vec) length() float64 { return math.Sqrt(v.dot(v)) }

// finite reports whether all of v's coordinates are numbers.
func (v Vec) finite() bool {
	d := v.X - v.X + (v.Y - v.Y) + (v.Z - v.Z)
	return d == 0
}
