// Package template fills in the start, end and layer G-code of printers. Its language is
// that of PrusaSlicer's custom G-code, so that code written for PrusaSlicer works:
//
//	M104 S[first_layer_temperature]           a value; the first of a list
//	M104 S{first_layer_temperature[0] - 10}   an expression
//	{if layer_z > 5}M106 S255{elsif layer_num == 0}M107{else}M106 S128{endif}
//
// Expressions have whole and decimal numbers, "texts", true and false, lists[index],
// + - * / %, == != <> < <= > >=, and or not (&& || !), condition ? one : other, text =~
// /regular expression/ and !~, parentheses, and the functions abs, ceil, digits(x, width,
// decimals), floor, int, max, min, round and zdigits. A whole number divided by a whole
// number is one, rounded towards 0, as in PrusaSlicer. A text plus anything is a text.
//
// The values are the caller's: package profiles lists those that a printer's G-code may
// name.
//
// Source: PrusaSlicer's documentation, "Macros" and "List of placeholders".
package template

import (
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// Template is G-code with places to fill in. It does not change and may be used by
// several goroutines.
type Template struct {
	body  []segment
	names []string
}

// segment is a piece of a template: text, a value or a choice.
type segment struct {
	text     string
	value    *expr
	branches []branch
}

// branch is what an if writes where its condition holds. An else has no condition.
type branch struct {
	condition *expr
	body      []segment
}

// Error says where in a template something is wrong.
type Error struct {
	Line, Col int // from 1; Col in characters
	Text      say.Text
}

// Error returns the sentence with its place.
func (e *Error) Error() string { return e.sentence().Error() }

// Unwrap gives the sentence in the form that say translates.
func (e *Error) Unwrap() error { return e.sentence() }

// sentence returns the error with its place, as a sentence.
func (e *Error) sentence() error {
	return say.Errorf("line %d, column %d of the G-code template: %s", e.Line, e.Col, e.Text)
}

// Parse reads a template.
//
// Errors: an *Error where a tag, an expression or a choice is not complete.
func Parse(text string) (*Template, error) {
	p := &parser{lexer: lexer{src: text, line: 1, col: 1}}
	body, end, err := p.segments(0)
	if err == nil && end.kind != tokenEnd {
		err = end.fail("{%s} without an {if} before it", end.text)
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(p.names)
	return &Template{body, slices.Compact(p.names)}, nil
}

// Names returns the names of the values that t may use, sorted.
func (t *Template) Names() []string { return slices.Clone(t.names) }

// Execute returns the text with the values of vars filled in.
//
// Errors: an *Error where a name has no value, with the nearest one that has, or where
// an operation does not fit its values, such as a division by 0. Only the branches that
// are taken are looked at.
func (t *Template) Execute(vars Vars) (string, error) {
	var out strings.Builder
	err := write(&out, t.body, vars)
	return out.String(), err
}

// write writes segments to out.
func write(out *strings.Builder, body []segment, vars Vars) error {
	for _, s := range body {
		out.WriteString(s.text)
		if s.value != nil {
			v, err := s.value.scalar(vars)
			if err != nil {
				return err
			}
			out.WriteString(v.String())
		}
		if err := writeChoice(out, s.branches, vars); err != nil {
			return err
		}
	}
	return nil
}

// writeChoice writes the first branch whose condition holds.
func writeChoice(out *strings.Builder, branches []branch, vars Vars) error {
	for _, b := range branches {
		if b.condition == nil {
			return write(out, b.body, vars)
		}
		holds, err := b.condition.truth(vars)
		if err != nil {
			return err
		}
		if holds {
			return write(out, b.body, vars)
		}
	}
	return nil
}
