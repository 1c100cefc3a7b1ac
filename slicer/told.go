package slicer

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// teller tells what the parts of a layer's strokes are: over air, along the outline, or
// between other beads.
type teller struct {
	over    *polygon.Locator // what hangs
	outline *polygon.Locator // the layer's region
	fringe  *polygon.Fringe  // the same
	fan     float64          // over air
}

const (
	// outlineReach is how far from its middle line a bead looks for the outline, in its
	// widths: the outermost is half a width away, the next one and a half.
	outlineReach = 0.9
	// leastTold is the length, nm, below which a part of a wall is as the one before it:
	// links between beads lie neither here nor there.
	leastTold = 2 * geom.Millimetre
)

// newTeller returns the teller of a layer's region of which hang is over air.
func (s *Slicer) newTeller(region, hang polygon.Region) *teller {
	return &teller{polygon.NewLocator(hang), polygon.NewLocator(region), polygon.NewFringe(region), float64(s.filament.BridgeFan)}
}

// told returns p in pieces that are one thing each: what is over air as overhang
// perimeters, and what of a perimeter runs along the outline as external ones.
func (t *teller) told(p toolpath.Path) []toolpath.Path {
	roles := t.roles(&p)
	var out []toolpath.Path
	from := 0
	for i := 1; i <= len(roles); i++ {
		if i < len(roles) && roles[i] == roles[from] {
			continue
		}
		q := part(p, from, i)
		if from > 0 {
			q.Travel = toolpath.Travel{}
		}
		if q.Role = roles[from]; q.Role == toolpath.OverhangPerimeter {
			q.Fan = t.fan
		}
		out, from = append(out, q), i
	}
	return out
}

// roles returns what each segment of p is.
func (t *teller) roles(p *toolpath.Path) []toolpath.Role {
	out := make([]toolpath.Role, len(p.Points)-1)
	for i := range out {
		switch {
		case hanging(p, i, t.over):
			out[i] = toolpath.OverhangPerimeter
		case p.Role == toolpath.Perimeter && t.outermost(p, i):
			out[i] = toolpath.ExternalPerimeter
		default:
			out[i] = p.Role
		}
	}
	settle(out, p.Points)
	return out
}

// outermost reports whether the segment of p that begins at point i lies along the
// outline.
func (t *teller) outermost(p *toolpath.Path, i int) bool {
	a, b := p.Points[i], p.Points[i+1]
	d := a.Dist(b)
	if d == 0 {
		return false
	}
	reach := outlineReach * (p.WidthAt(i) + p.WidthAt(i+1)) / 2 * geom.Millimetre / d
	x, y := int64(float64(b.Y-a.Y)*reach), int64(float64(b.X-a.X)*reach)
	mid := a.Lerp(b, 0.5)
	left, right := geom.Point{X: mid.X - x, Y: mid.Y + y}, geom.Point{X: mid.X + x, Y: mid.Y - y}
	return !t.fringe.Far(geom.Box{Min: left, Max: left}.With(right)) && t.outline.CrossesBoundary(left, right)
}

// settle gives runs of equal roles that are shorter than leastTold the role of the run
// before, but for what is over air and what follows it.
func settle(roles []toolpath.Role, pts []geom.Point) {
	for from := 0; from < len(roles); {
		to, length := from, 0.0
		for to < len(roles) && roles[to] == roles[from] {
			length += pts[to].Dist(pts[to+1])
			to++
		}
		if from > 0 && length < leastTold && roles[from] != toolpath.OverhangPerimeter && roles[from-1] != toolpath.OverhangPerimeter {
			for i := from; i < to; i++ {
				roles[i] = roles[from-1]
			}
		}
		from = to
	}
}
