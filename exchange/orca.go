package exchange

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// orcaKinds tells what a preset of OrcaSlicer is.
var orcaKinds = map[string]profiles.Kind{
	"machine": profiles.KindPrinter, "filament": profiles.KindFilament, "process": profiles.KindProcess,
}

// readOrca reads a preset of OrcaSlicer or Bambu Studio with those it inherits from, which
// stand in its folder or in another folder beside that.
func readOrca(path string) ([]section, error) {
	keys, err := orcaChain(path, nil)
	if err != nil {
		return nil, err
	}
	kind, ok := orcaKinds[keys["type"]]
	if !ok {
		kind, ok = guessKind(keys)
	}
	if !ok {
		return nil, say.Errorf("%s: the type is %q: a machine, a filament or a process can be imported", path, keys["type"])
	}
	name := keys["name"]
	if name == "" {
		name = stem(path)
	}
	return []section{{Orca, []profiles.Kind{kind}, name, keys}}, nil
}

// guessKind tells what a preset of a user's own is, which has no type.
func guessKind(keys map[string]string) (profiles.Kind, bool) {
	for id, kind := range map[string]profiles.Kind{
		"printer_settings_id": profiles.KindPrinter, "filament_settings_id": profiles.KindFilament, "print_settings_id": profiles.KindProcess,
	} {
		if _, ok := keys[id]; ok {
			return kind, true
		}
	}
	return "", false
}

// orcaChain returns the keys of a preset over those it inherits from. seen are the files
// that inherit from it.
func orcaChain(path string, seen []string) (map[string]string, error) {
	if slices.Contains(seen, path) || len(seen) > 100 {
		return nil, say.Errorf("%s inherits from itself", path)
	}
	data, err := load(path)
	if err != nil {
		return nil, err
	}
	own, err := parseObject(data, path)
	if err != nil {
		return nil, err
	}
	keys := map[string]string{}
	if parent := own["inherits"]; parent != "" {
		file, err := findOrca(path, parent)
		if err != nil {
			return nil, err
		}
		if keys, err = orcaChain(file, append(slices.Clip(seen), path)); err != nil {
			return nil, err
		}
	}
	for k, v := range own {
		keys[k] = v
	}
	return keys, nil
}

// findOrca returns the file of a preset that one at path inherits from.
func findOrca(path, name string) (string, error) {
	if strings.ContainsAny(name, `/\`) {
		return "", say.Errorf("%s: %s is no name of a preset", path, name)
	}
	dir := filepath.Dir(path)
	for _, pattern := range []string{filepath.Join(dir, escapeGlob(name)+".json"), filepath.Join(filepath.Dir(dir), "*", escapeGlob(name)+".json")} {
		if found, err := filepath.Glob(pattern); err == nil && len(found) > 0 {
			return found[0], nil
		}
	}
	return "", say.Errorf("%s: there is no %s to inherit from: put %s into the same folder", path, name, name+".json")
}

// escapeGlob returns name as a pattern that matches itself.
func escapeGlob(name string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// parseObject reads a JSON object whose values are texts, numbers or lists of them. Lists
// become their texts separated by commas, or by semicolons where a text has a comma.
func parseObject(data []byte, path string) (map[string]string, error) {
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, say.Errorf("%s: this is not JSON: %v", path, err)
	}
	keys := map[string]string{}
	for k, v := range object {
		keys[k] = scalar(v)
	}
	return keys, nil
}

// scalar returns a JSON value as a config has it.
func scalar(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return decimal(v)
	case []any:
		texts := make([]string, len(v))
		sep := ","
		for i, item := range v {
			texts[i] = scalar(item)
			if len(v) > 1 && strings.Contains(texts[i], ",") {
				sep = ";"
			}
		}
		return strings.Join(texts, sep)
	default:
		return fmt.Sprint(v)
	}
}
