package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// profileCommand returns the commands about profiles.
func (a *app) profileCommand() *cobra.Command {
	return a.group("profile", say.T("Printers, filaments, processes and interfaces"),
		a.profileListCommand(), a.profileShowCommand(), a.profileValidateCommand(), a.profileSchemaCommand(),
		a.profileImportCommand(), a.profileExportCommand())
}

// folders adds the flag for folders of further profiles to c.
func (a *app) folders(c *cobra.Command, dirs *[]string) {
	c.Flags().StringArrayVar(dirs, "profiles", nil, a.tr("`FOLDER` with profiles of your own; may be repeated"))
}

// profileListCommand returns the command that lists profiles.
func (a *app) profileListCommand() *cobra.Command {
	c := a.command("list", say.T("[KIND]"), say.T("List the profiles, or those of one kind"), say.Text{},
		say.T("visiere profile list\nvisiere profile list printer"))
	c.Args = arguments(0, 1, say.T("kind"))
	for _, k := range profiles.Kinds() {
		c.ValidArgs = append(c.ValidArgs, string(k))
	}
	var dirs []string
	a.folders(c, &dirs)
	c.RunE = func(c *cobra.Command, args []string) error {
		lib, err := profiles.Open(dirs...)
		if err != nil {
			return err
		}
		kinds := profiles.Kinds()
		if len(args) > 0 {
			if nearest(args[0], c.ValidArgs) != args[0] {
				return usagef("%s is not a kind of profile: take one of %s", args[0], strings.Join(c.ValidArgs, ", "))
			}
			kinds = []profiles.Kind{profiles.Kind(args[0])}
		}
		return a.listProfiles(lib, kinds)
	}
	return c
}

// profileEntry is a profile in JSON.
type profileEntry struct {
	Kind  profiles.Kind `json:"kind"`
	Name  string        `json:"name"`
	Title string        `json:"title"`
}

// listProfiles shows the profiles of these kinds.
func (a *app) listProfiles(lib *profiles.Library, kinds []profiles.Kind) error {
	var entries []profileEntry
	g := grid{head: []string{a.tr("kind"), a.tr("name"), a.tr("title")}}
	for _, k := range kinds {
		for _, name := range lib.Names(k) {
			title := lib.Title(k, name)
			entries = append(entries, profileEntry{k, name, title})
			g.add(string(k), name, title)
		}
	}
	if a.json {
		return a.writeJSON(entries)
	}
	a.show(g)
	return nil
}
