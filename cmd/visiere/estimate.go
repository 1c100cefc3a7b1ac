package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/motion"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/profiles"
)

// judge is by what a file is estimated, besides the profiles.
type judge struct {
	choice
	firmware string
	limits   string // file
	svg      string // file
	layers   bool
}

// estimateCommand returns the command that estimates a G-code file.
func (a *app) estimateCommand() *cobra.Command {
	c := a.command("estimate", say.T("FILE"), say.T("Time and filament of any slicer's G-code, by feature"),
		say.T("Replays a G-code file as the firmware would: seconds by feature, object, level and layer,\n"+
			"heating, homing and probing, where the time is lost, metres, grams and cost of the\n"+
			"filament. FILE is plain, compressed with gzip, or binary G-code. The printer is the one\n"+
			"that the file names; for another, name it. docs/estimate.md tells what is reckoned how."),
		say.T("visiere estimate out.gcode\n"+
			"visiere estimate foreign.gcode --printer ender-3 --json\n"+
			"visiere estimate out.gcode --svg layers.svg    a picture of time and flow by layer\n"+
			"visiere estimate out.gcode --firmware klipper --limits limits.json\n"+
			"visiere estimate - < out.gcode                 from a pipe"))
	c.Args = arguments(1, 1, say.T("a G-code file"))
	j := &judge{}
	a.profileFlags(c, &j.choice)
	f := c.Flags()
	f.StringVar(&j.firmware, "firmware", "", a.tr("`NAME` of the planner: klipper, marlin-jd, marlin-classic or rrf; else the printer's"))
	f.StringVar(&j.limits, "limits", "", a.tr("JSON `FILE` of limits in place of the printer's: {\"max_velocity\": 300, ...}"))
	f.StringVar(&j.svg, "svg", "", a.tr("`FILE` to draw time and flow of each layer into"))
	f.BoolVar(&j.layers, "layers", false, a.tr("list the layers too"))
	c.RunE = func(c *cobra.Command, args []string) error { return a.estimate(c, j, args[0]) }
	return c
}

// estimated is what estimate reports.
type estimated struct {
	File    string `json:"file"`
	Slicer  string `json:"slicer,omitempty"` // as the file names it
	Printer string `json:"printer"`
	*estimate.Estimate
}

// estimate estimates the file at path.
func (a *app) estimate(c *cobra.Command, j *judge, path string) error {
	f, err := a.openWhole(path)
	if err != nil {
		return err
	}
	defer f.Close()
	src, err := estimate.ReadSource(f)
	if err != nil {
		return err
	}
	opt, set, err := a.judgeBy(c, j, src, path)
	if err != nil {
		return err
	}
	est, err := estimate.File(f, opt)
	if err != nil {
		return err
	}
	a.warnOf(est)
	if j.svg != "" {
		draw := func(w io.Writer) error { return estimate.WriteSVG(w, est, filepath.Base(path), a.lang) }
		if err := writeFile(j.svg, draw); err != nil {
			return err
		}
	}
	if a.json {
		return a.writeJSON(estimated{path, src.Slicer, set.Printer.Name, est})
	}
	a.showEstimate(est, &set)
	if j.layers {
		a.layerTable(est)
	}
	return nil
}

// warnOf warns of what the estimate had to leave out.
func (a *app) warnOf(est *estimate.Estimate) {
	for _, f := range est.Faults {
		a.warn(say.T("line %d: %s", f.Line, f.What))
	}
	if more := est.FaultCount - len(est.Faults); more > 0 {
		a.warn(say.T("%d more lines could not be read", more))
	}
	for _, n := range est.Notes {
		a.warn(n)
	}
}

// openWhole opens a file whose end can be read first. A pipe is copied into a file that
// goes when it is closed.
func (a *app) openWhole(path string) (io.ReadSeekCloser, error) {
	f, err := a.open(path)
	if err != nil {
		return nil, err
	}
	if s, ok := f.(io.ReadSeekCloser); ok {
		if _, err := s.Seek(0, io.SeekEnd); err == nil {
			return s, nil
		}
	}
	defer f.Close()
	t, err := os.CreateTemp("", "visiere-*.gcode")
	if err != nil {
		return nil, say.Errorf("cannot keep what comes from the pipe: %v", cause(err))
	}
	if _, err := io.Copy(t, f); err != nil {
		return nil, errors.Join(say.Errorf("cannot keep what comes from the pipe: %v", cause(err)), t.Close(), os.Remove(t.Name()))
	}
	return passing{t}, nil
}

