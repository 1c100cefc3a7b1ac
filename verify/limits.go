package verify

import (
	"github.com/visiere/visiere/profiles"
)

// Overtravel is how far beyond the bed, in mm, a printer is taken to reach: where it
// wipes, primes and parks. Source: the MK3S primes at Y-3, others wipe at X-5.
const Overtravel = 10

// Limits is what a file is held to. A zero number is not checked.
type Limits struct {
	Firmware profiles.Firmware
	Bed      profiles.Bed  // no shape and no size: not checked
	Height   float64       // mm
	Head     profiles.Head // no radius: only the nozzle is looked at
	Diameter float64       // of the filament, mm; default 1.75

	MaxFlow   float64 // mm3/s, of hotend and filament
	MinNozzle float64 // degrees C, of the filament
	MaxNozzle float64 // degrees C, of filament and hotend
	MaxBed    float64 // degrees C, of filament and bed

	// MinInterface is what the first layer over a gap of a stack may be printed at, degrees
	// C; 0: MinNozzle.
	MinInterface float64
	Extruders    int // tools with a heater each; 0: all share one

	// Objects is how many objects must be marked so that each can be cancelled; 0: what is
	// wrong with marks is no more than warned of.
	Objects int

	Release float64 // bed at which prints may be pushed off, degrees C; 0: not checked

	Volume    float64 // of the parts, mm3, skirt and brim apart
	Flow      float64 // multiplier of Volume, the filament's; default 1
	Tolerance float64 // share of Volume that may be missing or too much; default 0.1
}

// FromProfiles returns the limits of a printer with a filament. The volume is the
// caller's to add.
func FromProfiles(set profiles.Set) Limits {
	p, f := &set.Printer, &set.Filament
	return Limits{
		Firmware: p.Firmware, Bed: p.Bed, Height: float64(p.Height), Head: p.Head, Diameter: float64(f.Diameter),
		Flow:      float64(f.Flow),
		MaxFlow:   least(float64(p.MaxFlow), float64(f.MaxFlow)),
		MinNozzle: float64(f.MinNozzleTemp),
		MaxNozzle: least(float64(p.MaxNozzleTemp), float64(f.MaxNozzleTemp)),
		MaxBed:    least(float64(p.MaxBedTemp), float64(f.MaxBedTemp)),

		MinInterface: float64(set.Interface.Temperature), Extruders: p.Extruders,
		Release: float64(set.Release()),
	}
}

// least returns the lesser of two limits, of which 0 is none.
func least(a, b float64) float64 {
	switch {
	case a <= 0:
		return b
	case b <= 0:
		return a
	}
	return min(a, b)
}
