package polygon

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/geom"
)

// walker turns links into rings in normal form.
type walker struct {
	seen  []bool
	path  []geom.Point // the points walked so far
	joint []int32      // per point of path: its joint, or -1
	at    []int32      // per joint: its position in path, or -1
	out   Region
	pts   []geom.Point // the memory of out's rings
}

// rings walks the links of a sweep. A ring that comes back to a joint is cut there, so
// no ring has a point twice.
func (w *walker) rings(s *sweep) Region {
	if len(s.links) == 0 {
		return nil
	}
	w.reset(s)
	for i := range s.links {
		if !w.seen[i] {
			w.walk(s.links, int32(i))
		}
	}
	out := w.out
	w.out, w.pts = nil, nil
	if !slices.IsSortedFunc(out, compareRings) {
		slices.SortFunc(out, compareRings)
	}
	return out
}

func (w *walker) reset(s *sweep) {
	w.seen = slices.Grow(w.seen[:0], len(s.links))[:len(s.links)]
	clear(w.seen)
	w.at = slices.Grow(w.at[:0], int(s.joints))[:s.joints]
	for i := range w.at {
		w.at[i] = -1
	}
	w.pts = make([]geom.Point, 0, len(s.links))
}

// walk follows the links from the i-th one and emits the rings on the way.
func (w *walker) walk(links []link, i int32) {
	w.path, w.joint = w.path[:0], w.joint[:0]
	for ; !w.seen[i]; i = links[i].next {
		w.seen[i] = true
		l := &links[i]
		if l.joint >= 0 {
			if p := w.at[l.joint]; p >= 0 {
				w.cut(int(p))
			}
			w.at[l.joint] = int32(len(w.path))
		}
		w.path, w.joint = append(w.path, l.from), append(w.joint, l.joint)
	}
	w.cut(0)
}

// cut emits the path from position p as a ring and takes it off the path.
func (w *walker) cut(p int) {
	for _, j := range w.joint[p:] {
		if j >= 0 {
			w.at[j] = -1
		}
	}
	w.emit(w.path[p:])
	w.path, w.joint = w.path[:p], w.joint[:p]
}

// emit adds the ring g to the result, from its least point and without the points that
// lie on the line between their neighbours.
func (w *walker) emit(g []geom.Point) {
	least := 0
	for i := range g {
		if g[i].Less(g[least]) {
			least = i
		}
	}
	start := len(w.pts)
	last, p := g[least], g[least]
	w.pts = append(w.pts, p)
	for i := 1; i <= len(g); i++ {
		q := g[(least+i)%len(g)]
		if i > 1 && geom.Cross(last, p, q) != 0 {
			w.pts = append(w.pts, p)
			last = p
		}
		p = q
	}
	w.out = append(w.out, w.pts[start:len(w.pts):len(w.pts)])
}

// compareRings orders rings by their least point, outline before hole, then by their
// points.
func compareRings(g, h Ring) int {
	if c := comparePoints(g[0], h[0]); c != 0 {
		return c
	}
	if c := cmp.Compare(firstTurn(h), firstTurn(g)); c != 0 {
		return c
	}
	return slices.CompareFunc(g, h, comparePoints)
}

// firstTurn returns the turn of g at its least point, positive for an outline.
func firstTurn(g Ring) int { return geom.Orient(g[len(g)-1], g[0], g[1]) }

func comparePoints(p, q geom.Point) int {
	return cmp.Or(cmp.Compare(p.X, q.X), cmp.Compare(p.Y, q.Y))
}
