package emit

import (
	"maps"
	"slices"
	"testing"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/template"
)

// The values that templates are tried with have the names and kinds of those that they
// are filled in with.
func TestTrialIsLikeTheRealThing(t *testing.T) {
	j := job(profiles.Marlin)
	real := newVars(&j)
	if got, want := slices.Sorted(maps.Keys(real)), profiles.Placeholders(); !slices.Equal(got, want) {
		t.Errorf("names are %q, want %q", got, want)
	}
	for _, last := range []bool{false, true} {
		trial := profiles.Trial(&j.Set, last)
		if got, want := slices.Sorted(maps.Keys(trial)), profiles.Placeholders(); !slices.Equal(got, want) {
			t.Errorf("names to try are %q, want %q", got, want)
		}
		for name := range real {
			if a, b := kindOf(t, name, real), kindOf(t, name, trial); a != b {
				t.Errorf("%s is %s, and %s when tried", name, a, b)
			}
		}
	}
}

// kindOf returns what a value can do.
func kindOf(t *testing.T, name string, vars template.Vars) string {
	t.Helper()
	kind := ""
	for _, use := range []string{"{X + 1}", "{X[1]}", "{X[0] * 2}"} {
		tpl, err := template.Parse("{if true}" + use + "{endif}")
		if err != nil {
			t.Fatal(err)
		}
		_, err = tpl.Execute(template.Vars{"X": vars[name]})
		kind += map[bool]string{true: "y", false: "n"}[err == nil]
	}
	return kind
}
