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

// Code is the stable name of a kind of finding.
type Code string

// The findings in the form of a file.
const (
	CodeSyntax   Code = "VP001" // not YAML
	CodeKey      Code = "VP002" // no such key
	CodeValue    Code = "VP003" // a value of the wrong form or unit
	CodeRange    Code = "VP004" // a number out of range
	CodeWord     Code = "VP005" // not one of the words that the key takes
	CodeTwice    Code = "VP006" // a key twice in one mapping
	CodeParent   Code = "VP007" // inherits from what does not exist
	CodeCycle    Code = "VP008" // inherits from itself
	CodeName     Code = "VP009" // a name that another profile has
	CodeMissing  Code = "VP010" // a value that every profile needs and this one lacks
	CodeTemplate Code = "VP011" // G-code template that cannot be read
	CodeVariable Code = "VP012" // G-code template that names what there is not
	CodeUnknown  Code = "VP013" // asked for a profile that does not exist
)

// The findings in what belongs together.
const (
	CodeLayerHeight Code = "VP101" // layer height that the nozzle cannot print
	CodeLineWidth   Code = "VP102" // line width that the nozzle cannot print
	CodeFlowCap     Code = "VP103" // speed that the flow caps
	CodeFilament    Code = "VP104" // temperature out of the filament's range
	CodeHeater      Code = "VP105" // temperature that the printer does not reach
	CodeBed         Code = "VP106" // bed that cannot be
	CodeNozzle      Code = "VP107" // nozzle that the printer is not sold with
	CodeSpeedCap    Code = "VP108" // speed that the firmware caps
	CodeMaterial    Code = "VP109" // interface for another material, or none for it
	CodeLineRange   Code = "VP110" // narrowest bead above the widest
	CodeDiameter    Code = "VP120" // filament that the extruder does not take
)

// Finding is one fault of a profile.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	File     string   `json:"file"`           // as given, "--set", or as built-in/printers/cr-10.yaml
	Line     int      `json:"line,omitempty"` // from 1; 0: of the whole file
	Col      int      `json:"col,omitempty"`  // from 1, in characters
	Key      string   `json:"key,omitempty"`  // printer.limits.accel_x
	Text     say.Text `json:"text"`
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
