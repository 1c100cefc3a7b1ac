package profiles

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
)

// Schema returns the JSON Schema (draft 2020-12) of profile files with sections of these
// kinds, all where none is given: for editors, which complete keys from it and show what
// they mean, in which unit and range, and what holds where they are not given. It is made
// of the types of this package, their comments and the rules' tables.
//
// A file that it takes has every key and every unit right; ranges of numbers with units
// are in descriptions alone, and Validate knows more.
func Schema(kinds ...Kind) *jsonschema.Schema {
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	s := &schema{docs: comments(), example: Set{}, fallback: Set{}}
	s.fallback.settle()
	if lib, err := Open(); err == nil {
		s.example, _ = lib.ResolveAll("", "", "", "", nil)
	}
	root := s.object(reflect.TypeFor[Set](), "")
	for _, k := range Kinds() {
		if !slices.Contains(kinds, k) {
			root.Properties.Delete(string(k))
		}
	}
	root.Version, root.Title = jsonschema.Version, "Visiere profiles"
	root.Description = "Printers, filaments, processes and stack interfaces of Visiere: one of each in a file, with a unit on every number."
	return root
}

// schema is one being made.
type schema struct {
	docs     map[string]string // by type and field: Printer.Height
	example  Set
	fallback Set // what holds where nothing is said
}

// object returns the schema of a struct's keys.
func (s *schema) object(t reflect.Type, key string) *jsonschema.Schema {
	o := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for i := range t.NumField() {
		f := t.Field(i)
		name := f.Tag.Get("yaml")
		v := s.value(f.Type, join(key, name), f.Tag.Get("unit"))
		v.Description = s.describe(t, f, join(key, name))
		if !isSection(f.Type) {
			s.illustrate(v, join(key, name))
		}
		o.Properties.Set(name, v)
	}
	return o
}

// value returns the schema of one value.
func (s *schema) value(t reflect.Type, key, unit string) *jsonschema.Schema {
	if m, ok := measures[t]; ok {
		return m.schema()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.value(t.Elem(), key, unit)
	case reflect.Struct:
		return s.object(t, key)
	case reflect.Slice:
		return &jsonschema.Schema{Type: "array", Items: s.value(t.Elem(), key, "")}
	case reflect.Array:
		n := uint64(t.Len())
		return &jsonschema.Schema{Type: "array", Items: s.value(t.Elem(), key, ""), MinItems: &n, MaxItems: &n}
	case reflect.Map:
		m := measures[t.Key()]
		return &jsonschema.Schema{Type: "object", AdditionalProperties: jsonschema.FalseSchema,
			PatternProperties: map[string]*jsonschema.Schema{m.pattern(): s.value(t.Elem(), key, "")}}
	case reflect.Bool:
		return &jsonschema.Schema{Type: "boolean"}
	case reflect.Int:
		r := spanOf(key)
		return &jsonschema.Schema{Type: "integer", Minimum: limit(r.least), Maximum: limit(r.most)}
	case reflect.Float64:
		return measure{unit: unit, scale: 1}.schema()
	}
	v := &jsonschema.Schema{Type: "string"}
	for _, w := range words[key] {
		v.Enum = append(v.Enum, w)
	}
	return v
}

// limit writes a bound of whole numbers.
func limit(v float64) json.Number { return json.Number(fmt.Sprintf("%.0f", v)) }

// numberPattern is what numbers in front of their unit look like.
const numberPattern = `^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+) *`

// pattern returns the pattern of m's numbers.
func (m measure) pattern() string {
	if m.unit == "/kg" {
		return numberPattern + "[A-Z]{3}/kg$"
	}
	units := append([]string{m.unit}, slices.Sorted(maps.Keys(m.also))...)
	for i, u := range units {
		units[i] = regexp.QuoteMeta(u)
	}
	return numberPattern + "(" + strings.Join(units, "|") + ")$"
}

// schema returns the schema of m's numbers: 0 needs no unit.
func (m measure) schema() *jsonschema.Schema {
	if m.unit == "" {
		return &jsonschema.Schema{Type: "number"}
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "string", Pattern: m.pattern()}, {Const: 0}}}
}

// describe returns what a key means, its range and whether it is needed.
func (s *schema) describe(t reflect.Type, f reflect.StructField, key string) string {
	lines := []string{s.docs[t.Name()+"."+f.Name]}
	if lines[0] == "" && isSection(f.Type) {
		lines[0] = s.docs[f.Type.Name()+"."]
	}
	if r, ok := spans[key]; ok {
		lines = append(lines, "From "+inUnit(f.Type, r.least)+" to "+inUnit(f.Type, r.most)+".")
	}
	if needed[key] {
		lines = append(lines, "Needed, here or in what is inherited.")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// inUnit writes a bound as a value of type t.
func inUnit(t reflect.Type, v float64) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	x := reflect.New(t).Elem()
	setNumber(x, v)
	return text(x, x, "")
}

// illustrate gives a value its default and an example.
func (s *schema) illustrate(v *jsonschema.Schema, key string) {
	parent, field, ok := lookup(&s.fallback, key)
	if !ok || field.Type.Kind() == reflect.Pointer || isList(parent.FieldByIndex(field.Index)) {
		return
	}
	unit := field.Tag.Get("unit")
	if f := parent.FieldByIndex(field.Index); !needed[key] && (f.Kind() != reflect.String || !f.IsZero()) {
		v.Default = plainValue(parent, parent.FieldByIndex(field.Index), unit)
	}
	parent, field, _ = lookup(&s.example, key)
	if e := parent.FieldByIndex(field.Index); !e.IsZero() && !strings.HasSuffix(key, "_gcode") {
		v.Examples = []any{plainValue(parent, e, unit)}
	}
}

// plainValue returns a value as JSON has it: with its unit where it has one.
func plainValue(parent, v reflect.Value, unit string) any {
	if _, ok := v.Interface().(encoding.TextMarshaler); ok || unit != "" {
		if price, ok := v.Interface().(Price); ok && price == 0 {
			return 0
		}
		return text(parent, v, unit)
	}
	return v.Interface()
}
