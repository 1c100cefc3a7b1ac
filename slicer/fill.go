package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/infill"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

const (
	// hangArea is the area in mm2 from which a part over air is bridged.
	hangArea = 1.0
	// anchor is how far a bridge reaches over what carries it, mm.
	anchor = 1.5
	// shellGrow widens solid shells under sloping surfaces so that they meet the walls, mm.
	shellGrow = 0.4
	// linkLines is the longest joint between neighbouring infill lines, in lines.
	linkLines = 3.0
)

// strands returns the strands of layer i, but for its beads, and what of it hangs.
func (s *Slicer) strands(layers []layer, i int) ([]strand, polygon.Region) {
	l := &layers[i]
	hang := s.hang(layers, i)
	out := s.overhangs(l.wall.loops, l, hang)
	if !l.wall.rest.Empty() {
		out = append(out, s.fill(layers, i, hang)...)
	}
	return out, hang
}

// finish completes a layer of which hang is over air: order, travel, speeds.
func (s *Slicer) finish(l *layer, strands []strand, hang polygon.Region) {
	l.woven = len(strands) == 0
	l.paths = s.order(l, s.strokes(l, hang), strands)
	s.speeds(l)
	l.ways = s.ways(l)
}

// hang returns what of layer i has nothing within half a line below it.
func (s *Slicer) hang(layers []layer, i int) polygon.Region {
	if i == 0 || layers[i].rep == layers[i-1].rep {
		return nil
	}
	half := geom.ToNM(s.width(toolpath.Perimeter, false) / 2)
	r := polygon.Difference(layers[i].region, layers[i-1].region.Offset(half, polygon.Mitre)).Open(half / 2)
	return bigger(r, hangArea)
}

// bigger returns the islands of r with at least area mm2.
func bigger(r polygon.Region, area float64) polygon.Region {
	var out polygon.Region
	for _, isl := range r.Islands() {
		if isl.Area() >= area {
			out = append(out, isl...)
		}
	}
	return out
}

// overhangs returns the strands with what of perimeters hangs told apart.
func (s *Slicer) overhangs(in []strand, l *layer, hang polygon.Region) []strand {
	if hang.Empty() {
		return append([]strand(nil), in...)
	}
	hang = hang.Offset(geom.ToNM(s.width(toolpath.Perimeter, false)), polygon.Mitre)
	carried := polygon.Difference(l.region.Offset(geom.Millimetre, polygon.Mitre), hang)
	var out []strand
	for _, st := range in {
		over := polygon.ClipLine(st.path.Points, hang)
		if len(over) == 0 || st.path.Widths != nil {
			out = append(out, st)
			continue
		}
		for _, pts := range polygon.ClipLine(st.path.Points, carried) {
			out = append(out, strand{path: s.path(pts, st.path.Width, st.path.Role), depth: st.depth})
		}
		for _, pts := range over {
			p := s.path(pts, st.path.Width, toolpath.OverhangPerimeter)
			p.Fan = float64(s.filament.BridgeFan)
			out = append(out, strand{path: p, depth: st.depth})
		}
	}
	return out
}

// fill lays the lines inside layer i's walls.
func (s *Slicer) fill(layers []layer, i int, hang polygon.Region) []strand {
	l := &layers[i]
	solid, sparse, bridge, angle := s.parts(layers, i, hang)
	var out wall
	role := toolpath.SolidInfill
	if i == len(layers)-1 || layers[i+1].rep != l.rep && !polygon.Difference(solid, layers[i+1].region).Empty() {
		role = toolpath.TopSolidInfill
	}
	turn := float64(s.process.FillAngle) * math.Pi / 180
	if i%2 == 1 {
		turn += math.Pi / 2
	}
	s.lines(&out, l, bridge, toolpath.BridgeInfill, angle, 1)
	s.lines(&out, l, solid, role, turn, 1)
	if s.process.Fill > 0 {
		s.lines(&out, l, sparse, toolpath.Infill, turn, float64(s.process.Fill))
	}
	return out.loops
}

