package mesh

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// rectBed returns a bed of w x d mm with a corner at the origin.
func rectBed(w, d float64) polygon.Region {
	return polygon.Rect(geom.Box{Max: geom.MM(w, d)})
}

// roundBed returns a bed of diameter d mm about the origin.
func roundBed(d float64) polygon.Region {
	var g polygon.Ring
	for i := range 180 {
		s, c := math.Sincos(math.Pi * float64(i) / 90)
		g = append(g, geom.MM(d/2*c, d/2*s))
	}
	return polygon.Region{g}
}

func TestWalls(t *testing.T) {
	tube := func(wall float64) tri {
		ring := func(r float64, n int) (out []Vec) {
			for i := range n {
				s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
				out = append(out, Vec{r * c, r * s, 0})
			}
			return out
		}
		const n = 120
		up := func(v Vec) Vec { v.Z = 10; return v }
		in, out := ring(50-wall, n), ring(50, n)
		var ts tri
		quad := func(a, b, c, d Vec) { ts = append(ts, [3]Vec{a, b, c}, [3]Vec{a, c, d}) }
		for i := range n {
			k := (i + 1) % n
			quad(out[i], out[k], up(out[k]), up(out[i]))
			quad(in[k], in[i], up(in[i]), up(in[k]))
			quad(up(out[i]), up(out[k]), up(in[k]), up(in[i]))
			quad(out[k], out[i], in[i], in[k])
		}
		return ts
	}
	for _, wall := range []float64{0.8, 1.2, 3} {
		m, r := mustMesh(t, tube(wall))
		w := m.Inspect(r, nil, 0).Wall
		near(t, "P5", w.P5, wall, 0.03*wall)
		near(t, "P50", w.P50, wall, 0.03*wall)
		near(t, "P95", w.P95, wall, 0.03*wall)
	}
	m, _ := mustMesh(t, box(Vec{}, Vec{100, 4, 5}))
	w := m.wall()
	near(t, "plate P50", w.P50, 4, 1e-3)
	near(t, "plate P95", w.P95, 4, 1e-3)
}

func TestSpans(t *testing.T) {
	m, r := mustMesh(t, joined(
		box(Vec{}, Vec{30, 10, 5}), box(Vec{10, 0, 5}, Vec{14, 10, 10}), box(Vec{20, 0, 5}, Vec{24, 10, 10}),
		inverted(box(Vec{2, 2, 1}, Vec{8, 8, 3}))))
	got := m.Inspect(r, nil, 0).Spans
	want := []Span{{0, 1, 300, 1, 0}, {1, 3, 264, 1, 1}, {3, 5, 300, 1, 0}, {5, 10, 80, 2, 0}}
	if len(got) != len(want) {
		t.Fatalf("spans %v", got)
	}
	for i, s := range got {
		near(t, "from", s.From, want[i].From, 1e-6)
		near(t, "to", s.To, want[i].To, 1e-6)
		near(t, "area", s.Area, want[i].Area, 0.1)
		if s.Outlines != want[i].Outlines || s.Holes != want[i].Holes {
			t.Errorf("span %d: %+v, want %+v", i, s, want[i])
		}
	}
}

func TestFit(t *testing.T) {
	notched := polygon.Difference(rectBed(200, 200), polygon.Rect(geom.Box{Min: geom.MM(80, 80), Max: geom.MM(120, 120)}))
	for _, c := range []struct {
		name    string
		x, y, z float64
		bed     polygon.Region
		want    Fit
	}{
		{"fits", 200, 100, 50, rectBed(210, 210), Fit{Fits: true}},
		{"just fits", 210, 210, 50, rectBed(210, 210), Fit{Fits: true}},
		{"too wide", 210.01, 210.01, 50, rectBed(210, 210), Fit{TooWide: true}},
		{"too tall", 200, 100, 200.1, rectBed(210, 210), Fit{TooTall: true}},
		{"a quarter turn", 150, 200, 50, rectBed(210, 160), Fit{Fits: true, Angle: 90}},
		{"across", 250, 20, 50, rectBed(200, 200), Fit{Fits: true, Angle: 42}},
		{"round", 190, 60, 5, roundBed(200), Fit{Fits: true}},
		{"square in round", 150, 150, 5, roundBed(200), Fit{TooWide: true}},
		{"beside a notch", 190, 70, 5, notched, Fit{TooWide: true}},
	} {
		m, _ := mustMesh(t, box(Vec{}, Vec{c.x, c.y, c.z}))
		if got := m.FitOn(c.bed, 200); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// What FitOn says fits, fits: turned and put where placeIn says, it is inside the bed.
func TestFitPlaces(t *testing.T) {
	for seed := range uint64(50) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		m, _ := mustMesh(t, tumbled(box(Vec{}, Vec{40 + 120*rnd.Float64(), 40 + 120*rnd.Float64(), 30}), rnd))
		bed := roundBed(200)
		if seed%2 == 0 {
			bed = rectBed(100+100*rnd.Float64(), 150)
		}
		f := m.FitOn(bed, 400)
		if f.TooWide {
			continue
		}
		foot := m.Turn(f.Angle * math.Pi / 180).footprint()
		at, ok := placeIn(foot, hull(bed[0]))
		if out := polygon.Difference(polygon.Region{foot.Shift(at)}, bed); !ok || out.Area() > 1e-3 {
			t.Errorf("seed %d: %v, %g mm2 outside the bed", seed, f, out.Area())
		}
	}
}

func TestInfoJSON(t *testing.T) {
	m, r := mustMesh(t, box(Vec{}, Vec{100, 4, 5})[1:])
	b, err := json.Marshal(m.Inspect(r, rectBed(200, 200), 200))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{`"size":{"x":100,"y":4,"z":5}`, `"volume":2000`, `"open_edges":3`, `"holes_closed":1`,
		`"warnings":["mesh: open edges: 3, holes closed: 1"]`, `"p50":4`, `"fits":true`, `"sections":[{"from":0,"to":5`} {
		if !strings.Contains(string(b), s) {
			t.Errorf("%s is not in %s", s, b)
		}
	}
}
