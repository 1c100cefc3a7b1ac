package polygon

import (
	"slices"

	"github.com/visiere/visiere/geom"
)

// piece is a part of an edge that meets others only at its ends; hi and the weights are
// as in edge. Pieces on top of each other become one.
type piece struct {
	lo, hi         geom.Point
	a, b           int32
	aboveA, aboveB int32 // the winding numbers above it
	link           int32 // its number among the links, or -1
}

// link is a piece between inside and outside, on its way to a ring.
type link struct {
	from  geom.Point // where it starts, with the inside on its left
	next  int32      // the link that follows it
	least bool       // from is the lesser of its two ends
	joint int32      // the number of from among the points where rings touch, or -1
}

// sweep goes over the plane from left to right, upwards where X is equal, with the
// pieces at the present X ordered from below to above.
type sweep struct {
	pieces []piece
	events []event
	merged []event
	sorter sorter
	status []int32
	starts []int32
	links  []link
	joints int32
}

// load takes the pieces of the edges, in order, and the points where only ends meet.
func (s *sweep) load(edges []edge, order []event, cuts *splitter, extremes []geom.Point) {
	s.pieces, s.events = s.pieces[:0], s.events[:0]
	for i := range edges {
		f := &edges[i]
		s.pieces = append(s.pieces, piece{f.lo, f.hi, f.a, f.b, 0, 0, -1})
	}
	for _, i := range cuts.split {
		s.loadChain(i, cuts.chains[cuts.chain[i]])
	}
	for _, p := range extremes {
		s.events = append(s.events, event{key(p), -1})
	}
	s.events = s.sorter.sort(s.events)
	s.merged = merge(s.merged[:0], order, s.events)
}

// loadChain puts pieces in place of edge i, which is cut at chain. The first one keeps
// the number of the edge, if it starts at the same point.
func (s *sweep) loadChain(i int32, chain []geom.Point) {
	f := s.pieces[i]
	lo := f.lo
	if chain[0].Less(lo) {
		s.pieces[i] = piece{lo: lo, hi: lo, link: -1} // Weighs nothing.
	} else {
		s.pieces[i].hi = chain[0]
		lo, chain = chain[0], chain[1:]
	}
	for _, p := range chain {
		s.add(lo, p, f)
		lo = p
	}
	s.add(lo, f.hi, f)
}

// add adds the piece of edge f from lo to hi. Where f leads down, its upright pieces do
// so too: those are turned around.
func (s *sweep) add(lo, hi geom.Point, f piece) {
	if hi.Less(lo) {
		s.events = append(s.events, event{key(lo), -1})
		lo, hi, f.a, f.b = hi, lo, -f.a, -f.b
	}
	s.events = append(s.events, event{key(lo), int32(len(s.pieces))})
	s.pieces = append(s.pieces, piece{lo, hi, f.a, f.b, 0, 0, -1})
}

