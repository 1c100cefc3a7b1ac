package job

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/resume"
	"github.com/visiere/visiere/verify"
)

// stackOf writes a file of small frames and returns it with its profiles.
func stackOf(t *testing.T, spec Spec) (string, profiles.Set) {
	t.Helper()
	spec.Model, spec.Filament, spec.Process = "chin", "petg", "0.3mm"
	spec.Output = filepath.Join(t.TempDir(), "stack.gcode")
	if _, err := Run(context.Background(), spec, nil); err != nil {
		t.Fatal(err)
	}
	set, err := Settings(spec)
	if err != nil {
		t.Fatal(err)
	}
	return spec.Output, set
}

// deposited returns what a part of a file lays of its parts, mm3.
func deposited(text []byte, set profiles.Set) float64 {
	c := verify.New(verify.FromProfiles(set))
	rd := gcode.NewReader(bytes.NewReader(text))
	var cmd gcode.Command
	for rd.Next(&cmd) {
		c.Command(&cmd)
	}
	parts, rest := c.Deposited()
	return parts + rest
}

// before returns the first lines of a file, before the given one.
func before(text []byte, line int) []byte {
	at := 0
	for range line - 1 {
		at += bytes.IndexByte(text[at:], '\n') + 1
	}
	return text[:at]
}

// TestHalvesAddUp parts files of all dialects and holds the halves against the whole.
func TestHalvesAddUp(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	for _, c := range []struct {
		name string
		spec Spec
		at   resume.Point
	}{
		{"prusa", Spec{Printer: "prusa-mk3s", Stack: 3}, resume.Point{Level: 2}},
		{"prusa within an interface", Spec{Printer: "prusa-mk3s", Stack: 2, Interface: "petg-cool"}, resume.Point{Z: 5.2}},
		{"marlin, E absolute, firmware retraction", Spec{Printer: "ender-3", Stack: 2, Columns: 2,
			Set: []string{"printer.relative_e=false", "printer.retract.firmware=true"}}, resume.Point{Z: 3}},
		{"klipper", Spec{Printer: "voron-2.4-350", Stack: 3, Columns: 2, Order: OrderLayers}, resume.Point{Level: 3}},
		{"one column after the other", Spec{Printer: "voron-2.4-350", Stack: 2, Columns: 2, Order: OrderColumns}, resume.Point{Level: 2, Column: 2}},
		{"delta", Spec{Printer: "flsun-qq-s", Stack: 2}, resume.Point{Level: 2}},
		{"second tool", Spec{Printer: "prusa-mk3s", Stack: 2, Interface: "petg-on-pla", Set: []string{"printer.extruders=2"}}, resume.Point{Level: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, set := stackOf(t, c.spec)
			rest := Rest{Input: path, At: c.at, Set: set}
			r, err := Resume(context.Background(), rest)
			if err != nil {
				t.Fatal(err)
			}
			whole, _ := os.ReadFile(path)
			half, _ := os.ReadFile(r.Output)
			sum, want := deposited(before(whole, r.Line), set)+deposited(half, set), deposited(whole, set)
			if math.Abs(sum-want) > 1e-6*want {
				t.Errorf("the halves lay %.4f mm3, the whole %.4f", sum, want)
			}
			if deposited(half, set) < 0.1*want || deposited(half, set) > 0.9*want {
				t.Errorf("the rest is %.0f of %.0f mm3", deposited(half, set), want)
			}
			found, err := verify.File(bytes.NewReader(half), verify.FromProfiles(set))
			if err != nil || verify.Failed(found) {
				t.Errorf("the rest fails its check: %v, %v", found, err)
			}
			checkRest(t, half, r, &set)
		})
	}
}

// checkRest holds what stands before the rest against what it must not do.
func checkRest(t *testing.T, half []byte, r *Resumed, set *profiles.Set) {
	t.Helper()
	start, _, _ := strings.Cut(string(half), ";LAYER_CHANGE")
	if home := strings.Contains(start, "G28 X Y"); home == (set.Printer.Resume.Z == profiles.ResumeTop) || home != r.Touch {
		t.Errorf("homing:\n%s", start)
	}
	if strings.Contains(start, "G28\n") || strings.Contains(start, "G28 Z") || strings.Contains(start, "G80") {
		t.Errorf("Z is probed with the print in the way:\n%s", start)
	}
	z := -1.0
	rd := gcode.NewReader(strings.NewReader(start))
	var c gcode.Command
	for rd.Next(&c) {
		if v, ok := c.Get('Z'); ok && c.Is('G', 1) {
			z = v
		}
		if _, ok := c.Get('X'); ok && c.Is('G', 1) && z < r.Done+1 {
			t.Errorf("%q at Z%g, and Z%g is printed", c.Raw, z, r.Done)
		}
	}
	percent, lines := -1.0, 0
	rd = gcode.NewReader(bytes.NewReader(half))
	for rd.Next(&c) {
		if p, ok := c.Get('P'); ok && c.Is('M', 73) {
			if p < percent {
				t.Errorf("line %d: progress goes back from %g to %g", c.Line, percent, p)
			}
			percent, lines = p, lines+1
		}
	}
	if lines < 10 || percent != 100 {
		t.Errorf("%d lines of progress up to %g %%", lines, percent)
	}
}

