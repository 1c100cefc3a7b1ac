package models

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// The dimensions, in mm, that are not parameters.
const (
	hookGap    = 5.0  // between arm and hook: a knotted cord or a folded elastic
	hookLength = 8.0  // of the hook's straight part
	eyeHole    = 5.0  // diameter of the eye for a cord
	junction   = 1.5  // radius of the window's ends and of the fillets between bands
	chinEnd    = 12.0 // of the chin bar beyond its last peg
	chord      = 1.5  // of the ovals: 3 micrometres of sagitta at a radius of 100
	squareness = 2.5  // power of the front arc: room for glasses beside the nose
)

// visor returns the model of a frame with the given peg pattern and punched hole.
func visor(name string, title say.Text, pegs, hole string) Model {
	return Model{name, title, append(common(pegs, hole),
		Param{Name: "brow", Default: "open", Choices: []string{"open", "solid"},
			Help: say.T("between forehead and front: open is lighter and faster, solid keeps splashes out")},
		Param{Name: "arm", Unit: "mm", Default: "45mm", Min: 20, Max: 90,
			Help: say.T("length of the arms, back along the head from its widest place")},
		Param{Name: "hook", Default: "hook", Choices: []string{"hook", "eye", "none"},
			Help: say.T("end of the arms: a hook or an eye for an elastic, or none")},
	), drawVisor}
}

// chin returns the model of the lower bar.
func chin(title say.Text) Model {
	return Model{"chin", title, common("iso838", "5.5mm"), drawChin}
}

// common returns the parameters that all models share.
func common(pegs, hole string) []Param {
	return []Param{
		{Name: "head", Unit: "mm", Default: "570mm", Min: 480, Max: 640,
			Help: say.T("circumference of the head")},
		{Name: "breadth", Unit: "%", Default: "78%", Min: 70, Max: 90,
			Help: say.T("width of the head over its depth")},
		{Name: "standoff", Unit: "mm", Default: "18mm", Min: 5, Max: 45,
			Help: say.T("from the forehead to the front arc, in the middle")},
		{Name: "wall", Unit: "mm", Default: "3mm", Min: 1.6, Max: 6,
			Help: say.T("thickness of the bands; 3mm is five lines of a 0.6 mm nozzle, seven of a 0.4 mm one")},
		{Name: "height", Unit: "mm", Default: "4.8mm", Min: 3, Max: 7.5,
			Help: say.T("height of the part; 4.8mm is a whole number of layers of 0.2, 0.3 and 0.4 mm")},
		{Name: "chamfer", Unit: "mm", Default: "0.4mm", Min: 0, Max: 0.6,
			Help: say.T("of the lower and upper edges: a squashed first layer stays inside, stacked frames part more easily")},
		{Name: "pegs", Default: pegs, Choices: []string{"iso838", "888", "letter"},
			Help: say.T("how the sheet is punched: 80, 68.5, 80 mm; 80, 80, 80 mm; 4 1/4 inches twice")},
		{Name: "hole", Unit: "mm", Default: hole, Min: 5, Max: 8,
			Help: say.T("diameter of the punched holes: ISO 838 allows 5.5 to 6.5 mm")},
		{Name: "peg", Unit: "mm", Default: "4mm", Min: 3, Max: 8,
			Help: say.T("how far the pegs stand out")},
		{Name: "stretch", Unit: "mm", Default: "0.5mm", Min: 0, Max: 2,
			Help: say.T("by how much the outermost pegs lie further out than the holes, so that the sheet sits tight")},
	}
}

// plan holds the curves that a frame is drawn from.
type plan struct {
	spec
	wall   float64 // mm
	head   oval
	front  oval           // the front arc's outer edge
	inside polygon.Region // the head
	ring   polygon.Region // the head and the band around it
	outer  polygon.Region // the front arc's outer edge and what is within
	join   polygon.Join   // of bands' edges
}

// newPlan draws the head as an ellipse and the front arc as a deeper and squarer oval,
// which leaves the band at the head's widest place without a kink.
func newPlan(s spec) plan {
	p := plan{spec: s, wall: s.number["wall"], join: polygon.Round}
	step := chord
	if l := s.number[pieces]; l > 0 {
		step, p.join = l, polygon.Mitre
	}
	k := s.number["breadth"] / 100
	b := s.number["head"] / oval{k, 1, 2}.length()
	p.head = oval{float64(b * k), b, 2}
	p.front = oval{p.head.a + p.wall, b + p.wall + s.number["standoff"], squareness}
	p.inside = p.head.region(step)
	p.ring = p.inside.Offset(geom.ToNM(p.wall), p.join)
	p.outer = p.front.region(step)
	return p
}

