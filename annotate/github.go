package annotate

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/visiere/visiere/profiles"
)

// commands are GitHub's words for the severities.
var commands = map[profiles.Severity]string{
	profiles.Error: "error", profiles.Warning: "warning", profiles.Note: "notice",
}

// github writes the findings as workflow commands, which GitHub shows beside the lines
// of a change.
//
// Source: GitHub's documentation, "Workflow commands for GitHub Actions".
func (r *Report) github(w io.Writer) error {
	out := bufio.NewWriter(w)
	for i := range r.Findings {
		f := &r.Findings[i]
		var props []string
		if inFile(f) {
			props = append(props, "file="+property(r.path(f.File)))
			if f.Line > 0 {
				props = append(props, fmt.Sprintf("line=%d", f.Line), fmt.Sprintf("col=%d", f.Col))
			}
		}
		props = append(props, "title="+property(string(f.Code)))
		fmt.Fprintf(out, "::%s %s::%s\n", commands[f.Severity], strings.Join(props, ","), data(r.message(f)))
	}
	if lines := r.proof(); r.Compare {
		fmt.Fprintf(out, "::notice title=%s::%s\n", property(r.in("proof")), data(strings.Join(lines, "\n")))
	}
	return out.Flush()
}

// message returns a finding as a short text of several lines.
func (r *Report) message(f *profiles.Finding) string {
	lines := []string{f.Text.In(r.Lang)}
	if in := r.combination(f); in != "" {
		lines = append(lines, in)
	}
	if mend := profiles.RuleOf(f.Code).Mend.In(r.Lang); mend != "" {
		lines = append(lines, mend)
	}
	return strings.Join(append(lines, r.Again(f)), "\n")
}

// data escapes the text of a command.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property escapes a value before the text of a command.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}
