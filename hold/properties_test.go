package hold

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
	"pgregory.net/rapid"
)

// randomFrame returns a frame with something that hangs when it is stacked: a tray, a
// shelf, a gate or a foot, of random size.
func randomFrame(t *rapid.T) *toolpath.Print {
	mm := func(name string, lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(t, name) }
	switch rapid.SampledFrom([]string{"tray", "shelf", "gate", "feet"}).Draw(t, "frame") {
	case "tray":
		w, d := mm("w", 15, 45), mm("d", 4, 18)
		outer := box(-w-4, -d-4, w+4, d+4)
		return frameOf(slab{0.6, outer}, slab{4.4, without(outer, box(-w, -d, w, d))})
	case "shelf":
		return shelf(mm("reach", 1, 15))
	case "gate":
		return gate(mm("span", 4, 80))
	}
	return feet()
}

// TestTurnedFramesHangAlike checks that no number of an interface depends on how the
// frame lies, but for the cells in which lengths are measured.
func TestTurnedFramesHangAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := settings()
		p := randomFrame(t)
		a := Check(tower(2, set, p), set)
		b := Check(tower(2, set, turned(p, rapid.Float64Range(-180, 180).Draw(t, "turn"))), set)
		f, g := &a.Interfaces[0], &b.Interfaces[0]
		alike(t, "contact", f.Contact, g.Contact, 1e-3)
		alike(t, "share", f.Share, g.Share, 1e-4)
		alike(t, "match", f.Match, g.Match, 1e-4)
		alike(t, "area over air", f.Air, g.Air, 0.01*f.Air+0.1)
		alike(t, "ledge", f.Reach, g.Reach, 0.5)
		alike(t, "bridge", f.Span, g.Span, 0.05*f.Span+1.2)
		alike(t, "push at a gap", a.Column.Joint, b.Column.Joint, 1e-3*a.Column.Joint+1e-6)
		alike(t, "push at the bed", a.Column.Bed, b.Column.Bed, 1e-3*a.Column.Bed+1e-6)
		if len(f.Hangs) != len(g.Hangs) {
			t.Fatalf("%d parts hang, turned %d", len(f.Hangs), len(g.Hangs))
		}
	})
}

func alike(t *rapid.T, what string, a, b, tol float64) {
	if math.Abs(a-b) > tol {
		t.Fatalf("%s: %v, turned or in another stack %v", what, a, b)
	}
}

// TestInterfacesAreThoseOfTwo checks that what is found of interfaces does not depend on
// how high the stack is.
func TestInterfacesAreThoseOfTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := settings()
		p := randomFrame(t)
		n := rapid.IntRange(3, 30).Draw(t, "levels")
		a, b := Check(tower(2, set, p), set), Check(tower(n, set, p), set)
		if len(b.Interfaces) != 1 || b.Interfaces[0].Count != n-1 {
			t.Fatalf("%d interfaces, %d alike, of %d levels", len(b.Interfaces), b.Interfaces[0].Count, n)
		}
		for _, c := range []Code{CodeContact, CodeMatch, CodeAdrift, CodeBridge, CodeLedge, CodeInside, CodeFuses, CodeHolds} {
			if v, w := a.verdict(c), b.verdict(c); v.Value != w.Value || v.Severity != w.Severity || v.X != w.X || v.Y != w.Y {
				t.Fatalf("%s: %v %s in a stack of 2, %v %s in one of %d", c, v.Value, v.Severity, w.Value, w.Severity, n)
			}
		}
		if a.Column.Joint+1e-9 < b.Column.Joint && a.Column.Mass < b.Column.Mass/2 && b.Column.Margin < 1 {
			t.Fatalf("a stack of %d stands firmer than one of 2", n)
		}
	})
}

// TestPillarsCarry checks Plan: with its pillars nothing hangs further than the filament
// bears, and each stands clear of what of the frame is above its foot.
func TestPillarsCarry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := settings()
		p := randomFrame(t)
		pillars := Plan(p, p, set, Auto)
		r := Check(tower(2, set, Raise(p, pillars, set), p), set)
		for _, c := range []Code{CodeAdrift, CodeBridge, CodeLedge} {
			if v := r.verdict(c); v.Severity != Fine {
				t.Fatalf("%d pillars, and %s is %v", len(pillars), c, v.Value)
			}
		}
		for _, q := range pillars {
			disc := polygon.Region{circle(q.At, q.Radius)}
			for _, l := range p.Layers {
				if l.Z-l.Height >= q.From-1e-6 && !polygon.Intersection(disc, l.Region).Empty() {
					t.Fatalf("the pillar at %v from %v is in the frame's way at %v", q.At, q.From, l.Z)
				}
			}
		}
	})
}

func TestFewPillarsAreTheMostNeeded(t *testing.T) {
	set := settings()
	p := tray()
	all := Plan(p, p, set, Auto)
	three := Plan(p, p, set, 3)
	if len(all) < 4 || len(three) != 3 {
		t.Fatalf("%d pillars are needed, %d of 3 are given", len(all), len(three))
	}
	for i, q := range three {
		if q != all[i] {
			t.Errorf("pillar %d of 3 is %v, of all %v", i, q, all[i])
		}
	}
	if span := Check(tower(2, set, Raise(p, three, set), p), set).Interfaces[0].Span; span >= Check(tower(2, set, p), set).Interfaces[0].Span {
		t.Errorf("three pillars leave %v mm", span)
	}
}

