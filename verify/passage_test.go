package verify

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/visiere/visiere/gcode"
)

// recaller counts the lines that a Checker recalls.
type recaller struct {
	*Checker
	lines int
}

// Recall counts.
func (r *recaller) Recall(p *gcode.Passage, e gcode.Effect) bool {
	ok := r.Checker.Recall(p, e)
	if ok {
		r.lines += p.Lines
	}
	return ok
}

// played returns a Checker that has read text with a memo.
func played(t testing.TB, text string, l Limits, memo *gcode.Memo) *recaller {
	r := &recaller{Checker: New(l)}
	if err := gcode.Play(gcode.NewReader(strings.NewReader(text)), memo, r); err != nil {
		t.Fatal(err)
	}
	return r
}

// same reports whether two checkers know the same, to the last bit.
func same(a, b *recaller) bool {
	x, y := *a.Checker, *b.Checker
	for _, c := range []*Checker{&x, &y} {
		c.passage, c.heldBy = passage{}, nil
	}
	return reflect.DeepEqual(x, y)
}

// storeys returns the lines of levels whose layers repeat but for their heights.
func storeys(levels int, pitch float64) []string {
	var b strings.Builder
	b.WriteString(startCode)
	for level := range levels {
		for k := range 3 {
			z := 0.2 + 0.2*float64(k) + pitch*float64(level)
			fmt.Fprintf(&b, ";LAYER_CHANGE\n;Z:%.3f\n;HEIGHT:0.2\nG92 E0\nG1 Z%.3f F600\n", z, z)
			rng := rand.New(rand.NewPCG(uint64(k%2), 0))
			for object := range 2 {
				fmt.Fprintf(&b, "; printing object part_%d\n", object)
				for range 3 {
					fmt.Fprintf(&b, "G1 E-0.8 F2100\nG1 Z%.3f F600\nG1 X%.3f Y%.3f F9000\nG1 Z%.3f F600\nG1 E0.8 F2100\n", z+0.2, 20+60*rng.Float64(), 20+60*rng.Float64(), z)
					fmt.Fprintf(&b, ";TYPE:Perimeter\nM204 P%d\nM106 S%d\nG1 F1200\n", 500+rng.IntN(500), rng.IntN(255))
					for range 40 {
						fmt.Fprintf(&b, "G1 X%.3f Y%.3f E%.5f\n", 20+60*rng.Float64(), 20+60*rng.Float64(), 0.1)
					}
				}
				b.WriteString("G1 E-0.8 F2100\nG1 X50 Y50 F9000\nG1 E0.8 F2100\n; stop printing object\n")
			}
		}
	}
	b.WriteString("G1 E-1 F2100\n")
	return strings.SplitAfter(b.String(), "\n")
}

// TestRecalledIsTheSame holds that a Checker knows the same, whether passages are read or
// recalled, in one file or from the one before.
func TestRecalledIsTheSame(t *testing.T) {
	for _, pitch := range []float64{0.6, 5.28, 0.6180339} {
		text := strings.Join(storeys(6, pitch), "")
		memo := gcode.NewMemo(gcode.MemoBytes)
		want := played(t, text, testLimits(), gcode.NewMemo(0))
		got, again := played(t, text, testLimits(), memo), played(t, text, testLimits(), memo)
		if !same(got, want) || !same(again, want) {
			t.Fatalf("pitch %g: it knows otherwise where passages are recalled", pitch)
		}
		lines := strings.Count(text, "\n")
		if want.lines > 0 || got.lines < lines/2 || again.lines < lines*8/10 {
			t.Errorf("pitch %g: of %d lines %d were recalled without a memo, %d with one, %d in the same file again", pitch, lines, want.lines, got.lines, again.lines)
		}
		if v := got.Finish(); len(v) > 0 {
			t.Errorf("pitch %g: %v", pitch, v)
		}
		rd, c := gcode.NewReader(strings.NewReader(text)), New(testLimits())
		var cmd gcode.Command
		for rd.Next(&cmd) {
			c.Command(&cmd)
		}
		parts, rest := c.Deposited()
		if p, r := got.Deposited(); p < parts-1e-9 || p > parts+1e-9 || r < rest-1e-9 || r > rest+1e-9 {
			t.Errorf("pitch %g: %v and %v mm3 are deposited, %v and %v one by one", pitch, p, r, parts, rest)
		}
	}
}

