package mesh

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/say"
)

// binarySTL returns t as a binary STL with a header that begins so.
func binarySTL(t tri, header string) []byte {
	out := append(make([]byte, 0, 84+50*len(t)), header...)
	out = append(out, make([]byte, 80-len(header))...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(t)))
	for _, f := range t {
		out = append(out, make([]byte, 12)...)
		for _, v := range f {
			for _, x := range [3]float64{v.X, v.Y, v.Z} {
				out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(x)))
			}
		}
		out = append(out, 0, 0)
	}
	return out
}

// asciiSTL returns t as an ASCII STL with numbers in the given format of strconv.
func asciiSTL(t tri, format byte) string {
	var b strings.Builder
	b.WriteString("solid test part\n")
	for _, f := range t {
		b.WriteString("  facet normal 0 0 1\n    outer loop\n")
		for _, v := range f {
			b.WriteString("      vertex")
			for _, x := range [3]float64{v.X, v.Y, v.Z} {
				b.WriteString(" " + strconv.FormatFloat(x, format, -1, 32))
			}
			b.WriteString("\n")
		}
		b.WriteString("    endloop\n  endfacet\n")
	}
	b.WriteString("endsolid test part\n")
	return b.String()
}

// readBytes reads a mesh from data.
func readBytes(data []byte, opt Options) (*Mesh, *Report, error) {
	return Read(bytes.NewReader(data), int64(len(data)), opt)
}

