package slicer

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// entering returns the travel from layer to layer, mm.
func entering(layers [][]toolpath.Path) (sum float64) {
	for i := 1; i < len(layers); i++ {
		at, _ := end(layers[i-1])
		sum += at.Dist(layers[i][0].Points[0]) / geom.Millimetre
	}
	return sum
}

// The layers of a beam of three beads, whose strokes end at its other end, are laid to and
// fro, and so they are where the beam becomes wider.
func TestWaysOfLayers(t *testing.T) {
	s := New(settings(t, "process.fill=100%", "process.elephant_foot=0mm"))
	p, err := s.Slice(solid(t, [6]float64{0, 0, 0, 80, 1.6, 3}, [6]float64{0, 0, 3, 80, 1.5, 5}))
	if err != nil {
		t.Fatal(err)
	}
	var all [][]toolpath.Path
	for i := range p.Layers {
		all = append(all, p.Layers[i].Paths)
	}
	if d := entering(all); d > 5*float64(len(all)-1) {
		t.Errorf("%.1f mm of travel enter %d layers", d, len(all))
	}
}

// No single choice of a way makes the chosen ones better, and all lay the same.
func TestWaysAreBest(t *testing.T) {
	s := New(settings(t, "process.fill=100%"))
	point := func(x float64) geom.Point { return geom.MM(x, 0) }
	stroke := func(a, b float64) toolpath.Path {
		return toolpath.Path{Points: []geom.Point{point(a), point(b)}, Width: 0.4, Flow: 1}
	}
	layers := make([]layer, 4)
	for i, strokes := range [][]toolpath.Path{
		{stroke(0, 10), stroke(40, 30)},
		{stroke(41, 31), stroke(11, 1), stroke(60, 70)},
		{stroke(70, 60), stroke(1, 11)},
		{stroke(12, 2)},
	} {
		layers[i] = layer{index: i, like: i, woven: true, paths: strokes}
		layers[i].ways = s.ways(&layers[i])
	}
	total := func(pick []int) (sum float64) {
		for i, k := range pick {
			sum += layers[i].ways[k].cost
			if i > 0 {
				sum += s.enterCost(layers[i-1].ways[pick[i-1]].to, layers[i].ways[k].from)
			}
		}
		return sum
	}
	best := total([]int{0, 0, 0, 0})
	for a := range layers[0].ways {
		for b := range layers[1].ways {
			for c := range layers[2].ways {
				for d := range layers[3].ways {
					best = min(best, total([]int{a, b, c, d}))
				}
			}
		}
	}
	chosen := make([]int, len(layers))
	for i, paths := range s.onward(layers) {
		at, _ := end(paths)
		found := false
		for k, w := range layers[i].ways {
			if w.from == paths[0].Points[0] && w.to == at && !found {
				chosen[i], found = k, true
			}
		}
		if !found || len(paths) != len(layers[i].paths) {
			t.Fatalf("layer %d is laid in no way that is told: %v", i, paths)
		}
		if a, b := volume(paths, 0.2), volume(layers[i].paths, 0.2); a-b > 1e-9 || b-a > 1e-9 {
			t.Errorf("layer %d lays %g mm3 instead of %g", i, a, b)
		}
	}
	if got := total(chosen); got > best+1e-9 {
		t.Errorf("the ways chosen cost %.3f mm, the best ones %.3f", got, best)
	}
}

// A frame that is the same on both sides has its seams on one of them.
func TestSeamsStayOnOneSide(t *testing.T) {
	fork := func(z0, z1, tall float64) [][6]float64 {
		return [][6]float64{{-30, 0, z0, 30, 3.4, z1}, {-30, 3.4, z0, -26.6, tall, z1}, {26.6, 3.4, z0, 30, tall, z1}}
	}
	for _, seam := range []string{"aligned", "rear"} {
		var boxes [][6]float64
		for i := range 8 {
			boxes = append(boxes, fork(float64(i)*0.6, float64(i+1)*0.6, 40+0.2*float64(i))...)
		}
		p := slice(t, solid(t, boxes...), "process.fill=100%", "process.seam="+seam)
		for i := range p.Layers {
			if x, _ := p.Layers[i].Paths[0].Points[0].MM(); x > 0 {
				t.Errorf("%s: layer %d begins at the right", seam, i+1)
			}
		}
	}
}
