package hold

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// Alignment is how a part is turned, then moved in the plane, so that it lies on another.
type Alignment struct {
	Shift   geom.Point
	Degrees float64 // counter-clockwise about the origin
	Match   float64 // area that both share over the area of both together, 0 to 1
}

const (
	// enough is a match that is not worth a search, and better by which a search has to be
	// to be worth its odd angles.
	enough, better = 0.97, 0.01
	// firstTurn and firstShift are the first steps of the search, finest the last, degrees
	// and mm.
	firstTurn, firstShift, finest = 4.0, 2.0, 0.03
	// alignTol is how exact outlines are while they are aligned, nm.
	alignTol = 50_000
)

// Align returns the turn and shift at which moving lies on fixed best: area for area,
// region by region. It tries moving as it lies, by half and quarter turns, and by the
// axes of inertia, then searches around the best.
func Align(fixed, moving []polygon.Region) Alignment {
	s := newSearch(fixed, moving)
	best := Alignment{Match: s.match(geom.Point{}, 0)}
	for _, degrees := range []float64{180, 90, 270} {
		best = s.try(best, geom.Point{}, degrees, better)
	}
	if best.Match >= enough {
		return best
	}
	found := best
	for _, degrees := range s.turns() {
		found = s.try(found, s.centred(degrees), degrees, 0)
	}
	if found = s.refine(found); found.Match > best.Match+better {
		return found
	}
	return best
}

// search looks for an alignment.
type search struct {
	fixed, moving []polygon.Region
	all           float64 // area of fixed and moving together
	f, m          moments // of all regions
}

// newSearch returns a search on outlines that are fine enough for it.
func newSearch(fixed, moving []polygon.Region) *search {
	s := &search{}
	for i := range fixed {
		a, b := fixed[i].Simplify(alignTol), moving[i].Simplify(alignTol)
		s.fixed, s.moving = append(s.fixed, a), append(s.moving, b)
		s.all += a.Area() + b.Area()
		s.f.add(momentsOf(a))
		s.m.add(momentsOf(b))
	}
	return s
}

// add adds the moments of another region.
func (m *moments) add(o moments) {
	m.a += o.a
	m.x += o.x
	m.y += o.y
	m.xx += o.xx
	m.xy += o.xy
	m.yy += o.yy
}

// match returns how well moving lies on fixed.
func (s *search) match(shift geom.Point, degrees float64) float64 {
	pose := geom.NewPose(shift, degrees)
	common := 0.0
	for i, r := range s.moving {
		placed := make(polygon.Region, len(r))
		for k, g := range r {
			placed[k] = pose.Ring(g)
		}
		common += polygon.Intersection(s.fixed[i], placed).Area()
	}
	if s.all <= common {
		return 0
	}
	return common / (s.all - common)
}

// try returns the better of best and another place, which has to be better by more than
// least.
func (s *search) try(best Alignment, shift geom.Point, degrees, least float64) Alignment {
	if m := s.match(shift, degrees); m > best.Match+least {
		return Alignment{shift, degrees, m}
	}
	return best
}

// turns lists the turns by which the axes of inertia coincide, and every 30 degrees for
// parts that have none.
func (s *search) turns() []float64 {
	d := s.f.axis() - s.m.axis()
	out := []float64{d, d + 90, d + 180, d + 270}
	for a := 0.0; a < 360; a += 30 {
		out = append(out, a)
	}
	for i, a := range out {
		out[i] = math.Round(math.Mod(a+720, 360)*1e3) / 1e3
	}
	return out
}

// axis returns the direction of the principal axis of inertia, degrees.
func (m *moments) axis() float64 {
	if m.a == 0 {
		return 0
	}
	x, y := m.x/m.a, m.y/m.a
	xx, yy, xy := m.xx/m.a-float64(x*x), m.yy/m.a-float64(y*y), m.xy/m.a-float64(x*y)
	return steady.Atan2(2*xy, xx-yy) / 2 * 180 / math.Pi
}

// centred returns the shift that brings the centres of area together.
func (s *search) centred(degrees float64) geom.Point {
	if s.f.a == 0 || s.m.a == 0 {
		return geom.Point{}
	}
	pose := geom.NewPose(geom.Point{}, degrees)
	at := pose.Place(geom.MM(s.m.x/s.m.a, s.m.y/s.m.a))
	return geom.MM(s.f.x/s.f.a, s.f.y/s.f.a).Sub(at)
}

// refine searches around a place: in steps that halve while none is better.
func (s *search) refine(a Alignment) Alignment {
	turn, shift := firstTurn, firstShift
	for shift >= finest {
		was := a
		nm := geom.ToNM(shift)
		for _, d := range []geom.Point{{X: nm}, {X: -nm}, {Y: nm}, {Y: -nm}} {
			a = s.try(a, a.Shift.Add(d), a.Degrees, 0)
		}
		for _, d := range []float64{turn, -turn} {
			a = s.about(a, d)
		}
		if a == was {
			turn, shift = turn/2, shift/2
		}
	}
	return a
}

// about tries to turn moving by more degrees around its centre of area.
func (s *search) about(a Alignment, more float64) Alignment {
	at := a.Shift.Sub(s.centred(a.Degrees))
	degrees := math.Round(math.Mod(a.Degrees+more+360, 360)*1e4) / 1e4
	return s.try(a, s.centred(degrees).Add(at), degrees, 0)
}
