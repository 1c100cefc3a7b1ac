package slicer

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

const (
	// mostCuts is at how many of its travels the round of a layer's strokes may be begun.
	mostCuts = 12
	// pullWorth is how much longer, mm, a travel without retraction may be that is as good
	// as one with it.
	pullWorth = 20.0
	// orderWorth is by how much, mm, another order than a layer's own must be better.
	orderWorth = 1.0
)

// way is an order of a layer's strokes.
type way struct {
	first    int     // the index of the path that is laid first
	back     bool    // from the last one's end to the first one's start
	cost     float64 // of the travels between the strokes, mm
	from, to geom.Point
}

// ways returns the orders in which l's paths, which are a round of strokes if l is of
// strokes alone, may be laid: begun after any of the longest travels and in both
// directions. The first is the order as it is. They depend on nothing but l's paths.
func (s *Slicer) ways(l *layer) []way {
	if len(l.paths) == 0 {
		return nil
	}
	at, _ := end(l.paths)
	from := l.paths[0].Points[0]
	if !l.woven {
		return []way{{from: from, to: at}}
	}
	l.closing = s.newComb(l.region).travel(at, from)
	cuts := []way{{from: from, to: at, cost: s.travelCost(at, from, l.closing)}}
	sum := cuts[0].cost
	for i := 1; i < len(l.paths); i++ {
		a, b := last(&l.paths[i-1]), l.paths[i].Points[0]
		if a != b {
			c := s.travelCost(a, b, l.paths[i].Travel)
			cuts = append(cuts, way{first: i, from: b, to: a, cost: c})
			sum += c
		}
	}
	slices.SortStableFunc(cuts[1:], func(a, b way) int { return cmp.Compare(b.cost, a.cost) })
	cuts = cuts[:min(len(cuts), mostCuts)]
	out := make([]way, 0, 2*len(cuts))
	for _, w := range cuts {
		w.cost = sum - w.cost
		if w.first != 0 {
			w.cost += orderWorth
		}
		out = append(out, w, way{w.first, true, w.cost + orderWorth, w.to, w.from})
	}
	return out
}

// last returns where p ends.
func last(p *toolpath.Path) geom.Point { return p.Points[len(p.Points)-1] }

// travelCost returns what the travel t from a to b costs, mm.
func (s *Slicer) travelCost(a, b geom.Point, t toolpath.Travel) float64 {
	d := geom.PolylineLength(append(append([]geom.Point{a}, t.Via...), b))
	if t.Retract {
		d += pullWorth
	}
	return d
}

// enterCost returns what the way from a layer's end to the start of the next costs, mm.
func (s *Slicer) enterCost(a, b geom.Point) float64 {
	d := a.Dist(b) / geom.Millimetre
	if d >= float64(s.printer.Retract.MinTravel) {
		d += pullWorth
	}
	return d
}

// onward chooses the way of every layer so that all layers together take the least
// travel, and returns the layers' paths. Layers that share paths and are laid the same way
// share what it returns.
func (s *Slicer) onward(layers []layer) [][]toolpath.Path {
	type step struct {
		ways []way
		cost []float64 // of the layers so far, by way
		from []int     // the way of the layer below, by way
	}
	steps := make([]step, len(layers))
	var below *step
	for i := range layers {
		st := &steps[i]
		st.ways = layers[layers[i].like].ways
		st.cost, st.from = make([]float64, len(st.ways)), make([]int, len(st.ways))
		for k, w := range st.ways {
			st.cost[k] = w.cost
			if below == nil {
				continue
			}
			least := math.Inf(1)
			for j, v := range below.ways {
				if c := below.cost[j] + s.enterCost(v.to, w.from); c < least {
					least, st.from[k] = c, j
				}
			}
			st.cost[k] += least
		}
		if len(st.ways) > 0 {
			below = st
		}
	}
	out := make([][]toolpath.Path, len(layers))
	k, chosen := 0, false
	for i := len(layers) - 1; i >= 0; i-- {
		st := &steps[i]
		if len(st.ways) == 0 {
			continue
		}
		if !chosen {
			k, chosen = leastOf(st.cost), true
		}
		out[i] = layers[layers[i].like].laid(k)
		k = st.from[k]
	}
	return out
}

// leastOf returns the index of the first of the least of v.
func leastOf(v []float64) int {
	k := 0
	for i := range v {
		if v[i] < v[k] {
			k = i
		}
	}
	return k
}

// laid returns l's paths in its k-th way.
func (l *layer) laid(k int) []toolpath.Path {
	if k == 0 {
		return l.paths
	}
	if l.orders == nil {
		l.orders = map[int][]toolpath.Path{}
	}
	out, ok := l.orders[k]
	if !ok {
		w := l.ways[k]
		out = rotated(l.paths, w.first, l.closing)
		if w.back {
			out = backwards(out)
		}
		l.orders[k] = out
	}
	return out
}

// rotated returns paths begun at the first-th, with closing as the travel from the last
// to the first.
func rotated(paths []toolpath.Path, first int, closing toolpath.Travel) []toolpath.Path {
	if first == 0 {
		return paths
	}
	out := append(slices.Clone(paths[first:]), paths[:first]...)
	out[0].Travel = toolpath.Travel{}
	out[len(paths)-first].Travel = closing
	return out
}
