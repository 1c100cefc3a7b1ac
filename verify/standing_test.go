package verify

import (
	"fmt"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// tower is an object as high as n layers of a millimetre: strokes from x to x+10 mm at y.
func tower(x, y float64, n int) string {
	var b strings.Builder
	for k := 1; k <= n; k++ {
		fmt.Fprintf(&b, ";LAYER_CHANGE\n;Z:%d\n;HEIGHT:1\nG1 X%g Y%g F6000\nG1 Z%d F600\nG1 X%g E0.3 F300\n", k, x, y, k, x+10)
	}
	return b.String()
}

// TestOneByOne checks what a head of 20 mm under a gantry 6 mm above its nozzle may do
// beside a tower that is done.
func TestOneByOne(t *testing.T) {
	const lift = "G1 Z11 F600\n"
	first := startCode + tower(10, 10, 10)
	low := startCode + tower(10, 10, 5)
	for _, c := range []struct{ name, text, want string }{
		{"clear of all", first + lift + tower(60, 60, 10), ""},
		{"nearer than the head", first + lift + tower(35, 10, 1), CodeHit},
		{"nearer along Y", first + lift + tower(10, 27, 1), CodeHit},
		{"beside it under the gantry", first + lift + tower(60, 10, 1), CodeHit},
		{"beside it, low enough for the gantry", low + lift + tower(60, 10, 1), ""},
		{"beside it above the gantry's reach", first + lift + ";LAYER_CHANGE\n;Z:5\n;HEIGHT:1\nG1 X60 Y10 F6000\nG1 Z5 F600\nG1 X70 E0.3 F300\n", ""},
		{"crosses it without a lift", first + tower(60, 60, 1) + "G1 X15 Y10 F6000\nG1 X70 Y60\n", CodeHit},
		{"crosses it on the way, too low", first + "G1 X70 Y60 F6000\nG1 Z4 F600\nG1 X5 Y5 F6000\nG1 Z12\n" + tower(60, 60, 1), CodeHit},
		{"crosses it above", first + lift + tower(60, 60, 1) + lift + "G1 X15 Y10 F6000\nG1 X70 Y60\n", ""},
		{"comes down on it at the end", first + lift + tower(60, 60, 1) + lift + "G1 X15 Y10 F6000\nG1 Z8\n", CodeHit},
		{"third beside the first", first + lift + tower(60, 60, 10) + lift + tower(10, 60, 1), CodeHit},
	} {
		l := testLimits()
		l.Head = profiles.Head{Radius: 20, Height: 6, Gantry: "x"}
		if got := found(t, c.text, l); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	l := testLimits()
	l.Head = profiles.Head{Radius: 20, Height: 6, Gantry: "all"}
	if got := found(t, first+lift+tower(60, 60, 1), l); got != CodeHit {
		t.Errorf("under a delta's arms: got %q", got)
	}
}

// TestSkirtIsNoTower checks that a skirt around both objects does not count as high as
// the first of them.
func TestSkirtIsNoTower(t *testing.T) {
	l := testLimits()
	l.Head = profiles.Head{Radius: 20, Height: 6, Gantry: "x"}
	skirt := ";LAYER_CHANGE\n;Z:1\n;HEIGHT:1\n;TYPE:Skirt\nG1 Z1 F600\nG1 X5 Y5 F6000\nG1 X90 E0.5 F300\nG1 Y75 E0.5\nG1 X5 E0.5\nG1 Y5 E0.5\n;TYPE:Perimeter\n"
	text := startCode + skirt + tower(10, 10, 10) + "G1 Z11 F600\n" + tower(60, 60, 10)
	if got := found(t, text, l); got != "" {
		t.Errorf("got %q", got)
	}
}

// TestSpreadIsSurelyWithin compares spread with distances from cell to cell.
func TestSpreadIsSurelyWithin(t *testing.T) {
	var s standing
	s.ready(&area{shape: "rectangle", hi: place{60, 50}})
	for _, p := range []place{{3, 4}, {30, 20}, {31, 20}, {55, 48}} {
		s.print([3]float64{p.x, p.y, 5}, [3]float64{p.x, p.y, 5})
	}
	was := append([]float32(nil), s.now...)
	s.head = make([]float32, len(s.now))
	s.spread(4, 5, 12.5)
	for i := range s.head {
		want := float32(0)
		for k := range was {
			dx, dy := float64(i%s.nx-k%s.nx), float64(i/s.nx-k/s.nx)
			if was[k] > 4 && dx*dx+dy*dy <= 12.5*12.5 {
				want = 5
			}
		}
		if s.head[i] != want {
			t.Fatalf("cell %d %d: %v, want %v", i%s.nx, i/s.nx, s.head[i], want)
		}
	}
}