func TestReadSTL(t *testing.T) {
	s := box(Vec{}, Vec{60, 20, 10.5})
	text := asciiSTL(s, 'g')
	half := len(s) / 2
	for _, c := range []struct {
		name, format string
		data         []byte
	}{
		{"binary", "binary STL", binarySTL(s, "made by a test")},
		{"binary that begins with solid", "binary STL", binarySTL(s, "solid facet normal vertex")},
		{"binary with a tail", "binary STL", append(binarySTL(s, "x"), "some more bytes"...)},
		{"ASCII", "ASCII STL", []byte(text)},
		{"scientific", "ASCII STL", []byte(asciiSTL(s, 'e'))},
		{"byte order mark", "ASCII STL", []byte("\xEF\xBB\xBF" + text)},
		{"space before", "ASCII STL", []byte("\n \t" + text)},
		{"upper case", "ASCII STL", []byte(strings.ToUpper(text))},
		{"no endsolid", "ASCII STL", []byte(text[:strings.Index(text, "endsolid")])},
		{"no name", "ASCII STL", []byte(strings.ReplaceAll(text, " test part", ""))},
		{"no first line", "ASCII STL", []byte(text[strings.Index(text, "facet"):])},
		{"name with a keyword", "ASCII STL", []byte(strings.ReplaceAll(text, "test part", "vertex facet endfacet"))},
		{"two solids", "ASCII STL", []byte(asciiSTL(s[:half], 'g') + asciiSTL(s[half:], 'f'))},
		{"DOS lines", "ASCII STL", []byte(strings.ReplaceAll(text, "\n", "\r\n"))},
		{"old Mac lines", "ASCII STL", []byte(strings.ReplaceAll(text, "\n", "\r"))},
		{"a line a facet", "ASCII STL", []byte("solid a\n" + strings.ReplaceAll(text[strings.Index(text, "facet"):], "\n  ", " "))},
		{"tabs", "ASCII STL", []byte(strings.ReplaceAll(text, " ", "\t"))},
		{"colours", "ASCII STL", []byte(strings.ReplaceAll(text, "    outer", "    color 1 0 0\n    outer"))},
	} {
		m, r, err := readBytes(c.data, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if r.Format != c.format || r.Triangles != 12 || !r.Closed || len(m.Vertices) != 8 {
			t.Errorf("%s: %+v", c.name, *r)
		}
		near(t, c.name, m.Volume(), 12600, 1e-3)
	}
}

func TestQuadsInASCII(t *testing.T) {
	var b strings.Builder
	b.WriteString("solid\n")
	for _, q := range []string{"0 0 0,0 9 0,9 9 0,9 0 0", "0 0 9,9 0 9,9 9 9,0 9 9", "0 0 0,9 0 0,9 0 9,0 0 9",
		"0 9 0,0 9 9,9 9 9,9 9 0", "0 0 0,0 0 9,0 9 9,0 9 0", "9 0 0,9 9 0,9 9 9,9 0 9"} {
		b.WriteString("facet normal 0 0 0 outer loop\n vertex " + strings.ReplaceAll(q, ",", "\n vertex ") + "\nendloop endfacet\n")
	}
	m, r, err := readBytes([]byte(b.String()), Options{})
	if err != nil || r.Triangles != 12 {
		t.Fatal(r, err)
	}
	near(t, "volume", m.Volume(), 729, 1e-9)
}

func TestNumber(t *testing.T) {
	for _, s := range []string{"0", "-0", "1", "+1.5", "-.5", "5.", "1e3", "1E-3", "-1.25e+02", "123456789012345",
		"0.000000000000000000000001", "1.7976931348623157e308", "123456789.123456789e-12", "3.402823e+38",
		"000000000000000000000000012.5", "9007199254740993", "0.1", "1e22", "1e-22", "4.9e-324"} {
		got, ok := number([]byte(s))
		if want, err := strconv.ParseFloat(s, 64); !ok || err != nil || got != want {
			t.Errorf("%s: %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "-", ".", "1,5", "nan", "inf", "0x10", "1e", "1e+", "1e5x", "1.2.3", "e5", "1_0", "1e999"} {
		if got, ok := number([]byte(s)); ok {
			t.Errorf("%q is read as %g", s, got)
		}
	}
}

func TestBadSTL(t *testing.T) {
	s := box(Vec{}, Vec{60, 20, 10})
	bin, text := binarySTL(s, "x"), asciiSTL(s, 'g')
	claims := append([]byte(nil), bin...)
	binary.LittleEndian.PutUint32(claims[80:], 4_000_000_000)
	nan := append([]byte(nil), bin...)
	binary.LittleEndian.PutUint32(nan[84+12:], math.Float32bits(float32(math.NaN())))
	for _, c := range []struct {
		name string
		data string
		want error
		says string
	}{
		{"empty", "", ErrEmpty, "is empty"},
		{"no triangles", string(binarySTL(nil, "x")), ErrEmpty, "no triangles"},
		{"no triangles in ASCII", "solid x\nendsolid x\n", ErrEmpty, "no triangles"},
		{"claims", string(claims), ErrTruncated, "claims 4000000000 triangles and holds 12"},
		{"cut", string(bin[:len(bin)-70]), ErrTruncated, "claims 12 triangles and holds 10"},
		{"cut in the header", string(bin[:70]), ErrFormat, "is not an STL"},
		{"ASCII cut in a facet", text[:strings.LastIndex(text, "endloop")], ErrTruncated, "ends inside a facet"},
		{"text", strings.Repeat("Dear printer, please print this frame for me.\n", 9), ErrFormat, `begins with "Dear printer, please pri"`},
		{"web page", "<!DOCTYPE html>\n<html><body>404</body></html>", ErrFormat, "a web page"},
		{"picture", "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 200), ErrFormat, "a PNG picture"},
		{"pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 12\n", ErrFormat, "Git LFS"},
		{"not a number", string(nan), ErrUnusable, "triangle 1 has a corner that is not a number"},
		{"nan in ASCII", strings.Replace(text, "vertex 0", "vertex nan", 1), ErrFormat, `mesh:4: "nan" is not a number`},
		{"comma", strings.Replace(text, "vertex 0", "vertex 0,5", 1), ErrFormat, `"0,5" is not a number`},
		{"two corners", strings.Replace(text, "vertex", "vretex", 1), ErrFormat, "mesh:8: a facet with 2 corners"},
		{"many corners", "solid\nfacet\n" + strings.Repeat("vertex 1 2 3\n", 99), ErrFormat, "more than 64 corners"},
	} {
		m, r, err := readBytes([]byte(c.data), Options{})
		if !errors.Is(err, c.want) || m != nil || r != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		} else if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q does not say %q", c.name, err, c.says)
		} else if say.Of(err).Format == "%s" {
			t.Errorf("%s: %q cannot be translated", c.name, err)
		}
	}
}

// A file that claims a gigabyte must not cost one.
func TestClaimsCostNothing(t *testing.T) {
	head := binarySTL(nil, "x")
	binary.LittleEndian.PutUint32(head[80:], 1<<31)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, _, err := readBytes(head, Options{}); !errors.Is(err, ErrTruncated) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}

// huge is a file of n bytes without content.
type huge struct{}

func (huge) ReadAt(p []byte, _ int64) (int, error) { return len(p), nil }

func TestTooLarge(t *testing.T) {
	if _, _, err := Read(huge{}, maxBytes+1, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "frame.3mf") // the content tells, not the name
	if err := os.WriteFile(path, binarySTL(box(Vec{}, Vec{60, 20, 10}), "x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, r, err := Load(path, Options{}); err != nil || r.Format != "binary STL" {
		t.Error(r, err)
	}
	if _, _, err := Load(filepath.Join(dir, "none.stl"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, _, err := Load(dir, Options{}); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("solid\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Load(path, Options{Name: "my part"}); !strings.Contains(fmt.Sprint(err), "my part") {
		t.Error(err)
	}
}

// fuzzRead checks what every reading must hold to: no panic, and either an error of a
// known kind or a mesh whose sections can be taken.
func fuzzRead(t *testing.T, data []byte) {
	m, r, err := readBytes(data, Options{Unit: "mm"})
	if err != nil {
		for _, kind := range []error{ErrEmpty, ErrFormat, ErrTruncated, ErrTooLarge, ErrUnit, ErrUnusable} {
			if errors.Is(err, kind) {
				return
			}
		}
		t.Fatalf("an error of no kind: %v", err)
	}
	if m == nil || r == nil || len(m.Faces) == 0 {
		t.Fatal("neither mesh nor error")
	}
	lo, hi := bounds(m.Vertices)
	if math.Abs(lo.X+hi.X) > 1e-6 || lo.Z != 0 || !hi.finite() || !lo.finite() {
		t.Fatalf("not placed: %v %v", lo, hi)
	}
	for _, loops := range m.Loops([]float64{0, hi.Z / 3, hi.Z}) {
		for _, g := range loops {
			if len(g) < 3 {
				t.Fatalf("loop %v", g)
			}
		}
	}
	m.Flats()
}

func FuzzBinarySTL(f *testing.F) {
	for _, s := range []tri{nil, box(Vec{}, Vec{9, 9, 9}), torus(9, 3, 5, 4)} {
		f.Add(binarySTL(s, "solid"))
	}
	f.Add(binarySTL(joined(box(Vec{}, Vec{9, 9, 9}), box(Vec{}, Vec{9, 9, 9})[3:]), ""))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 84 && len(data) < 4096 { // most changes break the count
			binary.LittleEndian.PutUint32(data[80:], uint32((len(data)-84)/50))
		}
		fuzzRead(t, data)
	})
}

func FuzzASCIISTL(f *testing.F) {
	f.Add(asciiSTL(box(Vec{}, Vec{9, 9, 9}), 'g'))
	f.Add(asciiSTL(torus(9, 3, 3, 3), 'e'))
	f.Add("\xEF\xBB\xBF SOLID\rFACET vertex 1 2 3 vertex 3 4 -5e-3 vertex 5 6 .7 endfacet")
	f.Fuzz(func(t *testing.T, text string) { fuzzRead(t, []byte(text)) })
}
