package slicer

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// How edges are tried, in mm and mm2 where nothing else is said.
const (
	// settleShare is the share of the 3 x 3 pixels beside an edge, 0.044 mm2, that is left or laid twice
	// from which the edge is tried: what is narrower than 0.07 mm is not.
	settleShare = 0.35
	// settleBy is by how much ends move at a time, settleEnd by how much the price must fall for it, in squares of
	// the widest bead's width: it makes a travel longer.
	settleBy, settleEnd = 0.1, 0.023
	// settleFar is the longest way to both sides of its middle on which a move of an edge fades.
	settleFar = 1.0
	// settleTight is the way under which moves are tight, and the one on both sides on which a stroke must turn by
	// settleSlow, radians, for them.
	settleTight, settleSlow = 0.3, 0.5
	// settleHope is which share of what a move must be worth is hoped for before it is tried.
	settleHope = 0.6
	// settleStep is how far apart places of a stroke are tried, and settleRounds how often.
	settleStep, settleRounds = 0.1, 4
	// settleHold is the distance from the outline within which edges stay, settleAside how far aside of its
	// middle, in its widths, it is looked what is before an end.
	settleHold, settleAside = 0.05, 0.3
	// settleOff is how far from an edge it is looked: in the middle of the pixels beside it.
	settleOff = 1.5 * plotPixel
	// tileSide is the side of a tile, of which one plot is made: it reaches tileRim around it, which is
	// more than a move does.
	tileSide = 3.5
	tileRim  = (plotSide*plotPixel - tileSide) / 2
	// tileNear is how far around busy places, mm, there are tiles.
	tileNear = 0.8
	// reachOf is how far a strip's corners are from its middle at most, in its half widths.
	reachOf = 1.42
)

// settleMoves are the moves of edges that are tried, in their order: by how much, on which way to both sides of the
// middle they fade, and by how much the price must fall for each, in squares of the widest bead's width. What
// moves by little hardly bends the stroke, and is worth it for less. The tight ones bend it sharply: they are tried
// where it turns, and the nozzle is slow, anyway.
var settleMoves = [...]struct{ by, reach, worth float64 }{
	{0.1, settleFar, 0.010}, {0.05, 0.5, 0.005}, {0.03, settleFar, 0.0015}, {0.03, 0.5, 0.0015}, {0.03, settleTight, 0.0025},
	{0.1, 0.25, 0.006}, {0.06, 0.12, 0.004},
}

// edge is a piece of an outline, with the part on its left.
type edge struct{ a, b geom.Vec }

// ribbon is the strips of a track to the spots from <= k <= to.
type ribbon struct{ track, from, to int }

// candidate is a spot whose edges are tried, and which may be an end.
type candidate struct {
	track, spot int
	vain        [3]int // the number of moves in the plot when it was tried in vain: left, right, end; from 1
}

// tile is a square of the plane in which edges are tried.
type tile struct {
	middle     geom.Vec // tilted
	row        int
	candidates []candidate
	ribbons    []ribbon
}

// settler lets edges settle: where something is left or laid twice beside them it tries to move them,
// and keeps what makes that less.
type settler struct {
	plot
	corner geom.Vec // of the tiles
	nx, ny int
	number []int32 // by column and row of tiles, from 1
	tiles  []tile
	rows   [][]edge // of the outline, by row of tiles, as far as they are seen there

	tracks      []track
	least, most float64 // of widths, mm
	moves       int     // kept in this plot, from 1
	saved       []spot
	beside      []strip // of a candidate
	was, now    []strip // of a move
}

// settle lets the edges of tracks, whose widths are from least to most, settle in the tiles.
func (s *settler) settle(tracks []track, region polygon.Region, least, most float64) {
	s.tracks, s.least, s.most = tracks, least, most
	s.deal(region)
	for i := range s.tiles {
		t := &s.tiles[i]
		s.begin(t.middle, s.rows[t.row])
		for _, r := range t.ribbons {
			s.now = s.strips(s.now[:0], r)
			s.lay(s.now, 1, true)
		}
		s.show(all)
		s.moves = 1
		for round, was := 0, 0; round < settleRounds && s.moves != was; round++ {
			was = s.moves
			s.round(t.candidates)
		}
	}
}

// cell returns the column and row of tiles that hold a tilted place.
func (s *settler) cell(v geom.Vec) (x, y int) {
	v = v.Sub(s.corner).Mul(1 / tileSide)
	return int(math.Floor(v.X)), int(math.Floor(v.Y))
}

// tileAt returns the tile that holds a tilted place, nil where there is none.
func (s *settler) tileAt(v geom.Vec) *tile {
	x, y := s.cell(v)
	if x < 0 || y < 0 || x >= s.nx || y >= s.ny || s.number[y*s.nx+x] == 0 {
		return nil
	}
	return &s.tiles[s.number[y*s.nx+x]-1]
}

