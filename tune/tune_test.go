package tune

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/yield"
)

// day is that of a maker with a job.
func day() yield.Day {
	return yield.Day{Visits: []float64{7 * 3600, 19 * 3600, 23 * 3600}, ChangeS: 900}
}

// band writes the STL of a U of bands of 4 mm, 60 x 40 x 3 mm.
func band(t testing.TB) string { return tapered(t, 4, 4, 3) }

// tapered writes the STL of a U of bands, 60 x 40 mm, as wide at the bottom and at the top
// as is told.
func tapered(t testing.TB, low, top, height float64) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("solid band\n")
	corners := func(w float64) [][2]float64 {
		return [][2]float64{{0, 0}, {60, 0}, {60, 40}, {60 - w, 40}, {60 - w, w}, {w, w}, {w, 40}, {0, 40}}
	}
	facet := func(p ...[3]float64) {
		b.WriteString("facet normal 0 0 0\nouter loop\n")
		for _, q := range p {
			fmt.Fprintf(&b, "vertex %g %g %g\n", q[0], q[1], q[2])
		}
		b.WriteString("endloop\nendfacet\n")
	}
	at := func(i int, z float64) [3]float64 {
		c := corners(low)[i%8]
		if z > 0 {
			c = corners(top)[i%8]
		}
		return [3]float64{c[0], c[1], z}
	}
	for i := range 8 {
		facet(at(i, 0), at(i+1, 0), at(i+1, height))
		facet(at(i, 0), at(i+1, height), at(i, height))
	}
	for _, f := range [][3]int{{0, 1, 4}, {0, 4, 5}, {1, 2, 3}, {1, 3, 4}, {0, 5, 6}, {0, 6, 7}} {
		facet(at(f[0], height), at(f[1], height), at(f[2], height))
		facet(at(f[0], 0), at(f[2], 0), at(f[1], 0))
	}
	b.WriteString("endsolid band\n")
	path := filepath.Join(t.TempDir(), "band.stl")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// specOf returns a spec for a frame in a printer 20 mm high, on up to two columns.
func specOf(t testing.TB, frame string) Spec {
	t.Helper()
	floor, err := FloorNamed("standard")
	if err != nil {
		t.Fatal(err)
	}
	return Spec{Day: day(), Hazard: yield.Default(), SpoolG: 1000, Floor: floor,
		Job: job.Spec{Input: frame, Printer: "ender-3", Columns: 2, Set: []string{"printer.height=20mm"}}}
}

