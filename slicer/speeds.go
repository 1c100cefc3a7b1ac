package slicer

import (
	"math"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// smallLoop is the length in mm below which a loop is small: a circle of radius 6.5 mm.
const smallLoop = 2 * math.Pi * 6.5

// speeds sets the speed and acceleration of l's paths: what their roles ask for, less
// on the first layer and in small loops, never more melt than the flow cap.
func (s *Slicer) speeds(l *layer) {
	for i := range l.paths {
		p := &l.paths[i]
		v := float64(s.speed(p))
		if l.first && s.process.FirstLayerSpeed > 0 {
			v = min(v, float64(s.process.FirstLayerSpeed))
		}
		p.Melt = float64(s.set.FlowCap())
		p.Speed, p.Accel = v, s.accel(p.Role, l.first)
	}
}

// speed returns what the process asks for p.
func (s *Slicer) speed(p *toolpath.Path) profiles.Speed {
	pr := &s.process
	switch p.Role {
	case toolpath.ExternalPerimeter, toolpath.Perimeter:
		v := pr.PerimeterSpeed
		if p.Role == toolpath.ExternalPerimeter {
			v = pr.ExternalPerimeterSpeed
		}
		if p.Closed() && pr.SmallPerimeterSpeed > 0 && p.Length() < smallLoop {
			v = min(v, pr.SmallPerimeterSpeed)
		}
		return v
	case toolpath.OverhangPerimeter:
		return pr.OverhangSpeed
	case toolpath.ThinWall:
		return pr.ExternalPerimeterSpeed
	case toolpath.GapFill:
		return pr.GapFillSpeed
	case toolpath.SolidInfill:
		return pr.SolidInfillSpeed
	case toolpath.TopSolidInfill:
		return pr.TopInfillSpeed
	case toolpath.BridgeInfill:
		return pr.BridgeSpeed
	}
	return pr.InfillSpeed
}

// accel returns the acceleration of a role in mm/s2.
func (s *Slicer) accel(r toolpath.Role, first bool) float64 {
	pr := &s.process
	a := pr.InfillAccel
	switch r {
	case toolpath.ExternalPerimeter, toolpath.ThinWall:
		a = pr.ExternalPerimeterAccel
	case toolpath.Perimeter, toolpath.GapFill:
		a = pr.PerimeterAccel
	case toolpath.OverhangPerimeter, toolpath.BridgeInfill:
		a = pr.BridgeAccel
	}
	if first && pr.FirstLayerAccel > 0 {
		a = pr.FirstLayerAccel
	}
	if a == 0 {
		a = pr.Accel
	}
	if a == 0 {
		a = s.printer.Limits.Accel
	}
	return float64(a)
}
