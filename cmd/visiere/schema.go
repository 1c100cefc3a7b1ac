package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// profileSchemaCommand returns the command that writes the schema of profile files.
func (a *app) profileSchemaCommand() *cobra.Command {
	c := a.command("schema", say.T("[KIND]"), say.T("Write the JSON Schema of profile files, for editors"),
		say.T("Editors that read it complete keys, show what they mean, and mark what is no key or has\n"+
			"no unit. Name it in the first line of a profile for the YAML language server:\n"+
			"# yaml-language-server: $schema=visiere.schema.json"),
		say.T("visiere profile schema > visiere.schema.json\nvisiere profile schema printer"))
	c.Args = arguments(0, 1, say.T("kind"))
	for _, k := range profiles.Kinds() {
		c.ValidArgs = append(c.ValidArgs, string(k))
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		var kinds []profiles.Kind
		if len(args) > 0 {
			if !slices.Contains(c.ValidArgs, args[0]) {
				return usagef("%s is not a kind of profile: take one of %s", args[0], strings.Join(c.ValidArgs, ", "))
			}
			kinds = append(kinds, profiles.Kind(args[0]))
		}
		return a.writeJSON(profiles.Schema(kinds...))
	}
	return c
}
