package polygon

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/visiere/visiere/geom"
)

// event is a point of the sweep, as a key that sorts like the point, and what starts
// there.
type event struct {
	key uint64
	id  int32
}

// key packs a point within geom.Limit so that keys compare as Point.Less does.
func key(p geom.Point) uint64 {
	return uint64(p.X+1<<30)<<31 | uint64(p.Y+1<<30)
}

func compareEvents(a, b event) int {
	if c := cmp.Compare(a.key, b.key); c != 0 {
		return c
	}
	return cmp.Compare(a.id, b.id)
}

// sorter sorts events in linear time where they spread evenly: buckets by the leading
// bits of the key, then each bucket alone.
type sorter struct {
	starts []int32
	out    []event
}

// sort returns ev sorted by key, then id. The result and ev swap their memory.
func (s *sorter) sort(ev []event) []event {
	if len(ev) < 64 {
		slices.SortFunc(ev, compareEvents)
		return ev
	}
	low, high := ev[0].key, ev[0].key
	for _, v := range ev {
		low, high = min(low, v.key), max(high, v.key)
	}
	shift := max(0, bits.Len64(high-low)-bits.Len(uint(len(ev))))
	s.spread(ev, low, shift, int((high-low)>>shift)+1)
	out := s.out
	s.out = ev
	return out
}

// spread copies ev into out by buckets of the key above low, and sorts each.
func (s *sorter) spread(ev []event, low uint64, shift, n int) {
	s.starts = slices.Grow(s.starts[:0], n+1)[:n+1]
	clear(s.starts)
	s.out = slices.Grow(s.out[:0], len(ev))[:len(ev)]
	for _, v := range ev {
		s.starts[(v.key-low)>>shift+1]++
	}
	for i := range n {
		s.starts[i+1] += s.starts[i]
	}
	for _, v := range ev {
		b := &s.starts[(v.key-low)>>shift]
		s.out[*b] = v
		*b++
	}
	from := int32(0)
	for _, to := range s.starts[:n] {
		if to-from > 1 {
			sortBucket(s.out[from:to])
		}
		from = to
	}
}

func sortBucket(ev []event) {
	if len(ev) > 12 {
		slices.SortFunc(ev, compareEvents)
		return
	}
	for i := 1; i < len(ev); i++ {
		v := ev[i]
		k := i
		for ; k > 0 && compareEvents(v, ev[k-1]) < 0; k-- {
			ev[k] = ev[k-1]
		}
		ev[k] = v
	}
}
