package yield

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// tower is a batch of n levels of c frames.
func tower(n, c int, first, next, cool float64) Batch {
	b := Batch{CoolS: cool}
	for k := range n {
		s := next
		if k == 0 {
			s = first
		}
		b.Steps = append(b.Steps, Step{Seconds: s, Frames: c, Grams: 15 * float64(c)})
	}
	return b
}

// towers are batches of 1 to n levels.
func towers(n, c int, first, next, cool float64) []Batch {
	var out []Batch
	for k := range n {
		out = append(out, tower(k+1, c, first, next, cool))
	}
	return out
}

// anyDay draws visits and a fleet of heights.
func anyDay(t *rapid.T) (Day, []Batch, Hazard) {
	var d Day
	at := 0.0
	for range rapid.IntRange(0, 5).Draw(t, "visits") {
		at += float64(rapid.IntRange(1800, 20000).Draw(t, "after"))
		if at < dayS {
			d.Visits = append(d.Visits, at)
		}
	}
	d.ChangeS = float64(rapid.IntRange(0, 1700).Draw(t, "change"))
	b := towers(rapid.IntRange(1, 25).Draw(t, "levels"), rapid.IntRange(1, 3).Draw(t, "columns"),
		float64(rapid.IntRange(600, 9000).Draw(t, "first")), float64(rapid.IntRange(600, 9000).Draw(t, "next")),
		float64(rapid.IntRange(0, 1500).Draw(t, "cool")))
	return d, b, Hazard{rapid.Float64Range(0, 0.2).Draw(t, "hour"), rapid.Float64Range(0, 0.2).Draw(t, "frame")}
}

// TestMoreHazardNeverGivesMore checks property 1 of Best and the same of one batch.
func TestMoreHazardNeverGivesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, batches, h := anyDay(t)
		worse := Hazard{h.PerHour + rapid.Float64Range(0, 0.1).Draw(t, "more per hour"), h.PerFrame + rapid.Float64Range(0, 0.1).Draw(t, "more per frame")}
		a, b := d.Best(batches, h), d.Best(batches, worse)
		if b.GoodPerDay > a.GoodPerDay*(1+1e-5) {
			t.Errorf("%v gives %.6f a day, %v gives %.6f", h, a.GoodPerDay, worse, b.GoodPerDay)
		}
		last := batches[len(batches)-1]
		if last.Good(worse) > last.Good(h)+1e-12 {
			t.Error("a batch has more good frames with more hazard")
		}
	})
}

// TestMoreChoiceNeverGivesLess checks that a batch more, and a visit of which no use need
// be made, do no harm.
func TestMoreChoiceNeverGivesLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, batches, h := anyDay(t)
		few, all := d.Best(batches[:len(batches)-1], h), d.Best(batches, h)
		if len(batches) > 1 && few.GoodPerDay > all.GoodPerDay*(1+1e-5) {
			t.Errorf("%d batches give %.6f, %d give %.6f", len(batches)-1, few.GoodPerDay, len(batches), all.GoodPerDay)
		}
	})
}

// made is what a simulated run made.
type made struct{ good, grams float64 }

// simulate lives through days from event to event: it knows nothing of survival functions.
// Two clocks run in a print, one of hours and one of frames begun; the first to ring ends it.
func simulate(r *rand.Rand, d Day, pick func(visit int) Batch, h Hazard, days int) made {
	var out made
	visit, now := 0, 0.0 // seconds since the first midnight
	if len(d.Visits) > 0 {
		now = d.Visits[0]
	}
	for now < float64(days)*dayS {
		b := pick(visit)
		start := now + d.ChangeS
		hours, frames := ring(r, h.PerHour)*3600, ring(r, h.PerFrame)
		spent, begun, good, stopped := 0.0, 0.0, 0, false
		for _, st := range b.Steps {
			part := (hours - spent) / st.Seconds
			if f := (frames - begun) / float64(st.Frames); f < part {
				part = f
			}
			if part < 1 {
				spent += part * st.Seconds
				stopped = true
				break
			}
			spent, begun, good = spent+st.Seconds, begun+float64(st.Frames), good+st.Frames
		}
		end := b.Seconds()
		if stopped {
			end = spent
		}
		free := start + end + b.CoolS
		if len(d.Visits) == 0 {
			now = free
		} else {
			for {
				visit++
				now = d.Visits[visit%len(d.Visits)] + dayS*float64(visit/len(d.Visits))
				if now >= free {
					break
				}
			}
		}
		out.good += float64(good)
		run := math.Min(now-start, b.Seconds())
		if len(d.Visits) == 0 {
			run = end
		}
		for _, st := range b.Steps {
			share := math.Min(1, math.Max(0, run)/st.Seconds)
			out.grams += st.Grams * share
			run -= st.Seconds
		}
	}
	return out
}

// ring draws when a clock of a rate rings.
func ring(r *rand.Rand, rate float64) float64 {
	if rate == 0 {
		return math.Inf(1)
	}
	return r.ExpFloat64() / rate
}