// drawVisor returns the outline of a frame.
func drawVisor(s spec) (outline, error) {
	pegs, err := newPegs(s)
	if err != nil {
		return outline{}, err
	}
	p := newPlan(s)
	band := p.open(polygon.Difference(polygon.Union(p.ring, half(p.outer)), p.inside))
	if s.choice["brow"] == "open" {
		band = polygon.Difference(band, p.window())
	}
	band = fillet(polygon.Union(band, p.ends()), geom.ToNM(junction))
	return finish(polygon.Union(band, p.pegs(pegs)), s), nil
}

// drawChin returns the outline of the lower bar: the front arc alone.
func drawChin(s spec) (outline, error) {
	pegs, err := newPegs(s)
	if err != nil {
		return outline{}, err
	}
	p := newPlan(s)
	mid := p.front.arc(pegs.at[len(pegs.at)-1]+chinEnd, -p.wall/2)
	return finish(polygon.Union(stroke(mid, p.wall), p.pegs(pegs)), s), nil
}

// half returns the front half of r.
func half(r polygon.Region) polygon.Region {
	b := r.Box().Grow(geom.Millimetre)
	b.Min.Y = 0
	return polygon.Intersection(r, polygon.Rect(b))
}

// window returns the opening between forehead band and front arc.
func (p *plan) window() polygon.Region {
	gap := polygon.Difference(half(p.outer.Offset(-geom.ToNM(p.wall), p.join)), p.ring)
	return rounded(gap, geom.ToNM(junction))
}

// armEnd returns where the right arm's middle line ends, and the directions back along
// the arm and away from the head.
func (p *plan) armEnd() (end, back, out geom.Vec) {
	at := p.head.at(-p.head.fromSide(p.number["arm"]))
	out = p.head.normal(at)
	return at.Step(out, p.wall/2), geom.V(out.Y, -out.X), out
}

// open returns r without what lies behind the arms' ends.
func (p *plan) open(r polygon.Region) polygon.Region {
	end, back, out := p.armEnd()
	far := p.head.b + p.number["standoff"]
	in, tip := end.Step(out, -2*p.wall), end.Step(out, 2*p.wall)
	low := tip.Step(back, far)
	cut := []geom.Vec{in, tip, low, geom.V(0, low.Y-far), geom.V(0, in.Y)}
	return polygon.Difference(r, polygon.NonZero([]polygon.Ring{ring(cut), ring(mirrored(cut))}))
}

// ends returns what the arms end in, on both sides.
func (p *plan) ends() polygon.Region {
	end, back, out := p.armEnd()
	w := p.wall
	start := end.Step(back, -w/2)
	line := []geom.Vec{start, end}
	switch p.choice["hook"] {
	case "hook":
		line = hook(start, end, back, out, w)
	case "eye":
		c := end.Step(back, (eyeHole+w)/2)
		return both(polygon.Difference(polygon.Union(stroke(line, w), disc(c, eyeHole/2+w)), disc(c, eyeHole/2)))
	}
	return both(stroke(line, w))
}

// hook returns the middle line of a hook: on along the arm, outwards in a half circle,
// and forwards again.
func hook(start, end, back, out geom.Vec, w float64) []geom.Vec {
	r := (hookGap + w) / 2
	c := end.Step(out, r)
	line := []geom.Vec{start}
	const steps = 16
	for i := range steps + 1 {
		s, k := steady.Sincos(math.Pi * float64(i) / steps)
		line = append(line, c.Step(out, float64(-r*k)).Step(back, float64(r*s)))
	}
	return append(line, end.Step(out, float64(2*r)).Step(back, -hookLength))
}

// both returns r and its mirror image in the Y axis.
func both(r polygon.Region) polygon.Region {
	var m polygon.Region
	for _, g := range r {
		var n polygon.Ring
		for i := len(g) - 1; i >= 0; i-- {
			n = append(n, geom.Point{X: -g[i].X, Y: g[i].Y})
		}
		m = append(m, n)
	}
	return polygon.Union(r, m)
}