// cover makes the tiles within tileNear of places.
func (s *settler) cover(places []geom.Vec) {
	far := geom.V(math.Inf(-1), math.Inf(-1))
	s.corner = far.Mul(-1)
	for _, p := range places {
		p = tilted(p)
		s.corner, far = geom.V(min(s.corner.X, p.X), min(s.corner.Y, p.Y)), geom.V(max(far.X, p.X), max(far.Y, p.Y))
	}
	near := geom.V(tileNear, tileNear)
	s.corner = s.corner.Sub(near)
	x, y := s.cell(far.Add(near))
	s.nx, s.ny = x+1, y+1
	s.number, s.tiles = append(s.number[:0], make([]int32, s.nx*s.ny)...), s.tiles[:0]
	for _, p := range places {
		p = tilted(p)
		x0, y0 := s.cell(p.Sub(near))
		x1, y1 := s.cell(p.Add(near))
		for y := max(0, y0); y <= min(s.ny-1, y1); y++ {
			for x := max(0, x0); x <= min(s.nx-1, x1); x++ {
				s.add(x, y)
			}
		}
	}
}

// add makes the tile of a column and row, once.
func (s *settler) add(x, y int) {
	if n := &s.number[y*s.nx+x]; *n == 0 {
		*n = int32(len(s.tiles)) + 1
		s.tiles = slices.Grow(s.tiles, 1)[:*n] // with its memory
		t := &s.tiles[*n-1]
		t.middle, t.row = s.corner.Add(geom.V(float64(x)+0.5, float64(y)+0.5).Mul(tileSide)), y
		t.candidates, t.ribbons = t.candidates[:0], t.ribbons[:0]
	}
}

// deal tells the tiles what they hold and see.
func (s *settler) deal(region polygon.Region) {
	for i := range s.tracks {
		q, last := s.tracks[i].spots, len(s.tracks[i].spots)-1
		var was geom.Vec
		for k := range q {
			at := tilted(q[k].at)
			if k > 0 {
				s.see(i, k, was, at)
			}
			was = at
			if s.tracks[i].closed && (k == 0 || k == last) {
				continue
			}
			if t := s.tileAt(at); t != nil {
				t.candidates = append(t.candidates, candidate{track: i, spot: k})
			}
		}
	}
	s.rows = slices.Grow(s.rows, max(0, s.ny-len(s.rows)))[:s.ny]
	for y := range s.rows {
		s.rows[y] = s.rows[y][:0]
	}
	for _, ring := range region {
		for k := range ring {
			e := edge{ring[k].Vec(), ring[(k+1)%len(ring)].Vec()}
			a, b := tilted(e.a), tilted(e.b)
			_, y0 := s.cell(geom.V(0, min(a.Y, b.Y)-tileRim))
			_, y1 := s.cell(geom.V(0, max(a.Y, b.Y)+tileRim))
			for y := max(0, y0); y <= min(s.ny-1, y1); y++ {
				s.rows[y] = append(s.rows[y], e)
			}
		}
	}
}

// see tells the tiles that see it of the strip to spot k of track i, tilted from p to q.
func (s *settler) see(i, k int, p, q geom.Vec) {
	spots := s.tracks[i].spots
	far := tileRim + float64(reachOf/2*max(spots[k-1].width, spots[k].width))
	x0, y0 := s.cell(geom.V(min(p.X, q.X)-far, min(p.Y, q.Y)-far))
	x1, y1 := s.cell(geom.V(max(p.X, q.X)+far, max(p.Y, q.Y)+far))
	for y := max(0, y0); y <= min(s.ny-1, y1); y++ {
		for x := max(0, x0); x <= min(s.nx-1, x1); x++ {
			n := s.number[y*s.nx+x]
			if n == 0 {
				continue
			}
			t := &s.tiles[n-1]
			if l := len(t.ribbons) - 1; l >= 0 && t.ribbons[l].track == i && t.ribbons[l].to == k-1 {
				t.ribbons[l].to = k
			} else {
				t.ribbons = append(t.ribbons, ribbon{i, k, k})
			}
		}
	}
}

// strip is a piece of a stroke: its corners to the left and right, where it begins and ends.
type strip struct{ left, right [2]geom.Vec }

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
		out = append(out, strip{[2]geom.Vec{a.at.Add(u), b.at.Add(v)}, [2]geom.Vec{a.at.Sub(u), b.at.Sub(v)}})
	}
	return out
}

