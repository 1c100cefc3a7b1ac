package medial

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// TestBeadsGoOnward checks that no bead steps back a little and goes on or ends: as strips
// such steps lay their own width aside of it.
func TestBeadsGoOnward(t *testing.T) {
	all := shapes()
	all["pocket"] = polygon.Difference(rect(-20, -2.2, 20, 2.2), rect(-1.5, 0.5, 1.5, 3))
	for w := 3.0; w < 6; w += 0.25 {
		all["hook"] = joined(bar(-20, 0, 20, 0, w), bar(4, 0, 12, 9, 2.4), disc(3, 1, w*0.7))
		all["y"] = joined(bar(-20, 0, 0, 0, w), bar(0, 0, 20, 9, 0.8*w), bar(0, 0, 20, -7, 0.7*w))
		for name, r := range all {
			if w > 3 && name != "hook" && name != "y" {
				continue
			}
			for _, opt := range []BeadOptions{option, coarse} {
				beads, _ := Beads(r, opt)
				for i, b := range beads {
					holdOnward(t, name, w, i, b)
				}
			}
		}
	}
}

// joined returns the union of regions.
func joined(all ...polygon.Region) (out polygon.Region) {
	for _, r := range all {
		out = polygon.Union(out, r)
	}
	return out
}

// holdOnward reports where bead b steps back.
func holdOnward(t *testing.T, name string, w float64, i int, b Bead) {
	t.Helper()
	n := len(b.Points)
	at := func(k int) geom.Vec { return b.Points[(k+n)%n].Vec() }
	for k := range n {
		if !b.Closed && (k < 1 || k > n-2) {
			continue
		}
		leg, next := at(k).Sub(at(k-1)), at(k+1).Sub(at(k))
		if leg.Dot(next) >= 0 || min(leg.Len(), next.Len()) < backLeast {
			continue
		}
		starts := !b.Closed && k == 1 && leg.Len() < backMost
		ends := !b.Closed && k == n-2
		if starts || next.Len() < backMost && (ends || next.Dot(at(k+2).Sub(at(k+1))) < 0) {
			t.Errorf("%s %.2f: bead %d of %d points steps back by %.4f at %v (closed %v, ends %v)", name, w, i, n, next.Len(), at(k), b.Closed, ends)
		}
	}
}

// TestLeastLoop checks that a closed bead on the spot is none.
func TestLeastLoop(t *testing.T) {
	s := &skeleton{triangles: &triangles{outline: &outline{desk: &desk{}}}}
	for _, side := range []float64{0.04, 0.5} {
		at := func(x, y float64) dab { return dab{geom.V(x*side, y*side), 0.6} }
		if _, ok := s.newBead([]dab{at(0, 0), at(1, 0)}, true); ok != (side > 0.1) {
			t.Errorf("a loop of %v mm a side: %v", side, ok)
		}
	}
}
