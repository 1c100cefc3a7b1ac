package profiles

import (
	"reflect"
	"slices"
	"strings"
)

// Resolve returns the set of the named profiles with the overrides applied, ready to
// print with: widths and flows follow the nozzle that is mounted in the end.
//
// A name is one of Names or the path of a YAML file. Empty names mean those of Defaults.
// An empty iface means the interface of kind air made for the filament's material with the
// largest nozzle that is not above the printer's, and of those the one with the largest
// layer height that is not above the process's. An override is written as Override takes it.
//
// Errors: Faults, with all that forbids printing: unknown names, faults of the profiles
// and of the overrides, and values that do not go together, such as a layer height that
// the nozzle cannot print.
func (l *Library) Resolve(printer, filament, process, iface string, overrides []string) (Set, error) {
	set, findings := l.ResolveAll(printer, filament, process, iface, overrides)
	return set, AsError(findings)
}

// ResolveAll does the same as Resolve and returns every finding, warnings included. Where
// one is an Error the set is not fit for use.
func (l *Library) ResolveAll(printer, filament, process, iface string, overrides []string) (Set, []Finding) {
	b := l.resolve(printer, filament, process, iface, overrides)
	return *b.set, b.findings
}

// resolve is ResolveAll, with where each value is from.
func (l *Library) resolve(printer, filament, process, iface string, overrides []string) *builder {
	b := &builder{library: l, set: &Set{}, origins: map[string]position{}}
	defaultPrinter, defaultFilament, defaultProcess := Defaults()
	b.load(KindPrinter, orDefault(printer, defaultPrinter))
	b.load(KindFilament, orDefault(filament, defaultFilament))
	b.load(KindProcess, orDefault(process, defaultProcess))
	rest := b.override(overrides, func(key string) bool { return !strings.HasPrefix(key, "interface.") })
	if iface == "" && len(b.findings) == 0 {
		iface = b.interfaceFor()
	}
	if iface != "" {
		b.load(KindInterface, iface)
		b.override(rest, func(string) bool { return true })
	}
	b.set.settle()
	b.check()
	return b
}

// orDefault returns name, or fallback where name is empty.
func orDefault(name, fallback string) string {
	if name == "" {
		return fallback
	}
	return name
}

// builder makes a set and keeps where each of its values is from.
type builder struct {
	library  *Library
	set      *Set
	origins  map[string]position
	parts    map[Kind]*part // where the set is made of parts: then their origins count
	findings []Finding
}

// load decodes the profile of the given name into its part of the set.
func (b *builder) load(kind Kind, name string) {
	p, findings := b.library.find(kind, name)
	b.findings = append(b.findings, findings...)
	if p != nil {
		b.decode(p)
	}
}

// decode decodes p, ancestors first, into its part of the set.
func (b *builder) decode(p *profile) {
	chain, findings := b.library.chain(p)
	b.findings = append(b.findings, findings...)
	part := b.set.part(p.kind)
	for _, ancestor := range chain {
		d := decoder{file: ancestor.file, lines: ancestor.lines, origins: b.origins}
		d.value(ancestor.node, part, string(p.kind), "")
		b.findings = append(b.findings, d.findings...)
	}
	part.FieldByName("Name").SetString(p.name)
	if child(p.node, "name") == nil { // not the name of what it inherits from
		b.origins[join(string(p.kind), "name")] = position{file: p.file}
	}
}

// part returns the struct of the given kind.
func (s *Set) part(kind Kind) reflect.Value {
	field, _ := fieldOf(reflect.TypeFor[Set](), string(kind))
	return reflect.ValueOf(s).Elem().FieldByIndex(field.Index)
}

// override applies the assignments whose key is wanted and returns the others.
func (b *builder) override(assignments []string, wanted func(key string) bool) (rest []string) {
	for _, a := range assignments {
		if key, _, _ := strings.Cut(a, "="); !wanted(key) {
			rest = append(rest, a)
			continue
		}
		b.findings = append(b.findings, assign(b.set, a, b.origins)...)
	}
	return rest
}

// tiny is less than any difference between two lengths that matters, mm.
const tiny = 1e-9

// usualDiameter is of the filament that printers take unless they say otherwise, mm.
const usualDiameter = 1.75

// settle sets what follows from the nozzle and from the extruder.
func (s *Set) settle() {
	if s.Printer.FilamentDiameter == 0 {
		s.Printer.FilamentDiameter = usualDiameter
	}
	if s.Filament.Diameter == 0 {
		s.Filament.Diameter = s.Printer.FilamentDiameter
	}
	if s.Interface.Kind == "" {
		s.Interface.Kind = Air
	}
	if s.Interface.Separator.Flow == 0 {
		s.Interface.Separator.Flow = 1
	}
	if table := s.Printer.MaxFlowByNozzle; len(table) > 0 {
		s.Printer.MaxFlow = flowAt(table, s.Printer.Nozzle)
	}
	if table := s.Filament.MaxFlowByNozzle; len(table) > 0 {
		s.Filament.MaxFlow = flowAt(table, s.Printer.Nozzle)
	}
}

// flowAt returns the flow through the given nozzle: in proportion between two nozzles of
// the table and below the least, and that of the largest above it.
func flowAt(table map[Length]Flow, nozzle Length) Flow {
	var below, above Length
	above = largest
	for n := range table {
		if n <= nozzle+tiny {
			below = max(below, n)
		} else {
			above = min(above, n)
		}
	}
	if above == largest || nozzle-below < tiny {
		return table[below]
	}
	share := Flow((nozzle - below) / (above - below))
	return table[below] + Flow(float64(share*(table[above]-table[below])))
}

// Release returns the bed's temperature at which frames come off.
func (s *Set) Release() Temperature {
	if t := s.Filament.ReleaseTemp; t > 0 {
		return t
	}
	return s.Printer.Heating.Release
}

// LineWidth returns a line's width: w, or what follows from the nozzle where w is 0.
func (s *Set) LineWidth(w Length) Length {
	if w > 0 {
		return w
	}
	return tidy(s.Printer.Nozzle * Length(s.Process.LineWidthRatio))
}

// FlowCap returns the most plastic per second that filament and hotend allow.
func (s *Set) FlowCap() Flow {
	caps := slices.DeleteFunc([]Flow{s.Printer.MaxFlow, s.Filament.MaxFlow}, func(f Flow) bool { return f <= 0 })
	if len(caps) == 0 {
		return 0
	}
	return slices.Min(caps)
}
