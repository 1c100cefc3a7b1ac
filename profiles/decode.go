package profiles

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/template"
)

// position is where a value was written.
type position struct {
	file      string
	line, col int
	indent    int // of a text that stands line by line: how far right it starts, from 1; else 0
}

// decoder reads YAML nodes into the structs of types.go, by their yaml tags. It reads on
// after a fault, so that findings has them all; a value with a fault is left as it was.
type decoder struct {
	file     string
	lines    []string            // of the file
	origins  map[string]position // where each key was last set
	findings []Finding
}

// fault notes a finding at node.
func (d *decoder) fault(code Code, node *yaml.Node, key string, text say.Text) {
	d.findings = append(d.findings, Finding{
		Code: code, Severity: Error, File: d.file, Line: node.Line, Col: node.Column, Key: key,
		Value: clipped(node.Value), Text: text,
	})
}

// longestValue is how much of a value a finding shows, in characters.
const longestValue = 80

// clipped returns the first line of a value, cut where it is long.
func clipped(value string) string {
	line, _, more := strings.Cut(value, "\n")
	if runes := []rune(line); len(runes) > longestValue {
		line, more = string(runes[:longestValue]), true
	}
	if more {
		line += " ..."
	}
	return line
}

// value reads node into v, which key names. unit is the unit of a number without a type
// of its own.
func (d *decoder) value(node *yaml.Node, v reflect.Value, key, unit string) {
	d.origins[key] = position{d.file, node.Line, node.Column, d.indent(node)}
	if node.Kind == yaml.AliasNode {
		d.fault(CodeValue, node, key, say.T("%s: references are not read here: write the value itself", key))
		return
	}
	if _, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		d.scalar(node, v, key, unit)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(node, v, key)
	case reflect.Map:
		d.table(node, v, key)
	case reflect.Slice, reflect.Array:
		d.sequence(node, v, key)
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		before := len(d.findings)
		if d.value(node, fresh.Elem(), key, unit); len(d.findings) == before {
			v.Set(fresh)
		}
	default:
		d.scalar(node, v, key, unit)
	}
}

// indent returns how far right the text of a literal block starts, from 1, or 0 for any
// other node.
func (d *decoder) indent(node *yaml.Node) int {
	if node.Kind == yaml.ScalarNode && node.Style&yaml.LiteralStyle != 0 && node.Line < len(d.lines) {
		for _, line := range d.lines[node.Line:] {
			if rest := strings.TrimLeft(line, " "); rest != "" {
				return 1 + len(line) - len(rest)
			}
		}
	}
	return 0
}

// scalar reads one word, number or text.
func (d *decoder) scalar(node *yaml.Node, v reflect.Value, key, unit string) {
	if node.Kind != yaml.ScalarNode || node.ShortTag() == "!!null" {
		d.fault(CodeValue, node, key, say.T("%s: one value is needed here", key))
		return
	}
	if err := setScalar(v, node.Value, unit); err != nil {
		d.fault(codeOf(err), node, key, say.T("%s: %s", key, err))
	}
}

// setScalar sets v to what text says.
func setScalar(v reflect.Value, text, unit string) error {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.Bool:
		if text != "true" && text != "false" {
			return say.Errorf("%q is neither true nor false", text)
		}
		v.SetBool(text == "true")
	case reflect.Int:
		n, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return say.Errorf("%q is not a whole number", text)
		}
		v.SetInt(n)
	case reflect.Float64:
		f, err := measure{unit: unit, scale: 1, example: "1.5" + unit}.parse(text)
		if err != nil {
			return err
		}
		v.SetFloat(f)
	default:
		v.SetString(text)
	}
	return nil
}

// mapping reads the keys of a struct.
func (d *decoder) mapping(node *yaml.Node, v reflect.Value, key string) {
	if node.Kind != yaml.MappingNode {
		d.fault(CodeValue, node, key, say.T("%s: keys with values are needed here", key))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if !d.once(name, seen, key) {
			continue
		}
		field, ok := fieldOf(v.Type(), name.Value)
		if !ok {
			d.unknown(name, key, keysOf(v.Type()))
			continue
		}
		d.value(value, v.FieldByIndex(field.Index), join(key, name.Value), field.Tag.Get("unit"))
		linked(v, field.Name, value.Value, seen)
	}
}

// linked sets what follows from the key just read: a flow of its own does away with the
// table by nozzle, unless the same mapping gives it too, and a cost sets the currency.
func linked(v reflect.Value, name, text string, seen map[string]bool) {
	switch name {
	case "MaxFlow":
		if table := v.FieldByName("MaxFlowByNozzle"); table.IsValid() && !seen["max_flow_by_nozzle"] {
			table.SetZero()
		}
	case "Cost":
		if _, unit := splitNumber(text); currencyOf(unit) != "" && !seen["currency"] {
			v.FieldByName("Currency").SetString(currencyOf(unit))
		}
	}
}

// once reports whether name is the first of its kind in its mapping, and notes a
// finding where it is not.
func (d *decoder) once(name *yaml.Node, seen map[string]bool, key string) bool {
	if seen[name.Value] {
		full := join(key, name.Value)
		d.fault(CodeTwice, name, full, say.T("%s is given twice: leave one", full))
		return false
	}
	seen[name.Value] = true
	return true
}

// unknown notes a key that there is not, with the nearest that there is.
func (d *decoder) unknown(name *yaml.Node, key string, known []string) {
	full := join(key, name.Value)
	text := say.T("there is no %s", full)
	if near := template.Nearest(name.Value, known); near != "" {
		text = say.T("there is no %s; did you mean %s?", full, near)
	}
	d.fault(CodeKey, name, full, text)
}

// table reads a mapping from lengths, in place of what v holds.
func (d *decoder) table(node *yaml.Node, v reflect.Value, key string) {
	if node.Kind != yaml.MappingNode {
		d.fault(CodeValue, node, key, say.T("%s: keys with values are needed here", key))
		return
	}
	seen := map[string]bool{}
	v.SetZero()
	if len(node.Content) > 0 {
		v.Set(reflect.MakeMap(v.Type()))
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if !d.once(name, seen, key) {
			continue
		}
		before := len(d.findings)
		d.scalar(name, k, key, "")
		d.value(value, e, join(key, name.Value), "")
		if len(d.findings) == before {
			v.SetMapIndex(k, e)
		}
	}
}

// sequence reads a list, in place of what v holds.
func (d *decoder) sequence(node *yaml.Node, v reflect.Value, key string) {
	if node.Kind != yaml.SequenceNode {
		d.fault(CodeValue, node, key, say.T("%s: a list is needed here, such as [a, b]", key))
		return
	}
	if v.Kind() == reflect.Slice && len(node.Content) == 0 {
		v.SetZero()
	} else if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(node.Content), len(node.Content)))
	} else if v.Len() != len(node.Content) {
		d.fault(CodeValue, node, key, say.T("%s: a list of %d values is needed here, not of %d", key, v.Len(), len(node.Content)))
		return
	}
	for i, item := range node.Content {
		d.value(item, v.Index(i), key+"["+strconv.Itoa(i)+"]", "")
	}
}

// fieldOf returns the field of struct type t that has the given yaml tag.
func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if f := t.Field(i); name != "" && f.Tag.Get("yaml") == name {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// keysOf returns the yaml tags of struct type t, sorted.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		keys = append(keys, t.Field(i).Tag.Get("yaml"))
	}
	slices.Sort(keys)
	return keys
}

// join returns the key of name within key.
func join(key, name string) string {
	return strings.TrimPrefix(key+"."+name, ".")
}
