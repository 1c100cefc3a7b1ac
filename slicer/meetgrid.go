package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// heat says what is done at a place.
type heat uint8

const (
	cold heat = iota // nothing
	warm             // what lies there is seen
	hot              // edges are moved
)

const (
	// meetCell is the least size of the grid's cells, mm.
	meetCell = 0.5
	// meetRim is how far around the strokes it reaches, mm: over the outline.
	meetRim = 2.0
	// meetCells is how many cells it has at most.
	meetCells = 1 << 18
	// busyReach is how many cells around a tight turn are probed, foundReach how many around what
	// is found are hot, and seenReach how many around those are warm.
	busyReach, foundReach, seenReach = 2, 1, 3
)

// strip is a piece of a stroke with edges that meet those of its neighbours; or of an outline.
type strip struct {
	a, b       geom.Vec
	wide       float64     // how far its corners are from a and b at most, mm
	ha, hb     float64     // half of its width at both ends, mm
	corner     [4]geom.Vec // right of a and of b, left of b and of a
	track      int         // -1: the outline
	along      float64     // way of its middle
	begin, end bool        // has an edge across there
	tight      bool        // stays
}

// meetGrid finds the strips near a place.
type meetGrid struct {
	min    geom.Vec
	cell   float64
	nx, ny int
	number []int32 // by cell, from 1; 0 where it is cold
	heats  []heat  // by number
	strips []strip
	pairs  []cellStrip
	first  []int32 // by number: where its strips begin
	listed []int32
	pieces []piece
	found  []geom.Vec // where something is amiss
	ends   []geom.Vec // of strokes, with nothing before them
}

type cellStrip struct{ cell, strip int32 }

// cover makes g a cold grid over all of tracks.
func (g *meetGrid) cover(tracks []track) {
	far := geom.V(math.Inf(-1), math.Inf(-1))
	g.min, g.cell = geom.V(math.Inf(1), math.Inf(1)), meetCell
	for i := range tracks {
		for k := range tracks[i].spots {
			p := tracks[i].spots[k].at
			g.min, far = geom.V(min(g.min.X, p.X), min(g.min.Y, p.Y)), geom.V(max(far.X, p.X), max(far.Y, p.Y))
		}
	}
	rim := geom.V(meetRim, meetRim)
	g.min, far = g.min.Sub(rim), far.Add(rim)
	size := far.Sub(g.min)
	for float64((size.X/g.cell+1)*(size.Y/g.cell+1)) > meetCells {
		g.cell *= 2
	}
	g.nx, g.ny = int(size.X/g.cell)+1, int(size.Y/g.cell)+1
	g.number, g.heats = append(g.number[:0], make([]int32, g.nx*g.ny)...), append(g.heats[:0], cold)
}

// at returns the column and row of p, which may lie outside.
func (g *meetGrid) at(p geom.Vec) (x, y int) {
	return int(math.Floor((p.X - g.min.X) / g.cell)), int(math.Floor((p.Y - g.min.Y) / g.cell))
}

// window returns the cells, those of the grid, of the box around two places and those reach around
// them.
func (g *meetGrid) window(p, q geom.Vec, reach int) (x0, y0, x1, y1 int) {
	ax, ay := g.at(geom.V(min(p.X, q.X), min(p.Y, q.Y)))
	bx, by := g.at(geom.V(max(p.X, q.X), max(p.Y, q.Y)))
	return max(0, ax-reach), max(0, ay-reach), min(g.nx-1, bx+reach), min(g.ny-1, by+reach)
}

// warm heats the cells around p: those within reach to hot, those from which a bead may look
// there to warm.
func (g *meetGrid) warm(p geom.Vec, reach int) {
	g.heat(p, reach+seenReach, warm)
	g.heat(p, reach, hot)
}

// heat heats the cells within reach of p's.
func (g *meetGrid) heat(p geom.Vec, reach int, to heat) {
	x0, y0, x1, y1 := g.window(p, p, reach)
	for cy := y0; cy <= y1; cy++ {
		for cx := x0; cx <= x1; cx++ {
			k := &g.number[cy*g.nx+cx]
			if *k == 0 {
				*k, g.heats = int32(len(g.heats)), append(g.heats, to)
			}
			g.heats[*k] = max(g.heats[*k], to)
		}
	}
}

