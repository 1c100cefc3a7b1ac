package weave

import (
	"encoding/binary"
	"math"
	"reflect"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/medial"
	"github.com/visiere/visiere/polygon"
)

// openOf returns how many of beads are open.
func openOf(beads []medial.Bead) (n int) {
	for _, b := range beads {
		if !b.Closed {
			n++
		}
	}
	return n
}

// checkCount checks property 1, for islands whose beads can all be reached.
func checkCount(t *testing.T, beads []medial.Bead, r polygon.Region, strokes []Stroke) {
	t.Helper()
	if most := max(openOf(beads), 0) + len(r.Islands()); len(strokes) > most {
		t.Errorf("%d beads, %d open, in %d islands become %d strokes", len(beads), openOf(beads), len(r.Islands()), len(strokes))
	}
	if most := 1 + tightOf(beads); openOf(beads) == 0 && len(beads) > 0 && len(r.Islands()) == 1 && len(strokes) > most {
		t.Errorf("%d closed beads become %d strokes", len(beads), len(strokes))
	}
}

// tightOf returns how many beads close within four of their widths, too bent for a link.
func tightOf(beads []medial.Bead) (n int) {
	for _, b := range beads {
		if s := newStrand(b); b.Closed && s.length() < 4*s.width[0] {
			n++
		}
	}
	return n
}

// check holds strokes against properties 2 to 5 of Join, and 7.
func check(t *testing.T, beads []medial.Bead, r polygon.Region, strokes []Stroke) {
	t.Helper()
	checkArea(t, beads, strokes)
	var paths, lines []*strand
	for _, s := range strokes {
		if len(s.Points) != len(s.Widths) {
			t.Fatalf("%d points with %d widths", len(s.Points), len(s.Widths))
		}
		paths = append(paths, newStrand(medial.Bead{Points: s.Points, Widths: s.Widths, Closed: s.Closed}))
	}
	for _, b := range beads {
		lines = append(lines, newStrand(b))
	}
	onPaths, onBeads := newGrid(paths), newGrid(lines)
	for i, l := range lines {
		if !l.closed && l.length() <= medial.DotLength*l.width[0] {
			continue
		}
		if gap := longestGap(l, &onPaths); gap > maxCut+0.2 {
			t.Errorf("bead %d, %.2f mm long, lacks %.2f of its width", i, l.length(), gap)
		}
	}
	in := polygon.NewLocator(r.Offset(3000, polygon.Mitre))
	for i, p := range paths {
		checkLinks(t, i, p, &onBeads, in)
	}
	if again := Join(beads, r, Options{}); !reflect.DeepEqual(again, strokes) {
		t.Error("a second call gives other strokes")
	}
}

// checkArea checks property 3.
func checkArea(t *testing.T, beads []medial.Bead, strokes []Stroke) {
	t.Helper()
	want, got := 0.0, 0.0
	for _, b := range beads {
		want += b.Area()
	}
	for _, s := range strokes {
		got += medial.Bead{Points: s.Points, Widths: s.Widths, Closed: s.Closed}.Area()
	}
	if math.Abs(got-want) > 0.0005*want+1e-4 {
		t.Errorf("beads of %.4f mm2 become strokes of %.4f mm2", want, got)
	}
}

// longestGap returns the longest part of l that no path lays, in its width.
func longestGap(l *strand, paths *grid) (most float64) {
	const step = 0.06
	run := 0.0
	for x := 0.0; x < l.length(); x += step {
		d := l.place(x)
		if len(paths.around(d.at, 2e-4, none, nil)) > 0 {
			run = 0
			continue
		}
		run += step
		most = max(most, run/d.width)
	}
	return most
}

// checkLinks checks properties 4 and 5 of the edges of a path that no bead has.
func checkLinks(t *testing.T, i int, p *strand, beads *grid, in *polygon.Locator) {
	t.Helper()
	for k := 1; k < len(p.at); k++ {
		a, b := p.at[k-1], p.at[k]
		if len(beads.around(a.To(b, 0.4), 2e-4, none, nil)) > 0 {
			continue
		}
		if in.CrossesBoundary(a.Point(), b.Point()) {
			t.Errorf("stroke %d leaves the region between %v and %v", i, a, b)
		}
		if slope := math.Abs(p.width[k]-p.width[k-1]) / a.Dist(b); slope > 1 {
			t.Errorf("stroke %d changes its width by %.2f per mm between %v and %v", i, slope, a, b)
		}
	}
}

