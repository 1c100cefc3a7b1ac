package motion

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// body is moves as a layer at z has them, with hops, retractions, arcs and changes of speed.
func body(rng *rand.Rand, z float64) []string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	at := func() float64 { return 100 * rng.Float64() }
	for range 200 {
		switch rng.IntN(12) {
		case 0:
			add("G1 E-0.8 F2100")
			add("G1 Z%.3f F600", z+0.2)
			add("G1 X%.3f Y%.3f F9000", at(), at())
			add("G1 Z%.3f F600", z)
			add("G1 E0.8 F2100")
		case 1:
			add("M204 P%d", 500+rng.IntN(900))
		case 2:
			add("G2 X%.3f Y%.3f I%.3f J%.3f E0.5", at(), at(), 9*rng.Float64(), 9*rng.Float64())
		case 3:
			for range 20 {
				add("G1 X%.3f Y%.3f E0.01 F1800", 50+rng.Float64(), 50+rng.Float64())
			}
		default:
			add("G1 X%.3f Y%.3f E%.5f F%d", at(), at(), rng.Float64(), 1200+rng.IntN(3000))
		}
	}
	return lines
}

// climbOf returns the climb of the Z words of two texts that differ in these alone.
func climbOf(was, is []string) *Climb {
	c := &Climb{}
	for i := range was {
		var a, b float64
		if n, _ := fmt.Sscanf(was[i], "G1 Z%f", &a); n == 0 {
			continue
		}
		fmt.Sscanf(is[i], "G1 Z%f", &b)
		k := slices.Index(c.Was, a)
		if k < 0 {
			k = len(c.Was)
			c.Was, c.Is = append(c.Was, a), append(c.Is, b)
		}
		c.Z = append(c.Z, uint8(k))
	}
	return c
}

// timed is the time of a move.
type timed struct {
	tag uint64
	s   float64
}

// timer is a Machine whose moves are numbered from 1, and what it told.
type timer struct {
	*Machine
	moves uint64
	times []timed
}

func newTimer(t *testing.T, fw Firmware) *timer {
	l := marlinLimits
	if fw == Klipper {
		l = klipperLimits
	}
	m, err := New(fw, l)
	if err != nil {
		t.Fatal(err)
	}
	tm := &timer{Machine: m}
	m.OnMove = func(mv *Move) { tm.moves++; mv.Tag = tm.moves }
	m.OnTime = func(tag uint64, s float64) { tm.times = append(tm.times, timed{tag, s}) }
	return tm
}

func (tm *timer) play(lines []string) {
	for _, line := range lines {
		send(tm.Machine, line)
	}
}

// TestRepeat holds that a Machine that repeats what it did, at another height, times what
// follows as one that does it: to the last bit, under the same tags.
func TestRepeat(t *testing.T) {
	for _, fw := range []Firmware{Klipper, MarlinJD, MarlinClassic, RRF} {
		repeated := 0
		for seed := range uint64(40) {
			layer := func(z float64) []string { return body(rand.New(rand.NewPCG(seed, 0)), z) }
			lead := func(z float64) []string {
				return append(append([]string{"M83", "G92 E0"}, layer(z-0.2)...), "G92 E0", fmt.Sprintf("G1 Z%.3f F600", z))
			}
			low, high := 0.3, 0.3+[]float64{5.28, 5.03, 0.3, 1.2345}[seed%4]
			rest := body(rand.New(rand.NewPCG(seed, 1)), high)

			m := newTimer(t, fw)
			m.play(lead(low))
			before, first := m.Save(), m.moves
			m.play(layer(low))
			after, made := m.Save(), m.moves-first
			m.play(lead(high))
			climb := climbOf(layer(low), layer(high))
			if !m.Repeats(before, climb) {
				continue
			}
			repeated++
			up := m.moves - first
			m.times = nil
			m.Repeat(before, after, climb, func(tag uint64) uint64 { return tag + up })
			m.moves += made
			m.play(rest)
			m.Drain()

			all := newTimer(t, fw)
			for _, lines := range [][]string{lead(low), layer(low), lead(high), layer(high), rest} {
				all.play(lines)
			}
			all.Drain()
			if want := all.times[len(all.times)-len(m.times):]; !slices.Equal(want, m.times) || len(m.times) < 200 {
				t.Fatalf("%s, seed %d: others are timed after what was repeated, or otherwise", fw, seed)
			}
		}
		if repeated < 10 {
			t.Errorf("%s: %d of 40 were repeated", fw, repeated)
		}
	}
}

// TestRepeatsNot holds that a Machine that would do otherwise does not repeat.
func TestRepeatsNot(t *testing.T) {
	for _, fw := range []Firmware{Klipper, MarlinJD, MarlinClassic, RRF} {
		for _, c := range []struct{ before, between string }{
			{"", "G1 X9"}, {"", "G1 F99"}, {"", "M204 P300 T300"}, {"", "M220 S50"}, {"", "M221 S90"}, {"", "M82"}, {"", "G20"}, {"", "G92 X3"},
			{"", "G92 Z1"}, {"", "M207 S1"}, {"", "G10"}, {"G91", ""},
		} {
			l := marlinLimits
			if fw == Klipper {
				l = klipperLimits
			}
			m, _ := New(fw, l)
			for _, line := range strings.Fields("M83 G1_Z0.3 G1_X5_F1200 " + c.before) {
				send(m, strings.ReplaceAll(line, "_", " "))
			}
			before := m.Save()
			climb := &Climb{[]float64{0.5}, []float64{0.5}, []uint8{0}}
			if got := m.Repeats(before, climb); got != (c.before == "") {
				t.Errorf("%s, %q: at once: %v", fw, c.before, got)
			}
			if c.between != "" {
				send(m, c.between)
			}
			klipper := fw == Klipper && (c.between == "M207 S1" || c.between == "G10") // it retracts nothing
			if c.between != "" && m.Repeats(before, climb) && !klipper {
				t.Errorf("%s: repeats after %s", fw, c.between)
			}
			if c.before == "" && m.Repeats(before, &Climb{[]float64{0.5}, []float64{0.51}, []uint8{0}}) {
				t.Errorf("%s: repeats a higher step", fw)
			}
		}
	}
}
