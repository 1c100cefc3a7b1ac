package verify

import (
	"fmt"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// testLimits is a printer of 100 mm a side with PETG.
func testLimits() Limits {
	return FromProfiles(profiles.Set{
		Printer: profiles.Printer{
			Firmware: profiles.Marlin, Height: 100, MaxFlow: 10, MaxNozzleTemp: 300, MaxBedTemp: 120,
			Bed: profiles.Bed{
				Shape: "rectangle", Width: 100, Depth: 100, Origin: "front-left", Margin: 2,
				Exclude: []profiles.Zone{{X: 40, Y: 80, Width: 20, Depth: 20, Reason: "camera"}},
			},
		},
		Filament: profiles.Filament{Diameter: 1.75, MaxFlow: 8, MinNozzleTemp: 220, MaxNozzleTemp: 260, MaxBedTemp: 90},
	})
}

const (
	startCode = "G28\nG21\nG90\nM83\nM140 S80\nM190 S80\nM104 S240\nM109 S240\n"
	layerOne  = ";LAYER_CHANGE\n;Z:0.2\n;HEIGHT:0.2\nG1 Z0.2 F600\nG1 X10 Y10 F6000\n"
	layerTwo  = ";LAYER_CHANGE\n;Z:0.4\n;HEIGHT:0.2\nG1 Z0.4 F600\nG1 X10 Y10 F6000\n"
	stroke    = "G1 X20 E0.5 F1200\n"
	back      = "G1 X10 E0.5 F1200\n"
)

// found returns the codes that File finds, each once, in the order of lines.
func found(t testing.TB, text string, l Limits) string {
	t.Helper()
	list, err := File(strings.NewReader(text), l)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, v := range list {
		if len(codes) == 0 || codes[len(codes)-1] != v.Code {
			codes = append(codes, v.Code)
		}
		if v.Count < 1 || v.Text.String() == "" || strings.Contains(v.Text.String(), "%!") {
			t.Errorf("violation without a count or a sentence: %+v: %s", v, v.Text)
		}
	}
	return strings.Join(codes, " ")
}

// TestRules gives every rule the smallest file that breaks it and its good twin.
func TestRules(t *testing.T) {
	good := startCode + layerOne + stroke
	for _, c := range []struct{ name, bad, want, good string }{
		{"prints outside", good + "G1 X104 E0.5\n", CodeOutside, good + "G1 X97 E0.5\n"},
		{"leaves from outside", good + "G1 X104\nG1 X97 E0.5\n", CodeOutside, good + "G1 X97\nG1 X90 E0.5\n"},
		{"prints on the margin", good + "G1 X99 E0.5\n", CodeMargin, good + "G1 X99\n"},
		{"prints in a zone", good + "G1 X50 Y85 E0.5\n", CodeZone, good + "G1 X50 Y85\n"},
		{"prints through a zone", good + "G1 X30 Y90\nG1 X70 E0.5\n", CodeZone, good + "G1 X30 Y79\nG1 X70 E0.5\n"},
		{"moves out of reach", good + "G1 X111\n", CodeTravel, good + "G1 X109\n"},
		{"primes in the start code", startCode + "G1 Y-11 X5 Z0.2 F1000\nG1 X20 E1\n" + layerOne + stroke, CodeTravel,
			startCode + "G1 Y-3 X5 Z0.2 F1000\nG1 X20 E1\n" + layerOne + stroke},
		{"prints too high", good + ";LAYER_CHANGE\n;Z:101\nG1 Z101\nG1 X30 E0.5\n", CodeHigh, good + "G1 Z105\n"},
		{"goes below the bed", good + "G1 Z-0.1\n", CodeLow, good + "G1 Z0\n"},
		{"does not home", strings.Replace(good, "G28", "", 1), CodeHome, good},
		{"never heats", strings.NewReplacer("M104 S240\n", "", "M109 S240\n", "").Replace(good), CodeCold, good},
		{"does not wait", strings.Replace(good, "M109 S240\n", "", 1), CodeCold,
			strings.Replace(good, "M109 S240\n", "M109 R240\n", 1)},
		{"pushes into a cold nozzle", "G1 E5 F100\n" + good, CodeCold, startCode + "G1 E5 F100\n" + layerOne + stroke},
		{"prints after cooling", good + "M104 S0\n" + back, CodeCold, good + "M104 S0\nG1 E-2 F2000\nG1 X10\n"},
		{"too hot", good + "M104 S265\n" + back, CodeHot, good + "M104 S260\n" + back},
		{"too cool", good + "M104 S200\n" + back, CodeCool, good + back + "M104 S200\n"},
		{"bed too hot", good + "M140 S100\n", CodeHotBed, good + "M140 S90\n"},
		{"flow", good + "G1 X30 E0.5 F4100\n", CodeFlow, good + "G1 X30 E0.5 F3900\n"},
		{"flow by M221", good + "M221 S110\nG1 X30 E0.5 F3900\n", CodeFlow, good + "M221 S90\nG1 X30 E0.5 F4100\n"},
		{"flow by M220", good + "M220 S110\nG1 X30 E0.5 F3900\n", CodeFlow, good + "M220 S90\nG1 X30 E0.5 F4100\n"},
		{"flow on a slope", good + "G1 X20.1 Z0.2001 E0.5 F3900\n", CodeFlow, good},
		{"flow in the start code", startCode + "G1 X1 Y1 Z0.3 F1000\nG1 X10 E10\n" + layerOne + stroke, CodeStartFlow,
			startCode + "G1 X1 Y1 Z0.3 F1000\nG1 X10 E1\n" + layerOne + stroke},
		{"runs away", good + "G1 E30 F200\n" + back, CodePush, good + "G1 E-4 F200\nG1 E4\n" + back},
		{"runs away in the start code", startCode + "G1 E200 F200\n" + layerOne + stroke, CodePush,
			startCode + "G1 E20 F200\n" + layerOne + stroke},
		{"absolute taken for relative", good + "M82\nG92 E0\nG1 X30 E0.5\nM83\nG1 E10.5\n" + back, CodePush,
			good + "M82\nG92 E10\nG1 X30 E10.5\nM83\n" + back},
		{"prints pulled back", good + "G1 E-2 F2000\n" + back, CodePulled, good + "G1 E-2 F2000\nG1 E2\n" + back},
		{"prints pulled back by firmware", good + "G10\n" + back, CodePulled, good + "G10\nG11\n" + back},
		{"no feed", strings.NewReplacer(" F6000", "", " F600", "", " F1200", "").Replace(good), CodeFeed, good},
		{"goes down", good + layerTwo + stroke + "G1 Z0.2\n" + back, CodeDown + " " + CodeLayer,
			good + layerTwo + stroke + "G1 Z0.8\nG1 X30\nG1 Z0.4\n" + back},
		{"hangs in the air", good + layerTwo + stroke + "G1 Z0.5\n" + back, CodeLayer, good + layerTwo + stroke + back},
		{"hangs above a vase", good + layerTwo + "G1 X20 Z0.5 E0.5 F1200\n", CodeLayer,
			good + ";LAYER_CHANGE\n;Z:0.4\n;HEIGHT:0.2\nG1 X10 Z0.3 E0.5 F1200\nG1 X20 Z0.4 E0.5\n"},
		{"next object on the first", good + layerTwo + stroke + layerOne + stroke, CodeHit + " " + CodeDown,
			good + layerTwo + stroke + "G1 Z1\nG1 X10 Y30\n" + strings.Replace(layerOne+stroke+layerTwo+stroke, "Y10", "Y30", 2)},
		{"a loose line below the layer", good + layerTwo + stroke + "G1 X10 Y30 Z0.2\n" + stroke, CodeDown + " " + CodeLayer,
			good + layerTwo + stroke + "G1 X10 Y30\n" + stroke},
		{"inches", good + "G20\nG1 X4.1 E0.01\n", CodeOutside, good + "G20\nG1 X2 E0.01\n"},
		{"relative moves", good + "G91\nG1 X90 E0.5\n", CodeOutside, good + "G91\nG1 X30 E0.5\n"},
		{"arc bulges", good + "G1 X50 Y10\nG2 X10 Y10 I-20 J0 E2 F600\n", CodeMargin + " " + CodeOutside + " " + CodeMargin,
			good + "G1 X50 Y10\nG3 X10 Y10 I-20 J0 E2 F600\n"},
		{"arc by radius bulges", good + "G1 X50 Y10\nG2 X10 Y10 R20 E2 F600\n", CodeMargin + " " + CodeOutside + " " + CodeMargin,
			good + "G1 X50 Y10\nG3 X10 Y10 R20 E2 F600\n"},
		{"arc melts too much", good + "G1 X50 Y50\nG3 X50 Y50 I-10 J0 E6 F1000\n", "", good},
		{"arc melts too much faster", good + "G1 X50 Y50\nG3 X50 Y50 I-10 J0 E6 F2100\n", CodeFlow, good},
		{"prints nothing", startCode + layerOne, CodeNothing, good},
		{"macro", "PRINT_START EXTRUDER=280 BED=80\nM83\n" + layerOne + stroke, CodeHot,
			"PRINT_START EXTRUDER=240 BED=80\nM83\n" + layerOne + stroke},
		{"macro heats the bed", "PRINT_START EXTRUDER=240 BED=100\nM83\n" + layerOne + stroke, CodeHotBed,
			"SET_HEATER_TEMPERATURE HEATER=heater_bed TARGET=80\nSTART_PRINT\nM83\n" + layerOne + stroke},
		{"klipper does not wait", "G28\nM83\nSET_HEATER_TEMPERATURE HEATER=extruder TARGET=240\n" + layerOne + stroke, CodeCold,
			"G28\nM83\nSET_HEATER_TEMPERATURE HEATER=extruder TARGET=240\nTEMPERATURE_WAIT SENSOR=extruder MINIMUM=239\n" + layerOne + stroke},
		{"reprapfirmware too hot", good + "G10 P0 S270 R270\n", CodeHot, "G28\nM83\nG10 P0 S240 R240\nM116\n" + layerOne + stroke},
		{"ultimaker without G28", strings.Replace(good, "G28", "", 1), CodeHome, ";FLAVOR:Griffin\n" + strings.Replace(good, "G28", "", 1)},
		{"ultimaker without heating", strings.Replace(layerOne+stroke, "G1", "M83\nG1", 1), CodeHome + " " + CodeCold,
			";FLAVOR:UltiGCode\nM83\n" + layerOne + stroke},
		{"volumetric E", good + "M200 D1.75\nG1 X30 E1.2 F4500\n", CodeFlow, good + "M200 D1.75\nG1 X30 E1.2 F3900\n"},
		{"damaged line", good + "G99999999999999999999 X1\n", CodeSyntax, good + "G99 X1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(t, c.bad, testLimits()); got != c.want {
				t.Errorf("bad file: got %q, want %q", got, c.want)
			}
			if got := found(t, c.good, testLimits()); got != "" {
				t.Errorf("good file: got %q", got)
			}
		})
	}
}

