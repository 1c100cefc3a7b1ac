package models

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// anyParams draws parameters over the whole range of m.
func anyParams(t *rapid.T, m Model) map[string]string {
	params := map[string]string{}
	for _, p := range m.Params {
		switch {
		case p.Choices != nil:
			params[p.Name] = rapid.SampledFrom(p.Choices).Draw(t, p.Name)
		case rapid.Bool().Draw(t, p.Name+" end"):
			params[p.Name] = fmt.Sprint(rapid.SampledFrom([]float64{p.Min, p.Max}).Draw(t, p.Name), p.Unit)
		default:
			v := rapid.Float64Range(p.Min, p.Max).Draw(t, p.Name)
			params[p.Name] = fmt.Sprintf("%.3f%s", v, p.Unit)
		}
	}
	return params
}

func TestAnyParametersGiveARightSolid(t *testing.T) {
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		m := List()[rapid.IntRange(0, len(List())-1).Draw(t, "model")]
		params := anyParams(t, m)
		s, err := m.read(params)
		if err != nil {
			t.Fatal(err)
		}
		o, err := m.draw(s)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "parameter height: no peg") {
				t.Fatal(err)
			}
			return
		}
		made++
		solid, err := o.extrude()
		if err != nil {
			t.Fatal(err)
		}
		checkSolid(t, solid, &o)
		checkWalls(t, &o)
	})
	t.Logf("%d parts made", made)
}

// checkSolid checks that s is closed, faces outwards, and has the volume of o.
func checkSolid(t rapid.TB, s Solid, o *outline) {
	edges := map[[2]int32]int{}
	for _, f := range s.Faces {
		a, b, c := s.Vertices[f[0]], s.Vertices[f[1]], s.Vertices[f[2]]
		if n := cross(a, b, c); math.Hypot(math.Hypot(n[0], n[1]), n[2]) < 1e-8 {
			t.Fatalf("face %v has no area", f)
		}
		for k := range 3 {
			edges[[2]int32{f[k], f[(k+1)%3]}]++
		}
	}
	for e, n := range edges {
		if n != 1 || edges[[2]int32{e[1], e[0]}] != 1 {
			t.Fatalf("edge %v: %d times one way, %d times the other", e, n, edges[[2]int32{e[1], e[0]}])
		}
	}
	single := map[[3]float32]bool{}
	for _, v := range s.Vertices {
		single[[3]float32{float32(v[0]), float32(v[1]), float32(v[2])}] = true
	}
	if len(single) != len(s.Vertices) {
		t.Fatalf("%d of %d vertices are one in single precision", len(s.Vertices)-len(single), len(s.Vertices))
	}
	if got, want := s.Volume(), integral(o); math.Abs(got-want) > 1e-6*want {
		t.Fatalf("volume %.4f mm3, the outline's integral is %.4f", got, want)
	}
}

// integral returns o's volume by Simpson's rule, which is exact for sections whose
// corners move along lines.
func integral(o *outline) float64 {
	var middle polygon.Region
	for i, g := range o.region {
		var m polygon.Ring
		for k := range g {
			m = append(m, g[k].Lerp(o.inset[i][k], 0.5))
		}
		middle = append(middle, m)
	}
	ends := (o.region.Area() + 4*middle.Area() + o.inset.Area()) / 6
	return o.region.Area()*(o.height-2*o.chamfer) + 2*o.chamfer*ends
}

// checkWalls checks that no wall is thinner than it should be, by what the discs that fit
// inside leave out: nothing but convex corners, each less than 0.3 mm2, and along curves
// slivers thinner than twice what polygon's arcs are exact to, which do not count. It
// checks that the inset is the one that polygon makes.
func checkWalls(t rapid.TB, o *outline) {
	r := geom.ToNM(pegNeck/2 - 0.01)
	const exact = 5_000 // of polygon's arcs, nm
	for _, left := range polygon.Difference(o.region, rounded(o.region, r)).Open(exact).Islands() {
		if left.Area() > 0.3 {
			t.Fatalf("%.2f mm2 at %v are thinner than %.2f mm", left.Area(), left.Box(), 2*geom.ToMM(r))
		}
	}
	inset := o.region.Offset(-geom.ToNM(o.chamfer), polygon.Round)
	if x := polygon.Xor(inset, polygon.NonZero(o.inset)).Area(); x > 0.005*o.region.Length() {
		t.Fatalf("the chamfer's edge is %.3f mm2 off over %.0f mm", x, o.region.Length())
	}
}

