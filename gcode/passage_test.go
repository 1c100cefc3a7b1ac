package gcode

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// told notes what a listener is told, and recalls what it was told before.
type told struct {
	lines  []string // of commands, and of what was recalled
	found  int      // lines recalled
	follow bool     // whether it recalls at all
	in     bool
	from   int
}

// lore is the effect of a passage on told.
type lore []string

func (l lore) Size() int { return 16 * len(l) }

func (t *told) Command(c *Command) { t.lines = append(t.lines, string(c.Raw)) }
func (t *told) Begin(*Passage)     { t.in, t.from = true, len(t.lines) }
func (t *told) End(p *Passage) Effect {
	t.in = false
	return lore(slices.Clone(t.lines[t.from:]))
}

// Recall writes the lines with their new heights.
func (t *told) Recall(p *Passage, e Effect) bool {
	if !t.follow {
		return false
	}
	z := 0
	for _, line := range e.(lore) {
		if i := strings.Index(line, " Z"); i >= 0 && strings.HasPrefix(line, "G1") {
			_, rest, more := strings.Cut(line[i+2:], " ")
			line = line[:i+2] + strconv.FormatFloat(p.Heights[p.Z[z]], 'f', 3, 64)
			if more {
				line += " " + rest
			}
			z++
		}
		t.lines = append(t.lines, line)
	}
	t.found += len(e.(lore))
	return true
}

// repeating returns a file of layers that are all the same but for Z and their head.
func repeating(layers, moves int) string {
	var b strings.Builder
	b.WriteString("G28\nM83\nM104 S200\n")
	for k := range layers {
		z := 0.2 * float64(k+1)
		fmt.Fprintf(&b, ";LAYER_CHANGE\n;Z:%.3f\nM73 P%d\nG1 Z%.3f F600\n", z, k, z+0.2)
		rng := rand.New(rand.NewPCG(1, 1))
		for i := range moves {
			switch {
			case i%50 == 20:
				fmt.Fprintf(&b, "G1 Z%.3f F600\n", z+0.2)
			case i%50 == 21:
				fmt.Fprintf(&b, ";TYPE:Perimeter\nG1 Z%.3f F600\n", z)
			default:
				fmt.Fprintf(&b, "G1 X%.3f Y%.3f E%.5f\n", 100*rng.Float64(), 100*rng.Float64(), rng.Float64())
			}
		}
	}
	return b.String()
}

// TestPlay compares what is recalled with the lines of the file.
func TestPlay(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		text := strings.ReplaceAll(repeating(12, 5000), "\n", end)
		for _, bytesOf := range []int{0, MemoBytes} {
			listener := &told{follow: true}
			deaf := &told{}
			if err := Play(NewReader(strings.NewReader(text)), NewMemo(bytesOf), listener, deaf); err != nil {
				t.Fatal(err)
			}
			want := strings.Split(strings.TrimSuffix(text, end), end)
			for _, l := range []*told{listener, deaf} {
				if !slices.Equal(l.lines, want) {
					t.Fatalf("%d lines of %d, or others", len(l.lines), len(want))
				}
			}
			if least := len(want) * 8 / 10; bytesOf > 0 && listener.found < least || bytesOf == 0 && listener.found > 0 || deaf.found > 0 {
				t.Errorf("%d of %d lines were recalled by memory of %d bytes", listener.found, len(want), bytesOf)
			}
		}
	}
}

// TestMemoIsBounded plays text that never comes again, and then text that does.
func TestMemoIsBounded(t *testing.T) {
	const most = 1 << 20
	m := NewMemo(most)
	rng := rand.New(rand.NewPCG(3, 4))
	var text bytes.Buffer
	for range 300000 {
		fmt.Fprintf(&text, "G1 X%d\n", rng.IntN(1e6))
	}
	if err := Play(NewReader(&text), m, &told{follow: true}); err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, all := range []map[key]*effects{m.now, m.before} {
		for _, e := range all {
			held += entryBytes
			for _, of := range e.of {
				if of != nil {
					held += of.Size()
				}
			}
		}
	}
	if held > most*9/8 || held < most/4 {
		t.Errorf("%d bytes are held of %d", held, most)
	}
	l := &told{follow: true}
	if err := Play(NewReader(strings.NewReader(repeating(10, 3000))), m, l); err != nil || l.found == 0 {
		t.Errorf("a full memo recalls %d lines: %v", l.found, err)
	}
}

// TestOddPassages holds that nothing is remembered of lines that are not what they seem.
func TestOddPassages(t *testing.T) {
	for _, odd := range []string{
		"G1 X1 Z1.0 Z2.0", "G1 X1 z1.0", "G1 X1 Z", "G1 X1 Z-1", "G1 X1 ; Z9", "G1 Xnan", "G2 X1 Y1 I1 Z3",
		"G1 Z0000000000000001", "G1 Z9999999999999", "G1 X1*44", "G1 X1 (Z2)",
	} {
		text := strings.Repeat("G1 X1\n", 100) + odd + "\n"
		l := &told{follow: true}
		if err := Play(NewReader(strings.NewReader(text+"M400\n"+text)), NewMemo(MemoBytes), l); err != nil {
			t.Fatal(err)
		}
		if l.found > 0 {
			t.Errorf("%s: recalled", odd)
		}
	}
}

// TestPassageEnds looks at which lines end a passage.
func TestPassageEnds(t *testing.T) {
	for line, want := range map[string]bool{
		"G1 X1": true, "G0 F9": true, "G3 X1": true, "G28": false, "G10": false, "G1": false, "G4 P1": false, "G92 E0": false,
		"M106 S9": true, "M107": true, "M1070": false, "M204 P800": true, "M2040 S1": false, "M104 S1": false, "M73 P1": false,
		";TYPE:a": true, ";WIDTH:0.4": true, ";LAYER:1": false, ";Z:1": false, "; printing object a": false, "": false,
		"SET_VELOCITY_LIMIT ACCEL=1": true, "g1 X1": false, "N1 G1 X1": false,
	} {
		if got := passes([]byte(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

// FuzzHeight compares what a Z word says with what the parser reads.
func FuzzHeight(f *testing.F) {
	for _, s := range []string{"1.25", "0.", ".5", "007", "1.2.3", "999999999999", "1e3", "123456789012345", "-1", "0000.00001 X3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, s []byte) {
		v, n := height(s)
		if n == 0 || bytes.ContainsAny(s, "\n\r") {
			return
		}
		rd := NewReader(strings.NewReader("G1 Z" + string(s[:n])))
		var c Command
		rd.Next(&c)
		if got, _ := c.Get('Z'); got != v || rd.FaultCount() > 0 {
			t.Errorf("%q: %v, the parser reads %v", s, v, got)
		}
	})
}

// deaf recalls everything.
type deaf struct{}

func (deaf) Command(*Command)             {}
func (deaf) Begin(*Passage)               {}
func (deaf) End(*Passage) Effect          { return lore(nil) }
func (deaf) Recall(*Passage, Effect) bool { return true }

// BenchmarkPlay reads layers that come again and again, of which a listener recalls all.
func BenchmarkPlay(b *testing.B) {
	text := repeating(50, 5000)
	b.SetBytes(int64(len(text)))
	rd := NewReader(nil)
	for b.Loop() {
		rd.Reset(strings.NewReader(text))
		if err := Play(rd, NewMemo(MemoBytes), deaf{}); err != nil {
			b.Fatal(err)
		}
	}
}
