package toolpath

import (
	"math"
	"testing"

	"github.com/visiere/visiere/geom"
)

func TestMoves(t *testing.T) {
	line := func(x0, y0, x1, y1 float64, travel Travel) Path {
		return Path{Points: []geom.Point{geom.MM(x0, y0), geom.MM(x1, y1)}, Width: 0.4, Flow: 1, Travel: travel}
	}
	p := Print{Layers: []Layer{
		{Paths: []Path{
			line(0, 0, 10, 0, Travel{Retract: true}), // nothing before it
			line(10, 0, 20, 0, Travel{}),             // goes on
			line(20, 3, 20, 13, Travel{Via: []geom.Point{geom.MM(24, 0)}}),
		}},
		{},
		{Paths: []Path{line(20, 3, 20, 13, Travel{Retract: true}), line(30, 13, 20, 13, Travel{Retract: true, Hop: true})}},
	}}
	via := append([]geom.Point(nil), p.Layers[0].Paths[2].Travel.Via...)
	want := Moves{LaidMM: 50, TravelMM: 4 + 5 + 10 + 10, Strokes: 4, Retractions: 2, WorstStrokes: 2, WorstRetractions: 2}
	want.TravelShare = want.TravelMM / (want.LaidMM + want.TravelMM)
	got := p.Moves()
	if math.Abs(got.TravelMM-want.TravelMM)+math.Abs(got.LaidMM-want.LaidMM) > 1e-9 {
		t.Errorf("%+v, want %+v", got, want)
	}
	got.TravelMM, got.LaidMM, got.TravelShare = want.TravelMM, want.LaidMM, want.TravelShare
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if p.Layers[0].Paths[2].Travel.Via[0] != via[0] || (&Print{}).Moves() != (Moves{}) {
		t.Error("an empty print moves, or a travel has changed")
	}
}
