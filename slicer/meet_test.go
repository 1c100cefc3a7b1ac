package slicer

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// meetHeight is the height of the layers below, mm.
const meetHeight = 0.3

// lane returns a straight bead from a to b that takes up width, mm.
func lane(ax, ay, bx, by, width float64) toolpath.Path {
	w := toolpath.WidthFor(width, meetHeight)
	return toolpath.Path{Points: []geom.Point{geom.MM(ax, ay), geom.MM(bx, by)}, Widths: []float64{w, w}, Flow: 1}
}

// block returns a box, by its corners.
func block(x0, y0, x1, y1 float64) polygon.Region {
	return polygon.Region{{geom.MM(x0, y0), geom.MM(x1, y0), geom.MM(x1, y1), geom.MM(x0, y1)}}
}

// met returns paths after they met in a region.
func met(t *testing.T, region polygon.Region, paths ...toolpath.Path) []toolpath.Path {
	t.Helper()
	l := &layer{height: meetHeight, wall: &wall{height: meetHeight}, region: region}
	New(settings(t, "process.fill=100%")).meet(paths, l)
	return paths
}

// amiss returns what of a region paths leave or lay twice, mm2, in a plot around a place.
func amiss(region polygon.Region, x, y float64, paths ...toolpath.Path) (mm2 float64) {
	s := plotted(region, x, y, paths...)
	for _, e := range s.sums { // what is as wide as a few pixels
		mm2 += math.Abs(float64(e)) / 9 * plotPixel * plotPixel
	}
	return mm2
}

// plotted returns a settler in whose plot, around a place, paths are laid on a region.
func plotted(region polygon.Region, x, y float64, paths ...toolpath.Path) *settler {
	var m meeting
	s := &settler{}
	m.begin(paths, meetHeight)
	s.tracks = m.tracks
	var outline []edge
	for _, ring := range region {
		for k := range ring {
			outline = append(outline, edge{ring[k].Vec(), ring[(k+1)%len(ring)].Vec()})
		}
	}
	s.begin(tilted(geom.V(x, y)), outline)
	for i := range s.tracks {
		s.tracks[i].edges(0, len(s.tracks[i].spots))
		s.lay(s.strips(nil, ribbon{i, 1, len(s.tracks[i].spots) - 1}), 1, true)
	}
	s.show(all)
	return s
}

// edges returns how far up, mm, the edges of a bead that runs along x are at x.
func edges(p *toolpath.Path, x float64) (low, high float64) {
	for i := 1; i < len(p.Points); i++ {
		ax, ay := p.Points[i-1].MM()
		bx, by := p.Points[i].MM()
		if f := (x - ax) / (bx - ax); f >= 0 && f <= 1 {
			y, half := ay+f*(by-ay), toolpath.Spacing(p.Widths[i-1]+f*(p.Widths[i]-p.Widths[i-1]), meetHeight)/2
			return y - half, y + half
		}
	}
	return math.NaN(), math.NaN()
}

// TestMeet lets two beads meet across gaps and overlaps of several sizes near their ends, within the
// range of widths; their edges on the outline, and their middle, stay.
func TestMeet(t *testing.T) {
	const width, length = 0.4, 20.0
	most := float64(New(settings(t)).process.MaxLineWidth) * 0.4
	widest := toolpath.Spacing(most, meetHeight)
	for _, gap := range []float64{0.4, 0.5, 0.3, 0.2, -0.2, 0.1, 0} {
		y := width + gap
		p := met(t, block(0, -width/2, length, y+width/2), lane(0, 0, length, 0, width), lane(0, y, length, y, width))
		low, a := edges(&p[0], 0.6)
		b, high := edges(&p[1], 0.6)
		t.Logf("gap %.2f: edges %.3f %.3f %.3f %.3f", gap, low, a, b, high)
		if math.Abs(low+width/2) > 0.005 || math.Abs(high-y-width/2) > 0.005 {
			t.Errorf("gap %.2f: edges on the outline moved to %.3f and %.3f", gap, low, high)
		}
		if left := max(0, gap-2*(widest-width)); math.Abs(b-a-left) > 0.11 {
			t.Errorf("gap %.2f: edges at %.3f and %.3f, want %.3f between them", gap, a, b, left)
		}
		if _, mid := edges(&p[0], length/2); math.Abs(mid-width/2) > 1e-9 {
			t.Errorf("gap %.2f: moved far from the ends, to %.4f", gap, mid)
		}
		for _, w := range append(p[0].Widths, p[1].Widths...) {
			if w > most+1e-9 {
				t.Errorf("gap %.2f: %.5f mm wide, more than %.3f", gap, w, most)
			}
		}
		if gap == 0 && !reflect.DeepEqual(p[0], lane(0, 0, length, 0, width)) {
			t.Errorf("gap %.2f: points added", gap)
		}
	}
}

