// Package exchange brings profiles over from other slicers and from Klipper, and back to
// PrusaSlicer: it reads their files, resolves what inherits, and says of every key whether
// it was taken, converted or ignored, and why.
//
// The formats, told apart by a file's name and contents:
//
//   - PrusaSlicer and SuperSlicer: a config (key = value), a bundle of presets
//     ([printer:name]), or G-code with its config in comments;
//   - OrcaSlicer and Bambu Studio: a preset in JSON, with those it inherits from in the
//     same folder or the folders beside it;
//   - Cura: a definition (.def.json) with those it inherits from in the same folder, or an
//     instance (.inst.cfg);
//   - Klipper: printer.cfg with what it includes.
//
// Source: the programs' documentation of their settings, and files that they write.
package exchange

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// Format is where a file is from.
type Format string

// The formats.
const (
	Prusa   Format = "prusaslicer"
	Orca    Format = "orcaslicer"
	Cura    Format = "cura"
	Klipper Format = "klipper"
)

// largestFile bounds what is read of one file; the largest bundle at hand has 0.6 MB, and
// G-code with a config at its end is read to its last megabyte.
const largestFile = 32 << 20

// section is one preset of another program, with all that it inherits.
type section struct {
	format Format
	kinds  []profiles.Kind // what it may hold; a whole config holds three
	name   string
	keys   map[string]string
}

// Entry is what became of one key.
type Entry struct {
	Key   string   `json:"key"`             // theirs; ours where it is missing there
	Value string   `json:"value,omitempty"` // theirs
	To    string   `json:"to,omitempty"`    // our key
	Got   string   `json:"got,omitempty"`   // our value
	Why   say.Text `json:"why,omitzero"`
}

// Imported is a file of ours and what it was made of.
type Imported struct {
	Name      string          `json:"name"`   // of the profiles in it
	Title     string          `json:"title"`  // of the preset
	Source    string          `json:"source"` // file
	Format    Format          `json:"format"`
	Kinds     []profiles.Kind `json:"kinds"`
	Taken     []Entry         `json:"taken"`
	Converted []Entry         `json:"converted"` // another unit, meaning or reference
	Ignored   []Entry         `json:"ignored"`
	Missing   []Entry         `json:"missing"` // ours, with what stands in for them

	YAML []byte `json:"-"`
}

// Share returns which part of the source's keys was taken or converted, 0 to 1.
func (im *Imported) Share() float64 {
	used := len(im.Taken) + len(im.Converted)
	if used == 0 {
		return 0
	}
	return float64(used) / float64(used+len(im.Ignored))
}

// Import reads a file and returns what it holds as profiles of ours, in the order of
// their names. only, where it is not empty, is a part of the names that are wanted, in
// whatever case. Presets that are only there to be inherited from are left out.
//
// Errors: a file that cannot be read or is none of the formats, a parent that is not
// there or inherits from itself, nothing that is wanted.
func Import(path, only string) ([]Imported, error) {
	sections, err := read(path)
	if err != nil {
		return nil, err
	}
	names, err := builtInNames()
	if err != nil {
		return nil, err
	}
	used := maps.Clone(names)
	var out []Imported
	for _, s := range sections {
		if !strings.Contains(strings.ToLower(s.name), strings.ToLower(only)) {
			continue
		}
		if im, ok := s.convert(); ok {
			im.Source, im.Name = path, unused(slug(s.name), used)
			im.YAML = im.render()
			out = append(out, im.Imported)
		}
	}
	if len(out) == 0 {
		return nil, say.Errorf("%s: nothing to import: a printer needs a bed, a filament a temperature, a process a layer height; look at --only", path)
	}
	slices.SortStableFunc(out, func(a, b Imported) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// read returns the presets in a file.
func read(path string) ([]section, error) {
	data, err := load(path)
	if err != nil {
		return nil, err
	}
	base := stem(path)
	switch {
	case strings.HasSuffix(path, ".def.json"):
		return readCura(path)
	case strings.HasSuffix(path, ".inst.cfg"):
		return readInstance(data, path)
	case strings.HasSuffix(path, ".json"):
		return readOrca(path)
	case bytes.Contains(data, []byte("[printer]")) || strings.HasSuffix(path, "printer.cfg"):
		return readKlipper(path)
	}
	return readPrusa(data, path, base)
}

// load reads a file that is not larger than a config can be. Of G-code that is larger it
// reads the end, where the config stands.
func load(path string) ([]byte, error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, say.Errorf("cannot read %s: %v", path, cause(err))
	case st.IsDir():
		return nil, say.Errorf("%s is a folder: name a file of a slicer or Klipper's printer.cfg", path)
	case st.Size() > largestFile:
		return nil, say.Errorf("%s has more than %d MB: that is no config", path, largestFile>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
}

// cause returns what a file operation failed of, without the path that the sentence has.
func cause(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}

// stem returns the name of a file without its folders and its ending.
func stem(path string) string {
	base := filepath.Base(path)
	for _, ext := range []string{".def.json", ".inst.cfg"} {
		if cut, ok := strings.CutSuffix(base, ext); ok {
			return cut
		}
	}
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// slug returns a name as profiles have it: small letters, digits, dots and hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.':
			b.WriteRune(r)
		case r == '+':
			b.WriteString("-plus")
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return cmp.Or(strings.Trim(b.String(), "-."), "imported")
}

// builtInNames returns the names of our own profiles, which others cannot have.
var builtInNames = sync.OnceValues(func() (map[string]bool, error) {
	lib, err := profiles.Open()
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, kind := range profiles.Kinds() {
		for _, name := range lib.Names(kind) {
			names[name] = true
		}
	}
	return names, nil
})

// unused returns name, or name with a number where it is used already, and uses it.
func unused(name string, used map[string]bool) string {
	if used[name] {
		name += "-imported"
	}
	free := name
	for n := 2; used[free]; n++ {
		free = name + "-" + itoa(n)
	}
	used[free] = true
	return free
}
