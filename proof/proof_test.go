package proof

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
)

// write puts a file of profiles into a folder of its own and returns both.
func write(t *testing.T, text string) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	file = filepath.Join(dir, "mine.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, file
}

// proved returns what comes of the profiles in a text, and the library with them.
func proved(t *testing.T, text string) (*profiles.Library, Spec, []Result) {
	t.Helper()
	dir, file := write(t, text)
	lib, err := profiles.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	spec := Spec{Paths: []string{file}, Frame: trialFrame(t)}
	results, err := Run(context.Background(), lib, spec)
	if err != nil {
		t.Fatal(err)
	}
	return lib, spec, results
}

// trialFrame returns the file of our trial frame, which takes a fraction of the plain one.
func trialFrame(t *testing.T) string {
	t.Helper()
	solid, err := models.Trial().Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	var stl bytes.Buffer
	if err := solid.WriteSTL(&stl, models.TrialName); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "trial.stl")
	if err := os.WriteFile(file, stl.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

const mine = `printer:
  inherits: ender-3
  nozzles: [0.6mm]
  nozzle: 0.6mm
`

func codes(findings []profiles.Finding) (all []string) {
	for _, f := range findings {
		all = append(all, string(f.Code))
	}
	return all
}

// Every combination is made, a stack takes less than three frames and weighs as much.
func TestRun(t *testing.T) {
	lib, spec, results := proved(t, mine)
	if want := len(lib.Combinations(spec.Paths...)); len(results) != want || want < 4 {
		t.Fatalf("%d results of %d combinations", len(results), want)
	}
	for _, r := range results {
		if r.Finding != nil {
			t.Fatal(r.Finding)
		}
		if r.Three.Minutes <= r.One.Minutes || r.Three.Minutes >= 3*r.One.Minutes {
			t.Errorf("%v: one takes %g min, three %g", r.Choice, r.One.Minutes, r.Three.Minutes)
		}
		if g := r.Three.Grams / r.One.Grams; g < 2.7 || g > 3 {
			t.Errorf("%v: three frames weigh %g times one", r.Choice, g)
		}
	}
}

// What is over a budget, under it, without one, and of nothing is found; the same is
// none.
func TestHold(t *testing.T) {
	lib, _, results := proved(t, mine)
	b := Budgets(nil).With(results, true)
	if found := b.Hold(lib, results, "b.txt", true); len(found) > 0 {
		t.Fatal(found)
	}
	if found := Budgets(nil).Hold(lib, results, "", true); len(found) > 0 {
		t.Fatal(found)
	}
	all := b.choices()
	change := func(i int, f func(*[2]Taken)) {
		x := b[all[i]]
		f(&x)
		b[all[i]] = x
	}
	change(0, func(x *[2]Taken) { x[1].Minutes /= 1.08 })
	change(1, func(x *[2]Taken) { x[0].Grams /= 1.08 })
	change(2, func(x *[2]Taken) { x[0].Minutes *= 1.5 })
	delete(b, all[3])
	b[profiles.Choice{Printer: "gone", Nozzle: 0.4, Filament: "pla", Process: "0.3mm"}] = [2]Taken{{1, 1}, {2, 2}}
	got := strings.Join(codes(b.Hold(lib, results, "b.txt", true)), " ")
	for _, code := range []profiles.Code{profiles.CodeMinutes, profiles.CodeGrams, profiles.CodeSpare, profiles.CodeBudget} {
		if !strings.Contains(got, string(code)) {
			t.Errorf("no %s in %s", code, got)
		}
	}
	if found := b.Hold(lib, results, "b.txt", false); strings.Contains(found[len(found)-1].Text.String(), "no combination") {
		t.Error("a budget of other files is held against these")
	}
}

// What cannot be made has the rule that the replay found broken and the number of frames.
func TestBroken(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	lib, _, results := proved(t, mine+"  layer_gcode: |\n    G1 X900 F3000\n")
	found := Budgets(nil).Hold(lib, results, "", false)
	if len(found) != 1 || found[0].Code != profiles.CodeReplay || found[0].Others != len(results)-1 || found[0].Frames != 1 {
		t.Fatalf("%+v", found)
	}
	if f := found[0]; !strings.HasSuffix(f.File, "mine.yaml") || f.Line != 2 || !strings.Contains(f.Text.String(), "(VG") {
		t.Errorf("%+v", f)
	}
	lib, _, results = proved(t, mine+"  bed: {width: 60mm, depth: 60mm}\n  start_gcode: |\n    G28\n    M109 S{first_layer_temperature[0]}\n  end_gcode: |\n    M84\n")
	if found := Budgets(nil).Hold(lib, results, "", false); len(found) != 1 || found[0].Code != profiles.CodeSlice {
		t.Errorf("a frame on a bed of 60 mm: %+v", found)
	}
}

// A change of the base is told with what it was and is; what is the same is not.
func TestAgainst(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	lib, spec, results := proved(t, mine)
	old, path := write(t, mine+"  limits: {accel: 300mm/s2}\n")
	base, err := profiles.Open(old)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := Against(context.Background(), lib, base, results, spec, base.Combinations(path))
	if err != nil || len(changes) != len(results) {
		t.Fatalf("%d changes of %d, %v", len(changes), len(results), err)
	}
	for _, c := range changes {
		if c.Before == nil || c.After == nil || c.Before.Three.Minutes <= c.After.Three.Minutes {
			t.Fatalf("%+v", c)
		}
	}
	changes, err = Against(context.Background(), lib, lib, results, spec, lib.Combinations(spec.Paths...))
	if err != nil || len(changes) != 0 {
		t.Errorf("against itself: %v, %v", changes, err)
	}
	if changes, _ = Against(context.Background(), lib, lib, results, spec, nil); len(changes) != len(results) || changes[0].Before != nil {
		t.Errorf("against nothing: %v", changes)
	}
	if gone := compare(results, nil); len(gone) != len(results) || gone[0].After != nil {
		t.Errorf("all gone: %v", gone)
	}
}

// A file of budgets reads as it was written; what is none is refused with its line.
func TestBudgets(t *testing.T) {
	b := Budgets{
		{Printer: "ender-3", Nozzle: 0.4, Filament: "pla", Process: "0.3mm"}:  {{12.25, 2.5}, {30.5, 7.25}},
		{Printer: "ender-3", Nozzle: 0.25, Filament: "pla", Process: "0.2mm"}: {{22.25, 2.5}, {60.5, 7.25}},
	}
	var file strings.Builder
	if err := b.Write(&file); err != nil {
		t.Fatal(err)
	}
	again, err := ReadBudgets(strings.NewReader(file.String()), "b.txt")
	if err != nil || !reflect.DeepEqual(b, again) {
		t.Errorf("%v, %v", again, err)
	}
	line := "ender-3 0.4mm pla 0.3mm  12.25 2.50  30.50 7.25\n"
	for _, bad := range []string{"ender-3\n", strings.Replace(line, "2.50", "-1", 1), strings.Replace(line, "0.4mm", "0.4", 1), line + line, line[:30]} {
		if _, err := ReadBudgets(strings.NewReader("# head\n"+bad), "b.txt"); err == nil || !strings.HasPrefix(err.Error(), "b.txt:") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(ctx, lib, Spec{}); err == nil {
		t.Error("goes on though cancelled")
	}
	if _, err := Run(context.Background(), lib, Spec{Frame: "nothing.stl"}); err == nil {
		t.Error("proves without a frame")
	}
}

// Combinations that differ in names alone take the same, and what fails says whose it is.
func TestTwins(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	for _, bad := range []bool{false, true} {
		text := mine
		if bad {
			text += "  layer_gcode: |\n    G1 X900 F3000\n"
		}
		dir, file := write(t, text)
		if err := os.WriteFile(filepath.Join(dir, "twin.yaml"), []byte("process: {inherits: 0.3mm}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		lib, err := profiles.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		results, err := Run(context.Background(), lib, Spec{Paths: []string{file}})
		if err != nil {
			t.Fatal(err)
		}
		took, twins := map[profiles.Choice]Result{}, 0
		for _, r := range results {
			took[r.Choice] = r
		}
		for c, r := range took {
			other := c
			if other.Process = "0.3mm"; c.Process != "twin" {
				continue
			}
			switch o := took[other]; {
			case bad && (r.Finding == nil || r.Finding.In != c), !bad && r.Finding != nil:
				t.Errorf("%v: %+v", c, r.Finding)
			case o.One != r.One || o.Three != r.Three || r.One.Minutes == 0 != bad:
				t.Errorf("%v: %+v, and its twin %+v", c, o, r)
			}
			twins++
		}
		if twins == 0 {
			t.Error("no twins")
		}
	}
}
