package exchange

import (
	"bytes"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// allKinds is what a whole config holds.
var allKinds = []profiles.Kind{profiles.KindPrinter, profiles.KindFilament, profiles.KindProcess}

// kindOf tells what a preset of a bundle is.
var kindOf = map[string]profiles.Kind{
	"printer": profiles.KindPrinter, "filament": profiles.KindFilament, "print": profiles.KindProcess,
}

// bundle is the presets of a file before they inherit, by kind and name.
type bundle struct {
	path    string
	order   []string
	presets map[string]map[string]string
}

// readPrusa reads a config or a bundle of PrusaSlicer or SuperSlicer.
func readPrusa(data []byte, path, base string) ([]section, error) {
	b := parseBundle(data, path)
	if len(b.order) > 0 {
		return b.resolve()
	}
	keys := b.presets[""]
	if len(keys) < 3 {
		return nil, say.Errorf("%s: neither a config nor a bundle of PrusaSlicer, OrcaSlicer, Cura or Klipper was recognised", path)
	}
	return []section{{Prusa, allKinds, base, keys}}, nil
}

// parseBundle reads lines of key = value under headings. Lines of G-code are skipped, and
// so are headings that are no presets; what stands above the first heading is under "".
func parseBundle(data []byte, path string) *bundle {
	b := &bundle{path: path, presets: map[string]map[string]string{"": {}}}
	current := b.presets[""]
	for line := range bytes.Lines(data) {
		text := strings.TrimSpace(strings.ToValidUTF8(string(line), "?"))
		if rest, ok := strings.CutPrefix(text, "["); ok && strings.HasSuffix(rest, "]") {
			current = b.open(strings.TrimSuffix(rest, "]"))
			continue
		}
		text = strings.TrimPrefix(text, "; ") // the config at the end of G-code
		key, value, ok := strings.Cut(text, "=")
		if key = strings.TrimSpace(key); ok && isKey(key) && current != nil {
			current[key] = strings.TrimSpace(value)
		}
	}
	return b
}

// open returns the keys of the preset under a heading, nil where it is none.
func (b *bundle) open(heading string) map[string]string {
	kind, name, ok := strings.Cut(heading, ":")
	if _, known := kindOf[kind]; !ok || !known {
		return nil
	}
	id := kind + ":" + strings.TrimSpace(name)
	if b.presets[id] == nil {
		b.presets[id] = map[string]string{}
		b.order = append(b.order, id)
	}
	return b.presets[id]
}

// isKey reports whether s is the name of a setting.
func isKey(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// resolve returns the presets that can be chosen, with all that they inherit: parents in
// turn, later ones over earlier ones, the preset's own keys last.
func (b *bundle) resolve() ([]section, error) {
	var out []section
	for _, id := range b.order {
		kind, name, _ := strings.Cut(id, ":")
		if strings.HasPrefix(name, "*") {
			continue
		}
		keys := map[string]string{}
		if err := b.inherit(keys, id, nil); err != nil {
			return nil, err
		}
		if keys["printer_technology"] != "SLA" {
			out = append(out, section{Prusa, []profiles.Kind{kindOf[kind]}, name, keys})
		}
	}
	return out, nil
}

// inherit writes the keys of a preset and of its parents into keys. seen are the presets
// that inherit from it.
func (b *bundle) inherit(keys map[string]string, id string, seen []string) error {
	own, ok := b.presets[id]
	kind, name, _ := strings.Cut(id, ":")
	switch {
	case !ok:
		return say.Errorf("%s: there is no %s %s to inherit from", b.path, kind, name)
	case slices.Contains(seen, id):
		return say.Errorf("%s: %s inherits from itself", b.path, name)
	case len(seen) > 100:
		return say.Errorf("%s: %s has more than a hundred ancestors", b.path, name)
	}
	seen = append(slices.Clip(seen), id)
	for _, parent := range strings.Split(own["inherits"], ";") {
		if parent = strings.TrimSpace(parent); parent == "" {
			continue
		}
		if err := b.inherit(keys, kind+":"+parent, seen); err != nil {
			return err
		}
	}
	for k, v := range own {
		keys[k] = v
	}
	return nil
}
