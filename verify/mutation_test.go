package verify

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// emitted returns the lines of a file that package emit wrote, and the limits of its
// printer. Its golden file is read, so the two packages share nothing but G-code.
func emitted(t testing.TB, name string) ([]string, Limits) {
	t.Helper()
	text, err := os.ReadFile("../testdata/gcode/" + name + ".gcode")
	if err != nil {
		t.Fatal(err)
	}
	l := Limits{
		Firmware: profiles.Firmware(name), Diameter: 1.75, Height: 200,
		Bed:     profiles.Bed{Shape: "rectangle", Width: 200, Depth: 200, Origin: "front-left"},
		MaxFlow: 8, MinNozzle: 220, MaxNozzle: 260, MaxBed: 90,
	}
	c := New(l)
	replayInto(t, c, text)
	l.Volume, _ = c.Deposited()
	l.Tolerance = 0.0005
	return strings.SplitAfter(string(text), "\n"), l
}

var firmwares = []string{"marlin", "prusa", "klipper", "reprapfirmware"}

// TestEmittedIsGood checks the files that the mutations start from.
func TestEmittedIsGood(t *testing.T) {
	for _, name := range firmwares {
		lines, l := emitted(t, name)
		if got := found(t, strings.Join(lines, ""), l); got != "" {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// edit returns line with the value of a word changed by f, and whether it had the word.
func edit(line string, letter byte, f func(float64) float64) (string, bool) {
	word := regexp.MustCompile(fmt.Sprintf(`( %c)(-?[0-9.]+)`, letter))
	m := word.FindStringSubmatchIndex(line)
	if m == nil || !strings.HasPrefix(line, "G1") {
		return line, false
	}
	v, _ := strconv.ParseFloat(line[m[4]:m[5]], 64)
	return line[:m[4]] + strconv.FormatFloat(f(v), 'f', 5, 64) + line[m[5]:], true
}

// TestMutations damages a good file in every way that a printer would suffer from, at
// every line where that way applies, and expects to be told.
func TestMutations(t *testing.T) {
	times := func(k float64) func(float64) float64 { return func(v float64) float64 { return v * k } }
	plus := func(k float64) func(float64) float64 { return func(v float64) float64 { return v + k } }
	word := func(letter byte, f func(float64) float64, when string) func(string) (string, bool) {
		return func(line string) (string, bool) {
			if !strings.Contains(line, when) {
				return line, false
			}
			return edit(line, letter, f)
		}
	}
	drop := func(prefix string) func(string) (string, bool) {
		return func(line string) (string, bool) { return "", strings.HasPrefix(line, prefix) }
	}
	for _, c := range []struct {
		name   string
		damage func(string) (string, bool)
		least  float64 // share of the places where it must be noticed
	}{
		{"X far off", word('X', plus(300), ""), 1},
		{"Y far off", word('Y', plus(-300), ""), 1},
		{"X lost its point", word('X', times(1000), ""), 0.98}, // X0 stays
		{"Z down", word('Z', plus(-0.1), ""), 0.45},            // half of the moves are hops
		{"Z up", word('Z', plus(0.05), ""), 0.45},
		{"Z below the bed", word('Z', plus(-50), ""), 1},
		{"F of a stroke", word('F', times(10), "F1200"), 1},
		{"E tenfold", word('E', times(10), " X"), 0.9},
		{"E a little more", word('E', times(1.1), "F1200"), 0.2},
		{"E lost its sign", word('E', times(-1), " X"), 0.5},
		{"no prime", drop("G1 E0.8 "), 1},
		{"no G11", drop("G11"), 1},
		{"no M109", drop("M109"), 1},
		{"no G28", drop("G28"), 1},
	} {
		places := 0
		for _, name := range firmwares {
			lines, l := emitted(t, name)
			tried, noticed := 0, 0
			for i, line := range lines {
				changed, applies := c.damage(line)
				if !applies {
					continue
				}
				tried++
				lines[i] = changed
				if Failed(check(t, strings.Join(lines, ""), l)) {
					noticed++
				}
				lines[i] = line
			}
			if float64(noticed) < c.least*float64(tried) || testing.Verbose() {
				t.Logf("%s, %s: noticed %d of %d", c.name, name, noticed, tried)
			}
			if float64(noticed) < c.least*float64(tried) {
				t.Fail()
			}
			places += tried
		}
		if places == 0 {
			t.Errorf("%s: there was no place to try it", c.name)
		}
	}
}

// TestLostReset drops the resets of an absolute E, all but the first: the next layer
// then seems to pull back what the one before has printed.
func TestLostReset(t *testing.T) {
	lines, l := emitted(t, "marlin")
	first := true
	for i, line := range lines {
		if strings.HasPrefix(line, "G92") {
			if !first {
				lines[i] = ""
			}
			first = false
		}
	}
	if !Failed(check(t, strings.Join(lines, ""), l)) {
		t.Error("not noticed")
	}
}

func check(t testing.TB, text string, l Limits) []Violation {
	list, err := File(strings.NewReader(text), l)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestCutShort checks that a file that ends early is missed: its volume is not that of
// the parts, and an object is not ended.
func TestCutShort(t *testing.T) {
	lines, l := emitted(t, "prusa")
	text := strings.Join(lines, "")
	half := len(text) / 2
	half += strings.Index(text[half:], ";TYPE:") // of an object
	if got := found(t, text[:half], l); got != CodeLabel+" "+CodeVolume {
		t.Errorf("got %q", got)
	}
}

// TestShuffled moves lines of a good file about; whatever the Checker says of the result,
// it says the same twice.
func TestShuffled(t *testing.T) {
	lines, l := emitted(t, "prusa")
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		i, j := rng.IntN(len(lines)), rng.IntN(len(lines))
		lines[i], lines[j] = lines[j], lines[i]
		text := strings.Join(lines, "")
		if a, b := found(t, text, l), found(t, text, l); a != b {
			t.Fatalf("%q, then %q", a, b)
		}
	}
}

func FuzzFile(f *testing.F) {
	for _, name := range firmwares {
		lines, _ := emitted(f, name)
		f.Add([]byte(strings.Join(lines[:min(len(lines), 60)], "")))
	}
	f.Add([]byte("G28\nM83\nM109 S200\nG2 X1e11 I-5 E1 F9\nG3 R-1 X1 Y1\nG91\nG1 X-1e11 E1"))
	f.Add([]byte(";Z:nan\n;HEIGHT:inf\nG92\nM200 D0.0001\nM221 S1e11\nG1 X1 E1e11 F1e11"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l := testLimits()
		l.Volume = 1
		list, err := File(bytes.NewReader(text), l)
		if err != nil {
			return
		}
		perCode, last := map[string]int{}, 0
		for _, v := range list {
			perCode[v.Code]++
			if perCode[v.Code] > Kept || v.Count < perCode[v.Code] || v.Line < last || v.Text.String() == "" {
				t.Fatalf("violation out of order, or too many: %+v", v)
			}
			last = v.Line
		}
	})
}
