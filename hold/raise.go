package hold

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Raise returns p with pillars laid into its layers, after all else of a layer: tubes of
// one bead whose lowest and highest layers are filled. p stays as it is. Of a print
// without paths, only what it says of pillars changes.
func Raise(p *toolpath.Print, pillars []toolpath.Pillar, set *profiles.Set) *toolpath.Print {
	if len(pillars) == 0 {
		return p
	}
	out := *p
	out.Pillars = pillars
	out.Layers = append([]toolpath.Layer(nil), p.Layers...)
	r := raiser{set: set, top: len(p.Layers) - 1}
	for i := range out.Layers {
		r.layer(&out, i)
	}
	return &out
}

// Carrier returns p with its pillars' tops as part of its own: for what needs to know what
// carries the frame above.
func Carrier(p *toolpath.Print) *toolpath.Print {
	if len(p.Pillars) == 0 {
		return p
	}
	out := *p
	out.Top = polygon.Union(p.Top, Discs(p.Pillars))
	return &out
}

// raiser lays pillars.
type raiser struct {
	set  *profiles.Set
	top  int  // index of the last layer
	away bool // the layer before ended at a pillar
}

// shut is how many layers of a pillar are filled at either end.
const shut = 2

// layer lays the pillars of layer i.
func (r *raiser) layer(p *toolpath.Print, i int) {
	l := &p.Layers[i]
	if len(l.Paths) == 0 {
		return
	}
	paths := append([]toolpath.Path(nil), l.Paths...)
	if r.away {
		paths[0].Travel = r.travel()
	}
	r.away = false
	for _, q := range p.Pillars {
		if l.Z-l.Height < q.From-1e-6 {
			continue
		}
		up := (l.Z - l.Height - q.From) / l.Height // layers of it below
		filled := i > r.top-shut || up < shut-1e-6
		paths = r.pillar(paths, q, up < 0.5, filled)
		r.away = true
	}
	l.Paths = paths
}

// travel returns the way to something apart from what was laid before.
func (r *raiser) travel() toolpath.Travel {
	hop := r.set.Printer.Retract.Hop
	if h := r.set.Filament.RetractHop; h != nil {
		hop = *h
	}
	return toolpath.Travel{Retract: true, Hop: hop > 0}
}

// pillar appends the loops of one layer of a pillar, the first or not, from the outermost
// in.
func (r *raiser) pillar(paths []toolpath.Path, q toolpath.Pillar, first, filled bool) []toolpath.Path {
	pr := &r.set.Process
	width, speed := float64(r.set.LineWidth(pr.PerimeterWidth)), pr.PerimeterSpeed
	if first {
		width, speed = float64(r.set.LineWidth(pr.FirstLayerWidth)), pr.FirstLayerSpeed
		if v := r.set.Interface.Speed; v > 0 {
			speed = min(speed, v) // but for the lowest frame's it begins over a gap
		}
	}
	accel := pr.PerimeterAccel
	if accel == 0 {
		accel = pr.Accel
	}
	if accel == 0 {
		accel = r.set.Printer.Limits.Accel
	}
	way := r.travel()
	for radius := q.Radius - geom.ToNM(width/2); radius > geom.ToNM(width/3); radius -= geom.ToNM(width) {
		c := circle(q.At, radius)
		paths = append(paths, toolpath.Path{Role: toolpath.Support, Points: append(c, c[0]), Width: width, Flow: 1,
			Speed: float64(speed), Melt: float64(r.set.FlowCap()), Accel: float64(accel), Fan: -1, Travel: way})
		way = toolpath.Travel{}
		if !filled {
			break
		}
	}
	return paths
}
