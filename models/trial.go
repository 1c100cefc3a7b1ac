package models

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
)

// TrialName is the name by which Find knows Trial.
const TrialName = "trial"

// A trial frame, mm.
const (
	trialHeight = 1.8 // a whole number of layers of 0.2 and 0.3 mm
	trialCoarse = 0.8 // by which its curves are simplified
	trialPeg    = 4.0
)

// Trial returns a small visor frame, a forehead band with two pegs, whose curves are few
// straight pieces: three of it take a quarter of the lines of one frame of another model.
// Tests of many sets are made by it. It has no parameters and is not listed.
func Trial() Model {
	return Model{Name: TrialName, Title: say.T("Small visor frame of few pieces, to try profiles by"), draw: drawTrial}
}

// drawTrial returns the outline of the trial frame.
func drawTrial(spec) (outline, error) {
	p := newPlan(spec{
		number: map[string]float64{"head": 480, "breadth": 78, "standoff": 12, "wall": 2.0, "arm": 20},
		choice: map[string]string{"hook": "none"},
	})
	band := p.open(polygon.Difference(p.ring, p.inside))
	y := p.head.b + p.wall/2
	peg := polygon.Rect(geom.Box{Min: geom.MM(20, y-trialPeg), Max: geom.MM(20+trialPeg, y+trialPeg)})
	r := polygon.Union(band, both(peg)).Simplify(geom.ToNM(trialCoarse))
	return outline{region: r, inset: r, height: trialHeight}, nil
}