// figure is a region with beads, and the place where they meet.
type figure struct {
	region polygon.Region
	at     geom.Vec
	paths  func() []toolpath.Path
}

// crossbar is a bead that ends a gap before one across.
func crossbar(gap float64) figure {
	return figure{
		polygon.Region{{geom.MM(0, -0.25), geom.MM(5.25, -0.25), geom.MM(5.25, 3), geom.MM(4.75, 3), geom.MM(4.75, 0.25), geom.MM(0, 0.25)}},
		geom.V(4.75, 0),
		func() []toolpath.Path {
			return []toolpath.Path{lane(0, 0, 4.75-gap, 0, 0.5), lane(5, -0.25, 5, 3, 0.5)}
		},
	}
}

// tipTo is the round tip of a loop, of beads of that width, a gap before a straight one across.
func tipTo(gap, width float64) figure {
	x := 5 + gap
	return figure{
		polygon.Region{{
			geom.MM(0, -width), geom.MM(x, -width), geom.MM(x, -3), geom.MM(x+width, -3),
			geom.MM(x+width, 3), geom.MM(x, 3), geom.MM(x, width), geom.MM(0, width),
		}},
		geom.V(4.6, 0),
		func() []toolpath.Path {
			return []toolpath.Path{loopTo(5, width), lane(x+width/2, -3, x+width/2, 3, width)}
		},
	}
}

// TestMeetEnd lets a bead's end go on to one across, so that what is left becomes less, and back out of it;
// where nothing is amiss it stays.
func TestMeetEnd(t *testing.T) {
	for _, gap := range []float64{0.6, 0.3, 0.2, -0.25, -0.4, 0} {
		f := crossbar(gap)
		region, paths := f.region, f.paths
		was := amiss(region, 4.75, 0, paths()...)
		p := met(t, region, paths()...)
		now := amiss(region, 4.75, 0, p...)
		x, _ := p[0].Points[len(p[0].Points)-1].MM()
		t.Logf("gap %.2f: ends at %.3f, %.4f mm2 amiss and %.4f before", gap, x, now, was)
		switch {
		case gap == 0:
			if !reflect.DeepEqual(p, paths()) {
				t.Error("moved without need")
			}
		case math.Abs(x-4.75) > math.Abs(gap)-endBy+0.005:
			t.Errorf("gap %.2f: ends at %.3f", gap, x)
		case gap > 0 && now > 0.01*was:
			t.Errorf("gap %.2f: %.4f mm2 amiss, %.4f before", gap, now, was)
		}
	}
}

// TestMeetStraight holds that a ring without tight turns stays as it is, gap or none.
func TestMeetStraight(t *testing.T) {
	ring := func(r float64) (p toolpath.Path) {
		for i := range 201 {
			s, c := math.Sincos(2 * math.Pi * float64(i%200) / 200)
			p.Points, p.Widths = append(p.Points, geom.MM(r*c, r*s)), append(p.Widths, 0.55)
		}
		return p
	}
	p := met(t, block(-20, -20, 20, 20), ring(10), ring(10.8))
	if !reflect.DeepEqual(p[0], ring(10)) || !reflect.DeepEqual(p[1], ring(10.8)) {
		t.Error("rings moved")
	}
}

// TestMeetEndAtOutline lets a bead's end on the outline and another one that leaves it slantwise take what
// lies between them.
func TestMeetEndAtOutline(t *testing.T) {
	region := block(0, 2, 8, 2.9)
	paths := func() []toolpath.Path {
		leaving := lane(0, 2.675, 3, 2.675, 0.45)
		w := leaving.Widths[0]
		leaving.Points, leaving.Widths = append(leaving.Points, geom.MM(3.8, 2.225), geom.MM(8, 2.225)), append(leaving.Widths, w, w)
		return []toolpath.Path{lane(3.9, 2.675, 8, 2.675, 0.45), leaving, lane(0, 2.225, 2.9, 2.225, 0.45)}
	}
	was := amiss(region, 3.5, 2.5, paths()...)
	p := met(t, region, paths()...)
	now := amiss(region, 3.5, 2.5, p...)
	x, _ := p[0].Points[0].MM()
	t.Logf("begins at %.3f, %.4f mm2 amiss and %.4f before", x, now, was)
	if now > 0.66*was {
		t.Errorf("%.4f mm2 amiss, %.4f before", now, was)
	}
}

