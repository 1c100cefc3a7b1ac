package job

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

// file writes one of our models, made by params, as an STL.
func file(t testing.TB, model string, params map[string]string) string {
	t.Helper()
	m, err := models.Find(model)
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Make(params)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), model+".stl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := s.WriteSTL(f, model); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFlippedFramesAreLaidOnEachOther slices a stack of every second frame turned over,
// and holds what the file lays against each level's own mesh.
func TestFlippedFramesAreLaidOnEachOther(t *testing.T) {
	spec := Spec{Stack: 3, Flip: FlipAlternate, Deposits: true, Thumbnails: true, Set: []string{"process.fill=100%", "process.skirt_loops=0"}}
	rep, data := run(t, spec)
	if len(rep.Stack.Interfaces) != 2 {
		t.Fatalf("%d interfaces: want tops on tops and bases on bases", len(rep.Stack.Interfaces))
	}
	for _, f := range rep.Stack.Interfaces {
		if f.Match < 0.95 {
			t.Errorf("top and base share %.3f", f.Match)
		}
	}
	if d := rep.Deposits.Total; d.Void > 0.03 || d.Outside > 0.01 {
		t.Errorf("void %.4f, outside %.4f of all levels", d.Void, d.Outside)
	}
	if !bytes.Contains(data, []byte("thumbnail begin")) {
		t.Error("no pictures")
	}
	again, _ := run(t, spec)
	if again.Bytes != rep.Bytes || again.TotalS != rep.TotalS {
		t.Error("a second run makes another file")
	}
}

// TestTopLiesOnTheStack lays a wider frame on top.
func TestTopLiesOnTheStack(t *testing.T) {
	top := file(t, "visor-888", map[string]string{"height": "4mm"})
	rep, _ := run(t, Spec{Model: "visor-888", Stack: 3, Top: top, Deposits: true})
	one, _ := run(t, Spec{Model: "visor-888"})
	if want := 2*one.Height + 4 + 2*0.25; math.Abs(rep.Height-want) > 0.01 {
		t.Errorf("%.2f mm high, want %.2f", rep.Height, want)
	}
	if d := rep.Deposits.Total; d.Outside > 0.01 {
		t.Errorf("%.4f is outside", d.Outside)
	}
}

// TestStackThatFailsIsRefused checks that it is, with what to do, and that force makes it
// and keeps the warning.
func TestStackThatFailsIsRefused(t *testing.T) {
	spec := Spec{Stack: 2, Set: []string{"interface.gap=0.05mm"}, Output: filepath.Join(t.TempDir(), "x.gcode")}
	_, err := Run(context.Background(), spec, nil)
	if err == nil || !strings.Contains(err.Error(), "frames fuse; widen the gap: --gap 0.20mm") {
		t.Fatalf("a gap of 0.05 mm: %v", err)
	}
	if _, err := os.Stat(spec.Output); !errors.Is(err, os.ErrNotExist) {
		t.Error("a refused stack is written")
	}
	spec.Force = true
	rep, data := run(t, spec)
	if rep.Stack.OK || len(rep.Warnings) == 0 || !bytes.Contains(data, []byte("; error of the stack: gap-fuses: ")) {
		t.Errorf("forced: ok %v, warnings %v", rep.Stack.OK, rep.Warnings)
	}
}

// TestPillarsAreApart checks that pillars are in the file, pass its check, and are in no
// frame's volume.
func TestPillarsAreApart(t *testing.T) {
	spec := Spec{Input: trayFile(t), Stack: 3, Pillars: -1}
	rep, data := run(t, spec)
	plain, _ := run(t, Spec{Input: spec.Input, Stack: 3, Force: true})
	if rep.Pillars < 4 || rep.PillarVolume <= 0 || math.Abs(rep.PartVolume/plain.PartVolume-1) > 0.002 {
		t.Errorf("%d pillars of %.3f cm3; frames of %.3f cm3, without pillars %.3f", rep.Pillars, rep.PillarVolume, rep.PartVolume, plain.PartVolume)
	}
	set, err := Settings(spec)
	if err != nil {
		t.Fatal(err)
	}
	found, err := verify.File(bytes.NewReader(data), verify.FromProfiles(set))
	if err != nil || len(found) > 0 {
		t.Errorf("%v %v", found, err)
	}
	top := data[bytes.LastIndex(data, []byte(";LEVEL:3")):]
	if bytes.Contains(top, []byte(";TYPE:Support material\n")) {
		t.Error("the top frame has pillars")
	}
}

