package main

import (
	"fmt"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/tune"
	"github.com/visiere/visiere/yield"
)

// showTuned shows what tuning found.
func (a *app) showTuned(r *tune.Result, fitted *yield.Fitted, t *tuning) {
	if fitted != nil {
		a.printf("learned from %d prints, %d of which failed: %.2f %% an hour (%.2f to %.2f), %.2f %% a frame (%.2f to %.2f)", fitted.Prints, fitted.Failures,
			100*fitted.PerHour.Value, 100*fitted.PerHour.Low, 100*fitted.PerHour.High, 100*fitted.PerFrame.Value, 100*fitted.PerFrame.Low, 100*fitted.PerFrame.High)
	}
	b := &r.Best
	a.printf("%.1f good frames a day, %.0f g of filament, %d ways tried, sliced %d times; %d more ruled out at a glance", b.GoodPerDay, b.GramsPerDay, r.Tried, r.Sliced, r.Glanced)
	a.printf("process %s with %d changes; columns: %d", b.Process, len(b.Changes), b.Columns)
	a.printf("a frame: %s, %.1f g, %.0f %% of a solid frame's stiffness; layers of %.2f mm, fill %.0f %%", plan.Time(b.FrameS).In(a.lang), b.FrameG, 100*b.Stiffness, b.Layer, 100*b.Fill)
	a.tuneSection("what to start", a.startedGrid(r))
	a.tuneSection("why", a.reasonGrid(r))
	a.tuneSection("what more would give", a.relaxedGrid(r))
	a.tuneSection("if prints fail more or less often", a.sweepGrid(r))
	a.tuneSection("other ways", a.choiceGrid(r))
	fmt.Fprintln(a.out)
	if t.profile != "" {
		a.printf("written: %s", t.profile)
		for _, s := range distinct(r.Batches) {
			a.printf("print it: visiere slice %s", strings.Join(r.Command(s.Levels, t.profile), " "))
		}
	}
	for _, s := range distinct(r.Batches) {
		if s.Job.Output != "" {
			a.printf("written: %s", s.Job.Output)
		}
	}
}

// tuneSection shows a table under its title, unless it is empty. Titles are looked up in the
// catalogue by tune's own sentences.
func (a *app) tuneSection(title string, g grid) {
	if len(g.lines) == 0 {
		return
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.paint(a.out, bold, tuneTitles[title].In(a.lang)))
	a.show(g)
}

// tuneTitles are the titles of the report's tables, for the catalogue.
var tuneTitles = map[string]say.Text{
	"what to start":                     say.T("what to start"),
	"why":                               say.T("why"),
	"what more would give":              say.T("what more would give"),
	"if prints fail more or less often": say.T("if prints fail more or less often"),
	"other ways":                        say.T("other ways"),
}

// distinct returns the batches of different height.
func distinct(all []tune.Started) []tune.Started {
	var out []tune.Started
	seen := map[int]bool{}
	for _, s := range all {
		if !seen[s.Levels] {
			out = append(out, s)
		}
		seen[s.Levels] = true
	}
	return out
}

// startedGrid tells which batch to start at each visit.
func (a *app) startedGrid(r *tune.Result) grid {
	g := grid{head: []string{a.tr("visit"), a.tr("levels"), a.tr("columns"), a.tr("frames"), a.tr("time"), a.tr("filament"), a.tr("good frames expected"), a.tr("limit")}, right: []int{2, 3, 4, 5, 6, 7}}
	for _, s := range r.Batches {
		visit := a.tr("always")
		if len(r.Visits) > 0 {
			visit = tune.Clock(s.VisitS)
		}
		limit := ""
		if s.Levels == r.Best.Most {
			limit = r.Why.In(a.lang)
		}
		g.add(visit, fmt.Sprint(s.Levels), fmt.Sprint(r.Best.Columns), fmt.Sprint(s.Frames), plan.Time(s.S).In(a.lang), a.tr("%.0f g", s.G), a.tr("%.1f", s.Good), limit)
	}
	return g
}

// reasonGrid tells what each change is good for.
func (a *app) reasonGrid(r *tune.Result) grid {
	g := grid{head: []string{a.tr("setting"), a.tr("was"), a.tr("is"), a.tr("without it")}}
	for _, x := range r.Reasons {
		without := a.tr("%+.1f s a frame, %+.2f good frames a day", x.LostS, -x.LostDay)
		if x.Needed {
			without = a.tr("not possible, or below the quality")
		}
		g.add(x.Key, x.From, x.To, without)
	}
	return g
}

// relaxedGrid tells what binds.
func (a *app) relaxedGrid(r *tune.Result) grid {
	g := grid{head: []string{a.tr("limit"), a.tr("good frames a day"), a.tr("more"), a.tr("with")}, right: []int{2, 3}}
	for _, x := range r.Relaxed {
		g.add(limitNames[x.Limit].In(a.lang), a.tr("%.1f", x.Good), a.tr("%+.1f", x.Gain), x.Text.In(a.lang))
	}
	return g
}

// limitNames are what tune relaxes, for the catalogue.
var limitNames = map[string]say.Text{
	"melt": say.T("melt"), "acceleration": say.T("acceleration"), "cooling": say.T("cooling"), "height": say.T("height"),
	"first layer": say.T("first layer"), "interface": say.T("interface"), "temperature": say.T("temperature"),
	"spool": say.T("spool"), "failures": say.T("failures"), "visit": say.T("visit"), "visits": say.T("visits"), "nozzle": say.T("nozzle"),
}

// sweepGrid tells how the best moves with the hazard.
func (a *app) sweepGrid(r *tune.Result) grid {
	g := grid{head: []string{a.tr("failures"), a.tr("good frames a day"), a.tr("levels")}, right: []int{2}}
	for _, x := range r.Hazards {
		g.add(a.tr("x %g", x.Times), a.tr("%.1f", x.GoodPerDay), levels(x.Levels))
	}
	return g
}

// levels writes the heights of the visits' stacks.
func levels(all []int) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = fmt.Sprint(n)
	}
	return strings.Join(out, ", ")
}

// choiceGrid compares the shipped processes and the ways on the plate.
func (a *app) choiceGrid(r *tune.Result) grid {
	g := grid{head: []string{a.tr("process"), a.tr("plate"), a.tr("good frames a day"), a.tr("a frame"), a.tr("filament"), a.tr("stiffness"), a.tr("levels")}, right: []int{3, 4, 5, 6}}
	add := func(name string, c *tune.Choice) {
		if !c.Meets {
			name = a.tr("%s (below the quality)", name)
		}
		g.add(name, a.plate(c), a.tr("%.1f", c.GoodPerDay), plan.Time(c.FrameS).In(a.lang), a.tr("%.1f g", c.FrameG), a.tr("%.0f %%", 100*c.Stiffness), levels(c.Levels))
	}
	for i := range r.Plates {
		add(a.tr("tuned"), &r.Plates[i])
	}
	for i := range r.Shipped {
		add(r.Shipped[i].Process, &r.Shipped[i])
	}
	return g
}

// plate says how frames stand on the plate.
func (a *app) plate(c *tune.Choice) string {
	out := a.tr("columns: %d", c.Columns)
	switch {
	case c.Columns > 1 && c.Order == "columns":
		out += ", " + a.tr("one by one")
	case c.Columns > 1:
		out += ", " + a.tr("layer by layer")
	}
	if c.Flip != "" {
		out += ", " + a.tr("every second turned over")
	}
	if c.Pillars != 0 {
		out += ", " + a.tr("pillars")
	}
	return out
}
