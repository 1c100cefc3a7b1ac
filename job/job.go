// Package job is the whole way from a frame's model to a checked print file.
package job

import (
	"github.com/visiere/visiere/internal/say"
)

// Spec says what to make. Empty fields take the documented defaults.
type Spec struct {
	Input     string   // STL or 3MF file; empty: the built-in frame
	Unit      string   // mm, inch, cm or m: what the input's numbers mean; empty: mm, checked
	Output    string   // G-code file; empty: the input's name with .gcode
	Printer   string   // profile name or file; default prusa-mk3s
	Filament  string   // default petg
	Process   string   // default 0.3mm
	Interface string   // default: by material
	Profiles  []string // folders of further profiles
	Set       []string // process.first_layer_speed=50mm/s
	Stack     int      // frames above each other; 0: 1
	Columns   int      // frames beside each other; 0: 1, negative: as many as fit
	Thumbnail bool     // pictures in the file's header
	DryRun    bool     // do all but keep the file
}

// Report is what was made. Seconds, mm, mm3, grams.
type Report struct {
	Input    string     `json:"input"`
	Output   string     `json:"output"`
	Printer  string     `json:"printer"`
	Filament string     `json:"filament"`
	Process  string     `json:"process"`
	Levels   int        `json:"levels"`
	Columns  int        `json:"columns"`
	Frames   int        `json:"frames"`
	Layers   int        `json:"layers"`    // of one frame
	Height   float64    `json:"height_mm"` // of the whole stack
	Warnings []say.Text `json:"warnings"`

	TotalS     float64            `json:"total_s"`
	FrameS     float64            `json:"frame_s"` // TotalS over Frames
	FilamentMM float64            `json:"filament_mm"`
	FilamentC3 float64            `json:"filament_cm3"`
	FilamentG  float64            `json:"filament_g"`
	FrameG     float64            `json:"frame_g"`
	Cost       float64            `json:"cost"`
	Currency   string             `json:"currency"`
	ByFeatureS map[string]float64 `json:"by_feature_s"`
	ByLayerS   []float64          `json:"by_layer_s"`
	MeshVolume float64            `json:"mesh_cm3"`      // of one frame's repaired mesh
	PartVolume float64            `json:"deposited_cm3"` // in one frame, skirt and brim apart
}
