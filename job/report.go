package job

import (
	"github.com/visiere/visiere/deposit"
	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Report is what was made. Lengths in mm, volumes in cm3, times in s, masses in g.
type Report struct {
	Input     string       `json:"input"`
	Output    string       `json:"output,omitempty"`
	Manifest  string       `json:"manifest,omitempty"` // its file
	Printer   string       `json:"printer"`
	Filament  string       `json:"filament"`
	Process   string       `json:"process"`
	Interface string       `json:"interface"`
	Levels    int          `json:"levels"`
	Columns   int          `json:"columns"`
	Order     Order        `json:"order,omitempty"` // of several columns
	Frames    int          `json:"frames"`
	Layers    int          `json:"layers"` // of one frame
	Height    float64      `json:"height_mm"`
	Turned    float64      `json:"turned_deg,omitempty"`
	Mesh      *mesh.Report `json:"mesh"`
	Warnings  []say.Text   `json:"warnings"`

	MeshVolume float64 `json:"mesh_cm3"`              // of one frame's repaired mesh
	PartVolume float64 `json:"deposited_cm3"`         // in one frame, skirt and brim apart
	Pillars    int     `json:"pillars,omitempty"`     // in all levels and columns
	InterfaceS float64 `json:"interface_s,omitempty"` // of one interface: the first layer over the gap, what is in it, all waits
	FrameS     float64 `json:"frame_s"`               // the estimate's total over Frames
	FrameG     float64 `json:"frame_g"`
	// PillarVolume is what the pillars of the whole plate take, in no other volume.
	PillarVolume float64 `json:"pillars_cm3,omitempty"`
	Currency     string  `json:"currency"`
	Bytes        int64   `json:"bytes"` // of the file

	Moves          toolpath.Moves `json:"frame_moves"`     // of one frame
	MeltEfficiency float64        `json:"melt_efficiency"` // share of the motion in which the frames would melt
	TimeBy         []Hold         `json:"time_by"`         // what holds the print back; their sum is total_s

	Alternative *Alternative `json:"alternative,omitempty"` // the same with the other fill
	Cautions    *Cautions    `json:"cautions,omitempty"`

	Deposits *deposit.Report `json:"deposits,omitempty"`

	Finished []Finish `json:"finished"` // of every frame

	Stacked *mesh.Stacked `json:"stacked,omitempty"` // where the input is a stack already

	Stack *hold.Report `json:"stack,omitempty"` // of a stack of several

	Drawing func(say.Language) []byte `json:"-"` // of the plate, SVG; nil where it was not asked for

	*estimate.Estimate
}

// newReport returns the report of spec with what is known from the start.
func newReport(spec Spec, path string, set *profiles.Set) *Report {
	r := &Report{
		Input: spec.name(), Output: path,
		Printer: set.Printer.Name, Filament: set.Filament.Name,
		Process: set.Process.Name, Interface: set.Interface.Name,
		Currency: set.Filament.Currency, Warnings: []say.Text{},
	}
	if spec.DryRun {
		r.Output = ""
	}
	return r
}

// warn adds warnings.
func (r *Report) warn(texts ...say.Text) { r.Warnings = append(r.Warnings, texts...) }

// plate notes what is on the plate, whose frames take so many mm3 and which is printed runs
// times.
func (r *Report) plate(p *stack.Plate, volume float64, runs int) {
	frame := p.Levels[0].Frame
	switch {
	case p.OneByOne:
		r.Order = OrderColumns
	case len(p.Columns) > 1:
		r.Order = OrderLayers
	}
	r.Levels, r.Columns, r.Frames = len(p.Levels), len(p.Columns), p.Frames()*runs
	r.Layers, r.Height, r.Moves = len(frame.Layers), p.Height(), frame.Moves()
	r.PartVolume = volume / float64(p.Frames()) / 1000
	r.PillarVolume, r.Pillars = 0, 0
	for _, l := range p.Levels {
		r.PillarVolume += float64(l.Frame.Support() / 1000 * float64(len(p.Columns)))
		r.Pillars += len(l.Frame.Pillars) * len(p.Columns)
	}
}

// estimated notes what the replay told of the file, written as slots say.
func (r *Report) estimated(e *estimate.Estimate, slots *emit.Slots, set *profiles.Set) {
	r.Estimate = e
	r.FrameS = e.TotalS / float64(r.Frames)
	r.FrameG = e.FilamentG / float64(r.Frames)
	for _, lines := range slots.Interfaces {
		r.InterfaceS += (e.ElapsedAtLine(lines[1]) - e.ElapsedAtLine(lines[0])) / float64(len(slots.Interfaces))
	}
	r.Finished = finishes(e)
	r.TimeBy, r.MeltEfficiency = r.holds(&slots.Laid, set), r.efficiency(set)
}
