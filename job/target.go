package job

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"
	"github.com/visiere/visiere/internal/say"
)

// target is the file to write: a temporary one beside it until it is whole.
type target struct {
	path string
	file *os.File
}

// newTarget opens a temporary file beside the output of spec.
func newTarget(spec Spec) (*target, error) {
	t := &target{path: outputPath(spec)}
	if spec.DryRun {
		f, err := os.CreateTemp("", "visiere-*.gcode")
		if err != nil {
			return nil, say.Errorf("cannot write a temporary file: %s", err)
		}
		t.file = f
		return t, nil
	}
	if st, err := os.Stat(t.path); err == nil {
		switch {
		case st.IsDir():
			return nil, say.Errorf("%s is a folder: name a file to write with -o", t.path)
		case st.Mode().Perm()&0o222 == 0:
			return nil, say.Errorf("%s is read-only: choose another file with -o", t.path)
		}
	}
	f, err := os.CreateTemp(filepath.Dir(t.path), "."+filepath.Base(t.path)+".*.part")
	if err != nil {
		return nil, say.Errorf("cannot write to %s: %s; choose another place with -o", filepath.Dir(t.path), cause(err))
	}
	t.file = f
	return t, nil
}

// cause returns err without the name of the temporary file.
func cause(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}

// outputPath returns where spec's G-code goes.
func outputPath(spec Spec) string {
	if spec.Output != "" {
		return spec.Output
	}
	in := filepath.Base(spec.name())
	if spec.Input != "" {
		in = strings.TrimSuffix(in, filepath.Ext(in))
	}
	return in + ".gcode"
}

// keep puts the file in its place: whole, or not at all.
func (t *target) keep() error {
	if err := t.file.Chmod(0o644); err != nil {
		return say.Errorf("cannot write %s: %s", t.path, cause(err))
	}
	if err := t.file.Sync(); err != nil {
		return say.Errorf("cannot write %s: %s", t.path, cause(err))
	}
	name := t.file.Name()
	if err := t.file.Close(); err != nil {
		return say.Errorf("cannot write %s: %s", t.path, cause(err))
	}
	if err := atomic.ReplaceFile(name, t.path); err != nil {
		return say.Errorf("cannot write %s: %s", t.path, cause(err))
	}
	t.file = nil
	return nil
}

// discard removes the temporary file unless it was kept.
func (t *target) discard() {
	if t.file != nil {
		t.file.Close()
		os.Remove(t.file.Name())
	}
}
