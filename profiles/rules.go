package profiles

import "math"

// span is the range of a number, in the unit of its type.
type span struct{ least, most float64 }

// defaultSpan holds for all numbers without a span of their own.
var defaultSpan = span{0, largest}

// spans are the ranges outside which a value is a slip of the pen, such as a layer
// height of 3 mm, or cannot be worked with.
var spans = map[string]span{
	"printer.height":            {10, 10000},
	"printer.nozzle":            {0.1, 2},
	"printer.filament_diameter": {1, 4},
	"printer.min_layer_height":  {0, 1},
	"printer.max_layer_height":  {0.1, 1},
	"printer.max_flow":          {0.1, 500},
	"printer.max_nozzle_temp":   {150, 600},
	"printer.max_bed_temp":      {0, 200},

	"printer.limits.minimum_cruise_ratio": {0, 0.99},
	"printer.limits.junction_deviation":   {0, 1},
	"printer.retract.length":              {0, 50},
	"printer.retract.hop":                 {0, 10},
	"printer.arc_tolerance":               {0, 0.2},
	"printer.retract.wipe_share":          {0, 1},
	"printer.probe_points":                {0, 10000},

	"filament.diameter":                {1, 4},
	"filament.density":                 {0.5, 10},
	"filament.nozzle_temp":             {100, 600},
	"filament.first_layer_nozzle_temp": {100, 600},
	"filament.min_nozzle_temp":         {100, 600},
	"filament.max_nozzle_temp":         {100, 600},
	"filament.bed_temp":                {0, 200},
	"filament.first_layer_bed_temp":    {0, 200},
	"filament.max_bed_temp":            {0, 200},
	"filament.max_flow":                {0.1, 500},
	"filament.flow":                    {0.5, 2},
	"filament.fan":                     {0, 1},
	"filament.max_fan":                 {0, 1},
	"filament.bridge_fan":              {0, 1},
	"filament.bridge_span":             {0, 500},
	"filament.ledge_reach":             {0, 100},
	"filament.retract_length":          {0, 50},
	"filament.retract_hop":             {0, 10},

	"process.layer_height":       {0.02, 1.5},
	"process.first_layer_height": {0.02, 1.5},
	"process.line_width_ratio":   {0.6, 3},
	"process.min_line_width":     {0.1, 2},
	"process.max_line_width":     {0.5, 5},
	"process.bead_width":         {0.1, 5},
	"process.perimeters":         {0, 1000},
	"process.fill":               {0, 1},
	"process.fill_angle":         {-360, 360},
	"process.fill_overlap":       {0, 1},
	"process.top_layers":         {0, 100000},
	"process.bottom_layers":      {0, 100000},
	"process.bridge_flow":        {0.1, 3},
	"process.elephant_foot":      {0, 2},
	"process.resolution":         {0, 0.5},
	"process.skirt_loops":        {0, 100},
	"process.skirt_distance":     {0, 100},
	"process.skirt_min_length":   {0, 1000},
	"process.brim_width":         {0, 100},
	"process.clearance":          {0, 1000},

	"printer.extruders":               {0, 2},
	"printer.after.sound":             {0, 10},
	"printer.after.eject.repeats":     {0, 20},
	"filament.release_temp":           {0, 120},
	"interface.gap":                   {0, 5},
	"interface.flow":                  {0.1, 3},
	"interface.fan":                   {0, 1},
	"interface.width":                 {0, 3},
	"interface.temperature":           {0, 600},
	"interface.separator.width":       {0, 3},
	"interface.separator.pitch":       {0, 100},
	"interface.separator.length":      {0, 20},
	"interface.separator.angle":       {-360, 360},
	"interface.separator.height":      {0, 2},
	"interface.separator.flow":        {0, 3},
	"interface.separator.temperature": {0, 600},
	"interface.separator.standby":     {0, 600},
	"interface.separator.prime":       {0, 100},
}

// needed are the keys without which a profile cannot be used; 0 and "" are no values
// for them.
var needed = map[string]bool{
	"printer.firmware": true, "printer.bed.shape": true, "printer.height": true,
	"printer.nozzle": true, "printer.max_layer_height": true, "printer.max_flow": true,
	"printer.max_nozzle_temp": true,
	"printer.limits.speed_x":  true, "printer.limits.speed_y": true,
	"printer.limits.speed_z": true, "printer.limits.speed_e": true,
	"printer.limits.accel_x": true, "printer.limits.accel_y": true,
	"printer.limits.accel_z": true, "printer.limits.accel_e": true,
	"printer.limits.accel": true, "printer.limits.accel_retract": true,
	"printer.limits.accel_travel": true,

	"filament.material": true, "filament.density": true,
	"filament.nozzle_temp": true, "filament.first_layer_nozzle_temp": true,
	"filament.min_nozzle_temp": true, "filament.max_nozzle_temp": true,
	"filament.max_flow": true, "filament.flow": true,

	"process.layer_height": true, "process.first_layer_height": true,
	"process.line_width_ratio": true, "process.min_line_width": true,
	"process.max_line_width": true, "process.bead_width": true,
	"process.fill_pattern": true, "process.seam": true,
	"process.bridge_flow":              true,
	"process.external_perimeter_speed": true, "process.perimeter_speed": true,
	"process.small_perimeter_speed": true, "process.overhang_speed": true,
	"process.gap_fill_speed": true, "process.infill_speed": true,
	"process.solid_infill_speed": true, "process.top_infill_speed": true,
	"process.bridge_speed": true, "process.first_layer_speed": true,
	"process.travel_speed": true, "process.travel_speed_z": true,

	"interface.speed": true, "interface.flow": true,
}

// words are what keys with a choice take.
var words = map[string][]string{
	"printer.firmware":     {string(Marlin), string(PrusaFW), string(Klipper), string(RRF)},
	"printer.bed.shape":    {"rectangle", "circle", "polygon"},
	"printer.bed.origin":   {"front-left", "centre"},
	"printer.head.gantry":  {"x", "all"},
	"printer.resume.z":     {ResumeTouch, ResumeTop, ResumePlace},
	"printer.labels":       {string(LabelAll), string(LabelComments), string(LabelNothing)},
	"process.fill_pattern": {"rectilinear", "grid", "gyroid", "concentric"},
	"process.seam":         {"aligned", "rear", "corner", "nearest", "spread"},
	"interface.kind":       {Air, Lines, Ribs, Pins, Sheet, Second},
}

// spanOf returns the range of the number that key holds.
func spanOf(key string) span {
	if s, ok := spans[key]; ok {
		return s
	}
	return defaultSpan
}

// holds reports whether v is in s.
func (s span) holds(v float64) bool {
	return v >= s.least-tiny && v <= s.most+tiny && !math.IsNaN(v)
}
