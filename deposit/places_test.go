package deposit

import (
	"cmp"
	"fmt"
	"image"
	"image/draw"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/slicer"
	"github.com/visiere/visiere/toolpath"
)

// bar returns a straight band from a to b, w wide.
func bar(ax, ay, bx, by, w float64) polygon.Region {
	l := math.Hypot(bx-ax, by-ay)
	x, y := -(by-ay)/l*w/2, (bx-ax)/l*w/2
	return polygon.NonZero([]polygon.Ring{{geom.MM(ax-x, ay-y), geom.MM(bx-x, by-y), geom.MM(bx+x, by+y), geom.MM(ax+x, ay+y)}})
}

// disc returns a disc.
func disc(x, y, r float64) polygon.Region {
	var g polygon.Ring
	for i := range 72 {
		s, c := math.Sincos(2 * math.Pi * float64(i) / 72)
		g = append(g, geom.MM(x+r*c, y+r*s))
	}
	return polygon.Region{g}
}

// joined returns the union of regions.
func joined(all ...polygon.Region) (out polygon.Region) {
	for _, r := range all {
		out = polygon.Union(out, r)
	}
	return out
}

// kinds are the kinds of places that frames have, each at the origin of a part of ours, with
// the largest void and the largest doubled place there by nozzle, mm2, that are reached.
var kinds = []struct {
	name   string
	region polygon.Region
	most   [2][2]float64
}{
	{"peg", joined(bar(-60, 0, 60, 0, 4), bar(0, 0, 0, 6, 4)), [2][2]float64{{0.01, 0.01}, {0.01, 0.01}}},
	{"hole", polygon.Difference(joined(bar(-60, 0, 60, 0, 4), disc(0, 1, 5)), disc(0, 1, 2.5)), [2][2]float64{{0.01, 0.01}, {0.01, 0.01}}},
	{"arm end", joined(bar(0, 0, 60, 0, 4), disc(0, 0, 2)), [2][2]float64{{0.01, 0.01}, {0.01, 0.01}}},
	{"fork", joined(bar(-60, 0, 0, 0, 4), bar(0, 0, 50, 18, 3), bar(0, 0, 50, -18, 3)), [2][2]float64{{0.01, 0.01}, {0.01, 0.01}}},
	{"taper", polygon.NonZero([]polygon.Ring{{geom.MM(-40, -0.8), geom.MM(40, -3), geom.MM(40, 3), geom.MM(-40, 0.8)}}), [2][2]float64{{0.01, 0.01}, {0.01, 0.01}}},
	{"text", joined(bar(-2.5, -3.5, 0, 3.5, 1.2), bar(0, 3.5, 2.5, -3.5, 1.2), bar(-1.6, -1, 1.6, -1, 1.2)), [2][2]float64{{0.01, 0.01}, {0.01, 0.01}}},
}

