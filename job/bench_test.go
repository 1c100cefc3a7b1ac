package job

import (
	"context"
	"os"
	"path/filepath"
	"testing"
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

// BenchmarkRun times the whole way from STL to checked file, pictures included, for
// the frame alone, in stacks and on a full plate.
func BenchmarkRun(b *testing.B) {
	for _, c := range []struct {
		name string
		spec Spec
	}{
		{"iso838", Spec{Thumbnails: true}},
		{"iso838-solid", Spec{Thumbnails: true, Set: []string{"process.fill=100%"}}},
		{"iso838-solid-stack20", Spec{Thumbnails: true, Stack: 20, Flip: FlipAlternate, Set: []string{"process.fill=100%"}}},
		{"iso838-30x2", Spec{Stack: 30, Columns: 2, Flip: FlipAlternate, Printer: "cr-10", Compare: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.spec.Input = frameFile(b, "verkstan-iso838-v4.stl")
			c.spec.Output = filepath.Join(b.TempDir(), "out.gcode")
			b.ReportAllocs()
			var bytes int64
			for b.Loop() {
				rep, err := Run(context.Background(), c.spec, nil)
				if err != nil {
					b.Fatal(err)
				}
				bytes = rep.Bytes
			}
			b.SetBytes(bytes)
		})
	}
}
