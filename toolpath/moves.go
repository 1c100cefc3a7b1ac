package toolpath

import "github.com/visiere/visiere/geom"

// Moves tells how far the nozzle goes to lay a print, and how often it stops for it.
type Moves struct {
	LaidMM      float64 `json:"laid_mm"`      // length of all paths
	TravelMM    float64 `json:"travel_mm"`    // between paths, in the plane
	TravelShare float64 `json:"travel_share"` // TravelMM over LaidMM and TravelMM
	Strokes     int     `json:"strokes"`      // paths that do not start where the last one ended
	Retractions int     `json:"retractions"`
	// WorstStrokes and WorstRetractions are the most of any layer.
	WorstStrokes     int `json:"worst_layer_strokes"`
	WorstRetractions int `json:"worst_layer_retractions"`
}

// Moves returns how the nozzle goes through p, from the first path of the first layer to
// the last of the last.
func (p *Print) Moves() Moves {
	var m Moves
	var at *geom.Point
	for i := range p.Layers {
		strokes, retractions := m.Strokes, m.Retractions
		for k := range p.Layers[i].Paths {
			at = m.follow(at, &p.Layers[i].Paths[k])
		}
		m.WorstStrokes = max(m.WorstStrokes, m.Strokes-strokes)
		m.WorstRetractions = max(m.WorstRetractions, m.Retractions-retractions)
	}
	if all := m.LaidMM + m.TravelMM; all > 0 {
		m.TravelShare = m.TravelMM / all
	}
	return m
}

// follow counts the way from a place, nil at the beginning, to p and along it, and returns
// where it ends.
func (m *Moves) follow(at *geom.Point, p *Path) *geom.Point {
	n := len(p.Points)
	if n == 0 {
		return at
	}
	if at == nil || *at != p.Points[0] {
		m.Strokes++
	}
	if at != nil {
		if p.Travel.Retract {
			m.Retractions++
		}
		for _, v := range append(p.Travel.Via[:len(p.Travel.Via):len(p.Travel.Via)], p.Points[0]) {
			m.TravelMM += at.Dist(v) / geom.Millimetre
			at = &v
		}
	}
	m.LaidMM += p.Length()
	return &p.Points[n-1]
}