// TestStartsAtSeam checks property 6 without open beads.
func TestStartsAtSeam(t *testing.T) {
	r, beads := nested(6, 100)
	for name, c := range map[string]struct {
		opt  Options
		want geom.Point
	}{
		"rear":    {Options{}, geom.MM(0, 59.775)},
		"spread":  {Options{Seam: SeamSpread, Turn: 0.25}, geom.MM(0, 59.775)},
		"across":  {Options{Seam: SeamSpread, Turn: 0.75}, geom.MM(0, -59.775)},
		"nearest": {Options{Start: geom.MM(100, 0), HasStart: true, Seam: SeamNearest}, geom.MM(59.775, 0)},
	} {
		s := Join(beads, r, c.opt)
		if len(s) != 1 || s[0].Points[0].Dist(c.want) > 2*geom.Millimetre {
			t.Fatalf("%s: %d strokes, the first from %v", name, len(s), s[0].Points[0])
		}
		if d := s[0].Points[0].Dist(s[0].Points[len(s[0].Points)-1]); d > 0.8*geom.Millimetre {
			t.Errorf("%s: the stroke ends %.2f mm from its start", name, d/geom.Millimetre)
		}
	}
	square := ring(0, 0, 12, 0, 12, 12, 0, 12)
	beads, _ = medial.Beads(square, beadOptions)
	s := Join(beads, square, Options{Seam: SeamCorner})
	if d := s[0].Points[0].Dist(geom.MM(0, 12)); d > geom.Millimetre {
		t.Errorf("the stroke of a square starts %.2f mm from its left rear corner", d/geom.Millimetre)
	}
}

// TestOpenBeadAndLoop checks that a loop and the open bead in it are one stroke, laid from
// the end that is nearest to the start.
func TestOpenBeadAndLoop(t *testing.T) {
	r := bar(0, 0, 30, 0, 1.35)
	beads, _ := medial.Beads(r, beadOptions)
	if openOf(beads) != 1 || len(beads) != 2 {
		t.Fatalf("%d beads, %d open", len(beads), openOf(beads))
	}
	for _, start := range []geom.Point{geom.MM(-5, 0), geom.MM(35, 0)} {
		s := Join(beads, r, Options{Start: start, HasStart: true})
		if len(s) != 1 || s[0].Points[0].Dist(start) > 9*geom.Millimetre {
			t.Errorf("from %v: %d strokes, the first from %v", start, len(s), s[0].Points[0])
		}
	}
}

// TestJointsApart checks that neighbouring joints form no line across a band.
func TestJointsApart(t *testing.T) {
	r, beads := nested(8, 300)
	w := newWeave(beads, r, Options{})
	w.scan()
	w.placeSeams()
	w.joinAll()
	if len(w.joints) != 7 {
		t.Fatalf("%d joints of 8 loops", len(w.joints))
	}
	for i, p := range w.joints {
		for _, q := range w.joints[:i] {
			if p.Dist(q) < 2 {
				t.Errorf("joints at %v and %v", p, q)
			}
		}
	}
}

// speck returns a flat closed bead round a middle of the given length, turned by an angle.
func speck(mid geom.Vec, length, angle float64) medial.Bead {
	b := medial.Bead{Closed: true}
	sin, cos := math.Sincos(angle)
	for _, p := range []geom.Vec{geom.V(-length/2, -0.02), geom.V(length/2, -0.02), geom.V(length/2, 0.02), geom.V(-length/2, 0.02)} {
		b.Points = append(b.Points, mid.Add(geom.V(p.X*cos-p.Y*sin, p.X*sin+p.Y*cos)).Point())
		b.Widths = append(b.Widths, 460_000)
	}
	return b
}

