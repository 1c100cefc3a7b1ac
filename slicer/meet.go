package slicer

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/toolpath"
)

// Where beads are looked at, in mm and radians.
const (
	// meetPitch is how far apart the places are whose edges may be moved.
	meetPitch = 0.16
	// turnLeast is the shortest way from which a stroke turns: on less its width changes.
	turnLeast = 0.01
	// busyTurn is how much a stroke turns, to either side, within busyWindow to both sides where it is a
	// link, the tip of a bead or a corner; a point where it turns by less than busyLeast is not looked at.
	busyTurn, busyWindow, busyLeast = 0.8, 0.6, 0.1
)

// spot is a place on a stroke.
type spot struct {
	at    geom.Vec // mm
	width float64  // what the bead takes up, mm
	turn  float64  // of the stroke here, radians
	along float64  // way from the stroke's start, mm
	in    geom.Vec // to the left edge of a strip 2 wide that ends here: where edges of strips meet
	out   geom.Vec // the same of one that begins
	point bool     // of the stroke as it was
	moved bool
	start bool // of a closed stroke that begins elsewhere now
}

// track is a stroke's spots.
type track struct {
	spots  []spot
	closed bool
}

// meeting is the memory of what lets beads meet.
type meeting struct {
	settler  settler
	tracks   []track
	found    []geom.Vec // where strokes turn or end
	spots    []spot     // of a track before it got more
	out, run []knot
}

// meetings are the memories that are not in use.
var meetings par.Spare[meeting]

// meet lets l's beads, joined and smooth, take what lies between them: where neighbours leave
// a gap or lay something twice, as beside links and where beads begin, their edges are moved.
//
//  1. Near turns by busyTurn and ends moves of edges and ends are tried, and those kept that make such
//     places less; all else stays as it is, point by point.
//  2. Widths stay within what beads may have, edges on the outline stay.
//
// Cost: in proportion to the points, and to the tiles of the plane that hold such turns and ends.
func (s *Slicer) meet(paths []toolpath.Path, l *layer) {
	m := meetings.Get()
	defer meetings.Put(m)
	height, opt := l.wall.height, s.beadWidths(l, 0)
	m.begin(paths, height)
	if m.look(); len(m.found) == 0 {
		return
	}
	m.settler.speed = paceSpeed
	if l.first {
		m.settler.speed = paceFirst
	}
	m.settler.cover(m.found)
	m.begun()
	m.sample()
	m.settler.settle(m.tracks, l.region, geom.ToMM(opt.Min), geom.ToMM(opt.Max))
	for i := range m.tracks {
		if m.tracks[i].moved() {
			m.tracks[i].back()
			m.put(&m.tracks[i], &paths[i], height)
		}
	}
}

// moved reports whether any spot of t has moved.
func (t *track) moved() bool {
	for i := range t.spots {
		if t.spots[i].moved {
			return true
		}
	}
	return false
}

// begin takes the points of paths as spots.
func (m *meeting) begin(paths []toolpath.Path, height float64) {
	m.tracks = slices.Grow(m.tracks, max(0, len(paths)-len(m.tracks)))[:len(paths)] // with their memory
	for i := range paths {
		p, t := &paths[i], &m.tracks[i]
		t.spots, t.closed = slices.Grow(t.spots[:0], len(p.Points)), p.Closed()
		for k := range p.Points {
			t.spots = append(t.spots, spotAt(p, k, height))
		}
		t.measure()
	}
}

// spotAt returns the spot at point k of p.
func spotAt(p *toolpath.Path, k int, height float64) spot {
	return spot{at: p.Points[k].Vec(), width: toolpath.Spacing(p.WidthAt(k), height), point: true}
}

// measure sets the turns and ways of t's spots.
func (t *track) measure() {
	q := t.spots
	var was geom.Vec
	for i := 1; i < len(q); i++ {
		d := q[i].at.Sub(q[i-1].at)
		l := d.Len()
		q[i].along, q[i-1].turn = q[i-1].along+l, 0
		if l < turnLeast {
			continue
		}
		if i > 1 {
			q[i-1].turn = turning(was, d)
		}
		was = d
	}
}

// busy reports whether t turns so much around spot k as links, the tips of beads and corners do.
func (t *track) busy(k int) bool {
	return math.Abs(t.spots[k].turn) >= busyLeast && t.turned(k, busyWindow) > busyTurn
}

// turned returns by how much t turns, to either side, on less than a way to both sides of spot k.
func (t *track) turned(k int, way float64) float64 {
	q := t.spots
	sum := 0.0
	for i := k; i >= 0 && q[k].along-q[i].along < way; i-- {
		sum += math.Abs(q[i].turn)
	}
	for i := k + 1; i < len(q) && q[i].along-q[k].along < way; i++ {
		sum += math.Abs(q[i].turn)
	}
	return sum
}

// look finds what is busy, and the ends of open strokes.
func (m *meeting) look() {
	m.found = m.found[:0]
	for i := range m.tracks {
		t := &m.tracks[i]
		for k := range t.spots {
			if t.busy(k) || !t.closed && (k == 0 || k == len(t.spots)-1) {
				m.found = append(m.found, t.spots[k].at)
			}
		}
	}
}

// begun lets closed strokes that begin in a tile begin outside of all, if they come there: ends do not move.
func (m *meeting) begun() {
	calm := func(s *spot) bool {
		in, _ := m.settler.tileAt(tilted(s.at))
		return in == nil
	}
	for i := range m.tracks {
		t := &m.tracks[i]
		q, last := t.spots, len(t.spots)-1
		if !t.closed || calm(&q[0]) || q[0].width != q[last].width {
			continue
		}
		if k := slices.IndexFunc(q, func(s spot) bool { return calm(&s) }); k > 0 {
			q[0].start = true
			t.from(k)
			t.measure()
		}
	}
}

