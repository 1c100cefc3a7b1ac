package hold

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// moments are a region's area and its moments about the origin, in mm.
type moments struct {
	a          float64 // mm2
	x, y       float64 // first moments: the middle times the area
	xx, xy, yy float64 // second moments
}

// momentsOf returns the moments of r.
func momentsOf(r polygon.Region) moments {
	var m moments
	for _, g := range r {
		for i, p := range g {
			m.edge(p, g[(i+1)%len(g)])
		}
	}
	return m
}

// edge adds the triangle of an edge and the origin, signed.
func (m *moments) edge(p, q geom.Point) {
	px, py := p.MM()
	qx, qy := q.MM()
	c := float64(px*qy) - float64(qx*py)
	m.a += c / 2
	m.x += float64(c*(px+qx)) / 6
	m.y += float64(c*(py+qy)) / 6
	m.xx += float64(c*(float64(px*px)+float64(px*qx)+float64(qx*qx))) / 12
	m.yy += float64(c*(float64(py*py)+float64(py*qy)+float64(qy*qy))) / 12
	m.xy += float64(c*(float64(2*px*py)+float64(px*qy)+float64(qx*py)+float64(2*qx*qy))) / 24
}

// about returns the first and second moments about the line at distance c along the unit
// normal (nx, ny): of the distances beyond it.
func (m *moments) about(nx, ny, c float64) (first, second float64) {
	along := float64(nx*m.x) + float64(ny*m.y)
	first = along - float64(c*m.a)
	second = float64(nx*nx*m.xx) + float64(2*nx*ny*m.xy) + float64(ny*ny*m.yy) - float64(2*c*along) + float64(c*c*m.a)
	return first, second
}

// leastWidth returns how narrow a convex ring is at its narrowest, mm.
func leastWidth(hull geom.Ring) float64 {
	least := math.Inf(1)
	for i, p := range hull {
		nx, ny, c := inward(p, hull[(i+1)%len(hull)])
		least = min(least, furthest(hull, nx, ny, c))
	}
	if math.IsInf(least, 1) {
		return 0
	}
	return least
}

// inward returns the unit normal to the left of pq and how far along it the line pq is,
// mm.
func inward(p, q geom.Point) (nx, ny, c float64) {
	px, py := p.MM()
	dx, dy := q.Sub(p).MM()
	l := steady.Hypot(dx, dy)
	if l == 0 {
		return 0, 0, 0
	}
	nx, ny = -dy/l, dx/l
	return nx, ny, float64(nx*px) + float64(ny*py)
}

// furthest returns how far the ring reaches beyond a line, mm.
func furthest(hull geom.Ring, nx, ny, c float64) float64 {
	most := 0.0
	for _, q := range hull {
		x, y := q.MM()
		most = max(most, float64(nx*x)+float64(ny*y)-c)
	}
	return most
}
