package gcode

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

// show writes a command as text, its words in the order of the alphabet.
func show(c *Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d:", c.Line)
	if c.Letter != 0 {
		fmt.Fprintf(&b, " %c%d", c.Letter, c.Code)
	}
	if c.Sub != 0 {
		fmt.Fprintf(&b, ".%d", c.Sub)
	}
	if c.Name != nil {
		fmt.Fprintf(&b, " <%s>", c.Name)
	}
	for l := byte('A'); l <= 'Z'; l++ {
		if v, ok := c.Get(l); ok {
			fmt.Fprintf(&b, " %c=%v", l, v)
		}
	}
	if c.Comment != nil {
		fmt.Fprintf(&b, " ;%s", c.Comment)
	}
	return b.String()
}

func readAll(r io.Reader) ([]string, *Reader) {
	rd := NewReader(r)
	var c Command
	var out []string
	for rd.Next(&c) {
		out = append(out, show(&c))
	}
	return out, rd
}

func TestReaderLines(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"G1 X10 Y-20.5 E.04263 F3000", "1: G1 E=0.04263 F=3000 X=10 Y=-20.5"},
		{"G1X10Y20", "1: G1 X=10 Y=20"},
		{"g1 x1 y+2 e-.5", "1: G1 E=-0.5 X=1 Y=2"},
		{"G 1 X 10 Y -2", "1: G1 X=10 Y=-2"},
		{"\t G28 W ; home", "1: G28 W=0 ; home"},
		{"G28 X Y", "1: G28 X=0 Y=0"},
		{"G92.1", "1: G92.1"},
		{"M862.3 P \"MK3S X5\" ; check", "1: M862.3 P=0 ; check"},
		{"M117 Layer 3 X5;done", "1: M117 ;done"},
		{"M118 E1 hello", "1: M118"},
		{"N7 G1 X1*102", "1: G1 N=7 X=1"},
		{"EXCLUDE_OBJECT_START NAME=visor_1", "1: <EXCLUDE_OBJECT_START>"},
		{"set_velocity_limit accel=2000 ; slow", "1: <SET_VELOCITY_LIMIT> ; slow"},
		{"print_start", "1: <PRINT_START>"},
		{"T0", "1: T0"},
		{"Tx", "1: <TX>"},
		{";TYPE:Perimeter", "1: ;TYPE:Perimeter"},
		{";", "1: ;"},
		{"", ""},
		{"\n", "1:"},
		{"G1 X1 (Y5; old) Z2", "1: G1 X=1 Z=2"},
		{"G1 X1\r\nG1 X2\r\n", "1: G1 X=1|2: G1 X=2"},
		{"X10 Y2", "1: X=10 Y=2"},
		{"M98 P\"0:/sys/X5.g\" R1", "1: M98 P=0 R=1"},
		{"G1 X{move.axes[0].max-5} Y1", "1: G1 X=0 Y=1"},
		{"\xef\xbb\xbfG1 X1", "1: G1 X=1"},
		{"G1 X1E5", "1: G1 E=5 X=1"},
		{"M115 U3.11.0", "1: M115 U=3.11"},
		{"G1 X0.1234567890123456789", "1: G1 X=0.12345678901234568"},
	} {
		got, rd := readAll(strings.NewReader(tt.in))
		if s := strings.Join(got, "|"); s != tt.want || rd.Err() != nil || rd.FaultCount() != 0 {
			t.Errorf("%q\n got %s\nwant %s\nerror %v, faults %v", tt.in, s, tt.want, rd.Err(), rd.Faults())
		}
	}
}

func TestReaderFaults(t *testing.T) {
	for _, tt := range []struct{ in, want, fault string }{
		{"G1 Xnan Y1", "1: G1 Y=1", `1 X has no number that can be read: "G1 Xnan Y1"`},
		{"G1 X-inf Y1", "1: G1 Y=1", `1 X has no number that can be read: "G1 X-inf Y1"`},
		{"G1 X- Y1", "1: G1 Y=1", `1 X has no number that can be read: "G1 X- Y1"`},
		{"\nG1 X1" + strings.Repeat("0", 400), "1:|2: G1", `2 the number of X is too large and was left out: "G1 X` + `1` + strings.Repeat("0", 55) + `"`},
		{"G1 X1000000000000", "1: G1", `1 the number of X is too large and was left out: "G1 X1000000000000"`},
		{"G99999999999999999999 X1", "1:", `1 the command's number is too large: "G99999999999999999999 X1"`},
		{"N7 G1 X1*95", "1: G1 N=7 X=1", `1 the checksum is wrong: "N7 G1 X1*95"`},
	} {
		got, rd := readAll(strings.NewReader(tt.in))
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.in, s, tt.want)
		}
		if len(rd.Faults()) != 1 {
			t.Errorf("%q: faults %v", tt.in, rd.Faults())
			continue
		}
		if f := rd.Faults()[0]; fmt.Sprintf("%d %s", f.Line, f.What) != tt.fault {
			t.Errorf("%q\n got %d %s\nwant %s", tt.in, f.Line, f.What, tt.fault)
		}
	}
}

// zeros gives n zero bytes in place of a file that would be too large to hold.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	k := min(int64(len(p)), z.n)
	clear(p[:k])
	z.n -= k
	if k == 0 {
		return 0, io.EOF
	}
	return int(k), nil
}