// prism returns the mesh of a region extruded to h mm.
func prism(t testing.TB, r polygon.Region, h float64) *mesh.Mesh {
	t.Helper()
	var tris [][3]mesh.Vec
	for _, g := range r {
		at := func(i int, z float64) mesh.Vec {
			x, y := g[i%len(g)].MM()
			return mesh.Vec{X: x, Y: y, Z: z}
		}
		for i := range g {
			tris = append(tris, [3]mesh.Vec{at(i, 0), at(i+1, 0), at(i+1, h)}, [3]mesh.Vec{at(i, 0), at(i+1, h), at(i, h)})
			if i > 0 && i+1 < len(g) { // caps: fans, as no layer lies in them
				tris = append(tris, [3]mesh.Vec{at(0, h), at(i, h), at(i+1, h)}, [3]mesh.Vec{at(0, 0), at(i+1, 0), at(i, 0)})
			}
		}
	}
	m, _, err := mesh.FromTriangles(tris, mesh.Options{Unit: "mm", Name: "prism"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestPlaces holds the largest void and the largest doubled place at every kind of place to
// what is reached. With -pictures it draws them, those of docs/images.
func TestPlaces(t *testing.T) {
	const size, scale = 11, 24 // mm, pixels per mm
	tile := size*scale + 2
	all := [2]*image.NRGBA{image.NewNRGBA(image.Rect(0, 0, 3*tile, 2*tile)), image.NewNRGBA(image.Rect(0, 0, 3*tile, 2*tile))}
	for i, p := range kinds {
		for n, c := range solid {
			t.Run(p.name+"/"+c.name, func(t *testing.T) {
				r, _ := compared(t, prism(t, p.region, 1.2), c.changes)
				flawless(t, r, p.most[n])
				x, y := p.region.Box().Centre().MM()
				at := flaw{at: geom.V(-x, -y)} // meshes are centred
				img := picture(r.shapes[0].strokes, r.shapes[0].section, at.box(size), scale, r.opt)
				draw.Draw(all[n], image.Rect(0, 0, tile-2, tile-2).Add(image.Pt(i%3*tile, i/3*tile)), img, image.Point{}, draw.Src)
			})
		}
	}
	if *pictures != "" {
		save(t, filepath.Join(*pictures, "places-0.4.png"), all[0])
		save(t, filepath.Join(*pictures, "places.png"), all[1])
	}
}

// ridges are wide bands with a narrower peg, mm, from whose foot the axis climbs a steep ridge
// into the band, with the largest void and the largest doubled place by nozzle, mm2, that are
// reached.
var ridges = []struct {
	band, peg float64
	most      [2][2]float64
}{
	{10, 2.5, [2][2]float64{{0.01, 0.01}, {0.02, 0.01}}},
	{10, 6.5, [2][2]float64{{0.01, 0.01}, {0.02, 0.01}}},
	{12, 3, [2][2]float64{{0.01, 0.01}, {0.02, 0.01}}},
	{12, 6.5, [2][2]float64{{0.01, 0.01}, {0.02, 0.01}}},
	{17, 3.4, [2][2]float64{{0.01, 0.01}, {0.03, 0.01}}},
}

// TestRidges holds beads to lie beside each other where a narrow band meets a wide one: with a
// count for every few tenths of a millimetre of the ridge they lay up to 0.72 mm2 twice.
func TestRidges(t *testing.T) {
	for _, p := range ridges {
		for n, c := range solid {
			t.Run(fmt.Sprintf("%v on %v/%s", p.peg, p.band, c.name), func(t *testing.T) {
				region := joined(bar(-30, 0, 30, 3, p.band), bar(0, 0, -2, p.band/2+5, p.peg))
				r, _ := compared(t, prism(t, region, 0.8), c.changes)
				flawless(t, r, p.most[n])
			})
		}
	}
}

// compared returns the default profiles' solid frame of m and what is found by laying it.
func compared(t *testing.T, m *mesh.Mesh, changes []string) (*Report, *toolpath.Print) {
	t.Helper()
	set := settings(t, changes...)
	p, err := slicer.New(set).Slice(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Print(p, m, FromProfiles(set))
	if err != nil {
		t.Fatal(err)
	}
	return r, p
}

// countsOf are the areas, mm2, from which places are counted.
var countsOf = [...]float64{0.08, 0.05, 0.03}

// flawless holds the largest void and the largest doubled place of r's layers to limit, mm2, and returns all.
func flawless(t *testing.T, r *Report, limit [2]float64) (voids, doubles []flaw) {
	t.Helper()
	voids, doubles = eachFlaw(r, 0)
	for _, least := range countsOf {
		t.Logf("from %.2f mm2: void %d, twice %d", least, count(voids, least), count(doubles, least))
	}
	void, twice := most(voids, doubles)
	t.Logf("largest void %.3f mm2 in layer %d, doubled place %.3f mm2 in layer %d", void.area, void.layer, twice.area, twice.layer)
	if void.area > limit[0] || twice.area > limit[1] {
		t.Errorf("void %+v, laid twice %+v; want at most %v mm2", void, twice, limit)
	}
	return voids, doubles
}

// most returns the largest of each.
func most(voids, doubles []flaw) (void, twice flaw) {
	larger := func(a, b flaw) int { return cmp.Compare(a.area, b.area) }
	if len(voids) > 0 {
		void = slices.MaxFunc(voids, larger)
	}
	if len(doubles) > 0 {
		twice = slices.MaxFunc(doubles, larger)
	}
	return void, twice
}

// eachFlaw returns the voids and doubled places of r's distinct layers, but for voids where they are thinner than
// thin, mm.
func eachFlaw(r *Report, thin float64) (voids, doubles []flaw) {
	seen := map[*shape]bool{}
	for i, s := range r.shapes {
		if seen[s] {
			continue
		}
		seen[s] = true
		v, d := flaws(s, thin, r.opt)
		for k := range v {
			v[k].layer = i + 1
		}
		for k := range d {
			d[k].layer = i + 1
		}
		voids, doubles = append(voids, v...), append(doubles, d...)
	}
	return voids, doubles
}

// count returns how many flaws are of least mm2 or more.
func count(all []flaw, least float64) (n int) {
	for _, w := range all {
		if w.area >= least {
			n++
		}
	}
	return n
}
