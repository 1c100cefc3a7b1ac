package exchange

import (
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/template"
)

// renamed tells what placeholders of other programs are called here.
var renamed = map[string]string{
	"bed_temperature_initial_layer_single": "first_layer_bed_temperature", "bed_temperature_initial_layer": "first_layer_bed_temperature",
	"nozzle_temperature_initial_layer": "first_layer_temperature", "nozzle_temperature": "temperature",
	"printable_height": "max_print_height", "initial_layer_print_height": "first_layer_height",
	"z_hop": "retract_lift", "retraction_length": "retract_length", "total_layer_number": "total_layer_count",

	"material_print_temperature_layer_0": "first_layer_temperature", "material_print_temperature": "temperature",
	"material_bed_temperature_layer_0": "first_layer_bed_temperature", "material_bed_temperature": "bed_temperature",
	"machine_height": "max_print_height", "machine_nozzle_size": "nozzle_diameter",
}

// keywords are words of the language that are no names.
var keywords = []string{"if", "elsif", "else", "endif", "and", "or", "not", "true", "false"}

// gcode takes a template of G-code. Names that are settings of the same file become their
// values, as profiles here have none of them.
func gcode(c *conversion, value string) result {
	code := unescape(value)
	if strings.TrimSpace(code) == "" {
		return ignored(ownChoice)
	}
	text := c.substitute(code)
	t, err := template.Parse(text)
	if err != nil {
		return ignored(say.T("it cannot be read: %s", say.Of(err)))
	}
	known := profiles.Placeholders()
	unknown := slices.DeleteFunc(t.Names(), func(n string) bool { return slices.Contains(known, n) })
	if len(unknown) > 0 {
		return ignored(say.T("it uses %s, which there is not", strings.Join(unknown, ", ")))
	}
	return result{text: text, changed: text != code, why: say.Text{}}
}

// unescape returns a text as it was before a config wrote it into one line.
func unescape(value string) string {
	if n := len(value); n > 1 && value[0] == '"' && value[n-1] == '"' {
		value = value[1 : n-1]
	}
	value = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "", `\"`, `"`, "\r", "", "\t", " ").Replace(value)
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f || r == 0xfeff || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return -1
		}
		return r
	}, value)
}

// substitute replaces the names in a template that this package knows better.
func (c *conversion) substitute(code string) string { return rewrite(code, c.constant, c.format) }

// lookup returns the value of a name that is to be replaced.
type lookup func(name string) (value string, ok bool)

// rewrite replaces names in a template by their values, and calls the others as they are
// called here.
func rewrite(code string, constant lookup, format Format) string {
	var out strings.Builder
	depth, quote := 0, byte(0)
	for i := 0; i < len(code); {
		ch := code[i]
		switch {
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case depth > 0 && ch == '"':
			quote = ch
		case ch == '{':
			depth++
		case ch == '}':
			depth = max(0, depth-1)
		case depth == 0 && ch == '[':
			if name, rest, ok := strings.Cut(code[i+1:], "]"); ok && isKey(name) {
				out.WriteString(simple(name, constant))
				i = len(code) - len(rest)
				continue
			}
		case depth > 0 && isLetter(ch) && (i == 0 || !isWord(code[i-1])):
			text, next := inner(code, i, constant, format)
			out.WriteString(text)
			i = next
			continue
		}
		out.WriteByte(ch)
		i++
	}
	return out.String()
}

// isLetter reports whether a name may begin with ch.
func isLetter(ch byte) bool { return ch >= 'a' && ch <= 'z' || ch == '_' }

// isWord reports whether a name may have ch.
func isWord(ch byte) bool { return isLetter(ch) || ch >= '0' && ch <= '9' }

// simple returns what stands for [name].
func simple(name string, constant lookup) string {
	if value, ok := constant(name); ok {
		return value
	}
	return "[" + rename(name) + "]"
}

// rename returns what a placeholder is called here.
func rename(name string) string {
	if ours, ok := renamed[name]; ok {
		return ours
	}
	return name
}

// inner returns what stands for the name at code[i:] in an expression, and where it ends.
// A constant takes the index after it along. In Cura's {name} the value is a number, here
// it is a list.
func inner(code string, i int, constant lookup, format Format) (string, int) {
	end := i
	for end < len(code) && isWord(code[end]) {
		end++
	}
	name := code[i:end]
	if slices.Contains(keywords, name) || end < len(code) && code[end] == '(' {
		return name, end
	}
	value, ok := constant(name)
	if !ok {
		name = rename(name)
		if format == Cura && end < len(code) && code[end] == '}' && strings.HasSuffix(name, "temperature") {
			name += "[0]"
		}
		return name, end
	}
	if end < len(code) && code[end] == '[' {
		if close := strings.IndexByte(code[end:], ']'); close > 0 {
			end += close + 1
		}
	}
	if _, err := strconv.ParseFloat(value, 64); err != nil && value != "false" {
		value = `"` + strings.ReplaceAll(value, `"`, "") + `"`
	}
	return value, end
}

// absent are names that are settings of other kinds, and what they are for one filament
// without towers.
var absent = map[string]string{
	"z_offset": "0", "has_wipe_tower": "false", "has_single_extruder_multi_material_priming": "false",
}

// constant returns the value of a name that is a setting of the file, or the name of a
// preset, of which there are none here.
func (c *conversion) constant(name string) (string, bool) {
	ours := rename(name)
	if slices.Contains(profiles.Placeholders(), ours) {
		return "", false
	}
	if strings.HasSuffix(name, "_settings_id") || strings.HasSuffix(name, "_notes") {
		return "", true
	}
	value, ok := c.keys[name]
	parts := list(value)
	if !ok || len(parts) == 0 || len(value) > 100 {
		value, ok = absent[name]
		return value, ok
	}
	return strings.Trim(strings.TrimSpace(parts[0]), `"`), true
}
