package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// meshCommand returns the commands about meshes.
func (a *app) meshCommand() *cobra.Command {
	return a.group("mesh", say.T("Look at the mesh of a frame"), a.meshInfoCommand())
}

// meshInfoCommand returns the command that measures a mesh.
func (a *app) meshInfoCommand() *cobra.Command {
	c := a.command("info", say.T("FRAME"), say.T("Measure a frame: size, walls, faults, sections, fit on the bed"),
		say.T("Reads an STL or 3MF file, repairs it as slice does and says what it is: size, volume,\n"+
			"shells, open edges, how thick its walls are, its distinct sections from the bed up, and\n"+
			"whether it fits the printer's bed, turned if need be."),
		say.T("visiere mesh info frame.stl\n"+
			"visiere mesh info frame.stl --printer prusa-mini --json"))
	c.Args = arguments(1, 1, say.T("the file of a frame"))
	ch := &choice{}
	c.Flags().StringVar(&ch.spec.Printer, "printer", "prusa-mk3s", a.tr("`NAME` of the printer, or a YAML file: see visiere profile list"))
	c.Flags().StringVar(&ch.spec.Unit, "unit", "", a.tr("`UNIT` of the frame's file: mm, cm, m or inch; else mm, and a size that cannot be is an error"))
	a.folders(c, &ch.spec.Profiles)
	c.RunE = func(_ *cobra.Command, args []string) error {
		set, err := job.Settings(ch.spec)
		if err != nil {
			return err
		}
		m, rep, err := mesh.Load(args[0], mesh.Options{Unit: ch.spec.Unit})
		if err != nil {
			return err
		}
		return a.meshInfo(m.Inspect(rep, stack.Bed(set.Printer.Bed), float64(set.Printer.Height)), &set)
	}
	return c
}

// meshInfo shows what is known of a mesh.
func (a *app) meshInfo(info mesh.Info, set *profiles.Set) error {
	if a.json {
		return a.writeJSON(info)
	}
	r := info.Report
	for _, w := range r.Warnings {
		a.warn(w)
	}
	g := grid{}
	g.add(a.tr("file"), a.tr("%s, in %s, %d triangles", format(r.Format), r.Unit, r.Triangles))
	g.add(a.tr("size"), a.tr("%.2f x %.2f x %.2f mm", info.Size.X, info.Size.Y, info.Size.Z))
	g.add(a.tr("volume"), a.tr("%.2f cm3", info.Volume/1000))
	g.add(a.tr("surface"), a.tr("%.1f cm2", info.Surface/100))
	g.add(a.tr("shells"), a.tr("%d", r.Shells))
	g.add(a.tr("open edges"), a.tr("%d; holes closed: %d; still open: %d", r.OpenEdges, r.HolesClosed, r.StillOpen))
	g.add(a.tr("non-manifold edges"), a.tr("%d", r.NonManifold))
	g.add(a.tr("walls"), a.tr("%.2f mm, %.2f to %.2f mm for nine in ten", info.Wall.P50, info.Wall.P5, info.Wall.P95))
	g.add(a.tr("on the bed of %s", set.Printer.Name), a.fit(info.Fit).In(a.lang))
	if s := info.Stacked; s != nil {
		g.add(a.tr("ready-made stack"), job.Stacked(s).In(a.lang))
	}
	a.show(g)
	a.spans(info.Spans)
	return nil
}

// format returns the name of a mesh's format as a sentence.
func format(name string) say.Text {
	switch name {
	case "binary STL":
		return say.T("binary STL")
	case "ASCII STL":
		return say.T("ASCII STL")
	}
	return say.T("%s", name)
}

// fit says whether a mesh fits a bed.
func (a *app) fit(f *mesh.Fit) say.Text {
	switch {
	case f.TooTall:
		return say.T("too tall")
	case f.TooWide:
		return say.T("too large, however it is turned")
	case f.Angle != 0:
		return say.T("fits, turned by %.0f degrees", f.Angle)
	}
	return say.T("fits")
}

// spans shows the distinct sections of a mesh.
func (a *app) spans(spans []mesh.Span) {
	g := grid{
		head:  []string{a.tr("from mm"), a.tr("to mm"), a.tr("section mm2"), a.tr("outlines"), a.tr("holes")},
		right: []int{1, 2, 3, 4, 5},
	}
	for _, s := range spans {
		g.add(a.tr("%.2f", s.From), a.tr("%.2f", s.To), a.tr("%.1f", s.Area), fmt.Sprint(s.Outlines), fmt.Sprint(s.Holes))
	}
	fmt.Fprintln(a.out)
	a.show(g)
}
