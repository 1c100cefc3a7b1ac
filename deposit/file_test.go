package deposit

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
)

// box returns the mesh of a box.
func box(t testing.TB, x, y, z float64) *mesh.Mesh {
	t.Helper()
	corner := func(i int) mesh.Vec {
		return mesh.Vec{X: x * float64(i&1), Y: y * float64(i>>1&1), Z: z * float64(i>>2&1)}
	}
	var tris [][3]mesh.Vec
	for _, q := range [][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}} {
		tris = append(tris, [3]mesh.Vec{corner(q[0]), corner(q[1]), corner(q[2])}, [3]mesh.Vec{corner(q[0]), corner(q[2]), corner(q[3])})
	}
	m, _, err := mesh.FromTriangles(tris, mesh.Options{Unit: "mm", Name: "box"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// e returns the filament, mm, of a strip.
func e(width, height, length float64) float64 {
	return width * height * length / (math.Pi / 4 * 1.75 * 1.75)
}

// write makes a file of two layers of a bar 10 x 1 x 0.6 mm from -5, -0.5: two lines
// each, with a purge, a skirt and comments around them.
func write(lines func(z float64) string) string {
	out := "G21\nG90\nM82\nG28\nG92 E0\nG1 Z0.3 F600\nG1 X-80 Y-80 F6000\nG1 X80 Y-80 E20\nG92 E0\nM83\n"
	for _, z := range []float64{0.3, 0.6} {
		out += fmt.Sprintf(";LAYER_CHANGE\nG1 Z%.3f\n;TYPE:Skirt\nG1 X-20 Y-20\nG1 X20 Y-20 E3\n;TYPE:Perimeter\n", z)
		out += lines(z)
	}
	return out
}

// barLines writes the bar's two lines at z in the mode given.
func barLines(z, unit float64, relative bool) string {
	k, x0 := e(0.5, 0.3, 10)/unit, -5/unit
	if relative {
		return fmt.Sprintf("G90\nG1 X%f Y%f\nG91\nG1 X%f E%f\nG1 X%f Y%f\nG1 X%f E%f\nG90\n",
			x0, -0.25/unit, 10/unit, k, -10/unit, 0.5/unit, 10/unit, k)
	}
	return fmt.Sprintf("G1 X%f Y%f\nG1 X%f E%f\nG1 E-0.8\nG0 Z9\nG0 X%f Y%f\nG0 Z%f\nG1 E0.8\nG1 X%f E%f\n",
		x0, -0.25/unit, -x0, k, x0, 0.25/unit, z/unit, -x0, k)
}

func TestFileModes(t *testing.T) {
	m := box(t, 10, 1, 0.6)
	half := fmt.Sprintf("%f", e(0.5, 0.3, 10))
	for name, c := range map[string]struct {
		lines                     func(z float64) string
		covered, overlapped, laid float64
	}{
		"lines":    {func(z float64) string { return barLines(z, 1, false) }, 1, 0, 1},
		"relative": {func(z float64) string { return barLines(z, 1, true) }, 1, 0, 1},
		"inches":   {func(z float64) string { return "G20\n" + barLines(z, 25.4, true) + "G21\n" }, 1, 0, 1},
		"absolute E": {func(z float64) string {
			return "M82\nG92 E0\nG1 X-5 Y-0.25\nG1 X5 E" + half + "\nG0 X-5 Y0.25\nG92 E0\nG1 X5 E" + half + "\nM83\n"
		}, 1, 0, 1},
		"only one": {func(float64) string { return "G1 X-5 Y-0.25\nG1 X5 E" + half + "\n" }, 0.5, 0, 0.5},
		"twice":    {func(float64) string { return "G1 X-5 Y-0.25\nG1 X5 E" + half + "\nG1 X-5\nG1 X5 E" + half + "\n" }, 0.5, 0.5, 1},
		"support":  {func(z float64) string { return barLines(z, 1, false) + ";TYPE:Support material\nG1 X-9\nG1 X9 E1\n" }, 1, 0, 1},
		"goes on":  {func(float64) string { return "G1 X-5 Y0\nG1 X0 E" + half + "\nG1 E-1\nG1 E1\nG1 X5 E" + half + "\n" }, 1, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := GCode(strings.NewReader(write(c.lines)), m, Plate{Columns: make([]geom.Pose, 1)}, Options{Pixel: 0.002})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Layers) != 2 {
				t.Fatalf("%d layers", len(r.Layers))
			}
			check(t, r.Total, c.covered, c.overlapped, r.Total.Outside, c.laid, 0.002)
		})
	}
}

