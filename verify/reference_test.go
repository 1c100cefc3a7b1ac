package verify

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// shared is where the real files lie that are not part of the repository.
const shared = "../../shared/reference"

// TestReferences checks files of other slicers, which real printers have printed: they
// have no violation.
func TestReferences(t *testing.T) {
	for _, c := range []struct {
		name                   string
		width, depth           profiles.Length
		origin                 string
		diameter, flow, height float64
	}{
		{"cura_voron_iso838", 500, 500, "centre", 1.75, 20, 250}, // sliced far off the bed
		{"ps_ender3_sweden", 220, 220, "front-left", 1.75, 20, 250},
		{"ps_mk3_speed_prusa", 250, 210, "front-left", 1.75, 16, 210},
		{"rw_UM3_Visor_frame_EUROPE_ISO838_v3", 233, 215, "front-left", 2.85, 20, 200},
		{"rw_schwede_x2", 300, 300, "front-left", 1.75, 20, 300},
	} {
		t.Run(c.name, func(t *testing.T) {
			limits := Limits{
				Bed:    profiles.Bed{Shape: "rectangle", Width: c.width, Depth: c.depth, Origin: c.origin},
				Height: c.height, Diameter: c.diameter, MinNozzle: 180, MaxNozzle: 290, MaxBed: 110, MaxFlow: c.flow,
			}
			f, err := os.Open(filepath.Join(shared, c.name+".gcode.gz"))
			if os.IsNotExist(err) {
				t.Skip("the real G-code files are not here")
			}
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			found, err := File(f, limits)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range found {
				t.Errorf("line %d: %s %s %s (%d)", v.Line, v.Severity, v.Code, v.Text, v.Count)
			}
		})
	}
}
