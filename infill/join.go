package infill

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// place says on which edge of which ring the end of a stroke lies.
type place struct{ ring, edge int32 }

// stroke is a polyline across a region; both ends lie on its outline.
type stroke struct {
	pts  []geom.Point
	ends [2]place // of the first and the last point
}

// outline is a region's rings with the distance along each.
type outline struct {
	rings polygon.Region
	along [][]float64 // nm from a ring's first point to each of its points, then its length
}

func newOutline(r polygon.Region) outline {
	o := outline{r, make([][]float64, len(r))}
	for i, g := range r {
		o.along[i] = make([]float64, 1, len(g)+1)
		for k, p := range g {
			o.along[i] = append(o.along[i], o.along[i][k]+p.Dist(g[(k+1)%len(g)]))
		}
	}
	return o
}

// stop is the end of a stroke as a place along the outline.
type stop struct {
	ref    int32 // stroke * 2, plus 1 for its last point
	place        // ring and edge
	onEdge float64
}

// joiner holds the state of joining strokes.
type joiner struct {
	outline
	strokes []stroke
	stops   []stop     // by place along the outline
	at      []int32    // ref to index in stops
	start   [][2]int32 // by ring: its range of stops
	used    []bool     // by stroke
	after   []int32    // by stroke: the only one that may follow it, or none; nil: any may
	link    float64
}

// join joins strokes into polylines as Fill promises: each starts with the first stroke
// left and goes on to the nearer free neighbour along the outline, as far as there is one,
// then, where any stroke may follow any, is grown from its start in the same way.
// Polylines shorter than half of spacing are dropped.
func (o outline) join(strokes []stroke, after []int32, link, spacing int64) [][]geom.Point {
	j := joiner{outline: o, strokes: strokes, used: make([]bool, len(strokes)), after: after, link: float64(link)}
	j.placeStops()
	var out [][]geom.Point
	for i := range strokes {
		if j.used[i] {
			continue
		}
		j.used[i] = true
		line := j.grow(append([]geom.Point{}, strokes[i].pts...), int32(2*i+1))
		if after == nil {
			slices.Reverse(line)
			line = j.grow(line, int32(2*i))
			slices.Reverse(line)
		}
		if 2*geom.PolylineLength(line)*geom.Millimetre >= float64(spacing) {
			out = append(out, line)
		}
	}
	return out
}

// placeStops orders the ends of all strokes along the outline.
func (j *joiner) placeStops() {
	j.stops = make([]stop, 0, 2*len(j.strokes))
	for i, s := range j.strokes {
		for side, at := range s.ends {
			p := s.pts[side*(len(s.pts)-1)]
			d := j.rings[at.ring][at.edge].Dist(p)
			j.stops = append(j.stops, stop{int32(2*i + side), at, d})
		}
	}
	slices.SortFunc(j.stops, func(a, b stop) int {
		return cmp.Or(cmp.Compare(a.ring, b.ring), cmp.Compare(a.edge, b.edge),
			cmp.Compare(a.onEdge, b.onEdge), cmp.Compare(a.ref, b.ref))
	})
	j.at = make([]int32, len(j.stops))
	j.start = make([][2]int32, len(j.rings))
	for k, s := range j.stops {
		j.at[s.ref] = int32(k)
		if k == 0 || j.stops[k-1].ring != s.ring {
			j.start[s.ring][0] = int32(k)
		}
		j.start[s.ring][1] = int32(k + 1)
	}
}

// grow lengthens line, which ends at the stroke end ref, while there is a free neighbour.
func (j *joiner) grow(line []geom.Point, ref int32) []geom.Point {
	for {
		from := j.stops[j.at[ref]]
		to, forward, ok := j.next(from)
		if !ok {
			return line
		}
		j.used[to.ref/2] = true
		line = j.walk(line, from, to, forward)
		line = appendStroke(line, j.strokes[to.ref/2].pts, to.ref%2 == 1)
		ref = to.ref ^ 1
	}
}

// next returns the nearer of the two neighbours of a stop whose stroke is not used yet,
// within the longest link, and on which side it lies.
func (j *joiner) next(from stop) (to stop, forward, ok bool) {
	lo, hi := j.start[from.ring][0], j.start[from.ring][1]
	k, n := j.at[from.ref]-lo, hi-lo
	after, before := j.stops[lo+(k+1)%n], j.stops[lo+(k+n-1)%n]
	best := j.link
	if d := j.arc(from, after); j.link > 0 && d <= best && j.free(from, after) {
		to, forward, ok, best = after, true, true, d
	}
	if d := j.arc(before, from); j.link > 0 && d <= best && j.free(from, before) && (!ok || d < best) {
		to, forward, ok = before, false, true
	}
	return to, forward, ok
}

// free reports whether the stroke at to may follow the one at from.
func (j *joiner) free(from, to stop) bool {
	return !j.used[to.ref/2] && (j.after == nil || j.after[from.ref/2] == to.ref/2)
}

// arc returns the distance along the ring from a on to b, in nanometres.
func (j *joiner) arc(a, b stop) float64 {
	along := j.along[a.ring]
	d := (along[b.edge] + b.onEdge) - (along[a.edge] + a.onEdge)
	if wraps(a, b) {
		d += along[len(along)-1]
	}
	return max(0, d)
}

// wraps reports whether the way from a forward to b passes the ring's first point.
func wraps(a, b stop) bool {
	return b.edge < a.edge || b.edge == a.edge && b.onEdge < a.onEdge
}

// walk appends to line the outline's points between two stops.
func (j *joiner) walk(line []geom.Point, from, to stop, forward bool) []geom.Point {
	if !forward {
		from, to = to, from
	}
	ring := j.rings[from.ring]
	n := int(to.edge - from.edge)
	if wraps(from, to) {
		n += len(ring)
	}
	for i := range n {
		k := int(from.edge) + 1 + i
		if !forward {
			k = int(from.edge) + n - i
		}
		line = appendPoint(line, ring[k%len(ring)])
	}
	return line
}

// appendStroke appends pts, from its last point where back is set.
func appendStroke(line, pts []geom.Point, back bool) []geom.Point {
	for i := range pts {
		if back {
			i = len(pts) - 1 - i
		}
		line = appendPoint(line, pts[i])
	}
	return line
}

func appendPoint(line []geom.Point, p geom.Point) []geom.Point {
	if line[len(line)-1] == p {
		return line
	}
	return append(line, p)
}
