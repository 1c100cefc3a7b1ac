package profiles

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Validate returns what is wrong with the profiles in the given files, or with all of
// the library where none is given: form, inheritance, ranges and templates, each once,
// by file and line. What profiles make together is Resolve's and ResolveAll's to judge.
//
// Profiles in files given by path may inherit from each other and from the library.
func (l *Library) Validate(paths ...string) []Finding {
	if len(paths) == 0 {
		return l.validate(l.all(), l.findings)
	}
	with := l.clone()
	var added []*profile
	for _, path := range paths {
		dir, base := filepath.Split(path)
		read, findings := readFile(os.DirFS(cmp.Or(dir, ".")), base, path)
		with.findings = append(with.findings, findings...)
		for _, p := range read {
			with.add(p)
		}
		added = append(added, read...)
	}
	return slices.DeleteFunc(with.validate(added, with.findings), func(f Finding) bool {
		return !slices.Contains(paths, f.File)
	})
}

// all returns every profile, in no order.
func (l *Library) all() (all []*profile) {
	for _, named := range l.profiles {
		all = slices.AppendSeq(all, maps.Values(named))
	}
	return all
}

// clone returns a library to which profiles can be added.
func (l *Library) clone() *Library {
	c := &Library{profiles: map[Kind]map[string]*profile{}, findings: slices.Clone(l.findings)}
	for kind, named := range l.profiles {
		c.profiles[kind] = map[string]*profile{}
		maps.Copy(c.profiles[kind], named)
	}
	return c
}

// validate returns findings and those of the given profiles.
func (l *Library) validate(list []*profile, findings []Finding) []Finding {
	all := slices.Clone(findings)
	for _, p := range list {
		all = append(all, l.validateOne(p)...)
	}
	slices.SortFunc(all, byPlace)
	return slices.CompactFunc(all, func(a, b Finding) bool { return byPlace(a, b) == 0 })
}

// validateOne returns what is wrong with p and its ancestors.
func (l *Library) validateOne(p *profile) []Finding {
	set := Set{Printer: Printer{Nozzle: usualNozzle}}
	b := builder{library: l, set: &set, origins: map[string]position{}}
	b.decode(p)
	set.settle()
	if chain, _ := l.chain(p); chain != nil {
		b.checkPart(p.kind, !p.shared())
	}
	return b.findings
}

// usualNozzle is what the flow of a filament is looked up for where there is no printer.
const usualNozzle = 0.4

// byPlace orders findings by file, line, column, code and text.
func byPlace(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
		cmp.Compare(a.Code, b.Code), cmp.Compare(a.Text.String(), b.Text.String()),
	)
}
