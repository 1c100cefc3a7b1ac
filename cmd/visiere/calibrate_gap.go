package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/plan"
)

// gapLadder is what calibrate gap tries, and what came out of it.
type gapLadder struct {
	choice
	job.Ladder
	result int
	out    string
}

// calibrateGapCommand returns the command that makes a print to find the right gap by,
// and takes down what it told.
func (a *app) calibrateGapCommand() *cobra.Command {
	c := a.command("gap", say.Text{}, say.T("Make a tower of rings, each on another gap; take down which came out best"),
		say.T("Makes the G-code of a tower of small rings. Below each is another gap, laid at another\n"+
			"speed or temperature where you list several. Each ring tells its number by notches: a\n"+
			"broad one counts five, a narrow one one. Pull them apart from the top, take the ring that\n"+
			"came off well with the smoothest underside, and run the same command with --result and\n"+
			"its number: it writes the recipe as a profile."),
		say.T("visiere calibrate gap --printer ender-3 --filament petg          six gaps\n"+
			"visiere calibrate gap --gaps 0.15,0.2,0.25,0.3 --speeds 10,20    eight rings\n"+
			"visiere calibrate gap --temperature 210,225,240\n"+
			"visiere calibrate gap --gaps 0.15,0.2,0.25,0.3 --speeds 10,20 --result 3 -o profiles/mine.yaml"))
	c.Args = arguments(0, 0, say.Text{})
	l := &gapLadder{}
	f := c.Flags()
	f.SortFlags = false
	f.Var(numbers{&l.Gaps}, "gaps", a.tr("`LIST` of gaps in mm; else six around the interface's own"))
	f.Var(numbers{&l.Speeds}, "speeds", a.tr("`LIST` of speeds in mm/s over the gap; else the interface's own"))
	f.Var(numbers{&l.Temperatures}, "temperature", a.tr("`LIST` of the nozzle's temperatures over the gap; else the interface's own"))
	f.Var(number{&l.result, false}, "result", a.tr("`NUMBER` of the ring that came out best: writes its recipe, prints nothing"))
	f.StringVarP(&l.out, "output", "o", "", a.tr("`FILE` to write: G-code, else gap-ladder.gcode; with --result a profile, else gap.yaml"))
	a.profileFlags(c, &l.choice)
	c.RunE = func(c *cobra.Command, _ []string) error {
		if l.result > 0 {
			return a.gapResult(l)
		}
		return a.calibrateGap(c.Context(), l)
	}
	return c
}

// ladderMade is what calibrate gap reports.
type ladderMade struct {
	Output string     `json:"output"`
	Rungs  []job.Rung `json:"rungs"`
	TotalS float64    `json:"total_s"`
	FrameG float64    `json:"filament_g"`
}

// calibrateGap makes the print of l.
func (a *app) calibrateGap(ctx context.Context, l *gapLadder) error {
	spec := l.choice.job(nil)
	spec.Output, spec.Version = l.out, version().Version
	show, done := a.progress(ctx)
	rep, rungs, err := job.Calibrate(ctx, spec, l.Ladder, show)
	done()
	if err != nil {
		return err
	}
	for _, w := range rep.Warnings {
		a.warn(w)
	}
	if a.json {
		return a.writeJSON(ladderMade{rep.Output, rungs, rep.TotalS, rep.FilamentG})
	}
	g := grid{head: []string{a.tr("ring"), a.tr("notches"), a.tr("gap"), a.tr("speed"), a.tr("temperature")}, right: []int{1, 3, 4, 5}}
	for _, r := range rungs {
		g.add(strconv.Itoa(r.Ring), notches(r.Ring), fmt.Sprintf("%.3g mm", r.Gap), fmt.Sprintf("%.3g mm/s", r.Speed), fmt.Sprintf("%.0f C", r.Temperature))
	}
	a.show(g)
	a.printf("time %s, filament %.1f g; the ring without notches stands on the bed", plan.Time(rep.TotalS), rep.FilamentG)
	a.printf("written: %s", rep.Output)
	return nil
}

// notches draws the notches of a ring: V is five, i is one.
func notches(n int) string { return strings.Repeat("V", n/5) + strings.Repeat("i", n%5) }

// gapResult writes the recipe of the ring that came out best.
func (a *app) gapResult(l *gapLadder) error {
	set, err := job.Settings(l.choice.job(nil))
	if err != nil {
		return err
	}
	rungs, err := l.Rungs(&set)
	if err != nil {
		return err
	}
	if l.result > len(rungs) {
		return say.Errorf("--result %d: the ladder has %d rings; give the same gaps, speeds and temperatures as for the print", l.result, len(rungs))
	}
	path := l.out
	if path == "" {
		path = "gap.yaml"
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	rung := rungs[l.result-1]
	if err := writeFile(path, func(w io.Writer) error { return rung.WriteRecipe(w, &set, name) }); err != nil {
		return err
	}
	a.printf("written: %s; print with --interface %s", path, path)
	return nil
}

// numbers is a flag whose value is a list of numbers: 0.2,0.25.
type numbers struct{ values *[]float64 }

// String returns the list as it is typed.
func (n numbers) String() string {
	if n.values == nil {
		return ""
	}
	var out []string
	for _, v := range *n.values {
		out = append(out, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return strings.Join(out, ",")
}

// Type returns what the value is, for completion.
func (n numbers) Type() string { return "list" }

// Set reads s.
func (n numbers) Set(s string) error {
	var out []float64
	for _, word := range strings.Split(s, ",") {
		v, err := strconv.ParseFloat(strings.TrimRight(strings.TrimSpace(word), "mCs/"), 64)
		if err != nil || v <= 0 || v > 1e6 {
			return say.Errorf("a list of numbers is meant, such as 0.2,0.25")
		}
		out = append(out, v)
	}
	*n.values = out
	return nil
}
