package job

import (
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
)

// Stand says how the stack that spec asks for would hold, without slicing it: of two
// where it says no number, of one where the input is a stack already. The
// report's mesh, height and warnings are filled in, too.
//
// Errors: those of profiles, mesh and slicer; a stack that is to be refused is none.
func Stand(spec Spec) (*Report, *hold.Report, error) {
	set, notes, err := settings(spec)
	if err != nil {
		return nil, nil, err
	}
	rep := newReport(spec, "", &set)
	rep.warn(notes...)
	m, err := load(spec, &set, rep)
	if err != nil {
		return nil, nil, err
	}
	if spec.Stack == 0 {
		spec.Stack = 2
		if rep.Stacked != nil {
			spec.Stack = 1
		}
	}
	return stand(spec, &set, m, rep)
}

// stand checks the stack that spec asks for of m.
func stand(spec Spec, set *profiles.Set, m *mesh.Mesh, rep *Report) (*Report, *hold.Report, error) {
	drafts := newOutlines(set)
	p := piler{spec: spec, set: set, make: drafts.of, drafts: drafts, rep: rep, anyHeight: true}
	m = turned(m, set, rep)
	if err := p.pile(m); err != nil {
		return nil, nil, err
	}
	plate := p.outlined()
	rep.Levels, rep.Height = len(plate.Levels), plate.Height()
	h := hold.Check(plate, set)
	advise(h, spec, drafts, m)
	return rep, h, nil
}

// hold refuses a stack that would not hold, unless it is forced, and warns of what may
// not.
func (r *Report) hold(spec Spec, plate *tower, set *profiles.Set) error {
	if len(plate.Levels) < 2 {
		return nil
	}
	r.Stack = hold.Check(plate.Plate, set)
	advise(r.Stack, spec, newOutlines(set), plate.meshes[0])
	for _, v := range r.Stack.Verdicts {
		switch {
		case v.Severity == profiles.Error && !spec.Force:
			return say.Errorf("the stack would fail: %s", v.Told())
		case v.Severity == profiles.Error || v.Severity == profiles.Warning:
			r.warn(v.Told())
		}
	}
	return nil
}

// stackNotes returns what the file is to say of a stack that may not hold, in English.
func (r *Report) stackNotes() []string {
	if r.Stack == nil {
		return nil
	}
	var out []string
	for _, v := range r.Stack.Verdicts {
		if v.Severity == profiles.Error || v.Severity == profiles.Warning {
			out = append(out, string(v.Severity)+" of the stack: "+string(v.Code)+": "+v.Told().String())
		}
	}
	return out
}
