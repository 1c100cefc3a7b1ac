package annotate

import (
	"encoding/json"
	"io"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// reportJSON is a report for programs.
type reportJSON struct {
	OK       bool           `json:"ok"` // nothing fails
	Depth    profiles.Depth `json:"depth"`
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
	Notes    int            `json:"notes"`
	Findings []findingJSON  `json:"findings"`
	Proved   int            `json:"proved,omitempty"`  // combinations
	Changes  *[]Change      `json:"changes,omitempty"` // where they were held against others
}

// findingJSON is a finding with its rule.
type findingJSON struct {
	profiles.Finding
	Rule  say.Text `json:"rule"`
	Mend  say.Text `json:"mend"`
	Again string   `json:"again"`
}

// json writes the report for programs, in English.
func (r *Report) json(w io.Writer) error {
	out := reportJSON{
		OK: !r.Failed(), Depth: r.Depth, Errors: r.count(profiles.Error), Warnings: r.count(profiles.Warning),
		Notes: r.count(profiles.Note), Findings: []findingJSON{}, Proved: r.Proved,
	}
	if r.Compare {
		changes := append([]Change{}, r.Changes...)
		out.Changes = &changes
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		rule := profiles.RuleOf(f.Code)
		out.Findings = append(out.Findings, findingJSON{*f, rule.Holds, rule.Mend, r.Again(f)})
	}
	return encode(w, out)
}

// encode writes v as indented JSON.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
