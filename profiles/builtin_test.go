package profiles

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/visiere/visiere/template"
)

// sample returns a value for every placeholder, for a print of the given height.
func sample(s *Set, top float64) template.Vars {
	vars := Trial(s, false)
	vars["max_layer_z"] = template.Number(top)
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

// fitting is every combination of shipped profiles that claims to fit.
var fitting = sync.OnceValues(func() ([]Combination, error) {
	l, err := Open()
	if err != nil {
		return nil, err
	}
	return l.Combinations(), nil
})

// eachShipped calls f with every shipped printer and filament, at 0.3 mm.
func eachShipped(t *testing.T, f func(t *testing.T, s *Set)) {
	for _, c := range shipped(t) {
		if c.Process == "0.3mm" && c.Nozzle == 0.4 {
			t.Run(c.Printer+"/"+c.Filament, func(t *testing.T) { f(t, &c.Set) })
		}
	}
}

// shipped returns what fitting has.
func shipped(t *testing.T) []Combination {
	t.Helper()
	all, err := fitting()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every shipped printer prints with every filament that it heats enough for and with every
// process, given a nozzle that the layer height needs: one of 0.4 mm is too small for
// layers of 0.4 mm.
func TestShippedFits(t *testing.T) {
	l := open(t)
	nozzles := map[Choice][]Length{}
	for _, c := range shipped(t) {
		choice := c.Choice
		choice.Nozzle = 0
		nozzles[choice] = append(nozzles[choice], c.Nozzle)
	}
	for _, printer := range l.Names(KindPrinter) {
		for _, filament := range l.Names(KindFilament) {
			for _, process := range l.Names(KindProcess) {
				fit := nozzles[Choice{Printer: printer, Filament: filament, Process: process}]
				if slices.Contains(fit, 0.4) == (process == "0.4mm") || len(fit) == 0 {
					t.Errorf("%s prints %s with %s through %v", printer, filament, process, fit)
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
			area := math.Pi / 4 * float64(s.Filament.Diameter*s.Filament.Diameter)
			if flow := extruded * area / seconds; flow > float64(s.Filament.MaxFlow)*1.01 {
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
	if e < 4 || lastReset < 0 {
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
		"flsun-qq-s": {0, 0, 360}, "ender-3-v2": {220, 220, 250}, "ender-5": {220, 220, 300}, "ender-5-plus": {350, 350, 400},
		"cr-10s": {300, 300, 400}, "cr-20": {220, 220, 250}, "dagoma-disco-ultimate": {205, 205, 205},
		"dagoma-neva": {0, 0, 205}, "dagoma-magis": {0, 0, 205}, "anycubic-i3-mega-s": {210, 210, 205},
		"anycubic-kossel": {0, 0, 300}, "anycubic-kossel-linear-plus": {0, 0, 300}, "prusa-mk2.5s": {250, 210, 200},
		"prusa-mk4": {250, 210, 220}, "prusa-xl": {360, 360, 360}, "sidewinder-x2": {300, 300, 400},
		"artillery-genius": {220, 220, 250}, "geeetech-a10": {220, 220, 260}, "geeetech-a20": {250, 250, 250},
		"tronxy-x5sa": {330, 330, 400}, "tronxy-x5sa-400": {400, 400, 400}, "ultimaker-2-plus": {223, 223, 205},
		"ultimaker-3": {215, 215, 200}, "ultimaker-s5": {330, 240, 300}, "volumic-stream-30": {300, 200, 300},
		"flsun-q5": {0, 0, 200}, "sovol-sv06": {220, 220, 250}, "bambu-p1": {256, 256, 250}, "bambu-x1": {256, 256, 250},
		"elegoo-neptune": {205, 205, 200}, "elegoo-neptune-2": {220, 220, 250}, "elegoo-neptune-3": {220, 220, 280},
	} {
		p := resolve(t, l, name, "", "", "").Printer
		if got := [3]Length{p.Bed.Width, p.Bed.Depth, p.Height}; got != want || p.Name != name || p.Title == "" {
			t.Errorf("%s %q: got %v, want %v", name, p.Title, got, want)
		}
	}
	for name, diameter := range map[string]Length{
		"flsun-qq-s": 260, "flsun-q5": 200, "anycubic-kossel": 180, "anycubic-kossel-linear-plus": 230,
		"dagoma-neva": 195, "dagoma-magis": 195,
	} {
		if bed := resolve(t, l, name, "", "", "").Printer.Bed; bed.Diameter != diameter || bed.Origin != "centre" {
			t.Errorf("the bed of %s is %+v", name, bed)
		}
	}
	for _, name := range []string{"ultimaker-2-plus", "ultimaker-3", "ultimaker-s5"} {
		if set := resolve(t, l, name, "", "", ""); set.Filament.Diameter != 2.85 {
			t.Errorf("%s takes %s", name, set.Filament.Diameter)
		}
	}
}
