package verify

import (
	"slices"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// The kinds of violations. Their names are stable.
const (
	CodeOutside   = "VG101" // prints outside the bed
	CodeMargin    = "VG102" // prints on the margin that is kept free along the bed's edge
	CodeZone      = "VG103" // prints in a zone of the bed that is kept free
	CodeTravel    = "VG104" // moves where the printer cannot reach
	CodeHigh      = "VG105" // prints above the printer's height
	CodeLow       = "VG106" // moves below the bed
	CodeHome      = "VG107" // prints before homing
	CodeCold      = "VG201" // pushes filament through a cold nozzle
	CodeHot       = "VG202" // sets the nozzle above what filament or hotend allow
	CodeCool      = "VG203" // prints below the filament's lowest temperature
	CodeHotBed    = "VG204" // sets the bed above what filament or bed allow
	CodeFlow      = "VG301" // melts more than hotend or filament allow
	CodeStartFlow = "VG302" // the same, in the start code
	CodePush      = "VG303" // pushes much filament with no motion
	CodePulled    = "VG304" // prints with the filament pulled back
	CodeFeed      = "VG305" // prints before any feed rate is set
	CodeRestore   = "VG306" // leaves something changed after the first layer over a gap
	CodeDown      = "VG401" // prints below what is printed already
	CodeHit       = "VG403" // nozzle, head or gantry hit a print that is done
	CodeLayer     = "VG402" // prints at another height than its layer's
	CodeEject     = "VG404" // pushes prints off the bed in a way that cannot be
	CodeVolume    = "VG501" // deposits another volume than the part's
	CodeNothing   = "VG502" // prints nothing
	CodeLabel     = "VG701" // marks objects in a way that no object can be cancelled by
	CodeLoose     = "VG702" // prints a part outside of any object
	CodeObject    = "VG703" // leaves something changed after an object
	CodeSyntax    = "VG601" // line that could not be read in full
)

// Kept is how many violations of each kind are kept with their lines.
const Kept = 10

// Violation is something in a file that the printer must not be told to do, or, as a
// warning, that is worth a look.
type Violation struct {
	Code     string            `json:"code"`
	Severity profiles.Severity `json:"severity"`
	Line     int               `json:"line"` // from 1; 0: of the whole file
	Text     say.Text          `json:"text"`
	Count    int               `json:"count"` // how many of this kind the file has
}

// Failed reports whether violations forbid printing the file.
func Failed(violations []Violation) bool {
	return slices.ContainsFunc(violations, func(v Violation) bool { return v.Severity == profiles.Error })
}

// collection keeps the first violations of each kind and counts all.
type collection struct {
	kept   []Violation
	counts map[string]int
	all    int
}

// room counts a violation of the given kind and reports whether to keep it.
func (c *collection) room(code string) bool {
	c.counts[code]++
	c.all++
	return c.counts[code] <= Kept
}

func (c *collection) fail(code string, line int, text say.Text) {
	c.kept = append(c.kept, Violation{Code: code, Severity: profiles.Error, Line: line, Text: text})
}

func (c *collection) warn(code string, line int, text say.Text) {
	c.kept = append(c.kept, Violation{Code: code, Severity: profiles.Warning, Line: line, Text: text})
}

// sorted returns what was kept in the order of lines.
func (c *collection) sorted() []Violation {
	for i := range c.kept {
		c.kept[i].Count = c.counts[c.kept[i].Code]
	}
	slices.SortStableFunc(c.kept, func(a, b Violation) int { return a.Line - b.Line })
	return c.kept
}
