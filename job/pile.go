package job

import (
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// pile returns n levels of frame, which s has sliced, for a plate of so many columns:
// the first as it stands on the bed, all others alike by the set's interface.
func pile(s *slicer.Slicer, frame *toolpath.Print, set *profiles.Set, n, columns int) []stack.Level {
	levels := stack.Add(nil, s.Cool(frame, columns), nil, nil)
	if n < 2 {
		return levels
	}
	in := &set.Interface
	over, between := raised(s, frame, frame, in, columns), s.Between(frame, frame, in)
	for len(levels) < n {
		levels = stack.Add(levels, over, between, in)
	}
	return levels
}

// raised returns frame as it is laid above below by the recipe in.
func raised(s *slicer.Slicer, frame, below *toolpath.Print, in *profiles.Interface, columns int) *toolpath.Print {
	over := s.Cool(s.Over(frame, below, in), columns)
	over.Layers[0].Fan = float64(in.Fan) // Cool knows no gaps
	return over
}

// checkGap refuses and warns of what cannot be or may not be a gap between levels frames.
func checkGap(in *profiles.Interface, levels int, rep *Report) error {
	if levels < 2 {
		return nil
	}
	if in.Gap <= 0 {
		return say.Errorf("a gap of %g mm would fuse the frames of the stack: give --gap, for example 0.3mm", float64(in.Gap))
	}
	if in.Untested {
		rep.warn(say.T("interface %s is a careful guess, nobody has told of a stack printed by it: try a stack of two first", in.Name))
	}
	return nil
}
