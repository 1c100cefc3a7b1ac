package motion

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
)

var klipperLimits = Limits{MaxVelocity: 300, Accel: 1000, SquareCornerVelocity: 5, MinimumCruiseRatio: 0.5, MaxZVelocity: 10, MaxZAccel: 100}

var marlinLimits = Limits{
	Accel: 1000, MaxFeed: Axes{500, 500, 10, 100}, MaxAccel: Axes{5000, 5000, 500, 5000}, Jerk: Axes{10, 10, 0.4, 5},
	JunctionDeviation: 0.013, Steps: Axes{80, 80, 400, 100},
}

// send gives the machine a line of G-code: a command and words with numbers.
func send(m *Machine, line string) {
	var val [26]float64
	var bits uint32
	words := strings.Fields(line)
	code, _ := strconv.Atoi(words[0][1:])
	for _, w := range words[1:] {
		bits |= 1 << (w[0] - 'A')
		val[w[0]-'A'], _ = strconv.ParseFloat(w[1:], 64)
	}
	m.Command(words[0][0], code, bits, &val)
}

// total returns the seconds of the lines, which stand one below the other or between bars.
func total(t *testing.T, fw Firmware, l Limits, text string) float64 {
	t.Helper()
	m, err := New(fw, l)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	m.OnTime = func(_ uint64, s float64) { sum += s }
	for _, line := range strings.Split(text, "|") {
		send(m, line)
	}
	m.Drain()
	return sum
}

