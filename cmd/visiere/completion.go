package main

import (
	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
)

// completionCommand returns the command that writes completion scripts.
func (a *app) completionCommand() *cobra.Command {
	c := a.command("completion", say.T("SHELL"), say.T("Write a script that completes commands and flags"),
		say.T("Writes a completion script for bash, zsh, fish or powershell to the standard output."),
		say.T("source <(visiere completion bash)              in ~/.bashrc\n"+
			"visiere completion fish > ~/.config/fish/completions/visiere.fish\n"+
			"visiere completion powershell | Out-String | Invoke-Expression"))
	c.ValidArgs = []string{"bash", "zsh", "fish", "powershell"}
	c.Args = arguments(1, 1, say.T("the name of a shell"))
	c.RunE = func(c *cobra.Command, args []string) error {
		root := c.Root()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.out, true)
		case "zsh":
			return root.GenZshCompletion(a.out)
		case "fish":
			return root.GenFishCompletion(a.out, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(a.out)
		}
		return usagef("%s is not a shell that completion is for: bash, zsh, fish or powershell", args[0])
	}
	return c
}
