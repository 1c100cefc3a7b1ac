package slicer

import (
	"math"
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

// met returns paths after they met in a box.
func met(t *testing.T, box geom.Box, paths ...toolpath.Path) []toolpath.Path {
	t.Helper()
	a, b := box.Min, box.Max
	l := &layer{height: meetHeight, wall: &wall{height: meetHeight}, region: polygon.Region{{a, {X: b.X, Y: a.Y}, b, {X: a.X, Y: b.Y}}}}
	New(settings(t, "process.fill=100%")).meet(paths, l)
	return paths
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

// TestMeet lets two beads meet across gaps and overlaps of several sizes: half-way near their
// ends, within the range of widths; their edges on the outline, and their middle, stay.
func TestMeet(t *testing.T) {
	const width, length = 0.4, 20.0
	most := float64(New(settings(t)).process.MaxLineWidth) * 0.4
	for _, gap := range []float64{0.4, 0.5, -0.1, 0.2, 0} {
		y := width + gap
		p := met(t, geom.Box{Min: geom.MM(0, -width/2), Max: geom.MM(length, y+width/2)}, lane(0, 0, length, 0, width), lane(0, y, length, y, width))
		low, a := edges(&p[0], 0.6)
		b, high := edges(&p[1], 0.6)
		t.Logf("gap %.2f: edges %.3f %.3f %.3f %.3f", gap, low, a, b, high)
		if math.Abs(low+width/2) > 0.005 || math.Abs(high-y-width/2) > 0.005 {
			t.Errorf("gap %.2f: edges on the outline moved to %.3f and %.3f", gap, low, high)
		}
		small := math.Abs(gap) < probeOff
		want := (min(width+gap/2, toolpath.Spacing(most, meetHeight)) - width) // that each takes
		if small {
			want = 0
		}
		if math.Abs(a-width/2-want) > 0.01 || math.Abs(y-width/2-b-want) > 0.01 {
			t.Errorf("gap %.2f: edges at %.3f and %.3f, want them moved by %.3f", gap, a, b, want)
		}
		if _, mid := edges(&p[0], length/2); math.Abs(mid-width/2) > 1e-9 {
			t.Errorf("gap %.2f: moved far from the ends, to %.4f", gap, mid)
		}
		for _, w := range append(p[0].Widths, p[1].Widths...) {
			if w > most+1e-9 {
				t.Errorf("gap %.2f: %.5f mm wide, more than %.3f", gap, w, most)
			}
		}
		if small && !reflect.DeepEqual(p[0], lane(0, 0, length, 0, width)) {
			t.Errorf("gap %.2f: points added", gap)
		}
	}
}

// TestMeetEnd lets a bead's end go on to one across, and back out of it.
func TestMeetEnd(t *testing.T) {
	for _, gap := range []float64{0.6, 0.2, 0, -0.05, -0.15, -0.25, -0.4} {
		p := met(t, geom.Box{Min: geom.MM(0, -0.25), Max: geom.MM(5.25, 3)}, lane(0, 0, 4.75-gap, 0, 0.5), lane(5, -0.25, 5, 3, 0.5))
		x, _ := p[0].Points[len(p[0].Points)-1].MM()
		want := 4.75
		switch {
		case gap > -endOut && gap <= 0:
			want -= gap
		case gap < -endBack:
			want -= gap + endBack
		}
		if math.Abs(x-want) > 0.002 {
			t.Errorf("gap %.1f: ends at %.3f, want %.3f", gap, x, want)
		}
	}
}

// TestMeetEndSlanted lets a bead's end go on to one that slants, so that it leaves as much as it lays twice,
// and to one that is before a part of it only.
func TestMeetEndSlanted(t *testing.T) {
	for _, c := range []struct {
		name   string
		before toolpath.Path
		want   float64
	}{
		{"slanted", lane(3, -2, 7, 2, 0.5), 5 - 0.25*math.Sqrt2},
		{"slanted backwards", lane(3, 2, 7, -2, 0.5), 5 - 0.25*math.Sqrt2},
		{"before two thirds", lane(5, -0.08, 5, 3, 0.5), (4.75 + 4.75 + 4.3 + endMost) / 3},
	} {
		p := met(t, geom.Box{Min: geom.MM(0, -3), Max: geom.MM(8, 3)}, lane(0, 0, 4.3, 0, 0.5), c.before)
		if x, _ := p[0].Points[len(p[0].Points)-1].MM(); math.Abs(x-c.want) > 0.002 {
			t.Errorf("%s: ends at %.3f, want %.3f", c.name, x, c.want)
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
	p := met(t, geom.Box{Min: geom.MM(-20, -20), Max: geom.MM(20, 20)}, ring(10), ring(10.8))
	if !reflect.DeepEqual(p[0], ring(10)) || !reflect.DeepEqual(p[1], ring(10.8)) {
		t.Error("rings moved")
	}
}

// TestMeetEndAtOutline lets a bead's end on the outline go on to where another one leaves it
// slantwise.
func TestMeetEndAtOutline(t *testing.T) {
	leaving := lane(0, 2.675, 3, 2.675, 0.45)
	w := leaving.Widths[0]
	leaving.Points, leaving.Widths = append(leaving.Points, geom.MM(3.8, 2.225), geom.MM(8, 2.225)), append(leaving.Widths, w, w)
	p := met(t, geom.Box{Min: geom.MM(0, 2), Max: geom.MM(8, 2.9)}, lane(3.9, 2.675, 8, 2.675, 0.45), leaving, lane(0, 2.225, 2.9, 2.225, 0.45))
	if x, _ := p[0].Points[0].MM(); x > 3.75 {
		t.Errorf("begins at %.3f", x)
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

// TestMeetTip lets the round tip of a loop go out into what it leaves before a straight bead, by as much as
// that is deep in the mean, and holds that it does not where it touches that or lies within it.
func TestMeetTip(t *testing.T) {
	const width = 0.5
	for _, c := range []struct {
		gap, least, most float64
	}{{0, 0, 0.01}, {0.1, 0.05, 0.15}, {0.2, 0.1, 0.2}, {-0.1, 0, 0}} {
		p := met(t, geom.Box{Min: geom.MM(0, -3), Max: geom.MM(8, 3)}, loopTo(5, width), lane(5+c.gap+width/2, -3, 5+c.gap+width/2, 3, width))
		far := 0.0
		for _, q := range p[0].Points {
			x, _ := q.MM()
			far = max(far, x+width/2-5)
		}
		t.Logf("gap %.2f: %.3f", c.gap, far)
		if far < c.least || far > c.most+1e-6 {
			t.Errorf("gap %.2f: the tip goes out by %.3f, want %.2f to %.2f", c.gap, far, c.least, c.most)
		}
	}
}