// TestModesOfE checks which G90 and G91 change the mode of E.
func TestModesOfE(t *testing.T) {
	text := startCode + "M83\nG90\n" + layerOne + stroke + "G1 X30 E0.5\n"
	for fw, want := range map[profiles.Firmware]string{
		profiles.Marlin: "", profiles.PrusaFW: "", profiles.Klipper: "", profiles.RRF: "",
	} {
		l := testLimits()
		l.Firmware = fw
		l.Volume = 1.0 * 2.405
		if fw == profiles.Marlin {
			l.Volume = 0.5 * 2.405 // G90 made E absolute
		}
		if got := found(t, text, l); got != want {
			t.Errorf("%s: got %q, want %q", fw, got, want)
		}
	}
}

// TestVolume compares what is deposited with what should be, skirt and start code apart.
func TestVolume(t *testing.T) {
	text := startCode + "G1 X1 Y1 Z0.3 F600\nG1 X90 E7\n" + layerOne +
		";TYPE:Skirt\n" + stroke + ";TYPE:Perimeter\nG1 Y20 E1\nG1 E-1\nG1 X30\nG1 E1\nG1 X40 E1\n"
	area := 2.405281875
	for _, c := range []struct {
		volume, tolerance float64
		want              string
	}{
		{2 * area, 0.001, ""},
		{2.2 * area, 0.1, ""},
		{2.3 * area, 0, CodeVolume},
		{1.8 * area, 0.1, CodeVolume},
		{0, 0.1, ""},
	} {
		l := testLimits()
		l.Flow = 1
		l.Volume, l.Tolerance = c.volume, c.tolerance
		if got := found(t, text, l); got != c.want {
			t.Errorf("%.3f mm3 expected: got %q, want %q", c.volume, got, c.want)
		}
	}
}

