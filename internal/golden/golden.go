// Package golden compares what a test got with a file that was read and approved, and
// rewrites that file where the test runs with -update.
package golden

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Check fails t where the file at path does not hold exactly got, and names the first
// line that differs. With -update it writes got there instead.
func Check(t testing.TB, path string, got []byte) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update to write it", err)
	}
	if line, a, b := firstDifference(got, want); line > 0 {
		t.Errorf("%s:%d: got %q, want %q: run the test with -update if the change is meant", path, line, a, b)
	}
}

func write(t testing.TB, path string, got []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, got, 0o644); err != nil {
		t.Fatal(err)
	}
}

// firstDifference returns the number, from 1, of the first line in which a and b differ,
// with the two lines; 0 where they are the same.
func firstDifference(a, b []byte) (line int, la, lb []byte) {
	if bytes.Equal(a, b) {
		return 0, nil, nil
	}
	for line = 1; ; line++ {
		la, a, _ = bytes.Cut(a, []byte("\n"))
		lb, b, _ = bytes.Cut(b, []byte("\n"))
		if !bytes.Equal(la, lb) || len(a) == 0 || len(b) == 0 {
			return line, la, lb
		}
	}
}
