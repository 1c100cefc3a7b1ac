package models

import "github.com/visiere/visiere/internal/say"

// PlainName is the name by which Find knows Plain.
const PlainName = "visor-plain"

// plainParams are the values of the plain frame's parameters that are not their defaults.
// They are as far as the parameters go, or as a maker would take them: the smallest head,
// since the frame is to fit every bed; bands of 2 mm, as light frames of 2020 have; arms that
// reach behind the head's widest place by 30 mm; no chamfer, so that more layers are alike;
// and, in its place, pegs for holes of 6 mm, as ISO 838 has them.
var plainParams = map[string]string{"head": "480mm", "wall": "2mm", "arm": "30mm", "chamfer": "0mm", "hole": "6mm"}

// The straight pieces of the plain frame's curves, mm. Those of the bands end at the same
// places on both sides, so that a band is as wide all along a piece.
const (
	plainPieces = 8.0 // length of those of the bands
	plainFacet  = 0.1 // how far those of all else may be off
)

// Plain returns the default frame in its smallest size, of its full height, with its pegs,
// front arc, arms and hooks, whose curves are straight pieces: it can be worn, and layers of
// it are few lines. Profiles are proved by it. It has no parameters and is not listed.
func Plain() Model {
	frame := Default()
	return Model{Name: PlainName, Title: say.T("Visor frame of straight pieces, in the smallest size, to prove profiles by"), draw: func(spec) (outline, error) {
		s, err := frame.read(plainParams)
		if err != nil {
			return outline{}, err
		}
		s.number[facet], s.number[pieces] = plainFacet, plainPieces
		return frame.draw(s)
	}}
}
