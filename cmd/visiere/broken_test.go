package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/joshdk/go-junit"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/visiere/visiere/annotate"
	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/proof"
)

// brokenFiles are profiles with faults, called by the code of what is found in them. A comment
// with ^ below a line says where and what:
//
//	nozzle: 6mm
//	#       ^ VP004 error
//
// A first line such as "# resolve printer=ender-3 filament=@" asks for the file by name, as
// slice does; other files are validated.
const brokenFiles = "broken/*.yaml" // in testdata

// mark is a place at which something is found.
type mark struct {
	line, col int
	code      profiles.Code
	severity  profiles.Severity
}

var caret = regexp.MustCompile(`^[\s#;]*\^ (VP\d+) (error|warning|note)$`)

// marks returns the places that a file names.
func marks(text string) (out []mark) {
	line := 0
	for n, l := range strings.Split(text, "\n") {
		m := caret.FindStringSubmatch(l)
		if m == nil {
			line = n + 1
			continue
		}
		col := 1 + utf8.RuneCountInString(l[:strings.Index(l, "^")])
		out = append(out, mark{line, col, profiles.Code(m[1]), profiles.Severity(m[2])})
	}
	return out
}

// foundIn returns what is found in a file of the corpus.
func foundIn(t *testing.T, lib *profiles.Library, file, text string) []profiles.Finding {
	t.Helper()
	if asked, ok := strings.CutPrefix(strings.SplitN(text, "\n", 2)[0], "# resolve "); ok {
		names := map[string]string{}
		for _, w := range strings.Fields(asked) {
			kind, name, _ := strings.Cut(w, "=")
			names[kind] = strings.Replace(name, "@", file, 1)
		}
		_, found := lib.ResolveAll(names["printer"], names["filament"], names["process"], names["interface"], nil)
		return found
	}
	found := lib.Validate(profiles.Physics, file)
	switch code := codeOf(file); {
	case profiles.RuleOf(code).Depth != profiles.Proof:
		return found
	case code == profiles.CodeSlice || code == profiles.CodeReplay:
		results, err := proof.Run(context.Background(), lib, proof.Spec{Paths: []string{file}})
		if err != nil {
			t.Fatal(err)
		}
		return append(found, proof.Budgets(nil).Hold(lib.With(file), results, "", false)...)
	}
	return append(found, overBudget(t, lib.With(file), file)...)
}

// overBudget returns what is wrong with a print of 12 minutes and 3 g, and a stack of 30 and
// 9 g, by the budgets beside a file.
func overBudget(t *testing.T, lib *profiles.Library, file string) []profiles.Finding {
	t.Helper()
	path := strings.TrimSuffix(file, ".yaml") + ".budgets"
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	budgets, err := proof.ReadBudgets(f, path)
	if err != nil {
		t.Fatal(err)
	}
	choice := profiles.Choice{Printer: string(codeOf(file)), Nozzle: 0.4, Filament: "pla", Process: "0.3mm"}
	took := proof.Result{Choice: choice, One: proof.Taken{Minutes: 12, Grams: 3}, Three: proof.Taken{Minutes: 30, Grams: 9}}
	return budgets.Hold(lib, []proof.Result{took}, filepath.ToSlash(path), true)
}

// codeOf returns the code that a file of the corpus is called by.
func codeOf(file string) profiles.Code { return profiles.Code(filepath.Base(file)[:len("VP000")]) }

