package slicer

import (
	"math"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
	"github.com/visiere/visiere/weave"
)

const (
	// worthSparse is the share of an island's plastic that sparse fill must save: below it
	// the island is laid solid, in one stroke, which is quicker.
	worthSparse = 0.1
	// flatWidth is from how wide, nm, a solid part is a flat and gets straight lines.
	flatWidth = 20 * geom.Millimetre
	// leastBand is the least area of a band, in squares as wide as bands are at most: less
	// are corners and necks of something wider.
	leastBand = 1.0
	// waveLength is how long a wave of sparse fill in a band is, nm: long enough that
	// printers go through it at full speed.
	waveLength = 10 * geom.Millimetre
	// waveStep is how far apart the points of a wave are, nm.
	waveStep = geom.Millimetre / 2
)

// shell reports whether layer i of n is solid in a frame that is not.
func (s *Slicer) shell(i, n int) bool {
	return !s.solid() && (i < s.process.BottomLayers || i >= n-s.process.TopLayers)
}

// bands returns the islands of l that are filled with beads side by side: all of a solid
// layer, and of others those that sparse fill would hardly make lighter; and the rest.
func (s *Slicer) bands(l *layer) (solid, sparse polygon.Region) {
	if s.solid() || l.shell {
		return l.region, nil
	}
	walls := 0.0
	for depth := range s.process.Perimeters {
		role := toolpath.Perimeter
		if depth == 0 {
			role = toolpath.ExternalPerimeter
		}
		walls += toolpath.Spacing(s.width(role, l.first), l.height)
	}
	for _, isl := range l.region.Islands() {
		saved := isl.Offset(-geom.ToNM(walls), polygon.Mitre).Area() * (1 - float64(s.process.Fill))
		if saved < worthSparse*isl.Area() {
			solid = append(solid, isl...)
		} else {
			sparse = append(sparse, isl...)
		}
	}
	return solid, sparse
}

// along fills the bands of r, which is solid, by beads along them, and returns the rest.
func (s *Slicer) along(w *wall, l *layer, r polygon.Region, role toolpath.Role) polygon.Region {
	var bands, rest polygon.Region
	for _, isl := range r.Islands() {
		if isl.Offset(-flatWidth/2, polygon.Mitre).Empty() {
			bands = append(bands, isl...)
		} else {
			rest = append(rest, isl...)
		}
	}
	beads, thin := medial.Beads(bands, s.beadWidths(l, s.width(role, l.first)))
	for _, st := range weave.Join(beads, bands, weave.Options{}) {
		w.loops = append(w.loops, strand{path: s.stroke(st, l.height, role, nil), depth: fillDepth})
	}
	return append(rest, thin...)
}

// waves fills the bands of r, a part of what l's walls leave, that are narrower than lines of the given density are
// apart: by one line each that waves from wall to wall, so slowly that printers need not slow down, where straight
// lines across would be a zigzag. It returns the rest.
func (s *Slicer) waves(w *wall, l *layer, r polygon.Region, density float64) polygon.Region {
	k := l.wall.waving(r, l.height, density)
	k.once.Do(func() { s.wave(k, l) })
	w.loops = append(w.loops, k.loops...)
	return k.rest
}

// waving is what waves make of a region.
type waving struct {
	region          polygon.Region
	height, density float64
	once            sync.Once
	loops           []strand
	rest            polygon.Region
}

// waving returns w's waving of a region, the same for all layers of w that have it: most do.
func (w *wall) waving(r polygon.Region, height, density float64) *waving {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for _, k := range w.wavings {
		if k.height == height && k.density == density && k.region.Equal(r) {
			return k
		}
	}
	k := &waving{region: r, height: height, density: density}
	w.wavings = append(w.wavings, k)
	return k
}

// wave makes k in a layer with its wall and height.
func (s *Slicer) wave(k *waving, l *layer) {
	width := s.width(toolpath.Infill, l.first)
	pitch := toolpath.Spacing(width, l.height)
	apart := geom.ToNM(pitch / k.density)
	k.rest = k.region
	bands := bigger(polygon.Difference(k.region, k.region.Open(apart/2)), leastBand*geom.ToMM(apart)*geom.ToMM(apart))
	if bands.Empty() {
		return
	}
	least, overlap := gapWidth*float64(s.printer.Nozzle), pitch*float64(s.process.FillOverlap)
	for _, b := range medial.Thin(bands.Open(geom.ToNM(least/2)), geom.ToNM(least), apart) {
		k.loops = append(k.loops, strand{path: waved(s.bead(b, l.height, toolpath.Infill), width, overlap), depth: fillDepth})
	}
	k.rest = polygon.Difference(k.region, bands)
}

// waved returns p, whose widths are those of its band, as a line of at most the given
// width, mm, that waves from one side of the band to the other and overlaps what is there.
func waved(p toolpath.Path, width, overlap float64) toolpath.Path {
	length := geom.PolylineLength(p.Points)
	half := float64(math.Round(2*length*geom.Millimetre/waveLength) * math.Pi) // of the last point, in radians
	out := p
	out.Points, out.Widths = nil, nil
	done := 0.0
	for i := 1; i < len(p.Points); i++ {
		a, b := p.Points[i-1], p.Points[i]
		d := a.Dist(b)
		for k, n := 0, max(1, int(d/waveStep)); k < n || i == len(p.Points)-1 && k == n; k++ {
			t := float64(k) / float64(n)
			band := p.Widths[i-1] + float64(t*(p.Widths[i]-p.Widths[i-1]))
			phase := float64((done + float64(t*d)) / (length * geom.Millimetre) * half)
			aside := steady.Sin(phase) * max(0, (band-width)/2+min(overlap, band-width)) * geom.Millimetre / max(d, 1)
			q := a.Lerp(b, t)
			out.Points = append(out.Points, q.Add(geom.Point{X: -int64(float64(b.Y-a.Y) * aside), Y: int64(float64(b.X-a.X) * aside)}))
			out.Widths = append(out.Widths, min(band, width))
		}
		done += d
	}
	return out
}
