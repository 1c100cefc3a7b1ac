// Package calibrate learns from finished prints the few constants of a printer that no
// G-code file tells: how fast it heats, how long a probed point takes, what a print takes
// besides, and how much filament really leaves the spool.
package calibrate

import (
	"strings"

	"github.com/visiere/visiere/internal/say"
)

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

	Frames   float64 // begun until it ended or failed, of all columns
	UsedMM   float64 // of filament
	WantedMM float64 // that the slicer said
}

// Ended reports whether p has ended, and whether it was finished then or failed. A print
// whose status is not told has not ended; one that was cancelled has failed.
func (p *Print) Ended() (ended, done bool) {
	status := plainLetters.Replace(strings.ToLower(p.Status))
	if status == "" || running[status] || p.PrintedS() <= 0 {
		return false, false
	}
	return true, finished[status]
}

// PrintedS returns how long p took until it ended, s; 0 where that is not told.
func (p *Print) PrintedS() float64 {
	if p.ActualS > 0 {
		return p.ActualS
	}
	return max(0, p.End-p.Start)
}

// running are the words for prints that go on, as histories have them.
var running = map[string]bool{"in_progress": true, "inprogress": true, "printing": true, "running": true, "paused": true, "en cours": true, "encours": true}

// Rejection is a print that was not used, and why.
type Rejection struct {
	Row  int      `json:"row"`
	File string   `json:"file"`
	Why  say.Text `json:"why"`
}
