package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
	"github.com/visiere/visiere/weave"
)

// Over returns frame as it stands above below with a gap between them, laid by the
// recipe in:
//
//  1. All layers but the first are those of frame, up to the travel from the first to the second.
//  2. The first layer fills the frame's whole bottom, without the inset that a bed needs,
//     by beads along its outlines, whatever fills the frame: no lines straight across.
//  3. Its strokes begin where below holds them, where any of a stroke is held; those held
//     all along come first, those not held at all last. Where seams are aligned, one that may begin
//     anywhere does so near where below ends.
//  4. It lays as much for its area as frame's own first layer, times the recipe's flow.
//
// What below does not hold is told apart as overhang.
func (s *Slicer) Over(frame, below *toolpath.Print, in *profiles.Interface) *toolpath.Print {
	return s.OnGap(frame, s.Underside(frame, below, in), in)
}

// Underside returns the strokes of the first layer that Over lays of frame, without speeds;
// nothing where there are none. They are the same for sets that differ in what Retime may
// change, and for recipes that differ in speed, acceleration, fan and temperature.
func (s *Slicer) Underside(frame, below *toolpath.Print, in *profiles.Interface) []toolpath.Path {
	first := &frame.Layers[0]
	solid := s.forGap(in)
	l := &layer{z: first.Z, height: first.Height, first: true, region: frame.Bottom}
	solid.walls(l)
	if at, any := end(below.Layers[len(below.Layers)-1].Paths); any && s.weaveSeam() == weave.SeamAligned {
		l.wall.seam = &at
	}
	paths := solid.joined(l)
	for _, st := range l.wall.loops {
		paths = append(paths, st.path)
	}
	paths = solid.fromHeld(l, paths, below.Top)
	share := laidShare(frame) * polygon.Region(frame.Bottom).Area() * first.Height / volume(paths, first.Height)
	for i := range paths {
		paths[i].Flow *= float64(in.Flow) * share
	}
	return paths
}

// OnGap returns frame with an underside that Underside made of it, or of the same frame at
// other speeds, at the speeds of s's set and of the recipe in. Both stay as they are.
func (s *Slicer) OnGap(frame *toolpath.Print, underside []toolpath.Path, in *profiles.Interface) *toolpath.Print {
	out := *frame
	out.Layers = append([]toolpath.Layer(nil), frame.Layers...)
	if len(underside) == 0 {
		return &out
	}
	first := &out.Layers[0]
	l := &layer{paths: append([]toolpath.Path(nil), underside...)} // no first layer: the recipe says how fast
	s.speeds(l)
	for i := range l.paths {
		l.paths[i].Accel, l.paths[i].Corner = s.accel(l.paths[i].Role, true), s.corner(l.paths[i].Role, true)
		overGap(&l.paths[i], in)
	}
	first.Paths, first.Fan = l.paths, float64(in.Fan)
	if len(out.Layers) > 1 && len(out.Layers[1].Paths) > 0 {
		next := &out.Layers[1]
		next.Paths = append([]toolpath.Path(nil), next.Paths...)
		next.Paths[0].Travel = toolpath.Travel{}
		next.Paths = s.entered(first.Paths, &layer{region: next.Region}, next.Paths)
	}
	out.Base = frame.Bottom
	return &out
}

// forGap returns a Slicer that fills a layer by beads along its outlines alone, as wide
// as the recipe says.
func (s *Slicer) forGap(in *profiles.Interface) *Slicer {
	out := *s
	out.process.Fill, out.process.Perimeters = 1, math.MaxInt32
	if in.Width > 0 {
		out.process.BeadWidth = profiles.Ratio(in.Width / s.printer.Nozzle)
		out.process.FirstLayerWidth = in.Width
	}
	return &out
}

// laidShare returns how much frame's first layer lays of what its region holds: beads do
// not fit every place exactly. A layer that is not solid counts as one that fits.
func laidShare(frame *toolpath.Print) float64 {
	first := &frame.Layers[0]
	share := first.Volume() / (polygon.Region(frame.Base).Area() * first.Height)
	if math.Abs(share-1) > 0.1 || math.IsNaN(share) {
		return 1
	}
	return share
}

// volume returns what paths lay in a layer of height mm, mm3.
func volume(paths []toolpath.Path, height float64) float64 {
	var sum float64
	for i := range paths {
		sum += paths[i].Volume(height)
	}
	return sum
}

// overGap makes p one that is laid over a gap by the recipe in.
func overGap(p *toolpath.Path, in *profiles.Interface) {
	p.Fan = -1
	if v := float64(in.Speed); v > 0 && v < p.Speed {
		p.Speed, p.Limit = v, toolpath.LimitInterface
	}
	if in.Accel > 0 {
		p.Accel = float64(in.Accel)
	}
}

