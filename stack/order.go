package stack

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/nest"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
)

// Over is how far above a column that is done the nozzle crosses it, mm.
const Over = 2.0

// Apart returns the clearance between columns that lets set's printer print them one
// after the other: what the head needs around the nozzle.
func Apart(set *profiles.Set) profiles.Length {
	return max(set.Process.Clearance, set.Printer.Head.Radius)
}

// Sequence returns columns of a frame with the given outlines in an order in which they
// may be printed one after the other up to height mm:
//
//  1. No two are nearer than the head needs around the nozzle, which travels straight
//     from place to place of a column: outlines are to be hulls.
//  2. Where they are higher than the gantry is above the nozzle, no two share a Y that
//     the gantry covers while one is printed.
//  3. The nozzle can cross them Over higher than they are.
//
// Errors: which of these does not hold, and what to do.
func Sequence(columns []Column, outline polygon.Region, height float64, p *profiles.Printer) ([]Column, error) {
	h := &p.Head
	if h.Radius <= 0 {
		return nil, say.Errorf("%s does not say how large its head is: set printer.head.radius and height to print one column after the other", p.Name)
	}
	if height+Over > float64(p.Height) && len(columns) > 1 {
		return nil, say.Errorf("columns of %.1f mm leave %s no height to lift the nozzle over one that is done: print them layer by layer (--order layers) or lower", height, p.Name)
	}
	out := slices.Clone(columns)
	slices.SortStableFunc(out, func(a, b Column) int {
		return cmp.Or(cmp.Compare(a.At.Y, b.At.Y), cmp.Compare(a.At.X, b.At.X))
	})
	placed := make([]polygon.Region, len(out))
	for i, c := range out {
		placed[i] = nest.Placement(c).Of(outline)
		for k := range i {
			if err := clears(placed[i], placed[k], height, p); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// clears returns why the head cannot print a while b stands there, height mm high.
func clears(a, b polygon.Region, height float64, p *profiles.Printer) error {
	radius := geom.ToNM(float64(p.Head.Radius))
	if near := a.Box().Grow(radius); near.Overlaps(b.Box()) &&
		!polygon.Intersection(a.Offset(radius-arcs, polygon.Round), b).Empty() {
		return say.Errorf("two columns are nearer to each other than the %.0f mm that the head of %s needs around its nozzle to print one after the other: print them layer by layer (--order layers)",
			float64(p.Head.Radius), p.Name)
	}
	if height <= float64(p.Head.Height) {
		return nil
	}
	if p.Head.Gantry != "x" {
		return say.Errorf("columns of %.1f mm are higher than the %.0f mm that %s has between nozzle and arms: print them layer by layer (--order layers), or lower ones",
			height, float64(p.Head.Height), p.Name)
	}
	if a.Box().Min.Y-radius+arcs < b.Box().Max.Y && b.Box().Min.Y-radius+arcs < a.Box().Max.Y {
		return say.Errorf("columns of %.1f mm are higher than the %.0f mm that %s has between nozzle and gantry, and the gantry, %.0f mm before and behind the nozzle, would hit one while it prints another: print them layer by layer (--order layers), or lower ones",
			height, float64(p.Head.Height), p.Name, float64(p.Head.Radius))
	}
	return nil
}

// arcs is by how much arcs around corners may be off, nm.
const arcs = 10_000

// InFile places columns behind each other along Y, unturned or by a quarter, with the
// distance between them that Apart asks for: where gantries pass. It returns as many as
// fit, up to the number wanted or, for Auto, all.
func InFile(outline polygon.Region, set *profiles.Set, columns int) []Column {
	var best []Column
	bed, gap := Bed(set.Printer.Bed), geom.ToNM(float64(Apart(set)))
	for _, turn := range []float64{0, 90} {
		one := nest.Placement{Turn: turn}.Of(outline).Box()
		_, depth := one.Size()
		_, room := bed.Box().Size()
		n := int((room + gap) / (depth + gap))
		if columns != Auto {
			n = min(n, columns)
		}
		for ; n > len(best); n-- {
			at := make([]nest.Placement, n)
			first := bed.Box().Centre().Sub(one.Centre())
			first.Y -= int64(n-1) * (depth + gap) / 2
			for i := range at {
				at[i] = nest.Placement{At: geom.Point{X: first.X, Y: first.Y + int64(i)*(depth+gap)}, Turn: turn}
			}
			if nest.Clear(outline, bed, gap, at) {
				best = columnsAt(at)
				break
			}
		}
	}
	return best
}

// columnsAt returns columns at placements.
func columnsAt(at []nest.Placement) []Column {
	out := make([]Column, len(at))
	for i, p := range at {
		out[i] = Column(p)
	}
	return out
}
