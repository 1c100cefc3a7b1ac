package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// profileValidateCommand returns the command that checks profiles.
func (a *app) profileValidateCommand() *cobra.Command {
	c := a.command("validate", say.T("[PATH...]"), say.T("Check profiles: form, units, ranges, templates"),
		say.T("Checks the built-in profiles and those in the folders given, or the files given alone:\n"+
			"keys that do not exist, numbers without units or out of range, templates that name what\n"+
			"there is not. Each fault comes with its file, line and column."),
		say.T("visiere profile validate my-profiles\n"+
			"visiere profile validate my-printer.yaml --json"))
	var dirs []string
	a.folders(c, &dirs)
	c.RunE = func(_ *cobra.Command, args []string) error {
		findings, err := validate(dirs, args)
		if err != nil {
			return err
		}
		return a.showFindings(findings)
	}
	return c
}

// validate returns the faults of the profiles in the given files and folders; of all
// that there are where no files are given.
func validate(dirs, paths []string) ([]profiles.Finding, error) {
	var files []string
	folders := slices.Clone(dirs)
	for _, p := range paths {
		st, err := os.Stat(p)
		switch {
		case err != nil:
			return nil, say.Errorf("cannot read %s: %v", p, cause(err))
		case st.IsDir():
			folders = append(folders, p)
		default:
			files = append(files, p)
		}
	}
	lib, err := profiles.Open(folders...)
	if err != nil {
		return nil, err
	}
	var findings []profiles.Finding
	if len(files) == 0 || len(folders) > len(dirs) {
		findings = lib.Validate()
	}
	if len(files) > 0 {
		findings = append(findings, lib.Validate(files...)...)
	}
	return findings, nil
}

// validated is what validate reports.
type validated struct {
	OK       bool               `json:"ok"`
	Findings []profiles.Finding `json:"findings"`
}

// showFindings shows the faults of profiles and refuses where one forbids their use.
func (a *app) showFindings(findings []profiles.Finding) error {
	bad := 0
	for _, f := range findings {
		if f.Severity == profiles.Error {
			bad++
		}
	}
	switch {
	case a.json:
		err := a.writeJSON(validated{bad == 0, append([]profiles.Finding{}, findings...)})
		if err != nil {
			return err
		}
	case len(findings) == 0:
		a.printf("no faults")
	default:
		for _, f := range findings {
			fmt.Fprintln(a.out, a.finding(f))
		}
	}
	if bad > 0 {
		return say.Errorf("%d faults: these profiles cannot be used", bad)
	}
	return nil
}
