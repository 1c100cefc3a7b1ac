package job

import (
	"context"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// Prove makes what Run makes, whatever was made by the same cut before.
func TestProveIsRun(t *testing.T) {
	spec := Spec{Model: models.TrialName, Stack: 3, DryRun: true}
	want, err := Run(context.Background(), spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	set, err := Settings(spec)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewProver(spec)
	if err != nil {
		t.Fatal(err)
	}
	cut := b.Cut()
	for _, n := range []int{1, 3, 3} {
		got, err := cut.Prove(context.Background(), &set, n)
		if err != nil {
			t.Fatal(err)
		}
		if same := got.TotalS == want.TotalS && got.FilamentG == want.FilamentG && got.Layers == want.Layers; same != (n == 3) {
			t.Errorf("%d frames: %g s and %g g, three by Run %g s and %g g", n, got.TotalS, got.FilamentG, want.TotalS, want.FilamentG)
		}
	}
}

// other returns a value that differs from what a profile has.
func other(value string) string {
	switch {
	case value == "true":
		return "false"
	case value == "false":
		return "true"
	case strings.HasPrefix(value, "[") || strings.HasPrefix(value, "{"):
		return "" // not changed here
	}
	number := regexp.MustCompile(`^-?[0-9.]+`).FindString(value)
	if n, err := strconv.ParseFloat(number, 64); err == nil {
		if _, whole := strconv.Atoi(value); whole == nil {
			return strconv.Itoa(int(n) + 1)
		}
		return strconv.FormatFloat(n*1.25+0.125, 'f', -1, 64) + value[len(number):]
	}
	return value + "x"
}

// What Alike leaves out changes nothing of what is sliced, and what is sliced by two sets
// with the same text is the same.
func TestAlikeIsAll(t *testing.T) {
	set, err := Settings(Spec{})
	if err != nil {
		t.Fatal(err)
	}
	text, changed, left := Alike(&set), set, 0
	for _, kv := range profiles.Flatten(&set) {
		one := set
		if v := other(kv[1]); v == "" || profiles.Override(&one, []string{kv[0] + "=" + v}) != nil || Alike(&one) != text {
			continue
		}
		before := changed
		if err := profiles.Override(&changed, []string{kv[0] + "=" + other(kv[1])}); err != nil {
			t.Fatal(err)
		}
		if Alike(&changed) != text { // only together with another one
			changed = before
			continue
		}
		left++
	}
	if left < 60 {
		t.Errorf("only %d keys are left out", left)
	}
	if !reflect.DeepEqual(sliced(t, &set), sliced(t, &changed)) {
		t.Error("a key that Alike leaves out changes what is sliced")
	}
}

// sliced returns the levels of three trial frames.
func sliced(t *testing.T, set *profiles.Set) []stack.Level {
	t.Helper()
	m, _, err := Frame(Spec{Model: models.TrialName})
	if err != nil {
		t.Fatal(err)
	}
	s := slicerOf(set)
	frame, err := s.Slice(m)
	if err != nil {
		t.Fatal(err)
	}
	return pile(s, frame, set, 3, 1)
}
