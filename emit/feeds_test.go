package emit

import (
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/toolpath"
)

// TestFeedsAreHighAndFew checks, for beads whose widths wander, that no segment is faster
// than it may be, that none gives up more than the spare, and that steady widths take one
// feed.
func TestFeedsAreHighAndFew(t *testing.T) {
	const height = 0.3
	rng := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		b := &bead{path: &toolpath.Path{}, unit: extrusion / 2.405, feed: 6000, cap: 8 * 60 * extrusion / 2.405}
		all := make([]segment, 1+rng.IntN(200))
		width, wander := 0.6, rng.Float64()*0.02
		for i := range all {
			width = min(0.7, max(0.3, width+wander*(rng.Float64()-0.5)))
			all[i] = segment{width: width}
			all[i].most = min(b.feed, b.wanted(width, height)-int64(rng.IntN(3)))
			if rng.IntN(20) == 0 {
				all[i].most /= 2 // a short segment that rounding makes fat
			}
		}
		b.settle(all, height)
		for i, s := range all {
			if least := min(s.most, int64(float64(b.wanted(s.width, height))*(1-spare))); s.feed > s.most || s.feed < least {
				t.Fatalf("segment %d of width %v: feed %d, may be %d to %d", i, s.width, s.feed, least, s.most)
			}
		}
	}
	b := &bead{path: &toolpath.Path{}, unit: 1, feed: 6000}
	all := make([]segment, 50)
	for i := range all {
		all[i] = segment{width: 0.45, most: int64(5990 + i%7)}
	}
	b.settle(all, height)
	for _, s := range all {
		if s.feed != 5990 {
			t.Fatalf("a steady bead changes to %d", s.feed)
		}
	}
}
