package emit

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// TestRefusals gives Write what cannot be written.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(j *Job)
		want  string
	}{
		{"no plate", func(j *Job) { j.Plate = nil }, "nothing to print"},
		{"no columns", func(j *Job) { j.Plate.Columns = nil }, "nothing to print"},
		{"no levels", func(j *Job) { j.Plate.Levels = nil }, "nothing to print"},
		{"no layers", func(j *Job) { j.Plate.Levels[0].Frame.Layers = nil }, "nothing to print"},
		{"no diameter", func(j *Job) { j.Set.Filament.Diameter = 0 }, "filament.diameter"},
		{"no travel speed", func(j *Job) { j.Set.Process.TravelSpeed = 0 }, "process.travel_speed"},
		{"no speed", func(j *Job) { j.Plate.Levels[0].Frame.Layers[1].Paths[0].Speed = 0 }, "layer 1: path 0: speed"},
		{"no flow", func(j *Job) { j.Plate.Around[0].Flow = 0 }, "skirt and brim: path 0: flow"},
		{"no width", func(j *Job) { j.Plate.Levels[0].Frame.Layers[0].Paths[0].Width = 0 }, "width"},
		{"widths", func(j *Job) { j.Plate.Levels[0].Frame.Layers[0].Paths[1].Widths = []float64{1} }, "1 widths for 3 points"},
		{"no height", func(j *Job) { j.Plate.Levels[0].Frame.Layers[2].Height = 0 }, "layer 2"},
		{"start template", func(j *Job) { j.Set.Printer.StartGcode = "G28\nM104 S{nozle}" }, "start_gcode"},
		{"end template", func(j *Job) { j.Set.Printer.EndGcode = "{if 1}" }, "end_gcode"},
		{"layer template", func(j *Job) { j.Set.Printer.LayerGcode = "{1/0}" }, "layer_gcode"},
		{"level template", func(j *Job) { j.Set.Printer.LevelGcode = "{levle}" }, "level_gcode"},
		{"layer template's form", func(j *Job) { j.Set.Printer.LayerGcode = "{" }, "layer_gcode"},
	} {
		j := job(profiles.Marlin)
		c.spoil(&j)
		if _, err := Write(io.Discard, j); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want one with %q", c.name, err, c.want)
		}
	}
}

// full is a disk with room for n bytes.
type full struct{ n int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestFullDisk(t *testing.T) {
	for _, room := range []int{0, 70_000} {
		j := job(profiles.Marlin)
		levels(&j, 50)
		if _, err := Write(&full{room}, j); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: got %v", room, err)
		}
	}
	if err := Tail(&full{10}, job(profiles.Marlin), Totals{}); !errors.Is(err, errFull) {
		t.Errorf("tail: got %v", err)
	}
}

// TestMemory checks guarantee 1 of Write: all that levels add are lines of progress.
func TestMemory(t *testing.T) {
	j := job(profiles.Marlin)
	j.Set.Printer.LayerGcode = ""
	for i := range j.Plate.Levels[0].Frame.Layers {
		j.Plate.Levels[0].Frame.Layers[i].Paths[0] = toolpath.Path{Points: circle(20, 500), Width: 0.45, Flow: 1, Speed: 200, Fan: -1}
	}
	count := func(n int) float64 {
		levels(&j, n)
		return testing.AllocsPerRun(5, func() {
			if _, err := Write(io.Discard, j); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := count(10), count(100); many > few+100 {
		t.Errorf("%v allocations for 10 levels, %v for 100", few, many)
	}
}

// TestBareProfile writes with a printer that has no start and end code, and no
// acceleration, retraction or temperature.
func TestBareProfile(t *testing.T) {
	j := job(profiles.Marlin)
	j.Set.Printer = profiles.Printer{Firmware: profiles.Marlin}
	text, _ := written(t, j)
	for _, want := range []string{"\nM140 S85\nM104 S240\n", "\nG28\nM190 S85\nM109 S240\n", "\nM104 S0\nM140 S0\nM84\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, no := range []string{"M204 R", "M204 T", "G1 E-", "G10"} {
		if strings.Contains(string(text), no) {
			t.Errorf("%q is there", no)
		}
	}
}
