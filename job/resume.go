package job

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/resume"
	"github.com/visiere/visiere/verify"
)

// Rest says which file to go on with, and where.
type Rest struct {
	Input   string // G-code of any slicer
	Output  string // empty: the input's name with -rest
	At      resume.Point
	Set     profiles.Set // that the file is printed by
	Version string       // of the program, for the file's header
}

// Resumed is what is left of a file. Lengths in mm.
type Resumed struct {
	Input    string     `json:"input"`
	Output   string     `json:"output"`
	Printer  string     `json:"printer"`
	Line     int        `json:"line"`            // of the input, where the rest begins
	Level    int        `json:"level,omitempty"` // of a stack
	Z        float64    `json:"z_mm"`            // of the first layer of the rest
	Done     float64    `json:"done_mm"`         // height of what is printed
	Touch    bool       `json:"touch"`           // the nozzle is to be put on the print by hand
	Finished []Finish   `json:"finished,omitempty"`
	Warnings []say.Text `json:"warnings"`
	Bytes    int64      `json:"bytes"`

	*estimate.Estimate
}

// Resume writes what is left of a file as a job of its own. The result is replayed before
// it takes its place: it lays what the file lays from there on, stroke by stroke, and breaks
// no rule that the file does not break too.
//
// Errors: those of package resume, a *Rejected, those of the file system, and ctx's.
func Resume(ctx context.Context, spec Rest) (*Resumed, error) {
	if spec.Output == "" {
		name := strings.TrimSuffix(spec.Input, ".gz")
		spec.Output = strings.TrimSuffix(name, filepath.Ext(name)) + "-rest.gcode"
	}
	src, err := os.Open(spec.Input)
	if err != nil {
		return nil, say.Errorf("cannot read %s: %v", spec.Input, cause(err))
	}
	defer src.Close()
	cut, err := resume.Find(src, spec.Set.Printer.Firmware, spec.At)
	if err != nil {
		return nil, err
	}
	out, err := newTarget(Spec{Output: spec.Output})
	if err != nil {
		return nil, err
	}
	defer out.discard()
	r := &Resumed{Input: spec.Input, Output: spec.Output, Printer: spec.Set.Printer.Name, Warnings: []say.Text{},
		Line: cut.Line, Level: cut.Level, Z: cut.Z, Done: cut.Done, Touch: touches(&spec.Set)}
	if err := r.write(ctx, out, src, cut, &spec); err != nil {
		return nil, err
	}
	return r, out.keep()
}

// touches reports whether the nozzle is to be put on the print by hand.
func touches(set *profiles.Set) bool {
	z := set.Printer.Resume.Z
	return z == "" || z == profiles.ResumeTouch
}

// write writes the rest to the target, replays and completes it.
func (r *Resumed) write(ctx context.Context, t *target, src *os.File, cut *resume.Cut, spec *Rest) error {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return err
	}
	limits := verify.FromProfiles(spec.Set)
	told, err := writeReplayed(ctx, t.file, limits, &spec.Set, 1, func(say.Text, float64) {}, func(w io.Writer) (*emit.Slots, error) {
		return resume.Write(w, src, cut, &spec.Set, notesOf(cut, spec))
	})
	if err != nil {
		return err
	}
	slots, est, found := told.slots, told.est, told.found
	if err := r.judge(src, limits, found); err != nil {
		return err
	}
	if err := same(t.file, cut, spec.Set.Printer.Firmware); err != nil {
		return err
	}
	r.Estimate, r.Finished = est, finishes(est)
	if err := slots.Fill(t.file, totals(est)); err != nil {
		return written(t, err)
	}
	if _, err := t.file.Seek(0, io.SeekEnd); err != nil {
		return written(t, err)
	}
	end := totals(est)
	end.Layers = est.Layers
	if _, err := t.file.Write(emit.AppendTotals(nil, end)); err != nil {
		return written(t, err)
	}
	r.Bytes, err = t.file.Seek(0, io.SeekCurrent)
	return err
}

// notesOf returns what the head of the rest says of itself.
func notesOf(cut *resume.Cut, spec *Rest) []string {
	notes := []string{
		say.T("resumed by Visiere %s from line %d of %s, at Z%.3f", or(spec.Version, "0"), cut.Line, filepath.Base(spec.Input), cut.Z).String(),
	}
	if touches(&spec.Set) {
		notes = append(notes, say.T("BEFORE YOU START: put the nozzle on the print, at Z%.2f, a sheet of paper between", cut.Done).String())
	}
	return notes
}

// judge refuses the rest where it breaks rules that the whole file does not break; what
// both break is warned of.
func (r *Resumed) judge(src *os.File, limits verify.Limits, found []verify.Violation) error {
	if len(found) == 0 {
		return nil
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return err
	}
	before, err := verify.File(src, limits)
	if err != nil {
		return err
	}
	bad := slices.DeleteFunc(those(found, profiles.Error), func(v verify.Violation) bool {
		return slices.ContainsFunc(before, func(w verify.Violation) bool { return w.Code == v.Code })
	})
	if len(bad) > 0 {
		return &Rejected{bad}
	}
	said := map[string]bool{}
	for _, v := range found {
		if !said[v.Code] {
			r.Warnings = append(r.Warnings, say.T("line %d: %s (%d times)", v.Line, v.Text, v.Count))
		}
		said[v.Code] = true
	}
	return nil
}

// same checks that the rest lays what the file lays after the cut.
func same(f *os.File, cut *resume.Cut, firmware profiles.Firmware) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	laid, err := resume.Strokes(f, firmware)
	if err != nil {
		return err
	}
	if laid.Strokes != cut.Rest.Strokes || laid.Sum != cut.Rest.Sum {
		return say.Errorf("line %d: the rest would not print as the file does (%d strokes of %d): it cannot be parted here", cut.Line, laid.Strokes, cut.Rest.Strokes)
	}
	return nil
}
