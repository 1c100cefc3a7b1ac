package job

import (
	"flag"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/toolpath"
	"pgregory.net/rapid"
)

// init fixes the seed of the property tests, so that a failure is one for everybody;
// -rapid.seed looks elsewhere.
func init() {
	if err := flag.Set("rapid.seed", "2020"); err != nil {
		panic(err)
	}
}

// boxes returns the mesh of boxes that stand beside each other, given as x0 y0 z0 x1 y1
// z1 in mm.
func boxes(t interface{ Fatal(...any) }, all ...[6]float64) *mesh.Mesh {
	var tris [][3]mesh.Vec
	for _, b := range all {
		v := func(i int) mesh.Vec {
			return mesh.Vec{X: b[3*(i&1)], Y: b[1+3*(i>>1&1)], Z: b[2+3*(i>>2&1)]}
		}
		for _, q := range [][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
			tris = append(tris, [3]mesh.Vec{v(q[0]), v(q[1]), v(q[2])}, [3]mesh.Vec{v(q[0]), v(q[2]), v(q[3])})
		}
	}
	m, _, err := mesh.FromTriangles(tris, mesh.Options{Unit: "mm", Name: "boxes"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// randomFrame returns a bow of three bands, the arms of another height than the brow.
func randomFrame(t *rapid.T) *mesh.Mesh {
	num := func(name string, lo, hi float64) float64 {
		return math.Round(rapid.Float64Range(lo, hi).Draw(t, name)*1000) / 1000
	}
	w, d, band := num("width", 20, 120), num("depth", 10, 80), num("band", 1.2, 6)
	arm, brow := num("arm height", 1, 6), num("brow height", 1, 6)
	return boxes(t,
		[6]float64{0, 0, 0, w, band, brow},
		[6]float64{0, band - 0.5, 0, band, d, arm},
		[6]float64{w - band, band - 0.5, 0, w, d, arm})
}

// randomSet returns the default profiles with a random gap, layer height and fill.
func randomSet(t *rapid.T, lib *profiles.Library) profiles.Set {
	set, err := lib.Resolve("", "", "", "", []string{"interface.flow=100%"})
	if err != nil {
		t.Fatal(err)
	}
	set.Process.LayerHeight = profiles.Length(rapid.Float64Range(0.12, 0.32).Draw(t, "layer height"))
	set.Process.FirstLayerHeight = profiles.Length(rapid.Float64Range(0.12, 0.32).Draw(t, "first layer height"))
	set.Process.Fill = rapid.SampledFrom([]profiles.Ratio{0.2, 1}).Draw(t, "fill")
	set.Process.ElephantFoot = rapid.SampledFrom([]profiles.Length{0, 0, 0.1}).Draw(t, "elephant foot")
	set.Interface.Width = rapid.SampledFrom([]profiles.Length{0, 0, 0.45, 0.6}).Draw(t, "width")
	gap := profiles.Length(rapid.Float64Range(0.05, 0.8).Draw(t, "gap"))
	if rapid.Bool().Draw(t, "on the grid") {
		gap = set.Process.LayerHeight * profiles.Length(rapid.IntRange(1, 3).Draw(t, "layers of air"))
	}
	set.Interface.Gap = gap
	return set
}

// TestLevelsAreIdentical checks stacks of random frames, counts, gaps and layer heights:
// levels differ in Z, in the first layer over the gap and in the travel from it, and lay the same volume.
func TestLevelsAreIdentical(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		set := randomSet(t, lib)
		s := slicer.New(set)
		frame, err := s.Slice(randomFrame(t))
		if err != nil {
			t.Skip(err)
		}
		n := rapid.IntRange(2, 30).Draw(t, "levels")
		levels := pile(s, frame, &set, n, rapid.IntRange(1, 3).Draw(t, "columns"))
		if len(levels) != n {
			t.Fatalf("%d levels, want %d", len(levels), n)
		}
		for k := 1; k < n; k++ {
			if want := float64(k) * (frame.Height + float64(set.Interface.Gap)); math.Abs(levels[k].Z-want) > 1e-9 {
				t.Fatalf("level %d stands at %v, want %v", k+1, levels[k].Z, want)
			}
			if levels[k].Frame != levels[1].Frame {
				t.Fatalf("level %d has a frame of its own", k+1)
			}
		}
		low, high := levels[0].Frame, levels[1].Frame
		for i := 1; i < len(low.Layers); i++ {
			a, b := low.Layers[i], high.Layers[i]
			if i == 1 { // its first travel begins where the first layer ends
				b.Paths = slices.Clone(b.Paths)
				b.Paths[0].Travel = a.Paths[0].Travel
			}
			if !reflect.DeepEqual(a, b) {
				t.Fatalf("layers %d differ", i+1)
			}
		}
		sameVolume(t, low, high)
	})
}

// TestLevelsLayTheSame checks in the file what the plate promises: where the bed's inset and
// the gap's flow are left out, every level pushes as much filament as the first, within
// 0.01 %.
func TestLevelsLayTheSame(t *testing.T) {
	rep, _ := run(t, Spec{Model: "chin", Stack: 5, Set: []string{"process.elephant_foot=0mm", "process.skirt_loops=0",
		"process.fill=100%", "interface.flow=100%", "interface.gap=0.37mm"}})
	if len(rep.ByLevel) != 5 {
		t.Fatalf("%d levels", len(rep.ByLevel))
	}
	first := rep.ByLevel[0].FilamentMM
	for _, l := range rep.ByLevel {
		if math.Abs(l.FilamentMM/first-1) > 1e-4 {
			t.Errorf("level %d takes %.4f mm of filament, the first %.4f", l.Level, l.FilamentMM, first)
		}
	}
}

// sameVolume checks that a frame over a gap lays what it lays on the bed, and what the
// inset on the bed leaves out.
func sameVolume(t *rapid.T, low, high *toolpath.Print) {
	first := &low.Layers[0]
	base, bottom := polygon.Region(low.Base).Area(), polygon.Region(low.Bottom).Area()
	want := low.Volume() + first.Volume()*(bottom/base-1)
	if solid := first.Volume() / (base * first.Height); math.Abs(solid-1) > 0.1 {
		return // a first layer with a fill: over a gap it is solid
	}
	if off := high.Volume()/want - 1; math.Abs(off) > 1e-4 {
		t.Fatalf("a level over a gap lays %.3f mm3, on the bed it would lay %.3f", high.Volume(), want)
	}
}

// TestEveryInterface makes a stack by each kind of interface, for each firmware; the file
// is replayed and checked before it is kept. What is set between the frames is the same
// for each of them but the lowest, and all is as before after the interface.
func TestEveryInterface(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	printers := []string{"prusa-mk3s", "ender-3", "voron-2.4"}
	for i, name := range []string{"petg", "petg-cool", "petg-lines", "petg-ribs", "petg-pins", "petg-sheet", "petg-on-pla"} {
		spec := Spec{Interface: name, Stack: 4, Printer: printers[i%len(printers)],
			Set: []string{"printer.extruders=2", "interface.pause=true", "interface.accel=300mm/s2"}}
		_, data := run(t, spec)
		levels := strings.Split(string(data), ";LEVEL:")[1:]
		if len(levels) != 4 {
			t.Fatalf("%s: %d levels", name, len(levels))
		}
		for k := 2; k < 3; k++ {
			if got, want := told(levels[k]), told(levels[1]); got != want {
				t.Errorf("%s: level %d is told\n%s\nlevel 2\n%s", name, k+1, got, want)
			}
		}
		states := layerStates(string(data))
		for k := 1; k < len(states); k++ {
			from := len(states[k]) - len(states[0]) + 1 // the layers above the first
			if got, want := states[k][from:], states[0][1:]; !slices.Equal(got, want) {
				t.Errorf("%s: above its first layer level %d has\n%s\nlevel 1\n%s", name, k+1, got, want)
			}
		}
	}
}

// layerStates replays what lasts in a file: for each level, what holds at the first move
// of each of its layers that extrudes.
func layerStates(text string) [][]string {
	var levels [][]string
	state := map[string]string{}
	fresh := false
	for _, line := range strings.Split(text, "\n") {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(line, ";LEVEL:"):
			levels = append(levels, nil)
		case line == ";LAYER_CHANGE":
			fresh = true
		case word == "M104" || word == "M109":
			state["nozzle of"+state["tool"]] = strings.Trim(rest, "SR")
		case line == "T1":
			state["tool"] = line
		case line == "T0":
			delete(state, "tool")
		case word == "M106" || word == "M107":
			state["fan"] = rest
		case word == "M204" || word == "SET_VELOCITY_LIMIT":
			state["acceleration"] = rest
		case word == "M220" || word == "M221":
			state[word] = rest
		case fresh && strings.HasPrefix(line, "G1 X") && strings.Contains(line, " E") && !strings.Contains(line, " E-"):
			n := len(levels) - 1
			levels[n] = append(levels[n], fmt.Sprint(state["tool"], state["nozzle of"], state["fan"], state["acceleration"], state["M220"], state["M221"]))
			fresh = false
		}
	}
	return levels
}

// told returns the lines of text that set what lasts, in order.
func told(text string) string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "M73") {
			continue
		}
		if strings.HasPrefix(line, "M") || strings.HasPrefix(line, "T") || strings.HasPrefix(line, "SET_") || strings.HasPrefix(line, "PAUSE") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
