package models

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/visiere/visiere/polygon"
)

// Solid is the surface of a part, its vertices in mm. Every edge has exactly two
// triangles, which run through it in opposite directions, and all face outwards.
type Solid struct {
	Vertices [][3]float64
	Faces    [][3]int32
}

// extrude returns the solid with o's region between its chamfers and o's inset at both
// ends: one wall for each ring, the same points at every level, and two caps.
func (o *outline) extrude() (Solid, error) {
	if err := o.check(); err != nil {
		return Solid{}, err
	}
	lid, err := triangulate(o.inset)
	if err != nil {
		return Solid{}, err
	}
	var s Solid
	levels := o.levels()
	for _, l := range levels {
		for _, g := range l.region {
			for _, p := range g {
				x, y := p.MM()
				s.Vertices = append(s.Vertices, [3]float64{x, y, l.z})
			}
		}
	}
	n := int32(len(s.Vertices) / len(levels))
	for l := range int32(len(levels) - 1) {
		s.walls(o.region, l*n, n)
	}
	top := n * int32(len(levels)-1)
	for _, f := range lid {
		s.Faces = append(s.Faces, [3]int32{f[0], f[2], f[1]}, [3]int32{top + f[0], top + f[1], top + f[2]})
	}
	return s, nil
}

// level is a section and its height, mm.
type level struct {
	region polygon.Region
	z      float64
}

// levels returns the sections between which the part is straight.
func (o *outline) levels() []level {
	if o.chamfer == 0 {
		return []level{{o.region, 0}, {o.region, o.height}}
	}
	return []level{{o.inset, 0}, {o.region, o.chamfer}, {o.region, o.height - o.chamfer}, {o.inset, o.height}}
}

// walls adds the triangles between the level whose points start at base and the one
// above it, n points further on.
func (s *Solid) walls(r polygon.Region, base, n int32) {
	for _, g := range r {
		m := int32(len(g))
		for i := range m {
			a, b := base+i, base+(i+1)%m
			s.Faces = append(s.Faces, [3]int32{a, b, b + n}, [3]int32{a, b + n, a + n})
		}
		base += m
	}
}

// Volume returns the volume of s in mm3.
func (s Solid) Volume() float64 {
	var sum float64
	for _, f := range s.Faces {
		a, b, c := s.Vertices[f[0]], s.Vertices[f[1]], s.Vertices[f[2]]
		n := cross(a, b, c)
		sum += float64(a[0]*n[0]) + float64(a[1]*n[1]) + float64(a[2]*n[2])
	}
	return sum / 6
}

// cross returns (b - a) x (c - a).
func cross(a, b, c [3]float64) [3]float64 {
	var u, v [3]float64
	for k := range 3 {
		u[k], v[k] = b[k]-a[k], c[k]-a[k]
	}
	return [3]float64{
		float64(u[1]*v[2]) - float64(u[2]*v[1]),
		float64(u[2]*v[0]) - float64(u[0]*v[2]),
		float64(u[0]*v[1]) - float64(u[1]*v[0]),
	}
}

// WriteSTL writes s as a binary STL file with the given name in its header, of which the
// first 73 bytes count.
//
// Errors: those of w.
func (s Solid) WriteSTL(w io.Writer, name string) error {
	buf := bufio.NewWriter(w)
	header := make([]byte, 80)
	copy(header, "Visiere") // must not start with "solid", the mark of a text STL
	copy(header[7:], " "+name)
	out := binary.LittleEndian.AppendUint32(header, uint32(len(s.Faces)))
	for _, f := range s.Faces {
		out = s.appendFacet(out, f)
		buf.Write(out)
		out = out[:0]
	}
	buf.Write(out)
	if err := buf.Flush(); err != nil {
		return fmt.Errorf("models: writing an STL: %w", err)
	}
	return nil
}

// appendFacet adds the 50 bytes of face f: its unit normal, its corners, no attributes.
func (s Solid) appendFacet(out []byte, f [3]int32) []byte {
	n := cross(s.Vertices[f[0]], s.Vertices[f[1]], s.Vertices[f[2]])
	if l := math.Sqrt(float64(n[0]*n[0]) + float64(n[1]*n[1]) + float64(n[2]*n[2])); l > 0 {
		n = [3]float64{n[0] / l, n[1] / l, n[2] / l}
	}
	for _, v := range [][3]float64{n, s.Vertices[f[0]], s.Vertices[f[1]], s.Vertices[f[2]]} {
		for _, x := range v {
			out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(x)))
		}
	}
	return append(out, 0, 0)
}
