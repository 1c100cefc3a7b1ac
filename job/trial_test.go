package job

import (
	"math"
	"strings"
	"testing"
)

// near reports whether two times or masses differ by less than one in 10,000.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-4*math.Max(a, b) }

// TestAlternativeIsTheOtherJob holds the alternative against the job it stands for, alone
// and stacked higher than a trial is.
func TestAlternativeIsTheOtherJob(t *testing.T) {
	for _, c := range []struct {
		given, other []string
		stack        int
		fill         float64
	}{
		{nil, []string{"process.fill=100%"}, 1, 1},
		{[]string{"process.fill=100%"}, nil, 4, 0.2},
		{[]string{"process.fill = 100%", "filament.flow_factor=110%"}, []string{"filament.flow_factor=110%"}, 3, 0.2},
	} {
		r, _ := run(t, Spec{Stack: c.stack, Set: c.given, Compare: true})
		want, _ := run(t, Spec{Stack: c.stack, Set: c.other})
		a := r.Alternative
		if a == nil || a.Fill != c.fill || !near(a.S, want.TotalS) || !near(a.G, want.FilamentG) || !near(a.FrameS, want.FrameS) || !near(a.FrameG, want.FrameG) {
			t.Errorf("%v, %d high: the other fill is told as %+v, and takes %v s and %v g", c.given, c.stack, a, want.TotalS, want.FilamentG)
		}
	}
}

// TestCautionsSaveWhatTheySay holds each caution against the job without it.
func TestCautionsSaveWhatTheySay(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	spec := Spec{Stack: 3, Cautions: true, Set: []string{"process.fill=100%", "filament.slow_below=200s", "filament.fan_below=200s", "interface.speed=10mm/s"}}
	r, _ := run(t, spec)
	if !near(r.Cautions.S, r.TotalS) {
		t.Errorf("the job takes %v s, its cautions say %v", r.TotalS, r.Cautions.S)
	}
	seen := ""
	for _, c := range r.Cautions.Each {
		seen += strings.Join(c.Lift, " ") + " "
		without, _ := run(t, Spec{Stack: 3, Set: append(append([]string{}, spec.Set...), c.Lift...)})
		if saved := r.TotalS - without.TotalS; math.Abs(saved-c.SavedS) > 1e-4*r.TotalS {
			t.Errorf("%v saves %v s, told are %v", c.Lift, saved, c.SavedS)
		}
	}
	for _, want := range []string{"process.first_layer_speed=", "filament.slow_below=0s", "interface.speed=50mm/s"} {
		if !strings.Contains(seen, want) {
			t.Errorf("no caution is %s: %s", want, seen)
		}
	}
	lib, err := opened()
	if err != nil {
		t.Fatal(err)
	}
	set, err := lib.Resolve("", "", "", "", spec.Set)
	if err != nil {
		t.Fatal(err)
	}
	all := Spec{Stack: 3, Set: append([]string{}, spec.Set...)}
	for _, c := range lifts(&set, 3) { // some save too little alone to be told
		all.Set = append(all.Set, c.Lift...)
	}
	if bold, _ := run(t, all); !near(bold.TotalS, r.Cautions.Lifted) {
		t.Errorf("without cautions the job takes %v s, told are %v", bold.TotalS, r.Cautions.Lifted)
	}
}
