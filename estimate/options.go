package estimate

import (
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/motion"
	"github.com/visiere/visiere/profiles"
)

// Options tells of the printer and the filament. In the zero Options each value is the
// default in its comment.
type Options struct {
	Firmware motion.Firmware // marlin-classic
	Limits   motion.Limits   // zero: those of a common printer with the firmware
	// Retract is what G10 and G11 do; nil: the firmware's own.
	Retract *motion.Retraction

	FilamentDiameter float64 // mm; 1.75
	Density          float64 // g/cm3; 1.24, PLA
	CostPerKg        float64 // 0

	HomingS     float64 // of all axes; 0
	ProbePoints int     // of a mesh; 0
	LevelPoints int     // of the gantry; 0
	ProbeS      float64 // of one point; 0
	WipeS       float64 // of the nozzle; 0
	OverheadS   float64 // of the printer's own before the first line; 0
	FlowFactor  float64 // filament that leaves the spool for each mm asked for; 1
	MinLayerS   float64 // least time that layers were slowed down to; 0: not known

	Ambient float64 // degrees C at the start; 20
	SettleS float64 // from a temperature reached to the end of the wait; 0
	Release float64 // bed at which the print comes off; 40
	Bed     Heater  // zero: heating is not counted
	Nozzle  Heater

	LimitsFrom say.Text // where Limits came from
}

// complete fills in the defaults.
func (o *Options) complete() {
	if o.Firmware == "" {
		o.Firmware = motion.MarlinClassic
	}
	if o.Limits == (motion.Limits{}) {
		o.Limits = commonLimits(o.Firmware)
		o.LimitsFrom = say.T("common limits of %s", string(o.Firmware))
	}
	o.FilamentDiameter = orElse(o.FilamentDiameter, 1.75)
	o.Density = orElse(o.Density, 1.24)
	o.FlowFactor = orElse(o.FlowFactor, 1)
	o.Ambient = orElse(o.Ambient, 20)
	o.Release = orElse(o.Release, 40)
}

func orElse(v, other float64) float64 {
	if v == 0 {
		return other
	}
	return v
}

// commonLimits are those of a Creality Ender 3 with Marlin, and of Klipper's examples.
func commonLimits(fw motion.Firmware) motion.Limits {
	if fw == motion.Klipper {
		return motion.Limits{
			MaxVelocity: 300, Accel: 3000, SquareCornerVelocity: 5, MinimumCruiseRatio: 0.5,
			MaxZVelocity: 15, MaxZAccel: 100,
		}
	}
	return motion.Limits{
		Accel: 500, RetractAccel: 1000, TravelAccel: 500,
		MaxFeed:           motion.Axes{500, 500, 10, 60},
		MaxAccel:          motion.Axes{500, 500, 100, 5000},
		Jerk:              motion.Axes{8, 8, 0.4, 5},
		JunctionDeviation: 0.013,
		Steps:             motion.Axes{80, 80, 400, 93},
	}
}

// FromProfiles takes the options of a printer with its filament.
func FromProfiles(set profiles.Set) Options {
	p, f, h := &set.Printer, &set.Filament, &set.Printer.Heating
	o := Options{
		Firmware: firmware(p), Limits: limits(p, f),
		FilamentDiameter: float64(f.Diameter), Density: float64(f.Density), CostPerKg: float64(f.Cost),
		HomingS: float64(p.HomingTime), WipeS: float64(p.WipeTime), OverheadS: float64(p.OverheadTime),
		ProbePoints: p.ProbePoints, LevelPoints: p.LevelPoints, ProbeS: float64(p.ProbeTime),
		FlowFactor: float64(f.FlowFactor), MinLayerS: float64(f.SlowBelow),
		Ambient: float64(h.Ambient), SettleS: float64(h.Settle), Release: float64(h.Release),
		Bed:        newHeater(h.BedPower, h.BedCapacity, h.BedLoss, p.BedHeatRate, bedTemp),
		Nozzle:     newHeater(h.NozzlePower, h.NozzleCapacity, h.NozzleLoss, p.NozzleHeatRate, nozzleTemp),
		LimitsFrom: say.T("the profile %s", p.Name),
	}
	if r := p.Retract; r.Length > 0 && r.Speed > 0 {
		o.Retract = &motion.Retraction{
			Length: float64(r.Length), Speed: float64(r.Speed), PrimeSpeed: float64(r.PrimeSpeed), Lift: float64(r.Hop),
		}
	}
	return o
}

func firmware(p *profiles.Printer) motion.Firmware {
	switch {
	case p.Firmware == profiles.Klipper:
		return motion.Klipper
	case p.Firmware == profiles.RRF:
		return motion.RRF
	case p.Limits.JunctionDeviation > 0:
		return motion.MarlinJD
	}
	return motion.MarlinClassic
}

func limits(p *profiles.Printer, f *profiles.Filament) motion.Limits {
	l := &p.Limits
	if p.Firmware == profiles.Klipper {
		return motion.Limits{
			MaxVelocity: float64(max(l.SpeedX, l.SpeedY)), Accel: float64(l.Accel),
			SquareCornerVelocity: float64(l.SquareCornerVelocity), MinimumCruiseRatio: float64(l.MinimumCruiseRatio),
			MaxZVelocity: float64(l.SpeedZ), MaxZAccel: float64(l.AccelZ),
			MaxEVelocity: float64(l.SpeedE), MaxEAccel: float64(l.AccelE),
			Nozzle: float64(p.Nozzle), Filament: float64(f.Diameter),
		}
	}
	return motion.Limits{
		Accel: float64(l.Accel), RetractAccel: float64(l.AccelRetract), TravelAccel: float64(l.AccelTravel),
		MaxFeed:           motion.Axes{float64(l.SpeedX), float64(l.SpeedY), float64(l.SpeedZ), float64(l.SpeedE)},
		MaxAccel:          motion.Axes{float64(l.AccelX), float64(l.AccelY), float64(l.AccelZ), float64(l.AccelE)},
		Jerk:              motion.Axes{float64(l.JerkX), float64(l.JerkY), float64(l.JerkZ), float64(l.JerkE)},
		JunctionDeviation: float64(l.JunctionDeviation),
		Steps:             motion.Axes{l.StepsX, l.StepsY, l.StepsZ, l.StepsE},
	}
}
