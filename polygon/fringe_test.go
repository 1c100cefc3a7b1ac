package polygon

import (
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestFringe holds that no box that an edge meets is said to be far, and that boxes a square and a half from all edges are.
func TestFringe(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	regions := []Region{frame(1), Rect(geom.Box{Min: geom.MM(-90, -90), Max: geom.MM(90, 90)}), Rect(geom.Box{Max: geom.Point{X: 1, Y: 1}})}
	near, far := 0, 0
	for _, r := range regions {
		f := NewFringe(r)
		for range 20000 {
			a := randPoint(rnd, 100_000_000)
			if rnd.IntN(2) == 0 { // beside a corner
				g := r[rnd.IntN(len(r))]
				c := g[rnd.IntN(len(g))]
				a = geom.Point{X: c.X + rnd.Int64N(1_000_000) - 500_000, Y: c.Y + rnd.Int64N(1_000_000) - 500_000}
			}
			b := geom.Point{X: a.X + rnd.Int64N(2_000_000), Y: a.Y + rnd.Int64N(2_000_000)}
			box := geom.Box{Min: a, Max: b}
			switch said := f.Far(box); {
			case said && meets(r, box):
				t.Fatalf("%v, which the boundary meets, is said to be far", box)
			case !said && !meets(r, box.Grow(3<<fringeShift/2)):
				t.Fatalf("%v, which is far, is not said to be", box)
			case said:
				far++
			default:
				near++
			}
		}
	}
	if near < 1000 || far < 1000 {
		t.Errorf("%d near, %d far", near, far)
	}
	if f := NewFringe(nil); !f.Far(geom.Box{Max: geom.MM(1, 1)}) {
		t.Error("a region of nothing has a fringe")
	}
}

// meets reports whether an edge of r meets b.
func meets(r Region, b geom.Box) bool {
	corners := [4]geom.Point{b.Min, {X: b.Max.X, Y: b.Min.Y}, b.Max, {X: b.Min.X, Y: b.Max.Y}}
	for _, g := range r {
		for i, p := range g {
			q := g[(i+1)%len(g)]
			if b.Contains(p) {
				return true
			}
			for k, c := range corners {
				d := corners[(k+1)%4]
				if geom.Orient(p, q, c)*geom.Orient(p, q, d) <= 0 && geom.Orient(c, d, p)*geom.Orient(c, d, q) <= 0 && (geom.Box{Min: p, Max: p}).With(q).Overlaps((geom.Box{Min: c, Max: c}).With(d)) {
					return true
				}
			}
		}
	}
	return false
}

func BenchmarkFringe(b *testing.B) {
	x := frame(1)
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			NewFringe(x)
		}
	})
	f, rnd := NewFringe(x), rand.New(rand.NewPCG(3, 5))
	b.Run("far", func(b *testing.B) {
		for b.Loop() {
			p := randPoint(rnd, 90_000_000)
			f.Far(geom.Box{Min: p, Max: p.Add(geom.MM(1, 1))})
		}
	})
}
