package job

import (
	"fmt"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// Way is how frames are put on a plate, but for the height of the stack.
type Way struct {
	Columns int   `json:"columns"`
	Order   Order `json:"order,omitempty"` // layers or columns, of several columns
	Flip    Flip  `json:"flip,omitempty"`
	Pillars int   `json:"pillars,omitempty"` // as Spec.Pillars
}

// Part is what one level of one or all columns takes.
type Part struct {
	S float64 // from the last extrusion before it to its own
	G float64 // of filament
}

// Trial is what a way to print takes, by the motion model: measured on the lowest levels,
// from which Parts composes any stack.
type Trial struct {
	Way
	Set    *profiles.Set
	Frame  float64  // height of a frame, mm
	Layers int      // of a frame
	Most   int      // levels that hold and fit
	Why    say.Text // what forbids more
	Unheld bool     // that is not the printer's height
	TailS  float64  // from the last extrusion to the end of the print
	CoolS  float64  // from there until the frames come off
	// Stiffness is that of a frame bent in its plane, as a share of a solid one's.
	Stiffness float64
	Sampled   bool // by Glance: about right

	levels int      // measured, of each column
	parts  [][]Part // by column, or of all columns together, by level
	curves []curve  // of a lone column's measured levels
}

// Try measures a way to print by set.
//
// Errors: those of Run; the way is not possible even with one level.
func (b *Bench) Try(set *profiles.Set, way Way) (*Trial, error) {
	t := &Trial{Way: way, Set: set}
	if err := b.most(t); err != nil {
		return nil, err
	}
	t.levels = min(t.Most, way.measured())
	p := b.piler(set, way, t.levels)
	if err := p.pile(b.mesh); err != nil {
		return nil, err
	}
	columns, err := b.stand(p, way)
	if err != nil {
		return nil, err
	}
	plate := p.plate(columns, way.Order == OrderColumns)
	plate.Surround(set)
	est, err := timed(plate, set)
	if err != nil {
		return nil, err
	}
	frame := plate.Levels[0].Frame
	t.Frame, t.Layers, t.Stiffness = frame.Height, len(frame.Layers), stiffness(frame, nil, set)
	t.part(est, plate.OneByOne)
	if way == (Way{Columns: 1}) {
		t.curves = curves(plate, est)
	}
	return t, nil
}

// measured returns how many levels show all that differ: the one on the bed, those after
// it, of two kinds where every second is turned over, and where pillars end at the top,
// that.
func (w Way) measured() int {
	n := 2
	if w.Flip != FlipNone {
		n++
	}
	if w.Pillars != 0 {
		n++
	}
	return n
}

// part divides an estimate among the levels. What is pushed beside them, the skirt and
// what the start code primes, counts for the first.
func (t *Trial) part(est *estimate.Estimate, oneByOne bool) {
	gram := est.FilamentG / est.FilamentMM
	flow := orOne(float64(t.Set.Filament.FlowFactor))
	last, pushed := 0.0, 0.0
	var all []Part
	for _, l := range est.ByLevel {
		g := float64(l.FilamentMM * flow * gram)
		all = append(all, Part{l.EndS - last, g})
		last = l.EndS
		pushed += g
	}
	all[0].G += est.FilamentG - pushed
	t.TailS, t.CoolS = est.TotalS-last, est.CooldownS
	t.parts = [][]Part{all}
	if oneByOne {
		t.parts = nil
		for len(all) > 0 {
			t.parts = append(t.parts, all[:t.levels])
			all = all[t.levels:]
		}
	}
}

// Parts returns what the levels of a stack of n take, in the order they are printed, and
// how many frames each of them makes. The end of the print counts for the last.
func (t *Trial) Parts(n int) (parts []Part, frames int) {
	for _, column := range t.parts {
		for k := range n {
			parts = append(parts, column[t.like(k, n)])
		}
	}
	parts[len(parts)-1].S += t.TailS
	return parts, t.Columns / len(t.parts)
}

// like returns which of the measured levels level k of n is like.
func (t *Trial) like(k, n int) int {
	last := t.levels - 1
	switch {
	case k == 0 || last == 0:
		return 0
	case t.Pillars != 0 && k == n-1:
		return last
	case t.Flip != FlipNone && t.levels >= 3:
		return 1 + (k-1)%2
	}
	return 1
}

// piler returns what makes stacks of n.
func (b *Bench) piler(set *profiles.Set, way Way, n int) *piler {
	spec := b.spec
	spec.Stack, spec.Flip, spec.Pillars, spec.Columns, spec.Order, spec.Top = n, way.Flip, way.Pillars, way.Columns, way.Order, ""
	drafts := newOutlines(set)
	return &piler{spec: spec, set: set, make: b.slicing(set), plan: b.planning(set, way.Pillars), drafts: drafts, rep: &Report{}, anyHeight: true}
}

// stand returns where p's columns stand.
func (b *Bench) stand(p *piler, way Way) ([]stack.Column, error) {
	if way.Order != OrderColumns {
		return b.columns(way.Columns)
	}
	if all := p.rows(way.Columns); all != nil {
		return all, nil
	}
	return nil, say.Errorf("%d columns cannot be printed one after the other on %s", way.Columns, p.set.Printer.Name)
}

// height is how high a stack may be.
type height struct {
	levels int
	why    say.Text // what forbids more
	unheld bool     // that is not the printer's height
}

// most finds how many levels t's way allows: by the printer's height, by what the head
// clears and by what holds. Of alike stacks it is found once.
func (b *Bench) most(t *Trial) error {
	key := fmt.Sprintf("%+v\n%s", t.Way, standing(t.Set))
	h, err := get(&b.mu, b.held, key, func() (height, error) { return b.highest(t) })
	t.Most, t.Why, t.Unheld = h.levels, h.why, h.unheld
	return err
}

// highest finds what most returns.
func (b *Bench) highest(t *Trial) (height, error) {
	low := b.piler(t.Set, t.Way, 1)
	low.make = b.outlining(t.Set)
	if err := low.pile(b.mesh); err != nil {
		return height{}, err
	}
	if _, err := b.stand(low, t.Way); err != nil {
		return height{}, err
	}
	h := height{levels: max(1, stack.MaxLevels(low.height(), low.gap(), float64(t.Set.Printer.Height)))}
	h.why = say.T("%s prints %.0f mm", t.Set.Printer.Name, float64(t.Set.Printer.Height))
	if why, bad := b.forbids(t, h.levels); bad {
		h.why, h.unheld = why, true
		good := 1
		for h.levels-good > 1 {
			if why, bad := b.forbids(t, (good+h.levels)/2); bad {
				h.why, h.levels = why, (good+h.levels)/2
			} else {
				good = (good + h.levels) / 2
			}
		}
		h.levels = good
	}
	return h, nil
}

// forbids says why a stack of n of t's way is not possible, and whether that is so.
func (b *Bench) forbids(t *Trial, n int) (say.Text, bool) {
	if n < 2 {
		return say.Text{}, false
	}
	p := b.piler(t.Set, t.Way, n)
	p.make = b.outlining(t.Set)
	if err := p.pile(b.mesh); err != nil {
		return say.Of(err), true
	}
	columns, err := b.stand(p, t.Way)
	if err != nil {
		return say.Of(err), true
	}
	plate := p.outlined()
	plate.Columns = columns
	for _, v := range hold.Check(plate, t.Set).Verdicts {
		if v.Severity == profiles.Error {
			return v.Text, true
		}
	}
	return say.Text{}, false
}