// TestRateAgreesWithSimulation holds the closed form against days that are lived through.
func TestRateAgreesWithSimulation(t *testing.T) {
	for name, d := range map[string]Day{
		"three visits": {Visits: []float64{7 * 3600, 19 * 3600, 23 * 3600}, ChangeS: 900},
		"one visit":    {Visits: []float64{18 * 3600}, ChangeS: 600},
		"always":       {ChangeS: 900},
	} {
		for _, h := range []Hazard{{}, Default(), {0.03, 0.01}, {0, 0.05}} {
			batches := towers(24, 2, 5000, 4100, 700)
			best := d.Best(batches, h)
			pick := func(visit int) Batch {
				k := best.Choice[visit%max(1, len(d.Visits))]
				if k < 0 {
					return Batch{}
				}
				return batches[k]
			}
			const days = 200_000
			got := simulate(rand.New(rand.NewPCG(1, 2)), d, pick, h, days)
			for what, pair := range map[string][2]float64{"good": {got.good / days, best.GoodPerDay}, "grams": {got.grams / days, best.GramsPerDay}} {
				if math.Abs(pair[0]/pair[1]-1) > 0.006 {
					t.Errorf("%s, %v: %s a day: simulated %.3f, reckoned %.3f", name, h, what, pair[0], pair[1])
				}
			}
		}
	}
}

// TestBestIsTheBestOfAll compares the policy with every fixed choice.
func TestBestIsTheBestOfAll(t *testing.T) {
	d := Day{Visits: []float64{7 * 3600, 19 * 3600}, ChangeS: 900}
	batches := towers(20, 1, 3000, 2600, 600)
	h := Hazard{0.01, 0.01}
	best := d.Best(batches, h)
	m := d.table(batches, h)
	for i := range batches {
		for k := range batches {
			if gain, _ := m.solve([]int{i, k}, func(o *outcome) float64 { return o.good }); gain*dayS > best.GoodPerDay*(1+1e-4) {
				t.Errorf("%d and %d levels give %.4f a day, the best is %.4f", i+1, k+1, gain*dayS, best.GoodPerDay)
			}
		}
	}
	if n := len(batches[best.Choice[0]].Steps); n != 15 {
		t.Errorf("%d levels from 7:00 to 19:00, by day 15 fit", n)
	}
}

// TestFitFindsTheHazard fits simulated histories: the truth lies in 95 % of the intervals.
func TestFitFindsTheHazard(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	truth := Hazard{0.01, 0.02}
	inside, runs := 0, 120
	for range runs {
		var prints []Print
		for range 150 {
			b := tower(1+r.IntN(20), 1, 4000, 1000+6000*r.Float64(), 0)
			p := Print{Hours: b.Seconds() / 3600, Frames: float64(len(b.Steps))}
			if x := ring(r, truth.PerHour*p.Hours+truth.PerFrame*p.Frames); x < 1 {
				p = Print{p.Hours * x, p.Frames * x, true}
			}
			prints = append(prints, p)
		}
		f, err := Fit(prints)
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range [][2]Interval{{f.PerHour, {Value: truth.PerHour}}, {f.PerFrame, {Value: truth.PerFrame}}} {
			if in[0].Low <= in[1].Value && in[1].Value <= in[0].High {
				inside++
			}
			if in[0].Low > in[0].Value || in[0].Value > in[0].High {
				t.Errorf("%+v", in[0])
			}
		}
	}
	if share := float64(inside) / float64(2*runs); share < 0.9 || share > 0.99 {
		t.Errorf("%.3f of the intervals hold the truth", share)
	}
}

// TestFitOfFewPrints checks the edges: no failure bounds the hazard from above alone.
func TestFitOfFewPrints(t *testing.T) {
	if _, err := Fit([]Print{{Hours: 1}, {Hours: 0, Failed: true}}); err == nil {
		t.Error("one print teaches")
	}
	f, err := Fit([]Print{{10, 10, false}, {10, 10, false}, {10, 10, false}})
	if err != nil || f.Hazard() != (Hazard{}) || f.PerHour.Low != 0 || math.Abs(f.PerHour.High-1.9207/30) > 1e-3 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestParseVisits(t *testing.T) {
	v, err := ParseVisits("19:00, 7h,23h30")
	if err != nil || len(v) != 3 || v[0] != 7*3600 || v[1] != 19*3600 || v[2] != 23.5*3600 {
		t.Errorf("%v %v", v, err)
	}
	if v, err := ParseVisits("always"); v != nil || err != nil {
		t.Errorf("%v %v", v, err)
	}
	for _, bad := range []string{"", "25:00", "7:00,07:00", "noon"} {
		if v, err := ParseVisits(bad); err == nil {
			t.Errorf("%q is read as %v", bad, v)
		}
	}
}

// TestSpreadIsThatOfTheOutcomes holds mean and variance against a sum over all steps at
// which a batch may fail.
func TestSpreadIsThatOfTheOutcomes(t *testing.T) {
	h := Hazard{PerHour: 0.02, PerFrame: 0.03}
	for n := range 12 {
		b := Batch{}
		for k := range n {
			b.Steps = append(b.Steps, Step{Seconds: 3600 * float64(1+k%3), Frames: 1 + k%2})
		}
		mean, square, alive, finished := 0.0, 0.0, 1.0, 0.0
		for _, st := range b.Steps {
			next := alive * math.Exp(-h.PerHour*st.Seconds/3600-h.PerFrame*float64(st.Frames))
			mean, square = mean+(alive-next)*finished, square+(alive-next)*finished*finished
			alive, finished = next, finished+float64(st.Frames)
		}
		mean, square = mean+alive*finished, square+alive*finished*finished
		m, v := b.Spread(h)
		if math.Abs(m-mean) > 1e-9 || math.Abs(v-(square-mean*mean)) > 1e-9 || math.Abs(m-b.Good(h)) > 1e-9 {
			t.Errorf("%d steps: %g and %g, want %g and %g", n, m, v, mean, square-mean*mean)
		}
	}
}
