package slicer

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
	"pgregory.net/rapid"
)

// bow is a frame with a brow whose floor hangs over nothing when it is stacked: the brow
// is open above its floor.
func bow(t testing.TB) *mesh.Mesh {
	return solid(t,
		[6]float64{0, 0, 0, 60, 12, 0.6},      // floor of the brow
		[6]float64{0, 0, 0, 60, 3, 3},         // its front
		[6]float64{0, 2.5, 0, 3, 40, 3},       // arms
		[6]float64{57, 2.5, 0, 60, 40, 3},     //
		[6]float64{3, 11, 0, 57, 12, 3},       // its back
		[6]float64{-4, 36, 0, 0.001, 37.5, 3}) // a hook
}

// lengths returns the lengths of l's paths in mm by role.
func lengths(l *toolpath.Layer) map[toolpath.Role]float64 {
	out := map[toolpath.Role]float64{}
	for i := range l.Paths {
		out[l.Paths[i].Role] += l.Paths[i].Length()
	}
	return out
}

// TestOverBeginsWhereItIsHeld checks guarantees 1 to 3 of Over on a brow that hangs.
func TestOverBeginsWhereItIsHeld(t *testing.T) {
	for _, change := range []string{"process.fill=100%", "process.fill=20%"} {
		set := settings(t, change)
		s := New(set)
		f, err := s.Slice(bow(t))
		if err != nil {
			t.Fatal(err)
		}
		over := s.Over(f, f, &set.Interface)
		first := &over.Layers[0]
		held := polygon.NewLocator(polygon.Region(f.Top).Offset(geom.ToNM(0.5), polygon.Mitre))
		for i := range first.Paths {
			p := &first.Paths[i]
			goesOn := i > 0 && first.Paths[i-1].Points[len(first.Paths[i-1].Points)-1] == p.Points[0]
			if !goesOn && !held.Contains(p.Points[0]) && p.Role != toolpath.OverhangPerimeter {
				t.Errorf("%s: path %d begins over air at %v", change, i, p.Points[0])
			}
			if p.Role == toolpath.BridgeInfill || p.Role == toolpath.SolidInfill || p.Role == toolpath.Infill {
				t.Errorf("%s: path %d is %s", change, i, p.Role)
			}
			if p.Speed > float64(set.Interface.Speed) || p.Fan >= 0 {
				t.Errorf("%s: path %d goes at %v mm/s with fan %v", change, i, p.Speed, p.Fan)
			}
		}
		if by := lengths(first); by[toolpath.OverhangPerimeter] < 300 || by[toolpath.Perimeter]+by[toolpath.ExternalPerimeter] < 300 {
			t.Errorf("%s: lengths %v", change, by)
		}
		if area := polygon.Region(f.Bottom).Area(); math.Abs(first.Volume()/(area*first.Height)-1) > 0.03 {
			t.Errorf("%s: %.1f mm3 laid on %.1f mm2", change, first.Volume(), area)
		}
		for i := 1; i < len(over.Layers); i++ {
			if a, b := &over.Layers[i].Paths[0], &f.Layers[i].Paths[0]; i > 1 && a != b || &a.Points[0] != &b.Points[0] {
				t.Errorf("%s: layer %d is not the frame's", change, i)
			}
		}
		if polygon.Region(f.Bottom).Area() <= polygon.Region(f.Base).Area() {
			t.Errorf("%s: the bottom is inset as on the bed", change)
		}
	}
}

// TestOverGoesOn holds that a stroke over a gap that may begin anywhere begins near where the frame below ends, where
// seams are aligned, and that the next layer is entered from where it ends.
func TestOverGoesOn(t *testing.T) {
	m := solid(t, [6]float64{0, 0, 0, 80, 3.2, 5}, [6]float64{0, 0, 0, 3.2, 60, 5}, [6]float64{76.8, 0, 0, 80, 60, 5})
	for _, seam := range []string{"aligned", "rear"} {
		set := settings(t, "process.fill=100%", "process.seam="+seam)
		s := New(set)
		f, err := s.Slice(m)
		if err != nil {
			t.Fatal(err)
		}
		begins := map[geom.Point]bool{}
		box := polygon.Region(f.Base).Box()
		for _, at := range []geom.Point{box.Min, box.Max, {X: box.Centre().X, Y: box.Min.Y}} {
			below := *f
			below.Layers = append([]toolpath.Layer(nil), f.Layers...)
			below.Layers[len(below.Layers)-1].Paths = []toolpath.Path{{Points: []geom.Point{box.Centre(), at}, Width: 0.5, Flow: 1}}
			under := s.Underside(f, &below, &set.Interface)
			from := under[0].Points[0]
			if to, _ := end(under); from.Dist(to) > 3*geom.Millimetre {
				t.Fatalf("begins at %v, ends at %v: may not begin anywhere", from, to)
			}
			if d := from.Dist(at) / geom.Millimetre; seam == "aligned" && d > 8 {
				t.Errorf("begins at %v, %.1f mm from where the frame below ends", from, d)
			}
			begins[from] = true
			second := &s.OnGap(f, under, &set.Interface).Layers[1]
			to, _ := end(under)
			if want := s.newComb(second.Region).travel(to, second.Paths[0].Points[0]); !reflect.DeepEqual(second.Paths[0].Travel, want) {
				t.Errorf("%s: the second layer is entered by %+v, from the end of the first by %+v", seam, second.Paths[0].Travel, want)
			}
		}
		if seam == "rear" && len(begins) > 1 {
			t.Errorf("at the rear it begins at %v", begins)
		}
	}
}

