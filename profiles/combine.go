package profiles

import (
	"cmp"
	"maps"
	"slices"

	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/internal/say"
)

// part is a profile read once, for many sets.
type part struct {
	profile *profile
	set     Set // of which it fills its kind
	origins map[string]position
}

// read returns the part of a profile, nil where it has a fault in its form.
func (l *Library) read(p *profile) *part {
	b := builder{library: l, set: &Set{Printer: Printer{Nozzle: usualNozzle}}, origins: map[string]position{}}
	b.decode(p)
	part := part{p, *b.set, b.origins}
	b.set.settle()
	b.checkPart(p.kind, true)
	if AsError(b.findings) != nil {
		return nil
	}
	return &part
}

// readAll returns the parts of a kind that can be used, in the order of their names.
func (l *Library) readAll(kind Kind) (parts []*part) {
	for _, name := range l.Names(kind) {
		if p := l.read(l.profiles[kind][name]); p != nil {
			parts = append(parts, p)
		}
	}
	return parts
}

// Combination is a printer with one of its nozzles, a filament and a process that fit
// each other, with the interface that belongs to them.
type Combination struct {
	Choice
	Set Set
}

// product is every printer with each of its nozzles, every filament and every process.
type product struct {
	library                                  *Library
	printers, filaments, processes, surfaces []*part
	wanted                                   func(*part) bool
	anySurface                               bool // an interface is wanted
}

// newProduct returns the product of all that l has. Where there are paths, only those
// combinations count that have a profile of one of these files.
func newProduct(l *Library, paths []string) *product {
	x := &product{
		library: l, printers: l.readAll(KindPrinter), filaments: l.readAll(KindFilament),
		processes: l.readAll(KindProcess), surfaces: l.readAll(KindInterface),
	}
	x.wanted = func(p *part) bool { return len(paths) == 0 || slices.Contains(paths, p.profile.file) }
	x.anySurface = slices.ContainsFunc(x.surfaces, x.wanted)
	return x
}

// tried is what came of one combination.
type tried struct {
	combination Combination
	parts       map[Kind]*part
	unfit       *Finding // why it does not claim to fit; nil: it does
	findings    []Finding
	aside       bool // none of its profiles is wanted
}

// mounted is a printer with one of its nozzles.
type mounted struct {
	printer *part
	nozzle  Length
}

// each tries every combination, in parallel, and returns what came of them in the order
// of names, nozzles from the smallest.
func (x *product) each() []tried {
	var heads []mounted
	for _, p := range x.printers {
		for _, n := range nozzlesOf(&p.set.Printer) {
			heads = append(heads, mounted{p, n})
		}
	}
	results := make([][]tried, len(heads))
	par.Each(len(heads), func(i int) { results[i] = x.ofHead(heads[i]) })
	return slices.Concat(results...)
}

// nozzlesOf returns the nozzles to try: those that a printer is sold with, and the one
// that is mounted.
func nozzlesOf(p *Printer) []Length {
	all := append([]Length{p.Nozzle}, p.Nozzles...)
	slices.Sort(all)
	return slices.CompactFunc(all, near)
}

// ofHead tries all that a printer with a nozzle can be used with.
func (x *product) ofHead(head mounted) (all []tried) {
	for _, filament := range x.filaments {
		for _, process := range x.processes {
			wanted := x.wanted(head.printer) || x.wanted(filament) || x.wanted(process)
			if !wanted && !x.anySurface {
				continue
			}
			t := x.try(head, filament, process)
			surface := t.parts[KindInterface]
			t.aside = !wanted && (surface == nil || !x.wanted(surface))
			all = append(all, t)
		}
	}
	return all
}

// try makes a set of its parts and checks it.
func (x *product) try(head mounted, filament, process *part) tried {
	set := Set{Printer: head.printer.set.Printer, Filament: filament.set.Filament, Process: process.set.Process}
	set.Printer.Nozzle = head.nozzle
	t := tried{combination: Combination{Choice: Choice{set.Printer.Name, head.nozzle, set.Filament.Name, set.Process.Name}}}
	b := &builder{library: x.library, set: &set, parts: map[Kind]*part{
		KindPrinter: head.printer, KindFilament: filament, KindProcess: process,
	}}
	set.settle()
	if surface := bestFor(x.surfaces, &set); surface != nil {
		set.Interface = surface.set.Interface
		b.parts[KindInterface] = surface
	} else {
		b.note(CodeMaterial, Error, "filament.material", say.T("there is no interface for %s with a nozzle of %s", set.Filament.Material, head.nozzle))
	}
	b.checkTogether()
	t.combination.Set, t.findings, t.parts = set, b.findings, b.parts
	for i := range b.findings {
		b.findings[i].In = t.combination.Choice
		if f := &b.findings[i]; t.unfit == nil && claimed(f) {
			t.unfit = f
		}
	}
	return t
}