// broken returns the corpus as one report: of each file what its marks name, no more and no
// less.
func broken(t *testing.T) *annotate.Report {
	t.Helper()
	t.Chdir("../../testdata") // reports name the files as from there
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(brokenFiles)
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	v := &validation{paths: files, depth: word[profiles.Depth]{value: profiles.Proof}, failOn: word[profiles.Severity]{value: profiles.Error}}
	for i := range files {
		files[i] = filepath.ToSlash(files[i])
	}
	r := v.report(say.English, files)
	r.Version, r.Named = "1.2.3", v.named(lib.With(files...))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		found := foundIn(t, lib, file, text)
		left, hit := marks(text), false
		for _, f := range found {
			hit = hit || f.Code == codeOf(file)
			at := slices.Index(left, mark{f.Line, f.Col, f.Code, f.Severity})
			switch {
			case f.File != file && f.Code != codeOf(file) && f.Severity == profiles.Note:
				continue // of what the file is used with
			case f.Line == 0 || f.File != file:
			case at < 0:
				t.Errorf("%s is not marked there", f)
			default:
				left = slices.Delete(left, at, at+1)
			}
			r.Findings = append(r.Findings, f)
		}
		for _, m := range left {
			t.Errorf("%s:%d:%d: no %s %s was found", file, m.line, m.col, m.severity, m.code)
		}
		if !hit {
			t.Errorf("%s: no %s was found, but %v", file, codeOf(file), found)
		}
	}
	return r
}

// lineNumber is what of a finding changes with every line of a file's head.
var lineNumber = regexp.MustCompile(`(line|ligne) \d+ (of the file|du fichier)`)

// Every rule has a profile that breaks it, and the reports on all of them are these, word
// for word; SARIF keeps to its schema, and a reader of JUnit finds what it should.
func TestBrokenProfiles(t *testing.T) {
	r := broken(t)
	known := map[profiles.Code]bool{}
	for _, f := range r.Findings {
		known[f.Code] = true
	}
	for _, rule := range profiles.Rules() {
		if !known[rule.Code] {
			t.Errorf("no profile in %s breaks %s: %s", brokenFiles, rule.Code, rule.Holds)
		}
	}
	for _, x := range []struct {
		name   string
		format annotate.Format
		lang   say.Language
		check  func(*testing.T, *annotate.Report, []byte)
	}{
		{"text", annotate.Text, say.English, nil}, {"fr.text", annotate.Text, say.French, nil},
		{"json", annotate.JSON, say.English, nil}, {"sarif", annotate.SARIF, say.English, keepsToSchema},
		{"junit", annotate.JUnit, say.English, isRead}, {"github", annotate.GitHub, say.English, nil},
	} {
		var out bytes.Buffer
		r.Lang = x.lang
		if err := annotate.Write(&out, x.format, r); err != nil {
			t.Fatal(err)
		}
		if x.check != nil {
			x.check(t, r, out.Bytes())
		}
		golden.Check(t, "broken/golden/"+x.name, lineNumber.ReplaceAll(out.Bytes(), []byte("$1 N $2")))
	}
}

// keepsToSchema holds a report against the schema of OASIS.
func keepsToSchema(t *testing.T, r *annotate.Report, data []byte) {
	t.Helper()
	f, err := os.Open("../annotate/testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	report, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(report); err != nil {
		t.Errorf("%v", err)
	}
	bad, _ := jsonschema.UnmarshalJSON(bytes.NewReader(bytes.Replace(data, []byte(`"startLine"`), []byte(`"start"`), 1)))
	if schema.Validate(bad) == nil {
		t.Error("the schema takes anything")
	}
}

// isRead reads a report as CI does: a suite for each file, a case for each finding.
func isRead(t *testing.T, r *annotate.Report, data []byte) {
	t.Helper()
	suites, err := junit.Ingest(data)
	if err != nil {
		t.Fatal(err)
	}
	byFile := map[string][]profiles.Finding{}
	for _, f := range r.Findings {
		byFile[f.File] = append(byFile[f.File], f)
	}
	if len(suites) < len(byFile) {
		t.Errorf("%d suites of %d files", len(suites), len(byFile))
	}
	for _, s := range suites {
		want := byFile[s.Name]
		failed := 0
		for i, f := range want {
			if r.Fails(f.Severity) {
				failed++
			}
			if got := s.Tests[i]; !strings.HasPrefix(got.Name, string(f.Code)) || (got.Error != nil) != r.Fails(f.Severity) {
				t.Errorf("%s: case %d is %q, error %v, of %s", s.Name, i, got.Name, got.Error, f)
			}
		}
		if s.Totals.Failed != failed || s.Totals.Tests != max(1, len(want)) {
			t.Errorf("%s: %+v of %s", s.Name, s.Totals, fmt.Sprint(want))
		}
	}
}
