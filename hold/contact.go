package hold

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// Interface is how the base of a frame lies on the top of the frame below.
//
//  1. Match is the area that base and top share over the area of both together: 1 where
//     they coincide.
//  2. Nothing of it depends on how many levels there are, nor on how the frames are
//     turned, but for the Cells in which Length is measured.
type Interface struct {
	Lower   int     `json:"lower"` // level, from 1: the lowest of those alike
	Count   int     `json:"count"` // how many interfaces are alike
	Base    float64 `json:"base_mm2"`
	Top     float64 `json:"top_mm2"`
	Contact float64 `json:"contact_mm2"`
	Share   float64 `json:"contact_share"` // of the base
	Match   float64 `json:"match"`
	Air     float64 `json:"unsupported_mm2"` // of parts that hang
	Span    float64 `json:"longest_span_mm"` // of the longest bridge, 0: none
	Reach   float64 `json:"longest_ledge_mm"`
	Hangs   []Hang  `json:"hangs"`
	Pillars int     `json:"pillars"` // under it

	base, top, contact, pillars polygon.Region
}

// contact returns the interface between two frames, without its place in the stack.
func contact(lower, upper *toolpath.Print, bead float64, lim limits) Interface {
	f := Interface{Count: 1, base: upper.Bottom, top: lower.Top}
	f.contact = polygon.Intersection(f.base, f.top)
	f.Base, f.Top, f.Contact = f.base.Area(), f.top.Area(), f.contact.Area()
	if f.Base > 0 {
		f.Share = f.Contact / f.Base
	}
	if both := f.Base + f.Top - f.Contact; both > 0 {
		f.Match = f.Contact / both
	}
	f.Pillars, f.pillars = len(lower.Pillars), Discs(lower.Pillars)
	f.hang(hanging(f.base, Carrier(lower).Top, bead, lim))
	return f
}

// hang notes what hangs.
func (f *Interface) hang(parts []Hang) {
	f.Hangs = append([]Hang{}, parts...)
	f.Air, f.Span, f.Reach = 0, 0, 0
	for _, h := range parts {
		f.Air += h.Area
		switch h.Kind {
		case Bridge:
			f.Span = max(f.Span, h.Length)
		case Ledge:
			f.Reach = max(f.Reach, h.Length)
		}
	}
}

// region returns rings in normal form as a region.
func region(rings []geom.Ring) polygon.Region { return rings }

// Inside is what hangs within a frame, over its own layers.
type Inside struct {
	Level int     `json:"level"` // the lowest that has the frame, from 1
	Z     float64 `json:"z_mm"`  // bottom of the layer, above the frame's base
	Hang
}

// inside returns what hangs within a frame.
func inside(p *toolpath.Print, bead float64, lim limits) []Inside {
	var out []Inside
	for i := 1; i < len(p.Layers); i++ {
		below, layer := region(p.Layers[i-1].Region), region(p.Layers[i].Region)
		if same(below, layer) {
			continue
		}
		for _, h := range hanging(layer, carrier(p, i), bead, lim) {
			out = append(out, Inside{Z: p.Layers[i-1].Z, Hang: h})
		}
	}
	return out
}

const (
	// airGap is the widest gap, mm, of a ready-made stack that a layer is laid over as
	// over the interface of a stack of ours.
	airGap = 0.6
	// parted is the share of a layer's area below which the one under it is a gap.
	parted = 0.15
)

// carrier returns what may carry layer i of p: the layer below, or, where that is the gap
// of a ready-made stack, what is below the gap, too.
func carrier(p *toolpath.Print, i int) polygon.Region {
	below, least := region(p.Layers[i-1].Region), parted*region(p.Layers[i].Region).Area()
	if below.Area() >= least {
		return below
	}
	from := p.Layers[i-1].Z
	for k := i - 2; k >= 0 && p.Layers[k].Z >= from-airGap; k-- {
		if r := region(p.Layers[k].Region); r.Area() >= least {
			return polygon.Union(below, r)
		}
	}
	return below
}

// same reports whether two layers share their region.
func same(a, b polygon.Region) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
