package nest

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// shape is the outline as the search knows it, around the middle of its box.
type shape struct {
	middle geom.Point
	points []geom.Vec       // on the outline, along it
	runs   []run            // of points
	field  *field           // nil until it is measured
	radius float64          // of the circle around all points, mm
	boxes  [360][2]geom.Vec // lower and upper corner of the box when turned by whole degrees

	measure func() *field
}

// run is some points that follow each other, and a circle around them.
type run struct {
	first, past int
	mid         geom.Vec
	radius      float64 // mm
}

const (
	// widest is how large the circle around a run is at most, mm.
	widest = 8.0
	// pointsApart is how far points on an outline are from each other at most, mm.
	pointsApart = 3.0
	// beyondClear is how far beyond the clearance a shape's field reaches, mm.
	beyondClear = 2.0
	// finest and coarsest are what a shape's field's cells are between, mm; a shape has
	// about cells of them along its longer side.
	finest, coarsest, cells = 0.05, 0.5, 400
)

// newShape returns the outline simplified, with a field, once it is measured, that
// reaches beyond clear mm.
func newShape(outline polygon.Region, clear float64) *shape {
	r := outline.Simplify(tolerance)
	if r.Empty() {
		r = outline
	}
	s := &shape{middle: r.Box().Centre()}
	mx, my := s.middle.MM()
	rings := ringsOf(r, geom.V(mx, my))
	w, d := r.Box().Size()
	side := geom.ToMM(max(w, d))
	s.measure = func() *field {
		cell := min(max(side/cells, finest), coarsest)
		half := geom.V(geom.ToMM(w)/2+clear+beyondClear, geom.ToMM(d)/2+clear+beyondClear)
		return newField(rings, geom.V(-half.X, -half.Y), half, cell)
	}
	s.points = sampled(rings, min(pointsApart, side/20))
	s.runs = runsOf(s.points, min(widest, side/10))
	for _, p := range s.points {
		s.radius = max(s.radius, math.Sqrt(dot(p, p)))
	}
	for deg := range s.boxes {
		s.boxes[deg] = s.box(float64(deg) * math.Pi / 180)
	}
	return s
}

// sampled returns the corners of rings and points between them where those are far apart.
func sampled(rings [][]geom.Vec, apart float64) []geom.Vec {
	var out []geom.Vec
	for _, e := range edgesOf(rings) {
		d := geom.V(e[1].X-e[0].X, e[1].Y-e[0].Y)
		n := int(math.Ceil(math.Sqrt(dot(d, d)) / apart))
		for k := range n {
			t := float64(k) / float64(n)
			out = append(out, geom.V(e[0].X+float64(t*d.X), e[0].Y+float64(t*d.Y)))
		}
	}
	return out
}

// runsOf cuts points into runs with circles of at most the given radius.
func runsOf(points []geom.Vec, radius float64) []run {
	var out []run
	for first := 0; first < len(points); {
		r := run{first: first}
		for past := first + 1; past <= len(points); past++ {
			next := circled(points[first:past])
			if past > first+1 && next.radius > radius {
				break
			}
			r.past, r.mid, r.radius = past, next.mid, next.radius
		}
		out = append(out, r)
		first = r.past
	}
	return out
}

// circled returns a run with the circle around the middle of the points' box.
func circled(points []geom.Vec) run {
	lo, hi := points[0], points[0]
	for _, p := range points {
		lo, hi = geom.V(min(lo.X, p.X), min(lo.Y, p.Y)), geom.V(max(hi.X, p.X), max(hi.Y, p.Y))
	}
	r := run{mid: geom.V((lo.X+hi.X)/2, (lo.Y+hi.Y)/2)}
	for _, p := range points {
		d := geom.V(p.X-r.mid.X, p.Y-r.mid.Y)
		r.radius = max(r.radius, math.Sqrt(dot(d, d)))
	}
	return r
}

// box returns the corners of the box around the shape turned by t radians.
func (s *shape) box(t float64) [2]geom.Vec {
	sin, cos := geom.SinCos(t)
	lo, hi := geom.V(math.Inf(1), math.Inf(1)), geom.V(math.Inf(-1), math.Inf(-1))
	for _, p := range s.points {
		q := turned(p, sin, cos)
		lo, hi = geom.V(min(lo.X, q.X), min(lo.Y, q.Y)), geom.V(max(hi.X, q.X), max(hi.Y, q.Y))
	}
	return [2]geom.Vec{lo, hi}
}

// turned returns p turned about the origin.
func turned(p geom.Vec, sin, cos float64) geom.Vec {
	return geom.V(float64(p.X*cos)-float64(p.Y*sin), float64(p.X*sin)+float64(p.Y*cos))
}

// boxAt returns about the box of the shape turned by t radians.
func (s *shape) boxAt(t float64) [2]geom.Vec {
	deg := int(math.Round(float64(t * (180 / math.Pi))))
	return s.boxes[((deg%360)+360)%360]
}

// floor is the bed as the search knows it.
type floor struct {
	field  *field     // nil until it is measured
	points []geom.Vec // on its outline, but for those on the hull
	lo, hi geom.Vec

	measure func() *field
}

const (
	// bedCell is what a bed's field's cells are, mm.
	bedCell = 1.0
	// aroundBed is how far a bed's field reaches beyond its box, mm.
	aroundBed = 10.0
)

func newFloor(bed polygon.Region) *floor {
	rings := ringsOf(bed, geom.Vec{})
	b := bed.Box()
	f := &floor{}
	f.lo.X, f.lo.Y = b.Min.MM()
	f.hi.X, f.hi.Y = b.Max.MM()
	f.measure = func() *field {
		return newField(rings, geom.V(f.lo.X-aroundBed, f.lo.Y-aroundBed), geom.V(f.hi.X+aroundBed, f.hi.Y+aroundBed), bedCell)
	}
	hull := polygon.Hull(bed)
	for _, p := range sampled(rings, pointsApart) {
		if hull.Contains(geom.MM(p.X, p.Y)) {
			f.points = append(f.points, p)
		}
	}
	return f
}
