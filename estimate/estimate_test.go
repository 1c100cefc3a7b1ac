package estimate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/motion"
	"github.com/visiere/visiere/profiles"
)

// klipper is a printer whose times are easy to work out: 100 mm at 100 mm/s from rest to
// rest take 1.1 s.
var klipper = Options{
	Firmware: motion.Klipper,
	Limits:   motion.Limits{MaxVelocity: 300, Accel: 1000, SquareCornerVelocity: 5, MinimumCruiseRatio: 0.5},
}

func of(t *testing.T, opt Options, lines ...string) *Estimate {
	t.Helper()
	est, err := File(strings.NewReader(strings.Join(lines, "\n")), opt)
	if err != nil {
		t.Fatal(err)
	}
	return est
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestFilament(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"M83|G1 X10 E1|G1 E-0.8|G1 X20|G1 E0.8|G1 X30 E1", 2},
		{"M82|G1 X10 E1|G1 E0.2|G1 X20|G1 E1|G1 X30 E2|G92 E0|G1 X40 E1", 3},
		{"M83|G1 X10 E1|G1 E-5", 1},
		{"M83|G1 X10 E1|G1 X5 E-0.5|G1 E-0.3|G1 X20|G1 E0.9|G1 X30 E1", 2.1},
		{"M83|M221 S95|G1 X10 E10", 9.5},
		{"M83|G1 X10 E10|M221 S50|G1 E-2|G1 E2|G1 X20 E10", 15},
	} {
		est := of(t, klipper, strings.Split(tt.text, "|")...)
		near(t, tt.text, est.FilamentMM, tt.want)
	}
	opt := klipper
	opt.FilamentDiameter, opt.Density, opt.CostPerKg = 2, 1.25, 20
	est := of(t, opt, "M83", "G1 X10 E1000")
	near(t, "cm3", est.FilamentCM3, math.Pi)
	near(t, "g", est.FilamentG, 1.25*math.Pi)
	near(t, "cost", est.Cost, 1.25*math.Pi/50)
}

func TestFeatures(t *testing.T) {
	est := of(t, klipper, "M83", "G1 X100 F6000", "M400",
		"G1 X0 E1", "M400", ";TYPE:External perimeter", "G1 X100 E1", "M400", "G1 E-1", "G1 E1", "G1 X0 E-1", "M400",
		"; FEATURE: Outer wall", "G1 X100 E1", "G4 P250")
	for name, want := range map[string]float64{
		"Travel": 1.1, "(start)": 1.1, "External perimeter": 1.1, "Outer wall": 1.1, "Dwell": 0.25,
	} {
		near(t, name, est.ByFeatureS[name], want)
	}
	sum := 0.0
	for _, s := range est.ByFeatureS {
		sum += s
	}
	near(t, "sum", sum, est.MotionS)
	for _, name := range []string{"Retract", "Unretract", "Wipe"} {
		if est.ByFeatureS[name] <= 0 {
			t.Errorf("%s: %v s", name, est.ByFeatureS[name])
		}
	}
}

func TestManyFeatureNames(t *testing.T) {
	var b strings.Builder
	b.WriteString("M83\n")
	for i := range 1000 {
		fmt.Fprintf(&b, ";TYPE:%d\nG1 X%d E1 F6000\n", i, i%2*10)
	}
	est := of(t, klipper, b.String())
	if n := len(est.ByFeatureS); n > maxFeatures+1 || est.ByFeatureS["(other)"] <= 0 {
		t.Errorf("%d features, other %v s", n, est.ByFeatureS["(other)"])
	}
}

func TestLayers(t *testing.T) {
	line := "G1 X100 E1 F6000|M400|G1 X0|M400"
	for _, tt := range []struct {
		name, text string
		start      float64
		layers     []float64
	}{
		{"PrusaSlicer", line + "|;LAYER_CHANGE|;Z:0.2|" + line + "|;LAYER_CHANGE|" + line + "|" + line, 2.2, []float64{2.2, 4.4}},
		{"Cura", line + "|;LAYER_COUNT:2|;LAYER:0|" + line + "|;LAYER:1|" + line, 2.2, []float64{2.2, 2.2}},
		{"Bambu", line + "|; CHANGE_LAYER|" + line, 2.2, []float64{2.2}},
		{"first kind counts", ";LAYER_CHANGE|;LAYER:0|" + line + "|;LAYER:1|;LAYER_CHANGE|" + line, 0, []float64{2.2, 2.2}},
	} {
		est := of(t, klipper, append([]string{"M83"}, strings.Split(tt.text, "|")...)...)
		near(t, tt.name+" start", est.StartS, tt.start)
		if len(est.ByLayerS) != len(tt.layers) || est.Layers != len(tt.layers) {
			t.Errorf("%s: layers %v", tt.name, est.ByLayerS)
			continue
		}
		end := est.StartS
		for i, want := range tt.layers {
			near(t, fmt.Sprint(tt.name, " layer ", i), est.ByLayerS[i], want)
			end += want
			near(t, fmt.Sprint(tt.name, " end of layer ", i), est.LayerEndS[i], end)
		}
	}
}

