package mesh

import (
	"math"

	"github.com/visiere/visiere/internal/say"
)

// units are the names of units and their lengths in mm.
var units = map[string]float64{"mm": 1, "cm": 10, "m": 1000, "inch": 25.4}

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
	if u, known := fileUnits[unit]; known && !sure {
		k, ok = u, true
	}
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
	if side := max(d.X, d.Y, d.Z); sure && !(side <= maxSide) {
		return "", false, fail(ErrTooLarge, say.Errorf("%s is %.4g mm long in %s, and at most %d mm can be worked with: check --unit",
			s.name, side, unit, maxSide))
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

// plausible returns an error that asks for the unit if m, taken in mm, is no part for a
// visor: too large, too small, or as small as a clip but with walls too thin to print.
func (m *Mesh) plausible(name string) error {
	d := m.Size()
	side := max(d.X, d.Y, d.Z)
	thick := 2 * math.Abs(m.signedVolume()) / m.surface()
	switch {
	case !(side <= mostSide):
		return fail(ErrUnit, say.Errorf(
			"%s would be %.4g x %.4g x %.4g mm: no printer is that large. Say which unit its numbers are in: --unit mm, cm, m or inch; or export it again in millimetres",
			name, d.X, d.Y, d.Z))
	case side < leastSide, side < frameSide && thick < leastThick:
		i, c, k := d.scale(25.4), d.scale(10), d.scale(1000)
		return fail(ErrUnit, say.Errorf(
			"%s would be %.3g x %.3g x %.3g mm, with walls of about %.2g mm: it is hardly in millimetres. Say --unit inch (%.0f x %.0f x %.0f mm), --unit cm (%.0f x %.0f x %.0f mm), --unit m (%.0f x %.0f x %.0f mm), or --unit mm if it is",
			name, d.X, d.Y, d.Z, thick, i.X, i.Y, i.Z, c.X, c.Y, c.Z, k.X, k.Y, k.Z))
	}
	return nil
}
