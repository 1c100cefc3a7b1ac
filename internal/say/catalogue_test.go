package say

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "add the missing sentences to fr.po, drop the unused ones")

const root = "../.."

// silent reports whether a sentence has nothing to translate: no letters besides verbs.
func silent(format string) bool {
	for _, v := range verbs(format) {
		format = strings.Replace(format, string(v.verb), "", 1)
	}
	return !strings.ContainsFunc(format, func(r rune) bool { return r >= 'A' && r <= 'z' })
}

// TestEverySentenceHasFrench names each sentence of the code that fr.po lacks, each
// whose values do not fit its verbs, and each that is not a constant.
func TestEverySentenceHasFrench(t *testing.T) {
	s := load(t, root)
	if *update {
		rewrite(t, s)
		return
	}
	for _, f := range s.faults {
		t.Error(f)
	}
	for _, u := range s.uses {
		if fault := misfit(u); fault != "" {
			t.Errorf("%s: %s: %q", u.where, fault, u.format)
		}
		e, ok := french()[u.format]
		if !silent(u.format) && (!ok || e.Forms[0] == "") {
			t.Errorf("%s: no French for %q", u.where, u.format)
		}
	}
}

// misfit says what is wrong with a use's format, empty where nothing is.
func misfit(u use) string {
	list := verbs(u.format)
	last := 0
	for _, v := range list {
		if v.verb == 'w' {
			return "%w is not for sentences, use %v"
		}
		last = max(last, v.arg)
	}
	switch {
	case u.values == 0 && strings.Contains(u.format, "%%"):
		return "%% in a sentence without values stays as it is"
	case u.values > 0 && last != u.values:
		return fmt.Sprintf("%d values for %d verbs", u.values, last)
	}
	return ""
}

// TestEveryFrenchIsUsedAndFits names each entry of the catalogues that no code uses, or
// whose translation shows values that the sentence does not.
func TestEveryFrenchIsUsedAndFits(t *testing.T) {
	if *update {
		t.Skip("updating")
	}
	used := map[string]bool{}
	for _, u := range load(t, root).uses {
		used[u.format] = true
	}
	for name, po := range map[string]string{"fr.po": frPO, "en.po": enPO} {
		seen := map[string]bool{}
		for _, e := range mustParse(po) {
			where := fmt.Sprintf("internal/say/%s:%d", name, e.Line)
			if !used[e.ID] {
				t.Errorf("%s: no code says %q", where, e.ID)
			}
			if seen[e.ID] {
				t.Errorf("%s: %q is there twice", where, e.ID)
			}
			seen[e.ID] = true
			for i, form := range e.Forms {
				if form != "" && !fits(e.ID, form, len(e.Forms) == 2 && i == 0) {
					t.Errorf("%s: the verbs of %q are not those of %q", where, form, e.ID)
				}
			}
		}
	}
}

// fits reports whether form shows the same values in the same way as id. The form for
// one may leave the number out.
func fits(id, form string, one bool) bool {
	a, b := verbs(id), verbs(form)
	byArg := func(x, y verb) int { return x.arg - y.arg }
	slices.SortStableFunc(a, byArg)
	slices.SortStableFunc(b, byArg)
	if one && len(b) < len(a) {
		counted := entry{ID: id}.counted()
		a = slices.DeleteFunc(a, func(v verb) bool { return v.arg == counted })
	}
	return slices.Equal(a, b)
}

// rewrite writes fr.po with exactly the sentences of the code, sorted by package and
// sentence, and keeps the translations there are.
func rewrite(t *testing.T, s *sources) {
	type key struct{ pkg, id string }
	var keys []key
	seen := map[string]bool{}
	for _, u := range s.uses {
		if silent(u.format) || seen[u.format] {
			continue
		}
		seen[u.format] = true
		pkg := strings.TrimPrefix(u.where[:strings.LastIndex(u.where, "/")], root+"/")
		keys = append(keys, key{pkg, u.format})
	}
	slices.SortFunc(keys, func(a, b key) int {
		return strings.Compare(a.pkg+"\x00"+a.id, b.pkg+"\x00"+b.id)
	})
	head, _, _ := strings.Cut(frPO, "\n\n")
	out := strings.TrimRight(head, "\n") + "\n"
	for _, k := range keys {
		forms := []string{""}
		if e, ok := french()[k.id]; ok {
			forms = e.Forms
		}
		out += "\n#: " + k.pkg + "\n" + quoted("msgid", k.id)
		if len(forms) == 1 {
			out += quoted("msgstr", forms[0])
			continue
		}
		out += quoted("msgid_plural", k.id)
		for i, f := range forms {
			out += quoted(fmt.Sprintf("msgstr[%d]", i), f)
		}
	}
	if err := os.WriteFile("fr.po", []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}

// quoted returns keyword and text as PO files write them, one string per line of text.
func quoted(keyword, text string) string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" && len(lines) > 1 {
		lines = lines[:len(lines)-1]
	}
	out := keyword + " "
	if len(lines) > 1 {
		out += "\"\"\n"
	}
	for _, l := range lines {
		out += quote(l) + "\n"
	}
	return out
}

// quote is strconv.Quote with accents and dashes left readable.
func quote(s string) string {
	q := strconv.Quote(s)
	if strings.ContainsAny(q, `\`) {
		return q
	}
	return `"` + s + `"`
}
