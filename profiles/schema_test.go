package profiles

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

// compiled returns the schema of files with these kinds, as a validator reads it.
func compiled(t *testing.T, kinds ...Kind) *jsonschema.Schema {
	t.Helper()
	data, err := json.Marshal(Schema(kinds...))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("profiles.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainYAML returns a YAML file as a validator of JSON has it.
func plainYAML(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := yaml.Load(data, &v); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The schema takes every shipped file.
func TestSchemaTakesShipped(t *testing.T) {
	s, n := compiled(t), 0
	err := fs.WalkDir(builtin, "builtin", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := builtin.ReadFile(name)
		if err != nil {
			return err
		}
		n++
		if err := s.Validate(plainYAML(t, data)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil || n < 40 {
		t.Fatal(n, err)
	}
}

// It refuses what is a fault of form, and takes what is none.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	for text, ok := range map[string]bool{
		"printer: {nozle: 0.4mm}":                          false,
		"printer: {nozzle: 0.4}":                           false,
		"printer: {nozzle: 0.4mm}":                         true,
		"printer: {nozzle: 400um}":                         true,
		"printer: {height: 0}":                             true,
		"printer: {firmware: marlinn}":                     false,
		"printer: {retract: {wipe: sometimes}}":            false,
		"printer: {max_flow_by_nozzle: {0.4mm: 11mm3/s}}":  true,
		"printer: {bed: {points: [[0mm, 1mm], [1mm]]}}":    false,
		"printer: {after: {eject: {repeats: 21}}}":         false,
		"filament: {cost: 25EUR/kg, retract_length: 2mm}":  true,
		"filament: {cost: 25}":                             false,
		"process: {fill: 20%, perimeters: 3}":              true,
		"process: {fill: 20mm}":                            false,
		"process: {perimeters: 2.5}":                       false,
		"interface: {kind: jelly}":                         false,
		"interface: {separator: {pitch: 2mm, hight: 1mm}}": false,
		"printers: {}":                                     false,
	} {
		if err := s.Validate(plainYAML(t, []byte(text))); (err == nil) != ok {
			t.Errorf("%s: %v", text, err)
		}
	}
	if compiled(t, KindPrinter).Validate(plainYAML(t, []byte("filament: {flow: 100%}"))) == nil {
		t.Error("the schema of printers takes a filament")
	}
}

// What form says of the files with faults, the schema says as well, but for what needs
// more than one key or file.
func TestSchemaAgrees(t *testing.T) {
	s := compiled(t)
	form := map[Code]bool{CodeKey: true, CodeWord: true}
	l := open(t)
	files, _ := filepath.Glob("testdata/findings/*.yaml")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if yaml.Load(data, &v) != nil {
			continue
		}
		for _, f := range l.Validate(Form, file) {
			if form[f.Code] && s.Validate(plainYAML(t, data)) == nil {
				t.Errorf("%s has %s and the schema takes it", file, f)
				break
			}
		}
	}
}

// Every key has a description or says itself what it is, and a description of the source.
func TestSchemaDescribes(t *testing.T) {
	data, err := json.Marshal(Schema())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"description":"tallest print`, `"default":"1.75mm"`, `"examples":["250mm"]`, `From 0.02mm to 1.5mm.`,
		`Needed, here or in what is inherited.`, `"enum":["marlin","prusa","klipper","reprapfirmware"]`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s", want)
		}
	}
}