// TestByHand holds times that were worked out on paper for ideal trapezoids; Marlin's
// steps make them longer by up to 1.5 %.
func TestByHand(t *testing.T) {
	fast := klipperLimits
	fast.MinimumCruiseRatio = 0
	for _, tt := range []struct {
		name   string
		fw     Firmware
		limits Limits
		text   string
		want   float64
	}{
		// 100 mm at 100 mm/s: 1 s, and 0.05 s more for each ramp.
		{"trapezoid", Klipper, klipperLimits, "G1 X100 F6000", 1.1},
		{"trapezoid", MarlinJD, marlinLimits, "G1 X100 F6000", 1.1},
		{"trapezoid", MarlinClassic, marlinLimits, "G1 X100 F6000", 1.1},
		{"trapezoid", RRF, marlinLimits, "G1 X100 F6000", 1.1},
		// 10 mm in a triangle up to 100 mm/s.
		{"triangle", Klipper, fast, "G1 X10 F18000", 0.2},
		{"triangle", RRF, marlinLimits, "G1 X10 F18000", 0.2},
		// Half of the 10 mm at the peak of 70.7 mm/s.
		{"cruise ratio", Klipper, klipperLimits, "G1 X10 F18000", 0.15 * math.Sqrt2},
		// Two ramps of 0.1 s to 5 mm/s in the corner instead of 0.1 s to 0.
		{"corner", Klipper, klipperLimits, "G1 X100 F6000|G1 Y100", 2 + 0.1 + 2*(0.095-(0.5*1000*0.095*0.095+5*0.095)/100)},
		{"jerk corner", RRF, marlinLimits, "G1 X100 F6000|G1 Y100", 2 + 0.1 + 2*(0.09-(0.5*1000*0.09*0.09+10*0.09)/100)},
		{"jerk corner", MarlinClassic, marlinLimits, "G1 X100 F6000|G1 Y100", 2 + 0.1 + 2*(0.09-(0.5*1000*0.09*0.09+10*0.09)/100)},
		{"straight on", Klipper, klipperLimits, "G1 X50 F6000|G1 X100", 1.1},
		{"straight on", MarlinJD, marlinLimits, "G1 X50 F6000|G1 X100", 1.1},
		{"straight on", MarlinClassic, marlinLimits, "G1 X50 F6000|G1 X100", 1.1},
		{"pause between", Klipper, klipperLimits, "G1 X50 F6000|G4 P500|G1 X100", 1.7},
		{"pause in seconds", RRF, marlinLimits, "G1 X50 F6000|G4 S2|G1 X100", 3.2},
		{"drain", Klipper, klipperLimits, "G1 X50 F6000|M400|G1 X100", 1.2},
		// Marlin waits 0.1 s for more blocks after the stop.
		{"homing places", MarlinJD, marlinLimits, "G1 X50 F6000|G28|G1 X50", 1.3},
		{"homing X places", MarlinClassic, marlinLimits, "G1 X50 F6000|G28 Y|G28 X|G1 X50", 1.3},
		{"homing stops", RRF, marlinLimits, "G1 X50 F6000|G28|G1 X50", 1.2},
		// 10 mm/s and 100 mm/s2 in Z.
		{"z", Klipper, klipperLimits, "G1 Z20 F6000", 2.1},
		{"z", RRF, marlinLimits, "G1 Z20 F6000", 2.02},
		{"relative", Klipper, klipperLimits, "G91|G1 X50 F6000|G1 X50", 1.1},
		{"offset", Klipper, klipperLimits, "G92 X-50|G1 X0 F6000|G1 X50", 1.1},
		{"inches", RRF, marlinLimits, "G20|G1 X10 F60", 10 + 0.0254},
		{"half speed", Klipper, klipperLimits, "M220 S50|G1 X100 F6000", 2.05},
		{"whole per cent", MarlinJD, marlinLimits, "M220 S50.9|G1 X100 F6000", 2.05},
		{"speed kept", MarlinClassic, marlinLimits, "M220 S50|M220 B S20|M220 R|G1 X100 F6000", 2.05},
		{"deviation out of range", MarlinJD, marlinLimits, "M205 J5|G1 X100 F6000|G1 Y100", 2.2},
		{"acceleration in inches", MarlinClassic, marlinLimits, "G20|M204 S19.685039|G21|G1 X100 F6000", 1.2},
		{"acceleration", Klipper, klipperLimits, "M204 S500|G1 X100 F6000", 1.2},
		{"acceleration P T", Klipper, klipperLimits, "M204 P500 T800|G1 X100 F6000", 1.2},
		{"acceleration T", RRF, marlinLimits, "M204 T500|G1 X100 F6000", 1.2},
		{"acceleration P", RRF, marlinLimits, "M204 P500|G1 X100 E1 F6000", 1.2},
		{"feed limit", RRF, marlinLimits, "M203 X3000|G1 X100 F6000", 2.05},
		{"feed limit", MarlinClassic, marlinLimits, "M203 X50|G1 X100 F6000", 2.05},
		{"axis acceleration", RRF, marlinLimits, "M201 X500|G1 X100 F6000", 1.2},
		// A half circle of 31.4 mm in straight pieces at 10 mm/s.
		{"arc", Klipper, klipperLimits, "G1 X10 F600|G2 X30 I10 J0", 1 + math.Pi + 0.01},
		{"arc", MarlinJD, marlinLimits, "G1 X10 F600|G3 X30 I10 J0", 1 + math.Pi + 0.01},
		{"arc by radius", RRF, marlinLimits, "G1 X10 F600|M400|G2 X30 R10", 1 + math.Pi + 0.02},
		{"circle", RRF, marlinLimits, "G1 X10 F600|M400|G2 X10 I10", 1 + 2*math.Pi + 0.02},
		// 3 mm at 45 mm/s, back at 8 mm/s.
		{"firmware retraction", RRF, marlinLimits, "G10|G10|M400|G11", 3.0/45 + 0.045 + 3.0/8 + 0.008},
		{"firmware retraction set", RRF, marlinLimits, "M207 S2 F1200|M208 S0 F1200|G10|M400|G11", 2 * (0.1 + 0.02)},
		{"E alone", Klipper, klipperLimits, "G1 E10 F6000", 2 * math.Sqrt(10/266.08)},
	} {
		got := total(t, tt.fw, tt.limits, tt.text)
		allowed := 0.001
		if tt.fw == MarlinJD || tt.fw == MarlinClassic {
			allowed = 0.015
		}
		if math.Abs(got/tt.want-1) > allowed {
			t.Errorf("%s, %s, %s: %.4f s, want %.4f s", tt.name, tt.fw, tt.text, got, tt.want)
		}
	}
}

