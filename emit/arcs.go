package emit

import (
	"math"

	"github.com/visiere/visiere/internal/steady"
)

// arc is what makes a segment a part of a circle. The zero value is straight.
type arc struct {
	centre grid
	turn   int     // 1 to the left (G3), -1 to the right (G2)
	length float64 // micrometres
}

const (
	// leastArc is from how many segments on one arc takes their place.
	leastArc = 4
	// arcWidth is by how much, mm, their widths may differ.
	arcWidth = 0.01
	// arcSweep is the largest angle of an arc: near a whole turn firmwares may see none.
	arcSweep = 1.5 * math.Pi
	// arcChord is the chord in micrometres into which firmwares cut arcs again. Arcs that it
	// would leave by more than the tolerance stay as they are.
	// Source: MM_PER_ARC_SEGMENT of Marlin and Prusa's firmware, Klipper's gcode_arcs.
	arcChord = 1000
	// arcRadius is the largest radius, micrometres.
	arcRadius = 1e6
)

// arcs returns b's segments with arcs for those that run along circles at one speed and
// width, as near as the printer's tolerance: points and the middles of segments. All
// volumes stay, and so does the cap. It writes over all.
func (e *emitter) arcs(b *bead, all []segment) []segment {
	if e.arcTol == 0 {
		return all
	}
	out, at := all[:0], e.at
	for i := 0; i < len(all); {
		n, a := e.longest(at, all[i:])
		s := all[i+n-1]
		if n > 1 {
			s.arc, s.n = a, 0
			for _, part := range all[i : i+n] {
				s.n += part.n
			}
			if b.cap > 0 {
				s.feed = max(1, min(s.feed, int64(b.cap*a.length/(microns*float64(s.n)))))
			}
		}
		out, at = append(out, s), s.to
		i += n
	}
	return out
}

// longest returns how many of the next segments one arc can take the place of, and that
// arc; 1 where there is none.
func (e *emitter) longest(from grid, next []segment) (int, arc) {
	most := 1
	for most < len(next) && next[most].feed == next[0].feed && math.Abs(next[most].width-next[0].width) <= arcWidth {
		most++
	}
	best, found := 1, arc{}
	for n := leastArc; n <= most; n *= 2 {
		a, ok := e.fit(from, next[:n])
		if !ok {
			most = n - 1
			break
		}
		best, found = n, a
	}
	if best == 1 {
		return 1, arc{}
	}
	for lo, hi := best, min(most, 2*best-1); lo < hi; {
		n := (lo + hi + 1) / 2
		if a, ok := e.fit(from, next[:n]); ok {
			best, found, lo = n, a, n
		} else {
			hi = n - 1
		}
	}
	return best, found
}

// fit returns the arc through the first, the middle and the last place of a way, and
// whether the way is nowhere further from it than the tolerance.
func (e *emitter) fit(from grid, way []segment) (arc, bool) {
	to := way[len(way)-1].to
	c, ok := circleThrough(from, way[len(way)/2-1].to, to)
	if !ok {
		return arc{}, false
	}
	a := arc{centre: c, turn: 1}
	if cross(from, way[0].to, to) < 0 {
		a.turn = -1
	}
	r := away(c, from)
	if r > arcRadius || sagitta(r, arcChord) > e.arcTol {
		return arc{}, false
	}
	sweep, at := 0.0, from
	for i := range way {
		p := way[i].to
		d := distance(p.x-at.x, p.y-at.y)
		turn := float64(float64(a.turn) * angle(c, at, p))
		if turn <= 0 || math.Abs(away(c, p)-r) > e.arcTol || sagitta(r, d) > e.arcTol {
			return arc{}, false
		}
		sweep, at = sweep+turn, p
	}
	a.length = float64(r * sweep)
	return a, sweep <= arcSweep
}

// circleThrough returns the centre of the circle through three places; not ok where they
// are on a line.
func circleThrough(a, b, c grid) (grid, bool) {
	bx, by, cx, cy := float64(b.x-a.x), float64(b.y-a.y), float64(c.x-a.x), float64(c.y-a.y)
	d := 2 * (float64(bx*cy) - float64(by*cx))
	if d == 0 {
		return grid{}, false
	}
	b2, c2 := float64(bx*bx)+float64(by*by), float64(cx*cx)+float64(cy*cy)
	x, y := (float64(cy*b2)-float64(by*c2))/d, (float64(bx*c2)-float64(cx*b2))/d
	if math.Abs(x)+math.Abs(y) > 4*arcRadius {
		return grid{}, false
	}
	return grid{a.x + int64(math.Round(x)), a.y + int64(math.Round(y))}, true
}

// away returns how far p is from c.
func away(c, p grid) float64 { return distance(p.x-c.x, p.y-c.y) }

// cross returns twice the area of the triangle abc, positive where it turns left.
func cross(a, b, c grid) int64 { return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x) }

// angle returns the angle at c from p to q, positive to the left.
func angle(c, p, q grid) float64 {
	dot := (p.x-c.x)*(q.x-c.x) + (p.y-c.y)*(q.y-c.y)
	return steady.Atan2(float64(cross(c, p, q)), float64(dot))
}

// sagitta returns how far the middle of a chord is from its circle of radius r.
func sagitta(r, chord float64) float64 {
	if chord >= 2*r {
		return r
	}
	return r - math.Sqrt(float64(r*r)-float64(chord*chord/4))
}

// curve writes an arc that pushes filament.
func (e *emitter) curve(s *segment) {
	from := e.at
	e.buf = append(e.buf, "G2"...)
	if s.arc.turn > 0 {
		e.buf[len(e.buf)-1] = '3'
	}
	e.moveTo(s.to)
	e.word('I', s.arc.centre.x-from.x, 3)
	e.word('J', s.arc.centre.y-from.y, 3)
	if s.n != 0 {
		e.word('E', e.e.value(s.n), 5)
	}
	e.speed(s.feed)
	e.end()
}

// way returns how far s goes from a place along X, Y and in all, mm: along an arc, which
// heads everywhere, all of it counts for both axes.
func (s *segment) way(from grid) (x, y, all float64) {
	if s.arc.turn != 0 {
		d := s.arc.length / microns
		return d, d, d
	}
	x, y = float64(s.to.x-from.x)/microns, float64(s.to.y-from.y)/microns
	return x, y, math.Sqrt(float64(x*x) + float64(y*y))
}

// write writes s, which is a part of a path.
func (e *emitter) write(s *segment) {
	if s.arc.turn != 0 {
		e.curve(s)
		return
	}
	e.stroke(s.to, s.n, s.feed)
}
