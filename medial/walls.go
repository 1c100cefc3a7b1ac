package medial

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
)

// laying is the memory in which beads along the walls are laid.
type laying struct {
	rounds []round
	ups    []geom.Vec // of all rounds
	turns  []int8     // likewise
	leaps  []bool     // likewise
	has    []bool     // by rib: whether it has the bead

	dabs          []dab // of all pieces of the bead
	pieces        []piece
	dirs          []geom.Vec // of the piece's dabs: the way from the wall
	places, sharp []place
	bends         []bend // of the piece
	loop          []dab
	starts        map[int32]int32
	used          []bool
}

// round is a tour with what every bead wants to know of its ribs.
type round struct {
	ribs  []rib
	ups   []geom.Vec // by rib: the way from the wall
	turns []int8     // by rib: how many points a bead may want between it and the one before
	leaps []bool     // by rib: whether the layout changes between it and the one before
	leapt bool       // whether any does
	most  int32      // the most beads at a vertex
}

// after returns the rib that follows the j-th.
func (r *round) after(j int) int {
	if j++; j < len(r.ribs) {
		return j
	}
	return 0
}

// makeRounds makes the rounds of all tours.
func (c *counts) makeRounds() {
	n := len(c.skeleton.ribs)
	c.rounds, c.ups, c.turns, c.leaps = c.rounds[:0], room(c.ups, n), room(c.turns, n), room(c.leaps, n)
	c.has = room(c.has, n)
	n = 0
	for _, tour := range c.tours {
		end := n + len(tour)
		r := round{ribs: tour, ups: c.ups[n:end], turns: c.turns[n:end], leaps: c.leaps[n:end]}
		for i := range tour {
			r.ups[i] = c.vertices[tour[i].vertex].at.Sub(tour[i].foot).Unit()
		}
		for i := range tour {
			before := (i + len(tour) - 1) % len(tour)
			r.turns[i] = int8((1 - r.ups[before].Dot(r.ups[i])) / (arcStep * arcStep))
			r.leaps[i] = c.leap(tour[before].vertex, tour[i].vertex)
			r.leapt = r.leapt || r.leaps[i]
			r.most = max(r.most, c.walls[tour[i].vertex])
		}
		c.rounds, n = append(c.rounds, r), end
	}
}

// leap reports whether the layout changes between the ribs of vertices i and j.
func (c *counts) leap(i, j int32) bool {
	v, w := c.vertices[i].root, c.vertices[j].root
	return c.count[v] != c.count[w] || (v == i) != (w == j)
}

// piece is a bead along a wall while its vertices have that bead; it starts and ends where
// the way between two vertices leaves them, unless the whole ring has it.
type piece struct {
	first, last int   // dabs
	from, to    int32 // medial edges; -1 for a whole ring
}

// wallBeads calls f with the beads that follow the walls, the outermost first. Bead b of a
// vertex exists or not, for all its walls alike, so a bead that ends on one side of a
// medial edge goes on from its other side, and all beads are closed. f keeps nothing.
func (c *counts) wallBeads(f func(depth int, d []dab)) {
	c.makeRounds()
	most := int32(0)
	for i := range c.vertices {
		most = max(most, c.walls[i])
	}
	for b := range int(most) {
		c.dabs, c.pieces = c.dabs[:0], c.pieces[:0]
		for i := range c.rounds {
			if r := &c.rounds[i]; b < int(r.most) {
				c.along(r, b)
			}
		}
		c.loops(func(d []dab) { f(b, d) })
	}
}

// hasBead reports whether vertex i has wall bead b.
func (c *counts) hasBead(i int32, b int) bool {
	if b >= int(c.walls[i]) || c.vertices[i].central {
		return b < int(c.walls[i])
	}
	depth, _ := c.across(i, b)
	return depth <= c.vertices[i].radius
}