// heatAt returns how warm it is at p.
func (g *meetGrid) heatAt(p geom.Vec) heat {
	x, y := g.at(p)
	if x < 0 || y < 0 || x >= g.nx || y >= g.ny {
		return cold
	}
	return g.heats[g.number[y*g.nx+x]]
}

// lay takes the strips of m's tracks and the outline where it is warm.
func (m *meeting) lay(region polygon.Region) {
	m.strips, m.pairs = m.strips[:0], m.pairs[:0]
	for i := range m.tracks {
		t := &m.tracks[i]
		q, was := t.spots, -1
		var out geom.Vec // chord of spot was
		for k := 1; k < len(q); k++ {
			a, b := &q[k-1], &q[k]
			if a.heat == cold || b.heat == cold {
				continue
			}
			if was != k-1 {
				_, out = t.chord(k - 1)
			}
			in, next := t.chord(k)
			u, v := out.Mul(a.width/2), in.Mul(b.width/2)
			out, was = next, k
			m.list(strip{
				a: a.at, b: b.at, ha: a.width / 2, hb: b.width / 2, wide: reachOf / 2 * max(a.width, b.width), track: i, along: (a.along + b.along) / 2,
				corner: [4]geom.Vec{a.at.Sub(u), b.at.Sub(v), b.at.Add(v), a.at.Add(u)},
				begin:  k == 1 && !t.closed, end: k == len(q)-1 && !t.closed, tight: a.tight && b.tight,
			})
		}
	}
	for _, ring := range region {
		for k := range ring {
			m.outline(ring[k].Vec(), ring[(k+1)%len(ring)].Vec())
		}
	}
	m.sort()
}

// outline takes what of an outline's edge is warm.
func (g *meetGrid) outline(a, b geom.Vec) {
	n := math.Ceil(b.Sub(a).Len() / meetCell)
	for j := 0.0; j < n; j++ {
		p, q := a.To(b, j/n), a.To(b, (j+1)/n)
		if g.heatAt(p) > cold || g.heatAt(q) > cold {
			g.list(strip{a: p, b: q, track: -1, corner: [4]geom.Vec{p, q, q, p}})
		}
	}
}

// list adds s to the cells that it may touch.
func (g *meetGrid) list(s strip) {
	lo, hi := s.corner[0], s.corner[0]
	for _, c := range s.corner[1:] {
		lo, hi = geom.V(min(lo.X, c.X), min(lo.Y, c.Y)), geom.V(max(hi.X, c.X), max(hi.Y, c.Y))
	}
	g.add(int32(len(g.strips)), lo, hi)
	g.strips = append(g.strips, s)
}

// add adds what has an index to the cells of a box.
func (g *meetGrid) add(index int32, lo, hi geom.Vec) {
	x0, y0, x1, y1 := g.window(lo, hi, 0)
	for cy := y0; cy <= y1; cy++ {
		for cx := x0; cx <= x1; cx++ {
			if k := g.number[cy*g.nx+cx]; g.heats[k] > cold {
				g.pairs = append(g.pairs, cellStrip{k, index})
			}
		}
	}
}

// sort sorts the strips into their cells, by counting.
func (g *meetGrid) sort() {
	g.first = append(g.first[:0], make([]int32, len(g.heats)+2)...)
	for _, p := range g.pairs {
		g.first[p.cell+2]++
	}
	for i := 1; i < len(g.first); i++ {
		g.first[i] += g.first[i-1]
	}
	g.listed = append(g.listed[:0], make([]int32, len(g.pairs))...)
	for _, p := range g.pairs {
		g.listed[g.first[p.cell+1]] = p.strip
		g.first[p.cell+1]++
	}
}

// What a ray meets.
const (
	noEdge      = iota
	sideEdge    // of a bead beside
	endEdge     // a bead's end, or one that goes another way
	outlineEdge // of the part
	insideEdge  // it begins in another bead
)

// ray is a way from a spot of a track.
type ray struct {
	from, dir geom.Vec
	track     int
	along     float64 // of the spot, mm
	own       float64 // the part of its stroke to both sides that it does not see, mm
}

// ownShare is the part of a stroke, in its widths, to both sides of a spot that rays from its
// edges do not see: what is further away may be the other leg of a turn.
const ownShare = 0.9

