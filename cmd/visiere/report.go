package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/toolpath"
)

// report shows what a job makes, with the time of each feature if details are wanted;
// currency is that of its filament.
func (a *app) report(r *job.Report, currency string, details bool) {
	g := grid{}
	g.add(a.tr("profiles"), a.tr("%s, %s, %s", r.Printer, r.Filament, r.Process))
	g.add(a.tr("frames"), a.tr("%d (%d high, %d beside)", r.Frames, r.Levels, r.Columns))
	if r.Order == job.OrderColumns {
		g.add(a.tr("order"), a.tr("one column after the other"))
	}
	g.add(a.tr("height"), a.tr("%.2f mm, %d layers a frame", r.Height, r.Layers))
	if r.Pillars > 0 {
		g.add(a.tr("pillars"), a.tr("%d, %.2f cm3, to break off", r.Pillars, r.PillarVolume))
	}
	g.add(a.tr("time"), a.tr("%s, %s a frame", plan.Time(r.TotalS), plan.Time(r.FrameS)))
	if r.InterfaceS > 0 {
		g.add(a.tr("interface"), a.tr("%s each, %.1f %% of the time", plan.Time(r.InterfaceS), 100*r.InterfaceS*float64(r.Levels-1)*float64(r.Frames)/float64(r.Levels*r.Columns)/r.TotalS))
	}
	g.add(a.tr("filament"), a.tr("%.2f m, %.1f cm3, %.1f g, %.1f g a frame", r.FilamentMM/1000, r.FilamentCM3, r.FilamentG, r.FrameG))
	g.add(a.tr("cost"), a.tr("%.2f %s", r.Cost, currency))
	g.add(a.tr("melting"), a.tr("%.1f %% of the motion", 100*r.MeltEfficiency))
	if o := r.Alternative; o != nil {
		g.add(a.otherFill(o), a.tr("%s, %s a frame; %.1f g, %.1f g a frame", plan.Time(o.S), plan.Time(o.FrameS), o.G, o.FrameG))
	}
	m := &r.Moves
	g.add(a.tr("a frame's way"), a.tr("%.1f m of strands, %.1f m of travel (%.1f %%), %d retractions, %d in one layer at most",
		m.LaidMM/1000, m.TravelMM/1000, 100*m.TravelShare, m.Retractions, m.WorstRetractions))
	a.show(g)
	if details {
		a.features(r.Estimate)
	}
	a.holds(r, details)
	a.finishes(r)
	a.cautions(r)
}

// finishes shows when each frame of several is finished.
func (a *app) finishes(r *job.Report) {
	if len(r.Finished) < 2 {
		return
	}
	g := grid{head: []string{a.tr("level"), a.tr("column"), a.tr("finished after")}, right: []int{1, 2, 3}}
	for _, f := range r.Finished {
		g.add(strconv.Itoa(f.Level), strconv.Itoa(f.Column), plan.Time(f.S).In(a.lang))
	}
	fmt.Fprintln(a.out)
	a.show(g)
}

// otherFill names the fill that the print was held against.
func (a *app) otherFill(o *job.Alternative) string {
	if o.Fill >= 1 {
		return a.tr("if it were solid")
	}
	return a.tr("with a fill of %.0f %%", 100*o.Fill)
}

// features shows how long each feature takes, the longest first, and what is no motion.
func (a *app) features(e *estimate.Estimate) {
	if e.TotalS <= 0 {
		return
	}
	by := maps.Clone(e.ByFeatureS)
	by["Heating"], by["Homing"], by["Probing"] = e.HeatingS, e.HomingS, e.ProbingS
	names := slices.SortedFunc(maps.Keys(by), func(x, y string) int {
		return cmp.Or(cmp.Compare(by[y], by[x]), strings.Compare(x, y))
	})
	g := grid{head: []string{a.tr("feature"), a.tr("time"), a.tr("share")}, right: []int{2, 3}}
	for _, n := range names {
		if by[n] > 0 {
			g.add(a.feature(n), plan.Time(by[n]).In(a.lang), a.tr("%.1f %%", by[n]/e.TotalS*100))
		}
	}
	fmt.Fprintln(a.out)
	a.show(g)
}

// roleNames are the features that Visiere prints and estimates, for the catalogue.
var roleNames = map[string]say.Text{
	toolpath.ExternalPerimeter.String(): say.T("External perimeter"),
	toolpath.Perimeter.String():         say.T("Perimeter"),
	toolpath.OverhangPerimeter.String(): say.T("Overhang perimeter"),
	toolpath.ThinWall.String():          say.T("Thin wall"),
	toolpath.GapFill.String():           say.T("Gap fill"),
	toolpath.SolidInfill.String():       say.T("Solid infill"),
	toolpath.TopSolidInfill.String():    say.T("Top solid infill"),
	toolpath.Infill.String():            say.T("Internal infill"),
	toolpath.BridgeInfill.String():      say.T("Bridge infill"),
	toolpath.Skirt.String():             say.T("Skirt"),
	toolpath.Brim.String():              say.T("Brim"),
	toolpath.Separator.String():         say.T("Support material interface"),
	toolpath.Support.String():           say.T("Support material"),
	"Custom":                            say.T("Custom"),
	"Travel":                            say.T("Travel"),
	"Retract":                           say.T("Retract"),
	"Unretract":                         say.T("Unretract"),
	"Wipe":                              say.T("Wipe"),
	"Dwell":                             say.T("Dwell"),
	"Heating":                           say.T("Heating"),
	"Homing":                            say.T("Homing"),
	"Probing":                           say.T("Probing"),
}

// feature returns the name of a feature in the user's language; one that only another
// slicer knows stays as the file has it.
func (a *app) feature(name string) string {
	if t, ok := roleNames[name]; ok {
		return t.In(a.lang)
	}
	return name
}
