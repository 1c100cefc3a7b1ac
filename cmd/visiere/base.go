package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// ours is where a checkout of Visiere has the built-in profiles.
var ours = filepath.Join("profiles", "builtin")

// base is what profiles are compared with.
type base struct {
	library *profiles.Library
	paths   []string // of its files that count, where not all do
	few     bool     // not all do
	folder  string   // to be removed; empty: none
}

// close removes what was unpacked.
func (b *base) close() {
	if b.folder != "" {
		os.RemoveAll(b.folder)
	}
}

// combinations returns those that count.
func (b *base) combinations() []profiles.Combination {
	if b.few && len(b.paths) == 0 {
		return nil
	}
	return b.library.Combinations(b.paths...)
}

// openBase returns the profiles to compare those of v with: the files in a folder, or
// those of v as they were in a revision of git.
func openBase(ref string, v *validation) (*base, error) {
	if st, err := os.Stat(ref); err == nil && st.IsDir() {
		return folderBase(ref, v)
	}
	hash, err := git(".", "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return nil, say.Errorf("--base %s: there is no such folder, and git knows no such revision here", ref)
	}
	b := &base{few: len(v.paths) > 0}
	if b.folder, err = os.MkdirTemp("", "visiere-base-*"); err != nil {
		return nil, err
	}
	if err := b.unpack(strings.TrimSpace(string(hash)), v); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// folderBase returns the profiles in a folder, in the place of the files that v names or,
// where it names none, of the built-in ones.
func folderBase(dir string, v *validation) (*base, error) {
	b := &base{few: len(v.paths) > 0}
	var err error
	if len(v.paths) == 0 {
		b.library, err = profiles.OpenOver(os.DirFS(dir), v.dirs...)
		return b, err
	}
	if b.paths, err = profiles.FilesIn(dir); err != nil {
		return nil, err
	}
	b.library, err = profiles.Open(append([]string{dir}, v.dirs...)...)
	return b, err
}

// unpack makes the library of what v names as it was in a commit, in b's folder.
func (b *base) unpack(commit string, v *validation) error {
	place := func(i int, path string) (string, error) {
		to := filepath.Join(b.folder, string(rune('a'+i)))
		return to, unpack(commit, path, to)
	}
	var dirs []string
	for i, dir := range append(append([]string{}, v.dirs...), v.paths...) {
		to, err := place(1+i, dir)
		if err != nil {
			return err
		}
		dirs = append(dirs, to)
	}
	for _, dir := range dirs[len(v.dirs):] {
		in, err := profiles.FilesIn(dir)
		if err != nil {
			return err
		}
		b.paths = append(b.paths, in...)
	}
	var err error
	if st, missing := os.Stat(ours); missing == nil && st.IsDir() {
		var to string
		if to, err = place(0, ours); err == nil {
			b.library, err = profiles.OpenOver(os.DirFS(to), dirs...)
		}
		return err
	}
	b.library, err = profiles.Open(dirs...)
	return err
}

// unpack writes what a commit has of a file or folder into the folder to, which is empty
// where the commit has nothing of it.
func unpack(commit, path, to string) error {
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	dir, what := path, "."
	if st, err := os.Stat(path); err == nil && !st.IsDir() {
		dir, what = filepath.Split(path)
	}
	out, err := git(dir, "archive", "--format=tar", commit, "--", what)
	if err != nil {
		return nil // git fails where the commit has nothing there
	}
	return untar(tar.NewReader(bytes.NewReader(out)), to)
}

// untar writes the files of an archive into a folder.
func untar(in *tar.Reader, to string) error {
	root, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer root.Close()
	for {
		h, err := in.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case h.Typeflag != tar.TypeReg:
			continue
		}
		data, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(filepath.Dir(h.Name), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(h.Name, data, 0o644); err != nil {
			return err
		}
	}
}

// git runs git in a folder and returns what it says.
func git(dir string, args ...string) ([]byte, error) {
	c := exec.Command("git", args...)
	c.Dir = dir
	return c.Output()
}
