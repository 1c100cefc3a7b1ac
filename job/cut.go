package job

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
	"github.com/visiere/visiere/verify"
)

// Prover makes one frame by many sets of profiles, in memory. Goroutines may share it: what
// it says does not depend on who asks first.
//
// It finds out once for each bed whether and how the frame lies on it, and slices once for
// each geometry: the speeds, flows and fans of a set are those of what was sliced by
// another. Every file is written and replayed for itself.
type Prover struct {
	spec Spec
	mesh *mesh.Mesh

	mu     sync.Mutex
	beds   map[string]*made[lying]
	meshes map[int]*made[*mesh.Mesh] // by the turn
	sliced map[string]*made[*toolpath.Print]
	under  map[string]*made[[]toolpath.Path]
	placed map[string]*made[[]stack.Column]
}

// lying is how the frame lies on a bed.
type lying struct {
	fits bool
	turn int // degrees
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
	return &Prover{spec: spec, mesh: m, beds: map[string]*made[lying]{}, meshes: map[int]*made[*mesh.Mesh]{},
		sliced: map[string]*made[*toolpath.Print]{}, under: map[string]*made[[]toolpath.Path]{},
		placed: map[string]*made[[]stack.Column]{}}, nil
}

// lie returns how the frame lies on set's bed, which may take seconds to find out.
func (b *Prover) lie(set *profiles.Set) lying {
	at, _ := get(&b.mu, b.beds, fmt.Sprint(set.Printer.Bed), func() (lying, error) {
		turn := turnFor(b.mesh, set.Printer.Bed)
		m := b.turned(turn)
		if stack.Fits(polygon.Hull(shadow(m)), set.Printer.Bed) {
			return lying{true, turn}, nil
		}
		frame, err := slicerOf(set).Outline(m)
		if err == nil {
			_, err = stack.Layout(frame.Shadow, set, 1)
		}
		return lying{err == nil, turn}, nil
	})
	return at
}