func TestReaderOverlongLine(t *testing.T) {
	in := io.MultiReader(strings.NewReader("G1 X1\n"), &zeros{64 << 20}, strings.NewReader("\nG1 X2\n;"), &zeros{1 << 20})
	got, rd := readAll(in)
	if s := strings.Join(got, "|"); s != "1: G1 X=1|3: G1 X=2" {
		t.Errorf("got %s", s)
	}
	if f := rd.Faults(); len(f) != 2 || f[0].Line != 2 || f[1].Line != 4 {
		t.Errorf("faults %v", f)
	}
}

func TestReaderKeepsFewFaults(t *testing.T) {
	_, rd := readAll(strings.NewReader(strings.Repeat("G1 X-\n", 1000)))
	if rd.FaultCount() != 1000 || len(rd.Faults()) != maxFaults {
		t.Errorf("%d counted, %d kept", rd.FaultCount(), len(rd.Faults()))
	}
}

func TestReaderSources(t *testing.T) {
	text := strings.Repeat("G1 X1.5 Y2\n;c\n\n", 40000) + "G1 X9"
	want, _ := readAll(strings.NewReader(text))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, text)
	z.Close()
	for name, r := range map[string]io.Reader{
		"gzip":        bytes.NewReader(packed.Bytes()),
		"one byte":    iotest.OneByteReader(strings.NewReader(text)),
		"half":        iotest.HalfReader(strings.NewReader(text)),
		"data at end": iotest.DataErrReader(strings.NewReader(text)),
	} {
		got, rd := readAll(r)
		if len(got) != 120001 || strings.Join(got, "\n") != strings.Join(want, "\n") || rd.Err() != nil {
			t.Errorf("%s: %d lines, error %v", name, len(got), rd.Err())
		}
	}
}

func TestReaderErrors(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, strings.Repeat("G1 X1\n", 1000))
	z.Close()
	for name, r := range map[string]io.Reader{
		"cut gzip":   bytes.NewReader(packed.Bytes()[:packed.Len()-9]),
		"bad gzip":   strings.NewReader("\x1f\x8b\x01"),
		"fails":      iotest.ErrReader(io.ErrClosedPipe),
		"fails late": io.MultiReader(strings.NewReader("G1 X1\n"), iotest.ErrReader(io.ErrClosedPipe)),
		"stuck":      stuck{},
	} {
		if _, rd := readAll(r); rd.Err() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestParam(t *testing.T) {
	rd := NewReader(strings.NewReader(`SET_VELOCITY_LIMIT ACCEL=2000 velocity = 150 A="x y" B=nan LAST= ; C=4`))
	var c Command
	rd.Next(&c)
	for _, tt := range []struct {
		key, want string
		num       float64
		isNum     bool
	}{
		{"accel", "2000", 2000, true}, {"VELOCITY", "150", 150, true}, {"A", "x y", 0, false},
		{"B", "nan", 0, false}, {"LAST", "", 0, false}, {"C", "", 0, false}, {"CCEL", "", 0, false},
	} {
		got, _ := c.Param(tt.key)
		num, isNum := c.ParamFloat(tt.key)
		if string(got) != tt.want || isNum != tt.isNum || isNum && num != tt.num {
			t.Errorf("%s: %q %v %v", tt.key, got, num, isNum)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{
		"G1 X10 Y20 E.5\n;TYPE:x\nM117 hi\n", "N1 G1X1*5\r\n", "SET_X A=1 B=\"2\n", "G1 X1e9999 Y--1 {(\"",
		"\x1f\x8b\x08", "\xef\xbb\xbf", "G1.5.6 X.", "T\nG\nM\nN\n*", "; thumbnail begin 1x1 4\n; AAAA\n; thumbnail end\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		rd := NewReader(bytes.NewReader(in))
		var c Command
		last := 0
		for rd.Next(&c) {
			if c.Line != last+1 {
				t.Fatalf("line %d after %d", c.Line, last)
			}
			last = c.Line
			for l := byte('A'); l <= 'Z'; l++ {
				if v, ok := c.Get(l); ok && !(math.Abs(v) < maxValue) {
					t.Fatalf("%c is %v in %q", l, v, c.Raw)
				}
			}
			c.Param("A")
			c.ParamFloat("B")
		}
		Thumbnails(bytes.NewReader(in))
	})
}

func FuzzNumber(f *testing.F) {
	f.Add(int64(123456), uint8(3))
	f.Add(int64(-5), uint8(0))
	f.Add(int64(9007199254740993), uint8(15))
	f.Fuzz(func(t *testing.T, n int64, d uint8) {
		text := strconv.FormatFloat(float64(n)/1e3, 'f', int(d%20), 64)
		rd := NewReader(strings.NewReader("G1 X" + text))
		var c Command
		rd.Next(&c)
		want, _ := strconv.ParseFloat(text, 64)
		if got, ok := c.Get('X'); ok && got != want || !ok && math.Abs(want) < maxValue {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	})
}

// sample is some 10 MB of what slicers write.
func sample() []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < 10e6; i++ {
		if i%40 == 0 {
			fmt.Fprintf(&b, ";TYPE:External perimeter\n;WIDTH:0.45\nG1 F%d\n", 1200+i%7*300)
		}
		fmt.Fprintf(&b, "G1 X%.3f Y%.3f E%.5f\n", float64(i%200000)/1000, float64(i*7%180000)/1000, float64(i%9000)/1e5)
	}
	return b.Bytes()
}

func BenchmarkReader(b *testing.B) {
	in := sample()
	b.SetBytes(int64(len(in)))
	var c Command
	for b.Loop() {
		for rd := NewReader(bytes.NewReader(in)); rd.Next(&c); {
		}
	}
}
