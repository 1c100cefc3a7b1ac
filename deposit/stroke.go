package deposit

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// between returns the distance from a to b, mm.
func between(a, b geom.Point) float64 { return a.Dist(b) / geom.Millimetre }

// stroke is extrusion without a break.
type stroke struct {
	points []geom.Point // no two in a row are equal
	widths []float64    // of the strip to each point from the one before, mm; [0] is 0
}

// start begins s at p.
func (s *stroke) start(p geom.Point) {
	s.points, s.widths = append(s.points, p), append(s.widths, 0)
}

// to lays a strip of the given area, mm2, to p, which is not where s is.
func (s *stroke) to(p geom.Point, area float64) {
	d := between(s.points[len(s.points)-1], p)
	s.points, s.widths = append(s.points, p), append(s.widths, area/d)
}

// end returns where s is.
func (s *stroke) end() geom.Point { return s.points[len(s.points)-1] }

// closed reports whether s ends where it starts.
func (s *stroke) closed() bool { return len(s.points) > 3 && s.points[0] == s.end() }

// area returns what s lays, mm2.
func (s *stroke) area() float64 {
	var sum float64
	for i := 1; i < len(s.points); i++ {
		sum += float64(s.widths[i] * between(s.points[i-1], s.points[i]))
	}
	return sum
}

// squeeze makes widths that hold in a layer 1 mm high those in one of the given height.
func (s *stroke) squeeze(height float64) {
	for i := range s.widths {
		s.widths[i] /= height
	}
}

// strokesOf returns what l lays, skirt and brim apart. Paths that go on where the one
// before ended are one stroke.
func strokesOf(l *toolpath.Layer) []stroke {
	var out []stroke
	var last *toolpath.Path
	for i := range l.Paths {
		p := &l.Paths[i]
		if p.Role == toolpath.Skirt || p.Role == toolpath.Brim || p.Role == toolpath.Support || len(p.Points) < 2 {
			last = nil
			continue
		}
		if last == nil || p.Travel.Retract || len(p.Travel.Via) > 0 || last.Points[len(last.Points)-1] != p.Points[0] {
			out = append(out, stroke{})
			out[len(out)-1].start(p.Points[0])
		}
		out[len(out)-1].lay(p, l.Height)
		last = p
	}
	return out
}

// lay adds the segments of p, from its second point on.
func (s *stroke) lay(p *toolpath.Path, height float64) {
	for i := 1; i < len(p.Points); i++ {
		if p.Points[i] == p.Points[i-1] {
			continue
		}
		width := (p.WidthAt(i-1) + p.WidthAt(i)) / 2
		s.to(p.Points[i], toolpath.Spacing(width, height)*p.Flow*between(p.Points[i-1], p.Points[i]))
	}
}

// chord is where two strips of width 2 meet: from the turn's place, what is to its left
// of the strip that ends there and of the one that starts.
type chord struct{ in, out geom.Vec }

// square is how much above a right angle, as a cosine, counts as one: what rounding to
// micrometres does to short segments.
const square = -0.02

// turn returns the chord between directions a and b, unit vectors.
func turn(a, b geom.Vec) chord {
	if a.Dot(b) >= square {
		m := mitre(a.Left(), b.Left())
		return chord{m, m}
	}
	d := b.Sub(a)
	mid := d.Mul(1 / d.Len())
	if a.Cross(b) < 0 {
		mid = mid.Mul(-1)
	}
	return chord{mitre(a.Left(), mid), mitre(mid, b.Left())}
}

// mitre returns the vector along the bisector of the unit vectors a and b that has length
// 1 along each of them.
func mitre(a, b geom.Vec) geom.Vec { return a.Add(b).Mul(1 / (1 + a.Dot(b))) }

// outline calls line with the edges of the area that s lays, in order, that area on
// their left. Where s turns too tightly for its width the outline crosses itself, and
// goes around some places the other way.
func (s *stroke) outline(line func(a, b geom.Vec)) {
	n := len(s.points) - 1
	if n < 1 {
		return
	}
	places, chords := s.chords()
	for i := 1; i <= n; i++ {
		a, b, w := places[i-1], places[i], s.widths[i]/2
		u, v := chords[i-1].out.Mul(w), chords[i].in.Mul(w)
		line(a.Sub(u), b.Sub(v))
		line(b.Add(v), a.Add(u))
		if i == 1 && !s.closed() {
			line(a.Add(u), a.Sub(u))
		}
		if i == n && !s.closed() {
			line(b.Sub(v), b.Add(v))
			return
		}
		next := s.widths[i%n+1] / 2
		u = chords[i].out.Mul(next)
		line(b.Sub(v), b.Sub(u))
		line(b.Add(u), b.Add(v))
	}
}

// chords returns s's points and the chord at each of them.
func (s *stroke) chords() (places []geom.Vec, chords []chord) {
	n := len(s.points) - 1
	places, chords = make([]geom.Vec, n+1), make([]chord, n+1)
	dirs := make([]geom.Vec, n+1) // of the strip to each point
	for i, p := range s.points {
		places[i] = p.Vec()
		if i > 0 {
			d := places[i].Sub(places[i-1])
			dirs[i] = d.Mul(1 / d.Len())
		}
	}
	for i := 1; i < n; i++ {
		chords[i] = turn(dirs[i], dirs[i+1])
	}
	chords[0] = turn(dirs[1], dirs[1])
	chords[n] = turn(dirs[n], dirs[n])
	if s.closed() {
		chords[n] = turn(dirs[n], dirs[1])
		chords[0] = chords[n]
	}
	return places, chords
}
