package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Between returns what the recipe in lays between below and the frame above it: layers
// from below's top upwards, their Z above that top. It is laid only where the two frames
// face each other:
//
//   - lines follow the outlines of that region, a pitch apart;
//   - ribs are straight, across its bands, and clipped to it;
//   - pins are short strokes along its middle;
//   - a sheet and a second material fill it.
//
// Air is nothing. All but a sheet are as high as the gap, in as many equal layers as the
// nozzle needs for that.
func (s *Slicer) Between(below, above *toolpath.Print, in *profiles.Interface) []toolpath.Layer {
	contact := polygon.Intersection(below.Top, above.Bottom)
	if in.Kind == profiles.Air || in.Kind == "" || contact.Empty() {
		return nil
	}
	low, height, tool := 0.0, float64(in.Gap), 0
	switch in.Kind {
	case profiles.Sheet:
		low, height = float64(in.Gap), float64(in.Separator.Height)
	case profiles.Second:
		tool = 1
	}
	most := float64(s.printer.MaxLayerHeight) * float64(s.printer.Nozzle)
	n := max(1, int(math.Ceil(height/most-1e-9)))
	var out []toolpath.Layer
	h := height / float64(n)
	paths := s.separator(contact, in, h)
	for i := range n {
		out = append(out, toolpath.Layer{Z: low + float64(float64(i+1)*h), Height: h, Fan: float64(s.filament.MaxFan), Tool: tool, Paths: paths})
	}
	return out
}

// separator returns the paths of a layer of a separator in the region contact.
func (s *Slicer) separator(contact polygon.Region, in *profiles.Interface, height float64) []toolpath.Path {
	width := float64(s.set.LineWidth(in.Separator.Width))
	var lines [][]geom.Point
	switch in.Kind {
	case profiles.Lines:
		lines = contours(contact, geom.ToNM(float64(in.Separator.Pitch)), geom.ToNM(width))
	case profiles.Ribs:
		lines = ribs(contact, in, geom.ToNM(width))
	case profiles.Pins:
		lines = pins(contact, in)
	default:
		lines = contours(contact, geom.ToNM(toolpath.Spacing(width, height)), geom.ToNM(width))
	}
	var paths []toolpath.Path
	for _, pts := range lines {
		p := s.path(pts, width, toolpath.Separator)
		p.Flow, p.Melt = float64(in.Separator.Flow), float64(s.set.FlowCap())
		p.Speed, p.Limit = float64(in.Separator.Speed), toolpath.LimitInterface
		if p.Speed == 0 {
			p.Speed = float64(in.Speed)
		}
		p.Accel = s.accel(toolpath.Separator, true)
		paths = append(paths, p)
	}
	return s.visited(paths, contact)
}

// visited returns paths in the order of the nearest next, open ones from their nearer
// end, each with its travel inside r.
func (s *Slicer) visited(paths []toolpath.Path, r polygon.Region) []toolpath.Path {
	c := s.newComb(r)
	var out []toolpath.Path
	strands := make([]strand, len(paths))
	for i, p := range paths {
		strands[i] = strand{path: p, depth: 1}
	}
	for len(strands) > 0 {
		at, any := end(out)
		k := 0
		if any {
			k = nearest(strands, at)
		} else {
			at = strands[0].path.Points[0]
		}
		p := s.start(strands[k], at, 0)
		if any {
			p.Travel = c.travel(at, p.Points[0])
		}
		out = append(out, p)
		strands = append(strands[:k], strands[k+1:]...)
	}
	return out
}

// contours returns lines of the given width along r's outlines, pitch apart, from half a
// pitch within it; where that leaves no room for a loop there is one line along the
// middle.
func contours(r polygon.Region, pitch, width int64) [][]geom.Point {
	var out [][]geom.Point
	for left := r; !left.Empty(); {
		loops := left.Offset(-pitch/2, polygon.Mitre).Open(pitch / 4)
		bare := polygon.Difference(left, loops.Offset(pitch/2, polygon.Mitre)).Open(width / 4)
		out = append(out, middles(bare, width)...)
		for _, g := range loops {
			out = append(out, closed(g))
		}
		left = loops.Offset(-pitch/2, polygon.Mitre)
	}
	return out
}

