package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/calibrate"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/plan"
)

// calibrateCommand returns the commands that learn from prints.
func (a *app) calibrateCommand() *cobra.Command {
	return a.group("calibrate", say.T("Learn a printer's constants from prints"), a.calibrateTimeCommand(), a.calibrateGapCommand())
}

// lesson is what calibrate time learns from.
type lesson struct {
	choice
	history string // file
	gcode   string // folder
	job     string // file
	out     string // file
	batch   int
}

// calibrateTimeCommand returns the command that fits times.
func (a *app) calibrateTimeCommand() *cobra.Command {
	c := a.command("time", say.Text{}, say.T("Fit heating, probing, overhead and filament flow to a history"),
		say.T("Fits what no file tells of a printer to the prints it has finished: how fast it heats,\n"+
			"how long a probed point takes, what a print takes besides, and how much filament really\n"+
			"leaves the spool. HISTORY is CSV, or JSON of Moonraker's /server/history/list or of\n"+
			"OctoPrint; docs/estimate.md has the columns. It says which prints were not used and why,\n"+
			"how far the others are off, and how long a batch takes: as likely longer as shorter\n"+
			"(P50), and longer once in ten times (P90)."),
		say.T("visiere calibrate time --history prints.csv --printer ender-3\n"+
			"visiere calibrate time --history list.json --printer voron-2.4 --gcode gcodes\n"+
			"visiere calibrate time --history prints.csv --batch 20 --job out.gcode --json\n"+
			"visiere calibrate time --history prints.csv -o mine.yaml    profiles to print with"))
	c.Args = arguments(0, 0, say.Text{})
	l := &lesson{}
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&l.history, "history", "", a.tr("`FILE` of finished prints: CSV, or JSON of Moonraker or OctoPrint"))
	f.StringVar(&l.gcode, "gcode", "", a.tr("`FOLDER` with the G-code that was printed, to estimate anew"))
	f.StringVar(&l.job, "job", "", a.tr("G-code `FILE` that the batch prints; else the history's middle print"))
	f.Var(number{&l.batch, false}, "batch", a.tr("`NUMBER` of prints, one after another, to tell the time of"))
	f.StringVarP(&l.out, "output", "o", "", a.tr("`FILE` to write the profiles into, as YAML"))
	a.profileFlags(c, &l.choice)
	c.RunE = func(c *cobra.Command, _ []string) error { return a.calibrateTime(l) }
	return c
}

// calibrated is what calibrate time reports.
type calibrated struct {
	History  string `json:"history"`
	Printer  string `json:"printer"`
	Filament string `json:"filament"`
	*calibrate.Result
}

// calibrateTime fits the history of l.
func (a *app) calibrateTime(l *lesson) error {
	if l.history == "" {
		return usagef("--history is needed: a file of finished prints; see visiere calibrate time --help")
	}
	set, err := job.Settings(l.choice.job(nil))
	if err != nil {
		return err
	}
	f, err := a.open(l.history)
	if err != nil {
		return err
	}
	defer f.Close()
	prints, rejected, err := calibrate.Read(f)
	if err != nil {
		return say.Errorf("%s: %v", l.history, err)
	}
	opt := calibrate.Options{Set: set, Batch: l.batch}
	known := estimate.FromProfiles(set)
	if l.gcode != "" {
		opt.Estimate = estimatesIn(l.gcode, known)
	}
	if l.job != "" {
		if opt.Job, err = a.estimateFile(l.job, known); err != nil {
			return err
		}
	}
	r, err := calibrate.Fit(prints, rejected, opt)
	if err != nil {
		return say.Errorf("%s: %v", l.history, err)
	}
	if l.out != "" {
		if err := writeFile(l.out, func(w io.Writer) error { return r.WriteProfile(w) }); err != nil {
			return err
		}
	}
	if a.json {
		return a.writeJSON(calibrated{l.history, set.Printer.Name, set.Filament.Name, r})
	}
	a.showCalibration(r, set.Printer.Name, l.out)
	return nil
}

