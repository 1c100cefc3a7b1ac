package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/exchange"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
)

// importing is what a command line of import asks for.
type importing struct {
	folder, only string
	force, all   bool
}

// profileImportCommand returns the command that brings profiles over from other programs.
func (a *app) profileImportCommand() *cobra.Command {
	c := a.command("import", say.T("FILE..."), say.T("Make profiles of those of other slicers and of Klipper"),
		say.T("Reads configs and bundles of PrusaSlicer and SuperSlicer (.ini, and G-code with its config),\n"+
			"presets of OrcaSlicer and Bambu Studio (.json), definitions of Cura (.def.json, .inst.cfg)\n"+
			"and Klipper's printer.cfg, with all that they inherit or include. Writes a file for each\n"+
			"preset and tells what became of every key: taken, converted, ignored and why, missing."),
		say.T("visiere profile import PrusaResearch.ini --only MK3S\n"+
			"visiere profile import printer.cfg -o my-profiles\n"+
			"visiere profile import config.ini --all --json > report.json"))
	c.Args = arguments(1, math.MaxInt, say.T("file"))
	i := &importing{}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&i.folder, "output", "o", "profiles", a.tr("`FOLDER` for the files"))
	f.StringVar(&i.only, "only", "", a.tr("only presets with this `TEXT` in their name"))
	f.BoolVar(&i.force, "force", false, a.tr("replace files that are there"))
	f.BoolVar(&i.all, "all", false, a.tr("list every key, not only how many"))
	c.RunE = func(_ *cobra.Command, args []string) error { return a.importProfiles(i, args) }
	return c
}

// importProfiles reads all files before it writes one.
func (a *app) importProfiles(i *importing, paths []string) error {
	var all []exchange.Imported
	files := map[string]bool{}
	for _, path := range paths {
		read, err := exchange.Import(path, i.only)
		if err != nil {
			return err
		}
		for _, im := range read {
			file := i.fileOf(im.Name)
			if files[file] {
				return say.Errorf("two presets would both be written to %s: import them into folders of their own", file)
			}
			if _, err := os.Stat(file); err == nil && !i.force {
				return say.Errorf("%s is there already: add --force to replace it, or choose another folder with -o", file)
			}
			files[file] = true
			all = append(all, im)
		}
	}
	if err := os.MkdirAll(i.folder, 0o755); err != nil {
		return say.Errorf("cannot write %s: %v", i.folder, cause(err))
	}
	for _, im := range all {
		err := writeFile(i.fileOf(im.Name), func(w io.Writer) error { _, err := w.Write(im.YAML); return err })
		if err != nil {
			return err
		}
	}
	return a.reportImports(i, all)
}

// fileOf returns the file of a preset.
func (i *importing) fileOf(name string) string { return filepath.Join(i.folder, name+".yaml") }

// reportImports tells what became of every key.
func (a *app) reportImports(i *importing, all []exchange.Imported) error {
	if a.json {
		return a.writeJSON(all)
	}
	for _, im := range all {
		kinds := make([]string, len(im.Kinds))
		for k, kind := range im.Kinds {
			kinds[k] = string(kind)
		}
		a.printf("%s: %s, from %s", i.fileOf(im.Name), strings.Join(kinds, ", "), im.Title)
		a.printf("  taken %d, converted %d, ignored %d, missing %d: %.0f %% of its keys are used",
			len(im.Taken), len(im.Converted), len(im.Ignored), len(im.Missing), 100*im.Share())
		a.listEntries(i.all, say.T("taken"), im.Taken)
		a.listEntries(i.all, say.T("converted"), im.Converted)
		a.listEntries(i.all, say.T("ignored"), im.Ignored)
		a.listMissing(i.all, im.Missing)
	}
	a.printf("To look for what does not fit: visiere profile validate %s", i.folder)
	return nil
}

// listEntries lists keys of one outcome.
func (a *app) listEntries(all bool, what say.Text, entries []exchange.Entry) {
	if !all {
		return
	}
	for _, e := range entries {
		line := fmt.Sprintf("    %s  %s = %s", what.In(a.lang), e.Key, e.Value)
		if e.To != "" {
			line += fmt.Sprintf("  ->  %s: %s", e.To, e.Got)
		}
		a.entryLine(line, e.Why)
	}
}

// listMissing lists what stands in for what a source has not; what was assumed is told
// always, as somebody has to look at it.
func (a *app) listMissing(all bool, entries []exchange.Entry) {
	for _, e := range entries {
		if all || e.Got != "" {
			a.entryLine(strings.TrimRight(fmt.Sprintf("    %s  %s  %s", a.tr("missing"), e.Key, e.Got), " "), e.Why)
		}
	}
}

// entryLine writes a line with its reason, where there is one.
func (a *app) entryLine(line string, why say.Text) {
	if reason := why.In(a.lang); reason != "" {
		line += "  (" + reason + ")"
	}
	fmt.Fprintln(a.out, line)
}

// profileExportCommand returns the command that writes a config of PrusaSlicer.
func (a *app) profileExportCommand() *cobra.Command {
	c := a.command("export", say.T("-o FILE"), say.T("Write the profiles chosen as a config of PrusaSlicer"),
		say.T("Writes a config that PrusaSlicer opens (File, Import, Import Config) and takes on its command\n"+
			"line with --load. It prints single frames: PrusaSlicer has no stacks, and the report lists\n"+
			"what else it has nothing for."),
		say.T("visiere profile export --printer ender-3 --filament petg -o ender-3.ini"))
	c.Args = arguments(0, 0, say.T("file"))
	ch := &choice{}
	a.profileFlags(c, ch)
	var output string
	c.Flags().StringVarP(&output, "output", "o", "", a.tr("`FILE` to write"))
	c.RunE = func(*cobra.Command, []string) error {
		if output == "" {
			return usagef("name the file to write with -o")
		}
		set, err := job.Settings(ch.job(nil))
		if err != nil {
			return err
		}
		return a.exportProfiles(&set, output)
	}
	return c
}

// exportProfiles writes the config and tells what it lacks.
func (a *app) exportProfiles(set *profiles.Set, output string) error {
	ini, left := exchange.Export(set, version().Version)
	if err := writeFile(output, func(w io.Writer) error { _, err := w.Write(ini); return err }); err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(map[string]any{"file": output, "left_out": left})
	}
	a.printf("%s is written. PrusaSlicer has nothing for these %d keys:", output, len(left))
	for _, e := range left {
		fmt.Fprintf(a.out, "  %s: %s\n", e.Key, e.Value)
	}
	return nil
}