// middles returns the lines along the middle of r's parts, those apart that are hardly
// longer than wide.
func middles(r polygon.Region, width int64) [][]geom.Point {
	var out [][]geom.Point
	for _, b := range medial.Thin(r, width/4, geom.ToNM(1000)) {
		pts := b.Points
		if b.Closed {
			pts = closed(pts)
		}
		if geom.PolylineLength(pts)*geom.Millimetre >= float64(2*width) {
			out = append(out, pts)
		}
	}
	return out
}

// bandWidth is how broad, nm, a part may be to be a band, which ribs cross.
const bandWidth = 8 * geom.Millimetre

// ribs returns straight lines within r: across its bands, and parallel in what is
// broader.
func ribs(r polygon.Region, in *profiles.Interface, width int64) [][]geom.Point {
	inner := r.Offset(-width/2, polygon.Mitre)
	broad := inner.Open(bandWidth / 2)
	pitch := geom.ToNM(float64(in.Separator.Pitch))
	out := across(polygon.Difference(inner, broad), pitch, width)
	for _, line := range polygon.Hatch(broad, float64(in.Separator.Angle)*math.Pi/180, pitch, 0) {
		for _, seg := range line {
			if seg[0].Dist(seg[1]) >= float64(width) {
				out = append(out, []geom.Point{seg[0], seg[1]})
			}
		}
	}
	return out
}

// across returns lines across r's bands, a pitch apart along their middle.
func across(r polygon.Region, pitch, width int64) [][]geom.Point {
	var out [][]geom.Point
	in := polygon.NewLocator(r)
	for _, pts := range middles(r, width) {
		for at := pitch / 2; ; at += pitch {
			step := along(pts, at, width)
			if len(step) < 2 {
				break
			}
			a, b := step[0], step[len(step)-1]
			d := a.Dist(b)
			if d == 0 {
				continue
			}
			n := geom.Point{X: int64(float64(a.Y-b.Y) / d * bandWidth), Y: int64(float64(b.X-a.X) / d * bandWidth)}
			for _, cut := range in.ClipLine([]geom.Point{a.Add(n), a.Sub(n)}) {
				if p, q := cut[0], cut[len(cut)-1]; p.Dist(q) >= float64(width) && geom.SegmentDistance(a, p, q) < float64(width) {
					out = append(out, []geom.Point{p, q})
				}
			}
		}
	}
	return out
}

// pins returns strokes of a pin's length along the middle of r, a pitch from middle to
// middle, the first and the last half a pin from the ends.
func pins(r polygon.Region, in *profiles.Interface) [][]geom.Point {
	length, pitch := geom.ToNM(float64(in.Separator.Length)), geom.ToNM(float64(in.Separator.Pitch))
	var out [][]geom.Point
	for _, pts := range middles(r, length/2) {
		total := int64(geom.PolylineLength(pts) * geom.Millimetre)
		n := max(1, total/pitch)
		step := total / n
		for k := range n {
			if pin := along(pts, k*step+(step-length)/2, length); len(pin) > 1 {
				out = append(out, pin)
			}
		}
	}
	return out
}

// along returns the part of a polyline from nm along it on, length nm long or as far as
// it goes.
func along(pts []geom.Point, from, length int64) []geom.Point {
	var out []geom.Point
	at := 0.0
	lo, hi := float64(max(0, from)), float64(from+length)
	for i := 1; i < len(pts) && at < hi; i++ {
		d := pts[i-1].Dist(pts[i])
		if at+d > lo {
			if len(out) == 0 {
				out = append(out, pts[i-1].Lerp(pts[i], max(0, lo-at)/d))
			}
			out = append(out, pts[i-1].Lerp(pts[i], min(1, (hi-at)/d)))
		}
		at += d
	}
	return out
}
