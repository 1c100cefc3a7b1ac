package nest

import (
	"math"
	"reflect"
	"runtime"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"pgregory.net/rapid"
)

// impatient is a patience for tests that need no full search.
const impatient = 4_000_000

// horseshoe is a U of bands around the middle of its box, w x d mm.
func horseshoe(w, d, band float64) polygon.Region {
	p := func(x, y float64) geom.Point { return geom.MM(x-w/2, y-d/2) }
	return polygon.Region{{p(0, 0), p(w, 0), p(w, d), p(w-band, d), p(w-band, band), p(band, band), p(band, d), p(0, d)}}
}

// chevron is a V of bands 5 mm high, 200 x 65 mm.
func chevron() polygon.Region {
	return polygon.Region{{geom.MM(0, -32), geom.MM(100, 28), geom.MM(100, 33), geom.MM(0, -27), geom.MM(-100, 33), geom.MM(-100, 28)}}
}

// rectangle is a bed of w x d mm.
func rectangle(w, d float64) polygon.Region {
	return polygon.Rect(geom.Box{Max: geom.MM(w, d)})
}

// disc is a bed around the origin.
func disc(diameter float64) polygon.Region {
	ring := make(polygon.Ring, 128)
	for i := range ring {
		s, c := geom.SinCos(2 * math.Pi * float64(i) / 128)
		ring[i] = geom.MM(diameter/2*c, diameter/2*s)
	}
	return polygon.Region{ring}
}

// mustHold fails unless the placements are on the bed and clear of each other. The
// distance is measured from corners to edges, not by what Place itself uses.
func mustHold(t rapid.TB, outline, bed polygon.Region, clearance int64, at []Placement) {
	t.Helper()
	placed := make([]polygon.Region, len(at))
	for i, p := range at {
		if p.Turn < 0 || p.Turn >= 360 {
			t.Fatalf("copy %d is turned by %v degrees", i, p.Turn)
		}
		placed[i] = p.Of(outline)
		if off := polygon.Difference(placed[i], bed); !off.Empty() {
			t.Fatalf("copy %d at %v is %.4f mm2 off the bed", i, p, off.Area())
		}
		for k := range i {
			if !polygon.Intersection(placed[i], placed[k]).Empty() {
				t.Fatalf("copies %d and %d at %v and %v overlap", k, i, at[k], p)
			}
			if d := min(apart(placed[i], placed[k]), apart(placed[k], placed[i])); d < float64(clearance-allowed) {
				t.Fatalf("copies %d and %d at %v and %v are %.4f mm apart", k, i, at[k], p, d/geom.Millimetre)
			}
		}
	}
}

// apart returns the least distance from a corner of a to an edge of b, nm.
func apart(a, b polygon.Region) float64 {
	least := math.Inf(1)
	for _, g := range a {
		for _, p := range g {
			q, _, _ := polygon.Nearest(b, p)
			least = min(least, p.Dist(q))
		}
	}
	return least
}

func TestOneStandsInTheMiddle(t *testing.T) {
	at := Place(horseshoe(150, 120, 4), rectangle(220, 220), 2e6, 1)
	if len(at) != 1 || at[0] != (Placement{At: geom.MM(110, 110)}) {
		t.Errorf("placed at %v; want 110, 110", at)
	}
}

func TestOneTurnsWhereItMust(t *testing.T) {
	outline, bed := horseshoe(250, 20, 4), rectangle(200, 200)
	at := Place(outline, bed, 2e6, 1)
	if len(at) != 1 {
		t.Fatal("a bar of 250 mm lies across a bed of 200 x 200 mm")
	}
	mustHold(t, outline, bed, 2e6, at)
}

func TestNoneWhereNoneFits(t *testing.T) {
	for _, c := range []struct{ outline, bed polygon.Region }{
		{horseshoe(290, 20, 4), rectangle(200, 200)},
		{horseshoe(50, 50, 4), nil},
		{nil, rectangle(200, 200)},
	} {
		if at := place(c.outline, c.bed, 2e6, 3, impatient); len(at) != 0 {
			t.Errorf("%v on %v: %v", c.outline, c.bed, at)
		}
	}
}

// TestChevronsNest needs the true outline: boxes of 200 x 65 mm fit the bed three
// times, nested chevrons more often.
func TestChevronsNest(t *testing.T) {
	if at := Place(chevron(), rectangle(220, 220), 2e6, 16); len(at) < 16 {
		t.Errorf("%d copies; want 16", len(at))
	}
}

