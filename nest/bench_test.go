package nest

import (
	"testing"

	"github.com/visiere/visiere/polygon"
)

// BenchmarkPlace places as many as fit: a grid where nothing more has room, and a dozen
// that no grid holds.
func BenchmarkPlace(b *testing.B) {
	for _, c := range []struct {
		name         string
		outline, bed polygon.Region
		count        int
	}{
		{"12 plates in a grid", rectangle(60, 50), rectangle(187, 208), Auto},
		{"12 horseshoes", horseshoe(80, 80, 4), rectangle(300, 300), 12},
		{"chevrons", chevron(), rectangle(220, 220), 12},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = len(Place(c.outline, c.bed, 2e6, c.count))
			}
			b.ReportMetric(float64(n), "columns")
		})
	}
}

// BenchmarkTwo finds the places of two horseshoes that reach into each other.
func BenchmarkTwo(b *testing.B) {
	outline, bed := horseshoe(150, 150, 4), rectangle(200, 200)
	for b.Loop() {
		if len(Place(outline, bed, 2e6, 2)) != 2 {
			b.Fatal("not found")
		}
	}
}

// BenchmarkInVain looks for a third.
func BenchmarkInVain(b *testing.B) {
	outline, bed := horseshoe(150, 150, 4), rectangle(200, 200)
	for b.Loop() {
		Place(outline, bed, 2e6, 3)
	}
}

// BenchmarkCost computes the cost of four copies and the forces on them.
func BenchmarkCost(b *testing.B) {
	t := newTask(horseshoe(150, 150, 4), rectangle(300, 300), 2e6)
	t.measure()
	s := newState(t, []pose{{100, 100, 0}, {130, 110, 3}, {190, 200, 1}, {200, 120, 2}})
	for b.Loop() {
		s.all()
	}
}

// BenchmarkField computes the distance field of a horseshoe.
func BenchmarkField(b *testing.B) {
	outline := horseshoe(150, 150, 4)
	for b.Loop() {
		newShape(outline, 2.1).measure()
	}
}