// merge appends the sorted a and b to out, sorted.
func merge(out, a, b []event) []event {
	for len(a) > 0 && len(b) > 0 {
		if b[0].key < a[0].key {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}

// run links the pieces that bound what r keeps.
func (s *sweep) run(r rule) {
	s.status, s.links, s.joints = s.status[:0], s.links[:0], 0
	ev := s.merged
	for len(ev) > 0 {
		n := 1
		for n < len(ev) && ev[n].key == ev[0].key {
			n++
		}
		s.visit(r, ev[:n])
		ev = ev[n:]
	}
}

// visit moves the sweep over one point: pieces that end there leave the status, those
// that start there enter it with their winding numbers, and their links are joined.
func (s *sweep) visit(r rule, ev []event) {
	v := unkey(ev[0].key)
	s.gather(ev)
	at := s.place(v)
	end := at
	for end < len(s.status) && s.pieces[s.status[end]].hi == v {
		end++
	}
	a, b := int32(0), int32(0)
	if at > 0 {
		below := &s.pieces[s.status[at-1]]
		a, b = below.aboveA, below.aboveB
	}
	for _, id := range s.starts {
		a, b = s.enter(r, &s.pieces[id], a, b)
	}
	s.join(v, s.status[at:end])
	s.replace(at, end)
}

// gather collects the pieces that start at the point of ev, from below to above, those
// on top of each other as one.
func (s *sweep) gather(ev []event) {
	s.starts = s.starts[:0]
	for _, e := range ev {
		if e.id >= 0 && s.pieces[e.id].hi != s.pieces[e.id].lo {
			s.insert(e.id)
		}
	}
	if len(ev) == 1 {
		return // An edge alone weighs something.
	}
	s.starts = slices.DeleteFunc(s.starts, func(id int32) bool {
		return s.pieces[id].a == 0 && s.pieces[id].b == 0
	})
}

// insert puts piece id among the starts, or adds it to the one it lies on.
func (s *sweep) insert(id int32) {
	f := &s.pieces[id]
	k := len(s.starts)
	for k > 0 {
		g := &s.pieces[s.starts[k-1]]
		turn := geom.Cross(g.lo, g.hi, f.hi)
		if turn == 0 {
			g.a, g.b = g.a+f.a, g.b+f.b
			return
		}
		if turn > 0 {
			break
		}
		k--
	}
	s.starts = slices.Insert(s.starts, k, id)
}

// place returns the position in the status of the first piece that is not below v.
func (s *sweep) place(v geom.Point) int {
	low, high := 0, len(s.status)
	for low < high {
		mid := (low + high) / 2
		f := &s.pieces[s.status[mid]]
		if geom.Cross(f.lo, f.hi, v) > 0 {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// enter gives f the winding numbers a and b below it, makes a link where r keeps one
// side only, and returns the numbers above it.
func (s *sweep) enter(r rule, f *piece, a, b int32) (int32, int32) {
	f.aboveA, f.aboveB = a+f.a, b+f.b
	below, above := r.keeps(a, b), r.keeps(f.aboveA, f.aboveB)
	if below != above {
		f.link = int32(len(s.links))
		from := f.lo
		if below {
			from = f.hi
		}
		s.links = append(s.links, link{from, -1, above, -1})
	}
	return f.aboveA, f.aboveB
}

// join connects the links at v. Counter-clockwise around v, from below, links lead out
// and in by turns, with the inside between one that leads out and the next one, which
// leads in: the inside's boundary goes in along the latter and out along the former.
func (s *sweep) join(v geom.Point, ends []int32) {
	out, first, outs := int32(-1), int32(-1), 0
	turn := func(l int32, leads bool) {
		switch {
		case leads:
			out = l
			outs++
		case out < 0:
			first = l
		default:
			s.links[l].next = out
		}
	}
	for _, id := range s.starts {
		if l := s.pieces[id].link; l >= 0 {
			turn(l, s.links[l].least)
		}
	}
	for k := len(ends) - 1; k >= 0; k-- {
		if l := s.pieces[ends[k]].link; l >= 0 {
			turn(l, !s.links[l].least)
		}
	}
	if first >= 0 {
		s.links[first].next = out
	}
	if outs > 1 {
		s.markJoint(ends)
	}
}

// markJoint notes that several links lead out of the point where ends end and the
// starts start.
func (s *sweep) markJoint(ends []int32) {
	for _, id := range s.starts {
		if l := s.pieces[id].link; l >= 0 && s.links[l].least {
			s.links[l].joint = s.joints
		}
	}
	for _, id := range ends {
		if l := s.pieces[id].link; l >= 0 && !s.links[l].least {
			s.links[l].joint = s.joints
		}
	}
	s.joints++
}

// replace puts the starts in the status in place of those from at to end.
func (s *sweep) replace(at, end int) {
	if end-at == len(s.starts) {
		copy(s.status[at:], s.starts)
		return
	}
	s.status = slices.Replace(s.status, at, end, s.starts...)
}

// unkey returns the point that key packed.
func unkey(k uint64) geom.Point {
	return geom.Point{X: int64(k>>31) - 1<<30, Y: int64(k&(1<<31-1)) - 1<<30}
}
