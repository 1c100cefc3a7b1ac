package gcode

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xfmoulet/qoi"
)

// block is a block of binary G-code to be written.
type block struct {
	kind, pack, encoding uint16
	w, h                 uint16 // of a thumbnail, whose format is encoding
	data                 []byte // as it is before packing
}

// binaryFile writes binary G-code with checksums.
func binaryFile(blocks ...block) []byte {
	out := []byte("GCDE\x01\x00\x00\x00\x01\x00")
	le := binary.LittleEndian
	for _, b := range blocks {
		head := le.AppendUint16(le.AppendUint16(nil, b.kind), b.pack)
		head = le.AppendUint32(head, uint32(len(b.data)))
		packed := packed(b)
		if b.pack != packNone {
			head = le.AppendUint32(head, uint32(len(packed)))
		}
		head = le.AppendUint16(head, b.encoding)
		if b.kind == blockThumbnail {
			head = le.AppendUint16(le.AppendUint16(head, b.w), b.h)
		}
		head = append(head, packed...)
		out = le.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
	}
	return out
}

func packed(b block) []byte {
	var out bytes.Buffer
	switch b.pack {
	case packNone:
		return b.data
	case packDeflate:
		z := zlib.NewWriter(&out)
		z.Write(b.data)
		z.Close()
	case packShrink1:
		return shrunk(b.data, 11)
	case packShrink2:
		return shrunk(b.data, 12)
	}
	return out.Bytes()
}

// shrunk packs data as heatshrink does, with the first match of the greatest length.
func shrunk(data []byte, window int) []byte {
	var out []byte
	bits := 0
	put := func(v, n int) {
		for i := n - 1; i >= 0; i-- {
			if bits%8 == 0 {
				out = append(out, 0)
			}
			out[len(out)-1] |= byte(v>>i&1) << (7 - bits%8)
			bits++
		}
	}
	for i := 0; i < len(data); {
		best, at := 0, 0
		for j := max(0, i-1<<window); j < i; j++ {
			n := 0
			for n < 16 && i+n < len(data) && data[j+n] == data[i+n] {
				n++
			}
			if n > best {
				best, at = n, i-j
			}
		}
		if best < 3 {
			put(1, 1)
			put(int(data[i]), 8)
			i++
			continue
		}
		put(0, 1)
		put(at-1, window)
		put(best-1, shrinkLookahead)
		i += best
	}
	return out
}

// meatPacked packs lines as MeatPack does: with compact, without their spaces; comment
// lines unpacked.
func meatPacked(text string, compact bool) []byte {
	out := []byte{meatSignal, meatSignal, meatPackOn}
	chars := meatChars
	if compact {
		out = append(out, meatSignal, meatSignal, meatSpaceOff)
		chars = strings.Replace(meatChars, " ", "E", 1)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, ";") {
			out = append(out, meatSignal, meatSignal, meatPackOff)
			out = append(append(out, line...), meatSignal, meatSignal, meatPackOn)
			continue
		}
		if compact {
			line = strings.ReplaceAll(line, " ", "")
		}
		if len(line)%2 == 1 {
			line += "\n"
		}
		for i := 0; i < len(line); i += 2 {
			var pair byte
			var whole []byte
			for k := range 2 {
				half := strings.IndexByte(chars, line[i+k])
				if half < 0 {
					half = 15
					whole = append(whole, line[i+k])
				}
				pair |= byte(half) << (4 * k)
			}
			out = append(append(out, pair), whole...)
		}
	}
	return out
}

// gcodeText is G-code with moves, comments and an odd line end.
func gcodeText() string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(";TYPE:Perimeter\nM486 S0\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "G1 X%.3f Y%.3f E%.5f\n", r.Float64()*200, r.Float64()*200, r.Float64())
		if i%50 == 0 {
			fmt.Fprintf(&b, ";LAYER_CHANGE\nM204 S%d\n", 500+i)
		}
	}
	return b.String() + "M84"
}

// moves returns what the commands of a file are.
func moves(t *testing.T, file []byte) (text []string, rd *Reader) {
	t.Helper()
	rd = NewReader(bytes.NewReader(file))
	var c Command
	for rd.Next(&c) {
		s := fmt.Sprint(string(rune(max(c.Letter, 32))), c.Code, string(c.Name), string(c.Comment))
		for _, l := range []byte("XYZES") {
			if v, ok := c.Get(l); ok {
				s += fmt.Sprint(" ", string(l), v)
			}
		}
		text = append(text, s)
	}
	return text, rd
}

func TestBinary(t *testing.T) {
	plain := gcodeText()
	want, _ := moves(t, []byte(plain))
	var files []block
	for pack := uint16(0); pack < 4; pack++ {
		files = append(files, block{kind: blockGcode, pack: pack, data: []byte(plain)},
			block{kind: blockGcode, pack: pack, encoding: encodeMeat, data: meatPacked(plain, true)},
			block{kind: blockGcode, pack: pack, encoding: encodeMeatText, data: meatPacked(plain, false)})
	}
	for _, b := range files {
		got, rd := moves(t, binaryFile(b))
		if rd.Err() != nil || rd.FaultCount() > 0 {
			t.Fatalf("pack %d, encoding %d: %v, %v", b.pack, b.encoding, rd.Err(), rd.Faults())
		}
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			t.Errorf("pack %d, encoding %d: %d lines, want %d, or other ones", b.pack, b.encoding, len(got), len(want))
		}
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(binaryFile(files[7]))
	z.Close()
	if got, _ := moves(t, zipped.Bytes()); len(got) != len(want) {
		t.Errorf("zipped: %d lines, want %d", len(got), len(want))
	}
}