// TestRecalledByOthersLimits reads a file after one of other limits.
func TestRecalledByOthersLimits(t *testing.T) {
	text := strings.Join(storeys(3, 0.6), "")
	for name, narrow := range map[string]func(*Limits){
		"bed":    func(l *Limits) { l.Bed.Width = 60 },
		"height": func(l *Limits) { l.Height = 1 },
		"flow":   func(l *Limits) { l.MaxFlow = 0.1 },
		"nozzle": func(l *Limits) { l.MinNozzle = 300 },
	} {
		memo := gcode.NewMemo(gcode.MemoBytes)
		played(t, text, testLimits(), memo)
		l := testLimits()
		narrow(&l)
		got, want := played(t, text, l, memo), played(t, text, l, gcode.NewMemo(0))
		if !same(got, want) || len(got.Finish()) == 0 {
			t.Errorf("%s: finds %v, without what it recalls %v", name, got.Finish(), want.Finish())
		}
	}
}

// TestDefectsInRepeatedLayers puts defects into a layer that repeats, line by line: what is
// found is the same as where nothing is recalled, under the same lines.
func TestDefectsInRepeatedLayers(t *testing.T) {
	lines := storeys(4, 0.6)
	layers := 0
	step := 31
	if testing.Short() {
		step = 151
	}
	defects := map[string]func(string) string{
		"X off":    func(s string) string { return strings.Replace(s, " X", " X3", 1) },
		"E off":    func(s string) string { return strings.Replace(s, " E0", " E9", 1) },
		"F off":    func(s string) string { return strings.Replace(s, " F1200", " F90000", 1) },
		"Z lower":  func(s string) string { return strings.Replace(s, " Z", " Z-1", 1) },
		"Z higher": func(s string) string { return strings.Replace(s, " Z", " Z5", 1) },
		"Z none":   func(s string) string { return strings.Replace(s, " Z", " ", 1) },
		"gone":     func(string) string { return "" },
		"cold":     func(s string) string { return s + "M104 S0\n" },
		"homes":    func(s string) string { return s + "G28\n" },
		"inches":   func(s string) string { return s + "G20\n" },
		"relative": func(s string) string { return s + "G91\n" },
		"loose":    func(s string) string { return s + "; stop printing object\n" },
		"lifts":    func(s string) string { return s + "G1 Z0.1\nG1 X50 Y50 E1\n" },
	}
	noticed := map[string]int{}
	for i, line := range lines {
		if strings.HasPrefix(line, ";LAYER_CHANGE") {
			layers++
		}
		if layers < 8 || i%step != 0 && !strings.Contains(line, " Z") && !strings.Contains(line, "F1200") {
			continue
		}
		for name, damage := range defects {
			lines[i] = damage(line)
			text := strings.Join(lines, "")
			got, want := played(t, text, testLimits(), gcode.NewMemo(gcode.MemoBytes)), played(t, text, testLimits(), gcode.NewMemo(0))
			if !same(got, want) {
				t.Fatalf("%s in line %d, %q: found\n%v\nand, where nothing is recalled,\n%v", name, i+1, line, got.Finish(), want.Finish())
			}
			noticed[name] += len(got.Finish())
		}
		lines[i] = line
	}
	for name := range defects {
		if noticed[name] == 0 && name != "gone" && name != "homes" {
			t.Errorf("%s: was found nowhere", name)
		}
	}
}
