package slicer

import (
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
	"github.com/visiere/visiere/weave"
)

// strokes returns l's joined beads as paths in printing order. What of them lies in hang
// is told apart.
func (s *Slicer) strokes(l *layer, hang polygon.Region) []toolpath.Path {
	c := s.newComb(l.region)
	t := s.newTeller(l.region, hang)
	var out []toolpath.Path
	for _, p := range s.detoured(c, s.joined(l)) {
		out = append(out, t.told(p)...)
	}
	return out
}

// joined joins l's beads into as few strokes as they allow: once for all layers of the same
// walls, unless seams go around.
func (s *Slicer) joined(l *layer) []toolpath.Path {
	switch {
	case len(l.wall.beads) == 0:
		return nil
	case s.process.Seam == spreadSeams:
		return s.join(l)
	}
	l.wall.once.Do(func() { l.wall.joined = s.join(l) })
	return slices.Clone(l.wall.joined)
}

// join joins l's beads.
func (s *Slicer) join(l *layer) []toolpath.Path {
	var out []toolpath.Path
	outer := outerPoints(l.wall.beads)
	opt := weave.Options{Seam: s.weaveSeam(), Turn: l.spread(), Most: s.beadWidths(l, 0).Max}
	if at := l.wall.seam; at != nil {
		opt.Seam, opt.Start, opt.HasStart = weave.SeamNearest, *at, true
	}
	for _, st := range weave.Join(l.wall.beads, l.region, opt) {
		out = append(out, s.stroke(st, l.wall.height, toolpath.Perimeter, outer))
	}
	s.meet(out, l)
	return out
}

// stroke returns a stroke as a smooth path.
func (s *Slicer) stroke(st weave.Stroke, height float64, role toolpath.Role, outer map[geom.Point]bool) toolpath.Path {
	p := s.bead(medial.Bead{Points: st.Points, Widths: st.Widths, Closed: st.Closed}, height, role)
	smooth(&p, outer)
	return p
}

// outerPoints returns the points of the beads along the outline.
func outerPoints(beads []medial.Bead) map[geom.Point]bool {
	out := map[geom.Point]bool{}
	for _, b := range beads {
		for _, p := range b.Points {
			if b.Outer {
				out[p] = true
			}
		}
	}
	return out
}

// weaveSeam returns the process's seam as weave knows it. A stroke ends beside its start,
// so the seam nearest to the layer below's is the one above it.
func (s *Slicer) weaveSeam() weave.Seam {
	switch s.process.Seam {
	case "corner":
		return weave.SeamCorner
	case "rear":
		return weave.SeamRear
	case spreadSeams:
		return weave.SeamSpread
	}
	return weave.SeamAligned
}

// end returns where the last of paths ends, and whether there is one.
func end(paths []toolpath.Path) (geom.Point, bool) {
	if len(paths) == 0 {
		return geom.Point{}, false
	}
	last := paths[len(paths)-1].Points
	return last[len(last)-1], true
}

// backwards returns paths laid from the last one's end to the first one's start.
func backwards(paths []toolpath.Path) []toolpath.Path {
	out := reversed(paths)
	for i := range out {
		p := &out[i]
		p.Points, p.Widths, p.Travel = reversed(p.Points), reversed(p.Widths), toolpath.Travel{}
		if i > 0 {
			p.Travel = paths[len(paths)-i].Travel
			p.Travel.Via = reversed(p.Travel.Via)
		}
	}
	return out
}
