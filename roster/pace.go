package roster

import (
	"math"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/yield"
)

const day = 24 * 3600 // s

// pace is how fast one kind of printer makes one design in one material.
type pace struct {
	campaign.Rate
	handling int       // s to start a batch
	good     []float64 // frames of a batch of so many that are expected to be good
	spread   []float64 // the variance of that
}

// newPace returns the pace of r; no batch is heavier than a spool to buy.
func newPace(c *campaign.Campaign, r campaign.Rate) *pace {
	if r.FirstGrams == 0 {
		r.FirstGrams = r.Grams
	}
	p := &pace{Rate: r, handling: int(math.Ceil(float64(c.Handling)))}
	p.Most = min(p.Most, p.fed(float64(c.Spool)))
	p.expect(c)
	return p
}

// expect fills in what p's batches are expected to give: by c's failures, or where none
// are given all of them, for then the share that is lost is the same for all batches.
func (p *pace) expect(c *campaign.Campaign) {
	hazard := yield.Hazard{PerHour: float64(c.FailHour), PerFrame: float64(c.FailFrame)}
	b := yield.Batch{}
	p.good, p.spread = []float64{0}, []float64{0}
	for n := 1; n <= p.Most; n++ {
		s := float64(p.Frame)
		if n == 1 {
			s = float64(p.First)
		}
		b.Steps = append(b.Steps, yield.Step{Seconds: s, Frames: 1})
		mean, variance := b.Spread(hazard)
		p.good, p.spread = append(p.good, mean), append(p.spread, variance)
	}
}

// fed returns how many frames of a batch some grams suffice for.
func (p *pace) fed(grams float64) int {
	if grams < float64(p.FirstGrams) {
		return 0
	}
	return 1 + int((grams-float64(p.FirstGrams))/float64(p.Grams))
}

// grams returns what a batch of n frames takes.
func (p *pace) grams(n int) float64 {
	return float64(p.FirstGrams) + float64(float64(n-1)*float64(p.Grams))
}

// seconds returns how long a batch of n frames prints, rounded up.
func (p *pace) seconds(n int) int {
	return int(math.Ceil(float64(p.First) + float64(float64(n-1)*float64(p.Frame))))
}

// frames returns how many frames a batch has at most that is started and done within
// some seconds.
func (p *pace) frames(within int) int {
	left := float64(within-p.handling) - float64(p.First)
	if left < 0 || p.Most < 1 {
		return 0
	}
	n := min(p.Most, 1+int(left/float64(p.Frame)))
	for n > 0 && p.handling+p.seconds(n) > within {
		n-- // the fractions of a second
	}
	return n
}

// visitsOf returns all moments within some days from a first on at which beds are cleared,
// s from its midnight, ascending: none on days off.
func visitsOf(clocks []campaign.Clock, from campaign.Date, days int, off ...campaign.Span) []int {
	clocks = slices.Clone(clocks)
	slices.Sort(clocks)
	clocks = slices.Compact(clocks)
	visits := make([]int, 0, days*len(clocks))
	for d := range days {
		if slices.ContainsFunc(off, func(s campaign.Span) bool { return s.Has(from + campaign.Date(d)) }) {
			continue
		}
		for _, c := range clocks {
			visits = append(visits, d*day+int(c))
		}
	}
	return visits
}

// track is what to do at every visit so that most frames are made by the last one.
type track struct {
	next []int // visit at which the batch started here is cleared; its own number: start none
	n    []int // frames of that batch
}

// newTrack returns the track of p over visits: batches that fit the gaps between them. A
// toll of that many frames is put on every batch, so that the higher it is the fewer and
// fuller they are. What counts is the frames expected to be good: one that is cleared at a visit counts for its weight, which never
// rises; nil: all for 1.
func newTrack(p *pace, visits []int, toll float64, weights []float64) *track {
	k := len(visits)
	t, worth := &track{make([]int, k), make([]int, k)}, make([]float64, k+1)
	for a := k - 1; a >= 0; a-- {
		t.next[a], worth[a] = a, worth[a+1]
		for b := a + 1; b < k; b++ {
			n := p.frames(visits[b] - visits[a])
			each := 1.0
			if weights != nil {
				each = weights[b]
			}
			if w := float64(p.good[n]*each) - toll + worth[b]; n > 0 && w > worth[a] {
				t.next[a], t.n[a], worth[a] = b, n, w
			}
			if n == p.Most {
				break
			}
		}
	}
	return t
}

// total returns how many frames and batches t makes from the first visit on.
func (t *track) total() (frames, batches int) {
	for a := 0; a < len(t.next); {
		if t.n[a] == 0 {
			a++
			continue
		}
		frames, batches, a = frames+t.n[a], batches+1, t.next[a]
	}
	return frames, batches
}
