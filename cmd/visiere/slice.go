package main

import (
	"cmp"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/stack"
)

// sliceCommand returns the command that makes a print file.
func (a *app) sliceCommand() *cobra.Command {
	c := a.command("slice", say.T("[FRAME]"), say.T("Make the G-code of a frame or of a stack of them"),
		say.T("Slices FRAME, an STL or 3MF file, once, stacks it as often as you say, and writes\n"+
			"G-code that it has first replayed as the printer would. Without FRAME it takes a frame\n"+
			"of our own. Nothing is written unless all is well."),
		say.T("visiere slice frame.stl                        one frame, default profiles\n"+
			"visiere slice frame.stl --stack 10 -o ten.gcode\n"+
			"visiere slice frame.stl --stack 20 --gap 0.35mm --printer ender-3 --filament pla\n"+
			"visiere slice frame.stl --columns auto --plate plate.svg\n"+
			"visiere slice frame.stl --set process.first_layer_speed=50mm/s\n"+
			"visiere slice frame.stl --dry-run --json       time and filament only\n"+
			"visiere slice frame.stl --dry-run --cautions   what makes the print slower than it must be"))
	c.Args = arguments(0, 1, say.T("frame"))
	ch := &choice{}
	c.Flags().StringVarP(&ch.spec.Output, "output", "o", "", a.tr("`FILE` to write; else the frame's name with .gcode"))
	a.frameFlags(c, ch)
	a.pileFlags(c, ch)
	c.Flags().BoolVar(&ch.spec.Force, "force", false, a.tr("make a stack that would be refused; the file keeps the warning"))
	a.profileFlags(c, ch)
	a.short(c, ch, "labels", "printer.labels", "", nil, a.tr("`WAY` that columns are marked, so that one can be cancelled: all, comments, none"))
	c.Flags().StringVar(&ch.spec.Lot, "lot", "", a.tr("`NAME` of the lot, for the file's header and its manifest"))
	rebuild := ""
	c.Flags().StringVar(&rebuild, "rebuild", "", a.tr("`MANIFEST` to make the file of again, byte by byte"))
	noPictures := false
	c.Flags().BoolVar(&noPictures, "no-thumbnail", false, a.tr("no pictures in the file's header"))
	plate := ""
	c.Flags().StringVar(&plate, "plate", "", a.tr("`FILE` to draw the plate into, from above (SVG)"))
	var dep depositFlags
	dep.addTo(a, c)
	details := false
	c.Flags().BoolVar(&details, "details", false, a.tr("tell the time of each feature, and of each under what holds it back"))
	c.Flags().BoolVar(&ch.spec.Cautions, "cautions", false, a.tr("tell what each caution in the profiles costs in time"))
	c.Flags().BoolVar(&ch.spec.DryRun, "dry-run", false, a.tr("do all but write the file"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if rebuild != "" {
			return a.rebuild(c, rebuild, ch.spec.Output)
		}
		spec := ch.job(args)
		spec.Manifest = true
		spec.Thumbnails, spec.Version, spec.Deposits = !noPictures, version().Version, dep.wanted()
		spec.Compare = true
		spec.Draw = plate != ""
		return a.slice(c, spec, &dep, plate, details)
	}
	return c
}

// slice makes the print file of spec and reports on it, by feature if details are wanted;
// plate is where to draw it, or empty.
func (a *app) slice(c *cobra.Command, spec job.Spec, dep *depositFlags, plate string, details bool) error {
	if err := cmp.Or(ending(plate, ".svg"), ending(dep.picture, ".png"), settleStack(&spec)); err != nil {
		return err
	}
	show, done := a.progress(c.Context())
	rep, err := job.Run(c.Context(), spec, show)
	done()
	if err != nil {
		return err
	}
	if plate != "" {
		draw := func(w io.Writer) error { _, err := w.Write(rep.Drawing(a.lang)); return err }
		if err := writeFile(plate, draw); err != nil {
			return err
		}
	}
	for _, w := range rep.Warnings {
		a.warn(w)
	}
	if !a.json {
		a.report(rep, rep.Currency, details)
	}
	if dep.wanted() {
		if err := dep.show(a, rep.Deposits); err != nil {
			return err
		}
	}
	if a.json {
		return a.writeJSON(rep)
	}
	if !spec.DryRun {
		a.printf("written: %s", rep.Output)
	}
	return nil
}

// rebuild makes the file of a manifest again and refuses another than that.
func (a *app) rebuild(c *cobra.Command, path, output string) error {
	spec, m, err := job.ReadManifest(path)
	if err != nil {
		return err
	}
	spec.Output, spec.Version = output, version().Version
	if output == "" {
		spec.Output = filepath.Join(filepath.Dir(path), m.Output.Name)
	}
	rep, err := job.Run(c.Context(), spec, nil)
	if err != nil {
		return err
	}
	_, now, err := job.ReadManifest(rep.Manifest)
	if err != nil {
		return err
	}
	if now.Output.SHA256 != m.Output.SHA256 {
		return say.Errorf("%s is made, but not as it was: its SHA-256 is %s, not %s; it was made by Visiere %s, this is %s",
			rep.Output, now.Output.SHA256, m.Output.SHA256, m.Visiere, spec.Version)
	}
	a.printf("written: %s, the same bytes as before", rep.Output)
	return nil
}

// settleStack puts a number in the place of --stack auto: as many frames as the printer
// is high.
func settleStack(spec *job.Spec) error {
	if spec.Stack >= 0 {
		return nil
	}
	one := *spec
	one.Stack, one.Columns, one.Top = 1, 1, ""
	set, err := job.Settings(one)
	if err != nil {
		return err
	}
	rep, _, err := job.Stand(one)
	if err != nil {
		return err
	}
	spec.Stack = max(1, stack.MaxLevels(rep.Height, float64(set.Interface.Distance()), float64(set.Printer.Height)))
	return nil
}
