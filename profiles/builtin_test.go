package profiles

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/template"
)

// sample returns a value for every placeholder, for a print of the given height.
func sample(s *Set, top float64) template.Vars {
	vars := template.Vars{}
	for _, name := range Placeholders() {
		vars[name] = template.List(template.Int(0))
	}
	vars["max_layer_z"] = template.Number(top)
	vars["layer_z"] = template.Number(0.2)
	vars["layer_height"] = template.Number(float64(s.Process.LayerHeight))
	vars["max_print_height"] = template.Number(float64(s.Printer.Height))
	vars["print_bed_max"] = template.Numbers(float64(s.Printer.Bed.Width), float64(s.Printer.Bed.Depth))
	vars["nozzle_diameter"] = template.Numbers(float64(s.Printer.Nozzle))
	vars["filament_type"] = template.Text(s.Filament.Material)
	vars["first_layer_temperature"] = template.List(template.Int(int(s.Filament.FirstLayerNozzleTemp)))
	vars["first_layer_bed_temperature"] = template.List(template.Int(int(s.Filament.FirstLayerBedTemp)))
	return vars
}

// run returns the lines of a template, without comments and empty lines.
func run(t *testing.T, code string, vars template.Vars) (lines []string) {
	t.Helper()
	parsed, err := template.Parse(code)
	if err != nil {
		t.Fatal(err)
	}
	out, err := parsed.Execute(vars)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(out) {
		line, _, _ = strings.Cut(line, ";")
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// word returns the number after a letter of a command.
func word(line string, letter byte) (float64, bool) {
	for _, w := range strings.Fields(line) {
		if w[0] == letter && len(w) > 1 {
			v, err := strconv.ParseFloat(w[1:], 64)
			return v, err == nil
		}
	}
	return 0, false
}

// eachShipped calls f with every shipped printer and filament, at 0.3 mm.
func eachShipped(t *testing.T, f func(t *testing.T, s *Set)) {
	l := open(t)
	for _, printer := range l.Names(KindPrinter) {
		for _, filament := range l.Names(KindFilament) {
			set := resolve(t, l, printer, filament, "0.3mm", "")
			t.Run(printer+"/"+filament, func(t *testing.T) { f(t, &set) })
		}
	}
}

// Every shipped printer prints with every filament and process, given a nozzle that the
// layer height needs.
func TestShippedResolves(t *testing.T) {
	l := open(t)
	for _, printer := range l.Names(KindPrinter) {
		for _, filament := range l.Names(KindFilament) {
			for _, process := range l.Names(KindProcess) {
				for _, nozzle := range []string{"0.4mm", "0.6mm", "0.8mm"} {
					_, err := l.Resolve(printer, filament, process, "", []string{"printer.nozzle=" + nozzle})
					if wanted := process != "0.4mm" || nozzle != "0.4mm"; (err == nil) != wanted {
						t.Errorf("%s %s %s %s: %v", printer, filament, process, nozzle, err)
					}
				}
			}
		}
	}
}

// The start code heats to the first layer's temperature, homes, primes less than the
// filament's flow allows, starts from E 0 and goes no further out than a printer can.
func TestShippedStartCode(t *testing.T) {
	eachShipped(t, func(t *testing.T, s *Set) {
		lines := run(t, s.Printer.StartGcode, sample(s, 60))
		heat := "M109 S" + strconv.Itoa(int(s.Filament.FirstLayerNozzleTemp))
		warm, homed := slices.Index(lines, heat), slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "G28") })
		if warm < 0 || homed < 0 {
			t.Fatalf("no %s or no G28 in %q", heat, lines)
		}
		bed := "M190 S" + strconv.Itoa(int(s.Filament.FirstLayerBedTemp))
		if slices.Contains(lines, bed) != (s.Printer.MaxBedTemp > 0) {
			t.Errorf("%s in %q", bed, lines)
		}
		checkPriming(t, s, lines, warm, homed)
	})
}

