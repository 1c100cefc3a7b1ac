package hold

import (
	"cmp"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Auto as a number of pillars means as many as are needed.
const Auto = -1

// Of pillars. Typical; the first two are what makers of 2020 drew into their stacks.
const (
	// pillarRadius is how thick a pillar is, nm.
	pillarRadius = 2_000_000
	// pillarClear is the air between a pillar and the frame beside it, nm.
	pillarClear = 400_000
	// leastFace is how much of a pillar, and the air around it, a frame has to carry.
	leastFace = 0.35
	// mostPillars bounds the pillars under one frame.
	mostPillars = 120
	// pillarNear is how far from where it is wanted a pillar may stand, as a share of the
	// span that the filament bears.
	pillarNear = 0.6
)

// Plan returns pillars on lower under what of upper hangs over it, up to most, or with
// Auto as many as bring every span within what the filament bears, the most needed first.
// Places where no pillar can stand, next to walls of lower, are left out.
func Plan(lower, upper *toolpath.Print, set *profiles.Set, most int) []toolpath.Pillar {
	p := planner{lower: lower, lim: limitsOf(set), auto: most < 0}
	if p.auto {
		most = mostPillars
	}
	bead := float64(set.LineWidth(set.Process.FirstLayerWidth))
	for _, h := range hanging(upper.Bottom, lower.Top, bead, p.lim) {
		p.parts = append(p.parts, newSpot(h))
	}
	for len(p.given) < most {
		next, ok := p.next()
		if !ok {
			break
		}
		p.given = append(p.given, next)
	}
	return p.given
}

// crowded reports whether a pillar at q would touch another.
func (p *planner) crowded(q geom.Point) bool {
	for _, o := range p.given {
		if q.Dist(o.At) < 2*pillarRadius {
			return true
		}
	}
	return false
}

// planner looks for pillars under the parts of one frame.
type planner struct {
	lower *toolpath.Print
	lim   limits
	auto  bool
	parts []*spot
	given []toolpath.Pillar
}

// spot is a part that hangs, while pillars are put under it.
type spot struct {
	*field
	now   Hang
	tried []bool // cells around which no pillar can stand
	given bool   // no pillar helps it further
	below map[int][]bool
}

func newSpot(h Hang) *spot {
	f := newField(h.part, h.held)
	return &spot{field: f, now: h, tried: make([]bool, len(f.hangs)), below: map[int][]bool{}}
}

// load returns how many times what the filament bears s hangs.
func (p *planner) load(s *spot) float64 {
	if s.now.Kind == Adrift {
		return 1e6 + s.now.Area
	}
	return s.now.Length / p.lim.of(s.now.Kind)
}

// next returns the pillar that is needed most.
func (p *planner) next() (toolpath.Pillar, bool) {
	for {
		var worst *spot
		for _, s := range p.parts {
			if !s.given && (worst == nil || p.load(s) > p.load(worst)) {
				worst = s
			}
		}
		if worst == nil || p.auto && p.load(worst) <= 1 {
			return toolpath.Pillar{}, false
		}
		if q, ok := p.under(worst); ok {
			worst.hold(q.At, q.Radius)
			worst.worst(&worst.now, p.lim)
			return q, true
		}
		worst.given = true
	}
}

// under returns a pillar near s's worst place: under the part, or so near beside it that
// it carries the place.
func (p *planner) under(s *spot) (toolpath.Pillar, bool) {
	want, ok := s.cellAt(geom.MM(s.now.X, s.now.Y))
	if !ok {
		return toolpath.Pillar{}, false
	}
	far := pillarNear * p.lim.bridge * geom.Millimetre / Cell
	const beside = 0.7 * pillarRadius / Cell
	var cells []int
	for i, hangs := range s.hangs {
		d := s.apart(i, want)
		if !s.tried[i] && (hangs && d <= far || !s.holds[i] && d <= beside) {
			cells = append(cells, i)
		}
	}
	slices.SortFunc(cells, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.apart(a, want), s.apart(b, want)), cmp.Compare(a, b))
	})
	for _, i := range cells {
		if from, ok := s.stands(p.lower, i); ok && !p.crowded(s.middle(i)) {
			return toolpath.Pillar{At: s.middle(i), Radius: pillarRadius, From: from}, true
		}
		s.tried[i] = true
	}
	return toolpath.Pillar{}, false
}

