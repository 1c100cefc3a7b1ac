package job

import (
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Flip says which frames of a stack are printed upside down.
type Flip string

// The ways to flip.
const (
	FlipNone      Flip = ""          // none
	FlipAlternate Flip = "alternate" // every second, from the second on
)

// tower is a plate and the meshes of its levels.
type tower struct {
	*stack.Plate
	meshes []*mesh.Mesh
	places []stack.Column // where several columns stand, printed layer by layer; nil: not looked for
	volume float64        // mm3 that its frames take, as Plate.Volume has it
}

// alike reports whether all levels print the same mesh.
func (p *tower) alike() bool {
	for _, m := range p.meshes {
		if m != p.meshes[0] {
			return false
		}
	}
	return true
}

// piler finds the frames that lie above each other, and the pillars on them.
type piler struct {
	spec      Spec
	set       *profiles.Set
	make      func(*mesh.Mesh) (*toolpath.Print, error) // Slice or Outline
	drafts    *outlines
	rep       *Report
	anyHeight bool           // a stack may be higher than the printer
	places    []stack.Column // as the tower has them; nil: to be found
	storeys   []storey       // of each level
	meshes    []*mesh.Mesh   // of each level
	cut       *Cut           // that keeps what is sliced; nil: nothing is kept
	// plan returns the pillars between two meshes, or those that it remembers; nil: makes them.
	plan func(lower, upper *mesh.Mesh, make func() []toolpath.Pillar) []toolpath.Pillar
}

// pile finds the storeys that the spec asks for of m, which lies as it fits the bed.
func (p *piler) pile(m *mesh.Mesh) error {
	n := max(1, p.spec.Stack)
	if err := p.check(n); err != nil {
		return err
	}
	frame, err := p.make(m)
	if err != nil {
		return err
	}
	for range n {
		p.storeys, p.meshes = append(p.storeys, storey{frame: frame}), append(p.meshes, m)
	}
	if p.spec.Flip == FlipAlternate && n > 1 {
		if err := p.flip(); err != nil {
			return err
		}
	}
	if p.spec.Top != "" {
		if err := p.top(); err != nil {
			return err
		}
	}
	p.pillars()
	return p.tooHigh()
}

// check refuses what makes no sense.
func (p *piler) check(n int) error {
	switch {
	case p.spec.Stack < 0:
		return say.Errorf("--stack %d: a stack has 1 frame or more", p.spec.Stack)
	case p.spec.Flip != FlipNone && p.spec.Flip != FlipAlternate:
		return say.Errorf("--flip %s: alternate or none is meant", p.spec.Flip)
	case p.spec.Top != "" && n < 2:
		return say.Errorf("--top needs a stack to lie on: add --stack 2 or more")
	}
	return checkGap(&p.set.Interface, n, p.rep)
}

// gap returns how far the frames are apart, mm.
func (p *piler) gap() float64 { return float64(p.set.Interface.Distance()) }

// flip turns every second frame over, so that tops lie on tops and bases on bases.
func (p *piler) flip() error {
	up := p.storeys[0].frame
	over := p.meshes[0].Over()
	turned, err := p.drafts.of(over)
	if err != nil {
		return err
	}
	at := hold.Align([]polygon.Region{up.Bottom, up.Top}, []polygon.Region{turned.Top, turned.Bottom})
	over = over.At(at.Shift, at.Degrees)
	frame, err := p.make(over)
	if err != nil {
		return err
	}
	for k := 1; k < len(p.storeys); k += 2 {
		p.storeys[k].frame, p.meshes[k] = frame, over
	}
	return nil
}

// top puts another frame in the place of the last.
func (p *piler) top() error {
	m, r, err := mesh.Load(p.spec.Top, mesh.Options{Unit: p.spec.Unit})
	if err != nil {
		return err
	}
	p.rep.warn(r.Warnings...)
	turned, err := p.drafts.of(m)
	if err != nil {
		return err
	}
	n := len(p.storeys)
	at := hold.Align([]polygon.Region{p.storeys[n-2].frame.Top}, []polygon.Region{turned.Bottom})
	m = m.At(at.Shift, at.Degrees)
	p.meshes[n-1] = m
	p.storeys[n-1].frame, err = p.make(m)
	return err
}

// outlines makes prints without paths, of each mesh once.
type outlines struct {
	set  *profiles.Set
	made map[*mesh.Mesh]*toolpath.Print
}

func newOutlines(set *profiles.Set) *outlines {
	return &outlines{set, map[*mesh.Mesh]*toolpath.Print{}}
}

// of returns the outline of m.
func (o *outlines) of(m *mesh.Mesh) (*toolpath.Print, error) {
	if p := o.made[m]; p != nil {
		return p, nil
	}
	p, err := slicerOf(o.set).Outline(m)
	if err == nil {
		o.made[m] = p
	}
	return p, err
}

// pillars puts pillars under what hangs, from the top down: one that reaches a frame's
// base goes on below it.
func (p *piler) pillars() {
	if p.spec.Pillars == 0 {
		return
	}
	type pair struct{ lower, upper *toolpath.Print }
	plans := map[pair][]toolpath.Pillar{}
	var through []toolpath.Pillar // to be carried by the level below
	for k := len(p.storeys) - 2; k >= 0; k-- {
		of := pair{p.storeys[k].frame, p.storeys[k+1].frame}
		plan, ok := plans[of]
		if !ok {
			plan = p.planned(k)
			plans[of] = plan
		}
		all := hold.Together(of.lower, plan, through)
		through = nil
		for _, q := range all {
			if q.From == 0 {
				through = append(through, q)
			}
		}
		p.storeys[k].pillars = all
	}
}

// planned returns the pillars of storey k under the next.
func (p *piler) planned(k int) []toolpath.Pillar {
	make := func() []toolpath.Pillar {
		return hold.Plan(p.storeys[k].frame, p.storeys[k+1].frame, p.set, p.spec.Pillars)
	}
	if p.plan == nil {
		return make()
	}
	return p.plan(p.meshes[k], p.meshes[k+1], make)
}

// outlined returns the plate of frames that were only outlined, on no columns.
func (p *piler) outlined() *stack.Plate {
	var out []stack.Level
	raised := map[*toolpath.Print][]*toolpath.Print{}
	for _, st := range p.storeys {
		out = stack.Add(out, once(raised, st, p.set), nil, &p.set.Interface)
	}
	return &stack.Plate{Levels: out, Gap: p.gap()}
}

// once returns a storey's frame with its pillars: the same print for the same pillars.
func once(known map[*toolpath.Print][]*toolpath.Print, st storey, set *profiles.Set) *toolpath.Print {
	for _, r := range known[st.frame] {
		if slices.Equal(r.Pillars, st.pillars) {
			return r
		}
	}
	r := hold.Raise(st.frame, st.pillars, set)
	known[st.frame] = append(known[st.frame], r)
	return r
}

// height returns how high the stack is, mm.
func (p *piler) height() float64 {
	h := -p.gap()
	for _, st := range p.storeys {
		h += st.frame.Height + p.gap()
	}
	return h
}

// tooHigh refuses a stack that is higher than the printer.
func (p *piler) tooHigh() error {
	room, all := float64(p.set.Printer.Height), p.height()
	if p.anyHeight || all <= room+1e-9 {
		return nil
	}
	frame := p.storeys[0].frame.Height
	most := stack.MaxLevels(frame, p.gap(), room-(p.storeys[len(p.storeys)-1].frame.Height-frame))
	return say.Errorf("a stack of %d is %.1f mm high and %s prints up to %.0f mm: at most %d frames fit above each other (--stack %d)",
		len(p.storeys), all, p.set.Printer.Name, room, most, most)
}

// shadow returns the outlines of all storeys and their pillars together.
func (p *piler) shadow() polygon.Region {
	var all []geom.Ring
	seen := map[*toolpath.Print]bool{}
	plain := true
	for k, st := range p.storeys {
		if !seen[st.frame] {
			all = append(all, st.frame.Shadow...)
		}
		seen[st.frame] = true
		if len(st.pillars) > 0 && (k == 0 || !slices.Equal(st.pillars, p.storeys[k-1].pillars)) {
			all, plain = append(all, hold.Discs(st.pillars)...), false
		}
	}
	if len(seen) == 1 && plain {
		return all
	}
	return polygon.NonZero(all)
}

// meshVolume returns the mean volume of the storeys' meshes, cm3.
func (p *piler) meshVolume() float64 {
	sum := 0.0
	for _, m := range p.meshes {
		sum += m.Volume()
	}
	return sum / float64(len(p.meshes)) / 1000
}
