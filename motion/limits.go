// Package motion times moves as the firmware of a printer does: look-ahead, corner
// speeds and the stepping of Klipper, Marlin 2 and RepRapFirmware.
//
// Lengths are mm, times s, angles radians; axes are X Y Z E.
package motion

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
)

// Firmware names how a printer plans its moves.
type Firmware string

// The firmwares.
const (
	Klipper       Firmware = "klipper"
	MarlinJD      Firmware = "marlin-jd"      // Marlin 2 with junction deviation
	MarlinClassic Firmware = "marlin-classic" // Marlin 2 and Prusa's Marlin with classic jerk
	RRF           Firmware = "rrf"            // RepRapFirmware 3
)

// The axes of an Axes.
const (
	X = iota
	Y
	Z
	E
)

// Axes holds a value for each of X, Y, Z and E.
type Axes [4]float64

// Limits is what a firmware allows. A firmware reads only its own. In JSON the keys are
// those of the firmwares' settings; max_accel is a number for Klipper and four numbers
// for the others.
type Limits struct {
	// Klipper.
	MaxVelocity          float64 // mm/s
	SquareCornerVelocity float64 // mm/s
	MinimumCruiseRatio   float64 // 0 to 1
	MaxZVelocity         float64 // mm/s; 0: MaxVelocity
	MaxZAccel            float64 // mm/s2; 0: Accel
	MaxEVelocity         float64 // mm/s of E alone; 0: from MaxVelocity, Nozzle and Filament
	MaxEAccel            float64 // mm/s2 of E alone; 0: from Accel, Nozzle and Filament
	Nozzle               float64 // mm; 0: 0.4
	Filament             float64 // diameter in mm; 0: 1.75

	// All firmwares.
	Accel float64 // mm/s2 while printing; Klipper: max_accel

	// Marlin and RepRapFirmware.
	RetractAccel      float64 // mm/s2 of E alone; 0: Accel
	TravelAccel       float64 // mm/s2 without E; 0: Accel
	MaxFeed           Axes    // mm/s
	MaxAccel          Axes    // mm/s2
	Jerk              Axes    // mm/s
	JunctionDeviation float64 // mm
	Steps             Axes    // per mm
	MinFeed           float64 // mm/s while printing (M205 S)
	MinTravelFeed     float64 // mm/s (M205 T)
}

// limitsJSON is Limits as JSON has it.
type limitsJSON struct {
	MaxVelocity          float64         `json:"max_velocity,omitempty"`
	SquareCornerVelocity *float64        `json:"square_corner_velocity,omitempty"`
	MinimumCruiseRatio   *float64        `json:"minimum_cruise_ratio,omitempty"`
	MaxZVelocity         float64         `json:"max_z_velocity,omitempty"`
	MaxZAccel            float64         `json:"max_z_accel,omitempty"`
	MaxEVelocity         float64         `json:"max_e_velocity,omitempty"`
	MaxEAccel            float64         `json:"max_e_accel,omitempty"`
	Nozzle               float64         `json:"nozzle,omitempty"`
	Filament             float64         `json:"filament,omitempty"`
	Accel                float64         `json:"accel,omitempty"`
	RetractAccel         float64         `json:"retract_accel,omitempty"`
	TravelAccel          float64         `json:"travel_accel,omitempty"`
	MaxFeed              *Axes           `json:"max_feed,omitempty"`
	MaxAccel             json.RawMessage `json:"max_accel,omitempty"`
	Jerk                 *Axes           `json:"jerk,omitempty"`
	JunctionDeviation    float64         `json:"jd,omitempty"`
	Steps                *Axes           `json:"steps,omitempty"`
	MinFeed              float64         `json:"min_feed,omitempty"`
	MinTravelFeed        float64         `json:"min_travel_feed,omitempty"`
}

// UnmarshalJSON reads an object such as {"max_velocity": 300, "max_accel": 3000} or
// {"max_feed": [500, 500, 12, 120], "accel": 1500}. What is absent becomes 0, but
// square_corner_velocity 5 and minimum_cruise_ratio 0.5, as in Klipper.
//
// Errors: unknown keys, wrong types.
func (l *Limits) UnmarshalJSON(b []byte) error {
	scv, mcr := 5.0, 0.5
	var feed, jerk, steps Axes
	j := limitsJSON{SquareCornerVelocity: &scv, MinimumCruiseRatio: &mcr, MaxFeed: &feed, Jerk: &jerk, Steps: &steps}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return err
	}
	*l = Limits{
		MaxVelocity: j.MaxVelocity, SquareCornerVelocity: scv, MinimumCruiseRatio: mcr,
		MaxZVelocity: j.MaxZVelocity, MaxZAccel: j.MaxZAccel, MaxEVelocity: j.MaxEVelocity, MaxEAccel: j.MaxEAccel,
		Nozzle: j.Nozzle, Filament: j.Filament,
		Accel: j.Accel, RetractAccel: j.RetractAccel, TravelAccel: j.TravelAccel,
		MaxFeed: feed, Jerk: jerk, JunctionDeviation: j.JunctionDeviation, Steps: steps,
		MinFeed: j.MinFeed, MinTravelFeed: j.MinTravelFeed,
	}
	if len(j.MaxAccel) == 0 {
		return nil
	}
	if j.MaxAccel[0] == '[' {
		return json.Unmarshal(j.MaxAccel, &l.MaxAccel)
	}
	return json.Unmarshal(j.MaxAccel, &l.Accel)
}