// along adds the pieces of bead b on one round.
func (c *counts) along(r *round, b int) {
	n := len(r.ribs)
	has := c.has[:n]
	for i := range r.ribs {
		has[i] = c.hasBead(r.ribs[i].vertex, b)
	}
	start := 0
	for start < n && (!has[start] || has[(start+n-1)%n]) {
		start++
	}
	if start == n {
		if first := len(c.dabs); has[0] {
			c.lay(r, 0, n, b)
			c.pieces = append(c.pieces, piece{first, len(c.dabs), -1, -1})
		}
		return
	}
	for k, j := 0, start; k < n; { // rib j is the k-th from start
		m := 0
		for k+m < n && has[j] {
			m++
			j = r.after(j)
		}
		if m > 0 {
			c.cutPiece(r, start+k, m, b)
		} else {
			j = r.after(j)
		}
		k += max(1, m)
	}
}

// cutPiece adds bead b along the n ribs from the i-th, with the places where it leaves at a
// spur.
func (c *counts) cutPiece(r *round, i, n, b int) {
	at := func(k int) rib { return r.ribs[(k+2*len(r.ribs))%len(r.ribs)] }
	p := piece{first: len(c.dabs), from: at(i - 1).cross, to: at(i + n - 1).cross}
	c.tip(at(i), at(i-1), b)
	c.lay(r, i, n, b)
	c.tip(at(i+n-1), at(i+n), b)
	p.last = len(c.dabs)
	c.pieces = append(c.pieces, p)
}

// tip adds where bead b, which in has and out has not, meets the medial edge between them:
// nowhere if it does not get that deep, and on a band where there is room for it.
func (c *counts) tip(in, out rib, b int) {
	v, w := c.vertices[in.vertex], c.vertices[out.vertex]
	depth, width := c.across(in.vertex, b)
	if v.central && w.central && c.count[in.vertex] == c.count[out.vertex] {
		more, fewer := c.room[in.vertex], c.room[out.vertex]
		if t := (more - float64(b+1)) / (more - fewer); t > 0.05 && t < 1 {
			at := in.foot.Add(v.at.Sub(in.foot).Unit().Mul(depth))
			c.dabs = append(c.dabs, dab{at.Add(w.at.Sub(v.at).Mul(t)), c.width.clamp(width)})
		}
		return
	}
	if v.radius < depth || w.radius > depth || v.radius == w.radius {
		return
	}
	c.dabs = append(c.dabs, dab{v.at.To(w.at, (v.radius-depth)/(v.radius-w.radius)), c.width.clamp(width)})
}

// arcStep is the largest turn of a bead around a corner of the wall between two points.
const arcStep = 0.3

// lay adds bead b along the n ribs from the i-th.
func (c *counts) lay(r *round, i, n, b int) {
	first, dirs := len(c.dabs), c.dirs[:0]
	lies := c.ease(r, i, n, b)
	bends := c.bends
	j := i % len(r.ribs)
	for k := range n {
		for ; len(bends) > 0 && bends[0].rib <= k; bends = bends[1:] {
			c.dabs, dirs = c.bent(c.dabs, dirs, r, i, bends[0])
		}
		depth, up := lies[k].depth, r.ups[j]
		v := &c.vertices[r.ribs[j].vertex]
		d := dab{r.ribs[j].foot.Add(up.Mul(min(depth, v.radius))), lies[k].width}
		if k > 0 && r.turns[j] > 0 {
			was := &c.vertices[r.ribs[(j+len(r.ribs)-1)%len(r.ribs)].vertex]
			f := fan{r.ribs[j].foot, was.at, v.at, was.radius, v.radius}
			c.dabs, dirs = turn(c.dabs, dirs, f, f.place(lies[k-1], f.r0), f.place(lies[k], f.r1), up, int(r.turns[j]))
		}
		c.dabs, dirs = append(c.dabs, d), append(dirs, up)
		j = r.after(j)
	}
	c.dirs = dirs
	c.narrow(c.dabs[first:], dirs)
}