// turned returns the frame turned, the same mesh for the same turn.
func (b *Prover) turned(deg int) *mesh.Mesh {
	m, _ := get(&b.mu, b.meshes, deg, func() (*mesh.Mesh, error) {
		if deg == 0 {
			return b.mesh, nil
		}
		return b.mesh.Turn(radians(deg)), nil
	})
	return m
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

// cutBy returns what of set decides where strokes lie, which Retime and OnGap do not
// change: sets with the same text are cut alike. Underside's are alike where the second text,
// of the recipe, is the same too.
func cutBy(set *profiles.Set) (frame, recipe string) {
	p := &set.Printer
	few := profiles.Set{
		Printer:  profiles.Printer{Nozzle: p.Nozzle, MinLayerHeight: p.MinLayerHeight, MaxLayerHeight: p.MaxLayerHeight, Retract: p.Retract},
		Filament: profiles.Filament{RetractHop: set.Filament.RetractHop},
		Process:  set.Process,
	}
	s := &few.Process
	s.Name, s.Title, s.Inherits = "", "", ""
	s.Clearance, s.BrimWidth, s.SkirtLoops, s.SkirtDistance, s.SkirtMinLength = 0, 0, 0, 0, 0 // of plates
	for _, v := range []*profiles.Speed{&s.ExternalPerimeterSpeed, &s.PerimeterSpeed, &s.SmallPerimeterSpeed, &s.OverhangSpeed,
		&s.GapFillSpeed, &s.InfillSpeed, &s.SolidInfillSpeed, &s.TopInfillSpeed, &s.BridgeSpeed, &s.FirstLayerSpeed,
		&s.ExternalPerimeterCorner, &s.PerimeterCorner, &s.InfillCorner, &s.BridgeCorner, &s.FirstLayerCorner} {
		*v = 0
	}
	for _, a := range []*profiles.Accel{&s.ExternalPerimeterAccel, &s.PerimeterAccel, &s.InfillAccel, &s.BridgeAccel, &s.FirstLayerAccel, &s.Accel} {
		*a = 0
	}
	return fmt.Sprint(profiles.Flatten(&few)), fmt.Sprint(set.Interface.Width, set.Interface.Flow)
}

// drawnBy returns what of set decides what is laid, but for its order: that depends on the
// speed of travels, too.
func drawnBy(set *profiles.Set) string {
	any := *set
	any.Process.TravelSpeed = 0
	frame, _ := cutBy(&any)
	return frame
}

// Cut is a frame as it was sliced for one text of Alike. It is of one goroutine.
type Cut struct {
	*Prover
	frames map[*mesh.Mesh]*toolpath.Print
	names  map[*toolpath.Print]string // what each was cut by
	piles  map[shape][]stack.Level
	sums   map[filled]float64
	memory *scratch
}

// filled is what the volumes of plates of one cut may differ by.
type filled struct {
	first   *stack.Level // of a pile
	columns int
}

// shape is what levels of one cut may differ by.
type shape struct {
	frame           *toolpath.Print
	levels, columns int
}

// memories are kept from cut to cut, with what was read of their files.
var memories = sync.Pool{New: func() any { return newScratch() }}

// Cut returns a cut to be made. Close it when it is done.
func (b *Prover) Cut() *Cut {
	return &Cut{Prover: b, frames: map[*mesh.Mesh]*toolpath.Print{}, names: map[*toolpath.Print]string{},
		piles: map[shape][]stack.Level{}, sums: map[filled]float64{}, memory: memories.Get().(*scratch)}
}

// Close gives c's memory to cuts to come. What Prove returned stays.
func (c *Cut) Close() { memories.Put(c.memory) }

// Prove makes so many frames above each other by set, checks and replays the file as Run
// does, and returns the report; the file is not kept. All sets of a cut have the same
// text of Alike.
//
// Errors: those of Run.
func (c *Cut) Prove(ctx context.Context, set *profiles.Set, levels int) (*Report, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	spec := c.spec
	spec.Stack, spec.DryRun = levels, true
	rep := newReport(spec, "", set)
	at := c.lie(set)
	m := c.turned(at.turn)
	if !at.fits {
		return nil, stack.TooLarge(shadow(m), &set.Printer)
	}
	if at.turn != 0 {
		rep.turned(at.turn, set)
	}
	p := piler{spec: spec, set: set, make: func(m *mesh.Mesh) (*toolpath.Print, error) { return c.slice(m, set) },
		drafts: newOutlines(set), rep: rep, cut: c}
	plate, err := p.lay(m)
	if err != nil {
		return nil, err
	}
	if err := rep.hold(spec, plate, set); err != nil {
		return nil, err
	}
	j := emit.Job{Plate: plate.Plate, Set: *set, Title: spec.name(), Memo: c.memory.text}
	_, err = rep.judge(plate, set, func(limits verify.Limits, _ int) (*replayed, error) {
		return c.memory.replay(limits, set, func(w io.Writer) (*emit.Slots, error) { return emit.Write(w, j) })
	})
	return rep, err
}

// slice returns m sliced, once.
func (c *Cut) slice(m *mesh.Mesh, set *profiles.Set) (*toolpath.Print, error) {
	if known := c.frames[m]; known != nil {
		return known, nil
	}
	by, _ := cutBy(set)
	by = fmt.Sprintf("%p %s", m, by)
	s := slicerOf(set)
	frame, err := get(&c.mu, c.sliced, by, func() (*toolpath.Print, error) { return s.Slice(m) })
	if err != nil {
		return nil, err
	}
	frame = s.Retime(frame)
	c.frames[m], c.names[frame] = frame, by
	return frame, nil
}

// underside returns s's Underside, made once for what is cut alike.
func (c *Cut) underside(s *slicer.Slicer) func(frame, below *toolpath.Print, in *profiles.Interface) []toolpath.Path {
	return func(frame, below *toolpath.Print, in *profiles.Interface) []toolpath.Path {
		by, known := c.names[frame]
		if below != frame || !known {
			return s.Underside(frame, below, in)
		}
		_, recipe := cutBy(&profiles.Set{Interface: *in})
		paths, _ := get(&c.mu, c.under, by+recipe, func() ([]toolpath.Path, error) { return s.Underside(frame, below, in), nil })
		return paths
	}
}

// layout returns where columns of what p piled up stand, found once for what is cut alike
// and stands on the same bed.
//
// Errors: those of stack.Layout.
func (c *Cut) layout(p *piler, columns int) ([]stack.Column, error) {
	find := func() ([]stack.Column, error) { return stack.Layout(p.shadow(), p.set, columns) }
	if c == nil || p.spec.Pillars != 0 || p.spec.Flip != FlipNone || p.spec.Top != "" {
		return find()
	}
	by := fmt.Sprint(p.set.Printer.Bed, p.set.Process.Clearance, columns, c.names[p.storeys[0].frame])
	at, err := get(&c.mu, c.placed, by, find)
	if err != nil {
		return find() // the error is of another printer
	}
	return at, nil
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

// volume returns p's Volume, found once for each pile.
func (c *Cut) volume(p *stack.Plate) float64 {
	if c == nil {
		return p.Volume()
	}
	of := filled{&p.Levels[0], len(p.Columns)}
	if _, known := c.sums[of]; !known {
		c.sums[of] = p.Volume()
	}
	return c.sums[of]
}
