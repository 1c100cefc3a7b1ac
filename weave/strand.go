package weave

import (
	"math"
	"sort"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/medial"
)

// turning returns the angle between a and b, radians.
func turning(a, b geom.Vec) float64 { return math.Abs(steady.Atan2(a.Cross(b), a.Dot(b))) }

// onSegment returns the point of ab nearest to p, as its share of the way.
func onSegment(p, a, b geom.Vec) (at geom.Vec, t float64) {
	d := b.Sub(a)
	if l2 := d.Dot(d); l2 > 0 {
		t = min(1, max(0, p.Sub(a).Dot(d)/l2))
	}
	return a.Add(d.Mul(t)), t
}

// dab is a place on a strand or a link.
type dab struct {
	at    geom.Vec
	width float64
}

// strand is a bead measured along its length. A closed one repeats its first point.
type strand struct {
	at     []geom.Vec
	width  []float64
	along  []float64 // length up to each point
	laid   []float64 // area up to each point
	closed bool
	outer  bool    // along the region's outline
	inside float64 // signed area enclosed by a closed one, positive where it turns left
}

// newStrand returns b without repeated points, or nil where less than two are left.
func newStrand(b medial.Bead) *strand {
	n := len(b.Points) + 1
	s := &strand{closed: b.Closed, at: make([]geom.Vec, 0, n), width: make([]float64, 0, n)}
	var last geom.Point
	for i, p := range b.Points[:min(len(b.Points), len(b.Widths))] {
		if i > 0 && p == last {
			continue
		}
		last = p
		s.at, s.width = append(s.at, p.Vec()), append(s.width, geom.ToMM(max(0, b.Widths[i])))
	}
	if n := len(s.at); s.closed && n > 1 && s.at[0] == s.at[n-1] {
		s.at, s.width = s.at[:n-1], s.width[:n-1]
	}
	if len(s.at) < 2 {
		return nil
	}
	if s.closed {
		s.at, s.width = append(s.at, s.at[0]), append(s.width, s.width[0])
	}
	s.measure()
	return s
}

// measure sets the lengths and areas.
func (s *strand) measure() {
	s.along, s.laid, s.inside = make([]float64, len(s.at)), make([]float64, len(s.at)), 0
	for i := 1; i < len(s.at); i++ {
		l := s.at[i].Dist(s.at[i-1])
		s.along[i] = s.along[i-1] + l
		s.laid[i] = s.laid[i-1] + float64(l*(s.width[i]+s.width[i-1])/2)
		s.inside += s.at[i-1].Sub(s.at[0]).Cross(s.at[i].Sub(s.at[0])) / 2
	}
}

func (s *strand) length() float64 { return s.along[len(s.along)-1] }

// wrap returns the place x, which may lie before the start or after the end, within them.
func (s *strand) wrap(x float64) float64 {
	l := s.length()
	if !s.closed {
		return min(l, max(0, x))
	}
	if x >= 0 && x < l {
		return x
	}
	if x = math.Mod(x, l); x < 0 {
		x += l
	}
	return x
}

// edge returns the edge on which x, within the strand, lies, and its share of it.
func (s *strand) edge(x float64) (k int, t float64) {
	k = sort.SearchFloat64s(s.along[1:len(s.along)-1], x)
	return k, min(1, max(0, (x-s.along[k])/(s.along[k+1]-s.along[k])))
}

// place returns the strand at x.
func (s *strand) place(x float64) dab {
	return s.on(s.edge(s.wrap(x)))
}

// on returns the strand at share t of edge k.
func (s *strand) on(k int, t float64) dab {
	return dab{s.at[k].To(s.at[k+1], t), s.width[k] + float64(t*(s.width[k+1]-s.width[k]))}
}

// headingReach is how far on both sides of a place a heading is taken, mm.
const headingReach = 0.05

// heading returns the direction of the strand at x.
func (s *strand) heading(x float64) geom.Vec {
	return s.place(x + headingReach).at.Sub(s.place(x - headingReach).at).Unit()
}

// upTo returns the area from the start to x, within the strand.
func (s *strand) upTo(x float64) float64 {
	k, t := s.edge(x)
	w := s.width[k] + float64(t*(s.width[k+1]-s.width[k]))
	return s.laid[k] + float64((x-s.along[k])*(s.width[k]+w)/2)
}

// area returns the area from one place to a later one, less than a round away.
func (s *strand) area(from, to float64) float64 {
	from, to = s.wrap(from), s.wrap(to)
	a := s.upTo(to) - s.upTo(from)
	if to < from {
		a += s.laid[len(s.laid)-1]
	}
	return a
}

// piece appends the dabs from one place to a later one, at most a round away.
func (s *strand) piece(out []dab, from, to float64) []dab {
	if from = s.wrap(from); to < from {
		to += s.length()
	}
	out = append(out, s.place(from))
	n := len(s.at) - 1
	for k, _ := s.edge(from); ; k++ {
		x := s.along[k%n+1] + float64(float64(k/n)*s.length())
		if x >= to-1e-7 || k > 2*n {
			return append(out, s.place(to))
		}
		if x > from+1e-7 {
			out = append(out, dab{s.at[k%n+1], s.width[k%n+1]})
		}
	}
}

// bend returns how far the strand strays from straight within reach of x, where it is at, as a
// share of reach; open ends bend.
func (s *strand) bend(x float64, at geom.Vec, reach float64) float64 {
	if !s.closed && (x < reach || x > s.length()-reach) {
		return 1
	}
	a, b := s.place(x-reach).at, s.place(x+reach).at
	return at.Dist(a.To(b, 0.5)) / reach
}

// turnAt returns how sharply a closed strand turns at its point i, in radians: concave
// corners, where a seam hides best, count a quarter more.
func (s *strand) turnAt(i int) float64 {
	n := len(s.at) - 1
	a, b, c := s.at[(i+n-1)%n], s.at[i%n], s.at[i%n+1]
	t := steady.Atan2(b.Sub(a).Cross(c.Sub(b)), b.Sub(a).Dot(c.Sub(b)))
	if s.inside < 0 {
		t = -t
	}
	return max(t, -1.25*t)
}