// fromHeld returns paths in an order and from starts that let them begin on what holds
// them, each with its travel, and with what hangs told apart.
func (s *Slicer) fromHeld(l *layer, paths []toolpath.Path, held polygon.Region) []toolpath.Path {
	grown := held.Offset(geom.ToNM(s.width(toolpath.Perimeter, true)/2), polygon.Mitre)
	hang := bigger(polygon.Difference(l.region, grown), hangArea)
	tell := s.newTeller(l.region, hang)
	over := tell.over
	var ranks [3][]toolpath.Path
	for _, p := range paths {
		for _, q := range begun(cutAt(p, hang), over) {
			r := rank(&q, over)
			ranks[r] = append(ranks[r], q)
		}
	}
	c := s.newComb(l.region)
	var out []toolpath.Path
	for _, left := range ranks {
		for len(left) > 0 {
			k := 0
			if at, any := end(out); any {
				k = nearestStart(left, at)
				left[k].Travel = c.travel(at, left[k].Points[0])
			}
			out = append(out, tell.told(left[k])...)
			left = append(left[:k], left[k+1:]...)
		}
	}
	return out
}

// rank tells when p is laid: 0 where it is held all along, 1 where it begins held, 2
// where it hangs.
func rank(p *toolpath.Path, over *polygon.Locator) int {
	if hanging(p, 0, over) {
		return 2
	}
	for i := range len(p.Points) - 1 {
		if hanging(p, i, over) {
			return 1
		}
	}
	return 0
}

// hanging reports whether the segment of p that begins at point i is over air.
func hanging(p *toolpath.Path, i int, over *polygon.Locator) bool {
	return over.Contains(p.Points[i].Lerp(p.Points[i+1], 0.5))
}

// nearestStart returns the index of the path that starts nearest to at.
func nearestStart(paths []toolpath.Path, at geom.Point) int {
	best, dist := 0, math.Inf(1)
	for i := range paths {
		if d := paths[i].Points[0].Dist(at); d < dist {
			best, dist = i, d
		}
	}
	return best
}

// cutAt returns p with a point wherever it enters or leaves hang.
func cutAt(p toolpath.Path, hang polygon.Region) toolpath.Path {
	if hang.Empty() {
		return p
	}
	out := p
	out.Points, out.Widths = p.Points[:1:1], nil
	if p.Widths != nil {
		out.Widths = p.Widths[:1:1]
	}
	for i := 1; i < len(p.Points); i++ {
		a, b := p.Points[i-1], p.Points[i]
		for _, c := range crossings(hang, a, b) {
			if c.at != a && c.at != b && c.at != out.Points[len(out.Points)-1] {
				out = with(out, c.at, p.WidthAt(i-1)+float64((p.WidthAt(i)-p.WidthAt(i-1))*c.t))
			}
		}
		out = with(out, b, p.WidthAt(i))
	}
	return out
}

// with returns p with another point at its end.
func with(p toolpath.Path, at geom.Point, width float64) toolpath.Path {
	p.Points = append(p.Points, at)
	if p.Widths != nil {
		p.Widths = append(p.Widths, width)
	}
	return p
}

// begun returns p so that it begins where it is held: as it is, from its other end, or
// in two parts from the middle of what is held; a loop is turned.
func begun(p toolpath.Path, over *polygon.Locator) []toolpath.Path {
	n := len(p.Points)
	switch {
	case !hanging(&p, 0, over):
		return []toolpath.Path{p}
	case !p.Closed() && !hanging(&p, n-2, over):
		return []toolpath.Path{backward(p)}
	}
	k := heldMiddle(&p, over)
	switch {
	case k < 0:
		return []toolpath.Path{p}
	case p.Closed():
		return []toolpath.Path{turned(p, k)}
	}
	return []toolpath.Path{part(p, k, n-1), backward(part(p, 0, k))}
}

// backward returns p from its end to its start.
func backward(p toolpath.Path) toolpath.Path {
	p.Points, p.Widths = reversed(p.Points), reversed(p.Widths)
	return p
}

// part returns p from its point i to its point k.
func part(p toolpath.Path, i, k int) toolpath.Path {
	p.Points = p.Points[i : k+1 : k+1]
	if p.Widths != nil {
		p.Widths = p.Widths[i : k+1 : k+1]
	}
	return p
}

// heldMiddle returns the index of a point in the middle of the longest part of p that is
// held, -1 where none is. Both segments at the point are held, or the one that follows.
func heldMiddle(p *toolpath.Path, over *polygon.Locator) int {
	best, from, to, length, start := -1.0, -1, -1, 0.0, -1
	for i := range len(p.Points) - 1 {
		if hanging(p, i, over) {
			length, start = 0, -1
			continue
		}
		if start < 0 {
			start = i
		}
		length += p.Points[i].Dist(p.Points[i+1])
		if length > best {
			best, from, to = length, start, i
		}
	}
	if from < 0 {
		return -1
	}
	return (from + to + 1) / 2
}