// parts divides what layer i's walls leave into solid, sparse and bridge, and gives the
// bridge's direction.
func (s *Slicer) parts(layers []layer, i int, hang polygon.Region) (solid, sparse, bridge polygon.Region, angle float64) {
	l := &layers[i]
	solid = l.wall.rest
	if !s.solid() {
		if inner := s.inner(layers, i); !inner.Empty() {
			sparse = polygon.Intersection(solid, inner)
			solid = polygon.Difference(solid, sparse)
		}
	}
	if s.process.Bridges && !hang.Empty() {
		over := hang.Offset(geom.ToNM(anchor), polygon.Mitre)
		bridge = bigger(polygon.Intersection(l.wall.rest, over), hangArea)
		var ok bool
		if angle, ok = infill.BridgeAngle(bridge, layers[i-1].region); !ok {
			bridge = nil
		}
		solid, sparse = polygon.Difference(solid, bridge), polygon.Difference(sparse, bridge)
	}
	return solid, sparse, bridge, angle
}

// inner returns what of layer i lies below TopLayers and above BottomLayers others: all
// that need not be solid.
func (s *Slicer) inner(layers []layer, i int) polygon.Region {
	from, to := i-s.process.BottomLayers, i+s.process.TopLayers
	if from < 0 || to >= len(layers) {
		return nil
	}
	out := layers[i].region
	for k := from; k <= to; k++ {
		if layers[k].rep == layers[i].rep || k > from && layers[k].rep == layers[k-1].rep {
			continue
		}
		out = polygon.Intersection(out, layers[k].region)
	}
	if layers[i].rep == layers[from].rep && layers[i].rep == layers[to].rep && len(out) == len(layers[i].region) {
		return out
	}
	return out.Offset(-geom.ToNM(shellGrow), polygon.Mitre)
}

// lines fills r at a density: bands along themselves, parts too narrow for two lines by
// beads along their middle, the rest by the pattern.
func (s *Slicer) lines(w *wall, l *layer, r polygon.Region, role toolpath.Role, angle, density float64) {
	switch {
	case role == toolpath.Infill:
		r = s.waves(w, l, r, density)
	case role != toolpath.BridgeInfill && !s.solid():
		r = s.along(w, l, r, role)
	}
	if r.Empty() {
		return
	}
	width := s.width(role, l.first)
	pitch := geom.ToNM(toolpath.Spacing(width, l.height))
	inner := r.Offset(-(pitch - openEps), polygon.Mitre)
	wide := inner.Offset(pitch-openEps, polygon.Mitre)
	if r.Area()-wide.Area() > gapArea {
		narrow := polygon.Difference(r, wide)
		s.beads(w, l, narrow, gapWidth*float64(s.printer.Nozzle), geom.ToMM(2*pitch), toolpath.GapFill, fillDepth)
	}
	if inner.Empty() {
		return
	}
	opt := infill.Options{Pattern: infill.Rectilinear, Spacing: pitch, Density: density, Angle: angle,
		Z: l.z, Link: int64(linkLines * float64(pitch) / density)}
	if role == toolpath.Infill {
		opt.Pattern = infill.Pattern(s.process.FillPattern)
	}
	overlap := int64(float64(pitch) * float64(s.process.FillOverlap))
	for _, line := range infill.Fill(inner.Offset(pitch/2-openEps+overlap, polygon.Mitre), opt) {
		p := s.path(line.Points, toolpath.WidthFor(geom.ToMM(line.Spacing), l.height), role)
		if role == toolpath.BridgeInfill {
			p.Flow, p.Fan = float64(s.process.BridgeFlow), float64(s.filament.BridgeFan)
		}
		w.loops = append(w.loops, strand{p, fillDepth, role == toolpath.SolidInfill || role == toolpath.TopSolidInfill})
	}
}

// fillDepth is the depth of what is laid after all loops.
const fillDepth = 1 << 20
