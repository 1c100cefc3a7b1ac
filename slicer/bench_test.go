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

// BenchmarkSlice slices frames solid at 0.3 mm, their meshes being in memory.
func BenchmarkSlice(b *testing.B) {
	for _, name := range []string{"verkstan-iso838-v4", "visiere-solidaire-v13", "prusa-rc3"} {
		b.Run(name, func(b *testing.B) {
			m, _, err := mesh.Load(frameFile(b, name+".stl"), mesh.Options{})
			if err != nil {
				b.Fatal(err)
			}
			s := New(settings(b, "process.fill=100%"))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Slice(m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
