package stack

import (
	"strings"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
)

// headed is a printer with a head of 40 mm under a gantry 30 mm above its nozzle.
func headed() *profiles.Set {
	set := settings()
	set.Printer.Head = profiles.Head{Radius: 40, Height: 30, Gantry: "x"}
	return set
}

// TestSequence checks each rule of columns one after the other with a pair that keeps it
// and one that does not.
func TestSequence(t *testing.T) {
	bar := horseshoe(60, 20)
	for _, c := range []struct {
		name   string
		at     geom.Point // of the second; the first is at 50, 50
		height float64
		want   string
	}{
		{"clear", geom.MM(50, 110.02), 29, ""},
		{"too near along Y", geom.MM(50, 109.9), 29, "40 mm"},
		{"beside each other", geom.MM(150.02, 50), 29, ""},
		{"too near along X", geom.MM(149.9, 50), 29, "40 mm"},
		{"beside each other under the gantry", geom.MM(150.02, 50), 31, "gantry"},
		{"behind each other under the gantry", geom.MM(50, 110.02), 200, ""},
		{"no height to lift", geom.MM(50, 110.02), 249, "no height"},
	} {
		for _, swap := range []bool{false, true} {
			columns := []Column{{At: geom.MM(50, 50)}, {At: c.at}}
			if swap {
				columns[0], columns[1] = columns[1], columns[0]
			}
			got, err := Sequence(columns, bar, c.height, &headed().Printer)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("%s: %v", c.name, err)
			case c.want == "" && (got[0].At != geom.MM(50, 50) || got[1].At != c.at):
				t.Errorf("%s: order %v", c.name, got)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
		}
	}
	set := headed()
	set.Printer.Head.Gantry = "all"
	if _, err := Sequence([]Column{{At: geom.MM(50, 50)}, {At: geom.MM(50, 150)}}, bar, 31, &set.Printer); err == nil {
		t.Error("a delta's arms pass 31 mm")
	}
	set.Printer.Head = profiles.Head{}
	if _, err := Sequence([]Column{{}}, bar, 31, &set.Printer); err == nil {
		t.Error("a head of unknown size is taken for none")
	}
}

// TestInFile checks that columns behind each other pass Sequence at any height, and that
// a quarter turn is found where it holds more.
func TestInFile(t *testing.T) {
	set := headed()
	for name, outline := range map[string]struct {
		w, d float64
		want int
	}{"wide": {150, 20, 4}, "deep": {20, 150, 4}, "large": {200, 200, 1}, "none": {230, 230, 0}} {
		r := horseshoe(outline.w, outline.d)
		got := InFile(r, set, Auto)
		if len(got) != outline.want {
			t.Errorf("%s: %d columns, want %d", name, len(got), outline.want)
		}
		if _, err := Sequence(got, r, 200, &set.Printer); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want := min(2, outline.want); len(InFile(r, set, 2)) != want {
			t.Errorf("%s: %d columns, want %d", name, len(InFile(r, set, 2)), want)
		}
	}
}