// TestBeds prints on beds of all shapes.
func TestBeds(t *testing.T) {
	hook := [][2]profiles.Length{{0, 0}, {100, 0}, {100, 100}, {60, 100}, {60, 40}, {40, 40}, {40, 100}, {0, 100}}
	round := profiles.Bed{Shape: "circle", Diameter: 100, Origin: "centre"}
	corner := profiles.Bed{Shape: "circle", Diameter: 100, Origin: "front-left"}
	centred := profiles.Bed{Shape: "rectangle", Width: 100, Depth: 60, Origin: "centre"}
	polygon := profiles.Bed{Shape: "polygon", Points: hook}
	for _, c := range []struct {
		bed            profiles.Bed
		x, y, toX, toY float64
		want           string
	}{
		{round, 0, 0, 35, 35, ""},
		{round, 0, 0, 36, 36, CodeOutside},
		{round, 0, 0, 45, 45, CodeTravel + " " + CodeOutside},
		{corner, 50, 50, 85, 85, ""},
		{corner, 50, 50, 10, 10, CodeOutside},
		{centred, -49, -29, 50, 30, ""},
		{centred, 0, 0, 0, 31, CodeOutside},
		{polygon, 10, 10, 30, 90, ""},
		{polygon, 30, 90, 70, 90, CodeOutside}, // across the bay, from inside to inside
		{polygon, 10, 10, 50, 50, CodeOutside}, // into the bay
		{polygon, 10, 40, 90, 40, ""},          // along its edge
		{profiles.Bed{}, 0, 0, 900, 900, ""},
	} {
		l := testLimits()
		l.Bed = c.bed
		text := startCode + ";LAYER_CHANGE\n" + fmt.Sprintf("G1 X%g Y%g Z0.2 F600\nG1 X%g Y%g E0.5\n", c.x, c.y, c.toX, c.toY)
		if got := found(t, text, l); got != c.want {
			t.Errorf("%s %v: (%g, %g) to (%g, %g): got %q, want %q", c.bed.Shape, c.bed.Origin, c.x, c.y, c.toX, c.toY, got, c.want)
		}
	}
}

