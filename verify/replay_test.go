package verify

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/gcode"
)

// replayInto gives every command of text to c.
func replayInto(t testing.TB, c *Checker, text []byte) {
	t.Helper()
	r := gcode.NewReader(bytes.NewReader(text))
	var cmd gcode.Command
	for r.Next(&cmd) {
		c.Command(&cmd)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestDeposited compares the parts' volume with that of the golden plate: two frames on
// the bed and two over a gap, where the first layer is 1.2 times as thick; each has three
// layers of a loop of 80 mm and a band in two pieces.
func TestDeposited(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "testdata", "gcode", "prusa.gcode"))
	if err != nil {
		t.Fatal(err)
	}
	c := New(testLimits())
	replayInto(t, c, text)
	parts, rest := c.Deposited()
	layer := func(height float64) float64 {
		bead := func(width, length float64) float64 {
			return length * (height*(width-height) + math.Pi/4*height*height)
		}
		piece := math.Hypot(5, 0.4)
		return bead(0.45, 80) + bead(0.45, piece) + bead(0.475, piece)
	}
	want := layer(0.2)*(2+2*1.2) + layer(0.3)*8
	if math.Abs(parts-want) > 1e-3 {
		t.Errorf("%.4f mm3 in parts, want %.4f", parts, want)
	}
	if skirt := 360 * (0.2*0.25 + math.Pi/4*0.04); math.Abs(rest-skirt) > 1e-3 {
		t.Errorf("%.4f mm3 in the skirt, want %.4f", rest, skirt)
	}
}

// BenchmarkFile checks 100 layers of a circle, each begun elsewhere, so that none repeats.
func BenchmarkFile(b *testing.B) { benchmarkFile(b, 1) }

// BenchmarkRepeated checks 100 layers of which two alternate.
func BenchmarkRepeated(b *testing.B) { benchmarkFile(b, 50) }

// benchmarkFile checks 100 layers of which every so many are the same.
func benchmarkFile(b *testing.B, same int) {
	var text bytes.Buffer
	text.WriteString(startCode)
	for layer := range 100 {
		z := 0.2 * float64(layer+1)
		fmt.Fprintf(&text, ";LAYER_CHANGE\n;Z:%.2f\n;HEIGHT:0.2\nG92 E0\nG1 X79 Y50 Z%.2f F6000\nG1 F1800\n", z, z)
		for i := range 1000 {
			s, c := math.Sincos(2*math.Pi*float64(i+1)/1000 + float64(layer%(100/same))/1e3)
			fmt.Fprintf(&text, "G1 X%.3f Y%.3f E%.5f\n", 50+29*c, 50+29*s, 0.008)
		}
	}
	if got := found(b, text.String(), testLimits()); got != "" {
		b.Fatal(got)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := File(bytes.NewReader(text.Bytes()), testLimits()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCommand leaves the reader out.
func BenchmarkCommand(b *testing.B) {
	c := New(testLimits())
	r := gcode.NewReader(bytes.NewReader([]byte("G28\nM83\nM109 S240\n;LAYER_CHANGE\n;Z:0.2\nG1 X10 Y10 Z0.2 F1200\n")))
	var cmd gcode.Command
	for r.Next(&cmd) {
		c.Command(&cmd)
	}
	var a, z gcode.Command
	r = gcode.NewReader(bytes.NewReader([]byte("G1 X20 Y10 E0.5\nG1 X10 Y20 E0.5\n")))
	r.Next(&a)
	r.Next(&z)
	b.ReportAllocs()
	for b.Loop() {
		c.Command(&a)
		c.Command(&z)
	}
}
