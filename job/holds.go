package job

import (
	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Hold is a part of the time and what takes it: a limit that keeps strokes from being
// faster, or something else than laying them.
type Hold struct {
	By string  `json:"by"` // the name of a toolpath.Limit, or one of the constants below
	S  float64 `json:"s"`
	// OverMeltS is by how much S is longer than what is laid meanwhile takes to melt.
	OverMeltS float64 `json:"over_melt_s"`
	// ByFeatureS divides S, where it is laying, among the features.
	ByFeatureS map[string]float64 `json:"by_feature_s,omitempty"`
}

// What takes time besides the limits that toolpath names.
const (
	HoldHotend       = "hotend_flow"   // strokes are as fast as the hotend melts
	HoldFilament     = "filament_flow" // the same, where the filament allows less
	HoldAcceleration = "acceleration"  // of strokes: corners, starts and stops
	HoldTravel       = "travel"        // in the plane
	HoldLift         = "lift"          // along Z: to the next layer, and hops
	HoldRetraction   = "retraction"    // pulling the filament back, pushing it again
	HoldWipe         = "wipe"          // pulling it back along the stroke
	HoldPause        = "pause"         // G4
	HoldCode         = "start_and_end" // extruding in start and end code
	HoldHeating      = "heating"
	HoldHoming       = "homing"
	HoldProbing      = "probing"
	HoldNozzleWipe   = "nozzle_wipe"
	HoldOverhead     = "overhead" // the printer's own, before the file's first line
)

// holds returns what takes the time of r's estimate, melting first. The sum of all S is
// TotalS; the sum of OverMeltS of what moves is MotionS less the time in which all that
// strokes lay melts at the flow cap.
func (r *Report) holds(laid *emit.Laid, set *profiles.Set) []Hold {
	out := []Hold{laidBy(laid, toolpath.LimitMelt, set)}
	out[0].By = meltName(set)
	for limit := range toolpath.Limits {
		if limit != toolpath.LimitMelt {
			out = append(out, laidBy(laid, limit, set))
		}
	}
	out = append(out, r.accelerating(laid))
	f := r.ByFeatureS
	for _, h := range []Hold{
		{By: HoldTravel, S: f["Travel"] - r.LiftS}, {By: HoldLift, S: r.LiftS},
		{By: HoldRetraction, S: f["Retract"] + f["Unretract"]}, {By: HoldWipe, S: f["Wipe"]},
		{By: HoldPause, S: f["Dwell"]}, {By: HoldCode, S: f["Custom"] + f["(start)"]},
	} {
		h.OverMeltS = h.S
		out = append(out, h)
	}
	out = append(out, Hold{By: HoldHeating, S: r.HeatingS}, Hold{By: HoldHoming, S: r.HomingS},
		Hold{By: HoldProbing, S: r.ProbingS}, Hold{By: HoldNozzleWipe, S: r.WipeS}, Hold{By: HoldOverhead, S: r.OverheadS})
	return present(out)
}

// laidBy returns what strokes take at the speeds written that a limit holds.
func laidBy(laid *emit.Laid, limit toolpath.Limit, set *profiles.Set) Hold {
	h := Hold{By: limit.String(), ByFeatureS: map[string]float64{}}
	var volume float64
	for role := range toolpath.Roles {
		if s := laid.Seconds[role][limit]; s > 0 {
			h.S, h.ByFeatureS[role.String()] = h.S+s, s
			volume += laid.Volume[role][limit]
		}
	}
	if cap := float64(set.FlowCap()); cap > 0 {
		h.OverMeltS = h.S - volume/cap
	}
	return h
}

// accelerating returns by how much strokes take longer than at the speeds written.
func (r *Report) accelerating(laid *emit.Laid) Hold {
	h := Hold{By: HoldAcceleration, ByFeatureS: map[string]float64{}}
	for role := range toolpath.Roles {
		s := r.ByFeatureS[role.String()]
		for _, nominal := range laid.Seconds[role] {
			s -= nominal
		}
		if s != 0 {
			h.S, h.ByFeatureS[role.String()] = h.S+s, s
		}
	}
	h.OverMeltS = h.S
	return h
}

// meltName tells which of hotend and filament sets the flow cap.
func meltName(set *profiles.Set) string {
	if hotend := set.Printer.MaxFlow; hotend > 0 && hotend <= set.FlowCap() {
		return HoldHotend
	}
	return HoldFilament
}

// present returns the holds that take time.
func present(all []Hold) []Hold {
	var out []Hold
	for _, h := range all {
		if h.S != 0 {
			out = append(out, h)
		}
	}
	return out
}

// efficiency returns the time in which r's frames melt at the flow cap, as a share of the
// motion after the start code; 0 where there is no cap.
func (r *Report) efficiency(set *profiles.Set) float64 {
	cap, motion := float64(set.FlowCap()), r.MotionS-r.ByFeatureS["Custom"]
	if cap <= 0 || motion <= 0 {
		return 0
	}
	return r.PartVolume * 1000 * float64(r.Frames) / cap / motion
}
