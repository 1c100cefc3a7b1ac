package job

import (
	"slices"

	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// pile returns n levels of frame, which s has sliced, for a plate of so many columns:
// the first as it stands on the bed, all others alike by the set's interface.
func pile(s *slicer.Slicer, frame *toolpath.Print, set *profiles.Set, n, columns int) []stack.Level {
	a := newAssembler(s, set, columns)
	for range n {
		a.add(storey{frame: frame})
	}
	return a.levels
}

// storey is a level to be: its frame as it was sliced and the pillars on it.
type storey struct {
	frame   *toolpath.Print
	pillars []toolpath.Pillar
}

// assembler puts frames above each other by the set's interface. Storeys that are alike,
// on frames that are alike, are made once.
type assembler struct {
	s       *slicer.Slicer
	set     *profiles.Set
	columns int
	levels  []stack.Level
	under   func(frame, below *toolpath.Print, in *profiles.Interface) []toolpath.Path // Underside, or what keeps it

	below *storey // the last level
	made  []assembled
}

// newAssembler returns an assembler of frames that s sliced by set.
func newAssembler(s *slicer.Slicer, set *profiles.Set, columns int) *assembler {
	return &assembler{s: s, set: set, columns: columns, under: s.Underside}
}

// assembled is a level that others may be like.
type assembled struct {
	storey
	below *storey
	level stack.Level
}

// add puts a storey on top.
func (a *assembler) add(st storey) {
	var of *assembled
	for i := range a.made {
		if m := &a.made[i]; m.like(&st) && m.below.like(a.below) {
			of = m
		}
	}
	if of == nil {
		a.made = append(a.made, assembled{st, a.below, a.level(st)})
		of = &a.made[len(a.made)-1]
	}
	a.levels = stack.Add(a.levels, of.level.Frame, of.level.Between, of.level.Recipe)
	a.below = &st
}

// like reports whether two storeys have the same frame and pillars; no storey is like
// none.
func (st *storey) like(other *storey) bool {
	if st == nil || other == nil {
		return st == other
	}
	return st.frame == other.frame && slices.Equal(st.pillars, other.pillars)
}

// level makes a storey's level, without its height.
func (a *assembler) level(st storey) stack.Level {
	if a.below == nil {
		return stack.Level{Frame: a.s.Cool(hold.Raise(st.frame, st.pillars, a.set), a.columns)}
	}
	in := &a.set.Interface
	below := hold.Carrier(hold.Raise(a.below.frame, a.below.pillars, a.set))
	laid := a.s.OnGap(st.frame, a.under(st.frame, below, in), in)
	over := a.s.Cool(hold.Raise(laid, st.pillars, a.set), a.columns)
	over.Layers[0].Fan = float64(in.Fan) // Cool knows no gaps
	return stack.Level{Frame: over, Between: a.s.Between(below, st.frame, in), Recipe: in}
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

// runs returns how often the plate is printed, and warns where the printer is to push the
// frames off by itself.
func runs(set *profiles.Set, rep *Report) int {
	n := set.Printer.After.Eject.Repeats
	if n > 0 {
		rep.warn(say.T("the file pushes the frames off the bed and prints again, %d times, with nobody there: watch the first push, and keep the way clear", n))
	}
	return 1 + n
}
