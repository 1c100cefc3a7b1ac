package campaign

import (
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// codes has our code for each that reading YAML finds.
var codes = map[profiles.Code]Code{
	profiles.CodeSyntax: CodeForm, profiles.CodeKey: CodeKey, profiles.CodeValue: CodeValue, profiles.CodeTwice: CodeTwice,
}

// Read reads a campaign of YAML, called file in findings, over the defaults. The findings
// are of its form alone; Check finds the rest.
func Read(data []byte, file string) (*Campaign, []Finding) {
	c := New()
	at, read := profiles.Decode(data, file, c, say.T("a campaign is one document with keys such as start, orders and makers"))
	for key, p := range at {
		c.Origins[key] = Where{File: file, Row: p.Line, Col: p.Col}
	}
	findings := make([]Finding, len(read))
	for i, f := range read {
		findings[i] = Finding{
			Code: codes[f.Code], Severity: f.Severity, Key: f.Key, Text: f.Text,
			Where: Where{File: f.File, Row: f.Line, Col: f.Col},
		}
	}
	return c, findings
}

// Load reads a campaign of YAML and checks it: one finding for each fault. What Check
// says of a row that could not be read whole is left out, and Check waits where a table
// is missing.
func Load(data []byte, file string) (*Campaign, []Finding) {
	c, findings := Read(data, file)
	faulty := map[string]bool{}
	for _, f := range findings {
		faulty[rowOf(f.Key)] = true
	}
	if faulty[""] {
		return c, findings
	}
	for _, f := range Check(c) {
		if !faulty[rowOf(f.Key)] {
			findings = append(findings, f)
		}
	}
	return c, findings
}

// rowOf returns the row that a key belongs to: orders[3] of orders[3].frames, and
// nothing for what is not in a table.
func rowOf(key string) string { return key[:strings.Index(key, "]")+1] }
