package main

import (
	"github.com/spf13/cobra"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/plan"
)

// estimateCommand returns the command that estimates a G-code file.
func (a *app) estimateCommand() *cobra.Command {
	c := a.command("estimate", say.T("FILE"), say.T("Time and filament of any slicer's G-code, by feature"),
		say.T("Replays a G-code file as the firmware would: seconds by feature, metres, grams and cost\n"+
			"of the filament. A file of ours says for which printer it is; for another, name it."),
		say.T("visiere estimate out.gcode\n"+
			"visiere estimate foreign.gcode --printer ender-3 --json\n"+
			"visiere estimate - < out.gcode                 from a pipe"))
	c.Args = arguments(1, 1, say.T("a G-code file"))
	ch := &choice{}
	a.profileFlags(c, ch)
	c.RunE = func(c *cobra.Command, args []string) error { return a.estimate(c, ch, args[0]) }
	return c
}

// estimated is what estimate reports.
type estimated struct {
	File    string `json:"file"`
	Printer string `json:"printer"`
	*estimate.Estimate
}

// estimate estimates the file at path.
func (a *app) estimate(c *cobra.Command, ch *choice, path string) error {
	f, err := a.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	set, known, err := settingsFor(c, ch, f)
	if err != nil {
		return err
	}
	if !known {
		a.warn(say.T("%s does not say for which printer it is: %s with %s is assumed; name another with --printer and --filament",
			path, set.Printer.Name, set.Filament.Name))
	}
	est, err := estimate.File(f, estimate.FromProfiles(set))
	if err != nil {
		return err
	}
	for _, f := range est.Faults {
		a.warn(say.T("line %d: %s", f.Line, f.What))
	}
	if more := est.FaultCount - len(est.Faults); more > 0 {
		a.warn(say.T("%d more lines could not be read", more))
	}
	if a.json {
		return a.writeJSON(estimated{path, set.Printer.Name, est})
	}
	g := grid{}
	g.add(a.tr("printer"), set.Printer.Name)
	g.add(a.tr("time"), plan.Time(est.TotalS).In(a.lang))
	g.add(a.tr("filament"), a.tr("%.2f m, %.1f cm3, %.1f g", est.FilamentMM/1000, est.FilamentCM3, est.FilamentG))
	g.add(a.tr("cost"), a.tr("%.2f %s", est.Cost, set.Filament.Currency))
	a.show(g)
	a.features(est)
	return nil
}
