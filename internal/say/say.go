// Package say carries sentences that a user reads from where they are known to where
// they are shown, so that they can be shown in another language.
//
// A sentence is an English format, as for fmt.Sprintf, and its values. The English
// format is the key of the catalogue, as in gettext: a package writes
// say.Errorf("layer %d: no area", n) and knows nothing of languages. The French of it
// stands in fr.po; a test of this package names every sentence that has none.
package say

import (
	"errors"
	"strings"
)

// Text is a sentence with its values. The zero Text says nothing. A value may itself be
// a Text or an error of Errorf: it is shown in the same language.
type Text struct {
	Format string
	Args   []any
}

// T returns the sentence of format and args.
func T(format string, args ...any) Text { return Text{format, args} }

// String returns the sentence in English.
func (t Text) String() string { return t.In(English) }

// MarshalText gives t in English: what programs read does not depend on the locale.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// failure is an error whose sentence can be translated.
type failure struct {
	text  Text
	wraps []error
}

// Errorf returns an error with a sentence that can be translated. Every error among args
// is wrapped, whatever its verb.
func Errorf(format string, args ...any) error {
	f := &failure{text: Text{format, args}}
	for _, a := range args {
		if err, ok := a.(error); ok {
			f.wraps = append(f.wraps, err)
		}
	}
	return f
}

// Error returns the sentence in English.
func (f *failure) Error() string { return f.text.String() }

// Unwrap returns the errors among the sentence's values.
func (f *failure) Unwrap() []error { return f.wraps }

// Of returns err's sentence: as Errorf made it, or as err's own method Text gives it; for
// errors.Join, those of its errors, one a line; for any other error, its plain text.
func Of(err error) Text {
	switch e := err.(type) {
	case *failure:
		return e.text
	case interface{ Text() Text }:
		return e.Text()
	}
	if parts := joined(err); parts != nil {
		return Text{strings.Repeat("%v\n", len(parts)-1) + "%v", parts}
	}
	var f *failure
	if errors.As(err, &f) && f.Error() == err.Error() {
		return f.text
	}
	return T("%s", err.Error())
}

// joined returns the errors that errors.Join joined to err, nil for other errors.
func joined(err error) []any {
	list, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var parts []any
	var lines []string
	for _, e := range list.Unwrap() {
		parts = append(parts, e)
		lines = append(lines, e.Error())
	}
	if strings.Join(lines, "\n") != err.Error() {
		return nil
	}
	return parts
}