func TestSetVelocityLimit(t *testing.T) {
	m, _ := New(Klipper, klipperLimits)
	sum := 0.0
	m.OnTime = func(_ uint64, s float64) { sum += s }
	m.SetVelocityLimit(50, 500, 2, 0.1)
	send(m, "G1 X100 F6000")
	m.Drain()
	if math.Abs(sum-2.1) > 1e-9 {
		t.Errorf("%v s, want 2.1 s", sum)
	}
	m.SetVelocityLimit(0, math.NaN(), -1, 7)
	if l := m.Limits(); l.MaxVelocity != 50 || l.Accel != 500 || l.SquareCornerVelocity != 2 || l.MinimumCruiseRatio != 0.1 {
		t.Errorf("%+v", l)
	}
}

// TestFlow checks what counts as filament: M221, M200, G92 and relative E.
func TestFlow(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
	}{
		{"G1 X10 E2|G1 X20 E3", 3},
		{"M83|G1 X10 E2|G1 X20 E3", 5},
		{"G91|G1 X10 E2|G1 X10 E3", 5},
		{"G91|M82|G1 X10 E2|G1 X10 E3", 3},
		{"G1 X10 E2|G92 E0|G1 X20 E3", 5},
		{"M221 S50|G1 X10 E2", 1},
		{"M200 D2|G1 X10 E3.141592653589793", 1},
		{"M200 D2|M200 D0|G1 X10 E2", 2},
		{"G20|G1 X1 E1", 25.4},
	} {
		m, _ := New(MarlinClassic, marlinLimits)
		sum := 0.0
		m.OnMove = func(mv *Move) { sum += mv.D[E] }
		for _, line := range strings.Split(tt.text, "|") {
			send(m, line)
		}
		if math.Abs(sum-tt.want) > 1e-9 {
			t.Errorf("%s: %v mm, want %v mm", tt.text, sum, tt.want)
		}
	}
}

// bySteps is block.seconds without its closed forms.
func bySteps(first, a, top, last, up, cruise, down float64) float64 {
	rate, t := first, 1/first
	for range int(up) {
		rate = math.Min(first+a*t, top)
		t += 1 / rate
	}
	t += cruise / top
	fall := 0.0
	for range int(down) {
		fall += 1 / math.Max(rate-a*fall, last)
	}
	return t + fall
}

func TestRampsMatchSteps(t *testing.T) {
	for _, a := range []float64{100, 8000, 80000, 1.2e6, 9e6} {
		for _, first := range []float64{120, 800, 4000} {
			for _, n := range []float64{0, 1, 20, 25, 60, 400, 5000} {
				for _, top := range []float64{first, 1000, 8000, 40000} {
					if top < first {
						continue
					}
					rate, got := rampUp(first, a, top, n)
					got += rampDown(rate, a, 120, n)
					want := bySteps(first, a, top, 120, n, 0, n)
					if math.Abs(got/want-1) > 2e-4 {
						t.Errorf("a %v, first %v, top %v, %v steps: %.7f s, want %.7f s", a, first, top, n, got, want)
					}
				}
			}
		}
	}
}

