package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/visiere/visiere/internal/say"
)

// command returns a command with its help; args is what it takes, as in its usage.
func (a *app) command(name string, args, short, long, example say.Text) *cobra.Command {
	return &cobra.Command{
		Use:     strings.TrimSpace(name + " " + args.In(a.lang)),
		Short:   short.In(a.lang),
		Long:    strings.TrimSpace(long.In(a.lang)),
		Example: strings.Trim(example.In(a.lang), "\n"),
	}
}

// group returns a command that only holds others.
func (a *app) group(name string, short say.Text, subs ...*cobra.Command) *cobra.Command {
	c := a.command(name, say.Text{}, short, say.Text{}, say.Text{})
	c.AddCommand(subs...)
	c.Args, c.RunE = cobra.ArbitraryArgs, a.runGroup
	return c
}

// runGroup shows the help of a command that only holds others; a word that names none
// of them is an error with the nearest.
func (a *app) runGroup(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	if near := nearest(args[0], names); near != "" {
		return usagef("there is no command %q: did you mean %s %s?", args[0], c.CommandPath(), near)
	}
	return usagef("there is no command %q: see %s --help", args[0], c.CommandPath())
}

// help writes the help of c: what it is, how it is called, its examples, its commands
// and its flags.
func (a *app) help(c *cobra.Command, _ []string) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintln(a.out, text)
	a.section(a.tr("Usage:"), []string{a.useLine(c)})
	if c.Example != "" {
		a.section(a.tr("Examples:"), strings.Split(c.Example, "\n"))
	}
	a.section(a.tr("Commands:"), commandLines(c))
	a.section(a.tr("Flags:"), a.flagLines(c.LocalFlags()))
	a.section(a.tr("Flags of every command:"), a.flagLines(c.InheritedFlags()))
	if !c.HasParent() {
		a.section(a.tr("Exit codes:"), []string{
			a.tr("0  done"), a.tr("1  refused: the reason is on the standard error, nothing was written"),
			a.tr("2  the command line is not understood"),
		})
	}
}

// useLine returns how c is called.
func (a *app) useLine(c *cobra.Command) string {
	line := c.Use
	if c.HasParent() {
		line = c.Parent().CommandPath() + " " + c.Use
	}
	switch {
	case c.HasAvailableSubCommands():
		line += " " + a.tr("COMMAND")
	case c.HasAvailableLocalFlags():
		line += " " + a.tr("[FLAGS]")
	}
	return line
}

// section writes a titled list of lines, nothing where there are none.
func (a *app) section(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintln(a.out, "\n"+a.paint(a.out, bold, title))
	for _, l := range lines {
		fmt.Fprintln(a.out, strings.TrimRight("  "+l, " "))
	}
}

// commandLines lists the commands of c with what they do.
func commandLines(c *cobra.Command) []string {
	var names, texts []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
			texts = append(texts, sub.Short)
		}
	}
	return columns(names, texts)
}

// flagLines lists flags with what they do and their defaults.
func (a *app) flagLines(flags *pflag.FlagSet) []string {
	var names, texts []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		what, usage := pflag.UnquoteUsage(f)
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if f.Value.Type() == "bool" {
			what = ""
		} else if f.DefValue != "" && f.DefValue != "[]" {
			usage = a.tr("%s (default %s)", usage, f.DefValue)
		}
		names = append(names, strings.TrimRight(name+" "+what, " "))
		texts = append(texts, usage)
	})
	return columns(names, texts)
}

// columns sets texts beside names.
func columns(names, texts []string) []string {
	wide := 0
	for _, n := range names {
		wide = max(wide, len([]rune(n)))
	}
	lines := make([]string, len(names))
	for i, n := range names {
		gap := strings.Repeat(" ", wide-len([]rune(n))+3)
		lines[i] = n + gap + texts[i]
	}
	return lines
}
