// Package estimate times any G-code file as the printer's firmware takes it, and counts
// its filament.
package estimate

import (
	"io"
	"sort"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/motion"
)

// Estimate is what a file takes. Times are seconds.
type Estimate struct {
	TotalS    float64 `json:"total_s"`  // all of the following
	MotionS   float64 `json:"motion_s"` // moves and pauses (G4)
	HeatingS  float64 `json:"heating_s"`
	HomingS   float64 `json:"homing_s"`
	ProbingS  float64 `json:"probing_s"`
	WipeS     float64 `json:"wipe_s"`     // of the nozzle, where the printer does it by itself
	OverheadS float64 `json:"overhead_s"` // of the printer's own, before the file's first line

	CooldownS float64 `json:"cooldown_s"` // after the end, until the frames come off
	OccupiedS float64 `json:"occupied_s"` // TotalS and CooldownS
	BedC      float64 `json:"bed_c"`      // highest temperature asked of the bed; 0: none
	NozzleC   float64 `json:"nozzle_c"`

	FilamentMM  float64 `json:"filament_mm"` // what leaves the spool; retraction does not count
	FilamentCM3 float64 `json:"filament_cm3"`
	FilamentG   float64 `json:"filament_g"`
	Cost        float64 `json:"cost"` // in the currency of Options.CostPerKg

	// ByFeatureS holds the motion by the file's own names (;TYPE:), with Travel, Retract,
	// Unretract, Wipe and Dwell apart. Their sum is MotionS.
	ByFeatureS map[string]float64 `json:"by_feature_s"`
	// LiftS is how much of Travel moves along Z alone: to the next layer, and hops.
	LiftS float64 `json:"lift_s"`
	// ByLayerS holds the motion of each layer from the first; with StartS it is MotionS.
	ByLayerS []float64 `json:"by_layer_s"`
	// LayerEndS holds the seconds from the start of the file to the end of each layer, the
	// start script, heating, homing and probing included.
	LayerEndS []float64 `json:"layer_end_s"`
	StartS    float64   `json:"start_s"` // motion before the first layer
	Layers    int       `json:"layers"`
	// LayerFlow and LayerPeakFlow are what each layer's strands take in mm3/s: the mean over
	// their time, and the most that a move asks for.
	LayerFlow     []float64 `json:"by_layer_flow_mm3_s"`
	LayerPeakFlow []float64 `json:"by_layer_peak_flow_mm3_s"`

	ByObject []Part  `json:"by_object,omitempty"` // in the order of the file, where it tells objects
	ByLevel  []Level `json:"by_level,omitempty"`  // from the bed, where it tells levels
	LostS    Losses  `json:"lost_s"`

	Firmware   motion.Firmware `json:"firmware"`
	Limits     motion.Limits   `json:"limits"` // before the file changed them
	LimitsFrom say.Text        `json:"limits_from"`
	LimitLines int             `json:"limit_lines"` // lines of the file that change limits
	Notes      []say.Text      `json:"notes,omitempty"`

	// Faults are the first 100 lines that could not be read as they stand, of FaultCount.
	// File sets them.
	Faults     []gcode.Fault `json:"faults,omitempty"`
	FaultCount int           `json:"fault_count"`

	marks []mark
}

// mark is the time at which a line has been carried out.
type mark struct {
	line int
	s    float64
}

// ElapsedAtLine returns the seconds from the start of the file until the given line has
// been carried out: exact to a second for files of up to 18 hours, to two for 36, and so on.
func (e *Estimate) ElapsedAtLine(line int) float64 {
	i := sort.Search(len(e.marks), func(i int) bool { return e.marks[i].line >= line })
	if i == len(e.marks) {
		return e.TotalS
	}
	var before mark
	if i > 0 {
		before = e.marks[i-1]
	}
	m := e.marks[i]
	return before.s + (m.s-before.s)*float64(line-before.line)/float64(m.line-before.line)
}

// File estimates the G-code in r, plain or compressed with gzip.
//
// Errors: r fails, or opt.Limits cannot be planned with.
func File(r io.Reader, opt Options) (*Estimate, error) {
	e := New(opt)
	if e.Err() != nil {
		return nil, e.Err()
	}
	rd := gcode.NewReader(r)
	if err := gcode.Play(rd, gcode.NewMemo(gcode.MemoBytes), e); err != nil {
		return nil, err
	}
	est := e.Finish()
	est.Faults, est.FaultCount = rd.Faults(), rd.FaultCount()
	return est, nil
}