// TestStandTellsWhatRunRefuses compares the check without slicing with that of the job.
func TestStandTellsWhatRunRefuses(t *testing.T) {
	for _, spec := range []Spec{{Stack: 4}, {Input: trayFile(t), Stack: 4, Force: true}, {Stack: 3, Flip: FlipAlternate}, {Input: trayFile(t), Stack: 3, Pillars: 3, Force: true}} {
		_, told, err := Stand(spec)
		if err != nil {
			t.Fatal(err)
		}
		rep, _ := run(t, spec)
		if len(told.Verdicts) != len(rep.Stack.Verdicts) {
			t.Fatalf("%+v: %d verdicts, by the job %d", spec, len(told.Verdicts), len(rep.Stack.Verdicts))
		}
		for i, v := range told.Verdicts {
			if w := rep.Stack.Verdicts[i]; v.Code != w.Code || v.Severity != w.Severity || math.Abs(v.Value-w.Value) > 1e-3*math.Abs(v.Value)+1e-3 {
				t.Errorf("%s: %s %v, by the job %s %v", v.Code, v.Severity, v.Value, w.Severity, w.Value)
			}
		}
	}
}

// TestRemediesAreTried checks that a tray's floor is told with pillars that would carry
// it, and a hollow.
func TestRemediesAreTried(t *testing.T) {
	_, r, err := Stand(Spec{Input: trayFile(t), Stack: 10})
	if err != nil || r.OK {
		t.Fatalf("%v, ok %v", err, r.OK)
	}
	all := ""
	for _, v := range r.Verdicts {
		if v.Severity == profiles.Error {
			all += v.Told().String()
		}
	}
	for _, want := range []string{"--flip alternate", "--pillars auto", "X", "--top FRAME"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q does not say %s", all, want)
		}
	}
}

// TestRemediesKeepTheTop checks that what is tried for a stack is tried with what lies on top:
// a wide top hangs over however the frames below lie.
func TestRemediesKeepTheTop(t *testing.T) {
	_, r, err := Stand(Spec{Input: stlFile(t, boxes(t, [6]float64{0, 0, 0, 40, 24, 5})), Stack: 4, Top: trayFile(t)})
	if err != nil || r.OK {
		t.Fatalf("%v, ok %v", err, r.OK)
	}
	for _, v := range r.Verdicts {
		if told := v.Told().String(); strings.Contains(told, "--flip") || strings.Contains(told, "pillars, 0") {
			t.Errorf("%q does not help", told)
		}
	}
}

// trayFile writes the STL of a tray, 60 x 24 mm with a floor of 0.6 mm.
func trayFile(t testing.TB) string {
	m := boxes(t, [6]float64{0, 0, 0, 60, 24, 0.6}, [6]float64{0, 0, 0, 60, 4, 5}, [6]float64{0, 20, 0, 60, 24, 5},
		[6]float64{0, 3, 0, 4, 21, 5}, [6]float64{56, 3, 0, 60, 21, 5})
	return stlFile(t, m)
}

// stlFile writes the STL of m.
func stlFile(t testing.TB, m *mesh.Mesh) string {
	path := filepath.Join(t.TempDir(), "part.stl")
	var b strings.Builder
	b.WriteString("solid tray\n")
	for _, f := range m.Faces {
		b.WriteString("facet normal 0 0 0\nouter loop\n")
		for _, k := range f {
			v := m.Vertices[k]
			b.WriteString("vertex " + fmt.Sprint(v.X) + " " + fmt.Sprint(v.Y) + " " + fmt.Sprint(v.Z) + "\n")
		}
		b.WriteString("endloop\nendfacet\n")
	}
	b.WriteString("endsolid tray\n")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// BenchmarkStand checks a stack of 20 of our default frame, from its model to the
// verdicts.
func BenchmarkStand(b *testing.B) {
	for b.Loop() {
		if _, _, err := Stand(Spec{Stack: 20}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestPillarsKeepColumnsApart checks that pillars beside a frame count where columns are
// placed.
func TestPillarsKeepColumnsApart(t *testing.T) {
	m := boxes(t, [6]float64{0, 0, 0, 60, 20, 1}, [6]float64{8, 0, 0, 52, 20, 6})
	set, err := Settings(Spec{})
	if err != nil {
		t.Fatal(err)
	}
	wide := func(pillars int) int64 {
		p := piler{spec: Spec{Stack: 3, Pillars: pillars}, set: &set, make: newOutlines(&set).of, rep: &Report{}}
		if err := p.pile(m); err != nil {
			t.Fatal(err)
		}
		w, _ := p.shadow().Box().Size()
		return w
	}
	if plain, held := wide(0), wide(-1); held <= plain {
		t.Errorf("%d nm wide, with pillars at its ends %d", plain, held)
	}
}
