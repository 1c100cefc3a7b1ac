package slicer

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/toolpath"
)

const (
	// cornerTurn is the least turn, in radians, that hides a seam.
	cornerTurn = math.Pi / 6
	// cornerWorth is how many mm nearer to the rear a full turn is worth.
	cornerWorth = 15.0
	// leftWorth is how many mm nearer to the rear a mm to the left is worth: most frames are
	// symmetric, and seams are to be above each other.
	leftWorth = 0.005
	// spreadSeams is the process's word for seams that go around the frame.
	spreadSeams = "spread"
	// goldenShare is by how much of the outline such seams go on from layer to layer: any few
	// in turn are far from each other.
	goldenShare = 0.6180339887498949
)

// spread returns where along an outline, as a share, l's spread seams are.
func (l *layer) spread() float64 {
	_, share := math.Modf(float64(float64(l.index) * goldenShare))
	return share
}

// seamed returns the closed path p begun at its seam, where the nozzle is at and seams that
// go around are at a share of the outline. Other seams depend on the loop alone, except
// for "nearest", so that equal layers have theirs above each other.
func (s *Slicer) seamed(p toolpath.Path, at geom.Point, spread float64) toolpath.Path {
	if s.process.Seam == spreadSeams {
		return turned(withPlace(p, spread))
	}
	best, score := 0, math.Inf(-1)
	for i := range len(p.Points) - 1 {
		if v := s.seamScore(p.Points, i, at); v > score {
			best, score = i, v
		}
	}
	return turned(p, best)
}

// withPlace returns p with a point at a share of its length, and that point's index.
func withPlace(p toolpath.Path, share float64) (toolpath.Path, int) {
	left := p.Length() * geom.Millimetre * share
	for i := 1; i < len(p.Points); i++ {
		a, b := p.Points[i-1], p.Points[i]
		d := a.Dist(b)
		if left > d || d == 0 {
			left -= d
			continue
		}
		t := left / d
		p.Points = slices.Insert(slices.Clone(p.Points), i, a.Lerp(b, t))
		if p.Widths != nil {
			p.Widths = slices.Insert(slices.Clone(p.Widths), i, p.Widths[i-1]+float64(t*(p.Widths[i]-p.Widths[i-1])))
		}
		return p, i
	}
	return p, 0
}

// seamScore tells how good point i of pts is for a seam: the more the better.
func (s *Slicer) seamScore(pts []geom.Point, i int, at geom.Point) float64 {
	rear := geom.ToMM(pts[i].Y) - float64(leftWorth*geom.ToMM(pts[i].X))
	switch s.process.Seam {
	case "nearest":
		return -pts[i].Dist(at)
	case "rear":
		return rear
	case "corner":
		return float64(1000*turn(pts, i)) + rear
	}
	if t := turn(pts, i); t > cornerTurn {
		rear += float64(t / math.Pi * cornerWorth)
	}
	return rear
}

// turn returns how sharply the closed loop pts turns at i, radians: concave corners,
// where a seam hides best, count a quarter more.
func turn(pts []geom.Point, i int) float64 {
	n := len(pts) - 1
	a, b, c := pts[(i+n-1)%n], pts[i], pts[(i+1)%n]
	t := steady.Atan2(float64(geom.Cross(a, b, c)),
		float64((b.X-a.X)*(c.X-b.X))+float64((b.Y-a.Y)*(c.Y-b.Y)))
	if t < 0 {
		return -1.25 * t
	}
	return t
}
