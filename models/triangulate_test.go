package models

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

func TestOvalLengths(t *testing.T) {
	for _, c := range []struct {
		o    oval
		want float64
	}{
		{oval{1, 1, 2}, 2 * math.Pi},
		{oval{100, 50, 2}, 484.4224110273838}, // 4 a E(e), Abramowitz and Stegun table 17.9
		{oval{1, 1, 1}, 4 * math.Sqrt2},
	} {
		if got := c.o.length(); math.Abs(got-c.want) > 2e-7*c.want {
			t.Errorf("%v: %.9f, want %.9f", c.o, got, c.want)
		}
	}
	o := oval{80, 120, 2.5}
	if got := o.fromSide(o.length() / 4); math.Abs(got-math.Pi/2) > 1e-9 {
		t.Errorf("a quarter of the way from the side: %g", got)
	}
	if a, b := o.fromSide(50), o.fromTop(o.length()/4-50); math.Abs(a+b-math.Pi/2) > 1e-5 {
		t.Errorf("from the side %g, from the top %g: together not a right angle", a, b)
	}
}

// TestTriangulate cuts up random regions: unions of discs and boxes less others.
func TestTriangulate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var add, sub []polygon.Region
		for i := range rapid.IntRange(1, 12).Draw(t, "shapes") {
			c := geom.V(float64(rapid.IntRange(-20, 20).Draw(t, "x")), float64(rapid.IntRange(-20, 20).Draw(t, "y")))
			r := float64(rapid.IntRange(1, 12).Draw(t, "r"))
			shape := disc(c, r)
			if rapid.Bool().Draw(t, "box") {
				shape = polygon.Rect(shape.Box())
			}
			if i%2 == 0 {
				add = append(add, shape)
			} else {
				sub = append(sub, shape)
			}
		}
		region := polygon.Difference(polygon.Union(add...), polygon.Union(sub...))
		for _, island := range region.Offset(-10_000, polygon.Mitre).Islands() {
			checkTriangles(t, island)
		}
	})
}

func checkTriangles(t *rapid.T, r polygon.Region) {
	faces, err := triangulate(r)
	if err != nil {
		t.Fatalf("%v: %v", r, err)
	}
	var pts []geom.Point
	edges := map[[2]int32]int{}
	for _, g := range r {
		base := int32(len(pts))
		for i := range g {
			edges[[2]int32{base + int32((i+1)%len(g)), base + int32(i)}]++
		}
		pts = append(pts, g...)
	}
	for _, f := range faces {
		if geom.Orient(pts[f[0]], pts[f[1]], pts[f[2]]) <= 0 {
			t.Fatalf("triangle %v does not turn left", f)
		}
		for k := range 3 {
			edges[[2]int32{f[k], f[(k+1)%3]}]++
		}
	}
	for e, n := range edges {
		if n != 1 || edges[[2]int32{e[1], e[0]}] != 1 {
			t.Fatalf("edge %v is in %d triangles, its reverse in %d", e, n, edges[[2]int32{e[1], e[0]}])
		}
	}
}