// TestArcs lays a ring by arcs, both ways around, and by R.
func TestArcs(t *testing.T) {
	r := band(10, 0.5)
	for _, lines := range []string{
		"G1 X10 Y0\nG3 X10 Y0 I-10 J0 E%[1]f\n",
		"G1 X10 Y0\nG2 X10 Y0 I-10 J0 E%[1]f\n",
		"G1 X10 Y0\nG3 X-10 Y0 R10 E%[2]f\nG3 X10 Y0 I10 E%[2]f\n",
		"G1 X10 Y0\nG2 X0 Y10 R-10 E%[3]f\nG2 X10 Y0 R10 E%[4]f\n",
	} {
		k := e(0.5, height, 20*math.Pi)
		lines = fmt.Sprintf(lines, k, k/2, k*3/4, k/4)
		var got []*sheet
		if err := read(strings.NewReader("M83\nG1 Z0.3\n"+lines), Options{}.withDefaults(), func(s *sheet) error {
			got = append(got, s)
			return nil
		}); err != nil || len(got) != 1 {
			t.Fatal(len(got), err)
		}
		for i := range got[0].strokes {
			got[0].strokes[i].squeeze(height)
		}
		check(t, measure(got[0].strokes, r, Options{}.withDefaults()).coverage(), 1, 0, 0, 1, 0.002)
	}
}

