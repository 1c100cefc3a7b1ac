package stack

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// settings is an Ender-like printer with what Layout and Surround read.
func settings() *profiles.Set {
	return &profiles.Set{
		Printer: profiles.Printer{
			Name: "test", Nozzle: 0.4, MaxFlow: 12, Height: 250,
			Bed:     profiles.Bed{Shape: "rectangle", Width: 220, Depth: 220, Origin: "front-left"},
			Limits:  profiles.Limits{Accel: 500},
			Retract: profiles.Retract{MinTravel: 2},
		},
		Filament: profiles.Filament{Diameter: 1.75, MaxFlow: 8},
		Process:  profiles.Process{LineWidthRatio: 1.125, FirstLayerSpeed: 25, Clearance: 2, SkirtLoops: 1, SkirtDistance: 5},
	}
}

// horseshoe is a U of 4 mm bands around the origin, w x d mm.
func horseshoe(w, d float64) polygon.Region {
	p := func(x, y float64) geom.Point { return geom.MM(x-w/2, y-d/2) }
	return polygon.Region{{p(0, 0), p(w, 0), p(w, d), p(w-4, d), p(w-4, 4), p(4, 4), p(4, d), p(0, d)}}
}

func frame(r polygon.Region) *toolpath.Print {
	return &toolpath.Print{Layers: []toolpath.Layer{{Z: 0.3, Height: 0.3}}, Height: 5, Base: r, Shadow: r}
}

func TestOneColumnStandsInTheMiddle(t *testing.T) {
	at, err := Layout(horseshoe(150, 120), settings(), 1)
	if err != nil || len(at) != 1 || at[0] != (Column{At: geom.MM(110, 110)}) {
		t.Errorf("placed at %v, %v; want 110, 110", at, err)
	}
}

func TestTooLargeFrameIsRefused(t *testing.T) {
	if at, err := Layout(horseshoe(230, 120), settings(), 1); err == nil {
		t.Errorf("230 mm on a bed of 220 mm placed at %v", at)
	}
}

func TestTooManyColumnsAreRefused(t *testing.T) {
	if at, err := Layout(horseshoe(150, 120), settings(), 40); err == nil {
		t.Errorf("40 columns placed at %v", at)
	}
}

// chevron is a V of bands 5 mm high, 200 x 65 mm around the origin.
func chevron() polygon.Region {
	return polygon.Region{{geom.MM(0, -32), geom.MM(100, 28), geom.MM(100, 33), geom.MM(0, -27), geom.MM(-100, 33), geom.MM(-100, 28)}}
}

// TestChevronsNest needs the true outline: boxes of 200 x 65 mm fit the bed three
// times, nested chevrons more often; package nest tests how many.
func TestChevronsNest(t *testing.T) {
	at, err := Layout(chevron(), settings(), 6)
	if err != nil || len(at) != 6 {
		t.Errorf("%d columns, %v; want 6", len(at), err)
	}
}

// TestLayoutHoldsItsWord checks that the bed's shape, margin and zones and the process's
// clearance reach package nest, which tests the rest.
func TestLayoutHoldsItsWord(t *testing.T) {
	for name, bed := range map[string]profiles.Bed{
		"round":  {Shape: "circle", Diameter: 260, Origin: "centre"},
		"margin": {Shape: "rectangle", Width: 260, Depth: 250, Margin: 8},
		"zone":   {Shape: "rectangle", Width: 260, Depth: 250, Exclude: []profiles.Zone{{X: 0, Y: 0, Width: 20, Depth: 250}}},
	} {
		set := settings()
		set.Printer.Bed = bed
		outline := horseshoe(150, 160)
		at, err := Layout(outline, set, 2)
		if err != nil || len(at) != 2 {
			t.Errorf("%s: %v, %v", name, at, err)
			continue
		}
		var placed [2]polygon.Region
		for i, p := range at {
			pose := p.Pose()
			placed[i] = polygon.Region{pose.Ring(outline[0])}
			if off := polygon.Difference(placed[i], Bed(bed)); !off.Empty() {
				t.Errorf("%s: column %d at %v is %.3f mm2 off the bed", name, i, p, off.Area())
			}
		}
		grown := placed[0].Offset(geom.ToNM(float64(set.Process.Clearance))-10_000, polygon.Round)
		if !polygon.Intersection(grown, placed[1]).Empty() {
			t.Errorf("%s: columns at %v are too near", name, at)
		}
	}
}

func TestSkirtGoesAroundAndStaysOnTheBed(t *testing.T) {
	set := settings()
	p := &Plate{Levels: Levels(frame(horseshoe(150, 120)), 1, 0), Columns: []Column{{At: geom.MM(110, 110)}}}
	if p.Surround(set) {
		t.Fatal("no room for the skirt of a 150 mm frame")
	}
	if len(p.Around) != 1 || p.Around[0].Role != toolpath.Skirt {
		t.Fatalf("around: %+v", p.Around)
	}
	hole := polygon.Region{p.Around[0].Points[:len(p.Around[0].Points)-1]}
	if out := polygon.Difference(horseshoe(150, 120).Shift(geom.MM(110, 110)), hole); !out.Empty() {
		t.Error("the skirt does not go around the frame")
	}
	for _, q := range p.Around[0].Points {
		if !Bed(set.Printer.Bed).Contains(q) {
			t.Errorf("the skirt leaves the bed at %v", q)
		}
	}
}

func TestSkirtPrimesItsLength(t *testing.T) {
	set := settings()
	set.Process.SkirtMinLength = 60
	p := &Plate{Levels: Levels(frame(horseshoe(60, 50)), 1, 0), Columns: []Column{{At: geom.MM(110, 110)}}}
	p.Surround(set)
	var volume float64
	for i := range p.Around {
		volume += p.Around[i].Volume(0.3)
	}
	if used := volume / (math.Pi / 4 * 1.75 * 1.75); used < 60 {
		t.Errorf("the skirt uses %.1f mm of filament, want 60", used)
	}
}

func TestSkirtWithoutRoomIsLeftOut(t *testing.T) {
	p := &Plate{Levels: Levels(frame(horseshoe(218, 100)), 1, 0), Columns: []Column{{At: geom.MM(110, 110)}}}
	if !p.Surround(settings()) || len(p.Around) != 0 {
		t.Errorf("a skirt of %d loops around a frame as wide as the bed", len(p.Around))
	}
}

func TestBrimHugsTheFrame(t *testing.T) {
	set := settings()
	set.Process.SkirtLoops, set.Process.BrimWidth = 0, 3
	p := &Plate{Levels: Levels(frame(horseshoe(150, 120)), 1, 0), Columns: []Column{{At: geom.MM(110, 110)}}}
	p.Surround(set)
	pitch := toolpath.Spacing(0.45, 0.3)
	want := polygon.Region(p.Levels[0].Frame.Base).Length() * math.Floor(3/pitch)
	var got float64
	for i := range p.Around {
		got += p.Around[i].Length()
	}
	if math.Abs(got/want-1) > 0.05 {
		t.Errorf("brim is %.0f mm long, want about %.0f", got, want)
	}
}

func TestMaxLevels(t *testing.T) {
	for _, c := range []struct {
		frame, gap, height float64
		want               int
	}{{5, 0.3, 210, 39}, {5, 0.3, 5, 1}, {5, 0.3, 4.9, 0}, {5, 0.25, 10.25, 2}, {20, 0.4, 250, 12}} {
		if got := MaxLevels(c.frame, c.gap, c.height); got != c.want {
			t.Errorf("MaxLevels(%v, %v, %v) = %d, want %d", c.frame, c.gap, c.height, got, c.want)
		}
	}
}
