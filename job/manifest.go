package job

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// Manifest says what a print file was made from: enough to make the same bytes again.
type Manifest struct {
	Visiere  string `json:"visiere"` // the program's version
	Lot      string `json:"lot,omitempty"`
	Design   string `json:"design"` // the input's file, or a model of ours
	Material string `json:"material"`
	Printer  string `json:"printer"`
	Frames   int    `json:"frames"`

	Output Sealed  `json:"output"`
	Input  *Sealed `json:"input,omitempty"` // nil: a model of ours
	Top    *Sealed `json:"top,omitempty"`   // of the stack, where it is another frame

	Profiles []Resolved `json:"profiles"`
	Flags    Flags      `json:"flags"`
}

// Sealed is a file as it was.
type Sealed struct {
	Name   string `json:"name"` // as it was given; the output's without its folder
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Resolved is a profile with all that was set: lines of key = value, as profiles.Flatten
// has them.
type Resolved struct {
	Kind   string   `json:"kind"`
	Name   string   `json:"name"`
	SHA256 string   `json:"sha256"` // of the lines, each with a line end
	Text   []string `json:"text"`
}

// Flags is what the command line says besides profiles: the fields of Spec.
type Flags struct {
	Model      string `json:"model,omitempty"`
	Unit       string `json:"unit,omitempty"`
	Stack      int    `json:"stack,omitempty"`
	Flip       Flip   `json:"flip,omitempty"`
	Pillars    int    `json:"pillars,omitempty"`
	Force      bool   `json:"force,omitempty"`
	Columns    int    `json:"columns,omitempty"`
	Order      Order  `json:"order,omitempty"`
	Thumbnails bool   `json:"thumbnails,omitempty"`
}

// manifestPath returns where the manifest of a print file goes: out.manifest.json beside
// out.gcode.
func manifestPath(output string) string {
	return strings.TrimSuffix(output, filepath.Ext(output)) + ".manifest.json"
}

// newManifest returns the manifest of the file in t, which is whole.
func newManifest(spec Spec, set *profiles.Set, rep *Report, t *target) (*Manifest, error) {
	m := &Manifest{Visiere: spec.Version, Lot: spec.Lot, Design: filepath.Base(spec.name()), Material: set.Filament.Material,
		Printer: set.Printer.Name, Frames: rep.Frames, Profiles: resolved(set),
		Flags: Flags{spec.Model, spec.Unit, spec.Stack, spec.Flip, spec.Pillars, spec.Force, spec.Columns, spec.Order, spec.Thumbnails}}
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return nil, written(t, err)
	}
	var err error
	if m.Output, err = seal(filepath.Base(t.path), t.file); err != nil {
		return nil, written(t, err)
	}
	if m.Input, err = sealFile(spec.Input); err != nil {
		return nil, err
	}
	m.Top, err = sealFile(spec.Top)
	return m, err
}

// resolved returns the profiles of set in the order of profiles.Kinds.
func resolved(set *profiles.Set) []Resolved {
	var out []Resolved
	names := map[profiles.Kind]string{profiles.KindPrinter: set.Printer.Name, profiles.KindFilament: set.Filament.Name,
		profiles.KindProcess: set.Process.Name, profiles.KindInterface: set.Interface.Name}
	flat := profiles.Flatten(set)
	for _, kind := range profiles.Kinds() {
		r := Resolved{Kind: string(kind), Name: names[kind]}
		for _, kv := range flat {
			if strings.HasPrefix(kv[0], string(kind)+".") {
				r.Text = append(r.Text, kv[0]+" = "+kv[1])
			}
		}
		r.SHA256 = r.sum()
		out = append(out, r)
	}
	return out
}

// sum returns the hash of the lines.
func (r *Resolved) sum() string {
	h := sha256.Sum256([]byte(strings.Join(r.Text, "\n") + "\n"))
	return hex.EncodeToString(h[:])
}

// seal returns the file of the given name in r as it is.
func seal(name string, r io.Reader) (Sealed, error) {
	h := sha256.New()
	n, err := io.Copy(h, r)
	return Sealed{name, hex.EncodeToString(h.Sum(nil)), n}, err
}

// sealFile returns a file as it is, nil where path is empty.
func sealFile(path string) (*Sealed, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	defer f.Close()
	s, err := seal(path, f)
	return &s, err
}

// write writes the manifest to a file beside its place.
func (m *Manifest) write(path string) (*target, error) {
	t, err := newTarget(Spec{Output: path})
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err = enc.Encode(m); err == nil {
		_, err = t.file.Write(buf.Bytes())
	}
	if err != nil {
		t.discard()
		return nil, written(t, err)
	}
	return t, nil
}

// keepWith puts the print file and its manifest in their places. Both are on the disk
// before; an old manifest goes first, so that none ever lies beside a file it is not of.
func (t *target) keepWith(m *Manifest) error {
	path := manifestPath(t.path)
	beside, err := m.write(path)
	if err != nil {
		return err
	}
	defer beside.discard()
	if err := beside.file.Sync(); err != nil {
		return written(beside, err)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return say.Errorf("cannot write %s: %s", path, cause(err))
	}
	if err := t.keep(); err != nil {
		return err
	}
	return beside.keep()
}

// ReadManifest returns the job that makes the print file of a manifest again, and the
// manifest. Inputs are looked for where they were, then beside the manifest.
//
// Errors: the file cannot be read or is no manifest; an input or a profile is not what it
// was.
func ReadManifest(path string) (Spec, *Manifest, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Spec{}, nil, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	m := &Manifest{}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(m); err != nil || len(m.Profiles) == 0 {
		return Spec{}, nil, say.Errorf("%s is no manifest of Visiere: slice writes one beside each print file", path)
	}
	f := &m.Flags
	spec := Spec{Model: f.Model, Unit: f.Unit, Stack: f.Stack, Flip: f.Flip, Pillars: f.Pillars, Force: f.Force,
		Columns: f.Columns, Order: f.Order, Thumbnails: f.Thumbnails, Lot: m.Lot, Manifest: true}
	if spec.Resolved, err = m.set(path); err != nil {
		return spec, nil, err
	}
	if spec.Input, err = m.Input.find(path); err != nil {
		return spec, nil, err
	}
	spec.Top, err = m.Top.find(path)
	return spec, m, err
}

// set returns the profiles of the manifest.
func (m *Manifest) set(path string) (*profiles.Set, error) {
	set := &profiles.Set{}
	var lines []string
	for i := range m.Profiles {
		r := &m.Profiles[i]
		if r.sum() != r.SHA256 {
			return nil, say.Errorf("%s: profile %s is not what it was: its hash differs", path, r.Name)
		}
		for _, l := range r.Text {
			lines = append(lines, strings.Replace(l, " = ", "=", 1))
		}
	}
	return set, profiles.Override(set, lines)
}

// find returns where the file is now, empty for none.
func (s *Sealed) find(manifest string) (string, error) {
	if s == nil {
		return "", nil
	}
	places := []string{s.Name, filepath.Join(filepath.Dir(manifest), filepath.Base(s.Name))}
	i := slices.IndexFunc(places, func(p string) bool {
		now, err := sealFile(p)
		return err == nil && now.SHA256 == s.SHA256
	})
	if i < 0 {
		return "", say.Errorf("%s is not there as it was, nor beside %s: its SHA-256 is to be %s", s.Name, manifest, s.SHA256)
	}
	return places[i], nil
}
