package job

import (
	"strings"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// Alternative is what the same job takes with the other fill: sparse where it is solid,
// solid where it is sparse.
type Alternative struct {
	Fill   float64 `json:"fill"` // density: 1 is solid
	S      float64 `json:"s"`    // as Estimate.TotalS
	G      float64 `json:"g"`    // as Estimate.FilamentG
	FrameS float64 `json:"frame_s"`
	FrameG float64 `json:"frame_g"`
}

const (
	fillKey = "process.fill"
	// sparseFill is the density held against solid frames whose profile is solid too.
	sparseFill = 0.2
)

// beside looks for the alternative while the job goes on.
func beside(spec Spec, set profiles.Set, m *mesh.Mesh, places []stack.Column) <-chan *Alternative {
	out := make(chan *Alternative, 1)
	if !spec.Compare {
		out <- nil
		return out
	}
	go func() { out <- alternative(spec, set, m, places) }()
	return out
}

// alternative returns what the job takes with the other fill; nil where that cannot be
// printed.
func alternative(spec Spec, set profiles.Set, m *mesh.Mesh, places []stack.Column) *Alternative {
	set.Process.Fill = otherFill(spec, &set)
	t, err := try(spec, &set, m, places)
	if err != nil {
		return nil
	}
	n := float64(t.frames)
	return &Alternative{Fill: float64(set.Process.Fill), S: t.seconds, G: t.grams, FrameS: t.seconds / n, FrameG: t.grams / n}
}

// otherFill returns solid where set is sparse, and where it is solid the density of its
// profile without spec's change.
func otherFill(spec Spec, set *profiles.Set) profiles.Ratio {
	if set.Process.Fill < 1 {
		return 1
	}
	var rest []string
	for _, a := range spec.Set {
		if key, _, _ := strings.Cut(a, "="); strings.TrimSpace(key) != fillKey {
			rest = append(rest, a)
		}
	}
	spec.Set = rest
	if own, err := Settings(spec); err == nil && own.Process.Fill < 1 {
		return own.Process.Fill
	}
	return sparseFill
}
