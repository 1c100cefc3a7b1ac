package estimate

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/visiere/visiere/motion"
	"github.com/visiere/visiere/profiles"
)

// sourceOf reads what a file of these lines says of itself.
func sourceOf(t *testing.T, lines ...string) *Source {
	t.Helper()
	s, err := ReadSource(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSourceOfReference(t *testing.T) {
	readReference(t)
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct{ slicer, printer, profile, from string }{
		"ps_mk3_speed_prusa.gcode.gz":                  {"PrusaSlicer 2.5.0", "", "", "the file's machine limits (PrusaSlicer 2.5.0)"},
		"rw_UM3_Visor_frame_EUROPE_ISO838_v3.gcode.gz": {"Cura 4.4.0", "Ultimaker 3 ultimaker3", "ultimaker-3", ""},
		"cura_voron_iso838.gcode.gz":                   {"Cura 4.13.0", "", "", ""},
	} {
		text := unpacked(t, name)
		s, err := ReadSource(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		o := Options{}
		ok := s.Limits(&o)
		if s.Slicer != want.slicer || strings.Join(s.Printers, " ") != want.printer || ok != (want.from != "") || s.Printer(lib) != want.profile {
			t.Errorf("%s: %q, printers %q (%q), limits %v", name, s.Slicer, s.Printers, s.Printer(lib), ok)
		}
		if ok && (o.LimitsFrom.String() != want.from || o.Limits.MaxFeed != (motion.Axes{200, 200, 12, 120}) || o.Limits.Accel != 1250 ||
			o.Limits.TravelAccel != 1250 || o.Limits.Jerk != (motion.Axes{8, 8, 0.4, 4.5})) {
			t.Errorf("%s: %s, %+v", name, o.LimitsFrom, o.Limits)
		}
	}
}

func TestSourceNamesPrinters(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"; printer_model = MK3S":                                                     "prusa-mk3s",
		"; printer_model = MINI":                                                     "prusa-mini",
		"; printer_settings_id = \"Original Prusa i3 MK3S\"":                         "prusa-mk3s",
		"; printer_settings_id = Creality Ender-3":                                   "ender-3",
		";TARGET_MACHINE.NAME:Creality CR-10":                                        "cr-10",
		`;SETTING_3 {"global_quality": "[general]\\ndefinition = creality_ender3\\n`: "ender-3",
		"; printer_model = ENDER3V2":                                                 "ender-3-v2",
		"; printer_model = MK4":                                                      "prusa-mk4",
		"; printer_model = ENDER3V9":                                                 "",
		"; printer_model = MK99":                                                     "",
		"; printer_model = 3":                                                        "",
		"; printer_model = ":                                                         "",
		"; nothing":                                                                  "",
	} {
		if got := sourceOf(t, "G28", line, "G1 X1").Printer(lib); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestSourceLimits(t *testing.T) {
	common := []string{
		"; machine_max_feedrate_x = 180,90", "; machine_max_feedrate_y = 180", "; machine_max_feedrate_z = 11", "; machine_max_feedrate_e = 100",
		"; machine_max_acceleration_x = 1700", "; machine_max_acceleration_y = 1700", "; machine_max_acceleration_z = 170",
		"; machine_max_acceleration_e = 4000", "; machine_max_acceleration_extruding = 1100", "; machine_max_acceleration_travel = 2200",
		"; filament_density = 1.27,1.27", "; filament_cost = 30;31", "; slowdown_below_layer_time = 17",
	}
	for _, tt := range []struct {
		line   string
		base   Options
		fw     motion.Firmware
		accel  float64
		travel float64
	}{
		{"; gcode_flavor = marlin", Options{}, motion.MarlinClassic, 1100, 1100},
		{"; gcode_flavor = marlin2", Options{}, motion.MarlinClassic, 1100, 2200},
		{"; machine_max_junction_deviation = 0.02", Options{}, motion.MarlinJD, 1100, 2200},
		{"; gcode_flavor = reprapfirmware", Options{}, motion.RRF, 1100, 2200},
		{"; gcode_flavor = klipper", Options{}, motion.Klipper, 1100, 0},
		{"; gcode_flavor = klipper", klipper, motion.Klipper, 1100, 0},
		{"; gcode_flavor = marlin2", klipper, motion.MarlinClassic, 1100, 2200},
		{"; machine_limits_usage = ignore", klipper, motion.Klipper, 1000, 0},
	} {
		s := sourceOf(t, append([]string{tt.line}, common...)...)
		o := tt.base
		s.Limits(&o)
		s.Filament(&o)
		if o.Firmware != tt.fw || o.Limits.Accel != tt.accel || o.Limits.TravelAccel != tt.travel || o.Density != 1.27 || o.CostPerKg != 30 || o.MinLayerS != 17 {
			t.Errorf("%s: %+v", tt.line, o)
		}
		if New(o).Err() != nil {
			t.Errorf("%s: %v", tt.line, New(o).Err())
		}
	}
	if o := (Options{}); sourceOf(t, common[:5]...).Limits(&o) || o.LimitsFrom.String() != "common limits of marlin-classic" {
		t.Errorf("half of the limits were taken: %s", o.LimitsFrom)
	}
}

// TestSourceOfLongFiles checks that both ends of a long plain file, and all of a packed
// one, are read.
func TestSourceOfLongFiles(t *testing.T) {
	text := "; generated by Slicer 1 on Monday\n" + strings.Repeat("G1 X1 Y1 E1\n", 100_000) +
		"; visiere_config = begin\n; printer.name = mine\n; visiere_config = end\n; printer_model = MINI\n"
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(text))
	z.Close()
	for name, file := range map[string][]byte{"plain": []byte(text), "packed": zipped.Bytes()} {
		f := bytes.NewReader(file)
		s, err := ReadSource(f)
		if err != nil || s.Slicer != "Slicer 1" || len(s.Settings) != 1 || s.Settings[0] != "printer.name=mine" || s.Printers[0] != "MINI" {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
		if f.Len() != len(file) {
			t.Errorf("%s: not at its start again", name)
		}
	}
}

// binaryOf returns binary G-code without checksums: metadata of the printer, and code.
func binaryOf(meta, code string) []byte {
	out := []byte("GCDE\x01\x00\x00\x00\x00\x00")
	for _, b := range []struct {
		kind uint16
		text string
	}{{3, meta}, {1, code}} {
		out = binary.LittleEndian.AppendUint16(out, b.kind)
		out = binary.LittleEndian.AppendUint16(out, 0)
		out = binary.LittleEndian.AppendUint32(out, uint32(len(b.text)))
		out = append(append(out, 0, 0), b.text...)
	}
	return out
}

func TestBinarySourceAndEstimate(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	file := binaryOf("printer_model=MINI\nfilament_density=1.3\n", "M83\nG1 X100 E5 F6000\n")
	s, err := ReadSource(bytes.NewReader(file))
	if err != nil || s.Printer(lib) != "prusa-mini" {
		t.Errorf("%+v, %v", s, err)
	}
	o := klipper
	s.Filament(&o)
	est, err := File(bytes.NewReader(file), o)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "motion", est.MotionS, 1.1)
	near(t, "grams", est.FilamentG, 1.3*est.FilamentCM3)
}

func FuzzSource(f *testing.F) {
	f.Add([]byte("; generated by PrusaSlicer 2.5 on x\n; gcode_flavor = klipper\n; machine_max_feedrate_x = 1e8,2\n; machine_max_acceleration_x = 5\n"))
	f.Add([]byte(";SETTING_3 definition = creality_ender3\n;TARGET_MACHINE.NAME:x\n; machine_max_acceleration_extruding = 1e-300\n"))
	f.Add(binaryOf("printer_model=MINI\n", "G1 X1\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		s, err := ReadSource(bytes.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range []Options{{}, klipper} {
			s.Filament(&o)
			s.Limits(&o)
			if e := New(o); e.Err() == nil {
				e.Finish()
			}
		}
	})
}
