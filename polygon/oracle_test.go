package polygon

import (
	"math"
	"math/rand/v2"
	"testing"

	clipper "github.com/ctessum/go.clipper"
	"github.com/visiere/visiere/geom"
)

// shapes are the generators of random rings for the fuzz tests, from friendly to nasty.
var shapes = []struct {
	name string
	make func(r *rand.Rand, size int64) Ring
}{
	{"star", star},
	{"scribble", scribble},
	{"grid", gridScribble},
	{"sliver", sliver},
	{"spikes", spikes},
	{"circle", jitteredCircle},
	{"fillets", fillets},
	{"band", func(r *rand.Rand, size int64) Ring { return band(r, size, 24) }},
}

func randPoint(r *rand.Rand, size int64) geom.Point {
	return geom.Point{X: r.Int64N(2*size+1) - size, Y: r.Int64N(2*size+1) - size}
}

func star(r *rand.Rand, size int64) Ring {
	n := 3 + r.IntN(12)
	g := make(Ring, n)
	for i := range g {
		rad := float64(size) * (0.2 + 0.8*r.Float64())
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		g[i] = geom.Point{X: int64(rad * c), Y: int64(rad * s)}
	}
	return g.Shift(randPoint(r, size/3))
}

func scribble(r *rand.Rand, size int64) Ring {
	g := make(Ring, 3+r.IntN(15))
	for i := range g {
		g[i] = randPoint(r, size)
	}
	return g
}

// gridScribble has collinear and repeated edges and points on edges.
func gridScribble(r *rand.Rand, size int64) Ring {
	g := make(Ring, 3+r.IntN(20))
	step := max(1, size/4)
	for i := range g {
		g[i] = geom.Point{X: (r.Int64N(9) - 4) * step, Y: (r.Int64N(9) - 4) * step}
	}
	return g
}

func sliver(r *rand.Rand, size int64) Ring {
	a, b := randPoint(r, size), randPoint(r, size)
	g := Ring{a}
	for range 1 + r.IntN(5) {
		p := a.Lerp(b, r.Float64())
		g = append(g, p.Add(randPoint(r, 2)))
	}
	return append(g, b, a.Lerp(b, r.Float64()).Add(randPoint(r, 3)))
}

// spikes is a star that runs out and back along the same line, with points twice.
func spikes(r *rand.Rand, size int64) Ring {
	var g Ring
	for _, p := range star(r, size) {
		g = append(g, p)
		if r.IntN(2) == 0 {
			q := randPoint(r, size)
			g = append(g, q, p)
		}
		if r.IntN(3) == 0 {
			g = append(g, p)
		}
	}
	return g
}

func jitteredCircle(r *rand.Rand, size int64) Ring {
	g := make(Ring, 40+r.IntN(60))
	for i := range g {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(len(g)))
		g[i] = geom.Point{X: int64(float64(size) * 0.7 * c), Y: int64(float64(size) * 0.7 * s)}.
			Add(randPoint(r, size/50+1))
	}
	return g.Shift(randPoint(r, size/3))
}

// fillets is a star with rounded corners, outer and inner ones.
func fillets(r *rand.Rand, size int64) Ring {
	g := star(r, size)
	if g.Area() < 0 {
		g.Reverse()
	}
	n := 2 + r.IntN(20)
	var out Ring
	for i, p := range g {
		a, b := p.Lerp(g[(i+len(g)-1)%len(g)], 0.4), p.Lerp(g[(i+1)%len(g)], 0.4)
		for k := range n + 1 {
			t := float64(k) / float64(n)
			out = append(out, a.Lerp(p, t).Lerp(p.Lerp(b, t), t))
		}
	}
	return out
}

