package job

import (
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

const (
	// glanced is which layers a glance looks at: every so many of them. It is odd, for fill
	// turns from layer to layer.
	glanced = 5
	// worthGlance is from how many different regions on a frame costs so much more than a
	// glance that glances are worth while.
	worthGlance = 24
)

// curve is what the layers of a level take, from the lowest up: of layer i, that ends at
// top[i], seconds[i] and volume[i] mm3.
type curve struct {
	top, seconds, volume []float64
}

// curves returns what the layers of plate's levels take; nil where the estimate tells other
// layers.
func curves(plate *stack.Plate, est *estimate.Estimate) []curve {
	var out []curve
	at := 0
	for k := range plate.Levels {
		l := &plate.Levels[k]
		at += len(l.Between)
		var c curve
		for i := range l.Frame.Layers {
			if at == len(est.ByLayerS) {
				return nil
			}
			f := &l.Frame.Layers[i]
			c.top, c.seconds, c.volume = append(c.top, f.Z), append(c.seconds, est.ByLayerS[at]), append(c.volume, f.Volume())
			at++
		}
		out = append(out, c)
	}
	if at != len(est.ByLayerS) {
		return nil
	}
	return out
}

// within returns what c's layers take between two heights.
func (c *curve) within(from, to float64) (seconds, volume float64) {
	below := 0.0
	for i, top := range c.top {
		if lo, hi := max(below, from), min(top, to); hi > lo {
			share := (hi - lo) / (top - below)
			seconds += float64(share * c.seconds[i])
			volume += float64(share * c.volume[i])
		}
		below = top
	}
	return seconds, volume
}

// total returns what all layers of c take.
func (c *curve) total() (seconds float64) {
	for _, s := range c.seconds {
		seconds += s
	}
	return seconds
}

// against returns how many times as long, and as much, as the same heights of like the
// layers of c take, each as often as weights says; frame has their heights.
func (c *curve) against(like *curve, frame *toolpath.Print, weights []int) (seconds, volume float64) {
	var s, v, likeS, likeV float64
	for i, w := range weights {
		top := c.top[i]
		ls, lv := like.within(top-frame.Layers[i].Height, top)
		s, v = s+float64(float64(w)*c.seconds[i]), v+float64(float64(w)*c.volume[i])
		likeS, likeV = likeS+float64(float64(w)*ls), likeV+float64(float64(w)*lv)
	}
	return s / likeS, v / likeV
}

// Glance returns about what like's way takes by another set: every fifth layer is sliced,
// written and timed, and held against what like takes for the same heights. What is returned
// is Sampled, of the most levels that may hold. Nothing is returned where like cannot be
// held against, or where a glance is not worth while: the set is sliced already, or most of
// the frame's layers are alike.
//
// Errors: those of Try.
func (b *Bench) Glance(set *profiles.Set, like *Trial) (*Trial, error) {
	if len(like.curves) == 0 || b.known(set) {
		return nil, nil
	}
	s := slicerOf(set)
	c, err := b.sections(s)
	if err != nil || c.Regions() < worthGlance {
		return nil, err
	}
	frame, weights, err := s.Sample(c, glanced)
	if err != nil {
		return nil, err
	}
	t := &Trial{Way: like.Way, Set: set, Sampled: true, Frame: frame.Height, Layers: c.Len(), levels: like.levels, TailS: like.TailS, CoolS: like.CoolS}
	p := b.piler(set, like.Way, like.levels)
	p.make = given(frame)
	if err := p.pile(b.mesh); err != nil {
		return nil, err
	}
	columns, err := b.stand(p, like.Way)
	if err != nil {
		return nil, err
	}
	plate := p.plate(columns, false)
	plate.Surround(set)
	est, err := timed(plate, set)
	if err != nil {
		return nil, err
	}
	t.Stiffness = stiffness(frame, weights, set)
	if t.Most = max(1, stack.MaxLevels(p.storeys[0].frame.Height, p.gap(), float64(set.Printer.Height))); like.Unheld {
		if err := b.most(t); err != nil {
			return nil, err
		}
	}
	if !t.about(like, curves(plate, est), plate, weights) {
		return nil, nil
	}
	return t, nil
}

// about fills in what t's levels take, where each of like's takes so much more or less
// than the same heights of its own layers, and reports whether that can be said.
func (t *Trial) about(like *Trial, own []curve, plate *stack.Plate, weights []int) bool {
	if len(own) != len(like.curves) {
		return false
	}
	var parts []Part
	for k, p := range like.parts[0] {
		s, v := own[k].against(&like.curves[k], plate.Levels[k].Frame, weights)
		p.S += float64((s - 1) * like.curves[k].total())
		p.G *= v
		parts = append(parts, p)
	}
	t.parts = [][]Part{parts}
	return true
}

// Times returns a trial of which every part takes shares of t's seconds and grams.
func (t *Trial) Times(seconds, grams float64) *Trial {
	out := *t
	out.parts = nil
	for _, column := range t.parts {
		var parts []Part
		for _, p := range column {
			parts = append(parts, Part{float64(p.S * seconds), float64(p.G * grams)})
		}
		out.parts = append(out.parts, parts)
	}
	return &out
}
