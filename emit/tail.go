package emit

import (
	"io"
	"strings"

	"github.com/visiere/visiere/gcode"
)

// Totals is what a file takes, as found by replaying it.
type Totals struct {
	Layers      int // Tail counts those of its job itself
	Seconds     float64
	FilamentMM  float64
	FilamentCM3 float64
	FilamentG   float64
	Cost        float64
}

// Tail writes the comments that end the file: j's settings, then what hosts read, which
// therefore stands within the last 40,000 bytes.
//
// Source: the keys are those that Moonraker, PrusaLink and RepRapFirmware look for.
//
// Errors: those of w.
func Tail(w io.Writer, j Job, t Totals) error {
	var buf []byte
	if len(j.Settings) > 0 {
		buf = append(buf, "; visiere_config = begin\n"...)
		for _, kv := range j.Settings {
			buf = appendComment(buf, kv[0], kv[1])
		}
		buf = append(buf, "; visiere_config = end\n"...)
	}
	t.Layers = j.Plate.Layers()
	buf = AppendTotals(buf, t)
	buf = appendKeys(buf, &j)
	_, err := w.Write(buf)
	return err
}

// AppendTotals appends the comments that say what a file takes, by the names under which
// hosts look for it.
func AppendTotals(buf []byte, t Totals) []byte {
	layers := float64(t.Layers)
	for _, kv := range []struct {
		key      string
		value    float64
		decimals int
	}{
		{"filament used [mm]", t.FilamentMM, 2},
		{"filament used [cm3]", t.FilamentCM3, 2},
		{"filament used [g]", t.FilamentG, 2},
		{"filament cost", t.Cost, 2},
		{"total filament used [g]", t.FilamentG, 2},
		{"total filament cost", t.Cost, 2},
		{"total layers count", layers, 0},
		{"total layer number", layers, 0}, // RepRapFirmware's name for it
	} {
		buf = appendNumber(buf, kv.key, kv.value, kv.decimals)
	}
	return appendComment(buf, "estimated printing time (normal mode)", string(appendTime(nil, t.Seconds)))
}

// appendKeys appends the settings that hosts look for, under the names they know.
func appendKeys(buf []byte, j *Job) []byte {
	set := &j.Set
	buf = appendComment(buf, "filament_type", set.Filament.Material)
	buf = appendComment(buf, "filament_settings_id", set.Filament.Title)
	buf = appendComment(buf, "printer_settings_id", set.Printer.Title)
	buf = appendComment(buf, "print_settings_id", set.Process.Title)
	buf = appendComment(buf, "printer_model", checkedModel(set.Printer.StartGcode))
	for _, kv := range []struct {
		key   string
		value float64
	}{
		{"layer_height", float64(set.Process.LayerHeight)},
		{"first_layer_height", float64(set.Process.FirstLayerHeight)},
		{"object_height", j.Plate.Height()},
		{"max_z_height", j.Plate.Height()},
		{"nozzle_diameter", float64(set.Printer.Nozzle)},
		{"filament_diameter", float64(set.Filament.Diameter)},
		{"first_layer_temperature", float64(set.Filament.FirstLayerNozzleTemp)},
		{"temperature", float64(set.Filament.NozzleTemp)},
		{"first_layer_bed_temperature", float64(set.Filament.FirstLayerBedTemp)},
		{"bed_temperature", float64(set.Filament.BedTemp)},
		{"brim_width", float64(set.Process.BrimWidth)},
		{"support_material", 0},
		{"ironing", 0},
	} {
		buf = appendNumber(buf, kv.key, kv.value, 3)
	}
	fill := string(gcode.AppendNumber(nil, 100*float64(set.Process.Fill), 1))
	return appendComment(buf, "fill_density", fill+"%")
}

// appendComment appends "; key = value" where there is a value.
func appendComment(buf []byte, key, value string) []byte {
	if value == "" {
		return buf
	}
	buf = append(append(buf, "; "...), oneLine(key)...)
	return append(append(append(buf, " = "...), oneLine(value)...), '\n')
}

// appendNumber appends "; key = value" with at most the given decimals.
func appendNumber(buf []byte, key string, value float64, decimals int) []byte {
	buf = append(append(append(buf, "; "...), key...), " = "...)
	return append(gcode.AppendNumber(buf, value, decimals), '\n')
}

// oneLine writes the line ends in s as \n, so that no part of it is read as a command.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
}

// checkedModel returns the printer model that the start code makes the printer check, as
// in M862.3 P "MK3S", or nothing.
func checkedModel(start string) string {
	_, rest, _ := strings.Cut(start, `M862.3 P`)
	rest, found := strings.CutPrefix(strings.TrimLeft(rest, " "), `"`)
	model, _, closed := strings.Cut(rest, `"`)
	if !found || !closed || strings.ContainsAny(model, "{[\n") {
		return ""
	}
	return model
}
