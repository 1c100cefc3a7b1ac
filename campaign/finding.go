package campaign

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// Where is where a value was read: a line and column of a text, or a cell of a sheet.
type Where struct {
	File  string `json:"file"`
	Sheet string `json:"sheet,omitempty"`
	Row   int    `json:"row,omitempty"`  // from 1; 0: of the whole file or sheet
	Col   int    `json:"col,omitempty"`  // from 1; 0: of the whole row
	Cell  string `json:"cell,omitempty"` // of a sheet, Row and Col as it names them: B7
}

// String returns campaign.yaml:12:5, or orders.xlsx!Orders!B7.
func (w Where) String() string {
	name := w.File
	if w.Sheet != "" {
		name += "!" + w.Sheet
	}
	switch {
	case w.Row == 0:
		return name
	case w.Cell != "":
		return name + "!" + w.Cell
	case w.Sheet != "":
		return fmt.Sprintf("%s!%d", name, w.Row)
	case w.Col == 0:
		return fmt.Sprintf("%s:%d", name, w.Row)
	}
	return fmt.Sprintf("%s:%d:%d", name, w.Row, w.Col)
}

// Text returns where that is for people: a cell by its numbers too, as not everybody sees
// the letters.
func (w Where) Text() say.Text {
	if w.Cell == "" {
		return say.T("%s", w.String())
	}
	return say.T("%s (row %d, column %d)", w.String(), w.Row, w.Col)
}

// inSheet reports whether w is a cell or a row of a spreadsheet.
func (w Where) inSheet() bool { return w.Cell != "" || w.Row > 0 && w.Col == 0 }

// Cell returns the name of a cell, both counted from 1: B7, AA12.
func Cell(row, col int) string {
	s := ""
	for ; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s + strconv.Itoa(row)
}

// Code is the stable name of a kind of finding.
type Code string

// The findings.
const (
	CodeForm     Code = "VK001" // the file cannot be read as what it should be
	CodeKey      Code = "VK002" // a key or column that there is not
	CodeValue    Code = "VK003" // a value of the wrong form or unit
	CodeRange    Code = "VK004" // a number out of range
	CodeMissing  Code = "VK005" // a value that is needed
	CodeTwice    Code = "VK006" // an id, or a key, that is there twice
	CodeUnknown  Code = "VK007" // a name that names nothing
	CodePlace    Code = "VK008" // a place that cannot be found
	CodeDeadline Code = "VK009" // a day that cannot be
	CodeTooMany  Code = "VK010" // more delivered than ordered
	CodeLetters  Code = "VK011" // letters that were lost or are of another encoding
)

// Finding is one fault of a campaign.
type Finding struct {
	Code     Code              `json:"code"`
	Severity profiles.Severity `json:"severity"`
	Where    Where             `json:"where"`
	Key      string            `json:"key,omitempty"` // orders[3].frames
	Text     say.Text          `json:"text"`
}

// String returns the finding in one line, in English.
func (f Finding) String() string {
	return strings.TrimPrefix(fmt.Sprintf("%s: %s (%s)", f.Where, f.Text, f.Code), ": ")
}

// Faults is an error made of findings.
type Faults []Finding

// Error returns the findings, one a line.
func (f Faults) Error() string { return f.Text().String() }

// Text returns the findings as one sentence a line, for any language.
func (f Faults) Text() say.Text {
	args := make([]any, len(f))
	for i, x := range f {
		args[i] = say.T("%s: %s (%s)", x.Where.Text(), x.Text, string(x.Code))
	}
	return say.Text{Format: strings.TrimSuffix(strings.Repeat("%v\n", len(f)), "\n"), Args: args}
}

// AsError returns the errors among findings as an error, or nil where there is none.
func AsError(findings []Finding) error {
	var bad Faults
	for _, f := range findings {
		if f.Severity == profiles.Error {
			bad = append(bad, f)
		}
	}
	if bad == nil {
		return nil
	}
	return bad
}
