package main

import (
	"cmp"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/hold"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/preview"
	"github.com/visiere/visiere/profiles"
)

// stackCommand returns the commands about stacks.
func (a *app) stackCommand() *cobra.Command {
	return a.group("stack", say.T("Will a stack of frames hold?"), a.stackCheckCommand())
}

// stackCheckCommand returns the command that checks a stack before it is printed.
func (a *app) stackCheckCommand() *cobra.Command {
	c := a.command("check", say.T("[FRAME]"), say.T("Say whether a stack would stand, print and come apart"),
		say.T("Looks at a stack before it is printed, without slicing it: how much of each frame lies\n"+
			"on the one below, what hangs over air and how far, whether top and base match, how the\n"+
			"column stands on the bed while the nozzle pushes it, whether the gap would fuse. It says\n"+
			"what would mend what it finds. Slice does the same and refuses what would fail.\n"+
			"docs/stacking.md has the model and the numbers."),
		say.T("visiere stack check frame.stl --stack 20\n"+
			"visiere stack check frame.stl --stack 20 --flip alternate\n"+
			"visiere stack check frame.stl --stack 20 --pillars auto --picture hangs.png\n"+
			"visiere stack check frame.stl --stack 20 --json"))
	c.Args = arguments(0, 1, say.T("frame"))
	ch := &choice{}
	a.frameFlags(c, ch)
	a.pileFlags(c, ch)
	picture := ""
	c.Flags().StringVar(&picture, "picture", "", a.tr("write a picture of the interfaces to `FILE`, a PNG"))
	a.profileFlags(c, ch)
	c.RunE = func(_ *cobra.Command, args []string) error { return a.stackCheck(ch.job(args), picture) }
	return c
}

// stackChecked is what stack check reports.
type stackChecked struct {
	Input    string        `json:"input"`
	Printer  string        `json:"printer"`
	Filament string        `json:"filament"`
	Process  string        `json:"process"`
	Warnings []say.Text    `json:"warnings"`
	Stacked  *mesh.Stacked `json:"stacked,omitempty"` // where the frame is a stack already
	*hold.Report
}

// stackCheck checks the stack of spec and refuses it where it would fail.
func (a *app) stackCheck(spec job.Spec, picture string) error {
	if err := cmp.Or(ending(picture, ".png"), settleStack(&spec)); err != nil {
		return err
	}
	rep, h, err := job.Stand(spec)
	if err != nil {
		return err
	}
	if picture != "" {
		png, err := preview.PNG(h.Picture())
		if err != nil {
			return err
		}
		if err := writeFile(picture, func(w io.Writer) error { _, err := w.Write(png); return err }); err != nil {
			return err
		}
	}
	if a.json {
		err = a.writeJSON(stackChecked{rep.Input, rep.Printer, rep.Filament, rep.Process, rep.Warnings, rep.Stacked, h})
	} else {
		for _, w := range rep.Warnings {
			a.warn(w)
		}
		a.showStack(h)
	}
	if err != nil || h.OK {
		return err
	}
	return say.Errorf("this stack would fail: see what is marked as error")
}

// showStack shows the verdicts.
func (a *app) showStack(r *hold.Report) {
	g := grid{head: []string{a.tr("verdict"), a.tr("level"), a.tr("severity"), a.tr("meaning")}, right: []int{2}}
	for _, v := range r.Verdicts {
		level := ""
		if v.Level > 0 {
			level = fmt.Sprint(v.Level)
		}
		g.add(string(v.Code), level, a.verdictSeverity(v.Severity), v.Text.In(a.lang))
	}
	a.show(g)
	for _, v := range r.Verdicts {
		for _, d := range v.Do {
			a.printf("%s: %s", string(v.Code), d)
		}
	}
}

// verdictSeverity returns how grave a verdict is, in the user's language.
func (a *app) verdictSeverity(s profiles.Severity) string {
	if s == hold.Fine {
		return a.tr("fine")
	}
	return a.severity(s)
}
