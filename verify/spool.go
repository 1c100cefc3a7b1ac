package verify

import (
	"math"

	"github.com/visiere/visiere/internal/say"
)

// What a file may do with the filament alone, mm.
const (
	maxStartPush = 150 // at once in the start code: a load to the nozzle
	maxPush      = 5   // more than was pulled back, between layers: a prime
	maxPulled    = 0.5 // still pulled back while printing
)

// spool is what happens to the filament.
type spool struct {
	area   float64 // mm2; 1 where E is in mm3
	round  float64 // mm2 of the filament
	flow   float64 // factor of E, M221
	pulled float64 // mm pulled back and not pushed again
	aside  bool    // what is printed is no part: skirt, brim, support, purge
	parts  float64 // mm3
	rest   float64 // mm3
}

func newSpool(diameter float64) spool {
	a := math.Pi / 4 * diameter * diameter
	return spool{area: a, round: a, flow: 1}
}

// volumetric takes M200 D: E counts mm3 where the diameter is above 0.
func (s *spool) volumetric(d float64) {
	s.area = s.round
	if d > 0 {
		s.area = 1
	}
}

// alone checks a move of the filament with no motion.
func (c *Checker) alone(line int, e float64) {
	if e < 0 {
		c.spool.pulled -= e
		return
	}
	c.warm(line)
	limit := float64(maxStartPush)
	if c.begun {
		limit = maxPush
	}
	extra := e - c.spool.pulled
	if extra > limit && c.found.room(CodePush) {
		c.found.fail(CodePush, line, say.T("pushes %.2f mm more filament than was pulled back, with no motion: check E and its mode", extra))
	}
	c.spool.pulled = max(0, -extra)
}

// melt checks how much a move of the given length, mm, extrudes.
func (c *Checker) melt(line int, e, length float64) {
	volume := float64(e * c.spool.area)
	if c.begun && c.spool.aside {
		c.spool.rest += volume
	} else if c.begun {
		c.spool.parts += volume
	}
	if c.spool.pulled > maxPulled && c.found.room(CodePulled) {
		c.found.fail(CodePulled, line, say.T("prints with %.2f mm of filament pulled back: the nozzle is empty", c.spool.pulled))
	}
	c.spool.pulled = 0
	if c.at.feed == 0 {
		if c.found.room(CodeFeed) {
			c.found.fail(CodeFeed, line, say.T("prints before any feed rate is set: add F to a move"))
		}
		return
	}
	flow := volume * c.spool.flow * c.at.feed * c.at.speed / 60 / length
	if c.limits.MaxFlow > 0 && flow > c.limits.MaxFlow*(1+1e-6) {
		c.tooMuch(line, flow)
	}
}

// tooMuch reports a flow above the cap. Purges in start codes are no more than warned of.
func (c *Checker) tooMuch(line int, flow float64) {
	text := say.T("melts %.2f mm3/s, above the %g mm3/s that hotend and filament allow: print slower", flow, c.limits.MaxFlow)
	if c.begun {
		if c.found.room(CodeFlow) {
			c.found.fail(CodeFlow, line, text)
		}
	} else if c.found.room(CodeStartFlow) {
		c.found.warn(CodeStartFlow, line, text)
	}
}
