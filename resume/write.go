package resume

import (
	"bytes"
	"io"
	"slices"

	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
)

// Write writes the rest of src after cut to w as a job of its own: the comments at the
// head of src, then notes, the code that brings the printer to where it was, and all lines
// from the cut on. It returns where the times are to be filled in.
//
// Errors: those of src and w; the printer cannot find its Z beside what stands on it.
func Write(w io.Writer, src io.Reader, cut *Cut, set *profiles.Set, notes []string) (*emit.Slots, error) {
	out := emit.NewLines(w)
	before, err := start(nil, cut, set)
	if err != nil {
		return nil, err
	}
	head := true
	err = each(src, func(c *gcode.Command) {
		switch {
		case c.Line >= cut.Line:
			rest(out, c)
		case head && (c.Letter != 0 || len(c.Name) > 0):
			head = false
			for _, n := range notes {
				out.Line([]byte("; " + n))
			}
			out.Total()
			out.Progress()
		case head && !stale(c.Comment):
			out.Line(c.Raw)
		}
		if c.Line == cut.Line-1 {
			for line := range bytes.Lines(before) {
				out.Line(bytes.TrimSuffix(line, []byte{'\n'}))
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return out.Slots()
}

// rest writes a line after the cut.
func rest(out *emit.Lines, c *gcode.Command) {
	percent, _ := c.Get('P')
	switch {
	case c.Is('M', 73) && percent < 100:
		out.Progress()
	case c.Comment == nil || !stale(c.Comment):
		out.Line(c.Raw)
	}
}

// stales are the comments that say what the whole file takes.
var stales = [][]byte{[]byte("estimated printing time"), []byte("estimated first layer printing time"), []byte("filament used"),
	[]byte("filament cost"), []byte("total filament"), []byte("total layer"), []byte("TIME:"), []byte("Filament used:")}

// stale reports whether a comment says what the whole file takes.
func stale(comment []byte) bool {
	text := bytes.TrimSpace(comment)
	return slices.ContainsFunc(stales, func(s []byte) bool { return bytes.HasPrefix(text, s) })
}
