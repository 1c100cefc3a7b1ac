package profiles

import (
	"embed"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/template"
)

// Kind is what a profile describes. It is also the top-level key of a profile's file and
// the first word of its keys: printer.nozzle.
type Kind string

// The kinds.
const (
	KindPrinter   Kind = "printer"
	KindFilament  Kind = "filament"
	KindProcess   Kind = "process"
	KindInterface Kind = "interface"
)

// Kinds lists the kinds in the order in which they are shown.
func Kinds() []Kind { return []Kind{KindPrinter, KindFilament, KindProcess, KindInterface} }

// Defaults returns the names of the profiles used where none is asked for.
func Defaults() (printer, filament, process string) { return "prusa-mk3s", "petg", "0.3mm" }

//go:embed all:builtin
var builtin embed.FS

// BuiltIn is the folder of the shipped files in findings.
const BuiltIn = "built-in"

// largestFile bounds what is read of one profile file; the largest shipped one has 4 KB.
const largestFile = 1 << 20

// profile is one section of a file.
type profile struct {
	kind     Kind
	name     string
	inherits string
	file     string
	lines    []string   // of the file
	node     *yaml.Node // of the section's mapping
	parent   *yaml.Node // of the value of inherits; nil where there is none
}

// shared reports whether p is only there to be inherited from.
func (p *profile) shared() bool { return strings.HasPrefix(p.name, "_") }

// Library is the built-in profiles and those of further folders. It does not change once
// opened and may be used by several goroutines.
//
// A file is YAML whose top-level keys are kinds: one profile each, named by its name or
// else by the file. A name that starts with _ is only there to be inherited from: it may
// lack values and is not listed.
type Library struct {
	profiles map[Kind]map[string]*profile
	findings []Finding
	taken    []*profile // those whose name another one had
}

// Open reads the built-in profiles and every .yaml or .yml file in dirs and the folders
// in them. Faults in the files are not errors here: Validate lists them, and Resolve
// fails for the profiles that have them.
//
// Errors: a folder that cannot be read.
func Open(dirs ...string) (*Library, error) {
	shipped, err := fs.Sub(builtin, "builtin")
	if err != nil {
		return nil, err
	}
	return OpenOver(shipped, dirs...)
}

// OpenOver is Open with other files in the place of the built-in ones.
func OpenOver(shipped fs.FS, dirs ...string) (*Library, error) {
	l := &Library{profiles: map[Kind]map[string]*profile{}}
	for _, k := range Kinds() {
		l.profiles[k] = map[string]*profile{}
	}
	if err := l.addFolder(shipped, BuiltIn); err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		if err := l.addFolder(os.DirFS(dir), dir); err != nil {
			return nil, say.Errorf("the profiles in %s cannot be read: %s", dir, cause(err))
		}
	}
	return l, nil
}

// cause returns what a file operation failed of, without the path that the sentence has.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// addFolder adds the profiles in files, in the order of their names. root is what the
// folder is called in findings.
func (l *Library) addFolder(files fs.FS, root string) error {
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isProfile(name) {
			return err
		}
		full := path.Join(root, name)
		if root != BuiltIn {
			full = filepath.Join(root, filepath.FromSlash(name))
		}
		read, findings := readFile(files, name, full)
		l.findings = append(l.findings, findings...)
		for _, p := range read {
			l.add(p)
		}
		return nil
	})
}

// isProfile reports whether a file of this name is read as a profile.
func isProfile(name string) bool {
	ext := filepath.Ext(name)
	return ext == ".yaml" || ext == ".yml"
}

// add adds p, unless its name is taken.
func (l *Library) add(p *profile) {
	if other := l.profiles[p.kind][p.name]; other != nil {
		l.findings = append(l.findings, p.nameTaken(other))
		l.taken = append(l.taken, p)
		return
	}
	l.profiles[p.kind][p.name] = p
}

// nameTaken says that other has p's name.
func (p *profile) nameTaken(other *profile) Finding {
	return p.finding(CodeName, p.node, say.T("the name %s is taken by %s: give this one another", p.name, other.file))
}

// finding returns an error about p at node.
func (p *profile) finding(code Code, node *yaml.Node, text say.Text) Finding {
	return Finding{
		Code: code, Severity: Error, File: p.file, Line: node.Line, Col: node.Column,
		Key: string(p.kind), Text: text,
	}
}

// Files returns the files that the profiles of l are from, sorted, as findings call them.
func (l *Library) Files() []string {
	var files []string
	for _, p := range append(l.all(), l.taken...) {
		files = append(files, p.file)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// FilesIn returns the profile files in a folder and the folders in it, sorted.
//
// Errors: a folder that cannot be read.
func FilesIn(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && isProfile(name) {
			files = append(files, name)
		}
		return err
	})
	return files, err
}