func tuneIt(t testing.TB, spec Spec) *Result {
	t.Helper()
	r, err := Tune(context.Background(), spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestNoShippedProcessIsBetter holds the choice against every shipped process in every
// way on the plate, and checks what is told of it.
func TestNoShippedProcessIsBetter(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	spec := specOf(t, band(t))
	r := tuneIt(t, spec)
	s, err := newSearch(context.Background(), &spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	ways, err := s.ways(true)
	if err != nil {
		t.Fatal(err)
	}
	several := 0
	for _, w := range ways {
		shipped, err := s.shipped(w)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range shipped {
			if c.meets && c.rate.GoodPerDay > r.Best.GoodPerDay*(1+1e-9) {
				t.Errorf("%s as it is gives %.3f good frames a day on %+v, tuned %.3f", c.process, c.rate.GoodPerDay, w, r.Best.GoodPerDay)
			}
			if w.Columns > 1 {
				several++
			}
		}
	}
	if several == 0 {
		t.Error("no plate of several columns was compared")
	}
	if !r.Best.Meets || r.Best.Stiffness < spec.Floor.Stiffness || len(r.Shipped) < 3 || len(r.Plates) < 3 {
		t.Errorf("%+v", r.Best)
	}
	told(t, r)
	drawn(t, r)
}

// TestGlances tunes a frame of which every layer differs, tries in full what a glance has
// ruled out, and checks that glances are as near as they are taken to be and that none of
// what they ruled out is better.
func TestGlances(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	spec := specOf(t, tapered(t, 7, 4, 10))
	spec.Job.Set = nil
	s, err := newSearch(context.Background(), &spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	top, _, err := s.process()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.cut) < 10 {
		t.Fatalf("only %d were ruled out: the frame is no test", len(s.cut))
	}
	for _, g := range s.cut {
		full := s.try(g.candidate)
		if full == nil || full.trial.Sampled {
			t.Fatalf("%s cannot be tried", g.key())
		}
		if full.better(top) {
			t.Errorf("%s was ruled out, and gives %.3f a day and takes %.1f s; the best %.3f and %.1f", g.key(), full.rate.GoodPerDay, full.sec, top.rate.GoodPerDay, top.sec)
		}
		slower := math.Abs(full.sec/top.sec - 1)
		if math.Abs(g.sec/full.sec-1) > unsureS+0.05*slower || math.Abs(g.gram/full.gram-1) > unsureG || math.Abs(g.trial.Stiffness-full.trial.Stiffness) > unsureStiffness {
			t.Errorf("%s: %.1f s, %.2f g, %.3f at a glance; %.1f, %.2f, %.3f in full", g.key(), g.sec, g.gram, g.trial.Stiffness, full.sec, full.gram, full.trial.Stiffness)
		}
	}
}

// told checks the reasons, the relaxed limits, the sweep and the batches.
func told(t *testing.T, r *Result) {
	t.Helper()
	if len(r.Relaxed) == 0 || r.Relaxed[0].Gain <= 0 {
		t.Errorf("nothing binds: %+v", r.Relaxed)
	}
	for i := 1; i < len(r.Hazards); i++ {
		if r.Hazards[i].GoodPerDay > r.Hazards[i-1].GoodPerDay*(1+1e-5) {
			t.Errorf("more good frames where more fail: %+v", r.Hazards)
		}
	}
	for i := 1; i < len(r.Front); i++ {
		if a, b := r.Front[i-1], r.Front[i]; b.FrameS < a.FrameS || b.FrameG >= a.FrameG+0.05 && b.Stiffness <= a.Stiffness {
			t.Errorf("%+v is beaten by %+v", b, a)
		}
	}
	if len(r.Batches) == 0 {
		t.Fatal("nothing is started")
	}
	for _, b := range r.Batches {
		if math.Abs(b.S/b.Job.TotalS-1) > 0.003 || math.Abs(b.G/b.Job.FilamentG-1) > 0.003 || b.Frames != b.Job.Frames {
			t.Errorf("%d levels: reckoned %.0f s, %.1f g, %d frames; written %.0f s, %.1f g, %d", b.Levels, b.S, b.G, b.Frames, b.Job.TotalS, b.Job.FilamentG, b.Job.Frames)
		}
		if b.Good <= 0 || b.Good >= float64(b.Frames) {
			t.Errorf("%.2f of %d frames are good", b.Good, b.Frames)
		}
	}
}

// TestSameForAnyProcessors compares the reports, drawings and profiles of two runs, of a frame whose layers are
// alike and of one at which is glanced.
func TestSameForAnyProcessors(t *testing.T) {
	for name, frame := range map[string]string{"alike": band(t), "glanced at": tapered(t, 7, 4, 10)} {
		t.Run(name, func(t *testing.T) { sameForAnyProcessors(t, frame) })
	}
}

func sameForAnyProcessors(t *testing.T, frame string) {
	t.Helper()
	var all [2]string
	glances := 0
	for i, n := range []int{1, 4} {
		was := runtime.GOMAXPROCS(n)
		spec := specOf(t, frame)
		spec.Tries = 20
		r := tuneIt(t, spec)
		glances += r.Glanced
		runtime.GOMAXPROCS(was)
		var b bytes.Buffer
		if err := json.NewEncoder(&b).Encode(r); err != nil {
			t.Fatal(err)
		}
		if err := r.Draw(&b, "en"); err != nil {
			t.Fatal(err)
		}
		if err := r.WriteProfile(&b, "tuned"); err != nil {
			t.Fatal(err)
		}
		all[i] = b.String()
	}
	if strings.Contains(t.Name(), "glanced") != (glances > 0) {
		t.Errorf("%d were ruled out at a glance", glances)
	}
	if all[0] != all[1] {
		t.Error("one processor and four do not say the same")
	}
}

// TestProfileIsWhatSliceTakes writes files and the profile, and slices by the profile:
// the same bytes but for the profile's name.
func TestProfileIsWhatSliceTakes(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	spec := specOf(t, band(t))
	spec.Tries, spec.Day.Visits = 8, nil
	dir := t.TempDir()
	spec.Job.Output = filepath.Join(dir, "out.gcode")
	r := tuneIt(t, spec)
	path := filepath.Join(dir, "tuned.yaml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.WriteProfile(f, "tuned"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	b := r.Batches[0]
	again := spec.Job
	again.Process, again.Output = path, filepath.Join(dir, "again.gcode")
	again.Stack, again.Columns, again.Order, again.Flip, again.Pillars = b.Levels, r.Best.Columns, r.Best.Order, r.Best.Flip, r.Best.Pillars
	rep, err := job.Run(context.Background(), again, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rep.TotalS != b.Job.TotalS || rep.FilamentG != b.Job.FilamentG {
		t.Errorf("by the profile %.3f s and %.3f g, tuned %.3f s and %.3f g", rep.TotalS, rep.FilamentG, b.Job.TotalS, b.Job.FilamentG)
	}
	if _, err := os.Stat(b.Job.Output); err != nil || b.Job.Output != filepath.Join(dir, fmt.Sprintf("out-%d.gcode", b.Levels)) {
		t.Errorf("%s: %v", b.Job.Output, err)
	}
	if cmd := strings.Join(r.Command(b.Levels, "tuned.yaml"), " "); !strings.Contains(cmd, "--set printer.height=20mm") {
		t.Errorf("%s does not say what was asked for", cmd)
	}
}

// TestWhatIsAskedForIsKept checks that no search changes what the spec sets, and that
// what cannot be is refused.
func TestWhatIsAskedForIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	spec := specOf(t, band(t))
	spec.Job.Set = append(spec.Job.Set, "process.layer_height=0.25mm", "process.fill=100%")
	spec.Tries = 10
	if r := tuneIt(t, spec); r.Best.Layer != 0.25 || r.Best.Fill != 1 {
		t.Errorf("%+v", r.Best)
	}
	for name, spoil := range map[string]func(*Spec){
		"stack":  func(s *Spec) { s.Job.Stack = 4 },
		"spool":  func(s *Spec) { s.SpoolG = 0 },
		"hazard": func(s *Spec) { s.Hazard.PerHour = -1 },
		"visits": func(s *Spec) { s.Day.Visits = []float64{3600, 4000} },
		"stiffness": func(s *Spec) {
			s.Job.Set = append(s.Job.Set, "process.fill=0%", "process.perimeters=1")
			s.Tries, s.Floor.Stiffness = 1, 0.95
		},
	} {
		bad := specOf(t, spec.Job.Input)
		spoil(&bad)
		if _, err := Tune(context.Background(), bad, nil); err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	stop, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Tune(stop, specOf(t, spec.Job.Input), nil); err == nil {
		t.Error("a cancelled search ends well")
	}
}

// drawn reads what Draw writes.
func drawn(t *testing.T, r *Result) {
	t.Helper()
	var b bytes.Buffer
	if err := r.Draw(&b, "fr"); err != nil {
		t.Fatal(err)
	}
	circles := 0
	for d := xml.NewDecoder(&b); ; {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "circle" {
			circles++
		}
	}
	if circles < 10 {
		t.Errorf("%d points", circles)
	}
}

// BenchmarkTune tunes our default frame.
func BenchmarkTune(b *testing.B) {
	for b.Loop() {
		spec := specOf(b, "")
		spec.Job.Set = nil
		tuneIt(b, spec)
	}
}
