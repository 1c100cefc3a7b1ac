package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
)

// showing is what a command line of profile show asks for.
type showing struct {
	choice
	resolved bool // what is inherited, and what nothing gives, too
	why      bool
}

// profileShowCommand returns the command that shows the values of profiles.
func (a *app) profileShowCommand() *cobra.Command {
	c := a.command("show", say.T("[NAME|KEY]"), say.T("Show every value that a job would print with, and why"),
		say.T("Shows the values of the profiles chosen, changes applied, each as --set takes it. With\n"+
			"KEY, those alone whose key begins so; with the NAME of a profile, those that its own\n"+
			"file gives, and with --resolved all that it inherits too. --why adds the file and line\n"+
			"that each value is from."),
		say.T("visiere profile show --printer ender-3 --nozzle 0.6\n"+
			"visiere profile show process.first_layer --why\n"+
			"visiere profile show ender-3 --resolved --why"))
	c.Args = arguments(0, 1, say.T("name or key"))
	s := &showing{}
	a.profileFlags(c, &s.choice)
	c.Flags().BoolVar(&s.resolved, "resolved", false, a.tr("with NAME, what it inherits as well"))
	c.Flags().BoolVar(&s.why, "why", false, a.tr("say from which file and line each value is"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			args = []string{""}
		}
		return a.showValues(s, args[0])
	}
	return c
}

// showValues shows the values of the profile that word names, or those whose keys begin
// with it.
func (a *app) showValues(s *showing, word string) error {
	spec := s.job(nil)
	lib, err := profiles.Open(spec.Profiles...)
	if err != nil {
		return err
	}
	kinds := named(lib, &spec, word)
	origins, _, findings := lib.Explain(spec.Printer, spec.Filament, spec.Process, spec.Interface, spec.Set)
	if len(kinds) > 0 { // by itself: what it makes with the others does not matter
		findings = slices.DeleteFunc(findings, func(f profiles.Finding) bool { return profiles.RuleOf(f.Code).Depth != profiles.Form })
	}
	if err := profiles.AsError(findings); err != nil {
		return err
	}
	origins = slices.DeleteFunc(origins, func(o profiles.Origin) bool {
		kind, _, _ := strings.Cut(o.Key, ".")
		if len(kinds) == 0 {
			return !strings.HasPrefix(o.Key, word)
		}
		file, _, _ := lib.Place(profiles.Kind(kind), word)
		own := o.By == "" && (o.File == file || o.Line == 0 && !o.Default()) // or changed by --set
		return !slices.Contains(kinds, profiles.Kind(kind)) || !s.resolved && !own
	})
	if len(origins) == 0 && len(kinds) == 0 {
		return noValue(lib, word)
	}
	return a.showOrigins(origins, s.why)
}

// named puts the profile of this name in its place in spec and returns its kinds: a
// filament and an interface may have the same.
func named(lib *profiles.Library, spec *job.Spec, name string) (kinds []profiles.Kind) {
	places := map[profiles.Kind]*string{
		profiles.KindPrinter: &spec.Printer, profiles.KindFilament: &spec.Filament,
		profiles.KindProcess: &spec.Process, profiles.KindInterface: &spec.Interface,
	}
	for _, k := range profiles.Kinds() {
		if slices.Contains(lib.Names(k), name) {
			*places[k] = name
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// noValue says that word is neither a profile nor the beginning of a key.
func noValue(lib *profiles.Library, word string) error {
	known := profiles.Keys()
	for _, k := range profiles.Kinds() {
		known = append(known, lib.Names(k)...)
	}
	if near := nearest(word, known); near != "" {
		return usagef("no profile and no profile value begins with %s: did you mean %s?", word, near)
	}
	return usagef("no profile and no profile value begins with %s", word)
}

// showOrigins shows values, and where they are from where that is asked for.
func (a *app) showOrigins(origins []profiles.Origin, why bool) error {
	values := map[string]string{}
	g := grid{}
	for _, o := range origins {
		values[o.Key] = o.Value
		if why {
			g.add(o.Key, a.whence(&o), o.Value) // values may be long
			continue
		}
		g.add(o.Key, o.Value)
	}
	switch {
	case a.json && why:
		return a.writeJSON(origins)
	case a.json:
		return a.writeJSON(values)
	}
	a.show(g)
	return nil
}

// whence says where a value is from.
func (a *app) whence(o *profiles.Origin) string {
	at := a.tr("default")
	switch {
	case o.Line > 0:
		at = fmt.Sprintf("%s:%d", o.File, o.Line)
	case o.File != "":
		at = o.File
	}
	if o.By != "" {
		at = a.tr("%s, from %s", at, o.By)
	}
	return at
}