// TestShrinkOfOthers unpacks the example of heatshrink's own tests.
func TestShrinkOfOthers(t *testing.T) {
	got, err := io.ReadAll(io.LimitReader(newShrink(bytes.NewReader([]byte{0xb3, 0x5b, 0xed, 0xe0}), 11), 3))
	if string(got) != "foo" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestBinaryMetadata(t *testing.T) {
	text, rd := moves(t, binaryFile(
		block{kind: 0, data: []byte("Producer=PrusaSlicer 2.7.0\n")},
		block{kind: 3, data: []byte("printer_model=MK4\nbroken\n")},
		block{kind: 2, pack: packDeflate, data: []byte("machine_max_jerk_x=8,8\n")},
		block{kind: 9, data: []byte("of a later version")},
		block{kind: blockGcode, data: []byte("G1 X1\n")},
	))
	want := []string{" 0 Producer = PrusaSlicer 2.7.0", " 0 printer_model = MK4", " 0 machine_max_jerk_x = 8,8", "G1 X1"}
	if strings.Join(text, "|") != strings.Join(want, "|") || rd.FaultCount() > 0 {
		t.Errorf("%q, faults %v", text, rd.Faults())
	}
}

func TestBinaryThumbnails(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 16, 8))
	m.Set(3, 3, color.NRGBA{200, 10, 10, 255})
	var q, j bytes.Buffer
	if qoi.Encode(&q, m) != nil || jpeg.Encode(&j, m, nil) != nil {
		t.Fatal("cannot encode")
	}
	file := binaryFile(
		block{kind: blockThumbnail, w: 16, h: 8, data: []byte("png file")},
		block{kind: blockThumbnail, encoding: 2, w: 16, h: 8, data: q.Bytes()},
		block{kind: blockThumbnail, encoding: 1, w: 16, h: 8, data: j.Bytes()},
		block{kind: blockThumbnail, encoding: 7, w: 16, h: 8, data: []byte("?")},
		block{kind: blockGcode, data: []byte("G1 X1\n")})
	pics, err := Thumbnails(bytes.NewReader(file))
	if err != nil || len(pics) != 3 || string(pics[0].PNG) != "png file" {
		t.Fatalf("%d thumbnails, %v", len(pics), err)
	}
	for _, p := range pics[1:] {
		got, _, err := image.Decode(bytes.NewReader(p.PNG))
		if err != nil || got.Bounds() != m.Bounds() {
			t.Errorf("%v", err)
		}
	}
}

// TestBinaryDamaged checks that a block that is damaged is reported and the others are
// read, and that a file that is cut is an error.
func TestBinaryDamaged(t *testing.T) {
	one := block{kind: blockGcode, pack: packDeflate, data: []byte("G1 X1\nG1 X2\n")}
	good := binaryFile(one, one)
	half := (len(good) - 10) / 2
	flipped := bytes.Clone(good)
	flipped[10+20] ^= 0xff // inside the first block's data
	sum := bytes.Clone(good)
	sum[10+half-1] ^= 1
	long := bytes.Clone(good)
	binary.LittleEndian.PutUint32(long[14:], 1<<31) // says it is larger
	odd := block{kind: blockGcode, pack: 9, data: []byte("G1 X3\n")}
	for name, tt := range map[string]struct {
		file   []byte
		lines  int // at least
		faults int // at least
		fails  bool
	}{
		"good":               {good, 4, 0, false},
		"data":               {flipped, 2, 1, false},
		"checksum":           {sum, 4, 1, false},
		"size":               {long, 4, 1, false},
		"unknown packing":    {binaryFile(odd, one), 2, 1, false},
		"unknown encoding":   {binaryFile(block{kind: blockGcode, encoding: 5, data: one.data}, one), 2, 1, false},
		"cut":                {good[:len(good)-9], 2, 1, true},
		"cut in a head":      {good[:10+half+5], 2, 0, true},
		"cut in the head":    {good[:7], 0, 0, true},
		"another version":    {[]byte("GCDE\x02\x00\x00\x00\x01\x00"), 0, 0, true},
		"nothing but a head": {good[:10], 0, 0, false},
	} {
		got, rd := moves(t, tt.file)
		if len(got) < tt.lines || rd.FaultCount() < tt.faults || (tt.faults == 0) != (rd.FaultCount() == 0) || (rd.Err() != nil) != tt.fails {
			t.Errorf("%s: %d lines, faults %v, error %v", name, len(got), rd.Faults(), rd.Err())
		}
	}
}

func FuzzBinary(f *testing.F) {
	text := "G1 X1.5 Y2 E.3\n;TYPE:x\nM104 S200\n"
	for pack := uint16(0); pack < 4; pack++ {
		f.Add(binaryFile(block{kind: 3, pack: pack, data: []byte("a=b\n")}, block{kind: blockGcode, pack: pack, encoding: encodeMeat, data: meatPacked(text, true)}))
	}
	var raw bytes.Buffer
	w, _ := flate.NewWriter(&raw, 9)
	w.Write([]byte(text))
	w.Close()
	f.Add(binaryFile(block{kind: blockThumbnail, encoding: 2, w: 1, h: 1, data: []byte("qoif\x00\x00\x00\x01\x00\x00\x00\x01\x04\x00")}))
	f.Add(append([]byte("GCDE\x01\x00\x00\x00\x00\x00\x01\x00\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\x02\x00"), raw.Bytes()...))
	f.Fuzz(func(t *testing.T, in []byte) {
		rd := NewReader(bytes.NewReader(in))
		var c Command
		lines := 0
		for ; rd.Next(&c); lines++ {
			if len(c.Raw) > MaxLine {
				t.Fatal("a line that is too long")
			}
		}
		if lines > 2000*len(in)+10 {
			t.Fatalf("%d lines from %d bytes", lines, len(in))
		}
		Thumbnails(bytes.NewReader(in))
	})
}
