package exchange

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// definition is a file of Cura that describes a machine.
type definition struct {
	Name      string                    `json:"name"`
	Inherits  string                    `json:"inherits"`
	Overrides map[string]map[string]any `json:"overrides"`
	Settings  map[string]map[string]any `json:"settings"`
	Metadata  map[string]any            `json:"metadata"`
}

// readCura reads a definition of Cura with those it inherits from in its folder. The
// topmost, fdmprinter, may be missing: it has only what all machines share.
func readCura(path string) ([]section, error) {
	keys := map[string]string{}
	name, err := curaChain(path, keys, nil)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = stem(path)
	}
	return []section{{Cura, allKinds, name, keys}}, nil
}

// curaChain writes the keys of a definition and of its ancestors into keys and returns its
// name. seen are the files that inherit from it.
func curaChain(path string, keys map[string]string, seen []string) (string, error) {
	if slices.Contains(seen, path) || len(seen) > 100 {
		return "", say.Errorf("%s inherits from itself", path)
	}
	data, err := load(path)
	if err != nil {
		return "", err
	}
	var d definition
	if err := json.Unmarshal(data, &d); err != nil {
		return "", say.Errorf("%s: this is not JSON: %v", path, err)
	}
	if err := curaParent(path, d.Inherits, keys, seen); err != nil {
		return "", err
	}
	for _, settings := range []map[string]map[string]any{d.Settings, d.Overrides} {
		curaKeys(settings, keys)
	}
	return d.Name, nil
}

// curaParent is curaChain for the definition that one at path inherits from.
func curaParent(path, name string, keys map[string]string, seen []string) error {
	if name == "" {
		return nil
	}
	if strings.ContainsAny(name, `/\`) {
		return say.Errorf("%s: %s is no name of a preset", path, name)
	}
	file := filepath.Join(filepath.Dir(path), name+".def.json")
	if _, err := load(file); err != nil {
		if name == "fdmprinter" {
			return nil
		}
		return say.Errorf("%s: there is no %s to inherit from: put %s into the same folder", path, name, name+".def.json")
	}
	_, err := curaChain(file, keys, append(slices.Clip(seen), path))
	return err
}

// curaKeys writes the values of settings into keys, those of children too. A value that is
// computed goes before a default.
func curaKeys(settings map[string]map[string]any, keys map[string]string) {
	for name, s := range settings {
		for _, field := range []string{"default_value", "value"} {
			if v, ok := s[field]; ok {
				keys[name] = curaValue(v)
			}
		}
		if children, ok := s["children"].(map[string]any); ok {
			nested := map[string]map[string]any{}
			for child, v := range children {
				if m, ok := v.(map[string]any); ok {
					nested[child] = m
				}
			}
			curaKeys(nested, keys)
		}
	}
}

// curaValue returns a value as a config has it. Texts are expressions, in which a text
// stands between quotes; lists of points stay JSON.
func curaValue(v any) string {
	if list, ok := v.([]any); ok {
		if text, err := json.Marshal(list); err == nil {
			return string(text)
		}
	}
	text := strings.TrimPrefix(scalar(v), "=")
	if n := len(text); n > 1 && text[0] == '\'' && text[n-1] == '\'' {
		return text[1 : n-1]
	}
	return text
}

// readInstance reads a quality, a variant or a material of Cura's.
func readInstance(data []byte, path string) ([]section, error) {
	name, keys := stem(path), map[string]string{}
	heading := ""
	for line := range strings.Lines(strings.ToValidUTF8(string(data), "?")) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			heading = line
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case !ok || strings.HasPrefix(line, "#"):
		case heading == "[general]" && key == "name":
			name = value
		case heading == "[values]":
			keys[key] = curaValue(value)
		}
	}
	if len(keys) == 0 {
		return nil, say.Errorf("%s: there is nothing under [values]", path)
	}
	return []section{{Cura, allKinds, name, keys}}, nil
}