// MarshalJSON writes what UnmarshalJSON reads.
func (l Limits) MarshalJSON() ([]byte, error) {
	j := limitsJSON{
		RetractAccel: l.RetractAccel, TravelAccel: l.TravelAccel, JunctionDeviation: l.JunctionDeviation,
		MinFeed: l.MinFeed, MinTravelFeed: l.MinTravelFeed,
	}
	var err error
	if l.MaxVelocity > 0 {
		j.MaxVelocity, j.SquareCornerVelocity, j.MinimumCruiseRatio = l.MaxVelocity, &l.SquareCornerVelocity, &l.MinimumCruiseRatio
		j.MaxZVelocity, j.MaxZAccel, j.MaxEVelocity, j.MaxEAccel = l.MaxZVelocity, l.MaxZAccel, l.MaxEVelocity, l.MaxEAccel
		j.Nozzle, j.Filament = l.Nozzle, l.Filament
		j.MaxAccel, err = json.Marshal(l.Accel)
	} else {
		j.Accel, j.MaxFeed, j.Jerk, j.Steps = l.Accel, &l.MaxFeed, &l.Jerk, &l.Steps
		j.MaxAccel, err = json.Marshal(l.MaxAccel)
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(j)
}

// LimitError tells which limit cannot be used, by its key in JSON.
type LimitError struct {
	Key   string
	Value float64
}

// Error names the key and the value.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the limit %s is %g: it must be a number above 0", e.Key, e.Value)
}

// complete fills in what follows from other limits, and returns a *LimitError for what
// is missing or not a number that can be planned with.
func (l *Limits) complete(fw Firmware) error {
	if fw == Klipper {
		return l.completeKlipper()
	}
	l.RetractAccel = orElse(l.RetractAccel, l.Accel)
	l.TravelAccel = orElse(l.TravelAccel, l.Accel)
	checks := []limitCheck{{"accel", l.Accel}, {"retract_accel", l.RetractAccel}, {"travel_accel", l.TravelAccel}}
	for i := range l.MaxFeed {
		l.Steps[i] = orElse(l.Steps[i], defaultSteps[i])
		checks = append(checks, limitCheck{"max_feed", l.MaxFeed[i]}, limitCheck{"max_accel", l.MaxAccel[i]},
			limitCheck{"steps", l.Steps[i]})
		if fw != MarlinJD {
			checks = append(checks, limitCheck{"jerk", l.Jerk[i]})
		}
	}
	if fw == MarlinJD {
		checks = append(checks, limitCheck{"jd", l.JunctionDeviation})
	}
	return firstBad(checks)
}

// limitCheck is a limit that must be positive.
type limitCheck struct {
	key string
	v   float64
}

func firstBad(checks []limitCheck) error {
	for _, c := range checks {
		if !positive(c.v) {
			return &LimitError{c.key, c.v}
		}
	}
	return nil
}

// defaultSteps is for printers that do not tell: GT2 belts with 20 teeth at 1/16 step.
var defaultSteps = Axes{80, 80, 400, 93}

func (l *Limits) completeKlipper() error {
	l.MaxZVelocity = orElse(l.MaxZVelocity, l.MaxVelocity)
	l.MaxZAccel = orElse(l.MaxZAccel, l.Accel)
	l.Nozzle, l.Filament = orElse(l.Nozzle, 0.4), orElse(l.Filament, 1.75)
	ratio := 4 * l.Nozzle * l.Nozzle / (math.Pi / 4 * l.Filament * l.Filament)
	l.MaxEVelocity = orElse(l.MaxEVelocity, l.MaxVelocity*ratio)
	l.MaxEAccel = orElse(l.MaxEAccel, l.Accel*ratio)
	return firstBad([]limitCheck{
		{"max_velocity", l.MaxVelocity}, {"max_accel", l.Accel}, {"max_z_velocity", l.MaxZVelocity},
		{"max_z_accel", l.MaxZAccel}, {"max_e_velocity", l.MaxEVelocity}, {"max_e_accel", l.MaxEAccel},
		{"square_corner_velocity", l.SquareCornerVelocity + 1}, {"minimum_cruise_ratio", 1 - l.MinimumCruiseRatio},
	})
}

func orElse(v, other float64) float64 {
	if v == 0 {
		return other
	}
	return v
}

// positive reports whether v can be planned with: no NaN, no zero, no overflow to come.
func positive(v float64) bool { return v > 1e-6 && v < 1e9 }

// Cruise returns the speed in mm/s at which a straight move of length d (of X, Y and Z,
// or of E alone) goes on without acceleration: what it asks for, or what the limits allow.
func (m *Machine) Cruise(mv *Move, d float64) float64 {
	l := &m.lim
	v := mv.Feed
	if d <= 0 {
		return v
	}
	if m.firmware != Klipper {
		for i, c := range mv.D {
			if c = math.Abs(c); c*v > l.MaxFeed[i]*d {
				v = l.MaxFeed[i] * d / c
			}
		}
		return v
	}
	z := math.Abs(mv.D[Z])
	switch {
	case mv.D[X] == 0 && mv.D[Y] == 0 && z == 0:
		return min(v, l.MaxEVelocity)
	case z*v > l.MaxZVelocity*d:
		v = l.MaxZVelocity * d / z
	}
	return min(v, l.MaxVelocity)
}
