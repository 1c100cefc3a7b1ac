package slicer

import (
	"slices"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// comb finds ways for the nozzle that stay inside a layer's region, where what drips
// does no harm.
type comb struct {
	outline polygon.Region
	region  func() *polygon.Locator // a way may not leave it; made when first asked for
	inset   func() polygon.Region   // ways around corners follow its rings; likewise
	set     *Slicer
}

const (
	// combInset is how far inside the outline ways around corners run, nm.
	combInset = 100_000
	// stopTime is what a retraction costs besides its own moves: the stops before and
	// after, s.
	stopTime = 0.05
	// widestGap is how much of a longer travel, mm, may be outside the part without a
	// retraction, where the printer has none for travels that short.
	widestGap = 1.5
)

// newComb returns the ways inside r.
func (s *Slicer) newComb(r polygon.Region) *comb {
	return &comb{
		outline: r,
		region:  sync.OnceValue(func() *polygon.Locator { return polygon.NewLocator(r) }),
		inset:   sync.OnceValue(func() polygon.Region { return r.Offset(-combInset, polygon.Mitre) }),
		set:     s,
	}
}

// travel returns the best way from a to b: straight where little or nothing of it is
// outside, around corners inside where that is quicker than a retraction, else retracted.
func (c *comb) travel(a, b geom.Point) toolpath.Travel {
	direct := a.Dist(b) / geom.Millimetre
	least := float64(c.set.printer.Retract.MinTravel)
	if direct < least || !c.region().CrossesBoundary(a, b) || outside(c.outline, a, b) < min(least, widestGap) {
		return toolpath.Travel{}
	}
	out := toolpath.Travel{Retract: true, Hop: c.set.hop() > 0}
	longest := min(direct+pullWorth, c.set.travelTime(direct, out)*float64(c.set.process.TravelSpeed))
	way, ok := c.around(a, b, longest)
	if ok && geom.PolylineLength(way) <= longest {
		return toolpath.Travel{Via: way[1 : len(way)-1]}
	}
	return out
}

// entered returns paths, which are l's, with the travel from the end of the layer below to
// the first.
func (s *Slicer) entered(below []toolpath.Path, l *layer, paths []toolpath.Path) []toolpath.Path {
	at, ok := end(below)
	if !ok || len(paths) == 0 || at.Dist(paths[0].Points[0]) < geom.Millimetre*float64(s.printer.Retract.MinTravel) {
		return paths
	}
	t := s.newComb(l.region).travel(at, paths[0].Points[0])
	if !t.Retract && t.Via == nil {
		return paths
	}
	out := append([]toolpath.Path(nil), paths...)
	out[0].Travel = t
	return out
}

// crossing is where a way crosses a ring.
type crossing struct {
	t          float64 // share of the way
	ring, edge int     // edge is the index of its first point
	at         geom.Point
}

// crossings returns where ab crosses r's outline, in order along it.
func crossings(r polygon.Region, a, b geom.Point) []crossing {
	var out []crossing
	box := geom.EmptyBox().With(a).With(b)
	for k, g := range r {
		for i, p := range g {
			q := g[(i+1)%len(g)]
			if max(p.X, q.X) < box.Min.X || min(p.X, q.X) > box.Max.X ||
				max(p.Y, q.Y) < box.Min.Y || min(p.Y, q.Y) > box.Max.Y {
				continue
			}
			d1, d2 := geom.Cross(p, q, a), geom.Cross(p, q, b)
			if (d1 > 0) == (d2 > 0) || (geom.Cross(a, b, p) > 0) == (geom.Cross(a, b, q) > 0) {
				continue
			}
			t := float64(d1) / (float64(d1) - float64(d2))
			out = append(out, crossing{t, k, i, a.Lerp(b, t)})
		}
	}
	slices.SortFunc(out, func(x, y crossing) int {
		switch {
		case x.t < y.t:
			return -1
		case x.t > y.t:
			return 1
		}
		return 0
	})
	return out
}

// outside returns how much of the way from a to b, which are inside r, is outside, mm; all
// of it where that is not clear.
func outside(r polygon.Region, a, b geom.Point) float64 {
	cut := crossings(r, a, b)
	d := a.Dist(b) / geom.Millimetre
	if len(cut)%2 != 0 {
		return d
	}
	sum := 0.0
	for i := 0; i < len(cut); i += 2 {
		sum += cut[i+1].t - cut[i].t
	}
	return float64(sum * d)
}

// slack is how much of a way along rings pulling it tight may save.
const slack = 0.5

// around returns a way from a to b that follows the rings wherever the straight line
// leaves the inset, and whether there is one that may not be longer than longest mm.
func (c *comb) around(a, b geom.Point, longest float64) ([]geom.Point, bool) {
	inset := c.inset()
	cut := crossings(inset, a, b)
	if len(cut)%2 != 0 || len(cut) == 0 {
		return nil, false
	}
	way, length := []geom.Point{a}, 0.0
	for i := 0; i < len(cut); i += 2 {
		if cut[i].ring != cut[i+1].ring {
			return nil, false
		}
		piece := alongRing(inset[cut[i].ring], cut[i], cut[i+1])
		way, length = append(way, piece...), length+geom.PolylineLength(piece)
		if slack*length > longest {
			return nil, false
		}
	}
	return c.pull(append(way, b)), true
}

// alongRing returns the shorter way along g from one crossing to another.
func alongRing(g geom.Ring, from, to crossing) []geom.Point {
	if from.edge == to.edge {
		return []geom.Point{from.at, to.at}
	}
	n := len(g)
	first, last := (from.edge+1)%n, to.edge
	ahead := from.at.Dist(g[first]) + g[last].Dist(to.at)
	for i := first; i != last; i = (i + 1) % n {
		ahead += g[i].Dist(g[(i+1)%n])
	}
	step := 1
	if 2*ahead > g.Length()*geom.Millimetre {
		step, first, last = n-1, from.edge, (to.edge+1)%n
	}
	out := []geom.Point{from.at}
	for i := first; ; i = (i + step) % n {
		out = append(out, g[i])
		if i == last {
			return append(out, to.at)
		}
	}
}

// pull draws the way tight: it drops points whose neighbours see each other.
func (c *comb) pull(way []geom.Point) []geom.Point {
	out := way[:1:1]
	for i := 0; i < len(way)-1; {
		k := i + 1
		for k+1 < len(way) && !c.region().CrossesBoundary(way[i], way[k+1]) {
			k++
		}
		out = append(out, way[k])
		i = k
	}
	return out
}

// hop returns how far the nozzle is lifted on a retracted travel, mm.
func (s *Slicer) hop() float64 {
	if h := s.filament.RetractHop; h != nil {
		return float64(*h)
	}
	return float64(s.printer.Retract.Hop)
}

// travelTime returns how long a travel over length mm takes at full speed, s.
func (s *Slicer) travelTime(length float64, t toolpath.Travel) float64 {
	sum := length / float64(s.process.TravelSpeed)
	if !t.Retract {
		return sum
	}
	r := s.printer.Retract
	pull, push := r.Speed, r.PrimeSpeed
	if push == 0 {
		push = pull
	}
	sum += float64(r.Length)/float64(pull) + float64(r.Length)/float64(push) + stopTime
	if z := s.process.TravelSpeedZ; t.Hop && z > 0 {
		sum += 2 * s.hop() / float64(z)
	}
	return sum
}
