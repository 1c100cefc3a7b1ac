package hold

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// settings is an Ender-like printer with what Check, Plan and Raise read.
func settings() *profiles.Set {
	return &profiles.Set{
		Printer: profiles.Printer{Name: "test", Nozzle: 0.4, MaxFlow: 12, Height: 250, Limits: profiles.Limits{Accel: 500},
			Retract: profiles.Retract{Hop: 0.2}},
		Filament: profiles.Filament{Name: "petg", Density: 1.27, Diameter: 1.75, MaxFlow: 8, BridgeSpan: 15, LedgeReach: 2},
		Process: profiles.Process{LineWidthRatio: 1.125, PerimeterSpeed: 60, FirstLayerSpeed: 25, Fill: 1,
			LayerHeight: 0.2, FirstLayerHeight: 0.2, BeadWidth: 1.45},
		Interface: profiles.Interface{Gap: 0.2, Speed: 15, Flow: 1},
	}
}

// slab is a part of a frame whose section does not change.
type slab struct {
	height float64 // mm
	region polygon.Region
}

// frameOf returns the outline of a frame made of slabs, in layers of 0.2 mm.
func frameOf(slabs ...slab) *toolpath.Print {
	p := &toolpath.Print{}
	for _, s := range slabs {
		for range int(s.height/0.2 + 0.5) {
			p.Height += 0.2
			p.Layers = append(p.Layers, toolpath.Layer{Z: p.Height, Height: 0.2, Region: s.region})
		}
	}
	p.Bottom, p.Top = slabs[0].region, slabs[len(slabs)-1].region
	p.Base, p.Shadow = p.Bottom, p.Bottom
	return p
}

// box returns a rectangle by its corners, mm.
func box(x0, y0, x1, y1 float64) polygon.Region {
	return polygon.Rect(geom.Box{Min: geom.MM(x0, y0), Max: geom.MM(x1, y1)})
}

// without returns a without b.
func without(a, b polygon.Region) polygon.Region { return polygon.Difference(a, b) }

// tray is the frame with the open brow: a floor of 0.6 mm, a hollow of 82 x 12 mm above it.
func tray() *toolpath.Print {
	outer := box(-45, -10, 45, 10)
	return frameOf(slab{0.6, outer}, slab{4.4, without(outer, box(-41, -6, 41, 6))})
}

// block is a band that stacks on itself.
func block() *toolpath.Print {
	return frameOf(slab{5, without(box(-45, -30, 45, 30), box(-41, -26, 41, 26))})
}

// shelf is a frame whose base stands out by reach mm from its top.
func shelf(reach float64) *toolpath.Print {
	return frameOf(slab{1, box(-40, -10, 40+reach, 10)}, slab{4, box(-40, -10, 40, 10)})
}

// tower returns the plate of n frames.
func tower(n int, set *profiles.Set, frames ...*toolpath.Print) *stack.Plate {
	var levels []stack.Level
	for k := range n {
		levels = stack.Add(levels, frames[min(k, len(frames)-1)], nil, &set.Interface)
	}
	return &stack.Plate{Levels: levels, Gap: float64(set.Interface.Distance())}
}

// turned returns p turned by degrees about its origin.
func turned(p *toolpath.Print, degrees float64) *toolpath.Print {
	pose := geom.NewPose(geom.Point{}, degrees)
	done := map[*geom.Ring]polygon.Region{}
	turn := func(r polygon.Region) polygon.Region {
		if len(r) == 0 {
			return nil
		}
		if out, ok := done[&r[0]]; ok {
			return out
		}
		out := make(polygon.Region, len(r))
		for i, g := range r {
			out[i] = pose.Ring(g)
		}
		done[&r[0]] = out
		return out
	}
	out := *p
	out.Layers = append([]toolpath.Layer(nil), p.Layers...)
	for i := range out.Layers {
		out.Layers[i].Region = turn(out.Layers[i].Region)
	}
	out.Bottom, out.Top = turn(p.Bottom), turn(p.Top)
	out.Base, out.Shadow = out.Bottom, out.Bottom
	return &out
}

// verdict returns the gravest verdict of a kind.
func (r *Report) verdict(c Code) Verdict {
	rank := map[profiles.Severity]int{Fine: 1, profiles.Note: 2, profiles.Warning: 3, profiles.Error: 4}
	var worst Verdict
	for _, v := range r.Verdicts {
		if v.Code == c && rank[v.Severity] > rank[worst.Severity] {
			worst = v
		}
	}
	return worst
}
