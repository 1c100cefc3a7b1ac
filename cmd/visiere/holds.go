package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/toolpath"
)

// holdNames says what takes a print's time.
var holdNames = map[string]say.Text{
	job.HoldHotend:                    say.T("melting, as fast as the hotend can"),
	job.HoldFilament:                  say.T("melting, as fast as the filament allows"),
	toolpath.LimitFeature.String():    say.T("speed of the feature"),
	toolpath.LimitSmall.String():      say.T("speed of small loops"),
	toolpath.LimitFirstLayer.String(): say.T("speed of the first layer"),
	toolpath.LimitInterface.String():  say.T("speed over the gap between frames"),
	toolpath.LimitLayerTime.String():  say.T("least time of a layer"),
	toolpath.LimitPrinter.String():    say.T("speed limits of the printer"),
	job.HoldAcceleration:              say.T("acceleration and corners"),
	job.HoldTravel:                    say.T("travel"),
	job.HoldLift:                      say.T("to the next layer, and hops"),
	job.HoldRetraction:                say.T("retraction"),
	job.HoldWipe:                      say.T("wiping along the strand"),
	job.HoldPause:                     say.T("pauses"),
	job.HoldCode:                      say.T("start and end code"),
	job.HoldHeating:                   say.T("heating"),
	job.HoldHoming:                    say.T("homing"),
	job.HoldProbing:                   say.T("probing"),
	job.HoldNozzleWipe:                say.T("nozzle wipe"),
	job.HoldOverhead:                  say.T("overhead"),
}

// holds shows what holds a print back, and what of it is longer than melting takes. With
// details, what holds several features is divided among them.
func (a *app) holds(r *job.Report, details bool) {
	g := grid{head: []string{a.tr("held back by"), a.tr("time"), a.tr("share"), a.tr("longer than melting")}, right: []int{2, 3, 4}}
	for _, h := range r.TimeBy {
		g.add(holdNames[h.By].In(a.lang), plan.Time(h.S).In(a.lang), a.tr("%.1f %%", h.S/r.TotalS*100), plan.Time(h.OverMeltS).In(a.lang))
		if !details || len(h.ByFeatureS) < 2 {
			continue
		}
		names := slices.SortedFunc(maps.Keys(h.ByFeatureS), func(x, y string) int {
			return cmp.Or(cmp.Compare(h.ByFeatureS[y], h.ByFeatureS[x]), strings.Compare(x, y))
		})
		for _, n := range names {
			g.add("  "+a.feature(n), plan.Time(h.ByFeatureS[n]).In(a.lang), a.tr("%.1f %%", h.ByFeatureS[n]/r.TotalS*100), "")
		}
	}
	fmt.Fprintln(a.out)
	a.show(g)
}

// cautions shows what each caution costs, where that was asked for.
func (a *app) cautions(r *job.Report) {
	if r.Cautions == nil {
		return
	}
	g := grid{head: []string{a.tr("caution"), a.tr("without it"), a.tr("saves"), a.tr("share")}, right: []int{3, 4}}
	add := func(from, lift string, saved float64) {
		g.add(from, lift, a.tr("%.0f s", saved), a.tr("%.1f %%", saved/r.Cautions.S*100))
	}
	for _, c := range r.Cautions.Each {
		for i, lift := range c.Lift {
			key, _, _ := strings.Cut(lift, "=")
			from := key + "=" + c.From[i]
			if i == 0 {
				add(from, "--set "+lift, c.SavedS)
				continue
			}
			g.add(from, "--set "+lift, "", "")
		}
	}
	add(a.tr("all of them"), "", r.Cautions.S-r.Cautions.Lifted)
	fmt.Fprintln(a.out)
	a.show(g)
}
