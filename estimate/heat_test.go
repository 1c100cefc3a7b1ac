package estimate

import (
	"math"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// TestHeaterByHand compares warm-up and cool-down with numbers worked out by hand: with
// 200 W, 500 J/K and 2 W/K the curve ends at 120 C and has a time constant of 250 s.
func TestHeaterByHand(t *testing.T) {
	h := Heater{Power: 200, Capacity: 500, Loss: 2}
	near(t, "reach", h.Reach(20), 120)
	near(t, "20 to 60", h.WarmUp(20, 60, 20), 250*math.Log(100.0/60))
	near(t, "60 to 100", h.WarmUp(60, 100, 20), 250*math.Log(60.0/20))
	near(t, "out of reach", h.WarmUp(20, 200, 20), 250*math.Log(100))
	near(t, "down", h.WarmUp(80, 60, 20), 0)
	near(t, "cooling", h.CoolDown(60, 40, 20), 250*math.Log(2))
	near(t, "cooling to the air", h.CoolDown(60, 5, 20), 250*math.Log(40))
	near(t, "cold already", h.CoolDown(30, 40, 20), 0)
	near(t, "after its warm-up", h.After(h.WarmUp(20, 60, 20), 20, 90, 20), 60)
	near(t, "after its cool-down", h.After(h.CoolDown(60, 40, 20), 60, 20, 20), 40)
	near(t, "held", h.After(1e6, 20, 60, 20), 60)
	linear := Heater{Power: 3, Capacity: 2}
	near(t, "without loss", linear.WarmUp(20, 80, 20), 40)
	near(t, "without loss it stays warm", linear.After(100, 80, 20, 20), 80)
}

// TestCapacityFromRate checks that a profile's mean rate is what a stopwatch would tell.
func TestCapacityFromRate(t *testing.T) {
	for _, loss := range []float64{0, 1, 2.5} {
		h := newHeater(220, 0, loss, 0.25, 60)
		near(t, "20 to 60 at 0.25 C/s", h.WarmUp(20, 60, 20), 160)
	}
	if h := newHeater(220, 700, 1, 0.25, 60); h.Capacity != 700 {
		t.Errorf("capacity %v, want the one given", h.Capacity)
	}
	if newHeater(0, 0, 1, 0, 60).Counts() || newHeater(220, 0, 1, 0, 60).Counts() {
		t.Error("an unknown heater counts")
	}
	near(t, "rate alone", newHeater(0, 0, 1, 0.5, 60).WarmUp(20, 60, 20), 80)
}

// warm is klipper with heaters that have a loss.
func warm() Options {
	opt := klipper
	opt.Bed, opt.Nozzle = Heater{200, 500, 2}, Heater{40, 15, 0.1}
	opt.HomingS, opt.ProbePoints, opt.LevelPoints, opt.ProbeS, opt.WipeS = 15, 9, 4, 3, 6
	return opt
}

func TestWaits(t *testing.T) {
	opt := warm()
	bed60, nozzle200 := opt.Bed.WarmUp(20, 60, 20), opt.Nozzle.WarmUp(20, 200, 20)
	for _, tt := range []struct {
		text                          string
		heating, homing, probing, all float64
	}{
		{"M190 S60", bed60, 0, 0, bed60},
		{"M140 S60|M104 S200|M190 S60|M109 S200", math.Max(bed60, nozzle200), 0, 0, math.Max(bed60, nozzle200)},
		{"M140 S60|M104 S200|M116", math.Max(bed60, nozzle200), 0, 0, math.Max(bed60, nozzle200)},
		{"M190 S60|M109 S200", bed60 + nozzle200, 0, 0, bed60 + nozzle200},
		{"SET_HEATER_TEMPERATURE HEATER=heater_bed TARGET=60|TEMPERATURE_WAIT SENSOR=heater_bed MINIMUM=60", bed60, 0, 0, bed60},
		{"M140 S60|TEMPERATURE_WAIT SENSOR=heater_bed MINIMUM=40|TEMPERATURE_WAIT SENSOR=fan MINIMUM=99", opt.Bed.WarmUp(20, 40, 20), 0, 0, opt.Bed.WarmUp(20, 40, 20)},
		{"M190 S60|M140 S0|TEMPERATURE_WAIT SENSOR=heater_bed MAXIMUM=40", bed60 + opt.Bed.CoolDown(60, 40, 20), 0, 0, bed60 + opt.Bed.CoolDown(60, 40, 20)},
		{"M190 S60|M190 R40", bed60 + opt.Bed.CoolDown(60, 40, 20), 0, 0, bed60 + opt.Bed.CoolDown(60, 40, 20)},
		{"M190 S60|M190 S40", bed60, 0, 0, bed60},
		{"G10 P0 S200 R100|M116", nozzle200, 0, 0, nozzle200},
		{"M568 P0 S200|M116", nozzle200, 0, 0, nozzle200},
		{"M109 S200|M104 T1 S0|M109 T0 S200|T1|M109 T1 S200", nozzle200, 0, 0, nozzle200},
		{"G28", 0, 15, 0, 15},
		{"G28 X", 0, 5, 0, 5},
		{"G28 X Y", 0, 10, 0, 10},
		{"G28 W|G80", 0, 15, 27, 42},
		{"G29", 0, 0, 27, 27},
		{"G29 P1", 0, 0, 27, 27},
		{"G29 P3.2|G29 A|G29 L0", 0, 0, 0, 0},
		{"BED_MESH_CALIBRATE|QUAD_GANTRY_LEVEL|Z_TILT_ADJUST", 0, 0, 51, 51},
		{"G12|CLEAN_NOZZLE", 0, 0, 0, 12},
		{"PRINT_START BED=60 EXTRUDER=200", 0, 0, 0, math.Max(bed60, nozzle200)},
	} {
		est := of(t, opt, strings.Split(tt.text, "|")...)
		near(t, tt.text+": total", est.TotalS, tt.all)
		if !strings.HasPrefix(tt.text, "PRINT_START") {
			near(t, tt.text+": heating", est.HeatingS, tt.heating)
			near(t, tt.text+": homing", est.HomingS, tt.homing)
			near(t, tt.text+": probing", est.ProbingS, tt.probing)
		}
	}
	opt.SettleS = 5
	near(t, "settling", of(t, opt, "M190 S60", "M190 S60").HeatingS, bed60+5)
}

func TestOverheadAndCooldown(t *testing.T) {
	opt := warm()
	opt.OverheadS, opt.Release = 30, 40
	est := of(t, opt, "M190 S60", "G1 X100 F6000", "M400", "M140 S0")
	near(t, "overhead", est.OverheadS, 30)
	near(t, "total", est.TotalS, 30+est.HeatingS+1.1)
	near(t, "cool-down", est.CooldownS, opt.Bed.CoolDown(60, 40, 20))
	near(t, "occupied", est.OccupiedS, est.TotalS+est.CooldownS)
	near(t, "bed", est.BedC, 60)
	near(t, "line 1 is done", est.ElapsedAtLine(1), 30+est.HeatingS)
	if est := of(t, opt, "G1 X100 F6000"); est.CooldownS != 0 {
		t.Errorf("a bed that was never heated cools down for %v s", est.CooldownS)
	}
}

func TestOutOfReachIsNoted(t *testing.T) {
	est := of(t, warm(), "G28", "M190 S150")
	if len(est.Notes) != 1 || !strings.HasPrefix(est.Notes[0].String(), "line 2: 150 C") || !(est.HeatingS > 0 && est.HeatingS < maxWait) {
		t.Errorf("notes %v, heating %v s", est.Notes, est.HeatingS)
	}
}

// TestShippedHeaters checks that every printer that comes with the program heats up and
// cools down in times that can be.
func TestShippedHeaters(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	_, filament, process := profiles.Defaults()
	for _, name := range lib.Names(profiles.KindPrinter) {
		set, _ := lib.ResolveAll(name, filament, process, "", nil)
		o := FromProfiles(set)
		o.complete()
		bed, nozzle := o.Bed.WarmUp(20, 60, 20), o.Nozzle.WarmUp(20, 210, 20)
		cool := o.Bed.CoolDown(60, 40, 20)
		if bed < 60 || bed > 900 || nozzle < 40 || nozzle > 240 || cool < 120 || cool > 3600 {
			t.Errorf("%s: bed to 60 C in %.0f s, nozzle to 210 C in %.0f s, bed to 40 C in %.0f s", name, bed, nozzle, cool)
		}
		if most := float64(set.Printer.MaxBedTemp); most > 0 && o.Bed.Reach(20) < most {
			t.Errorf("%s: the bed ends at %.0f C, and the profile allows %.0f C", name, o.Bed.Reach(20), most)
		}
	}
}