// lay lays strips, or takes them away: sign is 1 or -1. Their ends are closed, or left as others with the same
// ends are taken away, or laid, too.
func (s *settler) lay(strips []strip, sign float64, closed bool) {
	var left, right geom.Vec // where the last one ends
	for k := range strips {
		q := &strips[k]
		l, r := s.at(q.left[0]), s.at(q.right[0])
		switch {
		case k > 0:
			s.line(right, r, sign)
			s.line(l, left, sign)
		case closed:
			s.line(l, r, sign)
		}
		left, right = s.at(q.left[1]), s.at(q.right[1])
		s.line(r, right, sign)
		s.line(left, l, sign)
	}
	if closed {
		s.line(right, left, sign)
	}
}

// bounds lets b hold strips.
func (s *settler) bounds(b *plotBox, strips []strip) {
	for k := range strips {
		for i := range 2 {
			s.extend(b, strips[k].left[i])
			s.extend(b, strips[k].right[i])
		}
	}
}

// round tries all candidates once, those of an edge at least settleStep apart.
func (s *settler) round(all []candidate) {
	track, last := -1, [2]geom.Vec{}
	for i := range all {
		c := &all[i]
		t := &s.tracks[c.track]
		if c.track != track {
			far := geom.V(math.Inf(1), math.Inf(1))
			track, last = c.track, [2]geom.Vec{far, far}
		}
		q := &t.spots[c.spot]
		out := q.in.Mul(q.width / 2)
		for side, edge := range [...]geom.Vec{q.at.Add(out), q.at.Sub(out)} {
			if edge.Sub(last[side]).Len() < settleStep && c.spot != len(t.spots)-1 {
				continue
			}
			last[side] = edge
			if c.vain[side] != s.moves && !s.try(c, side) {
				c.vain[side] = s.moves
			}
		}
		if c.vain[2] != s.moves && !s.tryEnd(t, c) {
			c.vain[2] = s.moves
		}
	}
}

// move moves spots by as much as by, mm, in a direction, to the left or right, less with the way from the
// middle; or the edge in that direction alone, where it is wider.
type move struct {
	dir           geom.Vec
	by            float64
	middle, reach float64
	left, wider   bool
	worth         float64 // by how much the price must fall, mm2
}

// try tries the left or right edge of a candidate, side 0 or 1, and reports whether it moved.
func (s *settler) try(c *candidate, side int) bool {
	t := &s.tracks[c.track]
	q := &t.spots[c.spot]
	out := q.in
	if side == 1 {
		out = out.Mul(-1)
	}
	edge := q.at.Add(out.Mul(q.width / 2))
	other := q.at.Sub(out.Mul(q.width / 2))
	out = out.Unit()
	sign := 1.0
	switch {
	case !s.inside(edge.Add(out.Mul(settleHold))):
		return false
	case s.share(edge.Add(out.Mul(settleOff))) > settleShare:
	case s.share(edge.Sub(out.Mul(settleOff))) < -settleShare:
		sign = -1
	default:
		return false
	}
	free := s.inside(other.Sub(out.Mul(settleHold)))
	i, j, _ := t.within(c.spot, settleFar)
	r := t.ribbon(c.track, i, j)
	s.beside = s.strips(s.beside[:0], r)
	slow := t.turned(c.spot, settleTight) > settleSlow
	for _, k := range settleMoves {
		if k.reach < settleTight && !slow {
			continue
		}
		m := move{dir: out, by: sign * k.by, middle: q.along, reach: k.reach, left: side == 0, worth: float64(k.worth * s.most * s.most)}
		for _, m.wider = range [...]bool{true, false} {
			if wide := q.width + m.by; m.wider && (wide < s.least || wide > s.most) || !m.wider && !free {
				continue
			}
			if s.hope(r, &m) > settleHope*m.worth && s.moved(c, m) {
				return true
			}
		}
	}
	return false
}

// tryEnd tries to let an end of t go on or back.
func (s *settler) tryEnd(t *track, c *candidate) bool {
	n := c.spot + 1
	switch last := len(t.spots) - 1; {
	case t.closed || c.spot > 0 && c.spot < last:
		return false
	case c.spot > 0:
		n = last - 1
	}
	q := &t.spots[c.spot]
	ahead := q.at.Sub(t.spots[n].at)
	far := ahead.Len()
	if far < settleBy/2 {
		return false
	}
	ahead = ahead.Mul(1 / far)
	for _, aside := range [...]float64{0, settleAside, -settleAside} {
		at := q.at.Add(ahead.Left().Mul(aside * q.width))
		by := 0.0
		switch {
		case s.share(at.Add(ahead.Mul(settleOff))) > settleShare:
			by = settleBy
		case s.share(at.Sub(ahead.Mul(settleOff))) < -settleShare && far > 1.5*settleBy:
			by = -settleBy
		default:
			continue
		}
		return s.moved(c, move{dir: ahead, by: by, middle: q.along, reach: 1e-9, worth: float64(settleEnd * s.most * s.most)})
	}
	return false
}

