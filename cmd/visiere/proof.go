package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/annotate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/proof"
)

// proofFlags are those of validate that need depth proof.
type proofFlags struct {
	budgets string
	update  bool
	base    string
	frame   string
}

// addTo adds the flags to c.
func (p *proofFlags) addTo(a *app, c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&p.budgets, "budgets", "", a.tr("`FILE` with the minutes and grams that each combination may take (proof)"))
	f.BoolVar(&p.update, "update", false, a.tr("write the budgets anew, as large as what was taken (proof)"))
	f.StringVar(&p.base, "base", "", a.tr("`REVISION` of git, or a folder, with profiles to compare with (proof)"))
	f.StringVar(&p.frame, "frame", "", a.tr("`FRAME` to slice, an STL or 3MF file; else a small one of ours (proof)"))
}

// proofGC is by how many per cent memory may grow before it is collected: proving makes much
// that is soon garbage and keeps little.
const proofGC = 400

// check refuses flags that need depth proof, and --update of nothing.
func (p *proofFlags) check(depth profiles.Depth) error {
	for _, f := range []struct {
		name  string
		given bool
	}{{"--budgets", p.budgets != ""}, {"--update", p.update}, {"--base", p.base != ""}, {"--frame", p.frame != ""}} {
		if f.given && depth != profiles.Proof {
			return usagef("%s needs --depth proof", f.name)
		}
	}
	if p.update && p.budgets == "" {
		return usagef("--update needs --budgets FILE, the file to write")
	}
	return nil
}

// prove slices and replays what v asks for and adds to r what came of it. What there is
// to hold it against is read first: proving takes longer.
func (a *app) prove(ctx context.Context, lib *profiles.Library, v *validation, files []string, r *annotate.Report) error {
	p := &v.proof
	budgets, err := p.read(len(v.paths) == 0)
	if err != nil {
		return err
	}
	against := &base{}
	if p.base != "" {
		if against, err = openBase(p.base, v); err != nil {
			return err
		}
		defer against.close()
	}
	show, done := a.progress(ctx)
	defer done()
	spec := proof.Spec{Paths: files, Frame: p.frame}
	if show != nil {
		spec.Progress = func(share float64) { show(say.T("proving"), share) }
	}
	defer debug.SetGCPercent(debug.SetGCPercent(proofGC)) // a tenth of the time
	results, err := proof.Run(ctx, lib, spec)
	if err != nil {
		return err
	}
	if p.update {
		budgets = budgets.With(results, len(v.paths) == 0)
		if err := writeFile(p.budgets, budgets.Write); err != nil {
			return err
		}
	}
	with := lib.With(files...)
	r.Named = v.named(with)
	r.Findings = append(r.Findings, budgets.Hold(with, results, p.budgets, len(v.paths) == 0)...)
	r.Proved, r.Compare = len(results), p.base != ""
	if !r.Compare {
		return nil
	}
	changes, err := proof.Against(ctx, lib, against.library, results, spec, against.combinations())
	for _, c := range changes {
		r.Changes = append(r.Changes, annotate.Change{Choice: c.Choice, Before: took(c.Before), After: took(c.After)})
	}
	return err
}

// took returns a result as reports have it.
func took(r *proof.Result) *annotate.Took {
	if r == nil {
		return nil
	}
	return &annotate.Took{
		OneMinutes: r.One.Minutes, OneGrams: r.One.Grams, StackMinutes: r.Three.Minutes, StackGrams: r.Three.Grams,
	}
}

// read returns the budgets, nil where there are to be none. Where they are to be written
// anew as a whole, it does not matter what the file has.
func (p *proofFlags) read(whole bool) (proof.Budgets, error) {
	if p.budgets == "" || p.update && whole {
		return nil, nil
	}
	f, err := os.Open(p.budgets)
	switch {
	case errors.Is(err, fs.ErrNotExist) && p.update:
		return nil, nil
	case err != nil:
		return nil, say.Errorf("cannot read %s: %v; write it with --update", p.budgets, cause(err))
	}
	defer f.Close()
	return proof.ReadBudgets(f, p.budgets)
}

// folderFlags returns the flags by which commands find the profiles in the folders that v
// names: one that is looked at may inherit from another.
func (v *validation) folderFlags() (flags []string) {
	dirs := slices.Clone(v.dirs)
	for _, p := range v.paths {
		if st, err := os.Stat(p); err == nil && st.IsDir() {
			dirs = append(dirs, p)
		}
	}
	slices.Sort(dirs)
	for _, d := range slices.Compact(dirs) {
		flags = append(flags, "--profiles", annotate.Quoted(d))
	}
	return flags
}

// needs returns which of the files that v names one by one a finding was made with besides
// its own, by lib.
func (v *validation) needs(lib *profiles.Library) func(*profiles.Finding) []string {
	return func(f *profiles.Finding) []string {
		files := lib.Lineage(f.File)
		for kind, name := range map[profiles.Kind]string{
			profiles.KindPrinter: f.In.Printer, profiles.KindFilament: f.In.Filament, profiles.KindProcess: f.In.Process,
		} {
			file, _, _ := lib.Place(kind, name)
			files = append(files, lib.Lineage(file)...)
		}
		slices.Sort(files)
		return slices.DeleteFunc(slices.Compact(files), func(file string) bool { return file == f.File || !slices.Contains(v.paths, file) })
	}
}

// named returns what slice is to be given for the profiles of lib: those in a file that v
// names by that file, others by their names.
func (v *validation) named(lib *profiles.Library) func(profiles.Kind, string) string {
	return func(kind profiles.Kind, name string) string {
		if file, _, _ := lib.Place(kind, name); slices.Contains(v.paths, file) {
			return file
		}
		return name
	}
}
