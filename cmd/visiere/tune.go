package main

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/calibrate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/tune"
	"github.com/visiere/visiere/yield"
)

// tuning is what a command line says of what to tune for.
type tuning struct {
	choice
	quality, visits        string
	stiffness              profiles.Ratio
	change                 profiles.Seconds
	spool                  profiles.Mass
	perHour, perFrame      profiles.Ratio
	history, profile, draw string
	tries                  int
}

// tuneCommand returns the command that looks for the most good frames a day.
func (a *app) tuneCommand() *cobra.Command {
	c := a.command("tune", say.T("[FRAME]"), say.T("Find the process and the stacks that give the most good frames a day"),
		say.T("Slices and times FRAME, or our own frame, in many ways: layers, beads, walls, fill,\n"+
			"speeds, columns and stacks, within what printer, nozzle, filament and quality allow. It\n"+
			"reckons with prints that fail and with the hours when somebody clears the bed, says what\n"+
			"binds and what more of it would give, and writes the process as a profile that slice\n"+
			"takes. docs/throughput.md has the model and what real frames gain."),
		say.T("visiere tune frame.stl --printer ender-3 --filament pla\n"+
			"visiere tune frame.stl --visits 7:00,19:00,23:00 --profile tuned.yaml --svg trade.svg\n"+
			"visiere tune frame.stl --visits always --quality draft\n"+
			"visiere tune frame.stl --history prints.csv -o frames.gcode"))
	c.Args = arguments(0, 1, say.T("frame"))
	t := &tuning{}
	a.tuneFlags(c, t)
	c.RunE = func(c *cobra.Command, args []string) error { return a.tune(c, t, args) }
	return c
}

// tuneFlags adds the flags of tune to c.
func (a *app) tuneFlags(c *cobra.Command, t *tuning) {
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&t.quality, "quality", "standard", a.tr("`NAME` of what layers, walls and strength must be: fine, standard or draft"))
	f.TextVar(&t.stiffness, "stiffness", profiles.Ratio(0), a.tr("least `SHARE` of a solid frame's stiffness; else the quality's"))
	f.StringVar(&t.visits, "visits", "7:00,19:00,23:00", a.tr("`TIMES` of day at which somebody can clear the bed, or always"))
	f.TextVar(&t.change, "change", profiles.Seconds(900), a.tr("`TIME` to clear a plate and start the next batch"))
	f.TextVar(&t.spool, "spool", profiles.Mass(0), a.tr("`MASS` of filament on a full spool; else the filament's"))
	d := yield.Default()
	f.TextVar(&t.perHour, "fail-hour", profiles.Ratio(d.PerHour), a.tr("`SHARE` of prints that fail in an hour of printing"))
	f.TextVar(&t.perFrame, "fail-frame", profiles.Ratio(d.PerFrame), a.tr("`SHARE` of frames whose first layer fails"))
	f.StringVar(&t.history, "history", "", a.tr("`FILE` of past prints to learn both from: status, duration and frames (CSV or JSON)"))
	f.StringVar(&t.profile, "profile", "", a.tr("`FILE` to write the process into (YAML)"))
	f.StringVar(&t.draw, "svg", "", a.tr("`FILE` to draw minutes, grams and stiffness into (SVG)"))
	f.StringVarP(&t.spec.Output, "output", "o", "", a.tr("`FILE` for the batches' G-code: a.gcode becomes a-12.gcode for a stack of 12"))
	f.Var(number{value: &t.tries}, "tries", a.tr("`NUMBER` of ways to slice and time at most"))
	f.Var(number{&t.spec.Columns, true}, "columns", a.tr("`NUMBER` of stacks beside each other that are tried at most, or auto: as many as fit"))
	f.StringVar(&t.spec.Model, "model", "", a.tr("`MODEL` of ours to take where no frame is given: see visiere model list"))
	f.StringVar(&t.spec.Unit, "unit", "", a.tr("`UNIT` of the frame's file: mm, cm, m or inch; else mm, and a size that cannot be is an error"))
	a.profileFlags(c, &t.choice)
}

// tune looks for the best and shows it.
func (a *app) tune(c *cobra.Command, t *tuning, args []string) error {
	spec, fitted, err := a.tuneSpec(t, args)
	if err != nil {
		return err
	}
	show, done := a.progress(c.Context())
	r, err := tune.Tune(c.Context(), spec, show)
	done()
	if err != nil {
		return err
	}
	if t.profile != "" {
		name := strings.TrimSuffix(filepath.Base(t.profile), filepath.Ext(t.profile))
		if err := writeFile(t.profile, func(w io.Writer) error { return r.WriteProfile(w, name) }); err != nil {
			return err
		}
	}
	if t.draw != "" {
		if err := writeFile(t.draw, func(w io.Writer) error { return r.Draw(w, a.lang) }); err != nil {
			return err
		}
	}
	if a.json {
		return a.writeJSON(tuned{r, fitted})
	}
	for _, w := range r.Warnings {
		a.warn(w)
	}
	a.showTuned(r, fitted, t)
	return nil
}

// tuned is what tune reports.
type tuned struct {
	*tune.Result
	Fitted *yield.Fitted `json:"fitted,omitempty"` // where a history was read
}

// tuneSpec returns what the command line asks for, and what its history taught.
func (a *app) tuneSpec(t *tuning, args []string) (tune.Spec, *yield.Fitted, error) {
	spec := tune.Spec{Job: t.job(args), Tries: t.tries, SpoolG: float64(t.spool)}
	spec.Job.Columns = max(0, spec.Job.Columns)
	spec.Job.Thumbnails, spec.Job.Version = true, version().Version
	var err error
	if spec.Floor, err = tune.FloorNamed(t.quality); err != nil {
		return spec, nil, usagef("--quality %s: %v", t.quality, err)
	}
	if t.stiffness > 0 {
		spec.Floor.Stiffness = float64(t.stiffness)
	}
	if spec.Day.Visits, err = yield.ParseVisits(t.visits); err != nil {
		return spec, nil, usagef("--visits %s: %v", t.visits, err)
	}
	spec.Day.ChangeS = float64(t.change)
	spec.Hazard = yield.Hazard{PerHour: float64(t.perHour), PerFrame: float64(t.perFrame)}
	if spec.SpoolG == 0 {
		set, err := job.Settings(spec.Job)
		if err != nil {
			return spec, nil, err
		}
		if spec.SpoolG = float64(set.Filament.SpoolMass); spec.SpoolG == 0 {
			spec.SpoolG = 1000
		}
	}
	if t.history == "" {
		return spec, nil, nil
	}
	fitted, err := a.learn(t.history)
	if err == nil {
		spec.Hazard = fitted.Hazard()
	}
	return spec, fitted, err
}

// learn fits the hazard to a history of prints.
func (a *app) learn(path string) (*yield.Fitted, error) {
	f, err := a.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	prints, rejected, err := calibrate.Read(f)
	if err != nil {
		return nil, say.Errorf("%s: %v", path, err)
	}
	for _, r := range rejected {
		a.warn(say.T("%s, line %d: %s", path, r.Row, r.Why))
	}
	var out []yield.Print
	for i := range prints {
		p := &prints[i]
		if ended, finished := p.Ended(); ended {
			out = append(out, yield.Print{Hours: p.PrintedS() / 3600, Frames: p.Frames, Failed: !finished})
		}
	}
	fitted, err := yield.Fit(out)
	if err != nil {
		return nil, say.Errorf("%s: %v", path, err)
	}
	return fitted, nil
}
