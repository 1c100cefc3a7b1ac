package slicer

import (
	"reflect"
	"testing"

	"github.com/visiere/visiere/mesh"
)

// TestRetimeIsSlicing holds frames that were sliced by other speeds, then timed anew,
// against frames sliced by the speeds.
func TestRetimeIsSlicing(t *testing.T) {
	for name, m := range map[string]*mesh.Mesh{"horseshoe": horseshoe(t), "bow": bow(t)} {
		for _, fill := range []string{"process.fill=20%", "process.fill=100%"} {
			fast := []string{fill, "process.perimeter_speed=200mm/s", "process.external_perimeter_speed=91mm/s",
				"process.infill_speed=230mm/s", "process.solid_infill_speed=190mm/s", "process.small_perimeter_speed=55mm/s",
				"process.overhang_speed=31mm/s", "process.bridge_speed=33mm/s", "process.first_layer_speed=44mm/s",
				"process.top_infill_speed=77mm/s", "process.gap_fill_speed=88mm/s", "process.accel=777mm/s2",
				"process.external_perimeter_accel=333mm/s2", "process.first_layer_accel=222mm/s2",
				"filament.max_flow=13mm3/s", "printer.max_flow=14mm3/s", "filament.bridge_fan=37%",
				"interface.speed=17mm/s", "interface.accel=444mm/s2", "interface.fan=21%"}
			want, before := slice(t, m, fast...), slice(t, m, fill)
			set, old := settings(t, fast...), settings(t, fill)
			s := New(set)
			got := s.Retime(before)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: timed anew it is another print than sliced anew", name, fill)
			}
			under := New(old).Underside(before, before, &old.Interface)
			if !reflect.DeepEqual(s.OnGap(got, under, &set.Interface), s.Over(want, want, &set.Interface)) {
				t.Errorf("%s, %s: over a gap it is another print than sliced anew", name, fill)
			}
		}
	}
}