// TestSpecks checks that a closed bead hardly longer than wide, for which a cut as long as
// its neighbour's leaves nothing, is joined all the same where property 1 says so.
func TestSpecks(t *testing.T) {
	const width = 0.46
	r := ring(0, 0, 20, 0, 20, 20, 0, 20)
	loop := medial.Bead{Points: ring(1, 1, 19, 1, 19, 19, 1, 19)[0], Closed: true}
	for range loop.Points {
		loop.Widths = append(loop.Widths, geom.ToNM(width))
	}
	for _, length := range []float64{0.28, 0.35, 0.45, 0.6, 0.9, 1.4} {
		for _, away := range []float64{0.34, 0.4, 0.46, 0.5} {
			for _, angle := range []float64{0, 0.3, math.Pi - 0.3, math.Pi} {
				beads := []medial.Bead{loop, speck(geom.V(7.3, 1+away), length, angle)}
				strokes := Join(beads, r, Options{})
				check(t, beads, r, strokes)
				may := newStrand(beads[1]).length() < 1.75*width && away > 0.9*width
				if len(strokes) != 1 && !may {
					t.Errorf("%.2f mm long, %.2f mm away, turned by %.1f: %d strokes", length, away, angle, len(strokes))
				}
			}
		}
	}
}

// TestFarApart checks that what cannot be joined is left as it is, near things in turn.
func TestFarApart(t *testing.T) {
	var beads []medial.Bead
	for _, x := range []float64{0, 50, 10, 40, 20, 30} {
		beads = append(beads, medial.Bead{
			Points: []geom.Point{geom.MM(x, 0), geom.MM(x+6, 1)}, Widths: []int64{400_000, 500_000}})
	}
	strokes := Join(beads, nil, Options{Start: geom.MM(70, 0), HasStart: true})
	for i, s := range strokes {
		if want := geom.MM(float64(56-10*i), 1); s.Points[0] != want {
			t.Errorf("stroke %d starts at %v, want %v", i, s.Points[0], want)
		}
	}
	if len(strokes) != len(beads) {
		t.Errorf("%d strokes", len(strokes))
	}
}

// TestOddBeads checks that beads which are none do not panic.
func TestOddBeads(t *testing.T) {
	p, q := geom.MM(1, 2), geom.MM(3, 4)
	beads := []medial.Bead{
		{},
		{Closed: true},
		{Points: []geom.Point{p}, Widths: []int64{1}},
		{Points: []geom.Point{p, p, p}, Widths: []int64{1, 2, 3}, Closed: true},
		{Points: []geom.Point{p, q}, Widths: []int64{400_000}},
		{Points: []geom.Point{p, q, p}, Widths: []int64{400_000, 0, -5}, Closed: true},
		{Points: []geom.Point{p, q}, Widths: []int64{0, 0}},
		{Points: []geom.Point{{X: -geom.Limit}, {X: geom.Limit}, {Y: geom.Limit}}, Widths: []int64{1e6, 1e9, 1}, Closed: true},
	}
	Join(nil, nil, Options{})
	Join(beads, nil, Options{HasStart: true})
	Join(append(beads, beads...), ring(0, 0, 9, 0, 9, 9), Options{Seam: SeamCorner})
}

// FuzzJoin checks that no beads panic, and that what is laid is what they hold.
func FuzzJoin(f *testing.F) {
	f.Add([]byte{5, 0, 0, 100, 0, 100, 100, 0, 100, 4, 8, 8, 92, 8, 92, 92, 8, 92}, uint16(450))
	f.Add([]byte{2, 0, 0, 100, 0, 3, 5, 5, 90, 5, 2, 5}, uint16(300))
	f.Fuzz(func(t *testing.T, data []byte, width uint16) {
		var beads []medial.Bead
		for len(data) > 2 && len(beads) < 40 {
			n, closed := int(data[0]/2), data[0]%2 == 1
			data = data[1:]
			b := medial.Bead{Closed: closed}
			for ; n > 0 && len(data) > 1; n-- {
				b.Points = append(b.Points, geom.MM(float64(data[0])/16, float64(data[1])/16))
				b.Widths = append(b.Widths, int64(width)*1000+int64(binary.BigEndian.Uint16(data)))
				data = data[2:]
			}
			if len(b.Points) == 2 {
				b.Closed = false
			}
			beads = append(beads, b)
		}
		var sane []medial.Bead
		for _, b := range beads {
			if newStrand(b) != nil {
				sane = append(sane, b)
			}
		}
		checkArea(t, sane, Join(beads, nil, Options{}))
	})
}
