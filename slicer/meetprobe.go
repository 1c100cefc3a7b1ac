package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

const (
	// probePitch is how far apart the places are that are probed, mm.
	probePitch = 0.35
	// probeOff is how far inside and outside of an edge it is probed what is laid there, mm: what
	// is worth a bend is wider somewhere.
	probeOff = 0.2
	// probeEdge is how far outside of the outline, mm, nothing is missed, and probeRim how far inside:
	// edges there stay.
	probeEdge, probeRim = probeOff + 0.2, 0.05
	// endAhead is how far before an end it is probed, and endAside how far from its middle line to both sides,
	// in its widths.
	endAhead, endAside = 0.19, 0.35
)

// piece is a short piece of a stroke, or, of track -1, of an outline, from the grid's corner.
type piece struct {
	a, d   geom.Vec // its start and the way to its end, mm
	half   float64  // of its width, mm
	track  int32
	middle float64 // of its way along the stroke, mm
}

// probe warms the cells around those edges of strokes, in what is hot, beyond which nothing is
// laid or within which another bead is, those of tips on their outer side, and the cells of ends
// with nothing before them; it cools all others. It reports whether there are any.
func (m *meeting) probe(region polygon.Region) bool {
	m.cut(region)
	m.found, m.ends = m.found[:0], m.ends[:0]
	for i := range m.tracks {
		m.probeEnds(&m.tracks[i])
		q, last := m.tracks[i].spots, math.Inf(-1)
		for k := 1; k < len(q); k++ {
			if a, b := &q[k-1], &q[k]; !a.tight || !b.tight || a.tip && b.tip {
				last = m.probeBetween(i, a, b, last)
			}
		}
	}
	clear(m.heats)
	for _, p := range m.found {
		m.heat(p, seenReach+1, warm)
	}
	for _, p := range m.ends {
		m.heat(p, seenReach, warm)
	}
	return len(m.found)+len(m.ends) > 0
}

// probeBetween probes track i from a to b, the last place that was probed being at last on its
// way, and returns where that is now.
func (m *meeting) probeBetween(i int, a, b *spot, last float64) float64 {
	d := b.along - a.along
	n := math.Ceil(d / probePitch)
	for j := 0.5; j < n; j++ {
		f := j / n
		along := a.along + float64(f*d)
		if along-last < probePitch/2 {
			continue
		}
		p := a.at.To(b.at, f)
		if m.heatAt(p) != hot {
			continue
		}
		last = along
		half := b.at.Sub(a.at).Left().Mul((a.width + float64(f*(b.width-a.width))) / 2 / d)
		if a.tip && b.tip && a.left {
			half = half.Mul(-1)
		}
		if m.amiss(i, along, p, half) || !(a.tip && b.tip) && m.amiss(i, along, p, half.Mul(-1)) {
			m.found = append(m.found, p)
		}
	}
	return last
}

// probeEnds probes what is before the ends of t: before their middle and to both sides.
func (m *meeting) probeEnds(t *track) {
	q := t.spots
	if t.closed || len(q) < 2 {
		return
	}
	for _, e := range [...][2]*spot{{&q[0], &q[1]}, {&q[len(q)-1], &q[len(q)-2]}} {
		ahead := e[0].at.Sub(e[1].at).Unit()
		p, aside := e[0].at.Add(ahead.Mul(endAhead*e[0].width)), ahead.Left().Mul(endAside*e[0].width)
		if !m.covered(p) || !m.covered(p.Add(aside)) || !m.covered(p.Sub(aside)) {
			m.ends = append(m.ends, e[0].at)
		}
	}
}

// covered reports whether a bead is on p, or p is out of sight.
func (m *meeting) covered(p geom.Vec) bool {
	x, y := m.at(p)
	if x < 0 || y < 0 || x >= m.nx || y >= m.ny {
		return true
	}
	c := m.number[y*m.nx+x]
	for _, k := range m.listed[m.first[c]:m.first[c+1]] {
		if s := &m.pieces[k]; s.track >= 0 && s.covers(p.Sub(m.min)) {
			return true
		}
	}
	return m.heats[c] == cold
}

// amiss reports whether nothing is laid beyond the edge that is half away from a place of a
// track, or something else is within it.
func (m *meeting) amiss(track int, along float64, p, half geom.Vec) bool {
	width := half.Len()
	out, in := p.Add(half.Mul(1+probeOff/width)), p.Add(half.Mul(1-probeOff/width))
	x, y := m.at(out)
	if x < 0 || y < 0 || x >= m.nx || y >= m.ny {
		return false
	}
	out, in = out.Sub(m.min), in.Sub(m.min)
	covered := false
	c := m.number[y*m.nx+x]
	for _, k := range m.listed[m.first[c]:m.first[c+1]] {
		s := &m.pieces[k]
		covered = covered || s.covers(out)
		if s.covers(in) && s.track >= 0 && (int(s.track) != track || math.Abs(s.middle-along) > 2*width) {
			return true
		}
	}
	return !covered
}

// covers reports whether p is on s.
func (s *piece) covers(p geom.Vec) bool {
	q := p.Sub(s.a)
	f := q.Dot(s.d)
	l2 := s.d.Dot(s.d)
	if f < -0.1*l2 || f > 1.1*l2 {
		return false
	}
	c, half := s.d.Cross(q), s.half
	if s.track < 0 && c > 0 { // in the part
		half = probeRim
	}
	return float64(c*c) <= float64(l2*half*half)
}

// cut lists the pieces of m's tracks and of the outline where it is warm.
func (m *meeting) cut(region polygon.Region) {
	m.pieces, m.pairs = m.pieces[:0], m.pairs[:0]
	for i := range m.tracks {
		q := m.tracks[i].spots
		for k := 1; k < len(q); k++ {
			m.pieced(q[k-1].at, q[k].at, (q[k-1].width+q[k].width)/4, i, q[k-1].along)
		}
	}
	for _, ring := range region {
		for k := range ring {
			m.pieced(ring[k].Vec(), ring[(k+1)%len(ring)].Vec(), probeEdge, -1, 0)
		}
	}
	m.sort()
}

// pieced lists what is hot of a straight.
func (m *meetGrid) pieced(a, b geom.Vec, half float64, track int, along float64) {
	d := b.Sub(a)
	l := d.Len()
	n := math.Ceil(l / meetCell)
	for j := 0.0; j < n; j++ {
		p := a.Add(d.Mul(j / n))
		if m.heatAt(p) == cold && m.heatAt(a.Add(d.Mul((j+1)/n))) == cold {
			continue
		}
		s := piece{p.Sub(m.min), d.Mul(1 / n), half, int32(track), along + float64(l*(j+0.5)/n)}
		g := geom.V(half, half)
		q := p.Add(s.d)
		m.add(int32(len(m.pieces)), geom.V(min(p.X, q.X), min(p.Y, q.Y)).Sub(g), geom.V(max(p.X, q.X), max(p.Y, q.Y)).Add(g))
		m.pieces = append(m.pieces, s)
	}
}
