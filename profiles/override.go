package profiles

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/template"
)

// overrideName is what findings call the file of an override.
const overrideName = "--set"

// Override sets single values of set, each written as key=value with the key's full name
// and the value as in a file: process.first_layer_speed=50mm/s, printer.nozzles=[0.4mm].
// What follows from the nozzle is set anew.
//
// Errors: Faults, with all the assignments that are not understood; the others are done.
func Override(set *Set, assignments []string) error {
	var findings []Finding
	origins := map[string]position{}
	for _, a := range assignments {
		findings = append(findings, assign(set, a, origins)...)
	}
	set.settle()
	return AsError(findings)
}

// assign sets one value and notes in origins that it was set.
func assign(set *Set, assignment string, origins map[string]position) []Finding {
	d := decoder{file: overrideName, origins: origins}
	key, text, found := strings.Cut(assignment, "=")
	key, text = strings.TrimSpace(key), strings.TrimSpace(text)
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	if !found {
		d.fault(CodeValue, node, key, say.T("%q is no assignment: write it like process.fill=20%%", assignment))
		return d.findings
	}
	parent, field, ok := lookup(set, key)
	if !ok {
		d.fault(CodeKey, node, key, unknownKey(key))
		return d.findings
	}
	v := parent.FieldByIndex(field.Index)
	if v.Kind() == reflect.String {
		node.Value = unescape(text)
	}
	if isList(v) {
		if err := yaml.Load([]byte(text), node); err != nil || len(node.Content) != 1 {
			d.fault(CodeValue, node, key, say.T("%s: %q is not a list: write it like [a, b]", key, text))
			return d.findings
		}
		node = clearPositions(node.Content[0])
	}
	d.value(node, v, key, field.Tag.Get("unit"))
	linked(parent, field.Name, text, map[string]bool{})
	return d.findings
}

// clearPositions makes node one of no file.
func clearPositions(node *yaml.Node) *yaml.Node {
	node.Line, node.Column = 0, 0
	for _, c := range node.Content {
		clearPositions(c)
	}
	return node
}

// isList reports whether v is written as a list or table.
func isList(v reflect.Value) bool {
	return v.Kind() == reflect.Slice || v.Kind() == reflect.Map || v.Kind() == reflect.Array
}

// isSection reports whether t is a struct of keys, not a value.
func isSection(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// lookup returns the struct that holds the value of key, and its field.
func lookup(set *Set, key string) (parent reflect.Value, field reflect.StructField, ok bool) {
	parent = reflect.ValueOf(set).Elem()
	words := strings.Split(key, ".")
	for i, word := range words {
		field, ok = fieldOf(parent.Type(), word)
		last := i == len(words)-1
		if !ok || last == isSection(field.Type) || word == "inherits" {
			return parent, field, false
		}
		if !last {
			parent = parent.FieldByIndex(field.Index)
		}
	}
	return parent, field, ok
}

// unknownKey says that there is no such key, and which one was probably meant: nearly
// the same letters, or the same last word.
func unknownKey(key string) say.Text {
	keys := Keys()
	near := template.Nearest(key, keys)
	for _, k := range keys {
		if near == "" && key != "" && strings.HasSuffix(k, "."+key) {
			near = k
		}
	}
	if near == "" {
		return say.T("there is no key %q: the keys are those that profile show lists", key)
	}
	return say.T("there is no key %q; did you mean %s?", key, near)
}

// Keys returns every key that Override takes, in the order of Flatten.
func Keys() []string {
	var keys []string
	each(&Set{}, func(key string, _, _ reflect.Value, _ string) { keys = append(keys, key) })
	return keys
}

// Flatten returns every key of set with its value as a file or Override takes it, in the
// order of types.go: process.layer_height and 0.3mm. Texts of several lines are given
// with \n for their line ends, and Override reads them so. Filament values that are not set in place of
// the printer's are left out.
func Flatten(set *Set) [][2]string {
	var flat [][2]string
	each(set, func(key string, parent, v reflect.Value, unit string) {
		if v.Kind() == reflect.Pointer && v.IsNil() {
			return
		}
		flat = append(flat, [2]string{key, text(parent, v, unit)})
	})
	return flat
}

// each calls visit for every key of set with the struct that holds it, its value and the
// unit of its tag.
func each(set *Set, visit func(key string, parent, v reflect.Value, unit string)) {
	eachIn(reflect.ValueOf(set).Elem(), "", visit)
}

// eachIn is each for one struct.
func eachIn(s reflect.Value, prefix string, visit func(string, reflect.Value, reflect.Value, string)) {
	for i := range s.NumField() {
		f := s.Type().Field(i)
		name := f.Tag.Get("yaml")
		key := join(prefix, name)
		switch {
		case name == "inherits":
		case isSection(f.Type):
			eachIn(s.Field(i), key, visit)
		default:
			visit(key, s, s.Field(i), f.Tag.Get("unit"))
		}
	}
}

// text returns v as a file has it.
func text(parent, v reflect.Value, unit string) string {
	switch v.Kind() {
	case reflect.Pointer:
		return text(parent, v.Elem(), unit)
	case reflect.Slice, reflect.Array:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = item(parent, v.Index(i), "")
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.Map:
		return tableText(v)
	case reflect.Struct:
		return structText(v)
	case reflect.String:
		return escape(v.String())
	}
	switch x := v.Interface().(type) {
	case Price:
		return measure{unit: parent.FieldByName("Currency").String() + "/kg", scale: 1}.format(float64(x))
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64) + unit
	default:
		return fmt.Sprint(x)
	}
}

// plain is a text that YAML reads as it is within brackets.
var plain = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 _.-]*[A-Za-z0-9_.-])?$`)

// item is text for a value within brackets.
func item(parent, v reflect.Value, unit string) string {
	if v.Kind() == reflect.String && (!plain.MatchString(v.String()) || v.String() == "null") {
		return strconv.Quote(v.String())
	}
	return text(parent, v, unit)
}

// tableText returns a table in one line, smallest nozzle first.
func tableText(v reflect.Value) string {
	table := v.Interface().(map[Length]Flow)
	var items []string
	for _, k := range slices.Sorted(maps.Keys(table)) {
		items = append(items, fmt.Sprintf("%s: %s", k, table[k]))
	}
	return "{" + strings.Join(items, ", ") + "}"
}

// structText returns an item of a list in one line.
func structText(v reflect.Value) string {
	var items []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		items = append(items, f.Tag.Get("yaml")+": "+item(v, v.Field(i), f.Tag.Get("unit")))
	}
	return "{" + strings.Join(items, ", ") + "}"
}

// escape writes a text in one line.
func escape(s string) string {
	return strings.NewReplacer("\\", `\\`, "\n", `\n`, "\r", `\r`).Replace(s)
}

// unescape reads what escape wrote.
func unescape(s string) string {
	return strings.NewReplacer(`\\`, "\\", `\n`, "\n", `\r`, "\r").Replace(s)
}