// loopTo returns a loop of two straight beads that runs along x up to a round tip at x.
func loopTo(x, width float64) toolpath.Path {
	p := lane(0, width/2, x-width, width/2, width)
	w := p.Widths[0]
	for k := range 11 {
		s, c := math.Sincos(math.Pi / 2 * (1 - float64(k)/5))
		p.Points, p.Widths = append(p.Points, geom.MM(x-width+width/2*c, width/2*s)), append(p.Widths, w)
	}
	p.Points, p.Widths = append(p.Points, geom.MM(0, -width/2)), append(p.Widths, w)
	return p
}

// TestMeetTip lets the round tip of a loop and a straight bead take what lies between them.
func TestMeetTip(t *testing.T) {
	for _, c := range []struct{ gap, most, price float64 }{{0.3, 0.40, 0.14}, {0.4, 0.42, 0.14}, {0.5, 0.42, 0.16}, {-0.3, 0.50, 0.14}} {
		f := tipTo(c.gap, 0.5)
		region, paths := f.region, f.paths
		was := amiss(region, 4.6, 0, paths()...)
		p := met(t, region, paths()...)
		now := amiss(region, 4.6, 0, p...)
		first, last := plotted(region, 4.6, 0, paths()...).price(all.seen()), plotted(region, 4.6, 0, p...).price(all.seen())
		t.Logf("gap %.2f: %.4f mm2 amiss and %.4f before, their squares %.4f and %.4f", c.gap, now, was, last, first)
		if now > c.most*was || last > c.price*first {
			t.Errorf("gap %.2f: %.4f mm2 amiss, %.4f before, their squares %.4f, %.4f before", c.gap, now, was, last, first)
		}
	}
}

// turnedBy returns f turned by an angle, radians, and moved by v, mm.
func (f figure) turnedBy(angle float64, v geom.Vec) figure {
	sin, cos := math.Sincos(angle)
	place := func(p geom.Vec) geom.Vec {
		return v.Add(geom.V(float64(p.X*cos)-float64(p.Y*sin), float64(p.X*sin)+float64(p.Y*cos)))
	}
	all := func(points []geom.Point) []geom.Point {
		out := make([]geom.Point, len(points))
		for i, p := range points {
			q := place(p.Vec())
			out[i] = geom.MM(q.X, q.Y)
		}
		return out
	}
	out := figure{at: place(f.at)}
	for _, ring := range f.region {
		out.region = append(out.region, all(ring))
	}
	out.paths = func() []toolpath.Path {
		paths := f.paths()
		for i := range paths {
			paths[i].Points = all(paths[i].Points)
		}
		return paths
	}
	return out
}

// TestMeetAnywhere holds how much of what is amiss, and of its squares, is left in the mean of figures that lie
// anywhere and in any direction: what single ones leave varies with where they lie in the plot.
func TestMeetAnywhere(t *testing.T) {
	for _, c := range []struct {
		name        string
		f           figure
		most, price float64
	}{
		{"end, 0.6", crossbar(0.6), 0.01, 0.01},
		{"end, 0.3", crossbar(0.3), 0.01, 0.01},
		{"end, 0.2", crossbar(0.2), 0.01, 0.01},
		{"end, -0.25", crossbar(-0.25), 0.20, 0.04},
		{"end, -0.4", crossbar(-0.4), 0.02, 0.01},
		{"tip, 0.3", tipTo(0.3, 0.5), 0.47, 0.18},
		{"tip, 0.4", tipTo(0.4, 0.5), 0.40, 0.15},
		{"tip, 0.5", tipTo(0.5, 0.5), 0.34, 0.12},
		{"tip, -0.3", tipTo(-0.3, 0.5), 0.48, 0.12},
	} {
		rnd := rand.New(rand.NewPCG(1, 2))
		var was, now, first, last float64
		for range 60 {
			f := c.f.turnedBy(2*math.Pi*rnd.Float64(), geom.V(20*rnd.Float64(), 20*rnd.Float64()))
			left := func(paths []toolpath.Path) (mm2, price float64) {
				return amiss(f.region, f.at.X, f.at.Y, paths...), plotted(f.region, f.at.X, f.at.Y, paths...).price(all.seen())
			}
			mm2, price := left(f.paths())
			was, first = was+mm2, first+price
			mm2, price = left(met(t, f.region, f.paths()...))
			now, last = now+mm2, last+price
		}
		t.Logf("%s: %.3f of what is amiss, %.3f of its squares", c.name, now/was, last/first)
		if now > c.most*was || last > c.price*first {
			t.Errorf("%s: %.3f of what is amiss, %.3f of its squares; want at most %.2f and %.2f", c.name, now/was, last/first, c.most, c.price)
		}
	}
}

