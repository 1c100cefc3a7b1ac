package medial

// piece is a bead along a wall while its vertices have that bead; it starts and ends where
// the way between two vertices leaves them, unless the whole ring has it.
type piece struct {
	dabs     []dab
	from, to int32 // medial edges; -1 for a whole ring
}

// wallBeads returns the beads that follow the walls. Bead b of a vertex exists or not, for
// all its walls alike, so a bead that ends on one side of a medial edge goes on from its
// other side, and all beads are closed.
func (c *counts) wallBeads() [][][]dab {
	most := 0
	for i := range c.vertices {
		most = max(most, c.walls(int32(i)))
	}
	out := make([][][]dab, most)
	for b := range most {
		var pieces []piece
		for _, tour := range c.tours {
			pieces = append(pieces, c.along(tour, b)...)
		}
		out[b] = loops(pieces)
	}
	return out
}

// has reports whether vertex i has wall bead b.
func (c *counts) has(i int32, b int) bool {
	if b >= c.walls(i) || c.vertices[i].central {
		return b < c.walls(i)
	}
	depth, _ := c.across(i, b)
	return depth <= c.vertices[i].radius
}

// along returns the pieces of bead b on one tour.
func (c *counts) along(tour []rib, b int) (out []piece) {
	start := -1
	for i, r := range tour {
		before := tour[(i+len(tour)-1)%len(tour)]
		if c.has(r.vertex, b) && !c.has(before.vertex, b) {
			start = i
			break
		}
	}
	if start < 0 {
		if c.has(tour[0].vertex, b) {
			out = append(out, piece{c.lay(tour, 0, len(tour), b), -1, -1})
		}
		return out
	}
	for k := 0; k < len(tour); {
		n := 0
		for k+n < len(tour) && c.has(tour[(start+k+n)%len(tour)].vertex, b) {
			n++
		}
		if n > 0 {
			out = append(out, c.cutPiece(tour, start+k, n, b))
		}
		k += max(1, n)
	}
	return out
}

// cutPiece returns bead b along the n ribs from the i-th, with the places where it leaves
// at a spur.
func (c *counts) cutPiece(tour []rib, i, n, b int) piece {
	at := func(k int) rib { return tour[(k+2*len(tour))%len(tour)] }
	p := piece{from: at(i - 1).cross, to: at(i + n - 1).cross}
	p.dabs = append(p.dabs, c.tip(at(i), at(i-1), b)...)
	p.dabs = append(p.dabs, c.lay(tour, i, n, b)...)
	p.dabs = append(p.dabs, c.tip(at(i+n-1), at(i+n), b)...)
	return p
}

// tip returns where bead b, which in has and out has not, meets the medial edge between
// them: nowhere if it does not get that deep.
func (c *counts) tip(in, out rib, b int) []dab {
	v, w := c.vertices[in.vertex], c.vertices[out.vertex]
	depth, width := c.across(in.vertex, b)
	if v.radius < depth || w.radius > depth || v.radius == w.radius {
		return nil
	}
	return []dab{{v.at.to(w.at, (v.radius-depth)/(v.radius-w.radius)), width}}
}

// arcStep is the largest turn of a bead around a corner of the wall between two points.
const arcStep = 0.3

// lay returns bead b along the n ribs from the i-th.
func (c *counts) lay(tour []rib, i, n, b int) []dab {
	dabs := make([]dab, 0, n+2)
	ups := make([]vec, 0, n+2)
	lies := c.ease(tour, i, n, b)
	for k := range n {
		r := tour[(i+k)%len(tour)]
		v := c.vertices[r.vertex]
		depth := lies[k].depth
		up := v.at.sub(r.foot).unit()
		d := dab{r.foot.add(up.mul(min(depth, v.radius))), lies[k].width}
		if k > 0 {
			dabs, ups = turn(dabs, ups, d, up, depth)
		}
		dabs, ups = append(dabs, d), append(ups, up)
	}
	c.narrow(dabs, ups)
	return dabs
}

