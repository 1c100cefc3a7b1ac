package resume

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// parted parts a file at a point and returns the cut and the rest.
func parted(t testing.TB, text []byte, at Point, set *profiles.Set) (*Cut, []byte) {
	t.Helper()
	cut, err := Find(bytes.NewReader(text), set.Printer.Firmware, at)
	if err != nil {
		t.Fatalf("%+v: %v", at, err)
	}
	var out bytes.Buffer
	if _, err := Write(&out, bytes.NewReader(text), cut, set, []string{"a note"}); err != nil {
		t.Fatalf("%+v: %v", at, err)
	}
	return cut, out.Bytes()
}

// same holds two strokes against each other; E is rounded in files.
func same(a, b stroke) bool {
	off := math.Abs(a.e - b.e)
	a.e, b.e = 0, 0
	return a == b && off < 2e-5
}

// mustGoOn fails unless the rest makes the strokes of the file from the cut on, by the
// same temperatures, fan, acceleration, flow and marks, and comes there above the print.
func mustGoOn(t *testing.T, text []byte, cut *Cut, rest []byte) {
	t.Helper()
	head := bytes.SplitAfterN(text, []byte("\n"), cut.Line)
	before := len(play(t, bytes.Join(head[:cut.Line-1], nil)).strokes)
	whole, half := play(t, text).strokes, play(t, rest)
	if want := whole[before:]; len(half.strokes) != len(want) {
		t.Fatalf("cut at line %d: %d strokes, the file has %d left", cut.Line, len(half.strokes), len(want))
	}
	for i, s := range half.strokes {
		if want := whole[before+i]; !same(s, want) {
			t.Fatalf("cut at line %d, stroke %d:\n%+v, the file has\n%+v", cut.Line, i, s, want)
		}
	}
	if cut.Rest.Strokes != len(half.strokes) {
		t.Errorf("Rest says %d strokes, there are %d", cut.Rest.Strokes, len(half.strokes))
	}
	begin := bytes.Count(rest[:bytes.Index(rest, []byte("G92 E0"))], []byte("\n"))
	for _, w := range half.ways[:min(len(half.ways), 2)] {
		if w.line > begin && w.z <= cut.Done {
			t.Errorf("line %d of the rest moves at Z%g over a print of %g mm", w.line, w.z, cut.Done)
		}
	}
	if !bytes.Contains(rest, []byte("\n; a note\n")) {
		t.Error("the note is not in the head")
	}
	if bytes.Contains(rest, []byte("= 1h")) {
		t.Error("the head says how long the whole file takes")
	}
}

// TestGoesOnFromAnyLayer parts files of all styles at every layer, by printers that find
// their Z by touch and at the top.
func TestGoesOnFromAnyLayer(t *testing.T) {
	for _, printer := range []string{"prusa-mk3s", "ender-3", "flsun-qq-s"} {
		set := settings(t, printer)
		for _, s := range styles {
			t.Run(printer+" "+s.name, func(t *testing.T) {
				text := s.file()
				for k := max(1, s.from); k < layers; k++ {
					cut, rest := parted(t, text, Point{Z: zOf(k)}, set)
					if math.Abs(cut.Z-zOf(k)) > 1e-9 || math.Abs(cut.Done-zOf(k-1)) > 1e-9 {
						t.Fatalf("goes on at Z%g above Z%g, want %g above %g", cut.Z, cut.Done, zOf(k), zOf(k-1))
					}
					mustGoOn(t, text, cut, rest)
				}
			})
		}
	}
}

// TestGoesOnFromALevel parts stacks at their levels.
func TestGoesOnFromALevel(t *testing.T) {
	set := settings(t, "prusa-mk3s")
	for _, s := range styles {
		text, n := s.file(), layers/max(1, s.levels)
		for level := 2; level <= s.levels; level++ {
			cut, rest := parted(t, text, Point{Level: level}, set)
			if first := (level - 1) * n; cut.Level != level || math.Abs(cut.Z-zOf(first)) > 1e-9 {
				t.Errorf("%s: level %d at Z%g, want level %d at Z%g", s.name, cut.Level, cut.Z, level, zOf(first))
			}
			mustGoOn(t, text, cut, rest)
		}
	}
}

// TestBetweenLayers asks for heights that no layer has: the next one up is taken.
func TestBetweenLayers(t *testing.T) {
	text := styles[0].file()
	for k := 1; k < layers; k++ {
		cut, _ := parted(t, text, Point{Z: zOf(k) - 0.1}, settings(t, "prusa-mk3s"))
		if math.Abs(cut.Z-zOf(k)) > 1e-9 {
			t.Errorf("Z%g is asked for, it goes on at Z%g, want Z%g", zOf(k)-0.1, cut.Z, zOf(k))
		}
	}
}

// TestRestOfTheRest parts a rest again.
func TestRestOfTheRest(t *testing.T) {
	set := settings(t, "prusa-mk3s")
	for _, s := range styles {
		if s.from > 0 {
			continue // the rest of the rest is too little
		}
		_, rest := parted(t, s.file(), Point{Z: zOf(4)}, set)
		cut, again := parted(t, rest, Point{Z: zOf(8)}, set)
		mustGoOn(t, rest, cut, again)
		once, want := play(t, again).strokes, play(t, s.file()).strokes
		if last := want[len(want)-1]; !same(once[len(once)-1], last) {
			t.Errorf("%s: the last stroke is %+v, want %+v", s.name, once[len(once)-1], last)
		}
	}
}

