package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// The exit codes.
const (
	exitDone    = 0 // done
	exitRefused = 1 // refused: the reason is on the standard error
	exitUsage   = 2 // the command line is not understood
)

// usageError is an error of the command line.
type usageError struct{ error }

// Unwrap returns the sentence.
func (u usageError) Unwrap() error { return u.error }

// usagef returns an error of the command line.
func usagef(format string, args ...any) error { return usageError{say.Errorf(format, args...)} }

// errSilent ends a command as refused when its report has said why.
var errSilent = errors.New("refused")

// end reports err in one message and returns the exit code that it stands for.
func (a *app) end(err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errSilent):
		return exitRefused
	case errors.Is(err, context.Canceled):
		err = say.Errorf("interrupted: nothing was written")
	}
	for _, s := range a.sentences(err) {
		fmt.Fprintln(a.err, a.paint(a.err, red, "visiere: ")+s)
	}
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitRefused
}

// sentences returns what err says, in the user's language: one sentence, or one for each
// of the errors joined and for each fault of a profile.
func (a *app) sentences(err error) []string {
	var faults profiles.Faults
	if !errors.As(err, &faults) {
		return strings.Split(say.Of(err).In(a.lang), "\n")
	}
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = a.finding(f)
	}
	return lines
}

// finding returns a fault of a profile as one line.
func (a *app) finding(f profiles.Finding) string {
	switch {
	case f.File == "":
		return a.tr("%s (%s)", f.Text, f.Code)
	case f.Severity == profiles.Warning:
		return a.tr("%s: warning: %s (%s)", f.Where(), f.Text, f.Code)
	case f.Severity == profiles.Note:
		return a.tr("%s: note: %s (%s)", f.Where(), f.Text, f.Code)
	}
	return a.tr("%s: %s (%s)", f.Where(), f.Text, f.Code)
}

// flagError makes a sentence of an error of pflag, with the nearest flag where the one
// given does not exist.
func flagError(c *cobra.Command, err error) error {
	var missing *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &missing) && missing.GetSpecifiedShortnames() != "":
		return usagef("there is no flag -%s: see %s --help", missing.GetSpecifiedName(), c.CommandPath())
	case errors.As(err, &missing):
		name := missing.GetSpecifiedName()
		if near := nearest(name, flagNames(c)); near != "" {
			return usagef("there is no flag --%s: did you mean --%s? See %s --help", name, near, c.CommandPath())
		}
		return usagef("there is no flag --%s: see %s --help", name, c.CommandPath())
	case errors.As(err, &bare):
		return usagef("--%s needs a value: see %s --help", bare.GetFlag().Name, c.CommandPath())
	case errors.As(err, &invalid):
		return usagef("--%s %s: %v", invalid.GetFlag().Name, invalid.GetValue(), plain(invalid.Unwrap()))
	}
	return usagef("the command line is not understood: %v", err)
}

// plain returns err, or, where it is not a sentence of ours, one that says what is meant.
func plain(err error) error {
	if say.Of(err).Format == "%s" {
		return say.Errorf("this value is not understood")
	}
	return err
}

// flagNames returns the names of all flags of c, those of its parents included.
func flagNames(c *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	c.LocalFlags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	return names
}

// arguments returns a check of how many arguments a command takes; name is what they
// are, as in its usage.
func arguments(least, most int, name say.Text) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return usagef("%s needs %s: see %s --help", c.CommandPath(), name, c.CommandPath())
		case len(args) > most && most == 0:
			return usagef("%s takes nothing more, but was given %q: see %s --help", c.CommandPath(), args[0], c.CommandPath())
		case len(args) > most:
			return usagef("%s takes one %s, but was given %q too: see %s --help", c.CommandPath(), name, args[most], c.CommandPath())
		}
		return nil
	}
}
