package medial

import (
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/polygon"
)

// total returns the price of l's picks, all ends included.
func total(l *labels) float64 {
	sum := 0.0
	for _, i := range l.order {
		c, odds := l.picked(i), 0
		l.bands(i, func(j int32) {
			odds += int(l.picked(j).parity)
			if i < j {
				sum += change(c.count, l.picked(j).count)
			}
		})
		sum += c.price
		if c.parity == 1 {
			sum += float64(l.end * ends(odds))
		}
	}
	return sum
}

// No change of one vertex, nor of a run of them, makes the counts of a tree cheaper.
func TestLabelsAreLeast(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	w, _ := option.widths()
	for name, r := range map[string]polygon.Region{
		"taper": ring(0, 0, 60, 0, 60, 4, 0, 0.5), "tee": tee(1.5, 0.9), "wye": wye(2), "cross": cross(1.5),
		"peg": pegOnBand(1.8, 3), "zigzag": shapes()["zigzag"],
	} {
		eachSkeleton(r.Islands()[0], w.nominal, nm(w.thin), func(s *skeleton) {
			l := newLabels(newCounts(s, w))
			if l.end = endPrice; l.cut {
				t.Fatalf("%s is no tree", name)
			}
			l.choose()
			least := total(l)
			for range 2000 {
				was := append([]int8(nil), l.pick...)
				from, n := rng.IntN(len(l.order)), 1+rng.IntN(8)
				count := rng.IntN(6)
				for _, i := range l.order[from:min(len(l.order), from+n)] {
					l.pick[i] = int8(count % len(l.choices(i)))
				}
				if p := total(l); p < least-1e-9 {
					t.Fatalf("%s: a change of %d vertices makes %.4f of %.4f", name, n, p, least)
				}
				copy(l.pick, was)
			}
		})
	}
}

// Where a tree's counts have as many ends as are free, no price of ends finds cheaper ones.
func TestFreeEnds(t *testing.T) {
	w, _ := option.widths()
	tried, ends := 0, [3]int{}
	for name, r := range shapes() {
		for _, scale := range []float64{0.6, 0.8, 1, 1.3} {
			eachSkeleton(r.Islands()[0], w.nominal, nm(w.thin), func(s *skeleton) {
				width := w
				width.nominal *= scale
				l := newLabels(newCounts(s, width))
				if l.end = endPrice; l.cut {
					return
				}
				l.choose()
				least, loose := l.price()
				ends[min(2, int(loose))]++
				if tried++; loose < freeEnds {
					return
				}
				for _, l.end = range []float64{0, endPrice / 16, endPrice / 4, 4 * endPrice} {
					l.choose()
					if p, _ := l.price(); p < least-1e-9 {
						t.Errorf("%s, %v of the width: %.4f with ends at %v, %.4f with %v of them at %v", name, scale, p, l.end, least, loose, endPrice)
					}
				}
			})
		}
	}
	if ends[2] < 10 || tried-ends[2] < 1 {
		t.Errorf("%d trees have as many ends as are free, %d fewer", ends[2], tried-ends[2])
	}
}

// A band that asks for two beads, and for three where it bulges, has no more than one
// middle bead: the ends of one are the stroke's, those of others are travels.
func TestLabelsHaveFewEnds(t *testing.T) {
	for _, most := range []float64{1.25, 1.3, 1.35} {
		r := ring(0, 0, 100, 0, 100, 1, 90, most, 80, most, 70, 1, 40, 1, 30, most, 20, most, 10, 1, 0, 1)
		beads, _ := Beads(r, BeadOptions{Nominal: 516_000, Min: 276_000, Max: 616_000})
		open := 0
		for _, b := range beads {
			if !b.Closed {
				open++
			}
		}
		if len(beads) == 0 || open > 1 {
			t.Errorf("bulges of %g mm: %d of %d beads are open", most, open, len(beads))
		}
	}
}
