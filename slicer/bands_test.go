package slicer

import (
	"math"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// laidBy returns what each role lays in l, mm3.
func laidBy(l *toolpath.Layer) map[toolpath.Role]float64 {
	out := map[toolpath.Role]float64{}
	for i := range l.Paths {
		out[l.Paths[i].Role] += l.Paths[i].Volume(l.Height)
	}
	return out
}

// A band that has no room for fill is laid solid, by one stroke a layer.
func TestNarrowBandsAreSolid(t *testing.T) {
	p := slice(t, solid(t, [6]float64{0, 0, 0, 80, 2.4, 4}), "process.fill=20%", "process.elephant_foot=0mm")
	for i := range p.Layers {
		l := &p.Layers[i]
		if want := polygon.Region(l.Region).Area() * l.Height; math.Abs(l.Volume()/want-1) > 0.02 {
			t.Errorf("layer %d lays %.2f mm3 of %.2f", i+1, l.Volume(), want)
		}
		for r := range laidBy(l) {
			if r != toolpath.ExternalPerimeter && r != toolpath.Perimeter {
				t.Errorf("layer %d has %s", i+1, r)
			}
		}
	}
	if m := p.Moves(); m.WorstStrokes > 1 {
		t.Errorf("%d strokes in a layer", m.WorstStrokes)
	}
}

// A wider band has one line between its walls, which touches both and turns nowhere
// sharply; bottom and top are solid along the band.
func TestSparseBandsWave(t *testing.T) {
	const deep = 4.0
	p := slice(t, solid(t, [6]float64{0, 0, 0, 80, deep, 5}), "process.fill=20%", "process.elephant_foot=0mm")
	for i := range p.Layers {
		l := &p.Layers[i]
		shell := i < 3 || i >= len(p.Layers)-3
		laid, share := laidBy(l), l.Volume()/(polygon.Region(l.Region).Area()*l.Height)
		if shell != (share > 0.98) || shell == (laid[toolpath.Infill] > 0) {
			t.Errorf("layer %d lays %.3f of its region: %v", i+1, share, laid)
		}
		for k := range l.Paths {
			if q := &l.Paths[k]; q.Role == toolpath.Infill {
				checkWave(t, q, deep)
			}
		}
	}
}

// checkWave checks that q swings from wall to wall of a beam without a sharp turn.
func checkWave(t *testing.T, q *toolpath.Path, deep float64) {
	t.Helper()
	var low, high, most float64
	for i, at := range q.Points {
		_, y := at.MM()
		low, high = min(low, y), max(high, y)
		if i > 0 && i < len(q.Points)-1 {
			loop := []geom.Point{q.Points[i-1], at, q.Points[i+1], q.Points[i-1]}
			most = max(most, math.Abs(turn(loop, 1)))
		}
	}
	room := deep/2 - 3.5*0.386 + 0.25*0.386 // of the line's middle: beside three walls, with the overlap
	if math.Abs(high-room) > 0.03 || math.Abs(low+room) > 0.03 || most > 0.3 {
		t.Errorf("the line swings from %.2f to %.2f mm, ±%.2f is the room, and turns by %.2f", low, high, room, most)
	}
}

// TestWaving holds that a wall remembers what waves make of a region by all that it depends on.
func TestWaving(t *testing.T) {
	var w wall
	k := w.waving(block(0, 0, 9, 3), 0.3, 0.2)
	if w.waving(block(0, 0, 9, 3), 0.3, 0.2) != k {
		t.Error("the same region is made again")
	}
	for _, other := range []*waving{
		w.waving(block(0, 0, 9, 4), 0.3, 0.2), w.waving(block(0, 0, 9, 3), 0.2, 0.2), w.waving(block(0, 0, 9, 3), 0.3, 0.4),
	} {
		if other == k {
			t.Error("another region, height or density has the same waves")
		}
	}
}

// TestByWork holds that of layers with the same walls the first comes before the others, and that those with most to
// join come first.
func TestByWork(t *testing.T) {
	few := &wall{beads: []medial.Bead{{Points: make([]geom.Point, 3)}}}
	many := &wall{beads: []medial.Bead{{Points: make([]geom.Point, 5)}, {Points: make([]geom.Point, 4)}}}
	bare := &wall{}
	d := &Draft{
		layers: []layer{{wall: bare}, {wall: few}, {wall: many}, {wall: many}, {wall: bare}, {wall: few}},
		like:   grouping{first: []int{0, 1, 2, 3, 4, 5}},
	}
	if got, want := d.byWork(), []int{2, 1, 0, 3, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}