func TestDefaultsFitASmallPrinter(t *testing.T) {
	for _, m := range List() {
		s, err := m.Make(nil)
		if err != nil {
			t.Fatal(m.Name, err)
		}
		lo, hi := s.Vertices[0], s.Vertices[0]
		for _, v := range s.Vertices {
			for k := range 3 {
				lo[k], hi[k] = min(lo[k], v[k]), max(hi[k], v[k])
			}
		}
		w, d := hi[0]-lo[0], hi[1]-lo[1]
		if w > 178.5 || d > 178.5 || lo[2] != 0 || hi[2] != 4.8 {
			t.Errorf("%s: %.1f x %.1f mm from Z %g to %g, want it to fit a bed of 180", m.Name, w, d, lo[2], hi[2])
		}
		t.Logf("%s: %.1f x %.1f mm, %.2f cm3, %d triangles", m.Name, w, d, s.Volume()/1000, len(s.Faces))
	}
}

func TestHeadHasItsCircumference(t *testing.T) {
	s, _ := Default().read(map[string]string{"head": "55.5cm", "breadth": "80%"})
	p := newPlan(s)
	if got := p.inside.Length(); math.Abs(got-555) > 0.03 {
		t.Errorf("circumference %.3f mm, want 555", got)
	}
	if got := p.head.a / p.head.b; math.Abs(got-0.8) > 1e-12 {
		t.Errorf("width over depth %.4f, want 0.8", got)
	}
}

// TestPegsLieAtTheHoles measures the finished outlines: where the widest part of each
// peg's head lies along the front arc.
func TestPegsLieAtTheHoles(t *testing.T) {
	want := map[string][]float64{
		"iso838": {-114.25, -34.25, 34.25, 114.25},
		"888":    {-120, -40, 40, 120},
		"letter": {-107.95, 0, 107.95},
	}
	for pattern, at := range want {
		for _, m := range List() {
			s, err := m.read(map[string]string{"pegs": pattern, "stretch": "0mm"})
			if err != nil {
				t.Fatal(err)
			}
			o, err := m.draw(s)
			if err != nil {
				t.Fatal(err)
			}
			got := heads(o.region, newPlan(s).front)
			if len(got) != len(at) {
				t.Fatalf("%s %s: pegs at %.2f, want %g", m.Name, pattern, got, at)
			}
			for i := range at {
				if math.Abs(got[i]-at[i]) > 0.05 {
					t.Errorf("%s %s: pegs at %.3f, want %g", m.Name, pattern, got, at)
					break
				}
			}
		}
	}
}

// heads returns the middles of the pegs' heads along the arc, from left to right.
func heads(r polygon.Region, front oval) []float64 {
	var lo, hi []float64
	base, line := front.arc(130, 0), front.arc(130, pegGap+0.7)
	s, inside := -130.0, false
	for i := 1; i < len(line); i++ {
		d := line[i].Step(line[i-1], -1)
		e := base[i].Step(base[i-1], -1)
		for k := range 100 {
			f := float64(k) / 100
			v := line[i-1].Step(d, f)
			if in := r.Contains(geom.MM(v.X, v.Y)); in != inside {
				inside = in
				if in {
					lo = append(lo, s+f*math.Hypot(e.X, e.Y))
				} else {
					hi = append(hi, s+f*math.Hypot(e.X, e.Y))
				}
			}
		}
		s += math.Hypot(e.X, e.Y)
	}
	for i := range hi {
		lo[i] = (lo[i] + hi[i]) / 2
	}
	return lo
}

func TestPegsGoThroughTheirHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.Float64Range(3, 7.5).Draw(t, "height")
		d := rapid.Float64Range(5, 8).Draw(t, "hole")
		c := rapid.Float64Range(0, 0.6).Draw(t, "chamfer")
		w := pegWidth(h, d, c)
		if w == 0 {
			return
		}
		reach := max(math.Hypot(w/2-c, h/2), math.Hypot(w/2, h/2-c))
		if math.Abs(2*reach-(d-pegPlay)) > 1e-9 {
			t.Errorf("the peg's corners lie on %.4f mm, want %.4f", 2*reach, d-pegPlay)
		}
		if top := highest(d, c); pegWidth(top, d, c) < pegNeck+pegBarb || pegWidth(top+0.06, d, c) >= pegNeck+pegBarb {
			t.Errorf("highest part for a hole of %.2f: %.2f mm", d, top)
		}
	})
}

func TestMakeReportsAllFaults(t *testing.T) {
	_, err := Default().Make(map[string]string{
		"head": "580", "wall": "9mm", "brow": "shut", "heigth": "5mm", "arm": "NaNmm", "hole": "1e1mm", "breadth": "78mm",
	})
	if err == nil || !errors.Is(err, ErrUnknown) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{
		`parameter head: "580" is not a number with the unit mm: write it as 570mm`,
		`parameter wall: 9mm is outside 1.6 to 6 mm`,
		`parameter brow: "shut" is not one of open, solid`,
		`no parameter "heigth": did you mean "height"?`,
		`parameter arm: "NaNmm" is not a number`,
		`parameter hole: "1e1mm" is not a number`,
		`parameter breadth: "78mm" is not a number with the unit %: write it as 78%`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 7 {
		t.Errorf("%d faults reported, want 7:\n%v", n, err)
	}
}

func TestTooHighForTheHole(t *testing.T) {
	params := map[string]string{"height": "6mm"}
	_, err := Default().Make(params)
	const want = "parameter height: no peg 6.00 mm high goes through a hole of 5.50 mm: make the height 5.05 mm or less"
	if err == nil || err.Error() != want {
		t.Fatalf("got  %v\nwant %s", err, want)
	}
	params["height"] = "5.05mm"
	if _, err := Default().Make(params); err != nil {
		t.Errorf("the height that the error names: %v", err)
	}
}

func TestFind(t *testing.T) {
	for _, m := range List() {
		if got, err := Find(m.Name); err != nil || got.Name != m.Name {
			t.Errorf("Find(%q): %q, %v", m.Name, got.Name, err)
		}
	}
	_, err := Find("visor-iso883")
	if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), `did you mean "visor-iso838"?`) {
		t.Errorf("Find of a mistyped name: %v", err)
	}
}

func TestUnitsAgree(t *testing.T) {
	want, _ := Default().Make(map[string]string{"head": "558.8mm"})
	for _, head := range []string{"55.88cm", "22in", "22 in"} {
		if got, err := Default().Make(map[string]string{"head": head}); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("head %s is not as 558.8mm: %v", head, err)
		}
	}
}

func TestWriteSTL(t *testing.T) {
	s, err := Default().Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.WriteSTL(&b, "visor"); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	if len(data) != 84+50*len(s.Faces) || binary.LittleEndian.Uint32(data[80:]) != uint32(len(s.Faces)) {
		t.Fatalf("%d bytes for %d faces", len(data), len(s.Faces))
	}
	if bytes.HasPrefix(data, []byte("solid")) {
		t.Error("the header looks like a text STL's")
	}
	for i, f := range s.Faces {
		rec := data[84+50*i:]
		for k := range 9 {
			got := math.Float32frombits(binary.LittleEndian.Uint32(rec[12+4*k:]))
			if got != float32(s.Vertices[f[k/3]][k%3]) {
				t.Fatalf("face %d, number %d: %g", i, k, got)
			}
		}
	}
	again, _ := Default().Make(nil)
	var c bytes.Buffer
	if again.WriteSTL(&c, "visor"); !bytes.Equal(data, c.Bytes()) {
		t.Error("the same parameters give other bytes")
	}
}

func BenchmarkMake(b *testing.B) {
	for _, m := range List() {
		b.Run(m.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := m.Make(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