// TestHope holds what is hoped of a move against what it does: an edge goes out and back beside what is
// left and what is laid twice, wider and moved as a whole.
func TestHope(t *testing.T) {
	const width, by = 0.5, 0.05
	for _, gap := range []float64{0.3, 0.1, -0.1, -0.3} {
		for _, wider := range []bool{true, false} {
			for _, left := range []bool{true, false} {
				var lanes []toolpath.Path
				for _, y := range []float64{-width - gap, 0, width + gap} {
					p := lane(-1.5, y, 1.5, y, width)
					w := p.Widths[0]
					p.Points = []geom.Point{p.Points[0], geom.MM(-0.5, y), geom.MM(0, y), geom.MM(0.5, y), p.Points[1]}
					p.Widths = []float64{w, w, w, w, w}
					lanes = append(lanes, p)
				}
				s := plotted(block(-1.5, -3, 1.5, 3), 0, 0, lanes...)
				s.least, s.most = 0.1, 1
				m := move{dir: geom.V(0, -1), by: math.Copysign(by, gap), middle: 1.5, reach: 1, wider: wider}
				if left {
					m.dir = geom.V(0, 1)
				}
				r := ribbon{1, 1, 4}
				s.beside = s.strips(nil, r)
				s.look(r, m.dir, math.Copysign(1, gap), left, true)
				edges := s.swept(m.middle, m.reach)
				hope := edges[0].hope(m.by)
				if !wider {
					hope += edges[1].hope(m.by)
				}
				was := s.price(all.seen())
				s.lay(s.beside, -1, true)
				for k := range s.tracks[1].spots {
					q := &s.tracks[1].spots[k]
					q.at, q.width = s.shifted(q, &m)
				}
				s.tracks[1].edges(0, len(s.tracks[1].spots))
				s.lay(s.strips(nil, r), 1, true)
				s.show(all)
				fell := was - s.price(all.seen())
				t.Logf("gap %.1f, left %v, wider %v: fell by %.5f, hoped for %.5f", gap, left, wider, fell, hope)
				if math.Abs(hope-fell) > 0.002 {
					t.Errorf("gap %.1f, left %v, wider %v: fell by %.5f, hoped for %.5f", gap, left, wider, fell, hope)
				}
			}
		}
	}
}

// TestRound holds that rounds that end early, where nothing that follows can have become another, leave nothing that whole ones
// would change.
func TestRound(t *testing.T) {
	shorter, moves := 0, 0
	for _, f := range []figure{crossbar(0.4), crossbar(0.15), crossbar(-0.1), tipTo(0.3, 0.5), tipTo(0.15, 0.4), tipTo(-0.1, 0.4)} {
		for i := range settlePlans {
			var m meeting
			s := &m.settler
			m.begin(f.paths(), meetHeight)
			m.look()
			s.cover(m.found)
			m.begun()
			m.sample()
			s.tracks, s.least, s.most, s.speed = m.tracks, 0.2, 0.8, paceSpeed
			s.deal(m.tracks, f.region)
			for k := range s.tiles {
				in := &s.tiles[k]
				s.draw(in)
				s.changed, s.plan = append(s.changed[:0], noBox), &settlePlans[i]
				clear(s.latest[:])
				for _, s.pass = range s.plan.passes {
					in.again(true)
					s.until = len(in.candidates)
					for was := 0; len(s.changed) != was; {
						was = len(s.changed)
						s.round(in.candidates)
						if s.until < len(in.candidates)-1 {
							shorter++
						}
					}
					all := len(s.changed)
					moves += all - 1
					s.until = len(in.candidates)
					if s.round(in.candidates); len(s.changed) != all {
						t.Errorf("plan %d: a whole round makes %d more moves after %d", i, len(s.changed)-all, all-1)
					}
				}
			}
		}
	}
	if shorter < 20 || moves < 100 {
		t.Errorf("%d rounds may end early, %d moves", shorter, moves)
	}
}

