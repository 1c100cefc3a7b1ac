package medial

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

func rect(x0, y0, x1, y1 float64) polygon.Region {
	return polygon.Rect(geom.Box{Min: geom.MM(x0, y0), Max: geom.MM(x1, y1)})
}

func ring(xy ...float64) polygon.Region {
	var g polygon.Ring
	for i := 0; i < len(xy); i += 2 {
		g = append(g, geom.MM(xy[i], xy[i+1]))
	}
	return polygon.NonZero([]polygon.Ring{g})
}

func disc(x, y, r float64) polygon.Region {
	var g polygon.Ring
	for i := range 72 {
		s, c := math.Sincos(2 * math.Pi * (float64(i) + 0.3) / 72)
		g = append(g, geom.MM(x+r*c, y+r*s))
	}
	return polygon.Region{g}
}

// bar returns a straight band from a to b, w wide, with square ends.
func bar(ax, ay, bx, by, w float64) polygon.Region {
	d := geom.V(bx-ax, by-ay).Unit().Left().Mul(w / 2)
	return ring(ax-d.X, ay-d.Y, bx-d.X, by-d.Y, bx+d.X, by+d.Y, ax+d.X, ay+d.Y)
}

// arc returns a curved band of radius r and width w from angle a to b, in degrees; the
// width grows to w2 at b.
func arc(r, w, w2, a, b float64) polygon.Region {
	var g polygon.Ring
	n := int(math.Abs(b-a) / 3)
	for side := range 2 {
		for i := range n + 1 {
			if side == 1 {
				i = n - i
			}
			t := float64(i) / float64(n)
			s, c := math.Sincos((a + (b-a)*t) * math.Pi / 180)
			rr := r + (0.5-float64(side))*(w+(w2-w)*t)
			g = append(g, geom.MM(rr*c, rr*s))
		}
	}
	return polygon.NonZero([]polygon.Ring{g})
}

func tee(w, w2 float64) polygon.Region {
	return polygon.Union(bar(-10, 0, 10, 0, w), bar(0, 0, 0, 12, w2))
}

func wye(w float64) polygon.Region {
	var arms []polygon.Region
	for i := range 3 {
		s, c := math.Sincos(2*math.Pi*float64(i)/3 + 0.2)
		arms = append(arms, bar(-w/4*c, -w/4*s, 10*c, 10*s, w))
	}
	return polygon.Union(arms...)
}

func cross(w float64) polygon.Region {
	return polygon.Union(bar(-8, 0, 8, 0, w), bar(0, -8, 0, 8, w))
}

func pegOnBand(w, r float64) polygon.Region {
	return polygon.Union(bar(-12, 0, 12, 0, w), disc(0, 1.5, r))
}

// letters returns shapes like text: A, E, S and R.
func letters(w float64) polygon.Region {
	a := polygon.Union(bar(0, 0, 2.5, 7, w), bar(2.5, 7, 5, 0, w), bar(1, 2.5, 4, 2.5, w))
	e := polygon.Union(bar(7, 0, 7, 7, w), bar(7, w/2, 10, w/2, w), bar(7, 3.5, 10, 3.5, w), bar(7, 7-w/2, 10, 7-w/2, w))
	s := polygon.Union(arc(1.8, w, w, -90, 110).Shift(geom.MM(14, 1.8)), arc(1.8, w, w, 80, 290).Shift(geom.MM(14, 5.35)))
	r := polygon.Union(bar(18, 0, 18, 7, w), arc(1.8, w, w, -90, 90).Shift(geom.MM(19.5, 5.2)),
		bar(18, 7, 19.6, 7, w), bar(18, 3.4, 19.6, 3.4, w), bar(19.3, 3.4, 21.5, 0, w))
	return polygon.Union(a, e, s, r)
}

func annulus(r, w float64) polygon.Region {
	return polygon.Difference(disc(0, 0, r+w/2), disc(0, 0, r-w/2))
}
