package job

import (
	"fmt"
	"math"
	"strings"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// trialHeight is how many levels show every interface of a stack.
const trialHeight = 3

// mostPlaces is how many pillars are told one by one.
const mostPlaces = 6

// advise tells, beside what the report finds of how frames lie on each other, what would
// mend it: each remedy is tried on the stack's outlines first, and one that leaves it as
// bad is not told. m is the mesh as it lies.
func advise(r *hold.Report, spec Spec, drafts *outlines, m *mesh.Mesh) {
	worst := gravest(r)
	if worst == 0 {
		return
	}
	var do []say.Text
	spec.Stack, spec.Columns = min(max(2, spec.Stack), trialHeight), 1
	plain := spec
	if spec.Flip == FlipNone {
		spec.Flip = FlipAlternate
		if _, t := tried(spec, drafts, m); t != nil && gravest(t) < worst {
			do = append(do, say.T("flip every second frame: --flip alternate"))
		}
		spec.Flip = FlipNone
	}
	if spec.Pillars != hold.Auto {
		spec.Pillars = hold.Auto
		if p, t := tried(spec, drafts, m); t != nil && len(p.storeys[0].pillars) > 0 && gravest(t) < worst {
			do = append(do, pillarsAt(p))
		}
	}
	if spec.Pillars == hold.Auto && plain.Pillars == 0 && overHollow(r, plain, drafts, m) {
		do = append(do, say.T("it hangs over a hollow of the frame below: take a frame with a solid brow, and lay this one on top of a stack of those, --top FRAME"))
	}
	r.Advise(do)
}

// tried returns how the stack of spec would lie; nil where it cannot.
func tried(spec Spec, drafts *outlines, m *mesh.Mesh) (*piler, *hold.Report) {
	p := &piler{spec: spec, set: drafts.set, make: drafts.of, drafts: drafts, rep: &Report{}, anyHeight: true}
	if p.pile(m) != nil {
		return nil, nil
	}
	return p, hold.Check(p.outlined(), drafts.set)
}

// gravest returns how grave the worst of what r finds of how frames lie on each other and
// hang within themselves is: 0 nothing, 1 a warning, 2 an error.
func gravest(r *hold.Report) int {
	most := 0
	for _, v := range r.Verdicts {
		if !v.Code.Lies() {
			continue
		}
		switch v.Severity {
		case profiles.Warning:
			most = max(most, 1)
		case profiles.Error:
			return 2
		}
	}
	return most
}

// pillarsAt says where pillars are to stand on the lowest frame.
func pillarsAt(p *piler) say.Text {
	var at []string
	all := p.storeys[0].pillars
	for _, q := range all[:min(len(all), mostPlaces)] {
		x, y := q.At.MM()
		at = append(at, fmt.Sprintf("X%d Y%d", int(math.Round(x)), int(math.Round(y))))
	}
	if len(all) > mostPlaces {
		at = append(at, "...")
	}
	return say.T("add pillars, %d on each frame (%s): --pillars auto", len(all), strings.Join(at, ", "))
}

// overHollow reports whether the lower frame has a floor, but no top, below the longest of
// what hangs.
func overHollow(r *hold.Report, spec Spec, drafts *outlines, m *mesh.Mesh) bool {
	var at *hold.Hang
	for i := range r.Interfaces {
		for k := range r.Interfaces[i].Hangs {
			if h := &r.Interfaces[i].Hangs[k]; h.Kind == hold.Bridge && (at == nil || h.Length > at.Length) {
				at = h
			}
		}
	}
	if at == nil {
		return false
	}
	frame, err := drafts.of(m)
	return err == nil && spec.Flip == FlipNone && hollow(frame, geom.MM(at.X, at.Y))
}

// hollow reports whether a frame is there at p, but its top is not.
func hollow(frame *toolpath.Print, p geom.Point) bool {
	for i := range frame.Layers {
		if polygon.Region(frame.Layers[i].Region).Contains(p) {
			return !polygon.Region(frame.Top).Contains(p)
		}
	}
	return false
}