// Place returns the file, line and column at which a profile begins.
func (l *Library) Place(kind Kind, name string) (file string, line, col int) {
	if p := l.profiles[kind][name]; p != nil {
		return p.file, p.node.Line, p.node.Column
	}
	return "", 0, 0
}

// Lineage returns the files of the profiles in a file and of all that they inherit from,
// sorted, the built-in ones apart.
func (l *Library) Lineage(file string) []string {
	var files []string
	for _, p := range l.of(file) {
		for range len(l.profiles[p.kind]) + 1 { // no longer, whatever inherits from itself
			if !strings.HasPrefix(p.file, BuiltIn+"/") {
				files = append(files, p.file)
			}
			if p = l.profiles[p.kind][p.inherits]; p == nil {
				break
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// With returns the library with the profiles of further files, those of which it has
// apart.
func (l *Library) With(paths ...string) *Library {
	with, _, _ := l.with(paths)
	return with
}

// Names returns the names of the profiles of a kind, sorted.
func (l *Library) Names(kind Kind) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(l.profiles[kind])) {
		if !l.profiles[kind][name].shared() {
			names = append(names, name)
		}
	}
	return names
}

// Title returns the title of a profile as people write it, or "" where there is none.
func (l *Library) Title(kind Kind, name string) string {
	var title string
	chain, _ := l.chain(l.profiles[kind][name])
	for _, p := range chain {
		if v := child(p.node, "title"); v != nil {
			title = v.Value
		}
	}
	return title
}

// find returns the profile of the given name, or of the file where name is a path.
func (l *Library) find(kind Kind, name string) (*profile, []Finding) {
	if isProfile(name) || strings.ContainsAny(name, `/\`) {
		return findInFile(kind, name)
	}
	if p := l.profiles[kind][name]; p != nil && !p.shared() {
		return p, l.rivals(p)
	}
	names := l.Names(kind)
	known := strings.Join(names, ", ")
	text := say.T("there is no profile %q; there are %s", name, known)
	if near := nearest(name, names); near != "" {
		text = say.T("there is no profile %q; did you mean %s? There are %s", name, near, known)
	}
	return nil, append(slices.Clone(l.findings), Finding{
		Code: CodeUnknown, Severity: Error, File: "--" + string(kind), Key: string(kind), Text: text,
	})
}

// rivals returns a finding for every profile that has p's name: p is then not clearly
// the one that is asked for.
func (l *Library) rivals(p *profile) (findings []Finding) {
	for _, other := range l.taken {
		if other.kind == p.kind && other.name == p.name {
			findings = append(findings, other.nameTaken(p))
		}
	}
	return findings
}

// nearest returns the name that word was probably meant to be: nearly the same letters,
// or more of them: mk3s for prusa-mk3s.
func nearest(word string, names []string) string {
	if near := template.Nearest(word, names); near != "" {
		return near
	}
	for _, name := range names {
		if len(word) > 2 && strings.Contains(name, strings.ToLower(word)) {
			return name
		}
	}
	return ""
}

// findInFile returns the profile of the given kind in a file.
func findInFile(kind Kind, name string) (*profile, []Finding) {
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	read, findings := readFile(os.DirFS(dir), base, name)
	for _, p := range read {
		if p.kind == kind {
			return p, findings
		}
	}
	if len(findings) == 0 {
		findings = []Finding{{
			Code: CodeUnknown, Severity: Error, File: name, Key: string(kind),
			Text: say.T("the file has no %s: add a key of that name", kind),
		}}
	}
	return nil, findings
}

// chain returns the profiles from the one that inherits from none down to p, and a
// finding where a parent does not exist or a profile inherits from itself.
func (l *Library) chain(p *profile) (chain []*profile, findings []Finding) {
	for p != nil {
		if slices.Contains(chain, p) {
			last := chain[0]
			return nil, []Finding{last.finding(CodeCycle, last.parent,
				say.T("%s inherits from itself: %s", p.name, cycleText(chain, p)))}
		}
		chain = slices.Insert(chain, 0, p)
		if p.inherits == "" {
			break
		}
		next := l.profiles[p.kind][p.inherits]
		if next == nil {
			return nil, []Finding{l.orphan(p)}
		}
		p = next
	}
	return chain, nil
}

// orphan says that p's parent does not exist.
func (l *Library) orphan(p *profile) Finding {
	text := say.T("there is no %s to inherit from", p.inherits)
	if near := nearest(p.inherits, slices.Sorted(maps.Keys(l.profiles[p.kind]))); near != "" {
		text = say.T("there is no %s to inherit from; did you mean %s?", p.inherits, near)
	}
	return p.finding(CodeParent, p.parent, text)
}

// cycleText returns the names along a cycle from p back to p, child first.
func cycleText(chain []*profile, p *profile) string {
	names := []string{p.name}
	for i := slices.Index(chain, p) - 1; i >= 0; i-- {
		names = append(names, chain[i].name)
	}
	return strings.Join(append(names, p.name), " > ")
}
