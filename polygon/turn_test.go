package polygon

import (
	"math"
	"testing"
)

// TestTurn checks that quarter turns are exact and bring a region back, and that other
// turns keep its area.
func TestTurn(t *testing.T) {
	r := frame(4)
	back := r
	for range 4 {
		back = back.Turn(math.Pi / 2)
	}
	if !back.Equal(r) {
		t.Error("four quarter turns move a region")
	}
	if got := NonZero(r.Turn(0.7)); math.Abs(got.Area()-r.Area()) > 1e-3 {
		t.Errorf("area %f turns into %f", r.Area(), got.Area())
	}
}