func TestLayersByZ(t *testing.T) {
	est := of(t, klipper, "M83", "G1 Z0.2 F6000", "G1 X10 E1", "G1 Z0.6", "G1 X20", "G1 Z0.2", "G1 X10 E1", "G1 Z0.4", "G1 X0 E1")
	if est.Layers != 2 {
		t.Errorf("%d layers, want 2", est.Layers)
	}
}

func TestHeating(t *testing.T) {
	opt := klipper
	opt.Bed, opt.Nozzle = Heater{Power: 0.5, Capacity: 1}, Heater{Power: 2, Capacity: 1}
	opt.HomingS, opt.ProbePoints, opt.ProbeS = 15, 10, 4
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"M190 S60", 80},
		{"M140 S60|M104 S220|M190 S60|M109 S220", 100},
		{"M140 S60|M109 S220|M190 S60", 100},
		{"M140 S60|G4 P80000|M190 S60", 0},
		{"M140 S60|G28|M190 S60", 65},
		{"M109 S220|M109 S200|M109 S220", 100},
		{"M109 R220", 100},
		{"M104 S220", 0},
	} {
		est := of(t, opt, strings.Split(tt.text, "|")...)
		near(t, tt.text, est.HeatingS, tt.want)
	}
	est := of(t, opt, "G28", "G29", "M109 S220", ";LAYER_CHANGE", "G1 X100 F6000")
	near(t, "total", est.TotalS, 15+40+(100-55)+55+1.1-0)
	near(t, "end of layer", est.LayerEndS[0], est.TotalS)
	near(t, "motion", est.MotionS, 1.1)
}

func TestElapsedAtLine(t *testing.T) {
	lines := []string{"G28"}
	for i := range 100 {
		lines = append(lines, fmt.Sprintf("G1 X%d F6000", (i+1)%2*100), "M400")
	}
	opt := klipper
	opt.HomingS = 10
	est := of(t, opt, lines...)
	near(t, "line 1", est.ElapsedAtLine(1), 10)
	for i := range 100 {
		near(t, fmt.Sprint("move ", i), est.ElapsedAtLine(2+2*i), 10+1.1*float64(i+1))
	}
	near(t, "the end", est.ElapsedAtLine(1000), est.TotalS)
	last := -1.0
	for l := range 300 {
		if s := est.ElapsedAtLine(l); s < last {
			t.Fatalf("line %d: %v s after %v s", l, s, last)
		} else {
			last = s
		}
	}
}

func TestFileChangesLimits(t *testing.T) {
	est := of(t, klipper, "set_velocity_limit velocity=50 ACCEL=500", "G1 X100 F6000")
	near(t, "SET_VELOCITY_LIMIT", est.MotionS, 2.1)
	if est.Limits.MaxVelocity != 300 {
		t.Errorf("the limits reported are those of the file: %+v", est.Limits)
	}
	est = of(t, klipper, "SET_RETRACTION RETRACT_LENGTH=2 UNRETRACT_SPEED=20", "G10", "M400", "G11")
	near(t, "SET_RETRACTION", est.MotionS, 2*(2.0/20+20/(1000*4*0.4*0.4/(math.Pi/4*1.75*1.75))))
	est = of(t, klipper, "M204 S500", "M220 S50", "G1 X100 F6000")
	near(t, "M204 and M220", est.MotionS, 2.1)
}

