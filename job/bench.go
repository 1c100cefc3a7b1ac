package job

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Bench tries many ways to print one frame. The frame is read once, sliced once for each
// geometry that is asked for and placed once for each number of columns; speeds and
// accelerations cost a replay alone. Goroutines may share it: what it says does not
// depend on who asks first.
type Bench struct {
	spec Spec
	lib  *profiles.Library
	mesh *mesh.Mesh // turned as the bed of the spec's printer needs it
	rep  *Report    // what was said of the frame

	mu      sync.Mutex
	turn    int             // how often Forget was called
	used    map[string]int  // the turn in which each of sliced was asked for last
	ways    map[string]bool // all that was ever drawn
	cut     map[string]*made[*slicer.Sections]
	drawn   map[string]*made[*slicer.Draft]
	sliced  map[string]*made[*toolpath.Print]
	planned map[string]*made[[]toolpath.Pillar]
	held    map[string]*made[height]

	placing  sync.Once
	placed   [][]stack.Column
	unplaced error
}

// made is a value that is made by the first who asks for it.
type made[T any] struct {
	sync.Once
	value T
	err   error
}

// get returns the value under a key, made by make where it is asked for the first time.
func get[K comparable, T any](mu *sync.Mutex, all map[K]*made[T], key K, make func() (T, error)) (T, error) {
	mu.Lock()
	o := all[key]
	if o == nil {
		o = &made[T]{}
		all[key] = o
	}
	mu.Unlock()
	o.Do(func() { o.value, o.err = make() })
	return o.value, o.err
}

// NewBench reads the frame of spec, of which at most Columns stand on a plate, or, where
// that is 0, as many as fit.
//
// Errors: those of profiles and mesh.
func NewBench(spec Spec) (*Bench, error) {
	lib, err := profiles.Open(spec.Profiles...)
	if err != nil {
		return nil, err
	}
	set, err := Settings(spec)
	if err != nil {
		return nil, err
	}
	b := &Bench{spec: spec, lib: lib, rep: newReport(spec, "", &set), used: map[string]int{}, ways: map[string]bool{}, cut: map[string]*made[*slicer.Sections]{},
		drawn: map[string]*made[*slicer.Draft]{}, sliced: map[string]*made[*toolpath.Print]{}, planned: map[string]*made[[]toolpath.Pillar]{}, held: map[string]*made[height]{}}
	m, err := load(spec, &set, b.rep)
	if err != nil {
		return nil, err
	}
	if b.rep.Stacked != nil {
		return nil, say.Errorf("%s is a stack already: tune its single frame", spec.name())
	}
	b.mesh = turned(m, &set, b.rep)
	return b, nil
}

// Warnings returns what is worth a word of the frame.
func (b *Bench) Warnings() []say.Text { return b.rep.Warnings }

// Name returns what the frame is called.
func (b *Bench) Name() string { return b.spec.name() }

// Processes returns the names of all processes that the bench's library has.
func (b *Bench) Processes() []string { return b.lib.Names(profiles.KindProcess) }

// Set returns the profiles of the bench's spec with another process and further changes.
//
// Errors: those of profiles, and lines that the nozzle cannot print.
func (b *Bench) Set(process string, changes ...string) (*profiles.Set, error) {
	s := &b.spec
	set, found := b.lib.ResolveAll(s.Printer, s.Filament, process, s.Interface, append(slices.Clone(s.Set), changes...))
	if err := profiles.AsError(found); err != nil {
		return nil, err
	}
	for _, f := range found {
		if f.Code == profiles.CodeLineWidth {
			return nil, say.Errorf("%s", f.Text)
		}
	}
	return &set, nil
}

// untimed are the parts of keys whose values change neither how a frame is sliced nor how
// a stack holds, but how long it takes and what it costs.
var untimed = []string{".title", ".name", "_speed", ".speed", "speed_", "accel", "jerk", "corner_velocity", "junction_deviation", "max_flow", "temp",
	".cost", "_gcode", "heat", "slow_below", "fan_below", "spool"}

// standing returns what of set decides how high a stack holds, and on which pillars.
func standing(set *profiles.Set) string {
	var key strings.Builder
	for _, kv := range profiles.Flatten(set) {
		if !slices.ContainsFunc(untimed, func(part string) bool { return strings.Contains(kv[0], part) }) {
			key.WriteString(kv[0] + "=" + kv[1] + "\n")
		}
	}
	return key.String()
}

// sections returns the frame's layers, cut by s: once for what is cut alike.
func (b *Bench) sections(s *slicer.Slicer) (*slicer.Sections, error) {
	return get(&b.mu, b.cut, s.SectionsBy(), func() (*slicer.Sections, error) { return s.Sections(b.mesh) })
}

// draft returns what s lays in m.
func (b *Bench) draft(s *slicer.Slicer, m *mesh.Mesh) (*slicer.Draft, error) {
	c, err := b.sections(s)
	if m != b.mesh {
		c, err = s.Sections(m)
	}
	if err != nil {
		return nil, err
	}
	return s.Draft(c), nil
}

