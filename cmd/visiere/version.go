package main

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
)

// versionCommand returns the command that says which version this is.
func (a *app) versionCommand() *cobra.Command {
	c := a.command("version", say.Text{}, say.T("Say which version this is"), say.Text{}, say.Text{})
	c.Args = arguments(0, 0, say.Text{})
	c.RunE = func(*cobra.Command, []string) error {
		v := version()
		if a.json {
			return a.writeJSON(v)
		}
		a.printf("visiere %s (%s, %s)", v.Version, v.Go, v.Platform)
		return nil
	}
	return c
}

// build says which program this is.
type build struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// version returns the version that the program was built as: that of its module, or the
// commit of the checkout, or devel.
func version() build {
	b := build{"devel", runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
		return b
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			b.Version = s.Value[:12]
		}
	}
	return b
}
