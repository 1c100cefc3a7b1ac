package yield

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/visiere/visiere/internal/say"
)

// dayS is a day.
const dayS = 86400.0

// Day says when somebody can clear the bed and start the next batch.
type Day struct {
	Visits  []float64 // seconds after midnight, rising; none: somebody is always there
	ChangeS float64   // from a visit to the start of the next batch
}

// ParseVisits reads 7:00,19:00,23:00. "always" is no visits: somebody is always there.
//
// Errors: what is no time of day, or there twice.
func ParseVisits(text string) ([]float64, error) {
	if strings.TrimSpace(text) == "always" {
		return nil, nil
	}
	var out []float64
	for part := range strings.SplitSeq(text, ",") {
		t, err := clock(strings.TrimSpace(part))
		if err != nil {
			return nil, say.Errorf("%q is no time of day: write visits like 7:00,19:00,23:00, or always", strings.TrimSpace(part))
		}
		out = append(out, t)
	}
	slices.Sort(out)
	if len(slices.Compact(slices.Clone(out))) < len(out) {
		return nil, say.Errorf("%s has a visit twice", text)
	}
	return out, nil
}

// clock reads 7:00, 07h30 or 7.
func clock(s string) (float64, error) {
	s = strings.TrimSuffix(strings.Replace(strings.ToLower(s), "h", ":", 1), ":")
	layout := "15:04"
	if !strings.Contains(s, ":") {
		layout = "15"
	}
	t, err := time.Parse(layout, s)
	return float64(t.Hour()*3600 + t.Minute()*60), err
}

// gaps returns the seconds from a start at visit i to the visits after it, up to the
// first that is at or after until.
func (d Day) gaps(i int, until float64) []float64 {
	var out []float64
	for k := 1; ; k++ {
		at := d.Visits[(i+k)%len(d.Visits)] + float64(dayS*float64((i+k)/len(d.Visits))) - d.Visits[i] - d.ChangeS
		out = append(out, at)
		if at >= until {
			return out
		}
	}
}

// outcome is what becomes of a batch that is started at a visit.
type outcome struct {
	good    float64   // frames expected
	seconds float64   // expected from this visit to the one where the bed is cleared
	grams   float64   // expected, what failed included
	next    []float64 // chance of each visit to be that one
}

// outcome returns what becomes of b, started at visit i. A batch that has ended, and one
// that has failed, is cleared at the first visit after it has cooled; what fails goes on
// wasting filament until then, or until its file ends.
func (d Day) outcome(i int, b Batch, h Hazard) outcome {
	out := outcome{good: b.Good(h), next: make([]float64, max(1, len(d.Visits)))}
	end := b.Seconds()
	if len(d.Visits) == 0 {
		mean := b.meanSeconds(h)
		out.next[0], out.seconds = 1, d.ChangeS+mean+b.CoolS
		out.grams = b.meanGrams(h)
		return out
	}
	left := 1.0 // chance that no visit so far has cleared the bed
	gaps := d.gaps(i, end+b.CoolS)
	for k, at := range gaps {
		still := b.survival(h, at-b.CoolS)
		if k == len(gaps)-1 {
			still = 0
		}
		share := left - still
		to := (i + 1 + k) % len(d.Visits)
		out.next[to] += share
		out.seconds += float64(share * (at + d.ChangeS))
		out.grams += float64(share * b.printed(math.Min(at, end)))
		left = still
	}
	return out
}

// Check refuses a day that cannot be lived.
//
// Errors: a change that takes longer than two visits are apart.
func (d Day) Check() error {
	if d.ChangeS < 0 {
		return say.Errorf("changing a batch takes no negative time")
	}
	for i, v := range d.Visits {
		next := d.Visits[0] + dayS
		if i+1 < len(d.Visits) {
			next = d.Visits[i+1]
		}
		if next-v <= d.ChangeS {
			return say.Errorf("two visits are %.0f minutes apart, and changing the batch takes %.0f: leave one away", (next-v)/60, d.ChangeS/60)
		}
	}
	return nil
}