// bend is a place between a rib of a piece and the one before it where beads bend.
type bend struct {
	rib   int
	share float64 // of the way from the rib before
	place place
}

// bent adds the dab of a bend on the ribs from the i-th.
func (c *counts) bent(dabs []dab, ups []geom.Vec, r *round, i int, b bend) ([]dab, []geom.Vec) {
	from, to := (i+b.rib-1)%len(r.ribs), (i+b.rib)%len(r.ribs)
	up := r.ups[from].To(r.ups[to], b.share).Unit()
	v, w := &c.vertices[r.ribs[from].vertex], &c.vertices[r.ribs[to].vertex]
	depth := min(b.place.depth, v.radius+float64(b.share*(w.radius-v.radius)))
	at := r.ribs[from].foot.To(r.ribs[to].foot, b.share).Add(up.Mul(depth))
	return append(dabs, dab{at, b.place.width}), append(ups, up)
}

// place is where a bead lies on a rib.
type place struct{ depth, width float64 }

// plus returns p and a share of q.
func (p place) plus(q place, share float64) place {
	return place{p.depth + float64(share*q.depth), p.width + float64(share*q.width)}
}

// easeOver is the length along the wall, in nominal widths, on each side of a place where
// the layout changes, over which beads go from the one to the other.
const easeOver = 0.8

// ease returns where bead b lies on the n ribs from the i-th. Where the count changes along a
// band, beads make room at once (open). Elsewhere half of a leap between two ribs is taken on
// each side, and fades with the way from there. As it is the same share of every bead's leap, beads stay beside each other.
func (c *counts) ease(r *round, i, n, b int) []place {
	lies := c.places[:0]
	j := i % len(r.ribs)
	for range n {
		depth, width := c.across(r.ribs[j].vertex, b)
		lies = append(lies, place{depth, width})
		j = r.after(j)
	}
	c.bends = c.bends[:0]
	if c.places = lies; !r.leapt {
		return lies
	}
	sharp := append(c.sharp[:0], lies...)
	c.sharp = sharp
	j = i % len(r.ribs)
	for k := 1; k < n; k++ {
		was := j
		if j = r.after(j); !r.leaps[j] {
			continue
		}
		leap := place{sharp[k].depth - sharp[k-1].depth, sharp[k].width - sharp[k-1].width}
		v, w := r.ribs[was].vertex, r.ribs[j].vertex
		before, after := c.shares(v, w)
		if before == after && c.vertices[v].central && c.vertices[w].central && c.count[v] != c.count[w] {
			c.open(r, lies, i, k, leap)
			continue
		}
		c.fade(r.ribs, lies, i, k-1, -1, place{float64(before * leap.depth), float64(before * leap.width)})
		c.fade(r.ribs, lies, i, k, 1, place{-float64(after * leap.depth), -float64(after * leap.width)})
	}
	c.setBends(lies)
	return lies
}

// openArea is the area, mm2, that beads leave before another one for which they make room, and
// lay of it behind its start.
const openArea = 0.15

// openMost is the longest way, in widths of what begins, over which they do so.
const openMost = 2.0

// opening is the way along the wall, from the first rib with more beads to those with fewer,
// mm, over which beads make room.
type opening struct{ from, to float64 }

// opening returns where beads make room for what vertex more has and fewer has not: in the
// middle of the way a wall bead has turned, and a middle bead begins.
func (c *counts) opening(more, fewer int32) opening {
	b := int(c.walls[fewer])
	_, width := c.across(more, b)
	width = c.width.clamp(width)
	if b < int(c.walls[more]) {
		half := min(2*openArea/width, float64(openMost/2*width))
		return opening{width/2 - half, width/2 + half}
	}
	half := min(4*openArea/width, float64(openMost/2*width))
	return opening{-half, half}
}

// fewer returns which share of a leap to fewer beads is taken at x.
func (o opening) fewer(x float64) float64 { return min(1, max(0, (x-o.from)/(o.to-o.from))) }

