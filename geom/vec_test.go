package geom

import (
	"math"
	"testing"
)

// TestVec holds what vectors do against the same in complex numbers.
func TestVec(t *testing.T) {
	of := func(c complex128) Vec { return V(real(c), imag(c)) }
	near := func(name string, got, want Vec) {
		t.Helper()
		if got.Dist(want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	for _, c := range [][2]complex128{{3 + 4i, 1 - 2i}, {-0.5i, 7}, {1e-9, 2 + 2i}, {-2 - 3i, -2 - 3i}} {
		a, b := of(c[0]), of(c[1])
		product := complex(real(c[0]), -imag(c[0])) * c[1]
		near("add", a.Add(b), of(c[0]+c[1]))
		near("sub", a.Sub(b), of(c[0]-c[1]))
		near("step", a.Step(b, -0.25), of(c[0]-c[1]/4))
		near("to", a.To(b, 0.25), of(c[0]*0.75+c[1]*0.25))
		near("left", a.Left(), of(c[0]*1i))
		near("unit", a.Unit().Mul(a.Len()), a)
		near("dot and cross", V(a.Dot(b), a.Cross(b)), of(product))
		if math.Abs(a.Unit().Len()-1) > 1e-12 {
			t.Errorf("%v has no direction", a)
		}
	}
	near("no direction", Vec{}.Unit(), Vec{})
	near("there and back", MM(1.25, -3.5).Vec(), V(1.25, -3.5))
	if p := V(1.2500000004, -3.4999999996).Point(); p != MM(1.25, -3.5) {
		t.Errorf("rounded to %v", p)
	}
}
