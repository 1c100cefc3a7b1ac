package job

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/estimate"
)

// Finish is when a frame is finished.
type Finish struct {
	Level  int     `json:"level"`  // from 1, the bed's
	Column int     `json:"column"` // from 1
	S      float64 `json:"s"`      // from the start of the job
}

// finishes returns when each frame of an estimated file is finished, the first one first.
func finishes(e *estimate.Estimate) []Finish {
	column := map[string]int{}
	for i, o := range e.ByObject {
		column[o.Name] = i + 1
	}
	var out []Finish
	for _, l := range e.ByLevel {
		if len(l.Frames) == 0 {
			out = append(out, Finish{l.Level, 1, l.EndS})
		}
		for _, f := range l.Frames {
			out = append(out, Finish{l.Level, column[f.Object], f.EndS})
		}
	}
	slices.SortStableFunc(out, func(a, b Finish) int { return cmp.Compare(a.S, b.S) })
	return out
}