// passing is a file that is removed when it is closed.
type passing struct{ *os.File }

// Close closes and removes the file.
func (p passing) Close() error { return errors.Join(p.File.Close(), os.Remove(p.Name())) }

// judgeBy returns what the file is estimated by: the settings it was made with, else the
// printer named by the command line, else by the file, and the limits that the file or
// --limits has.
func (a *app) judgeBy(c *cobra.Command, j *judge, src *estimate.Source, path string) (opt estimate.Options, set profiles.Set, err error) {
	printer, filament := c.Flags().Changed("printer"), c.Flags().Changed("filament")
	if !printer && !filament && len(src.Settings) > 0 && profiles.Override(&set, src.Settings) == nil {
		if err := profiles.Override(&set, j.job(nil).Set); err != nil {
			return opt, set, err
		}
		opt = estimate.FromProfiles(set)
		opt.LimitsFrom = say.T("the settings of %s in the file", set.Printer.Name)
		return opt, set, j.override(&opt)
	}
	named := printer
	if !printer {
		if named, err = j.printerOf(src); err != nil {
			return opt, set, err
		}
	}
	if set, err = job.Settings(j.job(nil)); err != nil {
		return opt, set, err
	}
	opt = estimate.FromProfiles(set)
	if named && !printer {
		opt.LimitsFrom = say.T("the profile %s, which the file names", set.Printer.Name)
	}
	if !filament {
		src.Filament(&opt)
	}
	limits := !printer && src.Limits(&opt)
	switch {
	case named:
	case limits:
		a.warn(say.T("%s does not name a printer that is known: heating, homing and probing are those of %s; name another with --printer", path, set.Printer.Name))
	default:
		a.warn(say.T("%s does not say for which printer it is: %s with %s is assumed; name another with --printer and --filament",
			path, set.Printer.Name, set.Filament.Name))
	}
	return opt, set, j.override(&opt)
}

// printerOf takes the printer that the file names, and reports whether it is known.
func (j *judge) printerOf(src *estimate.Source) (bool, error) {
	lib, err := profiles.Open(j.spec.Profiles...)
	if err != nil {
		return false, err
	}
	name := src.Printer(lib)
	if name != "" {
		j.spec.Printer = name
	}
	return name != "", nil
}

// override applies --firmware and --limits.
func (j *judge) override(o *estimate.Options) error {
	firmware := motion.Firmware(j.firmware)
	switch firmware {
	case "", motion.Klipper, motion.MarlinJD, motion.MarlinClassic, motion.RRF:
	default:
		return usagef("--firmware %s: klipper, marlin-jd, marlin-classic or rrf is meant", j.firmware)
	}
	if j.limits != "" {
		return j.readLimits(o, firmware)
	}
	if firmware != "" && firmware != o.Firmware {
		fits := (firmware == motion.Klipper) == (o.Firmware == motion.Klipper) && (firmware != motion.MarlinJD || o.Limits.JunctionDeviation > 0)
		o.Firmware = firmware
		if !fits {
			o.Limits = motion.Limits{} // the common ones of that firmware
		}
	}
	return nil
}

// readLimits reads the file of --limits. The firmware, where it is not named, is the one
// whose limits they are.
func (j *judge) readLimits(o *estimate.Options, firmware motion.Firmware) error {
	b, err := os.ReadFile(j.limits)
	if err != nil {
		return say.Errorf("cannot read %s: %v", j.limits, cause(err))
	}
	var l motion.Limits
	if err := json.Unmarshal(b, &l); err != nil {
		return say.Errorf("%s is no JSON object of limits: %v", j.limits, err)
	}
	switch {
	case firmware != "":
	case l.MaxVelocity > 0:
		firmware = motion.Klipper
	case l.JunctionDeviation > 0:
		firmware = motion.MarlinJD
	default:
		firmware = motion.MarlinClassic
	}
	o.Firmware, o.Limits, o.LimitsFrom = firmware, l, say.T("the file %s", j.limits)
	o.Retract = nil // the firmware's own: the profile's belongs to its limits
	return nil
}

