package slicer

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// layer is one layer on its way through the slicer.
type layer struct {
	index     int     // from the first layer, which is 0
	z, height float64 // top and height, mm
	first     bool    // stands on the bed or on the frame below
	rep       int     // index of the first layer with this region
	region    polygon.Region
	whole     polygon.Region // of the first layer: region without the inset on the bed
	wall      *wall
	shell     bool                    // solid in a frame that is not
	woven     bool                    // of strokes alone
	like      int                     // index of the first layer with these paths
	paths     []toolpath.Path         // in printing order
	closing   toolpath.Travel         // from the end of paths to their start
	ways      []way                   // in which they may be laid
	orders    map[int][]toolpath.Path // the paths by way; made when needed
}

const (
	// flatArea is the area in mm2 from which a horizontal face is worth a layer boundary.
	flatArea = 1.0
	// lowest and highest share of the process's layer height that a layer may have.
	lowest, highest = 0.6, 1.07
	// lowestWide is the lowest share beside a horizontal face that has at least the share
	// wideFlat of the largest: what a layer that goes through it adds or leaves out shows.
	lowestWide, wideFlat = 0.4, 0.1
	// sameTol is how far, in nm, two layers' outlines may lie apart in single points and be
	// printed by the same paths: what simplifying moves both, and a little.
	sameTol = 30_000
	// meanTol is how far, in nm, they may lie apart in the mean.
	meanTol = 2_000
	// epsZ is a height in mm below which nothing is told apart.
	epsZ = 1e-4
)

// layers cuts m: heights, then regions at the middle of each.
func (s *Slicer) layers(m *mesh.Mesh) ([]layer, error) {
	tops, err := s.heights(m.Size().Z, m.Flats())
	if err != nil {
		return nil, err
	}
	out := make([]layer, len(tops))
	mids := make([]float64, len(tops))
	below := 0.0
	for i, z := range tops {
		out[i] = layer{index: i, z: z, height: roundHeight(z - below), first: i == 0}
		mids[i] = (below + z) / 2
		below = z
	}
	tol := geom.ToNM(float64(s.process.Resolution))
	foot := geom.ToNM(float64(s.process.ElephantFoot))
	for i, r := range m.Simplified(mids, tol) {
		if i == 0 {
			out[0].whole = r
		}
		if i == 0 && foot > 0 {
			r = r.Offset(-foot, polygon.Mitre)
		}
		out[i].region, out[i].rep = r, i
		for k := i - 1; k >= max(0, i-2); k-- {
			if near(out[k].region, r) {
				out[i].region, out[i].rep = out[k].region, out[k].rep
				break
			}
		}
	}
	return out, nil
}

// roundHeight returns h, mm, to the nanometre, so that layers as high as each other have
// the same height to the last bit: what is made and written of one is taken for the next.
func roundHeight(h float64) float64 { return math.Round(h*geom.Millimetre) / geom.Millimetre }

// near reports whether a and b are the same up to sameTol and meanTol.
func near(a, b polygon.Region) bool {
	if len(a) != len(b) || math.Abs(a.Area()-b.Area()) > a.Length()*meanTol/geom.Millimetre {
		return false
	}
	for i := range a {
		if !nearRing(a[i], b[i]) || !nearRing(b[i], a[i]) {
			return false
		}
	}
	return true
}

// nearRing reports whether every point of a is within sameTol of b. It walks b along
// with a, so that alike rings take linear time.
func nearRing(a, b geom.Ring) bool {
	n, k := len(b), 0
	for _, p := range a {
		found := false
		for range n {
			if geom.SegmentDistance(p, b[k], b[(k+1)%n]) <= sameTol {
				found = true
				break
			}
			k = (k + 1) % n
		}
		if !found {
			return false
		}
	}
	return true
}

// heights returns the top of every layer of a frame height mm high, in mm from the bed
// up.
func (s *Slicer) heights(height float64, flats []mesh.Flat) ([]float64, error) {
	h, h1 := float64(s.process.LayerHeight), float64(s.process.FirstLayerHeight)
	lo := max(float64(lowest*h), float64(float64(s.printer.MinLayerHeight)*float64(s.printer.Nozzle)))
	hi := min(float64(highest*h), float64(float64(s.printer.MaxLayerHeight)*float64(s.printer.Nozzle))+epsZ)
	if height <= h1+epsZ {
		if height < lo-epsZ {
			return nil, say.Errorf("the frame is only %.3f mm high, less than a layer of %.3f mm: is its unit right? (--unit)", height, lo)
		}
		return []float64{height}, nil
	}
	if height-h1 < lo-epsZ { // no room for a second layer: share the height
		h1 = height / math.Ceil(height/hi)
	}
	marks := s.marks(flats, h1, height, lo, hi)
	out := []float64{h1}
	for i := 1; i < len(marks); i++ {
		n := count(marks[i]-marks[i-1], h, lo, hi)
		if n == 0 {
			n = int(math.Ceil((marks[i] - marks[i-1]) / hi))
		}
		for k := 1; k <= n; k++ {
			out = append(out, marks[i-1]+(marks[i]-marks[i-1])*float64(k)/float64(n))
		}
	}
	return out, nil
}

