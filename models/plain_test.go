package models

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// The plain frame is the default one made with its parameters, in one piece of its full
// height, with every part of it, nowhere further from it than an eighth of its bands and of a
// quarter of its points.
func TestPlain(t *testing.T) {
	frame := Default()
	of := func(m Model, params map[string]string) outline {
		s, err := m.read(params)
		if err != nil {
			t.Fatal(err)
		}
		o, err := m.draw(s)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.check(); err != nil {
			t.Fatal(err)
		}
		solid, err := o.extrude()
		if err != nil {
			t.Fatal(err)
		}
		checkSolid(t, solid, &o)
		return o
	}
	got, want := of(Plain(), nil), of(frame, plainParams)
	if got.height != want.height || got.height != 4.8 {
		t.Errorf("%g mm high", got.height)
	}
	const off = 0.25 // mm
	near := geom.ToNM(off) + tolerance
	for _, x := range [][2]polygon.Region{{got.region, want.region}, {want.region, got.region}} {
		if left := polygon.Difference(x[0], x[1].Offset(near, polygon.Mitre)); !left.Empty() {
			t.Errorf("%.3f mm2 are further off than %g mm, at %v", left.Area(), off, left.Box())
		}
	}
	if a := got.region.Area() / want.region.Area(); math.Abs(a-1) > 0.02 {
		t.Errorf("its area is %.3f of the frame's", a)
	}
	points := func(r polygon.Region) (n int) {
		for _, g := range r {
			n += len(g)
		}
		return n
	}
	if g, w := points(got.region), points(want.region); 4*g > w {
		t.Errorf("%d points of %d", g, w)
	}
}
