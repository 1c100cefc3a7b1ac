package profiles

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Validate returns what is wrong with the profiles in the given files, or with all of
// the library where none is given, down to a depth, each once, by file and line.
//
//   - Form: keys, units, ranges, inheritance and templates of each file.
//   - Physics: what cannot be in a profile, and what the profiles make together in every
//     combination that claims to fit, of which a profile is in these files. In says in
//     which combination, Others in how many more.
//   - Proof is package proof's: here it is the same as Physics.
//
// Profiles in files given by path may inherit from each other and from the library.
func (l *Library) Validate(depth Depth, paths ...string) []Finding {
	with, list, findings := l.with(paths)
	found := with.validate(depth, list, findings)
	if depth != Form {
		found = append(found, with.examine(paths)...)
	}
	if len(paths) > 0 {
		found = slices.DeleteFunc(found, func(f Finding) bool {
			return !slices.Contains(paths, f.File) && (f.In == Choice{} || f.Severity == Note)
		})
	}
	return tidied(found)
}

// with returns the library with the profiles of further files, these profiles, and the
// findings of reading. Without paths it is l with all of its profiles.
func (l *Library) with(paths []string) (*Library, []*profile, []Finding) {
	if len(paths) == 0 {
		return l, l.all(), l.findings
	}
	with := l.clone()
	var added []*profile
	for _, path := range paths {
		if own := l.of(path); own != nil {
			added = append(added, own...)
			continue
		}
		dir, base := filepath.Split(path)
		read, findings := readFile(os.DirFS(cmp.Or(dir, ".")), base, path)
		with.findings = append(with.findings, findings...)
		for _, p := range read {
			with.add(p)
		}
		added = append(added, read...)
	}
	return with, added, with.findings
}

// of returns the profiles of l that are from a file.
func (l *Library) of(path string) (own []*profile) {
	for _, p := range append(l.all(), l.taken...) {
		if p.file == path {
			own = append(own, p)
		}
	}
	return own
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
func (l *Library) validate(depth Depth, list []*profile, findings []Finding) []Finding {
	all := slices.Clone(findings)
	for _, p := range list {
		all = append(all, l.validateOne(depth, p)...)
	}
	return tidied(all)
}

// tidied returns findings by place, each once.
func tidied(all []Finding) []Finding {
	slices.SortStableFunc(all, byPlace)
	return slices.CompactFunc(all, func(a, b Finding) bool { return byPlace(a, b) == 0 })
}

// validateOne returns what is wrong with p and its ancestors.
func (l *Library) validateOne(depth Depth, p *profile) []Finding {
	set := Set{Printer: Printer{Nozzle: usualNozzle}}
	b := builder{library: l, set: &set, origins: map[string]position{}}
	b.decode(p)
	set.settle()
	chain, _ := l.chain(p)
	if chain == nil {
		return b.findings
	}
	b.checkPart(p.kind, !p.shared())
	if depth != Form && !p.shared() && AsError(b.findings) == nil {
		b.checkAlone(p.kind)
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
