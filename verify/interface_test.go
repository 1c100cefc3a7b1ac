package verify

import (
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// stacked is a file with an interface between two layers; enter and leave are what stands
// at its beginning and at its end.
func stacked(enter, leave string) string {
	return "M140 S60\nM109 S240\nG28\nG90\nM83\n;LAYER_CHANGE\n;Z:0.2\nM204 P1000\nM106 S80\nG1 Z0.2 F600\nG1 X50 Y50 F6000\nG1 X60 E0.3 F1200\n" +
		";INTERFACE_BEGIN\n" + enter + ";LAYER_CHANGE\n;Z:0.7\nM106 S0\nM204 P300\nG1 Z0.7 F600\nG1 X50 E0.3 F600\n" +
		leave + ";LAYER_CHANGE\n;Z:1\nG1 Z1 F600\nG1 X60 E0.3 F1200\n"
}

// TestInterfaceIsRestored finds every way of leaving something changed.
func TestInterfaceIsRestored(t *testing.T) {
	const end = ";INTERFACE_END\nM106 S80\nM204 P1000\n"
	limits := Limits{Firmware: profiles.Marlin, MinNozzle: 220, MaxNozzle: 260, MinInterface: 210, Extruders: 2}
	for _, c := range []struct {
		name, enter, leave string
		want               string // codes
	}{
		{"nothing changed", "", end, ""},
		{"cooled and warmed", "M109 R210\n", "M109 S240\n" + end, ""},
		{"left cold", "M109 R225\n", end, CodeRestore},
		{"left colder than printing allows", "M109 R210\n", end, CodeRestore + " " + CodeCool},
		{"colder than the recipe", "M109 R205\n", "M109 S240\n" + end, CodeCool},
		{"flow left", "M221 S90\n", end, CodeRestore},
		{"speed left", "M220 S50\n", end, CodeRestore},
		{"tool left", "M104 T1 S240\nT1\nM109 S230\n", end, CodeRestore},
		{"the other tool is heated meanwhile", "M104 T1 S200\n", end, ""},
		{"other tool and back", "T1\nM109 S200\n", "T0\n" + end, ""},
		{"fan left", "", ";INTERFACE_END\nM204 P1000\n", CodeRestore},
		{"acceleration left", "", ";INTERFACE_END\nM106 S80\n", CodeRestore},
	} {
		found, err := File(strings.NewReader(stacked(c.enter, c.leave)), limits)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, v := range found {
			codes = append(codes, v.Code)
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: got %q, want %q: %v", c.name, got, c.want, found)
		}
	}
}
