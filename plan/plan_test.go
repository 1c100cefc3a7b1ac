package plan

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawBatch draws a full batch.
func drawBatch(t *rapid.T) Batch {
	return Batch{
		Levels:  rapid.IntRange(1, 30).Draw(t, "levels"),
		Columns: rapid.IntRange(1, 4).Draw(t, "columns"),
		Seconds: float64(rapid.IntRange(60, 200000).Draw(t, "seconds")),
		Grams:   float64(rapid.IntRange(1, 1000).Draw(t, "grams")),
		Cost:    1,
	}
}

// drawPlan draws an order and a fleet and returns them with their plan.
func drawPlan(t *rapid.T) (Order, Fleet, Batch, Batch, *Plan) {
	o := Order{
		Frames:   rapid.IntRange(1, 3000).Draw(t, "frames"),
		Spoilage: float64(rapid.IntRange(0, 90).Draw(t, "spoilage")) / 100,
		Elastic:  0.3,
	}
	f := Fleet{
		Printers: rapid.IntRange(1, 20).Draw(t, "printers"),
		Hours:    float64(rapid.IntRange(1, 24).Draw(t, "hours")),
		Change:   float64(rapid.IntRange(0, 3600).Draw(t, "change")),
		Spool:    1000,
	}
	full := drawBatch(t)
	last := lastOf(o, full)
	p, err := New(o, f, full, last)
	if err != nil {
		t.Fatal(err)
	}
	return o, f, full, last, p
}

// lastOf returns the last batch of an order, its time and mass by share of a full one.
func lastOf(o Order, full Batch) Batch {
	_, levels, columns := Split(o.ToMake(), full)
	last := Batch{Levels: levels, Columns: columns}
	share := float64(last.Frames()) / float64(full.Frames())
	last.Seconds, last.Grams, last.Cost = share*full.Seconds, share*full.Grams, share*full.Cost
	return last
}

func TestNoFrameIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, _, full, last, p := drawPlan(t)
		good := float64(p.ToMake) * (1 - o.Spoilage)
		if good < float64(o.Frames)-1e-6 || good-(1-o.Spoilage) > float64(o.Frames)+1e-6 {
			t.Fatalf("%d to make leave %g good ones of %d", p.ToMake, good, o.Frames)
		}
		n := p.Batches
		made := n * full.Frames()
		if last.Frames() > 0 {
			made = (n-1)*full.Frames() + last.Frames()
		}
		if made != p.Made || made < p.ToMake {
			t.Fatalf("%d batches make %d, said %d, of %d", n, made, p.Made, p.ToMake)
		}
		if made-p.ToMake >= max(1, last.Levels) {
			t.Fatalf("%d made for %d: the last batch is too large", made, p.ToMake)
		}
		if last.Frames() > full.Frames() || last.Columns > full.Columns || last.Levels > full.Levels {
			t.Fatalf("the last batch %v does not fit where %v does", last, full)
		}
	})
}

func TestMaterialAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, f, full, last, p := drawPlan(t)
		n := p.Batches
		if last.Frames() > 0 {
			n--
		}
		grams := float64(n)*full.Grams + last.Grams
		if math.Abs(p.FilamentG-grams) > 0.06 {
			t.Fatalf("%g g, want %g", p.FilamentG, grams)
		}
		if float64(p.Spools)*f.Spool < grams-1e-9 {
			t.Fatalf("%d spools of %g g for %g g", p.Spools, f.Spool, grams)
		}
		if want := spoolsOneByOne(f, n, full, last); p.Spools != want {
			t.Fatalf("%d spools, one by one it takes %d", p.Spools, want)
		}
		if p.Sheets < p.Frames || p.Elastics < p.Frames {
			t.Fatalf("%d sheets and %d elastics for %d frames", p.Sheets, p.Elastics, p.Frames)
		}
	})
}

// spoolsOneByOne deals n full batches and the last to printers and counts the spools
// they open.
func spoolsOneByOne(f Fleet, n int, full, last Batch) int {
	left := make([]float64, f.Printers)
	opened := 0
	load := func(printer int, grams float64) {
		if left[printer] < grams {
			left[printer] = f.Spool
			opened++
		}
		left[printer] -= grams
	}
	for i := range n {
		load(i%f.Printers, full.Grams)
	}
	if last.Frames() > 0 {
		load(n%f.Printers, last.Grams)
	}
	return opened
}