// showEstimate shows the totals and the tables.
func (a *app) showEstimate(est *estimate.Estimate, set *profiles.Set) {
	g := grid{}
	g.add(a.tr("printer"), set.Printer.Name)
	limits := a.tr("%s, %s", string(est.Firmware), est.LimitsFrom)
	if est.LimitLines > 0 {
		limits = a.tr("%s, %s; %d lines of the file change them", string(est.Firmware), est.LimitsFrom, est.LimitLines)
	}
	g.add(a.tr("limits"), limits)
	g.add(a.tr("time"), plan.Time(est.TotalS).In(a.lang))
	for _, part := range []struct {
		name string
		s    float64
	}{
		{a.tr("motion"), est.MotionS}, {a.tr("heating"), est.HeatingS}, {a.tr("homing"), est.HomingS}, {a.tr("probing"), est.ProbingS},
		{a.tr("nozzle wipe"), est.WipeS}, {a.tr("overhead"), est.OverheadS},
	} {
		if part.s > 0 {
			g.add("  "+part.name, plan.Time(part.s).In(a.lang))
		}
	}
	if est.CooldownS > 0 {
		g.add(a.tr("frames off after"), a.tr("%s, %s of them cooling down", plan.Time(est.OccupiedS), plan.Time(est.CooldownS)))
	}
	g.add(a.tr("filament"), a.tr("%.2f m, %.1f cm3, %.1f g", est.FilamentMM/1000, est.FilamentCM3, est.FilamentG))
	g.add(a.tr("cost"), a.tr("%.2f %s", est.Cost, set.Filament.Currency))
	a.show(g)
	a.features(est)
	a.lossTable(est)
	a.objectTable(est)
	a.levelTable(est)
}

// lossTable shows where the time is lost.
func (a *app) lossTable(est *estimate.Estimate) {
	l := est.LostS
	g := grid{head: []string{a.tr("time lost to"), a.tr("time"), a.tr("share")}, right: []int{2, 3}}
	row := func(name string, s float64) {
		if est.TotalS > 0 {
			g.add(name, plan.Time(s).In(a.lang), a.tr("%.1f %%", s/est.TotalS*100))
		}
	}
	row(a.tr("acceleration"), l.Acceleration)
	row(a.tr("speed limits of the printer"), l.SpeedLimits)
	row(a.tr("travel"), l.Travel)
	row(a.tr("retraction"), l.Retraction)
	if l.MinLayerTime != nil {
		row(a.tr("least time of a layer"), *l.MinLayerTime)
	} else {
		g.add(a.tr("least time of a layer"), a.tr("not told"), "")
	}
	fmt.Fprintln(a.out)
	a.show(g)
}

// objectTable shows the objects that the file tells apart.
func (a *app) objectTable(est *estimate.Estimate) {
	if len(est.ByObject) == 0 {
		return
	}
	g := grid{head: []string{a.tr("object"), a.tr("time"), a.tr("filament"), a.tr("finished after")}, right: []int{2, 3, 4}}
	for _, o := range est.ByObject {
		g.add(o.Name, plan.Time(o.S).In(a.lang), a.tr("%.2f m", o.FilamentMM/1000), plan.Time(o.EndS).In(a.lang))
	}
	fmt.Fprintln(a.out)
	a.show(g)
}

// levelTable shows when the frames of a stack are finished.
func (a *app) levelTable(est *estimate.Estimate) {
	if len(est.ByLevel) == 0 {
		return
	}
	g := grid{head: []string{a.tr("level"), a.tr("time"), a.tr("filament"), a.tr("finished after")}, right: []int{1, 2, 3, 4}}
	for _, l := range est.ByLevel {
		g.add(fmt.Sprint(l.Level), plan.Time(l.S).In(a.lang), a.tr("%.2f m", l.FilamentMM/1000), plan.Time(l.EndS).In(a.lang))
		for _, f := range l.Frames {
			g.add("", "", strings.TrimSpace(f.Object), plan.Time(f.EndS).In(a.lang))
		}
	}
	fmt.Fprintln(a.out)
	a.show(g)
}

// layerTable shows the layers.
func (a *app) layerTable(est *estimate.Estimate) {
	g := grid{head: []string{a.tr("layer"), a.tr("time"), a.tr("flow"), a.tr("finished after")}, right: []int{1, 2, 3, 4}}
	for i, s := range est.ByLayerS {
		g.add(fmt.Sprint(i+1), a.tr("%.1f s", s), a.tr("%.2f mm3/s", est.LayerFlow[i]), plan.Time(est.LayerEndS[i]).In(a.lang))
	}
	fmt.Fprintln(a.out)
	a.show(g)
}
