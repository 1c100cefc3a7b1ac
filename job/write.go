package job

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"github.com/visiere/visiere/deposit"
	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

// Rejected is the error of a print file that broke a rule when it was replayed.
type Rejected struct {
	Violations []verify.Violation
}

// Error names the first violation and counts the others.
func (r *Rejected) Error() string { return r.Text().String() }

// Text is the sentence that Error gives in English.
func (r *Rejected) Text() say.Text {
	v := r.Violations[0]
	if len(r.Violations) == 1 {
		return say.T("the file was not kept: line %d: %s", v.Line, v.Text)
	}
	return say.T("the file was not kept: line %d: %s (and %d more)", v.Line, v.Text, len(r.Violations)-1)
}

// write writes the plate to the target, replays it, and completes it with what the
// replay told.
func write(ctx context.Context, t *target, plate *tower, set *profiles.Set, rep *Report, spec Spec, progress Progress) error {
	j := emit.Job{Plate: plate.Plate, Set: *set, Title: filepath.Base(rep.Input), Version: spec.Version, Settings: profiles.Flatten(set), Notes: append(origin(spec, set), rep.stackNotes()...)}
	if spec.Thumbnails {
		pics, err := thumbnails(plate, set)
		if err != nil {
			return err
		}
		j.Thumbnails = pics
	}
	slots, err := rep.judge(plate, set, func(limits verify.Limits, layers int) (*replayed, error) {
		return writeReplayed(ctx, t.file, limits, set, layers, progress, func(w io.Writer) (*emit.Slots, error) {
			slots, err := emit.Write(w, j)
			return slots, written(t, err)
		})
	})
	if err != nil {
		return err
	}
	if err := slots.Fill(t.file, totals(rep.Estimate)); err != nil {
		return written(t, err)
	}
	if _, err = t.file.Seek(0, io.SeekEnd); err != nil {
		return written(t, err)
	}
	if err := emit.Tail(t.file, j, totals(rep.Estimate)); err != nil {
		return written(t, err)
	}
	if rep.Bytes, err = t.file.Seek(0, io.SeekCurrent); err != nil || !spec.Deposits {
		return written(t, err)
	}
	if _, err = t.file.Seek(0, io.SeekStart); err != nil {
		return written(t, err)
	}
	rep.Deposits, err = deposit.GCode(t.file, nil, laid(plate), deposit.FromProfiles(*set))
	return err
}

// judge lets replay write the file of a plate and read it back, and notes in r what that
// told. replay is given what the file is held to and how many layers it has.
//
// Errors: a *Rejected where the file breaks a rule, and those of replay.
func (r *Report) judge(plate *tower, set *profiles.Set, replay func(verify.Limits, int) (*replayed, error)) (*emit.Slots, error) {
	limits := verify.FromProfiles(*set)
	runs := 1 + set.Printer.After.Eject.Repeats
	limits.Volume, limits.Tolerance = plate.volume*float64(runs), depositTol
	limits.Objects = emit.Objects(plate.Plate, &set.Printer)
	told, err := replay(limits, plate.Layers()*runs)
	if err != nil {
		return nil, err
	}
	if bad := those(told.found, profiles.Error); len(bad) > 0 {
		return nil, &Rejected{bad}
	}
	for _, v := range those(told.found, profiles.Warning) {
		r.warn(v.Text)
	}
	r.estimated(told.est, told.slots, set)
	return told.slots, nil
}

// origin returns the lines of the file's head that say what is printed from what; its
// title is the design.
func origin(spec Spec, set *profiles.Set) []string {
	lines := []string{"material = " + set.Filament.Material,
		"profiles = " + strings.Join([]string{set.Printer.Name, set.Filament.Name, set.Process.Name, set.Interface.Name}, ", ")}
	if spec.Lot != "" {
		lines = append(lines, "lot = "+spec.Lot)
	}
	return lines
}

// laid returns where the plate's frames are, as package deposit has it.
func laid(plate *tower) deposit.Plate {
	var out deposit.Plate
	for k, l := range plate.Levels {
		out.Frames = append(out.Frames, deposit.Frame{Mesh: plate.meshes[k], Z: l.Z})
	}
	for _, c := range plate.Columns {
		out.Columns = append(out.Columns, c.Pose())
	}
	return out
}

// totals returns what the tail says of est.
func totals(est *estimate.Estimate) emit.Totals {
	return emit.Totals{Seconds: est.TotalS, FilamentMM: est.FilamentMM, FilamentCM3: est.FilamentCM3,
		FilamentG: est.FilamentG, Cost: est.Cost}
}

// written names the file in an error of writing it.
func written(t *target, err error) error {
	if err == nil || err == context.Canceled || err == context.DeadlineExceeded {
		return err
	}
	return say.Errorf("cannot write %s: %s", t.path, cause(err))
}

// those returns the violations of one severity.
func those(all []verify.Violation, s profiles.Severity) []verify.Violation {
	var out []verify.Violation
	for _, v := range all {
		if v.Severity == s {
			out = append(out, v)
		}
	}
	return out
}

// depositTol is how far what the file deposits may be from what the plate asks for, as
// a share: rounding is far below it.
const depositTol = 0.005
