package profiles

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/template"
)

// readFile reads the profiles in a file, called full in findings.
func readFile(files fs.FS, name, full string) ([]*profile, []Finding) {
	data, err := readBounded(files, name)
	if err != nil {
		return nil, []Finding{{
			Code: CodeSyntax, Severity: Error, File: full,
			Text: say.T("the file cannot be read: %s", cause(err)),
		}}
	}
	return parse(data, full, strings.TrimSuffix(path.Base(name), path.Ext(name)))
}

// readBounded returns the contents of a file that is not larger than a profile can be.
func readBounded(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, largestFile+1))
	if err == nil && len(data) > largestFile {
		err = say.Errorf("it has more than %d bytes", largestFile)
	}
	return data, err
}

// parse reads the profiles in data. base names those without a name.
func parse(data []byte, file, base string) (read []*profile, findings []Finding) {
	root, finding := parseYAML(data, file, notProfiles)
	if root == nil {
		return nil, []Finding{finding}
	}
	d := decoder{file: file, origins: map[string]position{}}
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		name, section := root.Content[i], root.Content[i+1]
		switch {
		case !d.once(name, seen, ""):
		case !isKind(name.Value):
			d.noKind(name)
		case section.Kind != yaml.MappingNode:
			d.fault(CodeValue, section, name.Value, say.T("%s: keys with values are needed here", name.Value))
		default:
			read = append(read, newProfile(Kind(name.Value), section, file, base))
			read[len(read)-1].lines = strings.Split(string(data), "\n")
		}
	}
	return read, d.findings
}

// newProfile returns the profile of a section.
func newProfile(kind Kind, section *yaml.Node, file, base string) *profile {
	p := &profile{kind: kind, name: base, file: file, node: section}
	if v := child(section, "name"); v != nil && v.Value != "" {
		p.name = v.Value
	}
	if v := child(section, "inherits"); v != nil {
		p.inherits, p.parent = v.Value, v
	}
	return p
}

// isKind reports whether word names a kind.
func isKind(word string) bool {
	for _, k := range Kinds() {
		if string(k) == word {
			return true
		}
	}
	return false
}

// noKind notes a top-level key that is not a kind.
func (d *decoder) noKind(name *yaml.Node) {
	known := make([]string, len(Kinds()))
	for i, k := range Kinds() {
		known[i] = string(k)
	}
	near := template.Nearest(name.Value, known)
	text := say.T("a file has the keys printer, filament, process and interface, not %s", name.Value)
	if near != "" {
		text = say.T("there is no %s; did you mean %s?", name.Value, near)
	}
	d.fault(CodeKey, name, name.Value, text)
}

// child returns the value of a scalar key of a mapping, or nil.
func child(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if v := mapping.Content[i+1]; mapping.Content[i].Value == key && v.Kind == yaml.ScalarNode {
			return v
		}
	}
	return nil
}

// notProfiles says what a file of profiles is.
var notProfiles = say.T("a profile file is one document with a key such as printer, and the profile's keys indented under it")

// parseYAML returns the mapping that data is, or a finding where it is none; what says
// what it should be.
func parseYAML(data []byte, file string, what say.Text) (*yaml.Node, Finding) {
	finding := Finding{Code: CodeSyntax, Severity: Error, File: file, Line: 1, Col: 1}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		finding.Text = what
		var at *yaml.LoadError
		if errors.As(err, &at) && at.Mark.Line > 0 {
			finding.Line, finding.Col = max(at.Mark.Line, 1), max(at.Mark.Column, 1)
			finding.Text = say.T("this is not YAML: %s", at.Message)
		}
		return nil, finding
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		finding.Text = what
		return nil, finding
	}
	return doc.Content[0], finding
}