// open lets bead b on the ribs from the i-th make room for the beads that begin between ribs
// i+k-1 and i+k, where its layout leaps.
func (c *counts) open(r *round, lies []place, i, k int, leap place) {
	at := func(k int) *rib { return &r.ribs[(i+k+len(r.ribs))%len(r.ribs)] }
	m, step := k-1, 1 // the first rib with more beads, and the way to those with fewer
	if c.count[at(k-1).vertex] < c.count[at(k).vertex] {
		m, step, leap = k, -1, place{-leap.depth, -leap.width}
	}
	o := c.opening(at(m).vertex, at(m+step).vertex)
	for _, dir := range []int{step, -step} {
		q, x := m, 0.0
		if dir != step {
			lies[m] = lies[m].plus(leap, o.fewer(0))
		}
		for q+dir >= 0 && q+dir < len(lies) && (dir == step && x < o.to || dir != step && x > o.from) {
			a, b := at(q), at(q+dir)
			y := x + float64(float64(dir*step)*max(a.foot.Dist(b.foot), c.vertices[a.vertex].at.Dist(c.vertices[b.vertex].at)))
			c.bend(o, leap, x, y, q, dir)
			if q, x = q+dir, y; dir == step {
				lies[q] = lies[q].plus(leap, o.fewer(x)-1)
			} else {
				lies[q] = lies[q].plus(leap, o.fewer(x))
			}
		}
	}
}

// bend notes where beads bend between x at rib q and y at the next one in direction dir:
// by how much they are off the straight there.
func (c *counts) bend(o opening, leap place, x, y float64, q, dir int) {
	for _, z := range []float64{o.from, o.to} {
		t := (z - x) / (y - x)
		if !(t > 0.05 && t < 0.95) {
			continue
		}
		off := place{}.plus(leap, o.fewer(z)-o.fewer(x)-float64(t*(o.fewer(y)-o.fewer(x))))
		if dir < 0 {
			t = 1 - t
		}
		c.bends = append(c.bends, bend{max(q, q+dir), t, off})
	}
}

// setBends puts the bends, which know how far they are off the straight, in their places and order.
func (c *counts) setBends(lies []place) {
	slices.SortFunc(c.bends, func(a, b bend) int {
		return cmp.Or(cmp.Compare(a.rib, b.rib), cmp.Compare(a.share, b.share))
	})
	for k := range c.bends {
		e := &c.bends[k]
		a, b := lies[e.rib-1], lies[e.rib]
		e.place = e.place.plus(a, 1-e.share).plus(b, e.share)
	}
}

// shares returns which share of a leap between the ribs of vertices i and j each side
// takes: half of it, or all where the other side is a junction, through which beads run on
// along another band.
func (c *counts) shares(i, j int32) (before, after float64) {
	i, j = c.vertices[i].root, c.vertices[j].root
	switch a, b := c.forks(i, j), c.forks(j, i); {
	case a && !b:
		return 0, 1
	case b && !a:
		return 1, 0
	}
	return 0.5, 0.5
}

// forks reports whether three bands meet at vertex i, or at its neighbour other than j beside
// it.
func (c *counts) forks(i, j int32) bool {
	n := 0
	c.bands(i, func(k int32) {
		n++
		if k != j && c.vertices[i].at.Dist(c.vertices[k].at) < c.width.nominal/4 {
			c.bands(k, func(m int32) {
				if m != i {
					n++
				}
			})
			n--
		}
	})
	return n > 2
}

// fade adds leap to the place on rib i+k and less and less of it to those further on in
// direction step.
func (c *counts) fade(tour []rib, lies []place, i, k, step int, leap place) {
	far := float64(easeOver * c.width.nominal)
	way := 0.0
	for ; k >= 0 && k < len(lies) && way < far; k += step {
		share := 1 - way/far
		lies[k].depth += float64(share * leap.depth)
		lies[k].width += float64(share * leap.width)
		at, next := &tour[(i+k+len(tour))%len(tour)], &tour[(i+k+step+len(tour))%len(tour)]
		way += max(at.foot.Dist(next.foot), c.vertices[at.vertex].at.Dist(c.vertices[next.vertex].at))
	}
}

