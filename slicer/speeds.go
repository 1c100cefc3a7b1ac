package slicer

import (
	"math"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// smallLoop is the length in mm below which a loop is small: a circle of radius 6.5 mm.
const smallLoop = 2 * math.Pi * 6.5

// speeds sets the speed, acceleration and corners of l's paths: what their roles ask for, less
// on the first layer and in small loops, never more melt than the flow cap.
func (s *Slicer) speeds(l *layer) {
	for i := range l.paths {
		p := &l.paths[i]
		v, limit := s.roleSpeed(p.Role), toolpath.LimitFeature
		if small := s.process.SmallPerimeterSpeed; small > 0 && small < v && isSmall(p) {
			v, limit = small, toolpath.LimitSmall
		}
		if first := s.process.FirstLayerSpeed; l.first && first > 0 && first < v {
			v, limit = first, toolpath.LimitFirstLayer
		}
		p.Melt = float64(s.set.FlowCap())
		p.Speed, p.Limit, p.Accel, p.Corner = float64(v), limit, s.accel(p.Role, l.first), s.corner(p.Role, l.first)
	}
}

// isSmall reports whether p is a small loop of a wall.
func isSmall(p *toolpath.Path) bool {
	wall := p.Role == toolpath.ExternalPerimeter || p.Role == toolpath.Perimeter
	return wall && p.Closed() && p.Length() < smallLoop
}

// roleSpeed returns what the process asks for paths of role r.
func (s *Slicer) roleSpeed(r toolpath.Role) profiles.Speed {
	pr := &s.process
	switch r {
	case toolpath.ExternalPerimeter, toolpath.ThinWall:
		return pr.ExternalPerimeterSpeed
	case toolpath.Perimeter:
		return pr.PerimeterSpeed
	case toolpath.OverhangPerimeter:
		return pr.OverhangSpeed
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

// corner returns the speed through a right angle of a role in mm/s; 0: the printer's.
func (s *Slicer) corner(r toolpath.Role, first bool) float64 {
	pr := &s.process
	if first && pr.FirstLayerCorner > 0 {
		return float64(pr.FirstLayerCorner)
	}
	switch r {
	case toolpath.ExternalPerimeter, toolpath.ThinWall:
		return float64(pr.ExternalPerimeterCorner)
	case toolpath.Perimeter, toolpath.GapFill:
		return float64(pr.PerimeterCorner)
	case toolpath.OverhangPerimeter, toolpath.BridgeInfill:
		return float64(pr.BridgeCorner)
	}
	return float64(pr.InfillCorner)
}