// TestMeetTwice holds that the memory of one layer leaves nothing behind for the next.
func TestMeetTwice(t *testing.T) {
	one := func() []toolpath.Path {
		return met(t, block(0, -0.2, 20, 1), lane(0, 0, 20, 0, 0.4), lane(0, 0.8, 20, 0.8, 0.4))
	}
	first := one()
	met(t, block(-3, -9, 9, 3), loopTo(5, 0.5), lane(5.5, -3, 5.5, 3, 0.5))
	if !reflect.DeepEqual(first, one()) {
		t.Error("not the same again")
	}
}

// TestMeetSeam lets a closed stroke that begins where something is amiss take it as one that begins elsewhere
// does, and begin where it did.
func TestMeetSeam(t *testing.T) {
	f := tipTo(0.4, 0.5)
	closed := func(first int) []toolpath.Path {
		paths := f.paths()
		p := &paths[0]
		p.Points, p.Widths = append(p.Points, geom.MM(-4, -0.25), geom.MM(-4, 0.25)), append(p.Widths, p.Widths[0], p.Widths[0])
		p.Points = append(append([]geom.Point{}, p.Points[first:]...), p.Points[:first+1]...)
		p.Widths = append(p.Widths, p.Widths[0])
		return paths
	}
	far := met(t, f.region, closed(13)...)
	for first := 1; first < 12; first++ {
		was := closed(first)[0]
		p := met(t, f.region, closed(first)...)
		if !p[0].Closed() {
			t.Fatalf("begun at point %d: not closed any more", first)
		}
		if d := p[0].Points[0].Dist(was.Points[0]) / geom.Millimetre; d > 0.5 {
			t.Errorf("begun at point %d: begins %.3f mm away from there", first, d)
		}
		if a, b := p[0].Length(), far[0].Length(); math.Abs(a-b) > 1e-3 {
			t.Errorf("begun at point %d: %.6f mm long, begun far away %.6f", first, a, b)
		}
	}
}

// TestCover holds that all within tileNear of places is in tiles, each place in the one that it is dealt to, and that tiles lie
// apart.
func TestCover(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for range 40 {
		var tiles tiling
		places := make([]geom.Vec, 1+rnd.IntN(30))
		for k := range places {
			places[k] = geom.V(40*rnd.Float64(), 40*rnd.Float64())
		}
		tiles.cover(places)
		for _, p := range places {
			for range 20 {
				at := tilted(p).Add(geom.V(tileNear*(2*rnd.Float64()-1), tileNear*(2*rnd.Float64()-1)))
				in, busy := tiles.tileAt(at)
				if in == nil || !busy {
					t.Fatalf("nothing at %v, near %v: tile %v, busy %v", at, tilted(p), in, busy)
				}
				if d := at.Sub(in.middle); math.Abs(d.X) > tileSide/2+1e-9 || math.Abs(d.Y) > tileSide/2+1e-9 {
					t.Fatalf("%v lies in a tile around %v", at, in.middle)
				}
			}
		}
	}
}

// TestStale holds that a place is tried again once something has changed within settleStale pixels of it, and not else.
func TestStale(t *testing.T) {
	s := &settler{changed: []plotBox{noBox}}
	s.change(plotBox{40, 40, 50, 44})
	s.change(plotBox{10, 10, 12, 12})
	at := func(x, y float64) geom.Vec { // a place of the plane, by its pixel
		v := geom.V(x+0.5, y+0.5).Mul(plotPixel)
		return geom.V(float64(plotCos*v.X)+float64(plotSin*v.Y), float64(plotCos*v.Y)-float64(plotSin*v.X))
	}
	for _, c := range []struct {
		since int
		x, y  float64
		want  bool
	}{{0, 80, 80, true}, {1, 45, 42, true}, {1, 37, 37, true}, {1, 36, 42, false}, {1, 45, 47, false}, {1, 52, 46, true}, {2, 45, 42, false}, {2, 11, 14, true}, {3, 11, 11, false}} {
		if got := s.stale(c.since, at(c.x, c.y)); got != c.want {
			t.Errorf("pixel %v, %v since %d: %v", c.x, c.y, c.since, got)
		}
	}
}