// TestNoScheduleEndsEarlier compares with all ways to deal a few batches to a few
// printers, in every order.
func TestNoScheduleEndsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Fleet{
			Printers: rapid.IntRange(1, 3).Draw(t, "printers"),
			Hours:    float64(rapid.IntRange(1, 24).Draw(t, "hours")),
			Change:   float64(rapid.IntRange(0, 60).Draw(t, "change") * 60),
			Spool:    1000,
		}
		n := rapid.IntRange(0, 9).Draw(t, "batches")
		hours := rapid.Float64Range(0.2, 40).Draw(t, "hours a batch")
		full := Batch{Levels: 10, Columns: 1, Seconds: hours * 3600, Grams: 1}
		last := Batch{Levels: rapid.IntRange(0, 9).Draw(t, "last"), Columns: 1, Grams: 1}
		last.Seconds = full.Seconds * float64(last.Levels) / 10
		if n == 0 && last.Levels == 0 {
			return
		}
		p, err := New(Order{Frames: n*10 + last.Levels}, f, full, last)
		if err != nil {
			t.Fatal(err)
		}
		best := math.Inf(1)
		deal(f, make([]int, f.Printers), n, full.Seconds, last.Seconds, &best)
		if math.Abs(p.WallS-best) > 1 {
			t.Fatalf("planned to end at %g, possible is %g", p.WallS, best)
		}
	})
}

// deal lowers best to the end of the best schedule with the batches dealt so far and n
// more, and the last batch at any place of any printer.
func deal(f Fleet, dealt []int, n int, full, last float64, best *float64) {
	if n > 0 {
		for i := range dealt {
			dealt[i]++
			deal(f, dealt, n-1, full, last, best)
			dealt[i]--
		}
		return
	}
	for host := range dealt {
		end := 0.0
		for i, k := range dealt {
			own := f.row(0, k, full)
			if i == host && last > 0 {
				own = math.Inf(1)
				for at := range k + 1 {
					own = min(own, f.row(f.row(f.row(0, at, full), 1, last), k-at, full))
				}
			}
			end = max(end, own)
		}
		*best = min(*best, end)
	}
}

// row returns when n batches of s seconds end on a printer that is free from t on.
func (f Fleet) row(t float64, n int, s float64) float64 {
	for range n {
		t = f.run(t, s)
	}
	return t
}

func TestRunWaitsForTheDay(t *testing.T) {
	const h = 3600
	for _, c := range []struct {
		name          string
		hours, change float64
		n             int
		s, want       float64
	}{
		{"round the clock", 24, 0, 5, 10 * h, 50 * h},
		{"with changes", 24, h / 2, 3, 10 * h, 31.5 * h},
		{"overnight", 12, 0, 2, 13 * h, 37 * h},
		{"two a day", 12, 0, 4, 7 * h, 38 * h},
		{"longer than a day", 12, h, 2, 26 * h, 54 * h},
	} {
		f := Fleet{Hours: c.hours, Change: c.change}
		if got := f.row(0, c.n, c.s); got != c.want {
			t.Errorf("%s: ends after %g h, want %g", c.name, got/h, c.want/h)
		}
	}
}

func TestRefusals(t *testing.T) {
	order := Order{Frames: 10}
	fleet := Fleet{Printers: 1, Hours: 12, Spool: 1000}
	batch := Batch{Levels: 10, Columns: 1, Seconds: 1, Grams: 100}
	for _, c := range []struct {
		want   string
		change func(o *Order, f *Fleet, b *Batch)
	}{
		{"--frames -3", func(o *Order, f *Fleet, b *Batch) { o.Frames = -3 }},
		{"--spoilage 95%", func(o *Order, f *Fleet, b *Batch) { o.Spoilage = 0.95 }},
		{"--spoilage NaN", func(o *Order, f *Fleet, b *Batch) { o.Spoilage = math.NaN() }},
		{"--elastic", func(o *Order, f *Fleet, b *Batch) { o.Elastic = -1 }},
		{"--printers 0", func(o *Order, f *Fleet, b *Batch) { f.Printers = 0 }},
		{"--hours 25", func(o *Order, f *Fleet, b *Batch) { f.Hours = 25 }},
		{"--change", func(o *Order, f *Fleet, b *Batch) { f.Change = -1 }},
		{"--spool", func(o *Order, f *Fleet, b *Batch) { f.Spool = 0 }},
		{"at most about 4 frames", func(o *Order, f *Fleet, b *Batch) { b.Grams = 2500 }},
	} {
		o, f, b := order, fleet, batch
		c.change(&o, &f, &b)
		_, err := New(o, f, b, Batch{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	o := Order{Frames: 100000, Spoilage: 0.05}
	f := Fleet{Printers: 300, Hours: 12, Change: 900, Spool: 1000}
	full := Batch{Levels: 10, Columns: 2, Seconds: 30000, Grams: 400}
	for b.Loop() {
		if _, err := New(o, f, full, lastOf(o, full)); err != nil {
			b.Fatal(err)
		}
	}
}
