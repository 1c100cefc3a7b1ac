package slicer

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

const (
	// detourStop is what interrupting a stroke costs besides its two travels, s.
	detourStop = 0.1
	// detourEnds is how far, nm, from a stroke's ends it may be interrupted.
	detourEnds = 5 * geom.Millimetre
)

// detours is the round of a layer's strokes while some of them are put into others.
type detours struct {
	*comb
	paths []toolpath.Path
	host  []bool // by path: part of a stroke that was interrupted, or what it was interrupted for
	led   []bool // by path: its travel is known
}

// detoured returns a layer's strokes so that those that lie beside a longer one, as pegs
// beside a band do, are laid on the way: the longer one is interrupted where it passes
// them, which is quicker than a travel to them and on. Nothing else is changed: where a
// stroke is interrupted its two parts meet. Only where seams may be anywhere above each
// other: an interruption is one. All have their travels.
func (s *Slicer) detoured(c *comb, paths []toolpath.Path) []toolpath.Path {
	d := &detours{c, paths, make([]bool, len(paths)), make([]bool, len(paths))}
	if len(paths) > 1 && (s.process.Seam == "aligned" || s.process.Seam == "nearest" || s.process.Seam == "") {
		for d.next() {
		}
	}
	for i := 1; i < len(d.paths); i++ {
		if !d.led[i] {
			d.paths[i].Travel = c.travel(last(&d.paths[i-1]), d.paths[i].Points[0])
		}
	}
	return d.paths
}

// next makes the detour that saves most, and reports whether there is one.
func (d *detours) next() bool {
	best := detour{}
	for k := range d.paths {
		if d.host[k] {
			continue
		}
		saved := d.without(k)
		for j := range d.paths {
			if j != k {
				best = better(best, d.through(k, j, saved))
			}
		}
	}
	if best.saves <= 0 {
		return false
	}
	d.make(best)
	return true
}

// detour is a way to lay stroke k where stroke j passes it.
type detour struct {
	k, j  int
	edge  int // of j, by its first point
	at    geom.Point
	there toolpath.Travel
	back  toolpath.Travel
	saves float64 // s
}

// better returns the one of a and b that saves more, a where they do the same.
func better(a, b detour) detour {
	if b.saves > a.saves {
		return b
	}
	return a
}

// seconds returns how long the travel t from a to b takes.
func (d *detours) seconds(a, b geom.Point, t toolpath.Travel) float64 {
	way := append(append([]geom.Point{a}, t.Via...), b)
	return d.set.travelTime(geom.PolylineLength(way), t)
}

// straight returns how long the best travel from a to b takes.
func (d *detours) straight(a, b geom.Point) float64 { return d.seconds(a, b, d.travel(a, b)) }

// without returns how much sooner the round is done without stroke k.
func (d *detours) without(k int) float64 {
	n := len(d.paths)
	before, after := &d.paths[(k+n-1)%n], &d.paths[(k+1)%n]
	a, b := d.paths[k].Points[0], last(&d.paths[k])
	return d.straight(last(before), a) + d.straight(b, after.Points[0]) - d.straight(last(before), after.Points[0])
}

// through returns the best detour from stroke j for stroke k, whose absence saves so many
// seconds; one that saves nothing where there is none.
func (d *detours) through(k, j int, saved float64) (best detour) {
	a, b := d.paths[k].Points[0], last(&d.paths[k])
	longest := (saved - detourStop) * float64(d.set.process.TravelSpeed) * geom.Millimetre
	p := &d.paths[j]
	for _, near := range d.near(p, a, b, longest) {
		near.k, near.j = k, j
		near.there, near.back = d.pair(near.at, a, b)
		near.saves = saved - detourStop - d.seconds(near.at, a, near.there) - d.seconds(b, near.at, near.back)
		best = better(best, near)
	}
	return best
}

// pair returns the travels from a place to a and from b back to it. Where one of them needs
// no retraction and there is a way inside from a to b, the other goes that way too.
func (d *detours) pair(at, a, b geom.Point) (there, back toolpath.Travel) {
	there, back = d.travel(at, a), d.travel(b, at)
	if there.Retract == back.Retract || d.region().CrossesBoundary(a, b) {
		return there, back
	}
	if back.Retract {
		return there, toolpath.Travel{Via: append([]geom.Point{a}, reversed(there.Via)...)}
	}
	return toolpath.Travel{Via: append(reversed(back.Via), b)}, back
}

// detourTries is how many places between a stroke's ends a detour is looked for beside.
const detourTries = 5

// detourSlack is how far, nm, rounding may move a place of a segment.
const detourSlack = 10

// near returns the places of p, a little from its ends, that are nearest to a, to b and to
// some places between, without those that make the way by a and b longer than longest, nm.
func (d *detours) near(p *toolpath.Path, a, b geom.Point, longest float64) []detour {
	var best [detourTries]detour
	var least [detourTries]float64
	for i := range least {
		least[i] = math.Inf(1)
	}
	if a.Dist(b) >= longest {
		return nil
	}
	var between [detourTries]geom.Point
	for k := range between {
		between[k] = a.Lerp(b, float64(k)/(detourTries-1))
	}
	total, along := float64(p.Length()*geom.Millimetre), 0.0
	for i := range len(p.Points) - 1 {
		u, v := p.Points[i], p.Points[i+1]
		l := u.Dist(v)
		reach := longest + float64(2*l) + detourSlack // no place of the segment is nearer
		if along > detourEnds && along+l < total-detourEnds && u.Dist(a)+u.Dist(b) < reach {
			for k, q := range between {
				at := geom.NearestOnSegment(q, u, v)
				if x := at.Dist(q); x < least[k] && at.Dist(a)+at.Dist(b) < longest {
					best[k], least[k] = detour{edge: i, at: at}, x
				}
			}
		}
		along += l
	}
	var out []detour
	for k := range best {
		same := func(t detour) bool { return t.at == best[k].at }
		if !math.IsInf(least[k], 1) && !slices.ContainsFunc(out, same) {
			out = append(out, best[k])
		}
	}
	return out
}

// make lays stroke k between the two parts of j.
func (d *detours) make(t detour) {
	first, second := split(d.paths[t.j], t.edge, t.at)
	k := d.paths[t.k]
	k.Travel, second.Travel = t.there, t.back
	var paths []toolpath.Path
	var host, led []bool
	for i, p := range d.paths {
		switch i {
		case t.k:
		case t.j:
			paths, host = append(paths, first, k, second), append(host, true, true, true)
			led = append(led, d.led[i], true, true)
		default:
			paths, host, led = append(paths, p), append(host, d.host[i]), append(led, d.led[i])
		}
	}
	d.paths, d.host, d.led = paths, host, led
}

// split returns the two parts of p that meet at a place between its point i and the next.
func split(p toolpath.Path, i int, at geom.Point) (first, second toolpath.Path) {
	switch n := len(p.Points); at {
	case p.Points[i]:
		return part(p, 0, i), part(p, i, n-1)
	case p.Points[i+1]:
		return part(p, 0, i+1), part(p, i+1, n-1)
	}
	share := p.Points[i].Dist(at) / p.Points[i].Dist(p.Points[i+1])
	p.Points = slices.Insert(slices.Clone(p.Points), i+1, at)
	if p.Widths != nil {
		p.Widths = slices.Insert(slices.Clone(p.Widths), i+1, p.Widths[i]+float64(share*(p.Widths[i+1]-p.Widths[i])))
	}
	return part(p, 0, i+1), part(p, i+1, len(p.Points)-1)
}
