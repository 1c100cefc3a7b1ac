package profiles

import (
	"math"

	"github.com/visiere/visiere/template"
)

// trialHeight is the height of the print that templates are tried with, mm: that of three
// frames.
const trialHeight = 15

// trialLayers is how many layers it has.
const trialLayers = 50

// Trial returns a value for every placeholder, as a print with the set could have them:
// those of its first layer, or, where last is true, of the last layer of a print as tall
// as the printer. The plate is the whole bed.
func Trial(s *Set, last bool) template.Vars {
	p, f, ps := &s.Printer, &s.Filament, &s.Process
	top, z, layer, level := min(trialHeight, float64(p.Height)), float64(ps.FirstLayerHeight), 0, 1
	if last {
		top = float64(p.Height)
		z, layer, level = top, trialLayers-1, 3
	}
	vars := template.Vars{
		"layer_num": template.Int(layer), "layer_z": template.Number(z),
		"level": template.Int(level), "levels": template.Int(3),
		"max_layer_z": template.Number(top), "total_layer_count": template.Int(trialLayers),
		"columns": template.Int(1), "frames": template.Int(3), "gap": template.Number(float64(s.Interface.Gap)),
		"input_filename_base": template.Text("frame"),

		"layer_height":       template.Number(float64(ps.LayerHeight)),
		"first_layer_height": template.Number(float64(ps.FirstLayerHeight)),
		"travel_speed":       template.Number(float64(ps.TravelSpeed)),

		"max_print_height": template.Number(float64(p.Height)),
		"nozzle_diameter":  template.Numbers(float64(p.Nozzle)),
		"retract_length":   template.Numbers(float64(p.Retract.Length)),
		"retract_lift":     template.Numbers(float64(p.Retract.Hop)),
		"num_extruders":    template.Int(1),
		"print_seconds":    template.Text("0000000000"),
		"print_mm3":        template.Text("0000000000"),
		"initial_tool":     template.Int(0), "initial_extruder": template.Int(0), "current_extruder": template.Int(0),

		"filament_type":                 template.List(template.Text(f.Material)),
		"filament_diameter":             template.Numbers(float64(f.Diameter)),
		"filament_max_volumetric_speed": template.Numbers(float64(s.FlowCap())),
		"temperature":                   degrees(f.NozzleTemp),
		"first_layer_temperature":       degrees(f.FirstLayerNozzleTemp),
		"bed_temperature":               degrees(f.BedTemp),
		"first_layer_bed_temperature":   degrees(f.FirstLayerBedTemp),
	}
	least, most := p.Bed.Box()
	for _, name := range []string{"print_bed", "first_layer_print"} {
		vars[name+"_min"] = template.Numbers(float64(least[0]), float64(least[1]))
		vars[name+"_max"] = template.Numbers(float64(most[0]), float64(most[1]))
		vars[name+"_size"] = template.Numbers(float64(most[0]-least[0]), float64(most[1]-least[1]))
	}
	return vars
}

// degrees returns a temperature as templates have it: whole, and a list.
func degrees(t Temperature) template.Value {
	return template.List(template.Int(int(math.Round(float64(t)))))
}
