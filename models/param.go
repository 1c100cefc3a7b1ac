package models

import (
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// Param is one dimension or choice of a model.
type Param struct {
	Name     string
	Unit     string   // "mm" or "%"; empty for a choice
	Default  string   // as it would be typed: "570mm"
	Min, Max float64  // in Unit, both allowed
	Choices  []string // the words allowed; none for a number
	Help     say.Text
}

// spec holds a model's parameters as read, lengths in mm.
type spec struct {
	number map[string]float64
	choice map[string]string
}

// read puts the value of text into s.
func (p *Param) read(text string, s spec) error {
	if p.Choices != nil {
		if !slices.Contains(p.Choices, text) {
			return say.Errorf("parameter %s: %q is not one of %s", p.Name, text, strings.Join(p.Choices, ", "))
		}
		s.choice[p.Name] = text
		return nil
	}
	v, ok := p.parse(text)
	if !ok {
		return say.Errorf("parameter %s: %q is not a number with the unit %s: write it as %s",
			p.Name, text, p.Unit, p.Default)
	}
	if !(v >= p.Min && v <= p.Max) {
		return say.Errorf("parameter %s: %s is outside %g to %g %s", p.Name, text, p.Min, p.Max, p.Unit)
	}
	s.number[p.Name] = v
	return nil
}

// inMM says how many millimetres a unit of length has.
var inMM = []struct {
	unit string
	mm   float64
}{{"mm", 1}, {"cm", 10}, {"in", 25.4}}

// parse returns the number of text in p's unit. A length may be in mm, cm or in.
func (p *Param) parse(text string) (float64, bool) {
	if p.Unit == "%" {
		return number(text, "%")
	}
	for _, u := range inMM {
		if v, ok := number(text, u.unit); ok {
			return v * u.mm, true
		}
	}
	return 0, false
}

// number returns the number in front of unit.
func number(text, unit string) (float64, bool) {
	digits, ok := strings.CutSuffix(text, unit)
	digits = strings.TrimSuffix(digits, " ")
	if !ok || strings.Trim(digits, "0123456789.-") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(digits, 64)
	return v, err == nil
}

// nearest returns the name that the fewest edits turn into word, the first such.
func nearest(word string, names []string) string {
	best, least := "", 0
	for _, n := range names {
		if d := edits(word, n); best == "" || d < least {
			best, least = n, d
		}
	}
	return best
}

// edits returns how many letters must be added, dropped or changed to turn a into b.
//
// Source: Wagner and Fischer, 1974.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