func TestJSON(t *testing.T) {
	b, err := json.Marshal(of(t, klipper, "M83", ";LAYER_CHANGE", "G1 X100 E5 F6000"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"total_s", "motion_s", "filament_mm", "filament_cm3", "filament_g", "by_feature_s", "by_layer_s", "limits"} {
		if !bytes.Contains(b, []byte(`"`+key+`":`)) {
			t.Errorf("no %s in %s", key, b)
		}
	}
}

func TestBadLimits(t *testing.T) {
	opt := klipper
	opt.Limits.Accel = -1
	if _, err := File(strings.NewReader("G1 X1"), opt); err == nil || !strings.Contains(err.Error(), "max_accel") {
		t.Errorf("error %v", err)
	}
	e := New(opt)
	var c gcode.Command
	e.Command(&c)
	if e.Finish(); e.Err() == nil {
		t.Error("no error from New")
	}
}

func TestFaultsAreReported(t *testing.T) {
	est := of(t, Options{}, "G1 X1 F600", "G1 Xnan", "G1 X5")
	if est.FaultCount != 1 || est.Faults[0].Line != 2 {
		t.Errorf("%d faults: %v", est.FaultCount, est.Faults)
	}
}

func TestFromProfiles(t *testing.T) {
	set := profiles.Set{
		Printer: profiles.Printer{
			Firmware: profiles.PrusaFW, HomingTime: 12, ProbePoints: 9, ProbeTime: 3, BedHeatRate: 0.5, NozzleHeatRate: 2,
			Limits: profiles.Limits{
				SpeedX: 200, SpeedY: 200, SpeedZ: 12, SpeedE: 120, AccelX: 1000, AccelY: 1000, AccelZ: 200, AccelE: 5000,
				Accel: 1250, AccelRetract: 1250, JerkX: 8, JerkY: 8, JerkZ: 0.4, JerkE: 4.5, StepsX: 100, StepsY: 100, StepsZ: 400, StepsE: 280,
			},
			Retract: profiles.Retract{Length: 0.8, Speed: 35},
		},
		Filament: profiles.Filament{Diameter: 1.75, Density: 1.27, Cost: 25},
	}
	for firmware, want := range map[profiles.Firmware]motion.Firmware{
		profiles.PrusaFW: motion.MarlinClassic, profiles.Marlin: motion.MarlinClassic,
		profiles.Klipper: motion.Klipper, profiles.RRF: motion.RRF,
	} {
		set.Printer.Firmware = firmware
		opt := FromProfiles(set)
		if e := New(opt); opt.Firmware != want || opt.ProbePoints != 9 || opt.ProbeS != 3 || e.Err() != nil {
			t.Errorf("%s: %+v, %v", firmware, opt, e.Err())
		}
	}
	set.Printer.Firmware, set.Printer.Limits.JunctionDeviation = profiles.Marlin, 0.02
	if opt := FromProfiles(set); opt.Firmware != motion.MarlinJD {
		t.Errorf("junction deviation: %s", opt.Firmware)
	}
}

// repeated gives the same text n times without holding it.
type repeated struct {
	text string
	n    int
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.at == len(r.text) {
		r.n, r.at = r.n-1, 0
	}
	if r.n <= 0 {
		return 0, io.EOF
	}
	n := copy(p, r.text[r.at:])
	r.at += n
	return n, nil
}

// TestMemoryIsBounded reads 1 MB and 32 MB: what is allocated grows by the marks alone.
func TestMemoryIsBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString("M83\n;TYPE:Perimeter\n")
	for i := 0; text.Len() < 1<<20; i++ {
		fmt.Fprintf(&text, "G1 X%.3f Y%.3f E%.5f F4800\n", math.Sin(float64(i))*90+100, float64(i%1000)/5, 0.03)
	}
	allocated := func(n int) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := File(&repeated{text: text.String(), n: n}, Options{}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20)
	}
	if one, many := allocated(1), allocated(32); one > 8 || many > 8 {
		t.Errorf("%.1f MB for 1 MB, %.1f MB for 32 MB", one, many)
	}
}

func FuzzFile(f *testing.F) {
	for _, s := range []string{
		"M83\nG1 X10 E1 F600\n;LAYER_CHANGE\nG1 X20 E1\nG4 S3\n", ";LAYER:0\n;TYPE:x\nG2 X5 I3 E1\nG10\nG11\n",
		"M109 S1e9\nM221 S0\nM220 S-3\nG1 Xnan F999999999999\n", "M486 S0\nM486 Anut\nG1 X5 E1\nM486 S-1\n; printing object a\n;LEVEL:2\nPRINT_START BED=60\nTEMPERATURE_WAIT SENSOR=extruder MAXIMUM=30\n",
		"M201 X0.001\nM203 X-1\nM204 S0\nG1 X900 F1\nG92 E0 X5\nG28\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		for _, fw := range []motion.Firmware{motion.Klipper, motion.MarlinJD, motion.MarlinClassic, motion.RRF} {
			est, err := File(bytes.NewReader(in), Options{Firmware: fw, Bed: Heater{100, 200, 1}, Nozzle: Heater{40, 15, 0.1}, MinLayerS: 5, HomingS: 5, ProbePoints: 9, ProbeS: 3})
			if err != nil {
				return
			}
			sum := est.StartS
			for _, s := range est.ByLayerS {
				sum += s
			}
			if !(est.TotalS >= 0) || !(est.FilamentMM >= 0) || math.Abs(sum-est.MotionS) > 1e-6*(1+est.MotionS) {
				t.Fatalf("%s: total %v, layers %v, motion %v, filament %v", fw, est.TotalS, sum, est.MotionS, est.FilamentMM)
			}
			if _, err := json.Marshal(est); err != nil {
				t.Fatal(err)
			}
		}
	})
}
