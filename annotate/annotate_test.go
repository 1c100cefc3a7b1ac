package annotate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// odd is a finding whose path and sentence have all that formats must escape.
func odd() *Report {
	return &Report{
		Depth: profiles.Physics, Files: []string{"a,b/c:d 100%.yaml", "clean.yaml"}, FailOn: profiles.Error,
		Findings: []profiles.Finding{
			{Code: profiles.CodeRange, Severity: profiles.Error, File: "a,b/c:d 100%.yaml", Line: 3, Col: 7, Key: "process.fill",
				Value: "<&\"'>", Text: say.T("%s", "50% of <all>, &c.:\r\nmore\x01")},
			{Code: profiles.CodeFlowCap, Severity: profiles.Note, File: "--set", Text: say.T("%s", "said on the command line")},
		},
	}
}

func write(t *testing.T, f Format, r *Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, f, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// GitHub's commands are one line each; what would end a property, a text or a line is
// escaped, as their documentation says.
func TestGitHubEscapes(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(write(t, GitHub, odd()), "\n"), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	const want = "::error file=a%2Cb/c%3Ad 100%25.yaml,line=3,col=7,title=VP004::50%25 of <all>, &c.:%0D%0Amore\x01%0A"
	if !strings.HasPrefix(lines[0], want) {
		t.Errorf("%q does not begin with %q", lines[0], want)
	}
	if !strings.HasPrefix(lines[1], "::notice title=VP103::said on the command line%0A") || strings.Contains(lines[1], "file=") {
		t.Errorf("%q", lines[1])
	}
}

// XML and JSON are read back as what was written; what XML cannot hold is replaced.
func TestOddTextsAreRead(t *testing.T) {
	var all suites
	if err := xml.Unmarshal([]byte(write(t, JUnit, odd())), &all); err != nil {
		t.Fatal(err)
	}
	if all.Tests != 3 || all.Failures != 1 || len(all.Suites) != 3 || all.Suites[0].Name != "a,b/c:d 100%.yaml" {
		t.Errorf("%+v", all)
	}
	if m := all.Suites[0].Cases[0].Failure.Message; m != "50% of <all>, &c.:\r\nmore\ufffd" {
		t.Errorf("%q", m)
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, SARIF, odd())), &log); err != nil {
		t.Fatal(err)
	}
	first := log.Runs[0].Results[0]
	if uri := first.Locations[0].Physical.Artifact.URI; uri != "a%2Cb/c:d%20100%25.yaml" {
		t.Errorf("%q", uri)
	}
	if log.Runs[0].Results[1].Locations != nil {
		t.Error("a flag has a place in a file")
	}
	var report struct {
		OK            bool
		Errors, Notes int
		Findings      []struct{ Text, File, Again string }
	}
	if err := json.Unmarshal([]byte(write(t, JSON, odd())), &report); err != nil || report.OK || report.Errors != 1 || report.Notes != 1 ||
		report.Findings[0].Text != "50% of <all>, &c.:\r\nmore\x01" {
		t.Errorf("%+v, %v", report, err)
	}
}

// What fails is what is as grave as FailOn; nothing where that is no severity.
func TestFailOn(t *testing.T) {
	for failOn, want := range map[profiles.Severity]string{
		profiles.Error: "error", profiles.Warning: "error warning", profiles.Note: "error warning note", "never": "", "": "",
	} {
		r := &Report{FailOn: failOn}
		var got []string
		for _, s := range []profiles.Severity{profiles.Error, profiles.Warning, profiles.Note} {
			if r.Fails(s) {
				got = append(got, string(s))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v fail", failOn, got)
		}
	}
}

// The command that shows a finding again names the file, the depth of the rule and the
// folders, quoted for a shell; of a print it is slice.
func TestAgain(t *testing.T) {
	r := &Report{Depth: profiles.Proof, Frame: []string{"--model", "trial"}, Folders: []string{"--profiles", "mine"},
		Budgets: []string{"--budgets", "b.txt"},
		Named: func(kind profiles.Kind, name string) string {
			if kind == profiles.KindPrinter {
				return "my $printers/a.yaml"
			}
			return name
		}}
	r.Needs = func(f *profiles.Finding) []string {
		if f.File == "child.yaml" {
			return []string{"old/parent.yaml"}
		}
		return nil
	}
	choice := profiles.Choice{Printer: "a", Nozzle: 0.4, Filament: "pla", Process: "0.3mm"}
	for _, x := range []struct {
		found profiles.Finding
		want  string
	}{
		{profiles.Finding{Code: profiles.CodeKey, File: "it's.yaml"}, `visiere profile validate 'it'\''s.yaml' --depth form --profiles mine`},
		{profiles.Finding{Code: profiles.CodeBed, File: "built-in/printers/x.yaml"}, "visiere profile validate --depth physics --profiles mine"},
		{profiles.Finding{Code: profiles.CodeGrams, File: "a.yaml"}, "visiere profile validate a.yaml --depth proof --profiles mine --budgets b.txt"},
		{profiles.Finding{Code: profiles.CodeSlice, File: "a.yaml", Frames: 3, In: choice},
			"visiere slice --model trial --printer 'my $printers/a.yaml' --nozzle 0.4mm --filament pla --process 0.3mm --stack 3 --dry-run --profiles mine"},
		{profiles.Finding{Code: profiles.CodeBed, File: "child.yaml"}, "visiere profile validate child.yaml old/parent.yaml --depth physics --profiles mine"},
		{profiles.Finding{Code: profiles.CodeSlice, File: "child.yaml", Frames: 1, In: choice},
			"visiere slice --model trial --printer 'my $printers/a.yaml' --nozzle 0.4mm --filament pla --process 0.3mm --stack 1 --dry-run --profiles mine --profiles old"},
	} {
		if got := r.Again(&x.found); got != x.want {
			t.Errorf("%s: %s, want %s", x.found.Code, got, x.want)
		}
	}
}

// Changes are told with the greatest of minutes first, and no more than people read.
func TestChanges(t *testing.T) {
	r := &Report{Proved: 30, Compare: true}
	for i := range 25 {
		r.Changes = append(r.Changes, Change{profiles.Choice{Printer: "p", Nozzle: 0.4, Filament: "pla", Process: string(rune('a' + i))},
			&Took{10, 1, 20, 3}, &Took{10, 1, 20 + float64(i), 3}})
	}
	r.Changes = append(r.Changes, Change{Choice: profiles.Choice{Printer: "new"}, After: &Took{1, 1, 2, 2}}, Change{Choice: profiles.Choice{Printer: "old"}, Before: &Took{1, 1, 2, 2}})
	lines := strings.Split(write(t, Text, r), "\n")
	if !strings.Contains(lines[1], "1 added, 1 gone, 25 changed") || !strings.Contains(lines[2], "--process y: 20.00 > 44.00 min (+120.0 %)") ||
		!strings.Contains(lines[2+longest], "and 7 more") {
		t.Errorf("%q", lines)
	}
	if lines := write(t, GitHub, r); strings.Count(lines, "\n") != 1 || !strings.Contains(lines, "25 changed%0A") {
		t.Errorf("%q", lines)
	}
}