// leastNarrow bounds narrow, where steps of the bead make it meet ribs at any angle.
const leastNarrow = 0.7

// narrow makes the widths of dabs, which are along the ribs, those across the bead.
func (c *counts) narrow(dabs []dab, ups []geom.Vec) {
	for i := range dabs {
		a, b := dabs[max(0, i-1)].at, dabs[min(len(dabs)-1, i+1)].at
		t := b.Sub(a)
		if l := t.Len(); l > nearest {
			dabs[i].width = float64(dabs[i].width * max(leastNarrow, min(1, t.Mul(1/l).Cross(ups[i]))))
		}
		dabs[i].width = c.width.clamp(dabs[i].width)
	}
}

// fan is the part of the region between a corner of the wall and a piece of the axis.
type fan struct {
	foot     geom.Vec // the corner
	from, to geom.Vec // the ends of the piece
	r0, r1   float64  // their distances from the wall
}

// place returns where a bead is at most at a rib of length r.
func (f fan) place(p place, r float64) place { return place{min(p.depth, r), p.width} }

// at returns which share of the way from the first rib to the last one's layout a rib in
// direction w has: layouts change evenly with the rib's length.
func (f fan) at(w geom.Vec, t float64) float64 {
	along := f.to.Sub(f.from)
	across := w.Cross(along)
	if math.Abs(across) < nearest {
		return t
	}
	r := f.from.Sub(f.foot).Cross(along) / across
	if lo, hi := min(f.r0, f.r1), max(f.r0, f.r1); r > lo && r < hi {
		return (r - f.r0) / (f.r1 - f.r0)
	}
	return min(1, max(0, f.foot.Add(w.Mul(r)).Dist(f.from)/max(along.Len(), nearest)))
}

// turn adds n points, or as many as make sense, between the last dab and the next one, in
// direction up from the corner of f, where ribs turn much around it: there the bead lies at
// the places a and b.
func turn(dabs []dab, ups []geom.Vec, f fan, a, b place, up geom.Vec, n int) ([]dab, []geom.Vec) {
	from, was := dabs[len(dabs)-1], ups[len(ups)-1]
	last := from.at.Sub(was.Mul(a.depth))
	if f.foot.Dist(last) > b.depth/2 {
		return dabs, ups
	}
	for k := 1; k <= min(n, 8); k++ {
		t := float64(k) / float64(n+1)
		w := was.To(up, t).Unit()
		s := f.at(w, t)
		depth := a.depth + float64(s*(b.depth-a.depth))
		dabs = append(dabs, dab{last.To(f.foot, t).Add(w.Mul(depth)), a.width + float64(s*(b.width-a.width))})
		ups = append(ups, w)
	}
	return dabs, ups
}

// loops joins the pieces, each with the one that starts on the other side of the edge where
// it ends, and calls f with every loop.
func (c *counts) loops(f func(d []dab)) {
	if c.starts == nil {
		c.starts = map[int32]int32{}
	}
	clear(c.starts)
	for i, p := range c.pieces {
		if p.from >= 0 {
			c.starts[p.from] = int32(i)
		}
	}
	c.used = room(c.used, len(c.pieces))
	for i := range c.pieces {
		c.loop = c.loop[:0]
		for k, ok := int32(i), true; ok && !c.used[k]; k, ok = c.next(k) {
			c.used[k] = true
			c.loop = append(c.loop, c.dabs[c.pieces[k].first:c.pieces[k].last]...)
		}
		if len(c.loop) > 0 {
			f(c.loop)
		}
	}
}

// next returns the piece that goes on where piece k ends.
func (c *counts) next(k int32) (int32, bool) {
	next, ok := c.starts[c.pieces[k].to]
	return next, ok
}
