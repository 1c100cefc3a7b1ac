package profiles

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/golden"
)

// open returns the library of the shipped profiles and dirs.
func open(t testing.TB, dirs ...string) *Library {
	t.Helper()
	l, err := Open(dirs...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// listing writes findings one a line.
func listing(findings []Finding) []byte {
	var s strings.Builder
	for _, f := range findings {
		fmt.Fprintln(&s, strings.ReplaceAll(f.String(), `\`, "/"))
	}
	return []byte(s.String())
}

// What Validate says of each file with faults, word for word.
func TestFindings(t *testing.T) {
	l := open(t)
	files, err := filepath.Glob("testdata/findings/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			findings := l.Validate(Physics, file)
			if AsError(findings) == nil {
				t.Error("no fault found")
			}
			golden.Check(t, strings.TrimSuffix(file, ".yaml")+".txt", listing(findings))
		})
	}
}

// What Resolve says of profiles that do not go together, word for word.
func TestTogether(t *testing.T) {
	l := open(t)
	tests := []struct{ printer, filament, process, iface, set string }{
		{"", "", "0.4mm", "", ""},
		{"", "", "0.4mm", "", "printer.nozzles=[0.4mm]"},
		{"", "", "", "", "process.layer_height=0.05mm printer.nozzle=0.5mm"},
		{"", "", "", "", "process.infill_width=0.28mm process.perimeter_width=2mm"},
		{"", "", "", "", "process.min_line_width=100% process.max_line_width=100% process.fill=101%"},
		{"ender-3", "", "", "", "filament.nozzle_temp=255C filament.first_layer_nozzle_temp=270C filament.bed_temp=105C"},
		{"dagoma-discoeasy200", "pla", "", "", ""},
		{"ender-3", "petg", "0.3mm", "pla", ""},
		{"", "petg", "", "", "filament.material=PEEK"},
		{"", "", "", "", "filament.min_nozzle_temp=260C filament.max_nozzle_temp=200C"},
		{"mk3s", "pteg", "0.33mm", "peg", "process.fil=20% layer_height=0.2mm process.fill=20 fill printer.nozzles=0.4mm"},
		{"", "", "", "", "printer.inherits=ender-3 printer.bed=round printer.limits.accel=fast printer.nozzle.x=3mm"},
		{"", "", "", "", "interface.gap=6mm process.seam=behind printer.bed.margin=105mm"},
		{"", "", "", "", "process.external_perimeter_corner=6mm/s process.infill_corner=12mm/s"},
		{"voron-2.4", "", "", "", "printer.arc_tolerance=0.01mm"},
		{"", "", "", "", "printer.start_gcode=G28\\nM104_S{temperatur[0]}"},
		{"no/such/file.yaml", "testdata/findings/empty.yaml", "testdata/findings/gcode.yaml", "", ""},
	}
	var all strings.Builder
	for _, x := range tests {
		_, findings := l.ResolveAll(x.printer, x.filament, x.process, x.iface, strings.Fields(x.set))
		fmt.Fprintf(&all, "%s / %s / %s / %s / %s\n%s\n", x.printer, x.filament, x.process, x.iface, x.set, listing(findings))
	}
	golden.Check(t, "testdata/together.txt", []byte(all.String()))
}

// The shipped set has no fault, and no more than notes in its defaults.
func TestShippedIsClean(t *testing.T) {
	for _, f := range open(t).Validate(Physics) {
		if f.Severity == Error || f.Severity == Warning && f.Code != CodeHeater {
			t.Error(f)
		}
	}
	_, findings := open(t).ResolveAll("", "", "", "", nil)
	for _, f := range findings {
		if f.Severity != Note {
			t.Error(f)
		}
	}
}

func TestAnUnknownProfileIsOneFinding(t *testing.T) {
	lib, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range [][4]string{{"ender3", "", "", ""}, {"", "pteg", "", ""}, {"", "", "0.3", ""}, {"", "", "", "gap"}} {
		if _, found := lib.ResolveAll(names[0], names[1], names[2], names[3], nil); len(found) != 1 || found[0].Code != CodeUnknown {
			t.Errorf("%q: %v", names, found)
		}
	}
}
