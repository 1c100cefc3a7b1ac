// Package slicer turns a mesh into one frame's toolpaths: layers, walls, shells, fill,
// order, travel, speeds and cooling.
package slicer

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Slicer turns frames into toolpaths by one set of profiles. It does not change once
// made; goroutines may share it.
type Slicer struct {
	printer  profiles.Printer
	filament profiles.Filament
	process  profiles.Process
	set      profiles.Set
}

// New returns a Slicer that works by set.
func New(set profiles.Set) *Slicer {
	return &Slicer{
		printer:  set.Printer,
		filament: set.Filament,
		process:  set.Process,
		set:      set,
	}
}

// Slice returns the toolpaths of m:
//
//  1. The first layer is the process's first layer height; the others are as near the
//     process's layer height as lets boundaries fall on m's horizontal faces and its top;
//     beside a wide face one may be lower than otherwise.
//  2. Layers of the same region, height and neighbours share their paths.
//  3. The paths of a layer are in printing order, each with the travel that leads to it.
//  4. Speeds are the processes' and the flow cap's; Cool has yet to slow short layers.
//
// Errors: the mesh is lower than a layer can be, or no layer has anything to print.
func (s *Slicer) Slice(m *mesh.Mesh) (*toolpath.Print, error) {
	c, err := s.Sections(m)
	if err != nil {
		return nil, err
	}
	return s.Lay(c)
}

// Outline returns what Slice returns of m without the paths: its layers' heights and
// regions, its base and its shadow. It costs a tenth of Slice.
//
// Errors: the mesh is lower than a layer can be.
func (s *Slicer) Outline(m *mesh.Mesh) (*toolpath.Print, error) {
	c, err := s.Sections(m)
	if err != nil {
		return nil, err
	}
	return c.Outline(), nil
}

// bare returns l without paths.
func (l *layer) bare() toolpath.Layer {
	return toolpath.Layer{Z: l.z, Height: l.height, Region: l.region}
}

// print joins the layers, of the sections c, into a Print.
func (s *Slicer) print(layers []layer, c *Sections) (*toolpath.Print, error) {
	out := &toolpath.Print{}
	var last []toolpath.Path
	orders := s.onward(layers)
	for i := range layers {
		l := &layers[i]
		paths := s.entered(last, l, orders[i])
		next := l.bare()
		next.Paths = paths
		out.Layers = append(out.Layers, next)
		if len(paths) > 0 {
			last = paths
		}
	}
	if last == nil {
		return nil, say.Errorf("nothing to print: no wall of the frame is as wide as the thinnest line, %.2f mm; take a smaller nozzle or another frame",
			float64(s.process.MinLineWidth)*float64(s.printer.Nozzle))
	}
	c.complete(out)
	return out, nil
}

// shadowTol is how exact a print's shadow is, nm.
const shadowTol = 50_000

// shadow returns the outlines, without holes, of the union of the regions, up to
// shadowTol. A region that lies within the shadow so far, as most do, costs a look at
// each of its points.
func shadow(regions []polygon.Region) []geom.Ring {
	var out polygon.Region
	grown := polygon.NewLocator(nil)
	for _, r := range regions {
		if within(r, grown) {
			continue
		}
		r = polygon.NonZero(outlines(r.Simplify(shadowTol / 2)))
		out = polygon.NonZero(outlines(polygon.Union(out, r)))
		grown = polygon.NewLocator(out.Offset(shadowTol, polygon.Mitre))
	}
	return out
}

// within reports whether r's outlines lie within a region.
func within(r polygon.Region, l *polygon.Locator) bool {
	for _, g := range outlines(r) {
		for i, p := range g {
			if l.CrossesBoundary(p, g[(i+1)%len(g)]) {
				return false
			}
		}
	}
	return true
}

// outlines returns r without its holes.
func outlines(r polygon.Region) []geom.Ring {
	var out []geom.Ring
	for _, g := range r {
		if g.Area() > 0 {
			out = append(out, g)
		}
	}
	return out
}
