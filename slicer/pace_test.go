package slicer

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
)

// TestCourseLonger holds what a move is told to cost against the time of the whole course with it, of strokes
// that turn by chance and have strips too short to turn on.
func TestCourseLonger(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	moved := 0
	for n := range 3000 {
		q := winding(rnd, 4+rnd.IntN(30)).spots
		for k := 1; k < len(q); k++ {
			if rnd.IntN(6) == 0 {
				q[k].at = q[k-1].at.Add(geom.V(0.004*rnd.Float64(), 0))
			}
		}
		var c, whole course
		c.begin(q, paceSpeed)
		i := rnd.IntN(len(q))
		j := min(len(q)-1, i+rnd.IntN(5))
		for k := i; k <= j; k++ {
			q[k].at = q[k].at.Add(geom.V(0.1*rnd.NormFloat64(), 0.1*rnd.NormFloat64()))
			c.at[k] = q[k].at
		}
		whole.begin(q, paceSpeed)
		want := whole.time() - c.time()
		if got := c.longer(i, j); math.Abs(got-want) > 1e-12 {
			t.Fatalf("course %d, spots %d to %d of %d: %.9g s longer, of the whole %.9g", n, i, j, len(q), got, want)
		}
		if math.Abs(want) > 1e-3 {
			moved++
		}
	}
	if moved < 1000 {
		t.Errorf("%d courses took another time; want 1000", moved)
	}
}

// time returns what the course takes, s.
func (c *course) time() float64 { return c.paces[len(c.paces)-1].until }

// TestCourseTime holds the times of a straight course, and of one that turns by a right angle, against what
// they are reckoned to be by hand.
func TestCourseTime(t *testing.T) {
	var c course
	c.begin([]spot{{at: geom.V(0, 0)}, {at: geom.V(4.5, 0)}}, paceSpeed)
	if math.Abs(c.time()-0.1) > 1e-12 {
		t.Errorf("straight: %.6f s, want 0.1", c.time())
	}
	// From 45 mm/s to u and back, each by strips of 1 mm: u2 = 1250 / (pi/2), and 2025 - u2 = 2 * 1250 * 0.4918.
	c.begin([]spot{{at: geom.V(0, 0)}, {at: geom.V(1, 0)}, {at: geom.V(1, 1)}}, paceSpeed)
	u := math.Sqrt(paceAccel / (math.Pi / 2))
	if want := 4 / (45 + u); math.Abs(c.time()-want) > 1e-12 {
		t.Errorf("a right angle: %.6f s, want %.6f", c.time(), want)
	}
}
