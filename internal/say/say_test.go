package say

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestErrorfWrapsItsErrors(t *testing.T) {
	cause := errors.New("cause")
	err := Errorf("layer %d: %v", 3, cause)
	if !errors.Is(err, cause) {
		t.Error("the cause is not wrapped")
	}
	if got := err.Error(); got != "layer 3: cause" {
		t.Error(got)
	}
}

// talking is an error that brings its own sentence.
type talking struct{}

func (talking) Error() string { return talking{}.Text().String() }
func (talking) Text() Text    { return T("I am %s", "talking") }

func TestOf(t *testing.T) {
	inner := Errorf("layer %d: no area", 7)
	for _, c := range []struct {
		err  error
		want string
	}{
		{inner, "layer %d: no area"},
		{errors.New("100%"), "%s"},
		{fmt.Errorf("around: %w", inner), "%s"},
		{errors.Join(inner, errors.New("x"), inner), "%v\n%v\n%v"},
		{talking{}, "I am %s"},
		{errors.Join(inner), "%v"},
	} {
		if got := Of(c.err); got.Format != c.want || got.String() != c.err.Error() {
			t.Errorf("Of(%q) = %q, %q", c.err, got.Format, got)
		}
	}
}

func TestInFrench(t *testing.T) {
	inner := Errorf("x %.2f", 0.35)
	for _, c := range []struct {
		text Text
		want string
	}{
		{T("%.2f mm", 1.5), "1,50 mm"},
		{T("%g", 0.25), "0,25"},
		{T("%d: %v", 12345, inner), "12345: x 0,35"},
		{T("%s: %v", "a.stl", T("y %d", 4)), "a.stl: y 4"},
		{Of(errors.Join(inner, inner)), "x 0,35\nx 0,35"},
		{T("50% of it"), "50% of it"},
		{T("%d%%", 5), "5%"},
		{Text{}, ""},
	} {
		if got := c.text.In(French); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text.Format, got, c.want)
		}
	}
}

func TestLocale(t *testing.T) {
	for _, c := range []struct {
		env  string
		want Language
	}{
		{"LANG=fr_BE.UTF-8", French},
		{"LANG=fr", French},
		{"LANG=fr-CA", French},
		{"LANG=fry_NL", English}, // Frisian
		{"LANG=de_DE.UTF-8", English},
		{"LANG=fr_FR LC_ALL=C", English},
		{"LANG=C LC_MESSAGES=fr_FR.UTF-8", French},
		{"LC_MESSAGES=en_GB LC_ALL=FR_fr", French},
	} {
		env := func(name string) string {
			for _, f := range strings.Fields(c.env) {
				if v, ok := strings.CutPrefix(f, name+"="); ok {
					return v
				}
			}
			return ""
		}
		if got := Locale(env); got != c.want {
			t.Errorf("%s: %s", c.env, got)
		}
	}
}

func TestParsePO(t *testing.T) {
	for _, c := range []struct{ po, want string }{
		{"", "[] <nil>"},
		{"msgid \"\"\nmsgstr \"head\"\n", "[] <nil>"},
		{"# c\nmsgid \"a\"\n\"b\"\nmsgstr \"\"\n\"c\\n\"\n\"d\"", "[{ab [c\nd] 2}] <nil>"},
		{"msgid \"%d x\"\nmsgid_plural \"%d x\"\nmsgstr[0] \"1\"\nmsgstr[1] \"2\"", "[{%d x [1 2] 1}] <nil>"},
		{"msgid \"a\"", "[] line 1: 0 translations, not 1 or 2"},
		{"msgid \"x\"\nmsgstr[0] \"1\"\nmsgstr[1] \"2\"", "[] line 1: two forms, but no %d to choose by"},
		{"\nmsgid a", "[] line 2: no quoted string"},
		{"\"a\"", "[] line 1: \"\" is not understood"},
		{"msgctxt \"a\"", "[] line 1: \"msgctxt\" is not understood"},
	} {
		entries, err := parsePO(c.po)
		if got := fmt.Sprint(entries, " ", err); strings.TrimSpace(got) != c.want {
			t.Errorf("%q: got %s, want %s", c.po, got, c.want)
		}
	}
}

func FuzzParsePO(f *testing.F) {
	f.Add("msgid \"a %d\"\nmsgstr[0] \"b\"\nmsgstr[1] \"%d c\"\n")
	f.Add(enPO)
	f.Fuzz(func(t *testing.T, po string) {
		entries, err := parsePO(po)
		for _, e := range entries {
			if err != nil || e.ID == "" || len(e.Forms) == 0 {
				t.Errorf("%q: %v, %v", po, e, err)
			}
		}
	})
}

func TestVerbs(t *testing.T) {
	for format, want := range map[string]string{
		"":                 "[]",
		"100%":             "[]",
		"%%":               "[]",
		"%d of %q":         "[{1  d} {2  q}]",
		"%[2]s, %[1]s, %s": "[{2  s} {1  s} {2  s}]",
		"%.2f%% %-5d":      "[{1 .2 f} {2 -5 d}]",
		"%+.1[2]f":         "[{2 +.1 f}]",
	} {
		got := "["
		for i, v := range verbs(format) {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprintf("{%d %s %c}", v.arg, v.spec, v.verb)
		}
		if got+"]" != want {
			t.Errorf("%q: got %s], want %s", format, got, want)
		}
	}
}