// TestBegun checks on random strokes over random holds that no part of a stroke is lost
// or laid twice, and that it begins held where anything of it is.
func TestBegun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 12).Draw(t, "points")
		p := toolpath.Path{Width: 0.5, Flow: 1}
		for range n {
			p.Points = append(p.Points, geom.MM(rapid.Float64Range(-20, 20).Draw(t, "x"), rapid.Float64Range(-20, 20).Draw(t, "y")))
		}
		if n > 2 && rapid.Bool().Draw(t, "closed") {
			p.Points = append(p.Points, p.Points[0])
		}
		if rapid.Bool().Draw(t, "widths") {
			for range p.Points {
				p.Widths = append(p.Widths, rapid.Float64Range(0.3, 0.6).Draw(t, "width"))
			}
			if p.Closed() {
				p.Widths[len(p.Widths)-1] = p.Widths[0]
			}
		}
		lo, hi := geom.MM(rapid.Float64Range(-25, 0).Draw(t, "left"), -30), geom.MM(rapid.Float64Range(0, 25).Draw(t, "right"), 30)
		hang := polygon.Rect(geom.Box{Min: lo, Max: hi})
		over := polygon.NewLocator(hang)
		cut := cutAt(p, hang)
		parts := begun(cut, over)
		length, volume, any := 0.0, 0.0, false
		for i := range parts {
			length += parts[i].Length()
			volume += parts[i].Volume(0.2)
		}
		for i := range len(cut.Points) - 1 {
			any = any || !hanging(&cut, i, over)
		}
		if math.Abs(length-p.Length()) > 1e-4 || math.Abs(volume-p.Volume(0.2)) > 1e-4 {
			t.Fatalf("%.4f mm and %.4f mm3 of %.4f and %.4f", length, volume, p.Length(), p.Volume(0.2))
		}
		for i := range parts {
			if any && hanging(&parts[i], 0, over) {
				t.Fatalf("part %d of %d begins over air", i, len(parts))
			}
		}
	})
}

// TestBetween compares what lies between two bows, kind by kind, with golden text, and
// checks that it stays where they face each other and fills the gap.
func TestBetween(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{"petg", "petg-lines", "petg-ribs", "petg-pins", "petg-sheet", "petg-on-pla"} {
		lib, err := profiles.Open()
		if err != nil {
			t.Fatal(err)
		}
		set, err := lib.Resolve("", "", "", name, []string{"printer.extruders=2"})
		if err != nil {
			t.Fatal(err)
		}
		s := New(set)
		f, err := s.Slice(bow(t))
		if err != nil {
			t.Fatal(err)
		}
		layers := s.Between(f, f, &set.Interface)
		fmt.Fprintf(&b, "%s: %d layers in %s\n", name, len(layers), set.Interface.Distance())
		contact := polygon.NewLocator(polygon.Intersection(f.Top, f.Bottom))
		for i := range layers {
			between(&b, &layers[i])
			for k := range layers[i].Paths {
				for _, q := range layers[i].Paths[k].Points {
					if !contact.Contains(q) {
						t.Errorf("%s: path %d leaves the contact at %v", name, k, q)
					}
				}
			}
		}
	}
	golden.Check(t, "testdata/between.txt", []byte(b.String()))
}

// between writes a layer for people to read.
func between(b *strings.Builder, l *toolpath.Layer) {
	fmt.Fprintf(b, "  Z %.3f height %.3f tool %d fan %.2f: %d paths, %.3f mm3\n", l.Z, l.Height, l.Tool, l.Fan, len(l.Paths), l.Volume())
	for i := range l.Paths {
		p := &l.Paths[i]
		x, y := p.Points[0].MM()
		fmt.Fprintf(b, "    %s at %.3f %.3f: %.2f mm in %d points, width %.2f, %g mm/s, closed %v, retract %v\n",
			p.Role, x, y, p.Length(), len(p.Points), p.Width, p.Speed, p.Closed(), p.Travel.Retract)
	}
}

// TestBetweenNothing has frames that do not face each other.
func TestBetweenNothing(t *testing.T) {
	s := New(settings(t))
	f, err := s.Slice(bow(t))
	if err != nil {
		t.Fatal(err)
	}
	other := *f
	other.Bottom = polygon.Region(f.Bottom).Shift(geom.MM(500, 0))
	for _, kind := range []string{profiles.Air, profiles.Lines, profiles.Sheet} {
		in := profiles.Interface{Kind: kind, Gap: 0.3, Separator: profiles.Separator{Pitch: 1, Height: 0.3}}
		if kind == profiles.Air {
			other.Bottom = f.Bottom
		}
		if got := s.Between(f, &other, &in); got != nil {
			t.Errorf("%s: %d layers", kind, len(got))
		}
		other.Bottom = polygon.Region(f.Bottom).Shift(geom.MM(500, 0))
	}
}
