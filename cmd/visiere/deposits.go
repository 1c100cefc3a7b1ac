package main

import (
	"bytes"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/deposit"
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/preview"
	"github.com/visiere/visiere/profiles"
)

// pictureScale is how large the picture of the worst layer is, pixels per mm.
const pictureScale = 20

// depositFlags are those of commands that hold a file's deposits against the mesh.
type depositFlags struct {
	on      bool
	picture string
}

// addTo adds the flags to c.
func (d *depositFlags) addTo(a *app, c *cobra.Command) {
	c.Flags().BoolVar(&d.on, "deposits", false, a.tr("hold what is laid against the frame: covered, void, overlapped, outside"))
	c.Flags().StringVar(&d.picture, "picture", "", a.tr("write a picture of the worst layer to `FILE`, a PNG"))
}

// wanted reports whether deposits were asked for.
func (d *depositFlags) wanted() bool { return d.on || d.picture != "" }

// show shows the report and writes the picture.
func (d *depositFlags) show(a *app, r *deposit.Report) error {
	if d.picture != "" {
		png, err := preview.PNG(r.Picture(pictureScale))
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { _, err := w.Write(png); return err }
		if err := writeFile(d.picture, write); err != nil {
			return err
		}
	}
	if a.json {
		return nil
	}
	worst := r.Layers[r.Worst]
	g := grid{head: []string{a.tr("deposits"), a.tr("covered"), a.tr("void"), a.tr("overlapped"), a.tr("outside")}, right: []int{2, 3, 4, 5}}
	row := func(name string, c deposit.Coverage) {
		g.add(name, a.percent(c.Covered), a.percent(c.Void), a.percent(c.Overlapped), a.percent(c.Outside))
	}
	row(a.tr("all layers"), r.Total)
	row(a.tr("worst layer, at %.2f mm", worst.Z), worst.Coverage)
	a.printf("")
	a.show(g)
	return nil
}

// percent returns a share as a number of per cent.
func (a *app) percent(share float64) string { return a.tr("%.2f %%", 100*share) }

// against holds the G-code file at path against the frame in the STL or 3MF file. Stacks
// are those of our own files, which say where a level begins.
func (d *depositFlags) against(a *app, path, frame string, set profiles.Set) (*deposit.Report, error) {
	m, _, err := mesh.Load(frame, mesh.Options{})
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	defer f.Close()
	levels, err := levelsOf(f)
	if err != nil {
		return nil, err
	}
	plate := deposit.Plate{Levels: levels, Pitch: m.Size().Z + float64(set.Interface.Distance())}
	return deposit.GCode(f, m, plate, deposit.FromProfiles(set))
}

// levelsOf counts the levels of a file of ours, and rewinds it; 1 for any other.
func levelsOf(f io.ReadSeeker) (int, error) {
	rd, n := gcode.NewReader(f), 0
	var c gcode.Command
	for rd.Next(&c) {
		if bytes.HasPrefix(c.Comment, []byte("LEVEL:")) {
			n++
		}
	}
	if rd.Err() != nil {
		return 0, rd.Err()
	}
	_, err := f.Seek(0, io.SeekStart)
	return max(1, n), err
}
