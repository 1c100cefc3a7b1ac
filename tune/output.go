package tune

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// outputFor returns the file of the batch of n levels: frames.gcode becomes
// frames-12.gcode.
func outputFor(name string, n int) string {
	ext := filepath.Ext(name)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n, ext)
}

// WriteProfile writes the chosen process as a profile of the given name, which slice and
// the other commands take by --process FILE, or by its name from a folder.
//
// Errors: those of w.
func (r *Result) WriteProfile(w io.Writer, name string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Tuned for %s on %s with %s, quality %s:\n# %.1f good frames a day, %.1f minutes and %.1f g a frame.\n",
		filepath.Base(r.Frame), r.Printer, r.Filament, r.Quality.Name, r.Best.GoodPerDay, r.Best.FrameS/60, r.Best.FrameG)
	for _, s := range r.Batches {
		fmt.Fprintf(&b, "# visiere slice %s\n", strings.Join(r.Command(s.Levels, name+".yaml"), " "))
	}
	fmt.Fprintf(&b, "process:\n  name: %s\n  inherits: %s\n  title: Tuned for %s on %s\n", name, r.Best.Process, r.Filament, r.Printer)
	for _, c := range append(r.fixedOf(true), r.Best.Changes...) {
		key, value, _ := strings.Cut(c, "=")
		fmt.Fprintf(&b, "  %s: %s\n", strings.TrimPrefix(key, "process."), value)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Command returns the arguments with which slice makes a stack of n by the profile in a
// file.
func (r *Result) Command(n int, profile string) []string {
	out := []string{filepath.Base(r.Frame), "--printer", r.Printer, "--filament", r.Filament, "--process", profile, "--stack", fmt.Sprint(n)}
	w := r.Best.Way
	if w.Columns > 1 {
		out = append(out, "--columns", fmt.Sprint(w.Columns), "--order", string(w.Order))
	}
	if w.Flip != "" {
		out = append(out, "--flip", string(w.Flip))
	}
	if w.Pillars != 0 {
		out = append(out, "--pillars", "auto")
	}
	for _, f := range r.fixedOf(false) {
		out = append(out, "--set", f)
	}
	return out
}

// fixedOf returns the changes that the spec asked for, of processes or of all else.
func (r *Result) fixedOf(process bool) []string {
	return slices.DeleteFunc(slices.Clone(r.fixed), func(a string) bool { return strings.HasPrefix(a, "process.") != process })
}