// TestForeignFilesGoOn parts a file that has lost all comments, and its rest again.
func TestForeignFilesGoOn(t *testing.T) {
	path, set := stackOf(t, Spec{Printer: "prusa-mk3s", Stack: 2})
	text, _ := os.ReadFile(path)
	var bare []byte
	for line := range bytes.Lines(text) {
		if code, _, _ := bytes.Cut(line, []byte(";")); len(bytes.TrimSpace(code)) > 0 {
			bare = append(append(bare, bytes.TrimSpace(code)...), '\n')
		}
	}
	foreign := filepath.Join(t.TempDir(), "bare.gcode")
	if err := os.WriteFile(foreign, bare, 0o600); err != nil {
		t.Fatal(err)
	}
	sum, input := 0.0, foreign
	for i, z := range []float64{2, 6} {
		r, err := Resume(context.Background(), Rest{Input: input, Output: filepath.Join(t.TempDir(), "rest.gcode"), At: resume.Point{Z: z}, Set: set})
		if err != nil {
			t.Fatal(err)
		}
		if r.Z < z-0.001 || r.Z > z+0.5 || r.Done >= r.Z {
			t.Errorf("goes on at Z%g above Z%g, Z%g was asked for", r.Z, r.Done, z)
		}
		part, _ := os.ReadFile(input)
		half, _ := os.ReadFile(r.Output)
		whole := pushed(part)
		sum = pushed(before(part, r.Line)) + pushed(half)
		if math.Abs(sum-whole) > 1e-6*whole {
			t.Errorf("part %d: the halves push %.4f mm, the whole %.4f", i, sum, whole)
		}
		input = r.Output
	}
}

// pushed returns how much filament the strokes of a file push, mm, E being relative.
func pushed(text []byte) float64 {
	sum := 0.0
	rd := gcode.NewReader(bytes.NewReader(text))
	var c gcode.Command
	for rd.Next(&c) {
		_, x := c.Get('X')
		_, y := c.Get('Y')
		if e, ok := c.Get('E'); ok && e > 0 && c.Is('G', 1) && (x || y) {
			sum += e
		}
	}
	return sum
}

// TestCannotGoOn gives the reasons why there is no rest.
func TestCannotGoOn(t *testing.T) {
	path, set := stackOf(t, Spec{Printer: "voron-2.4-350", Stack: 2, Columns: 2, Order: OrderColumns})
	home := set
	home.Printer.Resume = profiles.Resume{Z: profiles.ResumePlace, At: [2]profiles.Length{175, 175}}
	text, _ := os.ReadFile(path)
	bent := filepath.Join(t.TempDir(), "bent.gcode")
	if err := os.WriteFile(bent, bytes.ReplaceAll(text, []byte(";LAYER_CHANGE\n"), []byte(";LAYER_CHANGE\nG91\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		at   resume.Point
		set  profiles.Set
		want string
	}{
		{path, resume.Point{Level: 2}, set, "one after the other"},
		{path, resume.Point{Level: 2, Column: 3}, set, "no column 3"},
		{path, resume.Point{Level: 3, Column: 1}, set, "no level 3"},
		{path, resume.Point{Level: 1, Column: 1}, set, "nothing is printed before"},
		{path, resume.Point{Z: 100}, set, "nothing is left"},
		{path, resume.Point{Level: 2, Column: 1}, home, "come down on the print"},
		{bent, resume.Point{Z: 3}, set, "relative"},
		{filepath.Join("testdata", "missing.gcode"), resume.Point{Z: 3}, set, "cannot read"},
	} {
		out := filepath.Join(t.TempDir(), "rest.gcode")
		_, err := Resume(context.Background(), Rest{Input: c.path, Output: out, At: c.at, Set: c.set})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.at, err, c.want)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), "*")); len(left) > 0 {
			t.Errorf("%+v: leaves %v", c.at, left)
		}
	}
}
