package job

import (
	"math"
	"testing"

	"github.com/visiere/visiere/toolpath"
)

// held returns how long a hold takes in r, and whether it is there.
func held(r *Report, by string) (Hold, bool) {
	for _, h := range r.TimeBy {
		if h.By == by {
			return h, true
		}
	}
	return Hold{}, false
}

// TestHoldsAreAllTheTime checks for a stack with skirt, hops and wipes, solid and sparse,
// that what holds it back adds up: to the total, feature by feature, and over melting.
func TestHoldsAreAllTheTime(t *testing.T) {
	for _, spec := range []Spec{
		{Stack: 3, Set: []string{"process.skirt_loops=0"}},
		{Stack: 2, Columns: 2, Set: []string{"process.fill=100%", "printer.bed.width=500mm", "process.skirt_loops=0"}},
		{Printer: "voron-2.4", Filament: "pla"},
		{Printer: "ender-3", Set: []string{"printer.retract.firmware=true"}},
	} {
		r, _ := run(t, spec)
		set, err := Settings(spec)
		if err != nil {
			t.Fatal(err)
		}
		var total, over float64
		features := map[string]float64{}
		for _, h := range r.TimeBy {
			total, over = total+h.S, over+h.OverMeltS
			if h.S < -0.01*r.TotalS || h.OverMeltS < -0.01*r.TotalS {
				t.Errorf("%v: %s takes %v s, %v over melting", spec, h.By, h.S, h.OverMeltS)
			}
			for f, s := range h.ByFeatureS {
				features[f] += s
			}
		}
		if math.Abs(total-r.TotalS) > 1e-6*r.TotalS {
			t.Errorf("%v: %v s are told of %v", spec, total, r.TotalS)
		}
		for role := range toolpath.Roles {
			if got, want := features[role.String()], r.ByFeatureS[role.String()]; math.Abs(got-want) > 1e-6*r.TotalS {
				t.Errorf("%v: %v s of %s are told of %v", spec, got, role, want)
			}
		}
		laid := r.PartVolume * 1000 * float64(r.Frames) / float64(set.FlowCap())
		if off := r.MotionS - laid - over; set.Process.SkirtLoops == 0 && math.Abs(off) > 0.001*r.MotionS {
			t.Errorf("%v: %v s over melting are told, motion is %v s and melting %v s", spec, over, r.MotionS, laid)
		}
	}
}

// TestEachLimitBinds holds the default frame back by one limit at a time.
func TestEachLimitBinds(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	const solid = "process.fill=100%"
	for by, c := range map[string]Spec{
		HoldFilament:      {Set: []string{"filament.max_flow=1mm3/s", solid}},
		HoldHotend:        {Set: []string{"printer.max_flow=1mm3/s", solid}},
		"feature_speed":   {Set: []string{"process.perimeter_speed=5mm/s", "process.external_perimeter_speed=5mm/s", solid}},
		"first_layer":     {Set: []string{"process.first_layer_speed=0.5mm/s"}},
		"interface":       {Stack: 2, Set: []string{"interface.speed=0.5mm/s"}},
		"layer_time":      {Set: []string{"filament.slow_below=300s", "filament.min_speed=1mm/s", "filament.fan_below=300s"}},
		"printer_speed":   {Set: []string{"printer.limits.speed_x=4mm/s", "printer.limits.speed_y=4mm/s"}},
		HoldAcceleration:  {Set: []string{"printer.limits.accel=20mm/s2", "printer.limits.accel_x=20mm/s2", "printer.limits.accel_y=20mm/s2", "process.first_layer_accel=20mm/s2"}},
		HoldHeating:       {Set: []string{"printer.bed_heat_rate=0.02C/s"}},
		HoldHoming:        {Set: []string{"printer.homing_time=9000s"}},
		"small_perimeter": {Set: []string{"process.small_perimeter_speed=0.1mm/s", "process.first_layer_speed=100mm/s"}},
	} {
		r, _ := run(t, c)
		if h, ok := held(r, by); !ok || h.S < 0.4*r.TotalS {
			t.Errorf("%v: %s takes %v s of %v: %+v", c.Set, by, h.S, r.TotalS, r.TimeBy)
		}
	}
}
