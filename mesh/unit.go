package mesh

import (
	"math"

	"github.com/visiere/visiere/internal/say"
)

// units are the names of units and their lengths in mm. The last two only occur in 3MF.
var units = map[string]float64{
	"mm": 1, "cm": 10, "m": 1000, "inch": 25.4, "foot": 304.8, "micron": 0.001,
}

// maxSide is the longest side of a mesh in mm: coordinates stay within geom.Limit, with
// room for what is drawn around it.
const maxSide = 1800

// scale brings m to mm and returns the unit that its numbers are in, and whether that is
// sure: asked for, or said by the file.
func (s *soup) scale(m *Mesh, opt Options) (unit string, sure bool, err error) {
	unit, sure = "mm", false
	if s.unit != "" {
		unit = s.unit
	}
	if opt.Unit != "" {
		unit, sure = opt.Unit, true
	}
	k, ok := units[unit]
	if !ok {
		return "", false, fail(ErrUnit, say.Errorf("unknown unit %q: use mm, cm, m or inch", unit))
	}
	if k != 1 {
		for i, v := range m.Vertices {
			m.Vertices[i] = v.scale(k)
		}
	}
	lo, hi := bounds(m.Vertices)
	d := hi.sub(lo)
	switch side := max(d.X, d.Y, d.Z); {
	case sure && !(side <= maxSide):
		return "", false, fail(ErrTooLarge, say.Errorf(
			"%s is %.4g mm long in %s, and at most %d mm can be worked with: check --unit", s.name, side, unit, maxSide))
	case !(sure || side <= mostSide):
		return "", false, fail(ErrUnit, say.Errorf(
			"%s is %.4g x %.4g x %.4g mm if its numbers are in %s, and no printer is that large. Say what they are with --unit mm, cm, inch or m, or export it again in millimetres",
			s.name, d.X, d.Y, d.Z, unit))
	}
	return unit, sure, nil
}

// What a part for a visor is, in mm. Frames have sides of 140 to 300 and walls from 0.8;
// the smallest clip seen is 14.5 long, with walls of 1.1. A frame in inches is 6 to 12
// long with walls below 0.2, one in centimetres 14 to 30 with walls below 0.35.
const (
	leastSide  = 1    // a shorter part cannot be printed
	mostSide   = 1000 // a longer part fits no printer
	frameSide  = 50   // a longer part is a frame, in mm
	leastThick = 0.35 // a shorter part's mean wall is no thinner
)

// plausible returns an error that asks for the unit if m, whose file is taken to be in
// the unit given, is no part for a visor: too small, or as small as a clip but with walls
// too thin to print.
func (m *Mesh) plausible(name, unit string) error {
	d := m.Size()
	side := max(d.X, d.Y, d.Z)
	thick := 2 * math.Abs(m.signedVolume()) / m.surface()
	if side >= leastSide && (side >= frameSide || thick >= leastThick) {
		return nil
	}
	raw := d.scale(1 / units[unit])
	mm, cm, in := raw, raw.scale(10), raw.scale(25.4)
	return fail(ErrUnit, say.Errorf(
		"%s is %.4g x %.4g x %.4g mm with walls of about %.2g mm if its numbers are in %s, which no part of a visor is. Say what they are: --unit mm (%.4g x %.4g x %.4g mm), --unit cm (%.4g x %.4g x %.4g mm), --unit inch (%.4g x %.4g x %.4g mm) or --unit m (%.4g x %.4g x %.4g mm)",
		name, d.X, d.Y, d.Z, thick, unit, mm.X, mm.Y, mm.Z, cm.X, cm.Y, cm.Z, in.X, in.Y, in.Z,
		raw.X*1000, raw.Y*1000, raw.Z*1000))
}