// TestHorseshoesInterlock needs turns: as a grid the bed takes one horseshoe.
func TestHorseshoesInterlock(t *testing.T) {
	outline, bed := horseshoe(150, 150, 4), rectangle(200, 200)
	at := Place(outline, bed, 2e6, 2)
	if len(at) != 2 {
		t.Fatalf("%d horseshoes of 150 mm on 200 mm, want 2 that reach into each other", len(at))
	}
	mustHold(t, outline, bed, 2e6, at)
}

// TestPlacesHold checks what Place promises, for any horseshoe, clearance and bed, one
// with a zone that is kept free in the middle.
func TestPlacesHold(t *testing.T) {
	zoned := polygon.Difference(rectangle(220, 180), polygon.Rect(geom.Box{Min: geom.MM(100, 60), Max: geom.MM(104, 120)}))
	beds := []polygon.Region{rectangle(210, 205), disc(230), zoned,
		{{geom.MM(0, 0), geom.MM(250, 0), geom.MM(250, 100), geom.MM(120, 100), geom.MM(120, 230), geom.MM(0, 230)}}}
	rapid.Check(t, func(t *rapid.T) {
		bed := rapid.SampledFrom(beds).Draw(t, "bed")
		outline := horseshoe(rapid.Float64Range(60, 200).Draw(t, "w"), rapid.Float64Range(30, 200).Draw(t, "d"), rapid.Float64Range(1.2, 8).Draw(t, "band"))
		outline = outline.Shift(geom.MM(rapid.Float64Range(-50, 50).Draw(t, "x"), 7))
		clearance := geom.ToNM(rapid.Float64Range(0.5, 4).Draw(t, "clearance"))
		count := rapid.SampledFrom([]int{1, 1, 2, 2, 3, Auto}).Draw(t, "count")
		at := place(outline, bed, clearance, count, impatient)
		mustHold(t, outline, bed, clearance, at)
		if !Clear(outline, bed, clearance, at) {
			t.Fatal("Clear denies it")
		}
		if room := newProver(outline, bed, clearance).room(); len(at) > room {
			t.Fatalf("%d copies where there is room for %d", len(at), room)
		}
		if count > 0 && len(at) > count {
			t.Fatalf("%d copies, %d wanted", len(at), count)
		}
	})
}

// TestRoomIsABound checks what is told without a search: plates of 60 x 50 mm fill a bed
// but for less than one of them.
func TestRoomIsABound(t *testing.T) {
	plate := rectangle(60, 50)
	for _, c := range []struct {
		w, d float64
		want int
	}{{182, 154, 8}, {184, 154, 9}, {184, 102, 6}, {59, 49, 0}} {
		if got := newProver(plate, rectangle(c.w, c.d), 2e6).room(); got != c.want {
			t.Errorf("room for %d on %v x %v, want %d", got, c.w, c.d, c.want)
		}
	}
}

// TestClearTells checks that Clear is no rubber stamp.
func TestClearTells(t *testing.T) {
	outline, bed := horseshoe(60, 50, 4), rectangle(200, 200)
	good := []Placement{{At: geom.MM(50, 50)}, {At: geom.MM(112, 50)}}
	if !Clear(outline, bed, 2e6, good) {
		t.Error("2 mm apart are 2 mm apart")
	}
	for name, bad := range map[string][]Placement{
		"near":    {{At: geom.MM(50, 50)}, {At: geom.MM(111.98, 50)}},
		"overlap": {{At: geom.MM(50, 50)}, {At: geom.MM(60, 50)}},
		"off":     {{At: geom.MM(29, 50)}},
		"turned":  {{At: geom.MM(50, 50)}, {At: geom.MM(112, 50), Turn: 10}},
	} {
		if Clear(outline, bed, 2e6, bad) {
			t.Errorf("%s: %v passes", name, bad)
		}
	}
}

// TestSamePlacesOnAnyNumberOfProcessors checks guarantee 4 as far as one machine can.
func TestSamePlacesOnAnyNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	outline, bed := horseshoe(120, 110, 4), rectangle(220, 210)
	one := place(outline, bed, 2e6, Auto, 3*impatient)
	runtime.GOMAXPROCS(8)
	if got := place(outline, bed, 2e6, Auto, 3*impatient); !reflect.DeepEqual(got, one) {
		t.Errorf("8 processors: %v; one: %v", got, one)
	}
	if len(one) < 3 {
		t.Errorf("%d copies", len(one))
	}
}