// band is the outline of a strip bent like a visor frame, of about 2 n points.
func band(r *rand.Rand, size int64, n int) Ring {
	width, wave := float64(size)*0.02*(1+r.Float64()), r.Float64()*6
	at := func(i int, off float64) geom.Point {
		t := float64(i) / float64(n)
		s, c := math.Sincos(math.Pi * (t*1.4 - 0.2))
		rad := float64(size)*0.8 + off + width*0.2*math.Sin(wave*t*10)
		return geom.Point{X: int64(rad * c * 0.8), Y: int64(rad * s)}
	}
	var g Ring
	for i := range n {
		g = append(g, at(i, 0))
	}
	for i := n - 1; i >= 0; i-- {
		g = append(g, at(i, -width))
	}
	g.Reverse()
	return g
}

// randRings returns up to four rings of one or several kinds.
func randRings(r *rand.Rand, size int64) []Ring {
	var out []Ring
	for range 1 + r.IntN(4) {
		out = append(out, shapes[r.IntN(len(shapes))].make(r, size))
	}
	return out
}

// checkNormal fails t where r breaks the promises of Region.
func checkNormal(t *testing.T, r Region) {
	t.Helper()
	seen := map[[4]int64]bool{}
	for i, g := range r {
		checkRing(t, g)
		if i > 0 && compareRings(r[i-1], g) >= 0 {
			t.Fatalf("rings %d and %d out of order", i-1, i)
		}
		for k, p := range g {
			q := g[(k+1)%len(g)]
			if q.Less(p) {
				p, q = q, p
			}
			id := [4]int64{p.X, p.Y, q.X, q.Y}
			if seen[id] {
				t.Fatalf("ring %d: edge %v twice", i, id)
			}
			seen[id] = true
		}
	}
	checkNoCrossing(t, r)
	checkWinding(t, r)
}

func checkRing(t *testing.T, g Ring) {
	t.Helper()
	if len(g) < 3 || g.Area() == 0 {
		t.Fatalf("ring of %d points and area %g", len(g), g.Area())
	}
	seen := map[geom.Point]bool{}
	for k, p := range g {
		if seen[p] || p.Less(g[0]) {
			t.Fatalf("point %v twice, or less than the first", p)
		}
		seen[p] = true
		if geom.Orient(g[(k+len(g)-1)%len(g)], p, g[(k+1)%len(g)]) == 0 {
			t.Fatalf("point %v lies between its neighbours", p)
		}
	}
}

type testEdge struct{ a, b geom.Point }

func edgesOf(rs []Ring) (out []testEdge) {
	for _, g := range rs {
		for k, p := range g {
			out = append(out, testEdge{p, g[(k+1)%len(g)]})
		}
	}
	return out
}

func checkNoCrossing(t *testing.T, r Region) {
	t.Helper()
	es := edgesOf(r)
	for i, e := range es {
		for _, f := range es[:i] {
			o1, o2 := geom.Orient(e.a, e.b, f.a), geom.Orient(e.a, e.b, f.b)
			o3, o4 := geom.Orient(f.a, f.b, e.a), geom.Orient(f.a, f.b, e.b)
			if o1*o2 < 0 && o3*o4 < 0 {
				t.Fatalf("edges %v and %v cross", e, f)
			}
			if o1 == 0 && o2 == 0 && overlap(e, f) {
				t.Fatalf("edges %v and %v overlap", e, f)
			}
		}
	}
}

// overlap reports whether two edges of one line share more than a point.
func overlap(e, f testEdge) bool {
	if e.b.Less(e.a) {
		e.a, e.b = e.b, e.a
	}
	if f.b.Less(f.a) {
		f.a, f.b = f.b, f.a
	}
	return e.a.Less(f.b) && f.a.Less(e.b)
}

// checkWinding fails t where the winding number beside an edge is not 1 on the left and
// 0 on the right. The points are tested in a plane eight times finer.
func checkWinding(t *testing.T, r Region) {
	t.Helper()
	for _, e := range edgesOf(r) {
		mx, my := float64(e.a.X+e.b.X)/2, float64(e.a.Y+e.b.Y)/2
		dx, dy := float64(e.b.X-e.a.X), float64(e.b.Y-e.a.Y)
		l := math.Hypot(dx, dy) * 1e5
		if l > 2e10 { // Offsets of 1e-5 are too fine there for float64.
			l = l / 100
		}
		left := windingAt(r, mx-dy/l, my+dx/l)
		right := windingAt(r, mx+dy/l, my-dx/l)
		if (left != 1 || right != 0) && !nearOther(r, e, mx, my) {
			t.Fatalf("winding %d left and %d right of %v", left, right, e)
		}
	}
}

