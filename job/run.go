package job

import (
	"context"
	"math"
	"slices"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/stack"
)

// Progress is told what is done now and the share of the whole job done so far, 0 to 1.
type Progress func(stage say.Text, share float64)

// Run makes the print file that spec asks for and reports on it. The file is replayed
// and checked before it takes its place; a job that fails or whose context is cancelled
// leaves what was there before.
//
// Errors: those of profiles, mesh, slicer and stack, a *Rejected where the file does
// not pass its check, those of the file system, and ctx's.
func Run(ctx context.Context, spec Spec, progress Progress) (*Report, error) {
	if progress == nil {
		progress = func(say.Text, float64) {}
	}
	set, notes, err := settings(spec)
	if err != nil {
		return nil, err
	}
	out, err := newTarget(spec)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	progress(say.T("reading the frame"), 0)
	rep := newReport(spec, out.path, &set)
	rep.warn(notes...)
	m, err := load(spec, &set, rep)
	if err != nil {
		return nil, err
	}
	progress(say.T("slicing"), 0.05)
	plate, err := lay(spec, &set, m, rep, nil)
	if err != nil {
		return nil, err
	}
	if err := rep.hold(spec, plate, &set); err != nil {
		return nil, err
	}
	progress(say.T("writing and checking"), 0.15)
	other := beside(spec, set, m, plate.places)
	if err := write(ctx, out, plate, &set, rep, spec, progress); err != nil {
		return nil, err
	}
	rep.Alternative = <-other
	if spec.Cautions {
		progress(say.T("timing what cautions cost"), 0.95)
		if rep.Cautions, err = cautions(ctx, spec, &set, m, plate.places); err != nil {
			return nil, err
		}
	}
	return rep, keep(out, spec, &set, rep)
}

// keep puts what was made in its place.
func keep(out *target, spec Spec, set *profiles.Set, rep *Report) error {
	switch {
	case spec.DryRun:
		return nil
	case !spec.Manifest:
		return out.keep()
	}
	m, err := newManifest(spec, set, rep, out)
	if err != nil {
		return err
	}
	rep.Manifest = manifestPath(out.path)
	return out.keepWith(m)
}

// Settings returns the profiles that spec names with its changes.
func Settings(spec Spec) (profiles.Set, error) {
	set, _, err := settings(spec)
	return set, err
}

// settings returns the profiles that spec names and what is worth a warning in them.
func settings(spec Spec) (profiles.Set, []say.Text, error) {
	if spec.Resolved != nil {
		return *spec.Resolved, nil, nil
	}
	lib, err := profiles.Open(spec.Profiles...)
	if err != nil {
		return profiles.Set{}, nil, err
	}
	set, found := lib.ResolveAll(spec.Printer, spec.Filament, spec.Process, spec.Interface, spec.Set)
	// The gap is judged where a stack is held to what holds: a single frame has none, and
	// --force overrules it.
	found = slices.DeleteFunc(found, func(f profiles.Finding) bool { return f.Code == profiles.CodeGap })
	if err := profiles.AsError(found); err != nil {
		return profiles.Set{}, nil, err
	}
	var warnings []say.Text
	for _, f := range found {
		if f.Severity == profiles.Warning {
			warnings = append(warnings, f.Text)
		}
	}
	return set, warnings, nil
}

// or returns s, or def where s is empty.
func or(s, def string) string {
	if s == "" {
		return def
	}
	return s
}

// slicerOf returns the slicer that works by set.
func slicerOf(set *profiles.Set) *slicer.Slicer { return slicer.New(*set) }

// lay slices m, turned where the bed needs it, puts its levels above each other and
// places them, in places where these are given.
func lay(spec Spec, set *profiles.Set, m *mesh.Mesh, rep *Report, places []stack.Column) (*tower, error) {
	p := piler{spec: spec, set: set, make: slicerOf(set).Slice, drafts: newOutlines(set), rep: rep, places: places}
	return p.lay(turned(m, set, rep))
}

// lay puts levels of m, which lies as it fits the bed, above each other and places them.
func (p *piler) lay(m *mesh.Mesh) (*tower, error) {
	set, rep := p.set, p.rep
	if err := p.pile(m); err != nil {
		return nil, err
	}
	plate, err := p.arrange()
	if err != nil {
		return nil, err
	}
	if plate.Surround(set) {
		rep.warn(say.T("the bed has no room for the skirt: it is left out"))
	}
	volume := p.cut.volume(plate)
	rep.plate(plate, volume, runs(set, rep))
	if p.spec.Draw {
		rep.Drawing = func(l say.Language) []byte { return plate.Draw(set, l) }
	}
	rep.MeshVolume = p.meshVolume()
	return &tower{plate, p.meshes, p.places, volume}, heldAgainstMesh(rep, set)
}

const (
	// worthAWord and wrong are how far, as shares, a frame's toolpaths may be from the
	// volume of its mesh before that is said, and before the job is refused.
	worthAWord, wrong = 0.03, 0.1
)

// heldAgainstMesh refuses a frame whose toolpaths lay far more than its mesh holds, or,
// where it is solid, far less. That the file lays what its toolpaths ask for, the replay
// checks.
func heldAgainstMesh(rep *Report, set *profiles.Set) error {
	off := rep.PartVolume/rep.MeshVolume - 1
	if set.Process.Fill < 1 {
		off = max(off, 0) // what is missing is meant to be
	}
	const text = "the file deposits %.2f cm3 and the part has %.2f cm3: more than %.0f %% apart"
	if math.Abs(off) > wrong {
		return say.Errorf(text, rep.PartVolume, rep.MeshVolume, 100*wrong)
	}
	if math.Abs(off) > worthAWord {
		rep.warn(say.T(text, rep.PartVolume, rep.MeshVolume, 100*worthAWord))
	}
	return nil
}

func or0(n, def int) int {
	if n == 0 {
		return def
	}
	return n
}
