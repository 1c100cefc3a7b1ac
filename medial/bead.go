package medial

import "github.com/visiere/visiere/geom"

// Bead is one stroke of extruded material, in nanometres.
type Bead struct {
	Points []geom.Point
	Widths []int64 // at each point; linear between them
	Closed bool    // the last point joins the first, which is not repeated
	Outer  bool    // along the outline, with no bead between
}

// Area returns the area that the bead covers by its length and widths, in mm2.
func (b Bead) Area() float64 {
	var sum float64
	for i := 1; i < len(b.Points); i++ {
		sum += b.piece(i-1, i)
	}
	if b.Closed {
		sum += b.piece(len(b.Points)-1, 0)
	}
	return sum
}

func (b Bead) piece(i, j int) float64 {
	return geom.ToMM(b.Widths[i]+b.Widths[j]) / 2 * b.Points[i].Dist(b.Points[j]) / geom.Millimetre
}

// dab is a place on a bead in the making.
type dab struct {
	at    geom.Vec
	width float64
}

// Beads are thinned until dropping a point would move them, or change their width at a
// place, by more than this, in millimetres.
const (
	tolerance      = 0.003
	widthTolerance = 0.01
)

// newBead returns the bead along dabs without the points it can do without; not ok where
// it would be shorter than the grid.
func (s *skeleton) newBead(dabs []dab, closed bool) (Bead, bool) {
	if closed {
		dabs = append(dabs, dabs[0])
	}
	dabs = thinAll(s.desk.thinned[:0], dabs)
	s.desk.thinned = dabs
	dabs = onward(s.desk.onward[:0], dabs, closed)
	s.desk.onward = dabs
	b := Bead{Closed: closed, Points: make([]geom.Point, 0, len(dabs)), Widths: make([]int64, 0, len(dabs))}
	for _, d := range dabs {
		p := d.at.Point().Add(s.origin)
		if n := len(b.Points); n > 0 && b.Points[n-1] == p {
			continue
		}
		b.Points, b.Widths = append(b.Points, p), append(b.Widths, nm(d.width))
	}
	if n := len(b.Points); closed && n > 1 && b.Points[0] == b.Points[n-1] {
		b.Points, b.Widths = b.Points[:n-1], b.Widths[:n-1]
	}
	if len(b.Points) == 2 {
		b.Closed = false
	}
	return b, len(b.Points) > 1 && !(closed && shorterThan(dabs, leastLoop))
}

// leastLoop is how long a closed bead is at least, in widths: a shorter one is a place where the
// axis and its ribs are off by a little, and there is nothing to be laid.
const leastLoop = 0.2

// A bead that steps back by less than backMost, mm, and goes on, or ends, does not mean it: the
// axis and its ribs are off by as much where circles touch the outline in four places and more.
// Less than backLeast is within what thinning may do.
const backLeast, backMost = 0.002, 0.035

// atOnce is the way, mm, on which a width changes at once: twice the plane's grid.
const atOnce = 2e-6

// onward appends d without the dabs from which it steps back a little to out. Where the width
// changes there, it does so at once.
func onward(out, d []dab, closed bool) []dab {
	for i := 0; i < len(d); i++ {
		n, width := len(out), 0.0
		for n > 1 {
			k := stepsBack(out[n-2].at, out[n-1].at, d[i:])
			if n == 2 && k == 0 && !closed && startsBack(out[0].at, out[1].at, d[i].at) {
				k = 1
			}
			if k == 0 {
				break
			}
			if width == 0 {
				width = out[n-1].width
			}
			n, i = n-1, i+k-1
			out = out[:n]
		}
		if width > 0 && width != d[i].width {
			way := out[n-1].at.Sub(d[i].at)
			if l := way.Len(); l > 2*atOnce {
				out = append(out, dab{d[i].at.Step(way, atOnce/l), width})
			}
		}
		if n == 0 || out[n-1].at != d[i].at {
			out = append(out, d[i])
		}
	}
	return out
}

// startsBack reports whether the way from a by b to c turns back at b after a little.
func startsBack(a, b, c geom.Vec) bool {
	return a.Dist(b) < backMost && b.Sub(a).Dot(c.Sub(b)) < 0
}

// stepsBack returns by how many dabs of d the way that came from a to b steps back until it goes
// on or ends, 0 where that is none, too little or too far.
func stepsBack(a, b geom.Vec, d []dab) int {
	way, from, far := b.Sub(a), b, 0.0
	k := 0
	for ; k < len(d); k++ {
		step := d[k].at.Sub(from)
		if step.Dot(way) >= 0 && d[k].at != from {
			break
		}
		if far += step.Len(); far >= backMost {
			return 0
		}
		from = d[k].at
	}
	if far < backLeast {
		return 0
	}
	return k
}

// thinChunk is how many dabs are thinned together, so that the cost stays in proportion
// to their number.
const thinChunk = 100

// thinAll appends to out the dabs that remain of d.
func thinAll(out, d []dab) []dab {
	if len(d) < 3 {
		return append(out, d...)
	}
	out = append(out, d[0])
	for i := 0; i < len(d)-1; i += thinChunk {
		out = thin(out, d[i:min(len(d), i+thinChunk+1)])
	}
	return out
}

// thin appends to out what remains of d after its first dab: its last, and those between
// that the tolerances do not allow to drop.
//
// Source: Douglas and Peucker, 1973, with the width as one more coordinate.
func thin(out, d []dab) []dab {
	if far := farthest(d); far > 0 {
		out = thin(out, d[:far+1])
		return thin(out, d[far:])
	}
	return append(out, d[len(d)-1])
}

// stretch is a straight piece of bead between two dabs.
type stretch struct {
	from   dab
	way    geom.Vec
	inv    float64 // 1 / length squared, 0 where it has none
	widens float64
}

func newStretch(a, b dab) stretch {
	s := stretch{from: a, way: b.at.Sub(a.at), widens: b.width - a.width}
	if l2 := s.way.Dot(s.way); l2 > 0 {
		s.inv = 1 / l2
	}
	return s
}

// nearly is a little less than 1: what is below it by rounding alone counts as above.
const nearly = 1 - 1e-9

// farthest returns the index of the dab of d that strays furthest from the stretch between
// its ends, 0 where none does by more than the tolerances.
func farthest(d []dab) int {
	s := newStretch(d[0], d[len(d)-1])
	x, y, width := s.from.at.X, s.from.at.Y, s.from.width
	wayX, wayY := s.way.X, s.way.Y
	far, most := 0, 1.0                                                              // the square of how far, in tolerances
	near2, thin2 := nearly*tolerance*tolerance, nearly*widthTolerance*widthTolerance // what is less is not as far
	for i := 1; i < len(d)-1; i++ {
		px, py := d[i].at.X-x, d[i].at.Y-y
		t := float64((float64(px*wayX) + float64(py*wayY)) * s.inv)
		if t < 0 {
			t = 0
		} else if t > 1 {
			t = 1
		}
		px, py = px-float64(wayX*t), py-float64(wayY*t)
		p2, w := float64(px*px)+float64(py*py), d[i].width-width-float64(t*s.widens)
		if p2 < near2 && w*w < thin2 {
			continue
		}
		w /= widthTolerance
		if e := max(p2/(tolerance*tolerance), w*w); e > most {
			far, most = i, e
			near2, thin2 = float64(nearly*most*(tolerance*tolerance)), float64(nearly*most*(widthTolerance*widthTolerance))
		}
	}
	return far
}
