package profiles

import (
	"fmt"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// Severity says whether a profile can be used in spite of a finding.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the profile cannot be used
	Warning Severity = "warning" // it can, and the print may suffer
	Note    Severity = "note"    // it can, and something holds it back, as it is meant to
)

// Finding is one fault of a profile.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	File     string   `json:"file"`           // as given, "--set", or as built-in/printers/cr-10.yaml
	Line     int      `json:"line,omitempty"` // from 1; 0: of the whole file
	Col      int      `json:"col,omitempty"`  // from 1, in characters
	Key      string   `json:"key,omitempty"`  // printer.limits.accel_x
	Value    string   `json:"value,omitempty"`
	Text     say.Text `json:"text"`

	// In is the first combination in which it was found, zero where it is of a profile by
	// itself; Others is in how many more.
	In     Choice `json:"in,omitzero"`
	Others int    `json:"others,omitempty"`
	Frames int    `json:"frames,omitempty"` // above each other, where it was found in a file
}

// Choice names the profiles of a combination. An empty name is the default's.
type Choice struct {
	Printer  string `json:"printer,omitempty"`
	Nozzle   Length `json:"nozzle,omitempty"` // 0: the one mounted
	Filament string `json:"filament,omitempty"`
	Process  string `json:"process,omitempty"`
}

// String returns the choice as words of a command line.
func (c Choice) String() string {
	if c == (Choice{}) {
		return ""
	}
	return fmt.Sprintf("--printer %s --nozzle %s --filament %s --process %s", c.Printer, c.Nozzle, c.Filament, c.Process)
}

// Where returns file:line:col as far as they are known.
func (f Finding) Where() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col)
}

// String returns the finding in one line, in English.
func (f Finding) String() string {
	s := fmt.Sprintf("%s: %s %s: %s", f.Where(), f.Severity, f.Code, f.Text)
	return strings.TrimPrefix(s, ": ")
}

// Faults is an error made of every finding that forbids the use of a profile.
type Faults []Finding

// Error returns the findings, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.String()
	}
	return strings.Join(lines, "\n")
}

// AsError returns the errors among findings as an error, or nil where there is none.
func AsError(findings []Finding) error {
	var bad Faults
	for _, f := range findings {
		if f.Severity == Error {
			bad = append(bad, f)
		}
	}
	if bad == nil {
		return nil
	}
	return bad
}
