package hold

import (
	"math"
	"testing"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// cases meet every verdict at every severity that it can have.
var cases = []struct {
	name   string
	frame  *toolpath.Print
	levels int
	change func(*profiles.Set)
	code   Code
	want   profiles.Severity
	value  float64 // NaN: any
	tol    float64
}{
	{"low", block(), 4, nil, CodeHeight, Fine, 4*5 + 3*0.2, 0.01},
	{"high", block(), 60, nil, CodeHeight, profiles.Error, 60*5 + 59*0.2, 0.01},

	{"gap", block(), 2, nil, CodeFuses, Fine, 0.2, 1e-9},
	{"small gap", block(), 2, gap(0.09), CodeFuses, profiles.Error, 0.09, 1e-9},
	{"half a layer", block(), 2, gap(0.1), CodeFuses, Fine, 0.1, 1e-9},
	{"wide gap", block(), 2, gap(0.4), CodeHolds, profiles.Warning, 0.23, 0.01},
	{"too wide a gap", block(), 2, gap(0.8), CodeHolds, profiles.Error, 0.63, 0.01},
	{"gap of a layer", block(), 2, nil, CodeHolds, Fine, 0.03, 0.01},

	{"all on all", block(), 2, nil, CodeContact, Fine, 1, 1e-6},
	{"taper", taper(20, 8), 2, nil, CodeContact, profiles.Warning, 0.16, 1e-3},
	{"steep taper", taper(20, 4), 2, nil, CodeContact, profiles.Error, 0.04, 1e-3},
	{"few mm2", taper(5, 4), 2, nil, CodeContact, profiles.Error, 0.64, 1e-3},
	{"match", block(), 2, nil, CodeMatch, Fine, 1, 1e-6},
	{"no match", taper(20, 8), 2, nil, CodeMatch, profiles.Note, 0.16, 1e-3},

	{"nothing adrift", tray(), 2, nil, CodeAdrift, Fine, 0, 0},
	{"feet", feet(), 2, nil, CodeAdrift, profiles.Error, 2, 0},

	{"open brow", tray(), 2, nil, CodeBridge, profiles.Error, 160, 30},
	{"gate of 12 mm", gate(12), 2, nil, CodeBridge, Fine, 12, 0.6},
	{"gate of 20 mm", gate(20), 2, nil, CodeBridge, profiles.Warning, 20, 0.6},
	{"gate of 50 mm", gate(50), 2, nil, CodeBridge, profiles.Error, 50, 0.6},
	{"gate of 20 mm in another plastic", gate(20), 2, func(s *profiles.Set) { s.Filament.BridgeSpan = 25 }, CodeBridge, Fine, 20, 0.6},

	{"shelf of 1.5 mm", shelf(1.5), 2, nil, CodeLedge, Fine, 1.3, 0.3},
	{"shelf of 4 mm", shelf(4), 2, nil, CodeLedge, profiles.Warning, 3.8, 0.3},
	{"shelf of 9 mm", shelf(9), 2, nil, CodeLedge, profiles.Error, 8.8, 0.3},

	{"straight", block(), 2, nil, CodeInside, Fine, 0, 0},
	{"mushroom", mushroom(4), 2, nil, CodeInside, profiles.Warning, 3.8, 0.3},

	{"upright", block(), 4, nil, CodeBalance, Fine, 30, 0.01},
	{"leaning", leaning(), 2, nil, CodeBalance, profiles.Error, math.NaN(), 0},
	{"on the edge", onEdge(), 2, nil, CodeBalance, profiles.Warning, 0.5, 0.3},

	{"wide", block(), 20, nil, CodeSlender, Fine, (20*5 + 19*0.2) / 60, 1e-3},
	{"pole", pole(), 10, nil, CodeSlender, profiles.Warning, (10*5 + 9*0.2) / 6, 1e-3},

	{"firm", block(), 4, nil, CodeJoint, Fine, math.NaN(), 0},
	{"tottering", pole(), 2, nil, CodeJoint, profiles.Error, math.NaN(), 0},
	{"shaky", frameOf(slab{5, box(-10, -10, 10, 10)}), 8, nil, CodeJoint, profiles.Warning, math.NaN(), 0},
	{"standing", block(), 4, nil, CodeFoot, Fine, math.NaN(), 0},
	{"falling", pole(), 10, nil, CodeFoot, profiles.Error, math.NaN(), 0},
	{"falling less", frameOf(slab{5, box(-5, -5, 5, 5)}), 6, nil, CodeFoot, profiles.Warning, math.NaN(), 0},
}

func gap(mm profiles.Length) func(*profiles.Set) {
	return func(s *profiles.Set) { s.Interface.Gap = mm }
}

// taper is a square base of side a under a square top of side b.
func taper(a, b float64) *toolpath.Print {
	return frameOf(slab{1, box(-a/2, -a/2, a/2, a/2)}, slab{4, box(-b/2, -b/2, b/2, b/2)})
}

// feet stand beside the block that the top is.
func feet() *toolpath.Print {
	body := box(-20, -10, 20, 10)
	all := append(append(append(body[:0:0], body...), box(-40, -3, -34, 3)...), box(34, -3, 40, 3)...)
	return frameOf(slab{1, all}, slab{4, body})
}

// gate is a bar over two posts that are span mm apart.
func gate(span float64) *toolpath.Print {
	s := span / 2
	posts := append(box(-s-15, -3, -s, 3), box(s, -3, s+15, 3)...)
	return frameOf(slab{1, box(-s-15, -3, s+15, 3)}, slab{4, posts})
}

// mushroom grows by reach mm half way up.
func mushroom(reach float64) *toolpath.Print {
	return frameOf(slab{2, box(-20, -10, 20, 10)}, slab{3, box(-20, -10, 20+reach, 10)})
}

// leaning has its mass beside its foot.
func leaning() *toolpath.Print {
	return frameOf(slab{1, box(-10, -10, 0, 10)}, slab{4, box(-10, -10, 60, 10)})
}

// onEdge has its middle half a mm within its foot.
func onEdge() *toolpath.Print {
	return frameOf(slab{0.2, box(0, -10, 20.5, 10)}, slab{4.8, box(0, -10, 40, 10)})
}

func pole() *toolpath.Print { return frameOf(slab{5, box(-3, -3, 3, 3)}) }

func TestVerdicts(t *testing.T) {
	met := map[Code]map[profiles.Severity]bool{}
	for _, c := range cases {
		set := settings()
		if c.change != nil {
			c.change(set)
		}
		r := Check(tower(c.levels, set, c.frame), set)
		v := r.verdict(c.code)
		if v.Severity != c.want || math.Abs(v.Value-c.value) > c.tol+1e-12 {
			t.Errorf("%s: %s: %s %v (%s), want %s %v", c.name, c.code, v.Severity, v.Value, v.Text, c.want, c.value)
		}
		if met[c.code] == nil {
			met[c.code] = map[profiles.Severity]bool{}
		}
		met[c.code][v.Severity] = true
		if failed := c.want == profiles.Error; failed && r.OK {
			t.Errorf("%s: an error, and all is well", c.name)
		}
	}
	for _, c := range []Code{CodeHeight, CodeFuses, CodeHolds, CodeContact, CodeMatch, CodeAdrift, CodeBridge, CodeLedge,
		CodeInside, CodeBalance, CodeSlender, CodeJoint, CodeFoot} {
		if len(met[c]) < 2 || !met[c][Fine] {
			t.Errorf("%s was met as %v: want it to pass and to fail", c, met[c])
		}
	}
}

func TestPlacesAreWhereItHangs(t *testing.T) {
	set := settings()
	r := Check(tower(2, set, tray()), set)
	v := r.verdict(CodeBridge)
	if math.Abs(v.X) > 41 || math.Abs(v.Y) > 6 || v.Level != 2 {
		t.Errorf("the floor hangs at X %v Y %v of level %d, want it over the hollow of level 1", v.X, v.Y, v.Level)
	}
	if h := r.Interfaces[0].Hangs[0]; math.Abs(h.Area-81.55*11.55) > 5 || math.Abs(h.Across-11.55) > 0.4 {
		t.Errorf("%v mm2, %v mm across; want 942 and 11.6", h.Area, h.Across)
	}
}

// TestWhatToDo checks that the brim and the height that are told do what they say.
func TestWhatToDo(t *testing.T) {
	set := settings()
	post := frameOf(slab{5, box(-5, -5, 5, 5)})
	col := Check(tower(6, set, post), set).Column
	if col.Bed >= safety*push || col.Brim <= 0 || !col.Enough {
		t.Fatalf("the bed bears %v N, with a brim of %v mm (%v) enough", col.Bed, col.Brim, col.Enough)
	}
	set.Process.BrimWidth = profiles.Length(col.Brim)
	if got := Check(tower(6, set, post), set).verdict(CodeFoot); got.Severity != Fine {
		t.Errorf("with that brim: %s %v", got.Severity, got.Value)
	}
}
