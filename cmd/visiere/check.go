package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/deposit"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

// checkCommand returns the command that checks a G-code file.
func (a *app) checkCommand() *cobra.Command {
	c := a.command("check", say.T("FILE"), say.T("Check any slicer's G-code before it is printed"),
		say.T("Replays a G-code file as the printer would and lists what the printer must not be told\n"+
			"to do: prints beside the bed, cold extrusion, more flow than the hotend melts, moves\n"+
			"below the bed. A file of ours says for which printer it is; for another, name it."),
		say.T("visiere check out.gcode\n"+
			"visiere check foreign.gcode --printer ender-3 --filament pla\n"+
			"visiere check - < out.gcode                    from a pipe"))
	c.Args = arguments(1, 1, say.T("a G-code file"))
	ch := &choice{}
	a.profileFlags(c, ch)
	var dep depositFlags
	dep.addTo(a, c)
	frame := ""
	c.Flags().StringVar(&frame, "against", "", a.tr("the frame's `FILE`, for --deposits: of one frame, as it lies"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if dep.wanted() && (frame == "" || args[0] == "-") {
			return usagef("--deposits needs a file, not a pipe, and the frame to hold it against: --against FRAME.stl")
		}
		return a.check(c, ch, args[0], &dep, frame)
	}
	return c
}

// checked is what check reports.
type checked struct {
	File       string             `json:"file"`
	OK         bool               `json:"ok"`
	Printer    string             `json:"printer,omitempty"`
	Filament   string             `json:"filament,omitempty"`
	Violations []verify.Violation `json:"violations"`
	Deposits   *deposit.Report    `json:"deposits,omitempty"`
}

// check checks the file at path and refuses it where it must not be printed.
func (a *app) check(c *cobra.Command, ch *choice, path string, dep *depositFlags, frame string) error {
	if err := ending(dep.picture, ".png"); err != nil {
		return err
	}
	f, err := a.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	set, known, err := settingsFor(c, ch, f)
	if err != nil {
		return err
	}
	rep := checked{File: path}
	limits := verify.Limits{}
	if known {
		limits = verify.FromProfiles(set)
		rep.Printer, rep.Filament = set.Printer.Name, set.Filament.Name
	} else {
		a.warn(say.T("%s does not say for which printer it is: bed, height, temperatures and flow are not checked; name it with --printer and --filament", path))
	}
	if rep.Violations, err = verify.File(f, limits); err != nil {
		return err
	}
	if dep.wanted() {
		if rep.Deposits, err = dep.against(a, path, frame, set); err != nil {
			return err
		}
		if err := dep.show(a, rep.Deposits); err != nil {
			return err
		}
	}
	rep.OK = !verify.Failed(rep.Violations)
	if err := a.showCheck(rep); err != nil || rep.OK {
		return err
	}
	return say.Errorf("%s must not be printed", path)
}

// showCheck shows what was found.
func (a *app) showCheck(rep checked) error {
	if a.json {
		rep.Violations = append([]verify.Violation{}, rep.Violations...) // a list, even if empty
		return a.writeJSON(rep)
	}
	if len(rep.Violations) == 0 {
		a.printf("%s: nothing found that a printer must not be told to do", rep.File)
		return nil
	}
	g := grid{head: []string{a.tr("line"), a.tr("severity"), a.tr("code"), a.tr("meaning")}, right: []int{1}}
	for _, v := range rep.Violations {
		line := ""
		if v.Line > 0 {
			line = fmt.Sprint(v.Line)
		}
		g.add(line, a.severity(v.Severity), v.Code, v.Text.In(a.lang))
	}
	a.show(g)
	a.more(rep.Violations)
	return nil
}

// more says how many violations of a kind there are besides those listed.
func (a *app) more(list []verify.Violation) {
	shown := map[string]int{}
	for _, v := range list {
		shown[v.Code]++
	}
	for _, v := range list {
		if hidden := v.Count - shown[v.Code]; hidden > 0 {
			a.printf("%s: %d more like these", v.Code, hidden)
		}
		shown[v.Code] = v.Count
	}
}

// severity returns how grave a finding is, in the user's language.
func (a *app) severity(s profiles.Severity) string {
	switch s {
	case profiles.Warning:
		return a.tr("warning")
	case profiles.Note:
		return a.tr("note")
	}
	return a.tr("error")
}
