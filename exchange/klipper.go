package exchange

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// readKlipper reads printer.cfg and what it includes. Keys are called by their section:
// stepper_x.position_max.
func readKlipper(path string) ([]section, error) {
	keys := map[string]string{}
	if err := klipperFile(path, keys, nil); err != nil {
		return nil, err
	}
	if _, ok := keys["printer.kinematics"]; !ok {
		return nil, say.Errorf("%s: a printer.cfg has a section [printer] with its kinematics", path)
	}
	name := stem(path)
	if dir := filepath.Base(filepath.Dir(path)); name == "printer" && slug(dir) != "imported" {
		name = "klipper"
	}
	return []section{{Klipper, []profiles.Kind{profiles.KindPrinter}, name, keys}}, nil
}

// klipperFile reads one file into keys. seen are the files that include it.
func klipperFile(path string, keys map[string]string, seen []string) error {
	if slices.Contains(seen, path) || len(seen) > 20 {
		return say.Errorf("%s includes itself", path)
	}
	data, err := load(path)
	if err != nil {
		return err
	}
	section, last := "", ""
	for line := range strings.Lines(strings.ToValidUTF8(string(data), "?")) {
		text := withoutComment(line)
		trimmed := strings.TrimSpace(text)
		switch {
		case trimmed == "":
		case strings.HasPrefix(text, "["):
			section, last = strings.Trim(trimmed, "[]"), ""
			if pattern, ok := strings.CutPrefix(section, "include "); ok {
				if err := klipperInclude(path, strings.TrimSpace(pattern), keys, seen); err != nil {
					return err
				}
			}
		case text[0] == ' ' || text[0] == '\t': // goes on with the value above
			if last != "" {
				keys[last] += "\n" + trimmed
			}
		default:
			last = klipperValue(section, trimmed, keys)
		}
	}
	return nil
}

// withoutComment returns a line up to its comment.
func withoutComment(line string) string {
	line, _, _ = strings.Cut(strings.TrimRight(line, "\r\n"), "#")
	line, _, _ = strings.Cut(line, ";")
	return line
}

// klipperValue reads a line of a section and returns the key.
func klipperValue(section, line string, keys map[string]string) string {
	i := strings.IndexAny(line, ":=")
	if i < 0 || strings.HasPrefix(section, "include ") {
		return ""
	}
	key := section + "." + strings.ToLower(strings.TrimSpace(line[:i]))
	keys[key] = strings.TrimSpace(line[i+1:])
	return key
}

// klipperInclude reads the files that match a pattern, which starts from path's folder.
// As Klipper does, it takes a name without wildcards for a file that must be there.
func klipperInclude(path, pattern string, keys map[string]string, seen []string) error {
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 && !strings.ContainsAny(pattern, "*?[") {
		return say.Errorf("%s: it includes %s, which is not there", path, pattern)
	}
	for _, file := range files {
		if err := klipperFile(file, keys, append(slices.Clip(seen), path)); err != nil {
			return err
		}
	}
	return nil
}
