package main

import (
	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
)

// root returns the whole program as a tree of commands.
func (a *app) root() *cobra.Command {
	c := a.group("visiere", say.T("Turns a visor frame into stacked G-code"),
		a.sliceCommand(), a.tuneCommand(), a.stackCommand(), a.checkCommand(), a.resumeCommand(), a.estimateCommand(), a.meshCommand(),
		a.modelCommand(), a.profileCommand(), a.planCommand(),
		a.campaignCommand(), a.calibrateCommand(),
		a.completionCommand(), a.versionCommand())
	c.Long = a.tr("Visiere turns the frame of a face-shield visor into G-code that prints a stack of\n" +
		"them: sliced once, copied upwards with a thin gap of air, checked as the printer would\n" +
		"run it, before it is written.")
	c.Example = a.tr("visiere slice                                  our own frame on a Prusa i3 MK3S\n" +
		"visiere slice frame.stl --stack 10             ten of yours, above each other\n" +
		"visiere slice frame.stl --printer ender-3 --filament pla --nozzle 0.6\n" +
		"visiere plan --frames 600 --printers 5         how long, how many spools")
	c.SilenceErrors, c.SilenceUsage = true, true
	c.CompletionOptions.DisableDefaultCmd = true
	c.SetOut(a.out)
	c.SetErr(a.err)
	c.SetIn(a.in)
	c.SetHelpFunc(a.help)
	c.SetHelpCommand(a.helpCommand(c))
	c.SetFlagErrorFunc(flagError)
	p := c.PersistentFlags()
	p.SortFlags = false
	p.Var(new(language), "lang", a.tr("`LANGUAGE` of all messages: en or fr; else the one of your system"))
	p.BoolVar(&a.json, "json", false, a.tr("report as JSON, for programs"))
	p.BoolP("help", "h", false, a.tr("show this help"))
	return c
}

// helpCommand returns the command that shows the help of another.
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	c := a.command("help", say.T("[COMMAND]"), say.T("Show the help of a command"), say.Text{}, say.Text{})
	c.RunE = func(_ *cobra.Command, args []string) error {
		sub, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return a.runGroup(root, args)
		}
		return sub.Help()
	}
	return c
}

// language is the value of --lang. newApp has read it; here it is only checked.
type language string

// String returns the language given, nothing by default.
func (l *language) String() string { return string(*l) }

// Type returns what the value is, for completion.
func (l *language) Type() string { return "language" }

// Set checks s.
func (l *language) Set(s string) error {
	if !say.Is(s) {
		return say.Errorf("Visiere speaks en (English) and fr (French)")
	}
	*l = language(s)
	return nil
}
