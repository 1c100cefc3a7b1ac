package job

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestCalibrate makes a ladder in three dimensions and looks for each of its rungs.
func TestCalibrate(t *testing.T) {
	spec := Spec{Printer: "ender-3", Output: filepath.Join(t.TempDir(), "ladder.gcode")}
	ladder := Ladder{Gaps: []float64{0.15, 0.233, 0.4}, Speeds: []float64{10, 20}, Temperatures: []float64{215, 240}}
	rep, rungs, err := Calibrate(context.Background(), spec, ladder, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(rungs) != 12 || rep.Levels != 13 || rungs[4] != (Rung{5, 0.233, 20, 215}) {
		t.Fatalf("%d rungs, %d levels: %v", len(rungs), rep.Levels, rungs)
	}
	data, err := os.ReadFile(spec.Output)
	if err != nil {
		t.Fatal(err)
	}
	top := 2.0
	for _, r := range rungs {
		_, level, _ := bytes.Cut(data, []byte(";LEVEL:"+itoa(r.Ring+1)+"\n"))
		first, _, _ := bytes.Cut(level, []byte(";INTERFACE_END"))
		text := string(first)
		if want := ";Z:" + micron(top+r.Gap+0.2) + "\n"; !strings.Contains(text, want) {
			t.Errorf("ring %d: no %q", r.Ring, want)
		}
		if !strings.Contains(text, " F"+itoa(int(r.Speed*60))+"\n") {
			t.Errorf("ring %d: nothing at %g mm/s", r.Ring, r.Speed)
		}
		if cool := strings.Contains(text, "M109 R215\n") && strings.Contains(text, "M109 R240\n"); cool != (r.Temperature == 215) {
			t.Errorf("ring %d: cooled is %v at %g C", r.Ring, cool, r.Temperature)
		}
		top += 2 + r.Gap
	}
}

// TestRecipeIsTaken writes the recipe of a ring and prints by it.
func TestRecipeIsTaken(t *testing.T) {
	dir := t.TempDir()
	set, err := Settings(Spec{})
	if err != nil {
		t.Fatal(err)
	}
	rungs, err := Ladder{Speeds: []float64{12}, Temperatures: []float64{215}}.Rungs(&set)
	if err != nil || len(rungs) != 6 {
		t.Fatal(rungs, err)
	}
	var text bytes.Buffer
	if err := rungs[1].WriteRecipe(&text, &set, "mine"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "mine.yaml"), text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := Settings(Spec{Profiles: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	in := got.Interface
	if in.Name != "mine" || in.Gap != 0.2 || in.Speed != 12 || in.Temperature != 215 || !in.Wait || in.Fan != set.Interface.Fan {
		t.Errorf("got %+v", in)
	}
	if got, _ = Settings(Spec{Profiles: []string{dir}, Set: []string{"process.layer_height=0.2mm"}}); got.Interface.Name != "petg" {
		t.Errorf("at other layers %s is taken", got.Interface.Name)
	}
}

// TestLadderRefusals has ladders that cannot be.
func TestLadderRefusals(t *testing.T) {
	set, err := Settings(Spec{})
	if err != nil {
		t.Fatal(err)
	}
	many := make([]float64, 50)
	for i := range many {
		many[i] = 0.2
	}
	for _, l := range []Ladder{{Gaps: many}, {Gaps: []float64{5}}, {Speeds: []float64{0.5}}, {Temperatures: []float64{190}}, {Temperatures: []float64{300}}} {
		if _, err := l.Rungs(&set); err == nil {
			t.Errorf("%v is taken", l)
		}
	}
}

// itoa and micron write numbers as the file has them.
func itoa(n int) string { return strconv.Itoa(n) }

func micron(mm float64) string {
	return strconv.FormatFloat(math.Round(mm*1000)/1000, 'f', -1, 64)
}