// TestNoZBesideThePrint checks how each way of finding Z is written.
func TestNoZBesideThePrint(t *testing.T) {
	text := styles[0].file()
	for _, c := range []struct {
		set       *profiles.Set
		has, lack []string
	}{
		{settings(t, "ender-3"), []string{"G92 Z1.6\n", "G28 X Y"}, []string{"G28\n", "G28 Z", "G28 ;"}},
		{settings(t, "voron-2.4-350", "printer.resume.z=touch"), []string{"SET_KINEMATIC_POSITION Z=1.6", "G28 X Y"}, []string{"G92 Z", "G28 Z"}},
		{settings(t, "flsun-qq-s"), []string{"G28 ; all axes, at the top"}, []string{"G92 Z", "G28 X Y"}},
		{settings(t, "ender-3", "printer.resume.z=place", "printer.resume.at=[200mm, 200mm]"), []string{"G28 X Y\nG1 X200 Y200", "\nG28 Z\n"}, []string{"G92 Z", "G28\n"}},
	} {
		_, rest := parted(t, text, Point{Z: zOf(5)}, c.set)
		start := string(rest[:bytes.Index(rest, []byte(";LAYER_CHANGE"))])
		for _, want := range c.has {
			if !strings.Contains(start, want) {
				t.Errorf("%s: %q is not in\n%s", c.set.Printer.Name, want, start)
			}
		}
		for _, bad := range c.lack {
			if strings.Contains(start, bad) {
				t.Errorf("%s: %q is in\n%s", c.set.Printer.Name, bad, start)
			}
		}
	}
}

// TestRefuses gives the reasons why there is no rest.
func TestRefuses(t *testing.T) {
	ours, plain := styles[4].file(), styles[0].file()
	for _, c := range []struct {
		name, want string
		text       []byte
		at         Point
	}{
		{"an empty file", "nothing is left", nil, Point{Z: 1}},
		{"no G-code", "nothing is left", []byte("solid frame\nfacet normal 0 0 1\n"), Point{Z: 1}},
		{"above all", "nothing is left", plain, Point{Z: 50}},
		{"the first layer", "nothing is printed before", ours, Point{Level: 1}},
		{"no marks", "does not say where the levels", plain, Point{Level: 2}},
		{"too few levels", "no level 4", ours, Point{Level: 4}},
		{"too few columns", "no column 2", ours, Point{Level: 2, Column: 2}},
		{"relative Z", "relative", bytes.ReplaceAll(plain, []byte("G1 Z1.5 F7200"), []byte("G91\nG1 Z0.3 F7200\nG90")), Point{Z: 1.5}},
	} {
		if _, err := Find(bytes.NewReader(c.text), profiles.Marlin, c.at); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	near := settings(t, "ender-3", "printer.resume.z=place", "printer.resume.at=[60mm, 60mm]")
	cut, err := Find(bytes.NewReader(plain), profiles.Marlin, Point{Z: 2.1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(&bytes.Buffer{}, bytes.NewReader(plain), cut, near, nil); err == nil || !strings.Contains(err.Error(), "come down on the print") {
		t.Errorf("Z is found on the print: %v", err)
	}
}

// FuzzFind gives Find anything. What it finds a cut in, Write writes, and where the rest
// cannot lay what the file lays, Strokes tells.
func FuzzFind(f *testing.F) {
	for _, s := range styles {
		f.Add(s.file(), 1.5, 0)
		f.Add(s.file(), 0.0, 2)
	}
	f.Add([]byte("G91\nG20\nM83\nG2 X1 Y1 I1 E1\nM486 T3\nM486 AName\nT1\nM104 T1 S200\n;LEVEL:2\nG92\nG28\n;LAYER:1\nG1 X1 Y9 Z9 E9"), 1.0, 0)
	set := settings(f, "prusa-mk3s")
	f.Fuzz(func(t *testing.T, text []byte, z float64, level int) {
		cut, err := Find(bytes.NewReader(text), profiles.Marlin, Point{Z: z, Level: level})
		if err != nil {
			return
		}
		if lines := bytes.Count(text, []byte("\n")) + 1; cut.Line < 1 || cut.Line > lines || cut.Rest.Strokes < 1 || !(cut.Z > 0) {
			t.Fatalf("%+v of %d lines", cut, lines)
		}
		var out bytes.Buffer
		if _, err := Write(&out, bytes.NewReader(text), cut, set, nil); err != nil {
			return
		}
		if _, err := Strokes(&out, profiles.Marlin); err != nil {
			t.Fatalf("the rest cannot be read: %v", err)
		}
	})
}

// BenchmarkFind looks for the middle of a file of 2 MB.
func BenchmarkFind(b *testing.B) {
	text := large()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Find(bytes.NewReader(text), profiles.Marlin, Point{Z: 900}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWrite writes its second half.
func BenchmarkWrite(b *testing.B) {
	text, set := large(), settings(b, "prusa-mk3s")
	cut, err := Find(bytes.NewReader(text), profiles.Marlin, Point{Z: 900})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Write(&bytes.Buffer{}, bytes.NewReader(text), cut, set, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// large returns a file of some megabytes.
func large() []byte {
	w := &writer{style: &styles[0]}
	w.line("G28\nM109 S240\nG90\nM83")
	for k := range 6000 {
		w.layer(k)
	}
	return w.Bytes()
}