// nearOther reports whether an edge other than e passes (x, y) so closely that points
// beside e say nothing about it.
func nearOther(r Region, e testEdge, x, y float64) bool {
	for _, f := range edgesOf(r) {
		if f != e && distTo(f, x, y) < 0.01 {
			return true
		}
	}
	return false
}

func windingAt(rs []Ring, x, y float64) int {
	w := 0
	for _, e := range edgesOf(rs) {
		ax, ay, bx, by := float64(e.a.X), float64(e.a.Y), float64(e.b.X), float64(e.b.Y)
		if (ay <= y) == (by <= y) {
			continue
		}
		if side := (bx-ax)*(y-ay) - (by-ay)*(x-ax); ay <= y && side > 0 {
			w++
		} else if ay > y && side < 0 {
			w--
		}
	}
	return w
}

func distTo(e testEdge, x, y float64) float64 {
	ax, ay := float64(e.a.X), float64(e.a.Y)
	dx, dy := float64(e.b.X)-ax, float64(e.b.Y)-ay
	t := 0.0
	if l2 := dx*dx + dy*dy; l2 > 0 {
		t = max(0, min(1, ((x-ax)*dx+(y-ay)*dy)/l2))
	}
	return math.Hypot(ax+t*dx-x, ay+t*dy-y)
}

func nearestEdge(rs []Ring, x, y float64) float64 {
	d := math.Inf(1)
	for _, e := range edgesOf(rs) {
		d = min(d, distTo(e, x, y))
	}
	return d
}

// checkSamples fails t where a random point further than slack from all the edges is in
// got and not wanted, or the other way round.
func checkSamples(t *testing.T, r *rand.Rand, got Region, in []Ring, size int64, slack float64,
	want func(x, y float64) bool,
) {
	t.Helper()
	es := edgesOf(in)
	for range 60 {
		x, y := (r.Float64()*2-1)*float64(size), (r.Float64()*2-1)*float64(size)
		if len(es) > 0 && r.IntN(2) == 0 { // Close to an edge.
			e := es[r.IntN(len(es))]
			p := e.a.Lerp(e.b, r.Float64())
			x = float64(p.X) + (r.Float64()-0.5)*20*slack
			y = float64(p.Y) + (r.Float64()-0.5)*20*slack
		}
		if nearestEdge(in, x, y) < slack {
			continue
		}
		if w := windingAt(got, x, y); (w == 1) != want(x, y) || w < 0 || w > 1 {
			t.Fatalf("winding %d at (%f, %f), want inside %v", w, x, y, want(x, y))
		}
	}
}

func clip(op clipper.ClipType, a, b []Ring) []Ring {
	c := clipper.NewClipper(clipper.IoNone)
	c.AddPaths(toC(a), clipper.PtSubject, true)
	c.AddPaths(toC(b), clipper.PtClip, true)
	out, _ := c.Execute1(op, clipper.PftNonZero, clipper.PftNonZero)
	return fromC(out)
}

func toC(r []Ring) clipper.Paths {
	var out clipper.Paths
	for _, g := range r {
		p := make(clipper.Path, len(g))
		for i, q := range g {
			p[i] = &clipper.IntPoint{X: clipper.CInt(q.X), Y: clipper.CInt(q.Y)}
		}
		out = append(out, p)
	}
	return out
}

func fromC(ps clipper.Paths) (out []Ring) {
	for _, p := range ps {
		g := make(Ring, len(p))
		for i, q := range p {
			g[i] = geom.Point{X: int64(q.X), Y: int64(q.Y)}
		}
		out = append(out, g)
	}
	return out
}

func areaOf(rs []Ring) float64 { return Region(rs).Area() }
