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
	"github.com/visiere/visiere/toolpath"
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

// What cutBy leaves out changes nothing but what Retime and OnGap do.
func TestCutByIsAll(t *testing.T) {
	set, err := Settings(Spec{})
	if err != nil {
		t.Fatal(err)
	}
	frame, recipe := cutBy(&set)
	changed, left := set, 0
	for _, kv := range profiles.Flatten(&set) {
		before := changed
		v := other(kv[1])
		if v == "" || profiles.Override(&changed, []string{kv[0] + "=" + v}) != nil {
			continue
		}
		if f, r := cutBy(&changed); f != frame || r != recipe {
			changed = before
			continue
		}
		left++
	}
	if left < 90 {
		t.Errorf("only %d keys are left out", left)
	}
	m, _, err := Frame(Spec{Model: models.TrialName})
	if err != nil {
		t.Fatal(err)
	}
	old, s := slicerOf(&set), slicerOf(&changed)
	first, err := old.Slice(m)
	if err != nil {
		t.Fatal(err)
	}
	a := newAssembler(s, &changed, 1)
	a.under = func(frame, below *toolpath.Print, in *profiles.Interface) []toolpath.Path {
		return old.Underside(first, first, &set.Interface)
	}
	for again := s.Retime(first); len(a.levels) < 3; {
		a.add(storey{frame: again})
	}
	if !reflect.DeepEqual(a.levels, sliced(t, &changed)) {
		t.Error("a key that cutBy leaves out changes what is sliced")
	}
}

// What a prover says of a set does not depend on what it made before.
func TestProverForgetsNothingElse(t *testing.T) {
	spec := Spec{Model: models.TrialName}
	shared, err := NewProver(spec)
	if err != nil {
		t.Fatal(err)
	}
	prove := func(b *Prover, set *profiles.Set) []float64 {
		cut := b.Cut()
		defer cut.Close()
		var out []float64
		for _, n := range []int{1, 3} {
			rep, err := cut.Prove(context.Background(), set, n)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, rep.TotalS, rep.FilamentG, rep.HeatingS, float64(rep.Layers))
		}
		return out
	}
	for _, change := range []string{"process.perimeter_speed=25mm/s", "filament.max_fan=10%", "filament.max_flow=3mm3/s", "printer.limits.accel_x=200mm/s2",
		"process.travel_speed=40mm/s", "interface.flow=90%", "interface.speed=7mm/s", "printer.bed.width=161mm", "printer.retract.length=3mm",
		"filament.bed_temp=70C", "process.layer_height=0.2mm", "process.accel=400mm/s2"} {
		set, err := Settings(Spec{Set: []string{change}})
		if err != nil {
			t.Fatal(err)
		}
		alone, err := NewProver(spec)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := prove(shared, &set), prove(alone, &set); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v after others, %v alone", change, got, want)
		}
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
