package annotate

import (
	"bufio"
	"fmt"
	"io"

	"github.com/visiere/visiere/profiles"
)

// text writes each finding as one line that editors can jump by, and beneath it the
// value, the rule, how to mend it and how to see it again.
func (r *Report) text(w io.Writer) error {
	out := bufio.NewWriter(w)
	for i := range r.Findings {
		f := &r.Findings[i]
		fmt.Fprintln(out, r.headline(f))
		rule := profiles.RuleOf(f.Code)
		for _, row := range [][2]string{
			{r.in("value"), f.Value}, {r.in("in"), r.combination(f)},
			{r.in("rule"), rule.Holds.In(r.Lang)}, {r.in("mend"), rule.Mend.In(r.Lang)},
			{r.in("again"), r.Again(f)},
		} {
			if row[1] != "" {
				fmt.Fprintf(out, "    %-9s%s\n", row[0], row[1])
			}
		}
	}
	for _, line := range r.proof() {
		fmt.Fprintln(out, line)
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(out, r.in("no faults"))
	} else {
		fmt.Fprintln(out, r.in("errors: %d, warnings: %d, notes: %d", r.count(profiles.Error), r.count(profiles.Warning), r.count(profiles.Note)))
	}
	return out.Flush()
}

// headline returns a finding in one line.
func (r *Report) headline(f *profiles.Finding) string {
	switch {
	case f.File == "":
		return r.in("%s (%s)", f.Text, string(f.Code))
	case f.Severity == profiles.Warning:
		return r.in("%s: warning: %s (%s)", f.Where(), f.Text, string(f.Code))
	case f.Severity == profiles.Note:
		return r.in("%s: note: %s (%s)", f.Where(), f.Text, string(f.Code))
	}
	return r.in("%s: %s (%s)", f.Where(), f.Text, string(f.Code))
}
