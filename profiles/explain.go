package profiles

import (
	"reflect"
	"strings"
)

// Origin is a value of a set and where it is from.
type Origin struct {
	Key   string `json:"key"`
	Value string `json:"value"` // as Flatten has it
	File  string `json:"file,omitempty"`
	Line  int    `json:"line,omitempty"` // 0: of no file
	// By is the key whose value this one follows from, where nothing gives it itself.
	By string `json:"by,omitempty"`
}

// Default reports whether no file and no override gave the value.
func (o *Origin) Default() bool { return o.File == "" }

// Explain returns what ResolveAll does, and where each value of the set is from, in the
// order of Flatten: the file and line of the profile, or of the one it inherits from,
// that gave it last; --set; or nothing.
func (l *Library) Explain(printer, filament, process, iface string, overrides []string) ([]Origin, Set, []Finding) {
	b := l.resolve(printer, filament, process, iface, overrides)
	var all []Origin
	each(b.set, func(key string, parent, v reflect.Value, unit string) {
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return
		}
		o := Origin{Key: key, Value: text(parent, v, unit)}
		at, given := b.origins[key]
		if by := b.set.follows(key); by != "" && (!given || strings.HasSuffix(by, "by_nozzle")) {
			o.By, at = by, b.origins[by]
		}
		o.File, o.Line = at.file, at.line
		all = append(all, o)
	})
	return all, *b.set, b.findings
}

// follows returns the key whose value settle derives key's from, nothing where it does
// not.
func (s *Set) follows(key string) string {
	switch {
	case key == "printer.max_flow" && len(s.Printer.MaxFlowByNozzle) > 0:
		return "printer.max_flow_by_nozzle"
	case key == "filament.max_flow" && len(s.Filament.MaxFlowByNozzle) > 0:
		return "filament.max_flow_by_nozzle"
	case key == "filament.diameter":
		return "printer.filament_diameter"
	}
	return ""
}
