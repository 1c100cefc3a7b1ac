package mesh

import (
	"io"

	"github.com/hschendel/stl"
	"github.com/visiere/visiere/internal/say"
)

// readBinary reads a binary STL of size bytes. More bytes than its triangle count needs
// are ignored with a warning.
func (s *soup) readBinary(r io.ReaderAt, size int64, rep *Report) error {
	var head [84]byte
	if n, err := r.ReadAt(head[:], 0); n < len(head) {
		return say.Errorf("cannot read %s: %s", s.name, err)
	}
	need := binaryBytes(head[:])
	if need > size {
		return fail(ErrTruncated, say.Errorf("%s claims %d triangles and holds %d: download or export it again",
			s.name, (need-84)/50, (size-84)/50))
	}
	if need < size && need > 84 {
		rep.add(say.T("%s: %d bytes after the last triangle are ignored", s.name, size-need))
	}
	s.grow(int((need - 84) / 50))
	if err := stl.CopyAll(io.NewSectionReader(r, 0, need), s); err != nil {
		return say.Errorf("cannot read %s: %s", s.name, err)
	}
	return nil
}

// SetName, SetBinaryHeader, SetASCII, SetTriangleCount and AppendTriangle make soup the
// writer that the STL library copies to.

func (s *soup) SetName(string)          {}
func (s *soup) SetBinaryHeader([]byte)  {}
func (s *soup) SetASCII(bool)           {}
func (s *soup) SetTriangleCount(uint32) {}
func (s *soup) AppendTriangle(t stl.Triangle) {
	s.add(vec(t.Vertices[0]), vec(t.Vertices[1]), vec(t.Vertices[2]))
}

func vec(v stl.Vec3) Vec { return Vec{float64(v[0]), float64(v[1]), float64(v[2])} }
