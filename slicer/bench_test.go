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

// BenchmarkOver lays a frame's first layer over a gap and what lies between two frames,
// once for a stack of any height.
func BenchmarkOver(b *testing.B) {
	m, _, err := mesh.Load(frameFile(b, "verkstan-888-v2-solid-front.stl"), mesh.Options{})
	if err != nil {
		b.Fatal(err)
	}
	set := settings(b, "process.fill=100%", "interface.kind=lines", "interface.separator.pitch=1.1mm", "interface.separator.width=0.25mm")
	s := New(set)
	f, err := s.Slice(m)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Over(f, f, &set.Interface)
		s.Between(f, f, &set.Interface)
	}
}
