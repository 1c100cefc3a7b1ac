package job

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// bench returns a bench with our default frame.
func bench(t testing.TB, spec Spec) *Bench {
	t.Helper()
	b, err := NewBench(spec)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPartsComposeStacks holds the time and filament that parts compose against a stack
// that is written, replayed and checked as a whole.
func TestPartsComposeStacks(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	for _, c := range []struct {
		name string
		way  Way
		high []int
		spec Spec
	}{
		{"sparse", Way{Columns: 1}, []int{1, 2, 5}, Spec{}},
		{"solid", Way{Columns: 1}, []int{6}, Spec{Set: []string{"process.fill=100%"}}},
		{"turned over", Way{Columns: 1, Flip: FlipAlternate}, []int{6}, Spec{}},
		{"pillars", Way{Columns: 1, Pillars: -1}, []int{5}, Spec{Input: trayFile(t)}},
		{"side by side", Way{Columns: 2, Order: OrderLayers}, []int{5}, Spec{Input: trayFile(t), Pillars: -1}},
		{"one by one", Way{Columns: 2, Order: OrderColumns}, []int{3}, Spec{Input: trayFile(t), Printer: "ender-3", Pillars: -1}},
		{"Klipper", Way{Columns: 1}, []int{4}, Spec{Printer: "voron-2.4", Filament: "pla"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.way.Pillars = min(c.way.Pillars, c.spec.Pillars)
			b := bench(t, c.spec)
			set, err := b.Set("")
			if err != nil {
				t.Fatal(err)
			}
			trial, err := b.Try(set, c.way)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range c.high {
				composes(t, trial, c.spec, c.way, n)
			}
		})
	}
}

// composes holds the parts of n frames on each other against a job of them.
func composes(t *testing.T, trial *Trial, spec Spec, way Way, n int) {
	t.Helper()
	parts, frames := trial.Parts(n)
	var s, g float64
	for _, p := range parts {
		s, g = s+p.S, g+p.G
	}
	spec.DryRun, spec.Stack, spec.Columns, spec.Order, spec.Flip, spec.Pillars = true, n, way.Columns, way.Order, way.Flip, way.Pillars
	rep, err := Run(context.Background(), spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(s/rep.TotalS-1) > 0.002 || math.Abs(g/rep.FilamentG-1) > 0.002 {
		t.Errorf("%d high: composed %.1f s, %.2f g; replayed %.1f s, %.2f g", n, s, g, rep.TotalS, rep.FilamentG)
	}
	if made := frames * len(parts); made != rep.Frames {
		t.Errorf("%d high: %d frames, replayed %d", n, made, rep.Frames)
	}
}

// TestSameGeometryIsSlicedOnce checks that speeds cost no slicing, that they count, and
// that other geometries are told apart.
func TestSameGeometryIsSlicedOnce(t *testing.T) {
	b := bench(t, Spec{})
	seconds := func(changes ...string) float64 {
		set, err := b.Set("", changes...)
		if err != nil {
			t.Fatal(err)
		}
		trial, err := b.Try(set, Way{Columns: 1})
		if err != nil {
			t.Fatal(err)
		}
		parts, _ := trial.Parts(2)
		return parts[1].S
	}
	base := seconds()
	for _, same := range []string{"process.perimeter_speed=40mm/s", "process.accel=300mm/s2", "filament.max_flow=4mm3/s",
		"filament.nozzle_temp=245C", "interface.speed=15mm/s", "process.travel_speed=60mm/s", "process.clearance=4mm"} {
		if s := seconds(same); s < base {
			t.Errorf("%s makes it quicker: %.1f s, %.1f without", same, s, base)
		}
	}
	if n := b.Slices(); n != 1 {
		t.Errorf("sliced %d times: speeds are no geometry", n)
	}
	for i, other := range []string{"process.layer_height=0.25mm", "process.fill=50%", "process.perimeters=2", "process.line_width_ratio=120%", "process.first_layer_height=0.25mm"} {
		seconds(other)
		if n := b.Slices(); n != i+2 {
			t.Errorf("%s: sliced %d times, want %d", other, n, i+2)
		}
	}
}

// TestTrialsForgetWhoAskedFirst times slow travels after quick ones, whose ways around
// corners differ, with all but the first frames forgotten, and alone.
func TestTrialsForgetWhoAskedFirst(t *testing.T) {
	spec := Spec{Set: []string{"process.fill=100%"}}
	parts := func(b *Bench, changes ...string) []Part {
		set, err := b.Set("", changes...)
		if err != nil {
			t.Fatal(err)
		}
		trial, err := b.Try(set, Way{Columns: 1})
		if err != nil {
			t.Fatal(err)
		}
		out, _ := trial.Parts(2)
		return out
	}
	shared := bench(t, spec)
	quick := parts(shared, "process.travel_speed=300mm/s")
	slow := parts(shared, "process.travel_speed=40mm/s")
	if alone := parts(bench(t, spec), "process.travel_speed=40mm/s"); !slices.Equal(slow, alone) || slices.Equal(slow, quick) {
		t.Errorf("%v after others, %v alone, %v at other speeds", slow, alone, quick)
	}
	parts(shared, "process.layer_height=0.2mm")
	for range 2 + keptFrames {
		shared.Forget()
	}
	if again := parts(shared, "process.travel_speed=40mm/s"); !slices.Equal(slow, again) || shared.Slices() != 2 {
		t.Errorf("%v, later %v; sliced in %d ways", slow, again, shared.Slices())
	}
}

// TestStiffnessFollowsFill checks the order, and a band whose share is known: walls of
// 0.45 mm on both sides of 4 mm leave a core of (3.1/4)^3 = 46.5 %.
func TestStiffnessFollowsFill(t *testing.T) {
	m := boxes(t, [6]float64{0, 0, 0, 150, 4, 5})
	of := func(changes ...string) float64 {
		set, err := Settings(Spec{Set: append(changes, "process.top_layers=0", "process.bottom_layers=0", "process.bridges=false")})
		if err != nil {
			t.Fatal(err)
		}
		p, err := slicerOf(&set).Slice(m)
		if err != nil {
			t.Fatal(err)
		}
		return stiffness(p, nil, &set)
	}
	hollow, some, solid := of("process.perimeters=1", "process.fill=0%"), of("process.perimeters=1", "process.fill=30%"), of("process.fill=100%")
	if hollow >= some || some >= solid || solid < 0.99 || solid > 1 {
		t.Errorf("hollow %.3f, 30 %% %.3f, solid %.3f", hollow, some, solid)
	}
	if math.Abs(hollow-(1-0.465)) > 0.05 {
		t.Errorf("hollow %.3f", hollow)
	}
}

// TestMostIsWhatRunAccepts checks the highest stack against Run, and one more.
func TestMostIsWhatRunAccepts(t *testing.T) {
	spec := Spec{DryRun: true, Set: []string{"printer.height=40mm"}}
	b := bench(t, spec)
	set, _ := b.Set("")
	trial, err := b.Try(set, Way{Columns: 1})
	if err != nil {
		t.Fatal(err)
	}
	spec.Stack = trial.Most
	if _, err := Run(context.Background(), spec, nil); err != nil {
		t.Errorf("%d: %v", trial.Most, err)
	}
	spec.Stack++
	if _, err := Run(context.Background(), spec, nil); err == nil {
		t.Errorf("%d hold, but so do %d", trial.Most, spec.Stack)
	}
}

// BenchmarkTry times a trial of a geometry that is known.
func BenchmarkTry(b *testing.B) {
	w := bench(b, Spec{})
	set, err := w.Set("")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		fresh := profiles.Set(*set)
		if _, err := w.Try(&fresh, Way{Columns: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
