package job

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// Caution is a setting that gives up time so that a print surely succeeds.
type Caution struct {
	Lift   []string `json:"lift"`    // what does away with it: process.first_layer_speed=50mm/s
	From   []string `json:"from"`    // the values now, in the same order
	SavedS float64  `json:"saved_s"` // what that alone saves; negative: what it costs
}

// Cautions is what a job's cautions cost, by the motion model.
type Cautions struct {
	S      float64   `json:"s"`        // the job as it is
	Lifted float64   `json:"lifted_s"` // the job with all of them done away with
	Each   []Caution `json:"each"`     // the dearest first
}

// worthSeconds is the least saving or cost, s, that is told.
const worthSeconds = 0.5

// bold is the speed that first layers are held against: what people who tune print farms
// use on a clean bed.
const bold profiles.Speed = 50

// cautions times the job with each of set's cautions done away with, and with all.
//
// Errors: those of Run.
func cautions(ctx context.Context, spec Spec, set *profiles.Set, m *mesh.Mesh, places []stack.Column) (*Cautions, error) {
	each := lifts(set, spec.Stack)
	all := Caution{}
	for _, c := range each {
		all.Lift = append(all.Lift, c.Lift...)
	}
	tried := make([]float64, len(each)+2)
	err := par.Do(len(tried), func(i int) error {
		var lift []string
		switch {
		case i < len(each):
			lift = each[i].Lift
		case i == len(each):
			lift = all.Lift
		}
		s, err := without(ctx, spec, *set, m, lift, places)
		tried[i] = s
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &Cautions{S: tried[len(each)+1], Lifted: tried[len(each)]}
	for i, c := range each {
		if c.SavedS = out.S - tried[i]; math.Abs(c.SavedS) >= worthSeconds {
			out.Each = append(out.Each, c)
		}
	}
	slices.SortStableFunc(out.Each, func(a, b Caution) int { return cmp.Compare(b.SavedS, a.SavedS) })
	return out, nil
}

// without returns the seconds that the job takes by set with changes.
func without(ctx context.Context, spec Spec, set profiles.Set, m *mesh.Mesh, changes []string, places []stack.Column) (float64, error) {
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	if err := profiles.Override(&set, changes); err != nil {
		return 0, err
	}
	t, err := try(spec, &set, m, places)
	return t.seconds, err
}

// lifts returns the cautions that set takes for so many levels.
func lifts(set *profiles.Set, levels int) []Caution {
	p, now := &set.Process, map[string]string{}
	for _, kv := range profiles.Flatten(set) {
		now[kv[0]] = kv[1]
	}
	var out []Caution
	add := func(applies bool, lift ...string) {
		c := Caution{}
		for _, a := range lift {
			key, value, _ := strings.Cut(a, "=")
			if was, set := now[key]; set && was != value {
				c.Lift, c.From = append(c.Lift, a), append(c.From, was)
			}
		}
		if applies && len(c.Lift) > 0 {
			out = append(out, c)
		}
	}
	fast := now["process.perimeter_speed"]
	add(p.FirstLayerSpeed < bold, "process.first_layer_speed="+bold.String())
	add(levels > 1 && set.Interface.Speed < bold, "interface.speed="+bold.String())
	add(p.FirstLayerHeight < p.LayerHeight, "process.first_layer_height="+now["process.layer_height"])
	add(true, "process.first_layer_accel=0mm/s2")
	add(true, "process.elephant_foot=0mm")
	add(true, "filament.slow_below=0s")
	add(p.ExternalPerimeterSpeed < p.PerimeterSpeed, "process.external_perimeter_speed="+fast)
	add(p.SmallPerimeterSpeed > 0 && p.SmallPerimeterSpeed < p.PerimeterSpeed, "process.small_perimeter_speed="+fast)
	add(p.OverhangSpeed < p.PerimeterSpeed && p.BridgeSpeed < p.PerimeterSpeed, "process.overhang_speed="+fast, "process.bridge_speed="+fast)
	add(p.GapFillSpeed < p.PerimeterSpeed && p.TopInfillSpeed < p.PerimeterSpeed, "process.gap_fill_speed="+fast, "process.top_infill_speed="+fast)
	add(true, "printer.retract.hop=0mm", "filament.retract_hop=0mm")
	add(true, "printer.retract.wipe=false")
	add(true, "process.skirt_loops=0")
	add(true, "process.brim_width=0mm")
	return out
}