// TestNoComments checks that the strict rules hold in files without any comment.
func TestNoComments(t *testing.T) {
	text := startCode + "G1 X10 Y10 Z0.2 F600\n" + strings.Repeat(stroke+back, startMoves)
	if got := found(t, text, testLimits()); got != "" {
		t.Errorf("good file: got %q", got)
	}
	if got := found(t, text+"G1 X105 E1\n", testLimits()); got != CodeOutside {
		t.Errorf("bad file: got %q", got)
	}
}

// TestCount checks that all violations of a kind are counted and the first are kept.
func TestCount(t *testing.T) {
	text := startCode + layerOne + strings.Repeat("G1 Z-1\nG1 Z1\n", 50)
	list, err := File(strings.NewReader(text+stroke), testLimits())
	if err != nil || len(list) < Kept || !Failed(list) {
		t.Fatalf("%d violations, %v", len(list), err)
	}
	for i := range Kept {
		if v := list[i]; v.Code != CodeLow || v.Count != 50 || v.Line != 14+2*i {
			t.Errorf("violation %d: %+v", i, v)
		}
	}
	if list, _ := File(strings.NewReader(startCode+layerOne+"G1 X99 E0.5\n"), testLimits()); Failed(list) {
		t.Error("a warning forbids printing")
	}
}
