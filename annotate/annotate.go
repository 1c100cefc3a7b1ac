// Package annotate writes what was found in profiles for people, for editors and for
// continuous integration: as text, JSON, SARIF 2.1.0, JUnit XML and GitHub's workflow
// commands. All have the same findings in the same order.
package annotate

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// Report is what was looked at and what was found.
type Report struct {
	Version  string // of the program
	Depth    profiles.Depth
	Files    []string // that were looked at, those without findings too
	Findings []profiles.Finding
	FailOn   profiles.Severity // the least severity that fails; empty: none does
	Lang     say.Language      // of all sentences but those of JSON, which are English

	// Frame is the flags by which slice takes the frame that proofs are made of, Folders
	// those that tell any command of the profiles that the findings were made with.
	Frame, Folders []string
	Budgets        []string // the flags that say what proofs are held to
	// Named returns what slice is to be given for a profile: its name, or its file; nil: its
	// name.
	Named func(kind profiles.Kind, name string) string
	// Needs returns the files that must be named beside a finding's own: what its profiles
	// inherit from, or are used with; nil: none.
	Needs func(f *profiles.Finding) []string

	Proved  int      // combinations that were sliced and replayed
	Compare bool     // they were held against others: then Changes has what differs
	Changes []Change // in the order of combinations

	// Path returns the path of a file of a finding as the reader's tools know it; nil: as it is.
	Path func(file string) string
}

// Format is a form of report.
type Format string

// The formats.
const (
	Text   Format = "text"
	JSON   Format = "json"
	SARIF  Format = "sarif"
	JUnit  Format = "junit"
	GitHub Format = "github"
)

// Formats lists the formats.
func Formats() []Format { return []Format{Text, JSON, SARIF, JUnit, GitHub} }

// Write writes r to w in a format.
//
// Errors: those of w.
func Write(w io.Writer, f Format, r *Report) error {
	switch f {
	case JSON:
		return r.json(w)
	case SARIF:
		return r.sarif(w)
	case JUnit:
		return r.junit(w)
	case GitHub:
		return r.github(w)
	}
	return r.text(w)
}

// severities from the least.
var severities = []profiles.Severity{profiles.Note, profiles.Warning, profiles.Error}

// Fails reports whether a finding of this severity fails.
func (r *Report) Fails(s profiles.Severity) bool {
	least := slices.Index(severities, r.FailOn)
	return least >= 0 && slices.Index(severities, s) >= least
}

// Failed reports whether any finding fails.
func (r *Report) Failed() bool {
	return slices.ContainsFunc(r.Findings, func(f profiles.Finding) bool { return r.Fails(f.Severity) })
}

// in returns a sentence in the language of r.
func (r *Report) in(format string, args ...any) string { return say.T(format, args...).In(r.Lang) }

// path returns the path of a file.
func (r *Report) path(file string) string {
	if r.Path != nil {
		file = r.Path(file)
	}
	return filepath.ToSlash(file)
}

// inFile reports whether a finding is in a file, not in an argument.
func inFile(f *profiles.Finding) bool { return f.File != "" && !strings.HasPrefix(f.File, "--") }

// builtIn reports whether a finding is in a file of the program's own.
func builtIn(f *profiles.Finding) bool { return strings.HasPrefix(f.File, profiles.BuiltIn+"/") }

// Again returns the command that makes a finding again.
func (r *Report) Again(f *profiles.Finding) string {
	rule := profiles.RuleOf(f.Code)
	if f.Frames > 0 {
		words := append([]string{"visiere slice"}, r.Frame...)
		words = append(words, r.named(f.In).String(), "--stack", strconv.Itoa(f.Frames), "--dry-run")
		words = append(words, r.Folders...)
		for _, file := range r.needs(f) {
			if dir := filepath.ToSlash(filepath.Dir(file)); !slices.Contains(words, Quoted(dir)) {
				words = append(words, "--profiles", Quoted(dir))
			}
		}
		return strings.Join(words, " ")
	}
	words := []string{"visiere profile validate"}
	if inFile(f) && !builtIn(f) && rule.Code != profiles.CodeBudget {
		words = append(words, Quoted(f.File))
		for _, file := range r.needs(f) {
			words = append(words, Quoted(file))
		}
	}
	depth := cmp.Or(rule.Depth, r.Depth)
	words = append(append(words, "--depth", string(depth)), r.Folders...)
	if depth == profiles.Proof {
		words = append(words, r.Budgets...)
	}
	return strings.Join(words, " ")
}

// needs returns what Needs does.
func (r *Report) needs(f *profiles.Finding) []string {
	if r.Needs == nil {
		return nil
	}
	return r.Needs(f)
}

// named returns a combination as slice is to be given it.
func (r *Report) named(c profiles.Choice) profiles.Choice {
	if r.Named != nil {
		c.Printer = Quoted(r.Named(profiles.KindPrinter, c.Printer))
		c.Filament = Quoted(r.Named(profiles.KindFilament, c.Filament))
		c.Process = Quoted(r.Named(profiles.KindProcess, c.Process))
	}
	return c
}

// Quoted returns a path as a shell takes it.
func Quoted(path string) string {
	if strings.ContainsAny(path, " '\"$&()*?;<>|`\\") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

// combination returns in which combination a finding was made, nothing where it is of a
// profile by itself.
func (r *Report) combination(f *profiles.Finding) string {
	switch {
	case f.In == profiles.Choice{}:
		return ""
	case f.Others == 0:
		return f.In.String()
	}
	return r.in("%s, and %d more", f.In.String(), f.Others)
}

// count returns how many findings have a severity.
func (r *Report) count(s profiles.Severity) (n int) {
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}
