package slicer

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/mesh"
)

// frameFile returns the path of a real frame, or skips where it is not there.
func frameFile(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "frames", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here: needs ../shared/frames", name)
	}
	return path
}

// BenchmarkSlice slices frames at 0.3 mm, their meshes being in memory: the frame with
// 17 layers at 20 % fill, then three solid.
func BenchmarkSlice(b *testing.B) {
	for _, c := range []struct{ frame, change string }{
		{"verkstan-iso838-v4", "process.first_layer_height=0.3mm"},
		{"verkstan-iso838-v4", "process.fill=100%"},
		{"visiere-solidaire-v13", "process.fill=100%"},
		{"prusa-rc3", "process.fill=100%"},
	} {
		b.Run(c.frame+"/"+c.change, func(b *testing.B) {
			m, _, err := mesh.Load(frameFile(b, c.frame+".stl"), mesh.Options{})
			if err != nil {
				b.Fatal(err)
			}
			s := New(settings(b, c.change))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Slice(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
