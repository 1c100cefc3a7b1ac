package mesh

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/visiere/visiere/internal/say"
)

// read fills s from the first size bytes of r, in whichever format they are.
func (s *soup) read(r io.ReaderAt, size int64, rep *Report) error {
	switch {
	case size == 0:
		return fail(ErrEmpty, say.Errorf("%s is empty: download or export it again", s.name))
	case size > maxBytes:
		return fail(ErrTooLarge, say.Errorf("%s has %d MB, and at most %d are read: reduce the mesh", s.name, size>>20, maxBytes>>20))
	}
	head := make([]byte, min(size, 2048))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return say.Errorf("cannot read %s: %s", s.name, err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		rep.Format = "3MF"
		return s.readThreeMF(r, size, rep)
	case binaryBytes(head) == size:
		rep.Format = "binary STL"
		return s.readBinary(r, size, rep)
	case looksASCII(head):
		rep.Format = "ASCII STL"
		return s.readText(r, size)
	}
	if err := s.foreign(head); err != nil {
		return err
	}
	rep.Format = "binary STL"
	return s.readBinary(r, size, rep)
}

// readText reads an ASCII STL.
func (s *soup) readText(r io.ReaderAt, size int64) error {
	text := make([]byte, size)
	if n, err := r.ReadAt(text, 0); int64(n) < size {
		return say.Errorf("cannot read %s: %s", s.name, err)
	}
	return s.readASCII(text)
}

// looksASCII reports whether head begins an ASCII STL: text, whose first word is solid
// or facet.
func looksASCII(head []byte) bool {
	t := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	if !isWord(t, "solid") && !isWord(t, "facet") {
		return false
	}
	return bytes.IndexByte(head, 0) < 0 && (len(head) < 512 || containsWord(head, "facet"))
}

var bom = []byte("\xEF\xBB\xBF")

// isWord reports whether t begins with the word w, in any case.
func isWord(t []byte, w string) bool {
	return len(t) >= len(w) && bytes.EqualFold(t[:len(w)], []byte(w)) &&
		(len(t) == len(w) || t[len(w)] <= ' ')
}

// containsWord reports whether w occurs in t, in any case.
func containsWord(t []byte, w string) bool {
	return bytes.Contains(bytes.ToLower(t), []byte(w))
}

// strangers are what people have given for an STL, by how it begins.
var strangers = []struct {
	start string
	name  say.Text
}{
	{"\x89PNG", say.T("a PNG picture")},
	{"\xFF\xD8\xFF", say.T("a JPEG picture")},
	{"%PDF", say.T("a PDF document")},
	{"\x1F\x8B", say.T("a gzip archive")},
	{"7z\xBC\xAF", say.T("a 7-Zip archive")},
	{"Rar!", say.T("a RAR archive")},
	{"ISO-10303-21", say.T("a STEP model")},
	{"ply\n", say.T("a PLY mesh")},
	{"glTF", say.T("a glTF model")},
	{"<!doctype html", say.T("a web page")},
	{"<html", say.T("a web page")},
	{"version https://git-lfs", say.T("a Git LFS pointer, not the file that it points to")},
	{"; ", say.T("G-code")},
}

// foreign returns why a file that begins with head is no STL, if that can be told.
func (s *soup) foreign(head []byte) error {
	t := bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	for _, x := range strangers {
		if len(t) >= len(x.start) && bytes.EqualFold(t[:len(x.start)], []byte(x.start)) {
			return fail(ErrFormat, say.Errorf("%s is not an STL or 3MF file but %s: download or export the mesh itself", s.name, x.name))
		}
	}
	if len(head) < 84 || isText(head) {
		return fail(ErrFormat, say.Errorf("%s is not an STL or 3MF file: it begins with %q", s.name, firstWords(t)))
	}
	return nil
}

// isText reports whether head holds no control characters but those of text.
func isText(head []byte) bool {
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7F {
			return false
		}
	}
	return true
}

// firstWords returns at most 24 bytes of t for a message.
func firstWords(t []byte) string {
	if i := bytes.IndexAny(t, "\r\n"); i >= 0 {
		t = t[:i]
	}
	return string(t[:min(len(t), 24)])
}

// binaryBytes returns the size of a binary STL with the triangle count in head, or -1 if
// head is too short to tell.
func binaryBytes(head []byte) int64 {
	if len(head) < 84 {
		return -1
	}
	return 84 + 50*int64(binary.LittleEndian.Uint32(head[80:]))
}
