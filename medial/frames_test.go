package medial

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
)

var frames = filepath.Join("..", "..", "shared", "frames")

// section returns a section of a real frame, or skips the test where there are none.
func section(t testing.TB, name string, z float64) polygon.Region {
	t.Helper()
	path := filepath.Join(frames, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s: ../shared/frames is not here", name)
	}
	m, _, err := mesh.Load(path, mesh.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return m.Section(z).Simplify(12_500)
}

// TestFrames allows 0.6 % laid twice, of the 1 % that a print may have: since even counts
// are preferred, up to 0.54 % is, at the junctions, for 5 % less printing time.
func TestFrames(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: real frames are not tested")
	}
	for _, name := range []string{
		"verkstan-iso838-v4.stl", "prusa-rc3.stl", "yschroeder-v18.stl", "brussels-888.stl",
		"visiere-solidaire-v13.stl", "verkstan-888-v2-solid-front.stl",
	} {
		t.Run(name, func(t *testing.T) {
			r := section(t, name, 2.05)
			beads, _ := Beads(r, option)
			hold(t, name, r, beads, fit{99.5, 0.6, 0.01})
			beads, _ = Beads(r, coarse)
			hold(t, "coarse "+name, r, beads, fit{99.4, 0.6, 0.01})
		})
	}
}

func BenchmarkBeads(b *testing.B) {
	r := section(b, "prusa-rc3.stl", 2.05)
	n := 0
	for _, g := range r {
		n += len(g)
	}
	b.Logf("%d points, %.0f mm", n, r.Length())
	for b.Loop() {
		Beads(r, option)
	}
}