// estimateFile estimates the G-code at path.
func (a *app) estimateFile(path string, o estimate.Options) (*estimate.Estimate, error) {
	f, err := a.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return estimate.File(f, o)
}

// estimatesIn returns a function that estimates the files in a folder by their names;
// each once. A file that cannot be read counts as not there.
func estimatesIn(folder string, o estimate.Options) func(string) (*estimate.Estimate, bool) {
	done := map[string]*estimate.Estimate{}
	return func(name string) (*estimate.Estimate, bool) {
		name = filepath.FromSlash(name)
		if !filepath.IsLocal(name) {
			return nil, false
		}
		if est, ok := done[name]; ok {
			return est, est != nil
		}
		done[name] = nil
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return nil, false
		}
		defer f.Close()
		if est, err := estimate.File(f, o); err == nil && est.MotionS > 0 {
			done[name] = est
		}
		return done[name], done[name] != nil
	}
}

// showCalibration shows what was learned.
func (a *app) showCalibration(r *calibrate.Result, printer, out string) {
	g := grid{}
	g.add(a.tr("printer"), printer)
	g.add(a.tr("prints used"), a.tr("%d of %d", r.Used, r.Used+len(r.Rejected)))
	g.add(a.tr("off by"), a.tr("%.0f s (one standard deviation), at worst %.0f s", r.Residuals.SD, r.Residuals.Worst))
	g.add(a.tr("batch of %d", r.Batch.Prints), a.tr("P50 %s, P90 %s", plan.Time(r.Batch.P50S), plan.Time(r.Batch.P90S)))
	a.show(g)
	fmt.Fprintln(a.out)
	a.constantTable(r)
	if len(r.Rejected) > 0 {
		g := grid{head: []string{a.tr("row"), a.tr("file"), a.tr("not used because")}, right: []int{1}}
		for _, x := range r.Rejected {
			g.add(fmt.Sprint(x.Row), x.File, x.Why.In(a.lang))
		}
		fmt.Fprintln(a.out)
		a.show(g)
	}
	if b := r.Residuals; b.MotionBiasSD > 0 && abs(b.MotionBias) > 3*b.MotionBiasSD {
		a.warn(say.T("the moves themselves take %.1f %% more than said (less where negative): give the files with --gcode, or check the printer's limits", 100*b.MotionBias))
	}
	if out != "" {
		p, f := r.Name()
		fmt.Fprintln(a.out)
		a.printf("written: %s; print with --profiles and --printer %s --filament %s", out, p, f)
	}
}

// constantTable shows the constants.
func (a *app) constantTable(r *calibrate.Result) {
	g := grid{head: []string{a.tr("constant"), a.tr("value"), a.tr("give or take"), a.tr("before"), a.tr("learned")}, right: []int{2, 3, 4, 5}}
	o, h, p, f := r.Overhead, r.Heating, r.Probe, r.Flow
	row := func(name, value, sd, before string, c calibrate.Constant) {
		g.add(name, value, sd, before, a.tr("%.0f %%", 100*c.Learned))
	}
	row(a.tr("overhead of a print"), a.tr("%.1f s", o.Value), a.tr("%.1f s", o.SD), a.tr("%.1f s", o.Prior), o)
	row(a.tr("heating, times the profile's"), a.tr("%.3f", h.Value), a.tr("%.3f", h.SD), a.tr("%.3f", h.Prior), h)
	if r.Points {
		row(a.tr("probing a point"), a.tr("%.2f s", p.Value), a.tr("%.2f s", p.SD), a.tr("%.2f s", p.Prior), p)
	}
	if r.FlowUsed > 0 {
		row(a.tr("filament, of what files say"), a.tr("%.1f %%", 100*f.Value), a.tr("%.1f %%", 100*f.SD), a.tr("%.1f %%", 100*f.Prior), f)
	}
	a.show(g)
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}
