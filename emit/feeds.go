package emit

import (
	"math"

	"github.com/visiere/visiere/toolpath"
)

// segment is one stroke as it will be written.
type segment struct {
	to    grid
	width float64 // mm
	n     int64   // units of E
	most  int64   // mm/min at most, as rounded
	feed  int64   // mm/min
	arc   arc
}

// shortest is the way, in the file's unit along an axis, below which a point within a path
// is left out: its filament would be a few units at most, and rounded otherwise in each
// level of a stack.
const shortest = 3

// near reports whether p and q are too close for a segment of their own.
func (p grid) near(q grid) bool {
	dx, dy := p.x-q.x, p.y-q.y
	return -shortest < dx && dx < shortest && -shortest < dy && dy < shortest
}

// segments returns b in the file's terms. Points that fall where the last one did, or
// nearly, are left out, and their filament goes to the next. The segments are valid until
// the next call.
func (e *emitter) segments(b *bead) []segment {
	out, at, p := e.strokes[:0], e.at, b.path
	for i := 1; i < len(p.Points); i++ {
		e.e.carry += b.units(i, e.height)
		s := segment{to: e.onGrid(p.Points[i]), width: p.Width, most: b.feed}
		if s.to == at || i < len(p.Points)-1 && s.to.near(at) {
			continue
		}
		if p.Widths != nil {
			s.width = (p.Widths[i-1] + p.Widths[i]) / 2
		}
		s.n = e.e.take(0)
		if b.cap > 0 {
			s.most = max(1, min(b.feed, b.capped(s.n, at, s.to)))
		}
		at = s.to
		out = append(out, s)
	}
	e.strokes = out
	return out
}

// capped returns the highest feed, mm/min, at which n units on the way between two places
// are within the cap.
func (b *bead) capped(n int64, from, to grid) int64 {
	if n <= 0 {
		return math.MaxInt64
	}
	return int64(float64(b.cap*distance(to.x-from.x, to.y-from.y)) / (microns * float64(n)))
}

// spare is how much of its speed, as a share, a segment may give up so that its feed rate
// need not be told. Of a solid frame's time and file it costs: 0: 0 and 100 %, 0.003: 0.08 %
// and 93 %, 0.01: 0.3 % and 90 %, 0.03: 0.9 % and 89 %.
const spare = 0.003

// settle gives all segments of b their feeds: as few different ones as do with what each
// may have at most and give up at most.
func (b *bead) settle(all []segment, height float64) {
	from, least, most := 0, int64(0), int64(math.MaxInt64)
	for i := range all {
		want := int64(float64(b.wanted(all[i].width, height)) * (1 - spare))
		if l, m := max(least, want), min(most, all[i].most); l <= m {
			least, most = l, m
			continue
		}
		flat(all[from:i], most)
		from, least, most = i, min(want, all[i].most), all[i].most
	}
	flat(all[from:], most)
}

// wanted returns the feed at which a width, mm, is at the cap, or b's own where that is
// less.
func (b *bead) wanted(width, height float64) int64 {
	perMM := float64(b.unit * toolpath.Section(width, height))
	if b.cap == 0 || float64(b.feed)*perMM <= b.cap {
		return b.feed
	}
	return int64(b.cap / perMM)
}

// flat gives all segments one feed.
func flat(all []segment, feed int64) {
	for i := range all {
		all[i].feed = feed
	}
}
