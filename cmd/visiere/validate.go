package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/annotate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
)

// validation is what a command line of validate asks for.
type validation struct {
	dirs   []string // of further profiles
	paths  []string
	depth  word[profiles.Depth]
	format word[annotate.Format]
	failOn word[profiles.Severity]
	proof  proofFlags
}

// never is the severity that no finding has.
const never profiles.Severity = "never"

// profileValidateCommand returns the command that checks profiles.
func (a *app) profileValidateCommand() *cobra.Command {
	c := a.command("validate", say.T("[PATH...]"), say.T("Check profiles, alone and in every combination that fits"),
		say.T("Checks the profiles in the files and folders given, else all. Three depths:\n"+
			"form      keys that do not exist, missing units, ranges, inheritance, templates;\n"+
			"physics   what profiles make together, for each printer, nozzle, filament and process\n"+
			"          that fit: flow, temperatures, limits, bed, G-code that overrides them;\n"+
			"proof     a frame and a stack of three sliced and replayed for each of those, held\n"+
			"          against budgets of minutes and grams, and against --base.\n"+
			"Each finding has a code, its file, line and column, the rule, how to mend it, and the\n"+
			"command that shows it again. Exit code 1: a finding as grave as --fail-on, or graver."),
		say.T("visiere profile validate\n"+
			"visiere profile validate my-profiles --depth form\n"+
			"visiere profile validate my-printer.yaml --format sarif > findings.sarif\n"+
			"visiere profile validate my-profiles --format github --fail-on warning\n"+
			"visiere profile validate my-profiles --depth proof --budgets budgets.txt --update\n"+
			"visiere profile validate my-profiles --depth proof --budgets budgets.txt --base main"))
	v := &validation{
		depth:  word[profiles.Depth]{profiles.Physics, profiles.Depths()},
		format: word[annotate.Format]{annotate.Text, annotate.Formats()},
		failOn: word[profiles.Severity]{profiles.Error, []profiles.Severity{profiles.Error, profiles.Warning, profiles.Note, never}},
	}
	f := c.Flags()
	f.SortFlags = false
	f.Var(&v.depth, "depth", a.tr("`DEPTH` to look to: form, physics or proof"))
	f.Var(&v.format, "format", a.tr("`FORMAT` of the report: text, json, sarif, junit or github"))
	f.Var(&v.failOn, "fail-on", a.tr("least `SEVERITY` that fails: error, warning, note or never"))
	v.proof.addTo(a, c)
	a.folders(c, &v.dirs)
	c.RunE = func(c *cobra.Command, args []string) error {
		if a.json {
			v.format.value = annotate.JSON
		}
		v.paths = args
		if err := v.proof.check(v.depth.value); err != nil {
			return err
		}
		return a.validate(c.Context(), v)
	}
	return c
}

// validate looks at profiles and reports what it found.
func (a *app) validate(ctx context.Context, v *validation) error {
	files, err := profileFiles(v.paths)
	if err != nil {
		return err
	}
	lib, err := profiles.Open(v.dirs...)
	if err != nil {
		return err
	}
	r := v.report(a.lang, files)
	if len(v.paths) == 0 {
		r.Files = lib.Files()
	}
	r.Findings = lib.Validate(v.depth.value, files...)
	r.Needs = v.needs(lib.With(files...))
	if v.depth.value == profiles.Proof {
		if err := a.prove(ctx, lib, v, files, r); err != nil {
			return err
		}
	}
	if err := annotate.Write(a.out, v.format.value, r); err != nil {
		return err
	}
	if r.Failed() {
		return errSilent
	}
	return nil
}

// report returns the report on files, without findings.
func (v *validation) report(lang say.Language, files []string) *annotate.Report {
	r := &annotate.Report{
		Version: version().Version, Depth: v.depth.value, Files: files, FailOn: v.failOn.value, Lang: lang, Path: sourcePath,
		Folders: v.folderFlags(),
	}
	r.Frame = []string{"--model", models.PlainName}
	if v.proof.frame != "" {
		r.Frame = []string{annotate.Quoted(v.proof.frame)}
	}
	if v.proof.budgets != "" {
		r.Budgets = append(r.Budgets, "--budgets", annotate.Quoted(v.proof.budgets))
	}
	return r
}

// profileFiles returns the profile files that paths name, those in folders included.
func profileFiles(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		st, err := os.Stat(p)
		if err == nil && !st.IsDir() {
			files = append(files, p)
			continue
		}
		in, err := profiles.FilesIn(p)
		switch {
		case err != nil:
			return nil, say.Errorf("cannot read %s: %v", p, cause(err))
		case len(in) == 0:
			return nil, say.Errorf("%s has no profiles: their files end in .yaml or .yml", p)
		}
		files = append(files, in...)
	}
	return files, nil
}

// sourcePath returns where a file of our own stands in a checkout, where this is one, so
// that the tools which read a report find it.
func sourcePath(file string) string {
	rest, own := strings.CutPrefix(file, profiles.BuiltIn+"/")
	source := filepath.Join("profiles", "builtin", filepath.FromSlash(rest))
	if _, err := os.Stat(source); own && err == nil {
		return source
	}
	return file
}

// word is a flag that takes one of several words.
type word[T ~string] struct {
	value T
	known []T
}

// String returns the word.
func (w *word[T]) String() string { return string(w.value) }

// Type returns what the value is, for completion.
func (w *word[T]) Type() string { return "word" }

// Set checks s.
func (w *word[T]) Set(s string) error {
	if !slices.Contains(w.known, T(s)) {
		names := make([]string, len(w.known))
		for i, k := range w.known {
			names[i] = string(k)
		}
		return say.Errorf("one of %s is meant", strings.Join(names, ", "))
	}
	w.value = T(s)
	return nil
}