// outlining returns what outlines frames by set.
func (b *Bench) outlining(set *profiles.Set) func(*mesh.Mesh) (*toolpath.Print, error) {
	s := slicerOf(set)
	return func(m *mesh.Mesh) (*toolpath.Print, error) {
		if m != b.mesh {
			return s.Outline(m)
		}
		c, err := b.sections(s)
		if err != nil {
			return nil, err
		}
		return c.Outline(), nil
	}
}

// given returns what slices every mesh to p.
func given(p *toolpath.Print) func(*mesh.Mesh) (*toolpath.Print, error) {
	return func(*mesh.Mesh) (*toolpath.Print, error) { return p, nil }
}

// known reports whether what set lays is known.
func (b *Bench) known(set *profiles.Set) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	cut, _ := cutBy(set)
	return b.sliced[cut] != nil || b.drawn[drawnBy(set)] != nil
}

// slicing returns what slices by set: what is laid is found once for all sets that lay the
// same, its order once for those of the same speed of travels.
func (b *Bench) slicing(set *profiles.Set) func(*mesh.Mesh) (*toolpath.Print, error) {
	drawn := drawnBy(set)
	cut, _ := cutBy(set)
	return func(m *mesh.Mesh) (*toolpath.Print, error) {
		over := ""
		if m != b.mesh {
			over = "over\n"
		}
		s := slicerOf(set)
		b.use(over+cut, over+drawn)
		frame, err := get(&b.mu, b.sliced, over+cut, func() (*toolpath.Print, error) {
			d, err := get(&b.mu, b.drawn, over+drawn, func() (*slicer.Draft, error) { return b.draft(s, m) })
			if err != nil {
				return nil, err
			}
			return s.Order(d)
		})
		if err != nil {
			return nil, err
		}
		return s.Retime(frame), nil
	}
}

// How many calls of Forget a frame outlives that is not asked for: drafts serve speeds of
// travels alone, which are tried one after the other.
const (
	keptDrafts = 3
	keptFrames = 20
)

// use notes what is asked for.
func (b *Bench) use(cut, drawn string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ways[drawn] = true
	if at, known := b.used[cut]; !known || at > 1 {
		b.used[cut] = b.turn
	}
	b.used[drawn] = b.turn
}

// Forget drops sliced frames that were not asked for lately; those that were asked for until
// it was called twice stay. What is dropped is made again where it is asked for. Nobody else
// may use the bench meanwhile.
func (b *Bench) Forget() {
	b.turn++
	for key := range b.drawn {
		if b.used[key]+keptDrafts < b.turn {
			delete(b.drawn, key)
		}
	}
	for key := range b.sliced {
		if at := b.used[key]; at > 1 && at+keptFrames < b.turn {
			delete(b.sliced, key)
		}
	}
}

// planning returns what remembers the pillars of frames sliced by set.
func (b *Bench) planning(set *profiles.Set, most int) func(lower, upper *mesh.Mesh, make func() []toolpath.Pillar) []toolpath.Pillar {
	key := standing(set)
	return func(lower, upper *mesh.Mesh, make func() []toolpath.Pillar) []toolpath.Pillar {
		of := fmt.Sprintf("%d %t %t\n%s", most, lower == b.mesh, upper == b.mesh, key)
		plan, _ := get(&b.mu, b.planned, of, func() ([]toolpath.Pillar, error) { return make(), nil })
		return plan
	}
}

// Slices returns in how many ways the bench has sliced the frame.
func (b *Bench) Slices() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.ways)
}

// places returns where columns of the frame stand that are printed layer by layer, by
// their number less one, as many as fit or as the spec allows. They are those of the spec's own process: other
// layers change the frame's outline too little for other places.
func (b *Bench) places() ([][]stack.Column, error) {
	b.placing.Do(func() { b.placed, b.unplaced = b.place() })
	return b.placed, b.unplaced
}

// place makes what places returns.
func (b *Bench) place() ([][]stack.Column, error) {
	set, err := b.Set(b.spec.Process)
	if err != nil {
		return nil, err
	}
	p := b.piler(set, Way{Columns: 1}, 1)
	if err := p.pile(b.mesh); err != nil {
		return nil, err
	}
	want := or0(b.spec.Columns, stack.Auto)
	all, err := stack.Layout(p.shadow(), set, want)
	var out [][]stack.Column
	for n := 1; n < want || err == nil && n < len(all); n++ {
		fewer, err := stack.Layout(p.shadow(), set, n)
		if err != nil {
			break
		}
		out = append(out, fewer)
	}
	if err == nil {
		return append(out, all), nil
	}
	if len(out) > 0 {
		err = nil // fewer than are allowed
	}
	return out, err
}

// columns returns where so many columns stand, printed layer by layer.
func (b *Bench) columns(n int) ([]stack.Column, error) {
	all, err := b.places()
	if err == nil && n > len(all) {
		err = say.Errorf("%d columns were asked for, but room was found for %d on the bed of %s: lower --columns", n, len(all), b.rep.Printer)
	}
	if err != nil {
		return nil, err
	}
	return all[n-1], nil
}

// MostColumns returns how many columns of the frame fit the bed.
//
// Errors: those of profiles and slicer; one does not fit.
func (b *Bench) MostColumns() (int, error) {
	all, err := b.places()
	return len(all), err
}
