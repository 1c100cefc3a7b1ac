package weave

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
)

var frames = filepath.Join("..", "..", "shared", "frames")

var beadOptions = medial.BeadOptions{Nominal: 450_000, Min: 340_000, Max: 600_000}

// load returns a real frame, or skips the test where there are none.
func load(t testing.TB, name string) *mesh.Mesh {
	t.Helper()
	path := filepath.Join(frames, name+".stl")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s: ../shared/frames is not here", name)
	}
	m, _, err := mesh.Load(path, mesh.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// measure is what is measured of a layer.
type measure struct {
	strokes, exits int
	length, travel float64 // mm
}

// measured returns the measure of strokes of a region.
func measured(strokes []Stroke, r polygon.Region) (m measure) {
	in := polygon.NewLocator(r)
	m.strokes = len(strokes)
	for i, s := range strokes {
		d := dabsOf(s)
		for k := 1; k < len(d); k++ {
			m.length += d[k].at.Dist(d[k-1].at)
		}
		if i == 0 {
			continue
		}
		before := dabsOf(strokes[i-1])
		from := before[len(before)-1].at
		l := from.Dist(d[0].at)
		m.travel += l
		if l > 1.5 && in.CrossesBoundary(from.Point(), d[0].at.Point()) {
			m.exits++
		}
	}
	return m
}

func (m measure) String() string {
	return fmt.Sprintf("%3d strokes, path %7.1f mm, travel %6.1f mm (%.2f %%), %d travels leave the region",
		m.strokes, m.length, m.travel, 100*m.travel/max(1, m.length), m.exits)
}

// TestFrames joins the beads of real frames' sections.
func TestFrames(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: real frames are not tested")
	}
	for _, name := range []string{"visiere-solidaire-v13", "verkstan-iso838-v4", "verkstan-888-v2-solid-front", "prusa-rc3", "yschroeder-v18", "brussels-888"} {
		t.Run(name, func(t *testing.T) {
			f := load(t, name)
			for _, z := range []float64{0.3, 2.05, 4.7, 10, 18} {
				r := f.Section(z).Simplify(12_500)
				beads, _ := medial.Beads(r, beadOptions)
				if len(beads) == 0 {
					continue
				}
				strokes := Join(beads, r, Options{})
				m := measured(strokes, r)
				c0, t0 := laid(r, strokesOf(beads))
				c1, t1 := laid(r, strokes)
				t.Logf("covered %.2f -> %.2f, twice %.2f -> %.2f", c0, c1, t0, t1)
				t.Logf("z %5.2f: %2d islands, %3d beads, %2d open: %v", z, len(r.Islands()), len(beads), openOf(beads), m)
				draw(t, fmt.Sprintf("%s-%g", name, z), r, strokes)
				check(t, beads, r, strokes)
				checkCount(t, beads, r, strokes)
			}
		})
	}
}

// strokesOf returns beads as strokes of their own.
func strokesOf(beads []medial.Bead) (out []Stroke) {
	for _, b := range beads {
		out = append(out, Stroke{Points: b.Points, Widths: b.Widths, Closed: b.Closed})
	}
	return out
}

// laid returns how well strokes cover a region.
func laid(r polygon.Region, strokes []Stroke) (covered, twice float64) {
	c := newRaster(r, r.Box().Grow(geom.Millimetre), 0.04)
	for i, s := range strokes {
		c.lay(int32(i), s)
	}
	return c.deposit()
}

func BenchmarkJoinRC3(b *testing.B) {
	r := load(b, "prusa-rc3").Section(2.05).Simplify(12_500)
	beads, _ := medial.Beads(r, beadOptions)
	for b.Loop() {
		Join(beads, r, Options{})
	}
}

// BenchmarkJoinNested joins 20 loops of 700 points around one band.
func BenchmarkJoinNested(b *testing.B) {
	r, beads := nested(20, 700)
	for b.Loop() {
		Join(beads, r, Options{})
	}
}
