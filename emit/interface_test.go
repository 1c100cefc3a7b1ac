package emit

import (
	"strings"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// separator returns a layer of a separator, laid by a tool.
func separator(tool int) []toolpath.Layer {
	return []toolpath.Layer{{Z: 0.3, Height: 0.3, Fan: 1, Tool: tool, Paths: []toolpath.Path{{
		Role: toolpath.Separator, Points: []geom.Point{geom.MM(-10, 0), geom.MM(10, 0)}, Width: 0.45, Flow: 1, Speed: 20, Accel: 900, Fan: -1,
	}}}}
}

// TestInterfaceGolden shows what stands between the first two frames of a stack, with
// everything that a recipe can ask for, for each firmware.
func TestInterfaceGolden(t *testing.T) {
	for _, fw := range []profiles.Firmware{profiles.Marlin, profiles.PrusaFW, profiles.Klipper, profiles.RRF} {
		j := job(fw)
		j.Set.Printer.Extruders = 2
		in := &j.Set.Interface
		in.Temperature, in.Wait, in.Pause = 220, true, true
		in.Separator = profiles.Separator{Temperature: 205, Standby: 170, Prime: 2}
		f := frame(2)
		j.Plate.Columns = j.Plate.Columns[:1]
		j.Plate.Levels = stack.Add(stack.Add(nil, f, nil, nil), overGap(f, in), separator(1), in)
		j.Set.Printer.LevelGcode, j.Set.Printer.PauseGcode = "; frame {level} follows", ""
		verified(t, j)
		text, _ := written(t, j)
		_, level, _ := strings.Cut(string(text), ";LEVEL:2\n")
		level, _, _ = strings.Cut(level, "M104 S0\nM140 S0\n")
		golden.Check(t, "../testdata/gcode/interface-"+string(fw)+".gcode", []byte(level))
	}
}

// TestInterfaceWithoutWait sets the temperature in passing.
func TestInterfaceWithoutWait(t *testing.T) {
	j := job(profiles.Marlin)
	j.Set.Interface.Temperature = 220
	j.Plate.Levels = pile(frame(3), 3, &j.Set.Interface)
	j.Set.Printer.PauseGcode = "M25 ; wait for {level}"
	text, _ := written(t, j)
	if got := strings.Count(string(text), "\nM104 S220\n"); got != 2 {
		t.Errorf("cooled %d times, want 2", got)
	}
	if strings.Contains(string(text), "M25") {
		t.Error("pauses without being asked to")
	}
	in := j.Set.Interface
	in.Pause = true
	j.Plate.Levels = pile(frame(3), 3, &in)
	text, _ = written(t, j)
	if got := strings.Count(string(text), "\nM25 ; wait for "); got != 2 {
		t.Errorf("pauses %d times, want 2", got)
	}
	verified(t, j)
}

// TestLevelsAreTheSameText compares all levels above the second with it, in the moves'
// places and in every other command.
func TestLevelsAreTheSameText(t *testing.T) {
	j := job(profiles.Marlin)
	j.Set.Interface.Temperature, j.Set.Interface.Wait = 220, true
	j.Plate.Levels = pile(frame(4), 6, &j.Set.Interface)
	text, _ := written(t, j)
	levels := strings.Split(string(text), ";LEVEL:")[2:]
	levels[len(levels)-1], _, _ = strings.Cut(levels[len(levels)-1], "M104 S0\n")
	want := bare(levels[0])
	for k, l := range levels[:len(levels)-1] {
		if got := bare(l); got != want {
			t.Errorf("level %d:\n%s\nlevel 2:\n%s", k+2, got, want)
		}
	}
}

// bare returns text without heights, amounts of filament and progress.
func bare(text string) string {
	var out []string
	for _, line := range strings.Split(text, "\n")[1:] {
		if strings.HasPrefix(line, ";Z:") || strings.HasPrefix(line, "M73") || strings.HasPrefix(line, "G1 Z") || !strings.Contains(line, " ") {
			continue
		}
		words := strings.Fields(line)
		for i, w := range words {
			if w[0] == 'E' {
				words[i] = "E"
			}
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, "\n")
}