// stands reports whether a pillar may stand at cell i of the frame below, and where it
// begins: a layer above the frame's face under it, or at 0. Under it there has to
// be a face that carries enough of it, or nothing at all.
func (s *spot) stands(lower *toolpath.Print, i int) (float64, bool) {
	for k := len(lower.Layers) - 1; k >= 0; k-- {
		marked := s.layer(lower, k)
		share := s.disc(marked, i)
		switch {
		case share == 0:
			continue
		case share < leastFace || k+2 >= len(lower.Layers):
			return 0, false
		}
		return lower.Layers[k+1].Z, true
	}
	return 0, true
}

// layer returns the cells of layer k of lower; layers of one region share them.
func (s *spot) layer(lower *toolpath.Print, k int) []bool {
	r := region(lower.Layers[k].Region)
	for k > 0 && same(region(lower.Layers[k-1].Region), r) {
		k--
	}
	if _, ok := s.below[k]; !ok {
		s.below[k] = s.fill(r)
	}
	return s.below[k]
}

// disc returns which share of the cells of a pillar and the air around it at cell i is
// marked.
func (s *spot) disc(marked []bool, i int) float64 {
	const r = (pillarRadius + pillarClear) / Cell
	x, y := i%s.nx, i/s.nx
	in, all := 0, 0
	for v := y - r; v <= y+r; v++ {
		for u := x - r; u <= x+r; u++ {
			if (u-x)*(u-x)+(v-y)*(v-y) > r*r {
				continue
			}
			all++
			if u >= 0 && v >= 0 && u < s.nx && v < s.ny && marked[v*s.nx+u] {
				in++
			}
		}
	}
	return float64(in) / float64(all)
}

// Discs returns the outlines of pillars.
func Discs(pillars []toolpath.Pillar) polygon.Region {
	rings := make([]geom.Ring, len(pillars))
	for i, p := range pillars {
		rings[i] = circle(p.At, p.Radius)
	}
	return polygon.NonZero(rings)
}

// circlePoints is how many corners a pillar has.
const circlePoints = 24

// circle returns a circle, counter-clockwise.
func circle(at geom.Point, radius int64) geom.Ring {
	out := make(geom.Ring, circlePoints)
	for i := range out {
		out[i] = at.Add(geom.Point{X: radius}.Rotate(float64(i) * 2 * 3.141592653589793 / circlePoints))
	}
	return out
}

// Together returns the pillars of lower: those planned for it, and those that begin at
// the base of the frame above and are to go on through lower where its top does not carry
// them. One that cannot stand, because lower is in its way, is left out.
func Together(lower *toolpath.Print, plan, through []toolpath.Pillar) []toolpath.Pillar {
	if len(through) == 0 {
		return plan
	}
	out := slices.Clone(plan)
	for _, q := range through {
		if slices.ContainsFunc(out, func(o toolpath.Pillar) bool { return o.At == q.At }) {
			continue
		}
		if from, ok := standsOn(lower, q); ok {
			q.From = from
			out = append(out, q)
		}
	}
	return out
}

// standsOn reports whether a pillar that is planned for the frame above may stand on
// lower, too, as stands does.
func standsOn(lower *toolpath.Print, q toolpath.Pillar) (float64, bool) {
	disc := polygon.Region{circle(q.At, q.Radius+pillarClear/2)}
	for k := len(lower.Layers) - 1; k >= 0; k-- {
		r := region(lower.Layers[k].Region)
		if k+1 < len(lower.Layers) && same(r, region(lower.Layers[k+1].Region)) {
			continue
		}
		share := polygon.Intersection(disc, r).Area() / disc.Area()
		switch {
		case share == 0:
			continue
		case share < leastFace || k+2 >= len(lower.Layers):
			return 0, false
		}
		return lower.Layers[k+1].Z, true
	}
	return 0, true
}
