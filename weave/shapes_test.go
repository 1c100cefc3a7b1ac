package weave

import (
	"fmt"
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/polygon"
)

// circle returns a ring of n points.
func circle(x, y, r float64, n int) polygon.Ring {
	var g polygon.Ring
	for i := range n {
		s, c := math.Sincos(2 * math.Pi * (float64(i) + 0.3) / float64(n))
		g = append(g, geom.MM(x+r*c, y+r*s))
	}
	return g
}

// nested returns an annulus and n loops in it of the given number of points.
func nested(n, points int) (polygon.Region, []medial.Bead) {
	const width = 0.45
	r := polygon.Difference(polygon.Region{circle(0, 0, 60, points)}, polygon.Region{circle(0, 0, 60-float64(n)*width, points)})
	var beads []medial.Bead
	for i := range n {
		g := circle(0, 0, 60-(float64(i)+0.5)*width, points)
		b := medial.Bead{Points: g, Closed: true}
		for range g {
			b.Widths = append(b.Widths, geom.ToNM(width))
		}
		beads = append(beads, b)
	}
	return r, beads
}

func ring(xy ...float64) polygon.Region {
	var g polygon.Ring
	for i := 0; i < len(xy); i += 2 {
		g = append(g, geom.MM(xy[i], xy[i+1]))
	}
	return polygon.NonZero([]polygon.Ring{g})
}

// bar returns a straight band from a to b, w wide, with square ends.
func bar(ax, ay, bx, by, w float64) polygon.Region {
	d := geom.V(bx-ax, by-ay).Unit().Mul(w / 2)
	return ring(ax+d.Y, ay-d.X, bx+d.Y, by-d.X, bx-d.Y, by+d.X, ax-d.Y, ay+d.X)
}

func disc(x, y, r float64) polygon.Region { return polygon.Region{circle(x, y, r, 72)} }

// shapes are regions of bands, junctions and discs.
func shapes() map[string]polygon.Region {
	m := map[string]polygon.Region{
		"taper":    ring(0, 0, 60, 0, 60, 4, 0, 0.5),
		"square":   ring(0, 0, 8, 0, 8, 8, 0, 8),
		"peg":      polygon.Union(bar(-12, 0, 12, 0, 1.8), disc(0, 1.5, 3)),
		"hole":     polygon.Difference(polygon.Union(bar(-12, 0, 12, 0, 4), disc(0, 1.5, 4)), disc(0, 1.5, 2)),
		"two":      polygon.Union(bar(0, 0, 20, 0, 1.8), bar(0, 10, 20, 10, 1.8)),
		"many":     {},
		"ring odd": polygon.Difference(disc(0, 0, 10), disc(0, 0, 8.65)),
	}
	for i := range 6 {
		m["many"] = polygon.Union(m["many"], disc(float64(i*7%20), float64(i*5), 1.5))
	}
	for _, w := range []float64{0.3, 0.45, 0.9, 1.3, 1.8, 2.7, 4, 6} {
		m[fmt.Sprint("bar ", w)] = bar(0, 0, 20, 7, w)
		m[fmt.Sprint("u ", w)] = polygon.Union(bar(0, 0, 0, 20, w), bar(-w/2, 0, 15, 0, w), bar(15, -w/2, 15, 20, w))
		m[fmt.Sprint("y ", w)] = polygon.Union(bar(0, 0, 0, 12, w), bar(0, 0, 10, -6, w), bar(0, 0, -10, -6, w))
		m[fmt.Sprint("ring ", w)] = polygon.Difference(disc(0, 0, 9+w/2), disc(0, 0, 9-w/2))
		m[fmt.Sprint("disc ", w)] = disc(0, 0, w)
	}
	return m
}

func TestShapes(t *testing.T) {
	for name, r := range shapes() {
		t.Run(name, func(t *testing.T) {
			beads, _ := medial.Beads(r, beadOptions)
			strokes := Join(beads, r, Options{})
			draw(t, name, r, strokes)
			check(t, beads, r, strokes)
			checkCount(t, beads, r, strokes)
		})
	}
}

// TestModels joins the layers of our own frames.
func TestModels(t *testing.T) {
	for _, m := range models.List() {
		t.Run(m.Name, func(t *testing.T) {
			f := made(t, m)
			r := f.Section(f.Size().Z / 2).Simplify(12_500)
			beads, _ := medial.Beads(r, beadOptions)
			strokes := Join(beads, r, Options{})
			t.Logf("%d beads, %d open: %v", len(beads), openOf(beads), measured(strokes, r))
			draw(t, m.Name, r, strokes)
			check(t, beads, r, strokes)
			checkCount(t, beads, r, strokes)
		})
	}
}

// made returns a model's mesh.
func made(t *testing.T, m models.Model) *mesh.Mesh {
	t.Helper()
	s, err := m.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	at := func(i int32) mesh.Vec { v := s.Vertices[i]; return mesh.Vec{X: v[0], Y: v[1], Z: v[2]} }
	var tris [][3]mesh.Vec
	for _, f := range s.Faces {
		tris = append(tris, [3]mesh.Vec{at(f[0]), at(f[1]), at(f[2])})
	}
	f, _, err := mesh.FromTriangles(tris, mesh.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f
}
