package exchange

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/visiere/visiere/profiles"
)

// render writes the file of a preset: its kinds, each with what it inherits from and its
// values in the order of the types, and, above, where it is from and what was assumed.
func (c *conversion) render() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n#\n# Imported from %s (%s).\n", oneLine(c.Title), oneLine(filepath.Base(c.Source)), c.Format)
	for _, m := range c.Missing {
		if m.Got != "" {
			fmt.Fprintf(&b, "# %s: %s (%s)\n", m.Key, m.Got, m.Why)
		}
	}
	for _, kind := range c.Kinds {
		fmt.Fprintf(&b, "%s:\n  name: %s\n", kind, quoted(c.Name))
		if parent := c.parent(kind); parent != "" {
			fmt.Fprintf(&b, "  inherits: %s\n", parent)
		}
		fmt.Fprintf(&b, "  title: %s\n", quoted(oneLine(c.Title)))
		if nozzle := c.set["printer.nozzle"]; kind == profiles.KindPrinter && nozzle != "" {
			fmt.Fprintf(&b, "  nozzles: [%s]\n", nozzle)
		}
		c.renderKeys(&b, string(kind)+".")
	}
	return []byte(b.String())
}

// renderKeys writes the values whose keys begin so.
func (c *conversion) renderKeys(b *strings.Builder, prefix string) {
	var open []string // sections that the last line stands in
	for _, key := range profiles.Keys() {
		rest, ok := strings.CutPrefix(key, prefix)
		value := c.set[key]
		if !ok || value == "" {
			continue
		}
		path := strings.Split(rest, ".")
		inside := path[:len(path)-1]
		for i, part := range inside {
			if i >= len(open) || open[i] != part {
				fmt.Fprintf(b, "%s%s:\n", strings.Repeat("  ", i+1), part)
				open = append(open[:i:i], inside[i:i+1]...)
			}
		}
		open = inside
		indent := strings.Repeat("  ", len(path))
		fmt.Fprintf(b, "%s%s: %s\n", indent, path[len(path)-1], scalarText(key, value, indent+"  "))
	}
}

// scalarText returns a value as YAML has it: code as lines, names between quotes where
// they need them.
func scalarText(key, value, indent string) string {
	switch {
	case strings.HasSuffix(key, "_gcode"):
		lines := strings.Split(strings.Trim(value, " \n"), "\n")
		for i, l := range lines {
			if l = strings.TrimRight(l, " "); l != "" {
				lines[i] = indent + l
			} else {
				lines[i] = ""
			}
		}
		return "|\n" + strings.Join(lines, "\n")
	case key == "filament.material":
		return quoted(value)
	}
	return value
}

// quoted returns a text as YAML has it.
func quoted(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") == "" && s != "" && s[0] != '-' {
		switch strings.ToLower(s) {
		case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		default:
			return s
		}
	}
	return strconv.Quote(s)
}

// oneLine returns s without what would end a comment or break a text between quotes.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
}
