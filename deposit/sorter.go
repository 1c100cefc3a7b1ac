package deposit

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
)

// sorter turns a file's sheets into layers of levels and tells which are alike.
type sorter struct {
	columns  []geom.Pose
	frames   []Frame // of each level
	report   *Report
	distinct []*shape

	level  int      // from 0
	sheets []*sheet // of this level
}

// take takes the next sheet of the file.
func (s *sorter) take(sh *sheet) error {
	if sh.z <= sameZ {
		return say.Errorf("the file prints at Z%.3f, where there is no room for a layer", sh.z)
	}
	if at := s.levelOf(sh.z); at != s.level {
		if err := s.close(at); err != nil {
			return err
		}
	}
	s.sheets = append(s.sheets, sh)
	return nil
}

// levelOf returns the level that has a layer with its top at z.
func (s *sorter) levelOf(z float64) int {
	k := len(s.frames) - 1
	for k > 0 && z <= s.frames[k].Z+sameZ {
		k--
	}
	if k > 0 && k == len(s.frames)-1 && z > s.frames[k].Z+s.height(k)+beyond {
		return len(s.frames)
	}
	return k
}

// beyond is how far, mm, a file may print above the frame that its last level is.
const beyond = 0.35

// height returns how high the frame of level k is, mm.
func (s *sorter) height(k int) float64 { return s.frames[k].Mesh.Size().Z }

// finish takes the end of the file.
func (s *sorter) finish() error {
	if err := s.close(len(s.frames)); err != nil {
		return err
	}
	if len(s.columns) > 0 {
		return nil
	}
	at, err := s.find()
	s.columns = []geom.Pose{geom.NewPose(at, 0)}
	return err
}

// sizeTol is how much, mm, a print may differ from its frame.
const sizeTol = 1.5

// find returns the origin of the one frame that the file lays.
func (s *sorter) find() (geom.Point, error) {
	box := geom.EmptyBox()
	for _, d := range s.distinct {
		for i := range d.strokes {
			d.strokes[i].outline(func(a, _ geom.Vec) { box = box.With(geom.MM(a.X, a.Y)) })
		}
	}
	w, d := box.Size()
	x, y, size := geom.ToMM(w), geom.ToMM(d), s.frames[0].Mesh.Size()
	if math.Abs(x-size.X) > sizeTol || math.Abs(y-size.Y) > sizeTol {
		return geom.Point{}, say.Errorf("the file prints %.1f x %.1f mm and the frame has %.1f x %.1f mm: it is not one column of this frame as it lies", x, y, size.X, size.Y)
	}
	return box.Centre(), nil
}

// close ends a level; next is the one that follows.
func (s *sorter) close(next int) error {
	if levels := len(s.frames); len(s.sheets) == 0 || next != s.level+1 || next > levels {
		return say.Errorf("the file prints %.3f mm high, which is not the plate's %d levels of %.3f mm", s.top(), levels, s.height(0))
	}
	base := s.base()
	below, height := 0.0, 0.0
	for i, z := range even(s.heights()) {
		height = z - below
		strokes := s.sheets[i].strokes
		for k := range strokes {
			strokes[k].squeeze(height)
		}
		s.add(s.sheets[i].z, below, z, strokes)
		below = z
	}
	if size := s.height(s.level); size-below > height/2 {
		s.add(base+size, below, size, nil)
	}
	s.level, s.sheets = next, nil
	return nil
}

// base returns where the level begins, mm above the bed.
func (s *sorter) base() float64 { return s.frames[s.level].Z }

// top returns the height of what was taken so far, mm.
func (s *sorter) top() float64 {
	if n := len(s.sheets); n > 0 {
		return s.sheets[n-1].z
	}
	if n := len(s.report.Layers); n > 0 {
		return s.report.Layers[n-1].Z
	}
	return 0
}

// heights returns the tops of the level's layers above its base.
func (s *sorter) heights() []float64 {
	out := make([]float64, len(s.sheets))
	for i, sh := range s.sheets {
		out[i] = sh.z - s.base()
	}
	return out
}

// rounding is how far, mm, a height in a file may be from the line between two others
// that was meant: half a unit of the last decimal each, and a little.
const rounding = 0.00105

// even returns tops, ascending from 0, with layers of the same height where that is
// within rounding of them. A micrometre of a layer's height is 3 micrometres of a bead's
// width.
func even(tops []float64) []float64 {
	out := make([]float64, 0, len(tops))
	from := 0.0
	for i := 0; i < len(tops); {
		n := 1
		for i+n < len(tops) && straight(from, tops[i:i+n+1]) {
			n++
		}
		step := (tops[i+n-1] - from) / float64(n)
		for k := 1; k < n; k++ {
			out = append(out, from+float64(step*float64(k)))
		}
		from = tops[i+n-1]
		out = append(out, from)
		i += n
	}
	return out
}

// straight reports whether tops are evenly spaced after from.
func straight(from float64, tops []float64) bool {
	n := len(tops)
	step := (tops[n-1] - from) / float64(n)
	for k, z := range tops {
		if math.Abs(z-from-float64(step*float64(k+1))) > rounding {
			return false
		}
	}
	return true
}

// underTop is how far, mm, below the mesh's top the last layer is measured at least: some
// slicers add a layer whose middle is at the top.
const underTop = 0.01

// add adds a layer from below to z of this level, with its top at top above the bed.
func (s *sorter) add(top, below, z float64, strokes []stroke) {
	middle := (below + z) / 2
	if size := s.height(s.level); below < size {
		middle = min(middle, size-underTop)
	}
	n := &shape{mesh: s.frames[s.level].Mesh, middle: middle, height: z - below, first: below == 0 && s.level == 0, strokes: strokes}
	s.report.Layers = append(s.report.Layers, LayerReport{Level: s.level + 1, Z: top, Height: n.height})
	s.report.shapes = append(s.report.shapes, s.known(n))
}

// known returns the shape that n repeats, or n itself.
func (s *sorter) known(n *shape) *shape {
	for _, d := range s.distinct {
		if d.alike(n) {
			return d
		}
	}
	s.distinct = append(s.distinct, n)
	return n
}
