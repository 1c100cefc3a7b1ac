// Package say carries sentences that a user reads from where they are known to where
// they are shown, so that they can be shown in another language.
//
// A sentence is an English format, as for fmt.Sprintf, and its values. The English
// format is the key of the catalogue: a package writes say.Errorf("layer %d: no area", n)
// and knows nothing of languages.
package say

import (
	"errors"
	"fmt"
)

// Text is a sentence with its values. The zero Text says nothing.
type Text struct {
	Format string
	Args   []any
}

// T returns the sentence of format and args.
func T(format string, args ...any) Text { return Text{format, args} }

// String returns the sentence in English.
func (t Text) String() string {
	if len(t.Args) == 0 {
		return t.Format
	}
	return fmt.Sprintf(t.Format, t.Args...)
}

// MarshalText gives t in English.
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

// Of returns err's sentence: as Errorf made it, or its plain text.
func Of(err error) Text {
	var f *failure
	if errors.As(err, &f) && f.Error() == err.Error() {
		return f.text
	}
	return T("%s", err.Error())
}
