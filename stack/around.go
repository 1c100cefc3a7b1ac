package stack

import (
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Surround lays the brim and the skirt around the plate's columns: the brim as loops
// around each frame's first layer, the skirt as loops around all. It reports whether
// the skirt was left out because the bed has no room for it.
func (p *Plate) Surround(set *profiles.Set) (noRoom bool) {
	s := &surround{plate: p, set: set, height: p.Levels[0].Frame.Layers[0].Height}
	s.width = float64(set.LineWidth(set.Process.FirstLayerWidth))
	s.pitch = geom.ToNM(toolpath.Spacing(s.width, s.height))
	s.base = s.bases()
	bed := Bed(set.Printer.Bed)
	skirt := s.skirt()
	if !polygon.Difference(polygon.Hull(skirt).Offset(s.pitch/2, polygon.Mitre), bed).Empty() {
		skirt, noRoom = nil, true
	}
	p.Around = append(p.Around, s.paths(skirt, toolpath.Skirt)...)
	p.Around = append(p.Around, s.paths(s.brim(bed), toolpath.Brim)...)
	return noRoom
}

type surround struct {
	plate  *Plate
	set    *profiles.Set
	base   polygon.Region // all columns' first layers
	height float64        // of the first layer, mm
	width  float64        // of a line, mm
	pitch  int64          // between lines, nm
}

// bases returns the first layers of all columns.
func (s *surround) bases() polygon.Region {
	var all polygon.Region
	for _, c := range s.plate.Columns {
		pose := c.Pose()
		for _, r := range s.plate.Levels[0].Frame.Base {
			all = append(all, pose.Ring(r))
		}
	}
	return polygon.Union(all)
}

// brimLoops returns how many brim loops there are.
func (s *surround) brimLoops() int64 {
	return geom.ToNM(float64(s.set.Process.BrimWidth)) / s.pitch
}

// brim returns the brim's loops from the outermost in, cut to the bed.
func (s *surround) brim(bed polygon.Region) []geom.Ring {
	var out []geom.Ring
	room := bed.Offset(-s.pitch/2, polygon.Mitre)
	for k := s.brimLoops() - 1; k >= 0; k-- {
		loops := s.base.Offset(s.pitch*k+s.pitch/2, polygon.Round)
		out = append(out, polygon.Intersection(loops, room)...)
	}
	return out
}

// skirt returns the skirt's loops from the outermost in: as many as the process says,
// and as prime the nozzle.
func (s *surround) skirt() []geom.Ring {
	n := s.set.Process.SkirtLoops
	if n == 0 || s.base.Empty() {
		return nil
	}
	first := geom.ToNM(float64(s.set.Process.SkirtDistance)) + s.brimLoops()*s.pitch + s.pitch/2
	core := polygon.Hull(s.base)
	need := s.primeLength()
	var out []geom.Ring
	length := 0.0
	for k := 0; k < n || length < need; k++ {
		ring := core.Offset(first+int64(k)*s.pitch, polygon.Round)
		out = append(out, ring...)
		if l := ring.Length(); l > 0 {
			length += l
		} else {
			break
		}
	}
	slices.Reverse(out)
	return out
}

// primeLength returns the length of skirt in mm that uses the process's least length
// of filament.
func (s *surround) primeLength() float64 {
	d := float64(s.set.Filament.Diameter)
	return float64(s.set.Process.SkirtMinLength) * d * d * 0.7853981633974483 / toolpath.Section(s.width, s.height)
}

// paths makes first-layer paths of rings.
func (s *surround) paths(rings []geom.Ring, role toolpath.Role) []toolpath.Path {
	speed := float64(s.set.Process.FirstLayerSpeed)
	if speed == 0 {
		speed = float64(s.set.Process.PerimeterSpeed)
	}
	area := toolpath.Section(s.width, s.height)
	speed = min(speed, float64(s.set.FlowCap())/area)
	accel := s.set.Process.FirstLayerAccel
	if accel == 0 {
		accel = s.set.Printer.Limits.Accel
	}
	var out []toolpath.Path
	for _, g := range rings {
		pts := append(append([]geom.Point(nil), g...), g[0])
		out = append(out, toolpath.Path{Role: role, Points: pts, Width: s.width, Flow: 1, Speed: speed, Limit: toolpath.LimitFirstLayer,
			Accel: float64(accel), Corner: float64(s.set.Process.FirstLayerCorner), Fan: -1, Travel: s.travel(out, g[0])})
	}
	return out
}

// travel returns how to come from the last of paths to p.
func (s *surround) travel(paths []toolpath.Path, p geom.Point) toolpath.Travel {
	if len(paths) == 0 {
		return toolpath.Travel{}
	}
	last := paths[len(paths)-1].Points
	far := last[len(last)-1].Dist(p) > float64(geom.ToNM(float64(s.set.Printer.Retract.MinTravel)))
	return toolpath.Travel{Retract: far, Hop: far && s.set.Printer.Retract.Hop > 0}
}