// from lets a closed track begin at spot k, whose way stays what it is.
func (t *track) from(k int) {
	last := len(t.spots) - 1
	all := t.spots[:last]
	slices.Reverse(all[:k])
	slices.Reverse(all[k:])
	slices.Reverse(all)
	t.spots[last] = all[0]
}

// back lets a track that begins elsewhere begin again where it did.
func (t *track) back() {
	if k := slices.IndexFunc(t.spots, func(s spot) bool { return s.start }); k > 0 {
		t.from(k)
	}
}

// sample puts more spots in tiles, at most meetPitch apart.
func (m *meeting) sample() {
	for i := range m.tracks {
		t := &m.tracks[i]
		m.spots = append(m.spots[:0], t.spots...)
		t.spots = t.spots[:0]
		for k := range m.spots {
			if k > 0 {
				t.spots = m.between(t.spots, &m.spots[k-1], &m.spots[k])
			}
			t.spots = append(t.spots, m.spots[k])
		}
		t.edges(0, len(t.spots)-1)
	}
}

// between appends spots between a and b to out where they lie in tiles.
func (m *meeting) between(out []spot, a, b *spot) []spot {
	d := b.along - a.along
	if d <= meetPitch {
		return out
	}
	n := math.Ceil(d / meetPitch)
	for j := 1.0; j < n; j++ {
		f := j / n
		at := a.at.To(b.at, f)
		if in, _ := m.settler.tileAt(tilted(at)); in != nil {
			out = append(out, spot{at: at, width: a.width + float64(f*(b.width-a.width)), along: a.along + float64(f*d)})
		}
	}
	return out
}

// edges sets where the edges of t's strips meet at the spots i to j, of those that there are.
func (t *track) edges(i, j int) {
	i, j = max(0, i), min(len(t.spots)-1, j)
	before := t.heading(i)
	for k := i; k <= j; k++ {
		after := t.heading(k + 1)
		a, b := before, after
		if a == (geom.Vec{}) {
			a = b
		}
		if b == (geom.Vec{}) {
			b = a
		}
		t.spots[k].in, t.spots[k].out = chord(a, b)
		before = after
	}
}

// heading returns the direction of the strip to spot i, on a closed track around its end, too; 0 where there is none.
func (t *track) heading(i int) geom.Vec {
	last := len(t.spots) - 1
	switch {
	case i > 0 && i <= last:
	case !t.closed:
		return geom.Vec{}
	case i == 0:
		i = last
	default:
		i = 1
	}
	return t.spots[i].at.Sub(t.spots[i-1].at).Unit()
}

// chord returns where the left edges of strips 2 wide in the directions a and b meet: in two places where
// they turn by more than a right angle.
func chord(a, b geom.Vec) (in, out geom.Vec) {
	if a.Dot(b) > 0 {
		in = mitre(a.Left(), b.Left())
		return in, in
	}
	mid := b.Sub(a).Unit()
	if a.Cross(b) < 0 {
		mid = mid.Mul(-1)
	}
	return mitre(a.Left(), mid), mitre(mid, b.Left())
}

// mitre returns the vector along the bisector of the unit vectors a and b that has length 1
// along each of them.
func mitre(a, b geom.Vec) geom.Vec { return a.Add(b).Mul(1 / (1 + a.Dot(b))) }

// put sets p's points to t's spots, less those that neither moved nor were there, and those
// that moved ones can do without.
func (m *meeting) put(t *track, p *toolpath.Path, height float64) {
	out, run := m.out[:0], m.run[:0]
	q := t.spots
	for i := range q {
		if beside := i > 0 && q[i-1].moved || i+1 < len(q) && q[i+1].moved; !q[i].moved && !q[i].point && !beside {
			continue
		}
		k := knot{q[i].at.X * geom.Millimetre, q[i].at.Y * geom.Millimetre, toolpath.WidthFor(q[i].width, height)}
		run = append(run, k)
		if i == 0 || !q[i].moved {
			out, run = laid(out, run), append(run[:0], k)
		}
	}
	out = onward(laid(out, run))
	m.out, m.run = out, run
	p.Points, p.Widths = make([]geom.Point, 0, len(out)), make([]float64, 0, len(out))
	for _, k := range out {
		if at, n := k.point(), len(p.Points); n == 0 || p.Points[n-1] != at {
			p.Points, p.Widths = append(p.Points, at), append(p.Widths, k.width)
		}
	}
}

// laid appends to out what remains of a run after its first knot, which is out's last; where
// the width changes, in steps.
func laid(out, run []knot) []knot {
	switch {
	case len(out) == 0:
		return append(out, run...)
	case len(run) <= 2:
		return append(out, run[1:]...)
	}
	was := run[0]
	for _, k := range thin(make([]knot, 0, 64), run) {
		n := steps(was, k)
		for i := 1; i <= n; i++ {
			out = append(out, was.to(k, float64(i)/float64(n)))
		}
		was = k
	}
	return out
}

// turning returns by how much, radians, b turns to the left of a.
func turning(a, b geom.Vec) float64 {
	x, y := a.Dot(b), a.Cross(b)
	if math.Abs(y) < 0.2*x { // nearly always; the series is within 2e-6
		t := y / x
		q := float64(t * t)
		return t * (1 - float64(q*(1.0/3-q/5)))
	}
	return steady.Atan2(y, x)
}
