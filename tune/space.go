package tune

import (
	"fmt"
	"slices"

	"github.com/visiere/visiere/profiles"
)

// A dimension is one thing that may be chosen: each option is a list of changes.
type dimension [][]string

// The values that are tried. Layers and widths are those that nozzles of 0.4 to 0.8 mm
// are sold for; profiles and the floor strike out what the nozzle cannot print or people
// do not want.
var (
	layers      = []profiles.Length{0.15, 0.2, 0.25, 0.28, 0.3, 0.32, 0.36, 0.4, 0.45, 0.48, 0.56, 0.6}
	firstLayers = []profiles.Length{0.2, 0.25, 0.3, 0.4}
	beads       = []profiles.Ratio{1.05, 1.2, 1.35, 1.45, 1.5}
	lines       = []profiles.Ratio{1, 1.125, 1.25, 1.4}
	fills       = []struct {
		fill  profiles.Ratio
		walls int
	}{{0.2, 3}, {0.2, 2}, {0.1, 2}, {0.1, 3}, {0.2, 4}, {0.3, 2}}
	patterns = []string{"rectilinear", "concentric", "gyroid"}
	speeds   = []profiles.Speed{120, 200, 300}
	travels  = []profiles.Speed{180, 250, 300}
)

// space returns what may be chosen on set's printer above a floor, for solid frames or for
// those with fill inside walls. Speeds come first: they cost no slicing.
func space(set *profiles.Set, floor Floor, solid bool) []dimension {
	out := append([]dimension{speedOptions(floor), accelOptions(set, floor), travelOptions(set)}, layerOptions(set, floor)...)
	if solid {
		return append(out, options("process.bead_width", beads))
	}
	return append(out, fillOptions(), options("process.line_width_ratio", lines), options("process.fill_pattern", patterns))
}

// fillOptions are densities inside so many walls.
func fillOptions() dimension {
	var d dimension
	for _, f := range fills {
		d = append(d, []string{"process.fill=" + f.fill.String(), fmt.Sprint("process.perimeters=", f.walls)})
	}
	return d
}

// options are the values of one key.
func options[T any](key string, values []T) dimension {
	var d dimension
	for _, v := range values {
		d = append(d, []string{fmt.Sprint(key, "=", v)})
	}
	return d
}

// layerOptions are the heights of layers, and of the first.
func layerOptions(set *profiles.Set, floor Floor) []dimension {
	p := &set.Printer
	low, high := p.Nozzle*profiles.Length(p.MinLayerHeight), p.Nozzle*profiles.Length(min(floor.Layer, p.MaxLayerHeight))
	within := func(all []profiles.Length) []profiles.Length {
		return slices.DeleteFunc(slices.Clone(all), func(h profiles.Length) bool { return h < low-1e-9 || h > high+1e-9 })
	}
	return []dimension{options("process.layer_height", within(layers)), options("process.first_layer_height", within(firstLayers))}
}

// speedOptions are ceilings of all features at once; bridges, overhangs and what lies over
// a gap stay as they are, for they must not fall.
func speedOptions(floor Floor) dimension {
	var d dimension
	for _, v := range speeds {
		option := []string{"process.first_layer_speed=" + floor.First.String(), "process.small_perimeter_speed=" + floor.Small.String()}
		for _, key := range []string{"perimeter", "gap_fill", "infill", "solid_infill"} {
			option = append(option, "process."+key+"_speed="+v.String())
		}
		outer := min(v, floor.Outer)
		d = append(d, append(option, "process.external_perimeter_speed="+outer.String(), "process.top_infill_speed="+outer.String()))
	}
	return d
}

// accelOptions are the printer's own acceleration and what its axes bear.
func accelOptions(set *profiles.Set, floor Floor) dimension {
	l := &set.Printer.Limits
	most := min(l.AccelX, l.AccelY)
	if set.Printer.Firmware == profiles.Klipper {
		most = l.Accel
	}
	outer := l.Accel
	if floor.Ringing {
		outer = most
	}
	if most == 0 {
		return nil
	}
	return dimension{{"process.accel=" + most.String(), "process.external_perimeter_accel=" + outer.String()}}
}

// travelOptions are speeds of travels.
func travelOptions(set *profiles.Set) dimension {
	var d dimension
	most := min(set.Printer.Limits.SpeedX, set.Printer.Limits.SpeedY)
	for _, v := range travels {
		if v <= most || most == 0 {
			d = append(d, []string{"process.travel_speed=" + v.String()})
		}
	}
	return d
}
