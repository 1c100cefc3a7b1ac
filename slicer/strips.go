package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// strip is a piece of a stroke: its corners to the left and right, where it begins and ends, in pixels.
type strip struct{ left, right [2]geom.Vec }

// ribbon is the strips of a track to the spots from <= k <= to.
type ribbon struct{ track, from, to int }

// ribbon returns the strips that change where the spots i to j of t, the track of that number, move.
func (t *track) ribbon(number, i, j int) ribbon {
	return ribbon{number, max(1, i-1), min(len(t.spots)-1, j+2)}
}

// strips appends those of r, each as wide as it is in the mean.
func (s *settler) strips(out []strip, r ribbon) []strip {
	t := &s.tracks[r.track]
	for k := r.from; k <= r.to; k++ {
		a, b := &t.spots[k-1], &t.spots[k]
		if a.at == b.at {
			continue
		}
		half := (a.width + b.width) / 4
		u, v := a.out.Mul(half), b.in.Mul(half)
		out = append(out, strip{[2]geom.Vec{s.at(a.at.Add(u)), s.at(b.at.Add(v))}, [2]geom.Vec{s.at(a.at.Sub(u)), s.at(b.at.Sub(v))}})
	}
	return out
}

// lay lays strips, or takes them away: sign is 1 or -1. Their ends are closed, or left as others with the same
// ends are taken away, or laid, too.
func (s *settler) lay(strips []strip, sign float64, closed bool) {
	var left, right geom.Vec // where the last one ends
	for k := range strips {
		q := &strips[k]
		l, r := q.left[0], q.right[0]
		switch {
		case k > 0:
			s.line(right, r, sign)
			s.line(l, left, sign)
		case closed:
			s.line(l, r, sign)
		}
		left, right = q.left[1], q.right[1]
		s.line(r, right, sign)
		s.line(left, l, sign)
	}
	if closed {
		s.line(right, left, sign)
	}
}

// boxOf returns the box that holds all corners of some strips.
func boxOf(all ...[]strip) plotBox {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, strips := range all {
		for k := range strips {
			q := &strips[k]
			for _, v := range [...]*geom.Vec{&q.left[0], &q.left[1], &q.right[0], &q.right[1]} {
				if v.X < x0 {
					x0 = v.X
				}
				if v.X > x1 {
					x1 = v.X
				}
				if v.Y < y0 {
					y0 = v.Y
				}
				if v.Y > y1 {
					y1 = v.Y
				}
			}
		}
	}
	floor := func(v float64) int { return int(math.Floor(v)) }
	return plotBox{floor(x0), floor(y0), floor(x1) + 2, floor(y1) + 1}
}
