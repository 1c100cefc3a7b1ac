package exchange

import (
	"fmt"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// Export writes a set as a config of PrusaSlicer, which takes it with --load, and returns
// the keys of the set that PrusaSlicer has nothing for. Version is of this program.
//
// Line widths and the caps of speed that follow from the flow are written as numbers, as
// PrusaSlicer computes both in another way: the config prints what a job here prints
// without stacking, which it cannot.
func Export(set *profiles.Set, version string) (ini []byte, left []Entry) {
	lines := exported(set)
	slices.SortFunc(lines, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	var b strings.Builder
	fmt.Fprintf(&b, "# from Visiere %s: printer %s, filament %s, process %s\n", version, set.Printer.Name, set.Filament.Name, set.Process.Name)
	for _, l := range lines {
		fmt.Fprintf(&b, "%s = %s\n", l[0], l[1])
	}
	return []byte(b.String()), leftOut(set)
}

// exported returns the keys of PrusaSlicer and their values.
func exported(set *profiles.Set) (lines [][2]string) {
	lines = append(lines, printerLines(set)...)
	lines = append(lines, limitLines(&set.Printer)...)
	lines = append(lines, filamentLines(set)...)
	lines = append(lines, processLines(set)...)
	return append(lines, widthLines(set)...)
}

// mm writes a number of any unit.
func mm[T ~float64](v T) string { return decimal(float64(v)) }

// percent writes a share in per cent.
func percent(v profiles.Ratio) string { return decimal(float64(v)*100) + "%" }

// whole writes a share as a whole number of per cent.
func whole(v profiles.Ratio) string { return fmt.Sprintf("%.0f", float64(v)*100) }

// yes writes 1 or 0.
func yes(v bool) string {
	if v {
		return "1"
	}
	return "0"
}

// code writes G-code in one line.
func code(s string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(strings.TrimSpace(s))
}

// dialects are our firmwares as PrusaSlicer has them. Its marlin has M204 S and T as
// Prusa's printers do, its marlin2 P and T.
var dialects = map[profiles.Firmware]string{
	profiles.Marlin: "marlin2", profiles.PrusaFW: "marlin", profiles.Klipper: "klipper", profiles.RRF: "reprapfirmware",
}

// printerLines returns those of a printer but its limits.
func printerLines(set *profiles.Set) [][2]string {
	p := &set.Printer
	lines := [][2]string{
		{"printer_technology", "FFF"},
		{"bed_shape", outline(&p.Bed)},
		{"max_print_height", mm(p.Height)},
		{"nozzle_diameter", mm(p.Nozzle)},
		{"gcode_flavor", dialects[p.Firmware]},
		{"min_layer_height", mm(p.Nozzle * profiles.Length(p.MinLayerHeight))},
		{"max_layer_height", mm(p.Nozzle * profiles.Length(p.MaxLayerHeight))},
		{"retract_length", mm(p.Retract.Length)},
		{"retract_speed", mm(p.Retract.Speed)},
		{"deretract_speed", mm(p.Retract.PrimeSpeed)},
		{"retract_lift", mm(p.Retract.Hop)},
		{"wipe", yes(p.Retract.Wipe)},
		{"retract_before_wipe", percent(p.Retract.WipeShare)},
		{"retract_before_travel", mm(p.Retract.MinTravel)},
		{"use_firmware_retraction", yes(p.Retract.Firmware)},
		{"use_relative_e_distances", yes(p.RelativeE)},
		{"thumbnails", strings.Join(p.Thumbnails, ",")},
		{"start_gcode", code(ours(set, p.StartGcode))},
		{"end_gcode", code(ours(set, p.EndGcode))},
		{"layer_gcode", code(ours(set, p.LayerGcode))},
	}
	if p.PauseGcode != "" {
		lines = append(lines, [2]string{"pause_print_gcode", code(ours(set, p.PauseGcode))})
	}
	if p.RelativeE {
		lines = append(lines, [2]string{"before_layer_gcode", "G92 E0"}) // PrusaSlicer refuses relative E without
	}
	return lines
}

// ours returns a template whose names that PrusaSlicer has not are replaced: the level and
// the columns of a plate of one frame.
func ours(set *profiles.Set, template string) string {
	values := map[string]string{"level": "1", "levels": "1", "columns": "1", "frames": "1", "gap": mm(set.Interface.Gap)}
	return rewrite(template, func(name string) (string, bool) {
		value, ok := values[name]
		return value, ok
	}, Prusa)
}

// outline writes a bed as PrusaSlicer has it; a circle has 72 corners.
func outline(bed *profiles.Bed) string {
	var parts []string
	for _, p := range corners(bed) {
		parts = append(parts, decimal(p.x)+"x"+decimal(p.y))
	}
	return strings.Join(parts, ",")
}

// limitLines returns those of a firmware's limits.
func limitLines(p *profiles.Printer) [][2]string {
	l, usage := &p.Limits, "time_estimate_only"
	if p.SendLimits {
		usage = sends
	}
	return [][2]string{
		{"machine_limits_usage", usage},
		{"machine_max_feedrate_x", mm(l.SpeedX)}, {"machine_max_feedrate_y", mm(l.SpeedY)},
		{"machine_max_feedrate_z", mm(l.SpeedZ)}, {"machine_max_feedrate_e", mm(l.SpeedE)},
		{"machine_max_acceleration_x", mm(l.AccelX)}, {"machine_max_acceleration_y", mm(l.AccelY)},
		{"machine_max_acceleration_z", mm(l.AccelZ)}, {"machine_max_acceleration_e", mm(l.AccelE)},
		{"machine_max_acceleration_extruding", mm(l.Accel)},
		{"machine_max_acceleration_retracting", mm(l.AccelRetract)},
		{"machine_max_acceleration_travel", mm(l.AccelTravel)},
		{"machine_max_jerk_x", mm(max(l.JerkX, l.SquareCornerVelocity))},
		{"machine_max_jerk_y", mm(max(l.JerkY, l.SquareCornerVelocity))},
		{"machine_max_jerk_z", mm(l.JerkZ)}, {"machine_max_jerk_e", mm(l.JerkE)},
	}
}

// filamentLines returns those of a filament.
func filamentLines(set *profiles.Set) [][2]string {
	f := &set.Filament
	lines := [][2]string{
		{"filament_type", f.Material},
		{"filament_diameter", mm(f.Diameter)},
		{"filament_density", mm(f.Density)},
		{"filament_cost", mm(f.Cost)},
		{"temperature", mm(f.NozzleTemp)},
		{"first_layer_temperature", mm(f.FirstLayerNozzleTemp)},
		{"bed_temperature", mm(f.BedTemp)},
		{"first_layer_bed_temperature", mm(f.FirstLayerBedTemp)},
		{"filament_max_volumetric_speed", mm(set.FlowCap())},
		{"extrusion_multiplier", mm(f.Flow)},
		{"cooling", "1"}, {"fan_always_on", yes(f.Fan > 0)},
		{"min_fan_speed", whole(f.Fan)},
		{"max_fan_speed", whole(f.MaxFan)},
		{"bridge_fan_speed", whole(f.BridgeFan)},
		{"disable_fan_first_layers", itoa(f.FanOffLayers)},
		{"fan_below_layer_time", fmt.Sprintf("%.0f", float64(f.FanBelow))},
		{"slowdown_below_layer_time", fmt.Sprintf("%.0f", float64(f.SlowBelow))},
		{"min_print_speed", mm(f.MinSpeed)},
	}
	if f.RetractLength != nil {
		lines = append(lines, [2]string{"filament_retract_length", mm(*f.RetractLength)})
	}
	if f.RetractSpeed != nil {
		lines = append(lines, [2]string{"filament_retract_speed", mm(*f.RetractSpeed)})
	}
	if f.RetractHop != nil {
		lines = append(lines, [2]string{"filament_retract_lift", mm(*f.RetractHop)})
	}
	return lines
}

// infills are our patterns as PrusaSlicer has them.
var infills = map[string]string{"rectilinear": "rectilinear", "grid": "grid", "gyroid": "gyroid", "concentric": "concentric"}

// seamPlaces are our seams as PrusaSlicer has them; it looks for corners when aligning.
var seamPlaces = map[string]string{"aligned": "aligned", "rear": "rear", "corner": "aligned", "nearest": "nearest"}

// processLines returns those of a process but its widths.
func processLines(set *profiles.Set) [][2]string {
	p := &set.Process
	return [][2]string{
		{"layer_height", mm(p.LayerHeight)},
		{"first_layer_height", mm(p.FirstLayerHeight)},
		{"perimeters", itoa(p.Perimeters)},
		{"external_perimeters_first", yes(p.ExternalFirst)},
		{"fill_density", percent(p.Fill)},
		{"fill_pattern", solid(p.Fill, infills[p.FillPattern])},
		{"fill_angle", mm(p.FillAngle)},
		{"infill_overlap", percent(p.FillOverlap)},
		{"top_solid_layers", itoa(p.TopLayers)},
		{"bottom_solid_layers", itoa(p.BottomLayers)},
		{"bridge_flow_ratio", mm(p.BridgeFlow)},
		{"seam_position", seamPlaces[p.Seam]},
		{"elefant_foot_compensation", mm(p.ElephantFoot)},
		{"gcode_resolution", mm(p.Resolution)},
		{"skirts", itoa(p.SkirtLoops)},
		{"skirt_distance", mm(p.SkirtDistance)},
		{"min_skirt_length", mm(p.SkirtMinLength)},
		{"brim_width", mm(p.BrimWidth)},
		{"external_perimeter_speed", mm(p.ExternalPerimeterSpeed)},
		{"perimeter_speed", mm(p.PerimeterSpeed)},
		{"small_perimeter_speed", mm(p.SmallPerimeterSpeed)},
		{"gap_fill_speed", mm(p.GapFillSpeed)},
		{"infill_speed", mm(p.InfillSpeed)},
		{"solid_infill_speed", mm(p.SolidInfillSpeed)},
		{"top_solid_infill_speed", mm(p.TopInfillSpeed)},
		{"bridge_speed", mm(p.BridgeSpeed)},
		{"first_layer_speed", mm(p.FirstLayerSpeed)},
		{"travel_speed", mm(p.TravelSpeed)},
		{"travel_speed_z", mm(p.TravelSpeedZ)},
		{"external_perimeter_acceleration", mm(p.ExternalPerimeterAccel)},
		{"perimeter_acceleration", mm(p.PerimeterAccel)},
		{"infill_acceleration", mm(p.InfillAccel)},
		{"bridge_acceleration", mm(p.BridgeAccel)},
		{"first_layer_acceleration", mm(p.FirstLayerAccel)},
		{"default_acceleration", mm(p.Accel)},
	}
}

// solid returns the pattern of an infill: PrusaSlicer fills solidly by lines alone.
func solid(fill profiles.Ratio, pattern string) string {
	if fill >= 1 && pattern != "concentric" {
		return "rectilinear"
	}
	return pattern
}

// widthLines returns the widths of lines, as the nozzle makes them.
func widthLines(set *profiles.Set) [][2]string {
	p := &set.Process
	lines := [][2]string{{"extrusion_width", mm(set.LineWidth(0))}}
	for _, w := range []struct {
		key   string
		width profiles.Length
	}{
		{"external_perimeter_extrusion_width", p.ExternalPerimeterWidth}, {"perimeter_extrusion_width", p.PerimeterWidth},
		{"infill_extrusion_width", p.InfillWidth}, {"solid_infill_extrusion_width", p.SolidInfillWidth},
		{"top_infill_extrusion_width", p.TopInfillWidth}, {"first_layer_extrusion_width", p.FirstLayerWidth},
	} {
		lines = append(lines, [2]string{w.key, mm(set.LineWidth(w.width))})
	}
	return lines
}

// leftKeys are keys of ours that an exported config says nothing of, by how they begin.
var leftKeys = []string{
	"printer.head.", "printer.after.", "printer.heating.", "printer.header_gcode", "printer.level_gcode", "printer.bed.exclude", "printer.bed.margin",
	"printer.max_nozzle_temp", "printer.max_bed_temp", "printer.limits.steps_", "printer.limits.minimum_cruise_ratio",
	"filament.release_temp", "filament.bridge_span", "filament.ledge_reach", "filament.flow_factor",
	"filament.min_nozzle_temp", "filament.max_nozzle_temp", "filament.max_bed_temp",
	"process.min_line_width", "process.max_line_width", "process.bead_width", "process.overhang_speed", "process.bridges", "process.clearance",
	"interface.",
}

// leftOut returns the keys of a set that PrusaSlicer has nothing for, and that are set.
func leftOut(set *profiles.Set) (left []Entry) {
	for _, kv := range profiles.Flatten(set) {
		for _, prefix := range leftKeys {
			if strings.HasPrefix(kv[0], prefix) && isSet(kv[1]) {
				left = append(left, Entry{Key: kv[0], Value: clip(kv[1]), Why: say.T("PrusaSlicer has no such setting")})
			}
		}
	}
	return left
}

// isSet reports whether a value is more than nothing.
func isSet(value string) bool {
	return value != "" && value != "false" && value != "[]" && value != "{}" && strings.Trim(value, "0.%Cmsdegk/³3²2W") != ""
}
