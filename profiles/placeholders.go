package profiles

import "slices"

// Placeholders returns the names that a printer's G-code templates may use, sorted. They
// mean what they mean in PrusaSlicer:
//
//   - of each layer: layer_num (from 0), layer_z, and our own level, which frame of the
//     stack the layer belongs to, from 1; in level_gcode and pause_gcode they are those of
//     the layer that follows;
//   - of the print: max_layer_z, total_layer_count, first_layer_print_min, _max and _size
//     ([0] is X, [1] is Y), input_filename_base, and our own levels, columns, frames and
//     gap; print_seconds and print_mm3, in header_gcode alone: texts of ten digits that
//     are filled in when the file is done;
//   - of the process: layer_height, first_layer_height, travel_speed;
//   - of the printer: max_print_height, print_bed_min, _max and _size, nozzle_diameter[0],
//     retract_length[0], retract_lift[0], num_extruders, initial_tool, initial_extruder and
//     current_extruder, which are 0;
//   - of the filament: filament_type[0], filament_diameter[0], temperature[0],
//     first_layer_temperature[0], bed_temperature[0], first_layer_bed_temperature[0], and
//     filament_max_volumetric_speed[0], which is the hotend's where that melts less.
//
// Lengths are in mm, speeds in mm/s, flows in mm3/s, temperatures in degrees Celsius.
func Placeholders() []string { return slices.Clone(placeholders) }

// placeholders is what Placeholders returns.
var placeholders = []string{
	"bed_temperature", "columns", "current_extruder", "filament_diameter", "filament_max_volumetric_speed", "filament_type",
	"first_layer_bed_temperature", "first_layer_height", "first_layer_print_max",
	"first_layer_print_min", "first_layer_print_size", "first_layer_temperature", "frames", "gap",
	"initial_extruder", "initial_tool", "input_filename_base", "layer_height", "layer_num", "layer_z",
	"level", "levels", "max_layer_z", "max_print_height", "nozzle_diameter", "num_extruders", "print_bed_max",
	"print_bed_min", "print_bed_size", "print_mm3", "print_seconds", "retract_length", "retract_lift", "temperature",
	"total_layer_count", "travel_speed",
}
