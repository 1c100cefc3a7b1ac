package main

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/profiles"
)

// resumeCommand returns the command that writes what is left of a file.
func (a *app) resumeCommand() *cobra.Command {
	c := a.command("resume", say.T("FILE"), say.T("Write what is left of a print that stopped"),
		say.T("Writes the rest of a G-code file, of any slicer, as a job of its own: from a level of a\n"+
			"stack, or from a height. It heats, homes X and Y only, fills the nozzle beside the print\n"+
			"and goes on as the file would have. Put the nozzle on top of what is printed, a sheet of\n"+
			"paper between, before you start it; printers that find Z beside the print need not.\n"+
			"What came loose from the bed cannot be gone on with: slice the frames that are missing."),
		say.T("visiere resume stack.gcode --from-level 7\n"+
			"visiere resume stack.gcode --from-level 7 --column 2   of columns printed one by one\n"+
			"visiere resume other.gcode --from-z 34.6 --printer ender-3 --filament pla"))
	c.Args = arguments(1, 1, say.T("a G-code file"))
	ch, rest := &choice{}, job.Rest{}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&rest.Output, "output", "o", "", a.tr("`FILE` to write; else the file's name with -rest"))
	f.Var(number{&rest.At.Level, false}, "from-level", a.tr("`LEVEL` of the stack to go on with, from 1 on the bed"))
	f.Float64Var(&rest.At.Z, "from-z", 0, a.tr("`HEIGHT` of the first layer to go on with, mm"))
	f.Var(number{&rest.At.Column, false}, "column", a.tr("`COLUMN` to go on in, from 1, where they are printed one by one"))
	a.profileFlags(c, ch)
	a.short(c, ch, "home", "printer.resume.z", "", nil, a.tr("`HOW` the printer finds Z: touch, top or place"))
	c.MarkFlagsMutuallyExclusive("from-level", "from-z")
	c.RunE = func(c *cobra.Command, args []string) error {
		if rest.At.Level == 0 && rest.At.Z <= 0 {
			return usagef("say where to go on: --from-level LEVEL or --from-z HEIGHT")
		}
		rest.Input, rest.Version = args[0], version().Version
		return a.resume(c, ch, rest)
	}
	return c
}

// resume writes what rest asks for and reports on it.
func (a *app) resume(c *cobra.Command, ch *choice, rest job.Rest) error {
	set, err := a.settingsOf(c, ch, rest.Input)
	if err != nil {
		return err
	}
	rest.Set = set
	r, err := job.Resume(c.Context(), rest)
	if err != nil {
		return err
	}
	for _, w := range r.Warnings {
		a.warn(w)
	}
	if a.json {
		return a.writeJSON(r)
	}
	g := grid{}
	g.add(a.tr("printed"), a.tr("up to Z%.2f", r.Done))
	g.add(a.tr("goes on"), a.tr("at Z%.3f, line %d", r.Z, r.Line))
	if r.Level > 0 {
		g.add(a.tr("level"), a.tr("%d", r.Level))
	}
	g.add(a.tr("time"), plan.Time(r.TotalS).In(a.lang))
	g.add(a.tr("filament"), a.tr("%.2f m, %.1f g", r.FilamentMM/1000, r.FilamentG))
	a.show(g)
	a.printf("written: %s", r.Output)
	if r.Touch {
		a.printf("before you start it: put the nozzle on top of the print, a sheet of paper between; the file takes that for Z%.2f", r.Done)
	}
	return nil
}

// settingsOf returns the profiles that a G-code file is printed by.
func (a *app) settingsOf(c *cobra.Command, ch *choice, path string) (set profiles.Set, err error) {
	f, err := os.Open(path)
	if err != nil {
		return set, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	defer f.Close()
	set, known, err := settingsFor(c, ch, f)
	if err == nil && !known {
		err = say.Errorf("%s does not say for which printer it is: name it with --printer and --filament", path)
	}
	return set, err
}
