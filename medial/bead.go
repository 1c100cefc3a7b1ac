package medial

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// Bead is one stroke of extruded material, in nanometres.
type Bead struct {
	Points []geom.Point
	Widths []int64 // at each point; linear between them
	Closed bool    // the last point joins the first, which is not repeated
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
	at    vec
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
func newBead(dabs []dab, closed bool, origin geom.Point) (Bead, bool) {
	if closed && len(dabs) > 2 {
		half := len(dabs) / 2
		dabs = append(thin(append([]dab{}, dabs[:half+1]...)), thin(append(append([]dab{}, dabs[half:]...), dabs[0]))[1:]...)
		dabs = dabs[:len(dabs)-1]
	} else {
		dabs = thin(dabs)
	}
	b := Bead{Closed: closed}
	for _, d := range dabs {
		p := d.at.point(origin)
		if n := len(b.Points); n > 0 && b.Points[n-1] == p {
			continue
		}
		b.Points, b.Widths = append(b.Points, p), append(b.Widths, nm(d.width))
	}
	if n := len(b.Points); closed && n > 1 && b.Points[0] == b.Points[n-1] {
		b.Points, b.Widths = b.Points[:n-1], b.Widths[:n-1]
	}
	if closed && len(b.Points) == 2 {
		b.Closed = false
	}
	return b, len(b.Points) > 1
}

// thin drops dabs between its ends as the tolerances allow.
//
// Source: Douglas and Peucker, 1973, with the width as one more coordinate.
func thin(d []dab) []dab {
	if len(d) < 3 {
		return d
	}
	first, last := d[0], d[len(d)-1]
	far, most := 0, 1.0
	for i := 1; i+1 < len(d); i++ {
		if e := strays(d[i], first, last); e > most {
			far, most = i, e
		}
	}
	if far == 0 {
		return []dab{first, last}
	}
	left := thin(d[: far+1 : far+1])
	return append(left[:len(left)-1:len(left)-1], thin(d[far:])...)
}

// strays returns how far d is from the bead ab, in tolerances.
func strays(d, a, b dab) float64 {
	ab := b.at.sub(a.at)
	t := 0.0
	if l2 := ab.dot(ab); l2 > 0 {
		t = min(1, max(0, d.at.sub(a.at).dot(ab)/l2))
	}
	w := a.width + float64(t*(b.width-a.width))
	return max(d.at.dist(a.at.to(b.at, t))/tolerance, math.Abs(d.width-w)/widthTolerance)
}