// moved moves the spots around c and reports whether that lowers the price by what it is worth; else it
// leaves them as they were.
func (s *settler) moved(c *candidate, m move) bool {
	t := &s.tracks[c.track]
	i, j, ok := t.within(c.spot, m.reach)
	if !ok {
		return false
	}
	r := t.ribbon(c.track, i, j)
	s.was = s.strips(s.was[:0], r)
	from, to := max(0, i-1), min(len(t.spots)-1, j+1)
	s.saved = append(s.saved[:0], t.spots[from:to+1]...)
	for k := i; k <= j; k++ {
		s.shift(&t.spots[k], m)
	}
	t.edges(from, to)
	s.now = s.strips(s.now[:0], r)
	box := noBox
	s.bounds(&box, s.was)
	s.bounds(&box, s.now)
	if box.within() && !t.turnsRound(s.saved, from) {
		s.keep(box)
		price, closed := s.price(box.seen()), r.from == 1 || r.to == len(t.spots)-1
		s.lay(s.was, -1, closed)
		s.lay(s.now, 1, closed)
		s.show(box)
		if price-s.price(box.seen()) > m.worth {
			s.moves++
			return true
		}
		s.back(box)
	}
	copy(t.spots[from:], s.saved)
	return false
}

// within returns the first and the last spot within reach of spot k, and whether that one may move.
func (t *track) within(k int, reach float64) (i, j int, ok bool) {
	lo, hi := 0, len(t.spots)-1
	if t.closed { // the ends, and so where strips meet there, stay
		lo, hi = 2, hi-2
	}
	for i = k; i > lo && t.spots[k].along-t.spots[i-1].along < reach; i-- {
	}
	for j = k; j < hi && t.spots[j+1].along-t.spots[k].along < reach; j++ {
	}
	return i, j, i >= lo && j <= hi
}

// ribbon returns the strips that change where the spots i to j of t, the track of that number, move.
func (t *track) ribbon(number, i, j int) ribbon {
	return ribbon{number, max(1, i-1), min(len(t.spots)-1, j+2)}
}

// at returns by how much m moves what is at a place of the stroke.
func (m *move) at(along float64) float64 {
	d := (along - m.middle) / m.reach
	f := max(0, 1-float64(d*d))
	return float64(m.by * f * f)
}

// hope returns about by how much the price would fall if m moved the edges of r, whose strips are beside the candidate.
func (s *settler) hope(r ribbon, m *move) float64 {
	q, i, sum := s.tracks[r.track].spots, 0, 0.0
	from, to := 0.0, m.at(q[r.from-1].along)
	for k := r.from; k <= r.to; k++ {
		from, to = to, m.at(q[k].along)
		if q[k-1].at == q[k].at {
			continue
		}
		p := &s.beside[i]
		i++
		by := (from + to) / 2
		if by == 0 {
			continue
		}
		if m.left || !m.wider {
			sum += s.swept(p.left, m.dir, by)
		}
		if !m.left || !m.wider {
			sum += s.swept([2]geom.Vec{p.right[1], p.right[0]}, m.dir, by)
		}
	}
	return sum
}

// swept returns about by how much the price falls where an edge, on whose right it is laid, moves: what is beside
// it says how much by the first of it, and a strip laid where nothing is amiss what it costs.
func (s *settler) swept(e [2]geom.Vec, dir geom.Vec, by float64) float64 {
	area := float64(by * e[1].Sub(e[0]).Cross(dir))
	wide := math.Abs(by) / plotPixel
	cost := float64(wide*(3-wide/3)) / 9 // of a strip so many pixels wide, by its area: the squares of its means over 3
	return float64(area*s.slope(e[0].To(e[1], 0.5).Add(dir.Mul(by/2)))) - float64(math.Abs(area)*cost)
}

// shift moves a spot.
func (s *settler) shift(q *spot, m move) {
	by := m.at(q.along)
	if m.wider {
		width := max(min(s.least, q.width), min(max(s.most, q.width), q.width+by))
		by, q.width = (width-q.width)/2, width
	}
	q.at, q.moved = q.at.Add(m.dir.Mul(by)), true
}

// turnsRound reports whether t now turns round somewhere between the spots from the given one on, which were so.
func (t *track) turnsRound(were []spot, from int) bool {
	now := t.spots[from:]
	for k := 1; k < len(were); k++ {
		if now[k].at.Sub(now[k-1].at).Dot(were[k].at.Sub(were[k-1].at)) < 0 {
			return true
		}
	}
	return false
}
