package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
)

// The lines between which Visiere's files say how they were made, and how far from the
// end of a file they are looked for.
const (
	configBegin = "; visiere_config = begin"
	configEnd   = "; visiere_config = end"
	configTail  = 256 << 10
)

// readSettings returns the settings that a G-code file of Visiere's says it was made
// with; none for other files, and for a pipe, whose end cannot be looked at first.
func readSettings(f io.ReadSeeker) ([]string, error) {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, nil
	}
	if _, err := f.Seek(max(0, size-configTail), io.SeekStart); err != nil {
		return nil, err
	}
	var settings []string
	inside := false
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, configTail)
	for lines.Scan() {
		key, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "; "), " = ")
		switch {
		case lines.Text() == configBegin:
			inside, settings = true, nil
		case lines.Text() == configEnd:
			inside = false
		case inside && ok:
			settings = append(settings, key+"="+value)
		}
	}
	if err := lines.Err(); err != nil && !errors.Is(err, bufio.ErrTooLong) {
		return nil, err
	}
	_, err = f.Seek(0, io.SeekStart)
	return settings, err
}

// settingsFor returns the profiles to judge the G-code file f by: of each kind the one that
// the command line names, else what the file says it was made with. It is not known for files
// that do not say.
func settingsFor(c *cobra.Command, ch *choice, f io.Reader) (set profiles.Set, known bool, err error) {
	named := c.Flags().Changed("printer") || c.Flags().Changed("filament")
	var own []string
	if s, ok := f.(io.ReadSeeker); ok {
		if own, err = readSettings(s); err != nil {
			return set, false, err
		}
	}
	if !named && len(own) > 0 && profiles.Override(&set, own) == nil {
		assignments := ch.job(nil).Set
		return set, true, profiles.Override(&set, assignments)
	}
	spec := ch.job(nil)
	if set, err = job.Settings(spec); err != nil {
		return set, named, err
	}
	own = slices.DeleteFunc(own, func(assignment string) bool {
		kind, _, _ := strings.Cut(assignment, ".")
		return c.Flags().Changed(kind)
	})
	return set, named, profiles.Override(&set, append(own, spec.Set...))
}

// open opens a file to read; a dash stands for the standard input.
func (a *app) open(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.in), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	if st, err := f.Stat(); err == nil && st.IsDir() {
		f.Close()
		return nil, say.Errorf("cannot read %s: it is a folder", path)
	}
	return f, nil
}