// TestRefusals names what cannot be held against the frame.
func TestRefusals(t *testing.T) {
	m := box(t, 10, 1, 0.6)
	lines := func(z float64) string { return barLines(z, 1, false) }
	for name, c := range map[string]struct {
		file  string
		plate Plate
		want  string
	}{
		"empty":         {"", Plate{}, "no part"},
		"skirt only":    {write(func(float64) string { return "" }), Plate{}, "no part"},
		"another frame": {write(func(float64) string { return "G1 X-25\nG1 X25 E3\n" }), Plate{}, "not one column"},
		"far":           {write(func(float64) string { return "G1 X1001 E3\n" }), Plate{}, "1000 mm"},
		"in the bed":    {"G1 X5 E1\n", Plate{}, "no room"},
		"no pitch":      {write(lines), Plate{Levels: 2}, "pitch"},
		"goes down":     {write(lines) + "G1 Z0.3\nG1 X30 E1\n", Plate{}, "goes down"},
		"one level":     {write(lines), Plate{Levels: 2, Pitch: 1}, "2 levels"},
		"too high":      {write(lines) + "G1 Z2.4\nG1 X30 E1\n", Plate{Levels: 2, Pitch: 1}, "2 levels"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := GCode(strings.NewReader(c.file), m, c.plate, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

// TestMissingTop has a file that ends a layer early: the rest is void.
func TestMissingTop(t *testing.T) {
	m := box(t, 10, 1, 0.9)
	r, err := GCode(strings.NewReader(write(func(z float64) string { return barLines(z, 1, false) })), m, Plate{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, r.Total, 2.0/3, 0, 0, 2.0/3, 0.001)
	if last := r.Layers[len(r.Layers)-1]; len(r.Layers) != 3 || r.Worst != 2 || last.Void != 1 || last.Z != 0.9 {
		t.Errorf("%+v", r)
	}
}

// TestTopInTheMiddle has a last layer of which the mesh has the lower half only.
func TestTopInTheMiddle(t *testing.T) {
	m := box(t, 10, 1, 0.45)
	r, err := GCode(strings.NewReader(write(func(z float64) string { return barLines(z, 1, false) })), m, Plate{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	check(t, r.Total, 1, 0, 0, 1, 0.001)
}

// TestFoot has a first layer that is drawn in and is held against a section drawn in too.
func TestFoot(t *testing.T) {
	m := box(t, 60, 3.3, 2.56)
	plate, _ := stacked(t, m, "process.fill=100%", "process.elephant_foot=0.2mm")
	r, err := Print(plate.Levels[0].Frame, m, Options{Foot: 0.2})
	if err != nil {
		t.Fatal(err)
	}
	if a := r.Layers[0].Section; math.Abs(a-59.6*2.9) > 0.1 || math.Abs(r.Layers[1].Section-60*3.3) > 0.1 {
		t.Errorf("sections of %.2f and %.2f mm2", a, r.Layers[1].Section)
	}
	if r, _ := Print(plate.Levels[0].Frame, m, Options{}); r.Layers[0].Void < 0.1 {
		t.Errorf("void %.3f where the foot is held against the mesh", r.Layers[0].Void)
	}
}

func TestEven(t *testing.T) {
	for _, c := range []struct{ tops, want []float64 }{
		{[]float64{0.2, 0.5, 0.8}, []float64{0.2, 0.5, 0.8}},
		{[]float64{0.3, 0.597, 0.893, 1.19}, []float64{0.3, 0.3 + 0.89/3, 0.3 + 0.89*2/3, 1.19}},
		{[]float64{0.293, 0.587, 0.88, 1.08}, []float64{0.88 / 3, 0.88 * 2 / 3, 0.88, 1.08}},
		{nil, nil},
	} {
		if got := even(c.tops); !cmp.Equal(got, c.want, cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })) && len(c.want) > 0 {
			t.Errorf("%v: %v, want %v", c.tops, got, c.want)
		}
	}
}

// stacked writes a plate of the box, 2 by 2, sliced with changes, and returns what was
// sliced and the file.
func stacked(t testing.TB, m *mesh.Mesh, changes ...string) (*stack.Plate, []byte) {
	t.Helper()
	set := settings(t, changes...)
	s := slicer.New(set)
	p, err := s.Slice(m)
	if err != nil {
		t.Fatal(err)
	}
	in := &set.Interface
	levels := stack.Add(stack.Add(nil, s.Cool(p, 2), nil, nil), s.Cool(s.Over(p, p, in), 2), nil, in)
	plate := &stack.Plate{
		Levels: levels, Gap: float64(in.Gap),
		Columns: []stack.Column{{At: geom.MM(50, 60)}, {At: geom.MM(50, 160), Turn: 180}},
	}
	plate.Surround(&set)
	var out bytes.Buffer
	if _, err := emit.Write(&out, emit.Job{Plate: plate, Set: set}); err != nil {
		t.Fatal(err)
	}
	return plate, out.Bytes()
}

// places returns where plate's frames are.
func places(plate *stack.Plate) Plate {
	out := Plate{Levels: len(plate.Levels), Pitch: plate.Levels[1].Z}
	for _, c := range plate.Columns {
		out.Columns = append(out.Columns, c.Pose())
	}
	return out
}

// TestFileAgreesWithToolpaths measures a stack from its toolpaths and from its file.
func TestFileAgreesWithToolpaths(t *testing.T) {
	m := box(t, 60, 3.3, 2.56)
	plate, file := stacked(t, m, "process.fill=100%")
	opt := FromProfiles(settings(t))
	want, err := Print(plate.Levels[0].Frame, m, opt)
	if err != nil {
		t.Fatal(err)
	}
	got, err := GCode(bytes.NewReader(file), m, places(plate), opt)
	if err != nil {
		t.Fatal(err)
	}
	n := len(want.Layers)
	if len(got.Layers) != 2*n || got.Distinct > n+1 { // the first layer over the gap may be another
		t.Fatalf("%d layers, %d distinct; want %d twice", len(got.Layers), got.Distinct, n)
	}
	for i, l := range got.Layers {
		w := want.Layers[i%n]
		check(t, l.Coverage, w.Covered, w.Overlapped, w.Outside, w.Laid, 0.003)
		if z := w.Z + float64(i/n)*plate.Levels[1].Z; math.Abs(l.Z-z) > 0.001 || l.Level != i/n+1 || math.Abs(l.Height-w.Height) > 0.001 {
			t.Errorf("layer %d: level %d Z %.4f height %.4f, want Z %.4f height %.4f", i, l.Level, l.Z, l.Height, z, w.Height)
		}
	}
}

// TestSameForAnyProcessors compares everything that is reported.
func TestSameForAnyProcessors(t *testing.T) {
	m := box(t, 60, 3.3, 2.56)
	plate, file := stacked(t, m, "process.fill=100%")
	old := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(old)
	var first *Report
	for _, n := range []int{1, 8, 3} {
		runtime.GOMAXPROCS(n)
		r, err := GCode(bytes.NewReader(file), m, places(plate), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r
		}
		if !cmp.Equal(first.Layers, r.Layers) || first.Total != r.Total || first.Worst != r.Worst || !cmp.Equal(first.Picture(10), r.Picture(10)) {
			t.Errorf("another report with %d processors", n)
		}
	}
}

// FuzzGCode holds any file against a box: nothing panics, and shares are shares.
func FuzzGCode(f *testing.F) {
	f.Add([]byte(write(func(z float64) string { return barLines(z, 1, true) })), 1)
	f.Add([]byte("G1 Z1\nG1 X10 E5\nG2 X0 I-5 E3\nG3 R1e9 X3 E2\nG1 X3.000001 E1000000000"), 2)
	m := box(f, 10, 1, 0.6)
	f.Fuzz(func(t *testing.T, file []byte, levels int) {
		r, err := GCode(bytes.NewReader(file), m, Plate{Columns: make([]geom.Pose, 1), Levels: levels % 4, Pitch: 1}, Options{Pixel: 0.1})
		if err != nil {
			return
		}
		for _, l := range append(r.Layers, LayerReport{Coverage: r.Total}) {
			if !(l.Covered >= 0 && l.Covered <= 1+1e-9 && l.Void >= -1e-9 && l.Overlapped >= 0 && l.Outside >= 0 && l.Laid >= 0) {
				t.Errorf("%+v", l)
			}
		}
	})
}
