package verify

import (
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// TestEjectRules finds pushes that cannot have cleared the bed.
func TestEjectRules(t *testing.T) {
	const print = "M140 S60\nM109 S240\nG28\nG90\nM83\n;LAYER_CHANGE\n;Z:0.2\nG1 Z0.2 F600\nG1 X50 Y50 F6000\nG1 X60 E0.3 F1200\n" +
		";LAYER_CHANGE\n;Z:5\nG1 Z5 F600\nG1 X50 E0.3 F1200\n"
	const cool, beside, through, end = "M104 S0\nM190 R40\n", "G1 Z15\nG1 X55 Y195 F6000\nG1 Z2 F600\n", "G1 Y5 F1800\n", ";EJECT_END\n"
	begin := ";EJECT_BEGIN\n"
	for _, c := range []struct{ name, push, want string }{
		{"right", begin + cool + beside + through + end, ""},
		{"in Klipper's words", begin + "TEMPERATURE_WAIT SENSOR=heater_bed MAXIMUM=40\nM104 S0\n" + beside + through + end, ""},
		{"not told", cool + beside + through, CodeHit + " " + CodeDown + " " + CodeHit},
		{"warm bed", begin + "M104 S0\nM190 R60\n" + beside + through + end, CodeEject},
		{"no wait", begin + "M104 S0\n" + beside + through + end, CodeEject},
		{"nothing pushed", begin + cool + beside + end, CodeEject},
		{"pushed above the print", begin + cool + "G1 Z15\nG1 X55 Y195 F6000\n" + through + end, CodeEject},
		{"comes down on it", begin + cool + "G1 Z15\nG1 X55 Y50 F6000\nG1 Z2 F600\n" + through + end, CodeEject},
		{"leaves the printer", begin + cool + beside + "G1 Y-50\n" + end, CodeTravel},
		{"below the bed", begin + cool + beside + "G1 Y5 Z-1\n" + end, CodeLow + " " + CodeEject + " " + CodeEject},
	} {
		found, err := File(strings.NewReader(print+c.push+print), Limits{Bed: profiles.Bed{Shape: "rectangle", Width: 200, Depth: 200}, Release: 40})
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
	many := strings.Repeat(print+begin+cool+beside+through+end, maxEjects+1) + print
	if found, _ := File(strings.NewReader(many), Limits{Release: 40}); len(found) != 1 || found[0].Code != CodeEject {
		t.Errorf("%d pushes: %v", maxEjects+1, found)
	}
}
