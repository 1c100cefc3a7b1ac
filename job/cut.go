package job

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Prover makes one frame by many sets of profiles, in memory. Goroutines may share it.
type Prover struct {
	spec Spec
	mesh *mesh.Mesh

	mu   sync.Mutex
	room map[string]func() error // by bed: whether the frame has room on it
}

// NewProver returns a prover of the frame that spec names; all else of spec but Profiles,
// Printer and the like is as for Run.
//
// Errors: a frame that cannot be read.
func NewProver(spec Spec) (*Prover, error) {
	m, _, err := Frame(spec)
	if err != nil {
		return nil, err
	}
	return &Prover{spec: spec, mesh: m, room: map[string]func() error{}}, nil
}

// fits returns why the frame has no room on set's bed, which takes seconds to find out: once
// for each bed.
func (b *Prover) fits(set *profiles.Set) error {
	bed := fmt.Sprint(set.Printer.Bed)
	b.mu.Lock()
	known, ok := b.room[bed]
	if !ok {
		known = sync.OnceValue(func() error { return b.look(set) })
		b.room[bed] = known
	}
	b.mu.Unlock()
	return known()
}

// look is fits without memory.
func (b *Prover) look(set *profiles.Set) error {
	rep := &Report{}
	m := turned(b.mesh, set, rep)
	if stack.Fits(polygon.Hull(shadow(m)), set.Printer.Bed) {
		return nil
	}
	frame, err := slicerOf(set).Outline(m)
	if err == nil {
		_, err = stack.Layout(frame.Shadow, set, 1)
	}
	return err
}

// Alike returns what slicing depends on in set, as a text: what sets with the same text
// slice is the same, whatever they heat to and whatever prints it.
func Alike(set *profiles.Set) string {
	p, f := &set.Printer, &set.Filament
	few := profiles.Set{
		Printer: profiles.Printer{
			Nozzle: p.Nozzle, MinLayerHeight: p.MinLayerHeight, MaxLayerHeight: p.MaxLayerHeight,
			MaxFlow: set.FlowCap(), Limits: profiles.Limits{Accel: p.Limits.Accel}, Retract: p.Retract,
		},
		Filament: profiles.Filament{
			Fan: f.Fan, MaxFan: f.MaxFan, BridgeFan: f.BridgeFan, FanOffLayers: f.FanOffLayers,
			FanBelow: f.FanBelow, SlowBelow: f.SlowBelow, MinSpeed: f.MinSpeed,
			RetractLength: f.RetractLength, RetractSpeed: f.RetractSpeed, RetractHop: f.RetractHop,
		},
		Process: set.Process, Interface: set.Interface,
	}
	few.Process.Name, few.Process.Title = "", ""
	return fmt.Sprint(profiles.Flatten(&few))
}

// Cut is a frame as it was sliced for one text of Alike. It is of one goroutine.
type Cut struct {
	*Prover
	frames map[*mesh.Mesh]*toolpath.Print
	turned map[float64]*mesh.Mesh
	piles  map[shape][]stack.Level
}

// shape is what levels of one cut may differ by.
type shape struct {
	frame           *toolpath.Print
	levels, columns int
}

// Cut returns a cut to be made.
func (b *Prover) Cut() *Cut {
	return &Cut{
		Prover: b, frames: map[*mesh.Mesh]*toolpath.Print{}, turned: map[float64]*mesh.Mesh{},
		piles: map[shape][]stack.Level{},
	}
}

// Prove makes so many frames above each other by set, checks and replays the file as Run
// does, and returns the report; the file is not kept. All sets of a cut have the same
// text of Alike.
//
// Errors: those of Run.
func (c *Cut) Prove(ctx context.Context, set *profiles.Set, levels int) (*Report, error) {
	if err := c.fits(set); err != nil {
		return nil, err
	}
	spec := c.spec
	spec.Stack, spec.DryRun = levels, true
	rep := newReport(spec, "", set)
	p := piler{spec: spec, set: set, make: func(m *mesh.Mesh) (*toolpath.Print, error) { return c.slice(m, set) },
		drafts: newOutlines(set), rep: rep, cut: c}
	plate, err := p.lay(c.fitted(set, rep))
	if err != nil {
		return nil, err
	}
	if err := rep.hold(spec, plate, set); err != nil {
		return nil, err
	}
	j := emit.Job{Plate: plate.Plate, Set: *set, Title: spec.name()}
	_, err = rep.judge(ctx, io.Discard, plate, set, func(say.Text, float64) {}, func(w io.Writer) (*emit.Slots, error) { return emit.Write(w, j) })
	return rep, err
}

// fitted returns the frame as it fits set's bed: the same mesh for the same turn.
func (c *Cut) fitted(set *profiles.Set, rep *Report) *mesh.Mesh {
	m := turned(c.mesh, set, rep)
	if known := c.turned[rep.Turned]; known != nil {
		return known
	}
	c.turned[rep.Turned] = m
	return m
}

// slice returns m sliced, once.
func (c *Cut) slice(m *mesh.Mesh, set *profiles.Set) (*toolpath.Print, error) {
	if known := c.frames[m]; known != nil {
		return known, nil
	}
	frame, err := slicerOf(set).Slice(m)
	if err == nil {
		c.frames[m] = frame
	}
	return frame, err
}

// levels returns what make makes of so many frames in so many columns, once.
func (c *Cut) levels(of shape, make func() []stack.Level) []stack.Level {
	if c == nil {
		return make()
	}
	if _, known := c.piles[of]; !known {
		c.piles[of] = make()
	}
	return c.piles[of]
}