// TestPillarsGoThrough checks a frame with a window, below one without: the pillars go
// down to the bed, through every frame on the way.
func TestPillarsGoThrough(t *testing.T) {
	set := settings()
	window := frameOf(slab{5, without(box(-30, -20, 30, 20), box(-26, -16, 26, 16))})
	lid := frameOf(slab{5, box(-30, -20, 30, 20)})
	plan := Plan(window, lid, set, Auto)
	if len(plan) == 0 || plan[0].From != 0 {
		t.Fatalf("pillars %v", plan)
	}
	below := Together(window, nil, plan)
	if len(below) != len(plan) || below[0].From != 0 {
		t.Errorf("%d of %d pillars go on below", len(below), len(plan))
	}
	if on := Together(tray(), nil, []toolpath.Pillar{{At: geom.MM(0, 0), Radius: pillarRadius}}); len(on) != 1 || on[0].From < 0.6 {
		t.Errorf("over a floor: %v", on)
	}
	if on := Together(lid, nil, plan); len(on) != 0 {
		t.Errorf("%d pillars in a frame that is solid to its top", len(on))
	}
}

// TestRaiseLaysThePillars checks layers, roles and volume, and that the frame's own paths
// are left alone.
func TestRaiseLaysThePillars(t *testing.T) {
	set := settings()
	p := tray()
	line := toolpath.Path{Points: []geom.Point{geom.MM(-44, 8), geom.MM(44, 8)}, Width: 0.45, Flow: 1, Speed: 60}
	for i := range p.Layers {
		p.Layers[i].Paths = []toolpath.Path{line}
	}
	pillars := Plan(p, p, set, 2)
	r := Raise(p, pillars, set)
	tube := math.Pi * (2*float64(pillarRadius)/geom.Millimetre - 0.45) * toolpath.Section(0.45, 0.2)
	closed := 0.0
	for i, l := range r.Layers {
		loops := 0
		for k, path := range l.Paths {
			if k == 0 && (path.Role != line.Role || path.Points[0] != line.Points[0]) {
				t.Fatalf("layer %d begins with %v", i, path)
			}
			if path.Role == toolpath.Support {
				loops++
			}
		}
		stands := l.Z-l.Height >= pillars[0].From-1e-6
		if stands != (loops > 0) {
			t.Errorf("layer %d, from %v: %d loops of pillars from %v", i, l.Z-l.Height, loops, pillars[0].From)
		}
		if loops > 2 {
			closed++
		}
		if i > 0 && stands && i < len(r.Layers)-1 && !r.Layers[i+1].Paths[0].Travel.Retract {
			t.Errorf("layer %d is entered from a pillar with the filament pressed", i+1)
		}
	}
	if closed != 2*shut {
		t.Errorf("%v layers are filled, want %d", closed, 2*shut)
	}
	if v, least := r.Support(), 2*tube*float64(len(r.Layers)-5); v < least || v > 2*least {
		t.Errorf("pillars take %v mm3, want %v and a little", v, least)
	}
	if p.Support() != 0 || len(p.Layers[10].Paths) != 1 {
		t.Error("the frame itself has pillars now")
	}
}

// TestAlign checks that a frame, turned over, turned and moved, is laid back on itself.
func TestAlign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, d := rapid.Float64Range(30, 90).Draw(t, "w"), rapid.Float64Range(20, 90).Draw(t, "d")
		bow := polygon.Region{{geom.MM(-w, -d), geom.MM(w, -d), geom.MM(w, d), geom.MM(w-4, d), geom.MM(w-4, 4-d), geom.MM(4-w, 4-d), geom.MM(4-w, d), geom.MM(-w, d)}}
		over := make(geom.Ring, len(bow[0]))
		for i, p := range bow[0] {
			over[len(over)-1-i] = geom.Point{X: p.X, Y: -p.Y}
		}
		pose := geom.NewPose(geom.MM(rapid.Float64Range(-20, 20).Draw(t, "x"), rapid.Float64Range(-20, 20).Draw(t, "y")),
			rapid.Float64Range(0, 360).Draw(t, "turn"))
		moved := pose.Ring(over)
		at := Align([]polygon.Region{bow}, []polygon.Region{{moved}})
		back := geom.NewPose(at.Shift, at.Degrees)
		lies := polygon.Region{back.Ring(moved)}
		common := polygon.Intersection(bow, lies).Area()
		if match := common / (2*bow.Area() - common); match < 0.95 || math.Abs(match-at.Match) > 0.01 {
			t.Fatalf("laid back with a match of %.3f, told %.3f", match, at.Match)
		}
	})
}

func TestAlignKeepsWhatFits(t *testing.T) {
	r := []polygon.Region{box(-40, -10, 40, 10)}
	if got := Align(r, r); got.Shift != (geom.Point{}) || got.Degrees != 0 || got.Match < 0.999 {
		t.Errorf("a frame on itself: %+v", got)
	}
}

// TestLimitsOfProfiles checks that filaments without values are taken for PETG.
func TestLimitsOfProfiles(t *testing.T) {
	if got := limitsOf(&profiles.Set{}); got != (limits{bridgeSpan, ledgeReach}) {
		t.Errorf("%+v", got)
	}
}

func TestPictureShowsWhatHangs(t *testing.T) {
	set := settings()
	img := Check(tower(2, set, tray()), set).Picture()
	red, green := 0, 0
	b := img.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			switch img.At(x, y) {
			case hangInk:
				red++
			case contactInk:
				green++
			}
		}
	}
	if mm2 := float64(red) / (perMM * perMM); math.Abs(mm2-82*12) > 100 {
		t.Errorf("%.0f mm2 are red, want about 984", mm2)
	}
	if green == 0 {
		t.Error("nothing is green")
	}
	if one := Check(tower(1, set, tray()), set); len(one.Verdicts) == 0 || one.Picture() == nil {
		t.Error("a stack of one has no verdicts or no picture")
	}
}

func BenchmarkCheck(b *testing.B) {
	set := settings()
	plate := tower(20, set, tray())
	for b.Loop() {
		Check(plate, set)
	}
}