// place is where a bead lies on a rib.
type place struct{ depth, width float64 }

// easeOver is the length along the wall, in nominal widths, on each side of a place where
// the layout changes, over which beads go from the one to the other.
const easeOver = 0.8

// ease returns where bead b lies on the n ribs from the i-th. Where the layout changes
// between two ribs, half of the leap is taken on each side, and fades with the way from
// there. As it is the same share of every bead's leap, beads stay beside each other.
func (c *counts) ease(tour []rib, i, n, b int) []place {
	lies := c.places[:0]
	for k := range n {
		depth, width := c.across(tour[(i+k)%len(tour)].vertex, b)
		lies = append(lies, place{depth, width})
	}
	c.places = lies
	sharp := append(c.sharp[:0], lies...)
	c.sharp = sharp
	for k := 1; k < n; k++ {
		r, s := tour[(i+k-1)%len(tour)], tour[(i+k)%len(tour)]
		v, w := c.vertices[r.vertex].root, c.vertices[s.vertex].root
		if c.count[v] == c.count[w] && (v == r.vertex) == (w == s.vertex) {
			continue
		}
		leap := place{(sharp[k].depth - sharp[k-1].depth) / 2, (sharp[k].width - sharp[k-1].width) / 2}
		c.fade(tour, lies, i, k-1, -1, leap)
		c.fade(tour, lies, i, k, 1, place{-leap.depth, -leap.width})
	}
	return lies
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
		at, next := tour[(i+k+len(tour))%len(tour)], tour[(i+k+step+len(tour))%len(tour)]
		way += at.foot.dist(next.foot)
	}
}

// leastNarrow bounds narrow, where steps of the bead make it meet ribs at any angle.
const leastNarrow = 0.7

// narrow makes the widths of dabs, which are along the ribs, those across the bead.
func (c *counts) narrow(dabs []dab, ups []vec) {
	for i := range dabs {
		a, b := dabs[max(0, i-1)].at, dabs[min(len(dabs)-1, i+1)].at
		if t := b.sub(a); t.len() > nearest {
			dabs[i].width = float64(dabs[i].width * max(leastNarrow, min(1, t.unit().cross(ups[i]))))
		}
		dabs[i].width = min(c.width.most, max(dabs[i].width, c.width.least))
	}
}

// turn adds points between the last dab and d, whose ribs turn much around a corner of the
// wall.
func turn(dabs []dab, ups []vec, d dab, up vec, depth float64) ([]dab, []vec) {
	from, was := dabs[len(dabs)-1], ups[len(ups)-1]
	n := int((1 - was.dot(up)) / (arcStep * arcStep))
	if n == 0 {
		return dabs, ups
	}
	foot, last := d.at.sub(up.mul(depth)), from.at.sub(was.mul(depth))
	if foot.dist(last) > depth/2 {
		return dabs, ups
	}
	for k := 1; k <= min(n, 8); k++ {
		t := float64(k) / float64(n+1)
		w := was.to(up, t).unit()
		width := from.width + float64(t*(d.width-from.width))
		dabs = append(dabs, dab{last.to(foot, t).add(w.mul(depth)), width})
		ups = append(ups, w)
	}
	return dabs, ups
}

// loops joins pieces: each goes on with the one that starts on the other side of the edge
// where it ends.
func loops(pieces []piece) [][]dab {
	from := map[int32]int{}
	for i, p := range pieces {
		if p.from >= 0 {
			from[p.from] = i
		}
	}
	var out [][]dab
	used := make([]bool, len(pieces))
	for i := range pieces {
		var loop []dab
		for k := i; !used[k]; {
			used[k] = true
			loop = append(loop, pieces[k].dabs...)
			next, ok := from[pieces[k].to]
			if !ok {
				break
			}
			k = next
		}
		if loop != nil {
			out = append(out, loop)
		}
	}
	return out
}