// marks returns the heights that layer boundaries fall on: the first layer's top, as
// many horizontal faces as leave layers between lo and hi, the largest first, then the
// wide ones that want a lower layer, and the top.
func (s *Slicer) marks(flats []mesh.Flat, h1, height, lo, hi float64) []float64 {
	h := float64(s.process.LayerHeight)
	marks := []float64{h1, height}
	flats = slices.Clone(flats)
	slices.SortStableFunc(flats, func(a, b mesh.Flat) int {
		return cmp.Compare(b.Up+b.Down, a.Up+a.Down)
	})
	fit := func(least, lo float64) {
		for _, f := range flats {
			if f.Up+f.Down < least || f.Z <= h1+epsZ || f.Z >= height-epsZ {
				continue
			}
			i, taken := slices.BinarySearch(marks, f.Z)
			if !taken && count(f.Z-marks[i-1], h, lo, hi) > 0 && count(marks[i]-f.Z, h, lo, hi) > 0 {
				marks = slices.Insert(marks, i, f.Z)
			}
		}
	}
	fit(flatArea, lo)
	if len(flats) > 0 {
		fit(max(flatArea, wideFlat*(flats[0].Up+flats[0].Down)), max(lowestWide*h, float64(s.printer.MinLayerHeight)*float64(s.printer.Nozzle)))
	}
	return marks
}

// count returns into how many layers a height d is cut, each as near h as can be and
// from lo to hi high; 0 where no number does that.
func count(d, h, lo, hi float64) int {
	n := max(1, int(math.Round(d/h)))
	for _, k := range []int{n, n + 1, n - 1} {
		if k > 0 && d/float64(k) <= hi && d/float64(k) >= lo {
			return k
		}
	}
	return 0
}

// grouping says which layers are alike: of[i] is the first like i, first lists those
// firsts in order.
type grouping struct {
	of    map[int]int
	first []int
}

// groups joins the layers of some indices by equal keys.
func groups(which []int, key func(i int) string) grouping {
	g := grouping{of: make(map[int]int, len(which))}
	seen := make(map[string]int, len(which))
	for _, i := range which {
		k := key(i)
		f, ok := seen[k]
		if !ok {
			f = i
			seen[k] = i
			g.first = append(g.first, i)
		}
		g.of[i] = f
	}
	return g
}

// wallKey tells what the walls of a layer depend on.
func wallKey(layers []layer, i int) string {
	l := &layers[i]
	return strconv.Itoa(l.rep) + " " + heightKey(l.height) + " " + strconv.FormatBool(l.first) + strconv.FormatBool(l.shell)
}

// heightKey is a height to the nearest 0.1 micrometres.
func heightKey(mm float64) string { return strconv.Itoa(int(math.Round(mm * 1e4))) }

// fillKey tells what the rest of a layer depends on: its walls (those of layer wall), the regions below it and,
// where there is something to fill, above it, where straight lines are laid their turn, and
// where seams go around the layer itself.
func (s *Slicer) fillKey(layers []layer, wall, i int) string {
	key := strconv.Itoa(wall)
	l := &layers[i]
	up, down := 1, 1
	switch {
	case l.wall.rest.Empty():
		up = 0
	case !s.solid():
		up, down = max(1, s.process.TopLayers), max(1, s.process.BottomLayers)
	}
	for k := i - down; k <= i+up; k++ {
		if k < 0 || k >= len(layers) {
			key += " -"
			continue
		}
		key += " " + strconv.Itoa(layers[k].rep)
	}
	if s.process.Seam == spreadSeams {
		key += " seam " + strconv.Itoa(i)
	}
	if !l.wall.rest.Empty() {
		key += " turn " + strconv.Itoa(i%2)
		if s.process.FillPattern == "gyroid" && !s.solid() {
			key += " z " + heightKey(l.z)
		}
	}
	return key
}

// solid reports whether the whole frame is filled.
func (s *Slicer) solid() bool { return s.process.Fill >= 1 }
