package golden

import (
	"os"
	"path/filepath"
	"testing"
)

// recorder counts the failures that Check reports.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "want.txt")
	if err := os.WriteFile(path, []byte("one\ntwo\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		got  string
		line int
	}{
		{"one\ntwo\n", 0},
		{"one\nthree\n", 2},
		{"one\n", 1},
		{"one\ntwo\nthree\n", 2},
		{"", 1},
	} {
		r := &recorder{TB: t}
		Check(r, path, []byte(c.got))
		if r.failed != (c.line > 0) {
			t.Errorf("Check(%q) failed: %v", c.got, r.failed)
		}
		if line, _, _ := firstDifference([]byte(c.got), []byte("one\ntwo\n")); line != c.line {
			t.Errorf("firstDifference(%q): line %d, want %d", c.got, line, c.line)
		}
	}
}

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "want.txt")
	write(t, path, []byte("text"))
	Check(t, path, []byte("text"))
}
