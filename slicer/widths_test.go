package slicer

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// TestFramesWidths holds every width of solid real frames to the printer's range, exactly: none
// is wider, and only lone beads of walls too thin for the least width, with the ways onto
// them, are narrower, down to 0.6 of a perimeter.
func TestFramesWidths(t *testing.T) {
	for _, name := range []string{"visiere-solidaire-v13", "verkstan-iso838-v4", "brussels-888", "prusa-rc3", "yschroeder-v18"} {
		for _, c := range [][2]string{{"0.4mm", "0.3mm"}, {"0.6mm", "0.4mm"}} {
			t.Run(name+"/"+c[0], func(t *testing.T) {
				if testing.Short() {
					t.Skipf("-short: %s is not sliced", name)
				}
				m, _, err := mesh.Load(frameFile(t, name+".stl"), mesh.Options{})
				if err != nil {
					t.Fatal(err)
				}
				set := settings(t, "process.fill=100%", "process.elephant_foot=0mm", "printer.nozzle="+c[0], "process.layer_height="+c[1], "process.first_layer_height="+c[1])
				s := New(set)
				p, err := s.Slice(m)
				if err != nil {
					t.Fatal(err)
				}
				for i := range p.Layers {
					s.holdWidths(t, &p.Layers[i])
				}
			})
		}
	}
}

// holdWidths holds the widths of a layer's beads.
func (s *Slicer) holdWidths(t *testing.T, l *toolpath.Layer) {
	const rounding = 1e-6 // mm: the plane's grid
	nozzle := float64(s.printer.Nozzle)
	least, most := float64(s.process.MinLineWidth)*nozzle, float64(s.process.MaxLineWidth)*nozzle
	thinLeast := float64(thinnest * s.width(toolpath.Perimeter, false))
	var thin *polygon.Locator
	for k := range l.Paths {
		q := &l.Paths[k]
		for j, w := range q.Widths {
			switch {
			case w > most+rounding:
				t.Errorf("layer at %.2f: %.4f mm wide at %v, more than %.3f", l.Z, w, q.Points[j], most)
			case w < thinLeast-rounding:
				t.Errorf("layer at %.2f: %.4f mm wide at %v, less than %.3f", l.Z, w, q.Points[j], thinLeast)
			case w < least-rounding:
				if thin == nil {
					r := polygon.Region(l.Region)
					half := geom.ToNM(toolpath.Spacing(least, l.Height) / 2)
					narrow := polygon.Difference(r, r.Offset(-half, polygon.Mitre).Offset(half, polygon.Round))
					thin = polygon.NewLocator(narrow.Offset(geom.ToNM(most), polygon.Round))
				}
				if !thin.Contains(q.Points[j]) {
					t.Errorf("layer at %.2f: %.4f mm wide at %v, less than %.3f where the wall is not thin", l.Z, w, q.Points[j], least)
				}
			}
		}
	}
}
