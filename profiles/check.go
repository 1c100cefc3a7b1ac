package profiles

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/template"
)

// check notes what is wrong with the values of the set, each by itself, and then, where
// nothing is, with what they make together. Where a profile is not there at all, that is
// all there is to say: values of the others may follow from it.
func (b *builder) check() {
	if slices.ContainsFunc(b.findings, func(f Finding) bool { return f.Code == CodeUnknown }) {
		return
	}
	for _, kind := range Kinds() {
		if _, loaded := b.origins[string(kind)]; loaded {
			b.checkPart(kind, true)
		}
	}
	if AsError(b.findings) != nil {
		return
	}
	for _, kind := range Kinds() {
		b.checkAlone(kind)
	}
	b.checkTogether()
}

// checkPart notes what is wrong with single values of one kind. Where whole is false,
// values may be missing.
func (b *builder) checkPart(kind Kind, whole bool) {
	var missing []string
	each(b.set, func(key string, _, v reflect.Value, unit string) {
		if !strings.HasPrefix(key, string(kind)+".") || b.isFaulty(key) {
			return
		}
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return
			}
			v = v.Elem()
		}
		if _, given := b.origins[key]; !given && needed[key] && v.IsZero() {
			missing = append(missing, key)
			return
		}
		b.checkValue(key, v, unit)
	})
	if whole && len(missing) > 0 {
		b.note(CodeMissing, Error, string(kind), say.T("what every %s needs is missing here: %s", kind, strings.Join(missing, ", ")))
	}
	if kind == KindPrinter {
		b.checkGcode()
		b.checkThumbnails()
		b.checkNozzles()
	}
}

// isFaulty reports whether key, or what it is in, has an error already.
func (b *builder) isFaulty(key string) bool {
	return slices.ContainsFunc(b.findings, func(f Finding) bool {
		return f.Severity == Error && (f.Key == key || strings.HasPrefix(key, f.Key+".") && f.Code == CodeValue)
	})
}

// checkValue notes a value that is out of range or not one of the words.
func (b *builder) checkValue(key string, v reflect.Value, unit string) {
	_, given := b.origins[key]
	switch {
	case v.IsZero() && needed[key] && v.Kind() != reflect.String:
		b.note(CodeRange, Error, key, say.T("%s: %s is too little, it must be more than 0", key, text(v, v, unit)))
	case v.Kind() == reflect.Float64 || v.Kind() == reflect.Int:
		b.checkRange(key, v, unit)
	case v.IsZero() && needed[key]:
		b.note(CodeValue, Error, key, say.T("%s: one value is needed here", key))
	case v.Kind() == reflect.String && words[key] != nil && given:
		b.checkWord(key, v.String())
	}
}

// checkRange notes a number out of its range.
func (b *builder) checkRange(key string, v reflect.Value, unit string) {
	s := spanOf(key)
	if s.holds(number(v)) {
		return
	}
	least, most := reflect.New(v.Type()).Elem(), reflect.New(v.Type()).Elem()
	setNumber(least, s.least)
	setNumber(most, s.most)
	switch {
	case s.most == largest && s.least > 0:
		b.note(CodeRange, Error, key, say.T("%s: %s is too little, it must be %s or more", key, text(v, v, unit), text(v, least, unit)))
		return
	case s == defaultSpan:
		b.note(CodeRange, Error, key, say.T("%s: %s cannot be less than 0", key, text(v, v, unit)))
		return
	}
	b.note(CodeRange, Error, key, say.T("%s: %s is out of range, it is %s to %s",
		key, text(v, v, unit), text(v, least, unit), text(v, most, unit)))
}

// number returns the value of a number.
func number(v reflect.Value) float64 {
	if v.Kind() == reflect.Int {
		return float64(v.Int())
	}
	return v.Float()
}

// setNumber sets a number.
func setNumber(v reflect.Value, to float64) {
	if v.Kind() == reflect.Int {
		v.SetInt(int64(to))
		return
	}
	v.SetFloat(to)
}

// checkWord notes a word that the key does not take.
func (b *builder) checkWord(key, word string) {
	known := words[key]
	if slices.Contains(known, word) {
		return
	}
	all := strings.Join(known, ", ")
	t := say.T("%s: %q is not one of %s", key, word, all)
	if near := template.Nearest(word, known); near != "" {
		t = say.T("%s: %q is not one of %s; did you mean %s?", key, word, all, near)
	}
	b.note(CodeWord, Error, key, t)
}

// note notes a finding where key was set, or at its profile where it was not.
func (b *builder) note(code Code, severity Severity, key string, t say.Text) {
	at, ok := b.origin(key)
	for section := key; !ok && section != ""; {
		section, _, _ = cutLast(section)
		at, ok = b.origin(section)
	}
	b.findings = append(b.findings, Finding{
		Code: code, Severity: severity, File: at.file, Line: at.line, Col: at.col, Key: key, Value: b.value(key), Text: t,
	})
}

// origin returns where key was set.
func (b *builder) origin(key string) (position, bool) {
	kind, _, _ := strings.Cut(key, ".")
	if parts, ok := b.parts[Kind(kind)]; ok {
		at, found := parts.origins[key]
		return at, found
	}
	at, found := b.origins[key]
	return at, found
}

// value returns the value of key in short, nothing for a section.
func (b *builder) value(key string) string {
	parent, field, ok := lookup(b.set, key)
	if !ok {
		return ""
	}
	v := parent.FieldByIndex(field.Index)
	if v.Kind() == reflect.Pointer && v.IsNil() {
		return ""
	}
	return clipped(text(parent, v, field.Tag.Get("unit")))
}

// cutLast cuts key before its last word.
func cutLast(key string) (before, last string, found bool) {
	i := strings.LastIndexByte(key, '.')
	if i < 0 {
		return "", key, false
	}
	return key[:i], key[i+1:], true
}

// thumbnailSize is how the size of a thumbnail is written.
var thumbnailSize = regexp.MustCompile(`^[1-9][0-9]{0,3}x[1-9][0-9]{0,3}$`)

// checkThumbnails notes sizes that are none.
func (b *builder) checkThumbnails() {
	for _, size := range b.set.Printer.Thumbnails {
		if !thumbnailSize.MatchString(size) {
			const key = "printer.thumbnails"
			b.note(CodeValue, Error, key, say.T("%s: %q is no size: write it like 220x124", key, size))
		}
	}
}

// checkNozzles notes nozzles that are none.
func (b *builder) checkNozzles() {
	p := &b.set.Printer
	for _, n := range slices.Sorted(maps.Keys(p.MaxFlowByNozzle)) {
		if n <= 0 {
			b.note(CodeRange, Error, "printer.max_flow_by_nozzle", say.T("%s: %s is no nozzle", "printer.max_flow_by_nozzle", n))
		}
	}
	for _, n := range p.Nozzles {
		if !spans["printer.nozzle"].holds(float64(n)) {
			b.note(CodeRange, Error, "printer.nozzles", say.T("%s: %s is no nozzle", "printer.nozzles", n))
		}
	}
}
