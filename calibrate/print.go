// Package calibrate learns from finished prints the few constants of a printer that no
// G-code file tells: how fast it heats, how long a probed point takes, what a print takes
// besides, and how much filament really leaves the spool.
package calibrate

import "github.com/visiere/visiere/internal/say"

// Print is a print of a history. What the history does not tell is 0. Times are s.
type Print struct {
	Row    int // line of a CSV file, or place in a JSON file, from 1
	File   string
	Status string // in the history's own word; empty: not told
	Slicer string

	ActualS   float64 // from its start to its end
	EstimateS float64 // what the slicer said
	MotionS   float64 // moves alone, as visiere estimate tells
	HeatingS  float64 // as visiere estimate tells, from cold
	HomingS   float64 // as visiere estimate tells
	Start     float64 // Unix time
	End       float64 // Unix time

	BedC    float64
	NozzleC float64
	Points  float64 // probed

	UsedMM   float64 // of filament
	WantedMM float64 // that the slicer said
}

// Rejection is a print that was not used, and why.
type Rejection struct {
	Row  int      `json:"row"`
	File string   `json:"file"`
	Why  say.Text `json:"why"`
}
