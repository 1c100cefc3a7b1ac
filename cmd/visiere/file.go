package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/natefinch/atomic"
	"github.com/visiere/visiere/internal/say"
)

// writeFile puts what write writes into the file at path: whole, or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	if st, err := os.Stat(path); err == nil && (st.IsDir() || st.Mode().Perm()&0o222 == 0) {
		return say.Errorf("cannot write %s: it is a folder or read-only; choose another with -o", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return say.Errorf("cannot write %s: %v", path, cause(err))
	}
	defer os.Remove(f.Name()) // gone already where all went well
	err = errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = atomic.ReplaceFile(f.Name(), path)
	}
	if err != nil {
		return say.Errorf("cannot write %s: %v", path, cause(err))
	}
	return nil
}

// ending refuses a name of a file to write that says it is another kind than want, ".png".
func ending(path, want string) error {
	if ext := filepath.Ext(path); ext == "" || strings.EqualFold(ext, want) {
		return nil
	}
	return usagef("%s would be a %s file: give it a name that ends in %s", path, strings.ToUpper(want[1:]), want)
}

// cause returns what a file operation failed of, without its path.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
