package say

import (
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
	"golang.org/x/text/number"
)

// Language is one that Visiere speaks.
type Language string

// The languages.
const (
	English Language = "en"
	French  Language = "fr"
)

// In returns the sentence in l. A sentence that the catalogue lacks stays in English;
// in French its numbers have a decimal comma all the same. Whole numbers are never
// grouped: they may be line numbers to jump to.
func (t Text) In(l Language) string {
	switch {
	case l == French && len(t.Args) == 0:
		return inFrench(t.Format)
	case l == French:
		return frenchPrinter().Sprintf(t.Format, localised(t.Args, l)...)
	case len(t.Args) == 0:
		return t.Format
	}
	format := t.Format
	if e, ok := englishPlurals()[format]; ok && isOne(t.Args, e.counted()) {
		format = e.Forms[0]
	}
	return fmt.Sprintf(format, t.Args...)
}

// inFrench returns the French of a sentence without values, in which a percent sign is
// nothing special; the sentence itself where the catalogue lacks it.
func inFrench(sentence string) string {
	if e, ok := french()[sentence]; ok {
		return e.Forms[0]
	}
	return sentence
}

// Is reports whether s names a language that Visiere speaks.
func Is(s string) bool { return s == string(English) || s == string(French) }

// Locale returns the language of the user's locale: LC_ALL, LC_MESSAGES or LANG, the
// first that is set; on Windows, where none is, the language of the user's desktop.
func Locale(env func(string) string) Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			return ofLocale(v)
		}
	}
	return ofLocale(desktop())
}

// ofLocale returns the language of a locale's name, such as fr_BE.UTF-8.
func ofLocale(name string) Language {
	name = strings.ToLower(name)
	if name == "fr" || strings.HasPrefix(name, "fr_") || strings.HasPrefix(name, "fr-") ||
		strings.HasPrefix(name, "fr.") {
		return French
	}
	return English
}

// localised returns args ready for a message.Printer: sentences and errors as text in l,
// whole numbers of four digits and more without grouping.
func localised(args []any, l Language) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
		switch a := a.(type) {
		case Text:
			out[i] = a.In(l)
		case error:
			out[i] = Of(a).In(l)
		case int, int64, uint, uint64, uint32:
			if len(fmt.Sprint(a)) >= 4 {
				out[i] = number.Decimal(a, number.NoSeparator())
			}
		}
	}
	return out
}

// isOne reports whether the value with this index, from 1, is the number 1.
func isOne(args []any, index int) bool {
	return index >= 1 && index <= len(args) && fmt.Sprint(args[index-1]) == "1"
}

// englishPlurals and french are the catalogues by sentence.
var (
	englishPlurals = sync.OnceValue(func() map[string]entry { return byID(enPO) })
	french         = sync.OnceValue(func() map[string]entry { return byID(frPO) })
)

// byID returns a catalogue's entries by their sentence.
func byID(po string) map[string]entry {
	m := map[string]entry{}
	for _, e := range mustParse(po) {
		m[e.ID] = e
	}
	return m
}

// frenchPrinter returns the printer that speaks French.
var frenchPrinter = sync.OnceValue(func() *message.Printer {
	b := catalog.NewBuilder(catalog.Fallback(language.English))
	for id, e := range french() {
		if err := b.Set(language.French, id, e.message()); err != nil {
			panic(err)
		}
	}
	return message.NewPrinter(language.French, message.Catalog(b))
})

// message returns e's translation for the catalogue.
func (e entry) message() catalog.Message {
	if len(e.Forms) == 1 {
		return catalog.String(e.Forms[0])
	}
	return plural.Selectf(e.counted(), "%d", "one", e.Forms[0], "other", e.Forms[1])
}
