package estimate

import (
	"bytes"

	"github.com/visiere/visiere/motion"
)

// The features that are told by the move itself, and the first that is told by comments.
const (
	travel = iota
	lift   // along Z alone, told with travel
	retract
	unretract
	wipe
	dwell
	start // extrusion before the first comment
)

// maxFeatures bounds how many names are kept; what follows is counted
// as otherFeature.
const (
	maxFeatures  = 200
	otherFeature = "(other)"
)

// features sums seconds by feature.
type features struct {
	names   []string
	seconds []float64
	index   map[string]int
	current int // of what is extruded
}

func newFeatures() features {
	names := []string{"Travel", "Travel", "Retract", "Unretract", "Wipe", "Dwell", "(start)"}
	f := features{names: names, seconds: make([]float64, len(names)), index: map[string]int{}, current: start}
	for i, n := range names {
		f.index[n] = i
	}
	return f
}

// enter starts the feature that the file names.
func (f *features) enter(name []byte) {
	i, ok := f.index[string(name)]
	if !ok && len(f.names) >= maxFeatures {
		i, ok = f.index[otherFeature]
		name = []byte(otherFeature)
	}
	if !ok {
		i = len(f.names)
		f.names = append(f.names, string(name))
		f.seconds = append(f.seconds, 0)
		f.index[string(name)] = i
	}
	f.current = i
}

// of returns the feature of a move.
func (f *features) of(m *motion.Move) int {
	e := m.D[motion.E]
	flat := m.D[motion.X] != 0 || m.D[motion.Y] != 0
	switch {
	case m.Dwell > 0:
		return dwell
	case e == 0 && !flat:
		return lift
	case e == 0:
		return travel
	case flat && e < 0:
		return wipe
	case flat:
		return f.current
	case e < 0:
		return retract
	}
	return unretract
}

// byName returns the features that took time.
func (f *features) byName() map[string]float64 {
	out := map[string]float64{}
	for i, s := range f.seconds {
		if s > 0 {
			out[f.names[i]] += s
		}
	}
	return out
}

// featureMarks and layerMarks are how slicers say what follows: PrusaSlicer, Cura,
// OrcaSlicer and Bambu Studio.
var (
	featureMarks = [][]byte{[]byte("TYPE:"), []byte("FEATURE:")}
	layerMarks   = [][]byte{[]byte("LAYER_CHANGE"), []byte("LAYER:"), []byte("CHANGE_LAYER")}
)

// comment reads a comment line.
func (e *Estimator) comment(text []byte) {
	if text[0] == ' ' {
		text = text[1:]
	}
	for _, m := range featureMarks {
		if name, ok := bytes.CutPrefix(text, m); ok {
			e.features.enter(bytes.TrimSpace(name))
			if e.passage.on {
				e.passage.enter(e.features.names[e.features.current])
			}
			return
		}
	}
	if e.parts.mark(text) {
		return
	}
	for i, m := range layerMarks {
		if bytes.HasPrefix(text, m) {
			e.layers.marked(i, e.line)
			return
		}
	}
}
