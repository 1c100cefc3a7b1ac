package emit

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/profiles"
)

func TestGolden(t *testing.T) {
	for _, fw := range []profiles.Firmware{profiles.Marlin, profiles.PrusaFW, profiles.Klipper, profiles.RRF} {
		t.Run(string(fw), func(t *testing.T) {
			j := job(fw)
			switch fw {
			case profiles.Marlin:
				j.Set.Printer.RelativeE = false
			case profiles.RRF:
				j.Set.Printer.Retract.Firmware = true
			case profiles.Klipper:
				j.Set.Printer.Retract.Wipe = false
				j.Set.Printer.StartGcode = "PRINT_START BED=85 EXTRUDER=240"
				j.Set.Printer.EndGcode = "PRINT_END"
			}
			got, slots := written(t, j)
			for i, line := range slots.Lines() {
				slots.Mark(line, float64(60*i))
			}
			if err := slots.Fill(file(got), Totals{Seconds: 600}); err != nil {
				t.Fatal(err)
			}
			b := bytes.NewBuffer(got)
			err := Tail(b, j, Totals{Seconds: 600, FilamentMM: 123.456, FilamentCM3: 0.297, FilamentG: 0.377, Cost: 0.0094})
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("..", "testdata", "gcode", string(fw)+".gcode"), b.Bytes())
		})
	}
}
