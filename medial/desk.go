package medial

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
)

// desk is the memory in which an island's medial axis and beads are made. Islands lie on
// it one after the other; nothing that is given away is on it.
type desk struct {
	outline, spare outline
	delaunay       delaunay
	triangles      triangles
	skeleton       skeleton
	counts         counts
	labels         labels
	web            web

	ring, bare []geom.Vec
	bends      []bool
	missing    []int32
	coarse     []bool
	degree     []int8
	tips       []int32
	steep      []uphill
	up         []int32
	pruned     []uphill
	cuts       []cut
	split      []rib
	part       []int32
	widths     []float64
	thinned    []dab
	onward     []dab
	whole      []dab
}

// desks are those not in use.
var desks par.Spare[desk]

// room returns n zeros, in the memory of s where they fit.
func room[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// parts returns room for what newWeb takes of n vertices.
func (d *desk) parts(n int) (part []int32, width []float64) {
	d.part, d.widths = room(d.part, n), room(d.widths, n)
	return d.part, d.widths
}