func TestLimitsJSON(t *testing.T) {
	for _, text := range []string{
		`{"max_velocity":300,"square_corner_velocity":5,"minimum_cruise_ratio":0,"max_z_velocity":15,"max_z_accel":100,"max_accel":3000}`,
		`{"accel":1500,"retract_accel":1000,"max_feed":[500,500,12,120],"max_accel":[3000,3000,500,10000],"jerk":[10,10,0.3,5],"jd":0.013,"steps":[80,80,400,93]}`,
	} {
		var l Limits
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var again Limits
		if err := json.Unmarshal(b, &again); err != nil || again != l {
			t.Errorf("%s\n%s: %v", text, b, err)
		}
	}
	var l Limits
	if json.Unmarshal([]byte(`{"max_velocity":300}`), &l); l.SquareCornerVelocity != 5 || l.MinimumCruiseRatio != 0.5 {
		t.Errorf("defaults: %+v", l)
	}
	for _, bad := range []string{`{"max_acel":1}`, `{"max_feed":3}`, `{"max_accel":"x"}`, `[]`} {
		if json.Unmarshal([]byte(bad), &l) == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestLimitErrors(t *testing.T) {
	for _, tt := range []struct {
		fw     Firmware
		change func(*Limits)
		key    string
	}{
		{Klipper, func(l *Limits) { l.MaxVelocity = 0 }, "max_velocity"},
		{Klipper, func(l *Limits) { l.Accel = math.NaN() }, "max_accel"},
		{Klipper, func(l *Limits) { l.MinimumCruiseRatio = 1 }, "minimum_cruise_ratio"},
		{MarlinJD, func(l *Limits) { l.JunctionDeviation = 0 }, "jd"},
		{MarlinClassic, func(l *Limits) { l.Jerk[Z] = -1 }, "jerk"},
		{MarlinClassic, func(l *Limits) { l.MaxFeed[E] = math.Inf(1) }, "max_feed"},
		{RRF, func(l *Limits) { l.Accel = 0 }, "accel"},
	} {
		l := marlinLimits
		if tt.fw == Klipper {
			l = klipperLimits
		}
		tt.change(&l)
		_, err := New(tt.fw, l)
		var bad *LimitError
		if !errors.As(err, &bad) || bad.Key != tt.key {
			t.Errorf("%s %s: %v", tt.fw, tt.key, err)
		}
	}
}

// FuzzMachine checks the promises of Machine on any commands: every move is timed once
// and in order, and no time is negative or not finite.
func FuzzMachine(f *testing.F) {
	f.Add([]byte("\x01\x18\x30\x01\x19\x70\x02\x08\x11\x04\x0f\x00"), uint8(0))
	f.Add([]byte("\x5b\x18\x30\x01\x19\x70\x03\x11\x11\x0a\x00\x00\x0b\x00\x00"), uint8(1))
	f.Add([]byte("\xcc\x12\x01\x01\x18\xff\x01\x04\xff\xcd\x18\x09\x01\x05\x00"), uint8(2))
	f.Fuzz(func(t *testing.T, in []byte, fw uint8) {
		firmware := []Firmware{Klipper, MarlinJD, MarlinClassic, RRF}[fw%4]
		l := marlinLimits
		if firmware == Klipper {
			l = klipperLimits
		}
		m, _ := New(firmware, l)
		asked, timed := uint64(0), uint64(0)
		m.OnMove = func(mv *Move) { asked++; mv.Tag = asked }
		m.OnTime = func(tag uint64, s float64) {
			timed++
			if tag != timed || !(s >= 0) || math.IsInf(s, 0) {
				t.Fatalf("%s: move %d of %d takes %v s", firmware, tag, timed, s)
			}
		}
		for len(in) >= 3 {
			var val [26]float64
			var bits uint32
			code, letter := int(in[0]), byte('G')
			if code >= 100 {
				letter = 'M'
			}
			for len(in) >= 3 && bits < 1<<20 {
				w := in[1] % 26
				bits |= 1 << w
				val[w] = float64(int8(in[2])) * math.Pow(10, float64(in[1]/26)-3)
				in = in[2:]
			}
			in = in[1:]
			m.Command(letter, code, bits, &val)
		}
		m.Drain()
		if asked != timed {
			t.Fatalf("%s: %d moves, %d timed", firmware, asked, timed)
		}
	})
}

func benchmarkMoves(b *testing.B, fw Firmware, l Limits) {
	m, err := New(fw, l)
	if err != nil {
		b.Fatal(err)
	}
	val := [26]float64{'F' - 'A': 4800}
	const bits = 1<<('X'-'A') | 1<<('Y'-'A') | 1<<('E'-'A') | 1<<('F'-'A')
	i := 0.0
	for b.Loop() {
		i++
		sin, cos := math.Sincos(i * 0.02)
		val['X'-'A'], val['Y'-'A'], val['E'-'A'] = 100+100*cos, 100+60*sin, i*0.06
		m.Command('G', 1, bits, &val)
	}
}

func BenchmarkKlipper(b *testing.B)       { benchmarkMoves(b, Klipper, klipperLimits) }
func BenchmarkMarlinJD(b *testing.B)      { benchmarkMoves(b, MarlinJD, marlinLimits) }
func BenchmarkMarlinClassic(b *testing.B) { benchmarkMoves(b, MarlinClassic, marlinLimits) }
func BenchmarkRRF(b *testing.B)           { benchmarkMoves(b, RRF, marlinLimits) }