// cast returns how far from r's start, up to reach, the next edge is, and what it is.
func (m *meeting) cast(r ray, reach float64) (at float64, what int) {
	at = reach
	x0, y0, x1, y1 := m.window(r.from, r.from.Add(r.dir.Mul(reach)), 0)
	for cy := y0; cy <= y1; cy++ {
		for cx := x0; cx <= x1; cx++ {
			c := m.number[cy*m.nx+cx]
			for _, k := range m.listed[m.first[c]:m.first[c+1]] {
				s := &m.strips[k]
				if r.misses(s, at) || s.track == r.track && m.own(r, s) {
					continue
				}
				if u, w := r.meets(s); w != noEdge && u < at {
					at, what = u, w
				}
			}
		}
	}
	return at, what
}

// own reports whether s is a piece of the stroke near r's spot.
func (m *meeting) own(r ray, s *strip) bool {
	d := math.Abs(s.along - r.along)
	if t := &m.tracks[r.track]; t.closed {
		d = min(d, t.spots[len(t.spots)-1].along-d)
	}
	return d < r.own
}

// reachOf is how far a strip's corners are from its middle at most, in its half widths.
const reachOf = 1.42

// misses reports whether r misses s for sure, or s is further away than reach.
func (r *ray) misses(s *strip, reach float64) bool {
	ax, ay, bx, by := s.a.X-r.from.X, s.a.Y-r.from.Y, s.b.X-r.from.X, s.b.Y-r.from.Y
	p, q := float64(r.dir.X*ay)-float64(r.dir.Y*ax), float64(r.dir.X*by)-float64(r.dir.Y*bx)
	if p > s.wide && q > s.wide || p < -s.wide && q < -s.wide {
		return true
	}
	p, q = float64(r.dir.X*ax)+float64(r.dir.Y*ay)-s.wide, float64(r.dir.X*bx)+float64(r.dir.Y*by)-s.wide
	return p > reach && q > reach || p < -2*s.wide && q < -2*s.wide
}

// inShare is the part of a bead's width that counts as in it.
const inShare = 0.9

// meets returns where r meets s.
func (r ray) meets(s *strip) (u float64, what int) {
	if s.track < 0 {
		if u := r.cross(s.corner[0], s.corner[1]); u >= 0 {
			return u, outlineEdge
		}
		return 0, noEdge
	}
	d := s.b.Sub(s.a)
	f := max(0, min(1, r.from.Sub(s.a).Dot(d)/d.Dot(d)))
	h := s.ha + float64(f*(s.hb-s.ha))
	if way := s.a.To(s.b, f).Sub(r.from); way.Len() < inShare*h {
		if ahead := way.Dot(r.dir); ahead > 0 {
			return ahead - h, insideEdge
		}
		return 0, noEdge // the bead is on the other side
	}
	what, u = noEdge, math.Inf(1)
	meet := func(v float64, w int) {
		if v < u {
			u, what = v, w
		}
	}
	side := sideEdge
	cos := math.Abs(r.dir.Cross(d.Unit()))
	if cos < squarely || s.tight {
		side = endEdge
	}
	if v := r.cross(s.a, s.b); v >= 0 { // its middle: its edges may cross inside of a turn
		f := r.from.Add(r.dir.Mul(v)).Sub(s.a).Len() / d.Len()
		meet(v-(s.ha+float64(f*(s.hb-s.ha)))/max(0.5, cos), side)
	}
	for k := 0; k < 4; k++ {
		a, b := s.corner[k], s.corner[(k+1)%4]
		v := -1.0
		switch e := b.Sub(a); {
		case k == 1 && !s.end, k == 3 && !s.begin, r.dir.Cross(e) >= 0: // no edge, or the ray leaves
		case k%2 == 0 && float64(e.Dot(d)*float64(1-k)) < 0: // the edge runs backwards
		default:
			v = r.cross(a, b)
		}
		if v >= leastAway {
			if k%2 == 1 {
				side = endEdge
			}
			meet(v, side)
		}
	}
	return u, what
}

const (
	// squarely is the least cosine between a ray and the normal of a bead beside.
	squarely = 0.7
	// leastAway is how far away, mm, an edge is at least.
	leastAway = 0.05
)

// cross returns how far along r the edge from a to b is, -1 where r does not cross it.
func (r ray) cross(a, b geom.Vec) float64 {
	a, b = a.Sub(r.from), b.Sub(r.from)
	ca, cb := r.dir.Cross(a), r.dir.Cross(b)
	if (ca > 0) == (cb > 0) {
		return -1
	}
	return r.dir.Dot(a.To(b, ca/(ca-cb)))
}
