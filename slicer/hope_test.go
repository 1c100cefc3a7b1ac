package slicer

import (
	"math/rand/v2"
	"testing"
)

// TestBest holds the move of which most is hoped against a thousand others, of sums by chance.
func TestBest(t *testing.T) {
	const least, most = 0.01, 0.1
	rnd := rand.New(rand.NewPCG(11, 12))
	inside := 0
	for n := range 2000 {
		e := swept{
			slope: 0.2 * rnd.NormFloat64(), more: 3 * rnd.NormFloat64(),
			once: 0.3 * rnd.Float64(), twice: 0.2 * rnd.Float64(),
		}
		sign := float64(1 - 2*rnd.IntN(2))
		got := e.best(sign, least, most)
		if got == 0 {
			if sign*e.slope > 0 {
				t.Fatalf("sums %d: no move, where the price falls", n)
			}
			continue
		}
		if got < least || got > most {
			t.Fatalf("sums %d: by %v, beyond %v to %v", n, got, least, most)
		}
		// Where the slope has a second root hope rises again: only what is up to the first one counts.
		for k := range 1000 {
			by := least + (most-least)*float64(k)/999
			if e.hope(sign*by) > e.hope(sign*got)+1e-12 && by < 2*got {
				t.Fatalf("sums %d: hope of %.4f is %.9f, of %.4f %.9f", n, got, e.hope(sign*got), by, e.hope(sign*by))
			}
		}
		if got > least && got < most {
			inside++
		}
	}
	if inside < 200 {
		t.Errorf("%d moves are shorter than the longest, and longer than the shortest; want 200", inside)
	}
}
