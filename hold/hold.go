// Package hold says before a stack is printed whether it would stand and come apart: how
// much of each frame lies on the one below, what hangs over air and how far, how the
// column stands on its bed while it is pushed, whether the gap would fuse.
//
// It looks at regions of layers, not at paths: a frame that is only outlined will do.
// Lengths are mm, areas mm2, places are around the frames' origin.
package hold

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Report is what is known of a stack before it is printed.
//
//  1. Interfaces has one entry for each pair of frames that lie on each other, from the
//     bed up; those of a stack of equal frames are one.
//  2. OK is false where a verdict is an error.
type Report struct {
	OK         bool        `json:"ok"`
	Levels     int         `json:"levels"`
	Gap        float64     `json:"gap_mm"`
	Layer      float64     `json:"layer_over_gap_mm"`
	Interfaces []Interface `json:"interfaces"`
	Inside     []Inside    `json:"inside"`
	Column     Column      `json:"column"`
	Verdicts   []Verdict   `json:"verdicts"`
}

// checker looks at one plate.
type checker struct {
	plate  *stack.Plate
	set    *profiles.Set
	lim    limits
	rep    *Report
	joints []joint // of the distinct interfaces
	kindOf []int   // of the interface below each level from the second
}

// Check says how the stack on plate would hold when it is printed by set. Only the
// columns' number is read of them. It takes 1 to 60 ms for a visor frame.
func Check(plate *stack.Plate, set *profiles.Set) *Report {
	c := &checker{plate: plate, set: set, lim: limitsOf(set), rep: &Report{
		Levels: len(plate.Levels), Gap: float64(set.Interface.Gap), Layer: plate.Levels[len(plate.Levels)-1].Frame.Layers[0].Height}}
	c.interfaces()
	c.inside()
	c.column()
	c.judge()
	return c.rep
}

// bead returns how wide the beads of a frame's layers are, mm.
func (c *checker) bead(first bool) float64 {
	if first {
		return float64(c.set.LineWidth(c.set.Process.FirstLayerWidth))
	}
	return float64(c.set.LineWidth(c.set.Process.PerimeterWidth))
}

// interfaces measures the distinct interfaces.
func (c *checker) interfaces() {
	c.rep.Interfaces = []Interface{}
	for k := 1; k < len(c.plate.Levels); k++ {
		n := c.known(k)
		if n < 0 {
			n = len(c.rep.Interfaces)
			f := contact(c.plate.Levels[k-1].Frame, c.plate.Levels[k].Frame, c.bead(true), c.lim)
			f.Lower, f.Count = k, 0
			c.rep.Interfaces = append(c.rep.Interfaces, f)
			c.joints = append(c.joints, newJoint(f.contact, gapBond))
		}
		c.rep.Interfaces[n].Count++
		c.kindOf = append(c.kindOf, n)
	}
}

// known returns the interface that the one below level k is like, or -1.
func (c *checker) known(k int) int {
	at := func(k int) *toolpath.Print { return c.plate.Levels[k].Frame }
	for n := range c.rep.Interfaces {
		low := c.rep.Interfaces[n].Lower
		if kin(at(low-1)) == kin(at(k-1)) && kin(at(low)) == kin(at(k)) && slices.Equal(at(low-1).Pillars, at(k-1).Pillars) {
			return n
		}
	}
	return -1
}

// kin is the same for prints of one frame, with pillars or without.
func kin(p *toolpath.Print) *geom.Ring {
	if r := p.Bottom; len(r) > 0 {
		return &r[0]
	}
	return nil
}

// inside measures what hangs within the distinct frames.
func (c *checker) inside() {
	known := map[*geom.Ring]bool{}
	c.rep.Inside = []Inside{}
	for k, l := range c.plate.Levels {
		if known[kin(l.Frame)] {
			continue
		}
		known[kin(l.Frame)] = true
		for _, in := range inside(l.Frame, c.bead(false), c.lim) {
			in.Level = k + 1
			c.rep.Inside = append(c.rep.Inside, c.bridged(in))
		}
	}
}

// bridged returns in as it is printed where straight lines are laid across what hangs
// within a frame.
func (c *checker) bridged(in Inside) Inside {
	if c.set.Process.Bridges && c.set.Process.Fill < 1 && in.Kind == Bridge && in.Across > 0 {
		in.Length = in.Across
	}
	return in
}

// round rounds v to a thousandth, so that reports do not differ in their last digits.
func round(v float64) float64 { return math.Round(v*1e3) / 1e3 }