// claimed reports whether a finding says that the profiles do not claim to fit: what a
// nozzle cannot lay, a printer cannot heat, an extruder does not take, and what there is
// no interface for.
func claimed(f *Finding) bool {
	switch f.Code {
	case CodeLayerHeight, CodeLineWidth:
		return f.Severity != Note
	case CodeHeater, CodeDiameter, CodeMaterial:
		return f.Severity == Error
	}
	return false
}

// Combinations returns every printer with each of its nozzles, every filament and every
// process that claim to fit each other: layers and lines that the nozzle lays,
// temperatures that the printer reaches, a filament that the extruder takes, and an
// interface for the material. Where files are given, only those with a profile of theirs.
// Profiles with faults are left out.
func (l *Library) Combinations(paths ...string) []Combination {
	with, _, _ := l.with(paths)
	var all []Combination
	for _, t := range newProduct(with, paths).each() {
		if t.unfit == nil && !t.aside && AsError(t.findings) == nil {
			all = append(all, t.combination)
		}
	}
	return all
}

// examine returns what is wrong with every combination that claims to fit, each finding
// once, and with the profiles that fit no other.
func (l *Library) examine(paths []string) []Finding {
	x := newProduct(l, paths)
	all := x.each()
	var found []Finding
	for _, t := range all {
		if t.unfit == nil && !t.aside {
			found = append(found, t.findings...)
		}
	}
	found = append(found, x.asked(all)...)
	return append(Merged(found), x.unfit(all)...)
}

// asked returns what is wrong with the wanted interfaces that no combination takes, which are
// used where they are asked for by name: each in the first combination that it is made for.
func (x *product) asked(all []tried) (found []Finding) {
	for _, s := range x.surfaces {
		if !x.wanted(s) || slices.ContainsFunc(all, func(t tried) bool { return t.parts[KindInterface] == s }) {
			continue
		}
		in := &s.set.Interface
		i := slices.IndexFunc(all, func(t tried) bool {
			set := &t.combination.Set
			return t.unfit == nil && in.suits(set) && (in.Kind != Second || set.Printer.Extruders > 1)
		})
		if i < 0 {
			continue
		}
		set := all[i].combination.Set
		set.Interface = *in
		b := &builder{library: x.library, set: &set, parts: maps.Clone(all[i].parts)}
		b.parts[KindInterface] = s
		b.checkInterface()
		for _, f := range b.findings {
			f.In = all[i].combination.Choice
			found = append(found, f)
		}
	}
	return found
}

// Merged returns findings, those that differ in nothing but the combination as one.
func Merged(findings []Finding) (out []Finding) {
	type place struct {
		code      Code
		severity  Severity
		file, key string
		line, col int
	}
	first := map[place]int{}
	for _, f := range findings {
		key := place{f.Code, f.Severity, f.File, f.Key, f.Line, f.Col}
		if i, seen := first[key]; seen {
			out[i].Others++
			continue
		}
		first[key] = len(out)
		out = append(out, f)
	}
	return out
}

// unfit returns a finding for every profile that nothing fits, with the first reason.
func (x *product) unfit(all []tried) (out []Finding) {
	for _, p := range slices.Concat(x.printers, x.filaments, x.processes) {
		if !x.wanted(p) {
			continue
		}
		mine := slices.DeleteFunc(slices.Clone(all), func(t tried) bool { return !t.combination.has(p) })
		i := slices.IndexFunc(mine, func(t tried) bool { return t.unfit == nil })
		if i >= 0 || len(mine) == 0 {
			continue
		}
		reason := mine[0].unfit
		out = append(out, Finding{
			Code: CodeUnfit, Severity: Error, File: p.profile.file, Line: p.profile.node.Line, Col: p.profile.node.Column,
			Key: string(p.profile.kind), Value: p.profile.name, In: mine[0].combination.Choice, Others: len(mine) - 1,
			Text: say.T("%s fits nothing: with %s, %s", p.profile.name, mine[0].combination.Choice.String(), reason.Text),
		})
	}
	return out
}

// has reports whether a profile is part of c.
func (c *Choice) has(p *part) bool {
	name := map[Kind]string{KindPrinter: c.Printer, KindFilament: c.Filament, KindProcess: c.Process}[p.profile.kind]
	return cmp.Compare(name, p.profile.name) == 0
}