// checkPriming checks the moves of start code.
func checkPriming(t *testing.T, s *Set, lines []string, warm, homed int) {
	var x, y, feed, e float64
	lastReset := -1
	for i, line := range lines {
		if line == "G92 E0" {
			lastReset = i
		}
		if !strings.HasPrefix(line, "G1 ") {
			continue
		}
		nx, hasX := word(line, 'X')
		ny, hasY := word(line, 'Y')
		if !hasX {
			nx = x
		}
		if !hasY {
			ny = y
		}
		if f, ok := word(line, 'F'); ok {
			feed = f / 60
		}
		if extruded, ok := word(line, 'E'); ok {
			e += extruded
			seconds := max(math.Hypot(nx-x, ny-y), extruded) / feed
			if math.Hypot(nx-x, ny-y) == 0 {
				seconds = extruded / feed
			}
			if flow := extruded * 2.4053 / seconds; flow > float64(s.Filament.MaxFlow)*1.01 {
				t.Errorf("%s: %.1f mm3/s", line, flow)
			}
			if i < warm || i < homed {
				t.Errorf("%s before it is hot and at home", line)
			}
		}
		if z, ok := word(line, 'Z'); ok && z < 0.15 {
			t.Errorf("%s is too low", line)
		}
		x, y = nx, ny
	}
	if e < 5 || lastReset < 0 {
		t.Errorf("primed %g mm, E reset in line %d", e, lastReset)
	}
}

// The end code switches off what heats and moves, and never above the printer's height.
func TestShippedEndCode(t *testing.T) {
	eachShipped(t, func(t *testing.T, s *Set) {
		for _, top := range []float64{5, float64(s.Printer.Height) - 0.5, float64(s.Printer.Height)} {
			lines := run(t, s.Printer.EndGcode, sample(s, top))
			off := slices.Contains(lines, "M104 S0") || slices.Contains(lines, "TURN_OFF_HEATERS")
			if !off || !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "M84") }) {
				t.Errorf("stays on: %q", lines)
			}
			for _, line := range lines {
				if z, ok := word(line, 'Z'); ok && (z > float64(s.Printer.Height) || z < top) {
					t.Errorf("%s after a print of %g", line, top)
				}
			}
		}
		if lines := run(t, s.Printer.LayerGcode, sample(s, 5)); len(lines) > 0 {
			t.Errorf("layer code moves: %q", lines)
		}
	})
}

// Prusa's printers correct the flow of their extruders, and undo it.
func TestPrusaFlowCorrection(t *testing.T) {
	for _, printer := range []string{"prusa-mk3s", "prusa-mini"} {
		set := resolve(t, open(t), printer, "petg", "0.3mm", "")
		start, end := run(t, set.Printer.StartGcode, sample(&set, 5)), run(t, set.Printer.EndGcode, sample(&set, 5))
		if !slices.Contains(start, "M221 S95") || !slices.Contains(end, "M221 S100") {
			t.Errorf("%s: %q %q", printer, start, end)
		}
	}
}

// The wanted printers are there, with the beds that their makers state.
func TestShippedBeds(t *testing.T) {
	l := open(t)
	for name, want := range map[string][3]Length{
		"prusa-mk3s": {250, 210, 210}, "prusa-mini": {180, 180, 180}, "ender-3": {220, 220, 250},
		"cr-10": {300, 300, 400}, "anycubic-i3-mega": {210, 210, 205}, "sidewinder-x1": {300, 300, 400},
		"dagoma-discoeasy200": {205, 205, 205}, "alfawise-u20": {300, 300, 400}, "alfawise-u30": {220, 220, 250},
		"voron-2.4": {300, 300, 280}, "voron-2.4-250": {250, 250, 230}, "voron-2.4-350": {350, 350, 330},
		"flsun-qq-s": {0, 0, 360},
	} {
		p := resolve(t, l, name, "", "", "").Printer
		if got := [3]Length{p.Bed.Width, p.Bed.Depth, p.Height}; got != want || p.Name != name || p.Title == "" {
			t.Errorf("%s %q: got %v, want %v", name, p.Title, got, want)
		}
	}
	if bed := resolve(t, l, "flsun-qq-s", "", "", "").Printer.Bed; bed.Diameter != 260 || bed.Origin != "centre" {
		t.Errorf("FLSun's bed is %+v", bed)
	}
}
